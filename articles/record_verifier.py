"""Check an article's exported record, on any machine: Python's standard library and this file.

    python record_verifier.py RECORD.json [--checkpoint CHECKPOINT.json ...]

Exits with 0 if the record holds, with 1 if something was changed, and with 2 if it cannot tell,
because a file is none that it can read. What it checks is described in docs/record.md.
"""

import argparse
import hashlib
import json
import re
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise

VERSION = 1
LARGEST = 256 * 1024 * 1024  # Bytes of one file.
# An entry is dated when its deed begins, and is there for others when that ends.
LATE = timedelta(hours=1)
ENTRY = {
    "sequence", "action", "actor_id", "actor_name", "created", "payload", "previous_hash", "hash"
}  # fmt: skip
RECORD = {"format", "version", "article", "slug", "head", "entries"}
CHECKPOINT = {"format", "version", "day", "made", "previous_hash", "heads", "hash"}
SHA256 = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00", re.ASCII)


class Unreadable(Exception):
    """A file that this cannot read. Says why, and what to do."""


def main(arguments=None):
    """Check the files that `arguments` name and say what was found; return the exit code."""
    options = _options(arguments)
    try:
        record = read_record(options.record)
        checkpoints = [read_checkpoint(path) for path in options.checkpoint]
    except Unreadable as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    found = list(problems(record, checkpoints))
    for sentence in found or remarks(record, checkpoints):
        sys.stdout.write(f"{sentence}\n")
    return 1 if found else 0


def _options(arguments):
    parser = argparse.ArgumentParser(
        description="Check that nothing in an article's record was changed since it was written."
    )
    parser.add_argument("record", metavar="RECORD.json", help="the exported record of an article")
    parser.add_argument(
        "--checkpoint",
        metavar="CHECKPOINT.json",
        nargs="+",
        action="extend",
        default=[],
        help="published checkpoints, kept since their day, to compare the record with",
    )
    return parser.parse_args(arguments)


# What is found


def problems(record, checkpoints):
    """Yield a sentence for whatever does not hold: the chain's first fault, then the rest."""
    yield from filter(None, [chain_fault(record)])
    yield from checkpoint_faults(checkpoints)
    for checkpoint in checkpoints:
        yield from filter(None, [disagreement(record, checkpoint)])


def chain_fault(record):
    """Return the first fault of the chain as a sentence, or None."""
    entries, previous = record["entries"], ""
    numbers = {entry["sequence"] for entry in entries}
    for number, entry in enumerate(entries, start=1):
        if entry["sequence"] != number:
            return _misplaced(number, entry["sequence"], numbers)
        if entry["previous_hash"] != previous:
            return f"Entry {number} does not follow from the one before it: one was replaced."
        if entry["payload"] is not None and entry["hash"] != digest(record["article"], entry):
            return f"Entry {number} was changed after it was written."
        previous = entry["hash"]
    return _end_fault(record["head"], len(entries), previous)


def _misplaced(number, found, numbers):
    if number in numbers:
        return f"The entries were put in another order: {found} stands where {number} belongs."
    return f"Entry {number} is missing: it was removed."


def _end_fault(head, last, previous):
    if last < head["sequence"]:
        return f"The record ends at entry {last}, its head is {head['sequence']}: the tail was cut."
    if (last, previous) != (head["sequence"], head["hash"]):
        return f"The head is not the hash of entry {last}: the head or the record was changed."
    if not last:
        return "The record has no entry at all: it was removed."
    return None


def digest(article, entry):
    """Return the SHA-256, in hexadecimal, of the canonical JSON of all that an entry says."""
    said = {name: value for name, value in entry.items() if name != "hash"}
    return _sha256({**said, "article": article})


