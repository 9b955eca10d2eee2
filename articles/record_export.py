"""An article's whole record as JSON: all that articles/record_verifier.py needs, and no more."""

import json

from .ledger import canonical

FORMAT, VERSION = "newsroom-record", 1
TOLD = (
    "sequence", "action", "actor_id", "actor_name", "created", "payload", "previous_hash", "hash"
)  # fmt: skip
# Payloads are canonical JSON: text in them escapes its quotation marks, so this is a name there.
CONFIDENTIAL = '"is_confidential":true'


def exported(article, *, with_confidential):
    """Yield the record of `article` up to its head of now, JSON piece by piece. One query.

    with_confidential  may whoever gets it read confidential evidence? Otherwise the payload of
                       such an entry is null, and its hash alone stands for it.
    """
    head = {"hash": article.head_hash, "sequence": article.head_sequence}
    start = {"format": FORMAT, "version": VERSION, "article": article.pk, "slug": article.slug}
    yield f'{json.dumps(start | {"head": head}, ensure_ascii=False)[:-1]}, "entries": ['
    entries = article.ledger.filter(sequence__lte=article.head_sequence).order_by("sequence")
    comma = "\n"
    for row in entries.values_list(*TOLD).iterator():
        yield comma + canonical(_told(dict(zip(TOLD, row, strict=True)), with_confidential))
        comma = ",\n"
    yield "\n]}\n"


def _told(entry, with_confidential):
    entry["created"] = entry["created"].isoformat(timespec="microseconds")
    if CONFIDENTIAL in entry["payload"] and not with_confidential:
        entry["payload"] = None
    return entry
