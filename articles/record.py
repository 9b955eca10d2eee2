"""An article's record as a person reads it: each entry's payload as labelled lines. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime

DIGEST_SHOWN = 12


@dataclass(frozen=True)
class Deed:
    """One entry: its number in the chain, the deed in words, and what its payload tells."""

    sequence: int
    what: str
    who: str
    when: datetime
    hash: str
    lines: list[tuple[str, str]]


def told(entry):
    """Return a LedgerEntry as a Deed."""
    return Deed(
        sequence=entry.sequence,
        what=entry.action.replace(".", ": ").replace("_", " "),
        who=entry.actor_name,
        when=entry.created,
        hash=entry.hash,
        lines=readable(entry.payload),
    )


def readable(payload):
    """Return the canonical JSON of a ledger entry as [(label, value)], both plain text.

    What is empty is left out; a digest is cut to its first characters. Of something
    confidential only its number is told: even a digest lets a guess be tried.
    """
    told = json.loads(payload)
    if told.get("is_confidential"):
        told = {name: told[name] for name in ("claim", "evidence", "is_confidential")}
    return [(label.replace("_", " ").strip(), value) for label, value in _lines("", told) if value]


def _lines(label, value):
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _lines(f"{label} {name}", part)
    elif isinstance(value, list):
        for n, part in enumerate(value, start=1):
            yield from _lines(f"{label} {n}", part)
    elif label.endswith("sha256"):
        yield label.removesuffix("_sha256"), value and f"{value[:DIGEST_SHOWN]}…"
    else:
        yield label, _plain(value)


def _plain(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