def _sha256(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def checkpoint_faults(checkpoints):
    """Yield a sentence for each checkpoint that was changed or does not follow from another."""
    ordered = sorted(checkpoints, key=lambda one: one["day"])
    for one in ordered:
        if one["hash"] != _sha256({name: one[name] for name in CHECKPOINT - {"hash"}}):
            yield f"The checkpoint of {one['day']} was changed after it was made."
    for before, after in pairwise(ordered):
        between = date.fromisoformat(after["day"]) - date.fromisoformat(before["day"])
        if not between and before["hash"] != after["hash"]:
            yield f"There are two checkpoints of {after['day']}, and they differ."
        if between == timedelta(days=1) and after["previous_hash"] != before["hash"]:
            yield f"The checkpoint of {after['day']} does not follow from that of {before['day']}."
        if gone := _shrunken(before, after):
            yield (
                f"Of what the checkpoint of {before['day']} lists, that of {after['day']} lists "
                f"{gone} no longer or shorter: records were removed or written anew."
            )


def _shrunken(before, after):
    """Return how many records of one checkpoint a later one lists no more, or with fewer entries.

    Records only grow. One that was written anew, with later dates, is missing under its old name.
    """
    kept = {head["record"]: head["sequence"] for head in after["heads"]}
    return sum(1 for head in before["heads"] if kept.get(head["record"], 0) < head["sequence"])


def disagreement(record, checkpoint):
    """Return in a sentence what a record is that the checkpoint does not say, or None."""
    listed = f"The checkpoint of {checkpoint['day']} lists"
    entries, head = record["entries"], _listed(record, checkpoint)
    if head is None:
        if _is_younger(record, checkpoint):
            return None
        return f"{listed} no record that begins like this, and it says it is older: written anew."
    if head["sequence"] > len(entries):
        return f"{listed} entry {head['sequence']}, this ends at {len(entries)}: the tail was cut."
    if entries[head["sequence"] - 1]["hash"] != head["hash"]:
        return f"{listed} another entry {head['sequence']}: the record was written anew."
    return None


def _listed(record, checkpoint):
    """Return the head that a checkpoint lists for a record, which goes by its first hash."""
    first = record["entries"][0]["hash"] if record["entries"] else ""
    return next((head for head in checkpoint["heads"] if head["record"] == first), None)


def _is_younger(record, checkpoint):
    begun, made = record["entries"][:1], datetime.fromisoformat(checkpoint["made"])
    return any(made - datetime.fromisoformat(first["created"]) < LATE for first in begun)


def remarks(record, checkpoints):
    """Yield what to say of a record in which everything holds."""
    head = record["head"]
    count = "1 entry" if head["sequence"] == 1 else f"{head['sequence']} entries"
    yield f"The record holds: {count}, head {head['hash']}."
    withheld = [entry["sequence"] for entry in record["entries"] if entry["payload"] is None]
    if withheld:
        yield (
            f"Withheld as confidential: entry {', '.join(map(str, withheld))}. "
            "Its place in the chain holds; what it says cannot be checked with this file."
        )
    for checkpoint in checkpoints:
        told = _listed(record, checkpoint)
        day = f"the checkpoint of {checkpoint['day']}"
        yield f"As {day} lists it." if told else f"Younger than {day}, which does not list it."
    if not checkpoints:
        yield "To find a record that was written anew, give checkpoints kept from earlier days."


# Reading


def read_record(path):
    """Return the record in a file as a dict of the shape that the export has."""
    record = _read(path, "newsroom-record", RECORD)
    _need(type(record["article"]) is int and _is_text(record["slug"]), path)
    _need(_has(record["head"], {"hash", "sequence"}) and type(record["entries"]) is list, path)
    _need(_is_count(record["head"]["sequence"]) and _is_link(record["head"]["hash"]), path)
    _need(all(map(_is_entry, record["entries"])), path)
    return record


def read_checkpoint(path):
    """Return the checkpoint in a file as a dict of the shape that it is published in."""
    checkpoint = _read(path, "newsroom-checkpoint", CHECKPOINT)
    _need(_is_day(checkpoint["day"]) and _is_moment(checkpoint["made"]), path)
    _need(_is_link(checkpoint["previous_hash"]) and _is_sha256(checkpoint["hash"]), path)
    _need(type(checkpoint["heads"]) is list and all(map(_is_head, checkpoint["heads"])), path)
    return checkpoint


def _read(path, kind, names):
    value = _json(path)
    if type(value) is not dict or value.get("format") != kind:
        raise Unreadable(f"{path} is no {kind} file. Download it anew.")
    if type(value.get("version")) is not int or value["version"] != VERSION:
        raise Unreadable(
            f"{path} is of version {value.get('version')}, and this verifier reads {VERSION}. "
            "Take the verifier that came with it."
        )
    _need(set(value) == names, path)
    return value


def _json(path):
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"{path} cannot be opened: {error.strerror}.") from None
    if len(data) > LARGEST:
        raise Unreadable(f"{path} is larger than {LARGEST} bytes: it is no file of ours.")
    try:
        return json.loads(
            data.decode(),
            object_pairs_hook=_each_name_once,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):
        raise Unreadable(f"{path} is no JSON that we write. Download it anew.") from None


def _each_name_once(pairs):
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("A name stands twice.")
    return value


def _refuse(text):
    raise ValueError(f"{text} is no whole number.")


def _need(holds, path):
    if not holds:
        raise Unreadable(f"{path} is not of the shape that we write. Download it anew.")


def _has(value, names):
    return type(value) is dict and set(value) == names


def _is_entry(value):
    return (
        _has(value, ENTRY)
        and _is_count(value["sequence"])
        and _is_text(value["action"])
        and (value["actor_id"] is None or type(value["actor_id"]) is int)
        and _is_text(value["actor_name"])
        and _is_moment(value["created"])
        and (value["payload"] is None or _is_text(value["payload"]))
        and _is_link(value["previous_hash"])
        and _is_sha256(value["hash"])
    )


def _is_head(value):
    return (
        _has(value, {"hash", "record", "sequence"})
        and _is_sha256(value["hash"])
        and _is_sha256(value["record"])
        and _is_count(value["sequence"])
        and value["sequence"] > 0
    )


def _is_text(value):
    """Is it a string that has a UTF-8 form?"""
    try:
        return type(value) is str and value.encode() is not None
    except UnicodeEncodeError:
        return False


def _is_count(value):
    return type(value) is int and value >= 0


def _is_sha256(value):
    return type(value) is str and SHA256.fullmatch(value) is not None


def _is_link(value):
    return value == "" or _is_sha256(value)


def _is_moment(value):
    if type(value) is not str or not MOMENT.fullmatch(value):
        return False
    return _parses(datetime.fromisoformat, value)


def _is_day(value):
    return type(value) is str and _parses(date.fromisoformat, value)


def _parses(read, value):
    try:
        read(value)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
