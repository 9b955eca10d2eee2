"""The record: one hash chain an article, over canonical JSON.

Each entry's hash covers what was done, by whom, when, and the hash before it, so that an edit,
a removal or a reorder breaks the chain from there on. The article keeps the head, so that a cut
tail shows. The idea is that of Haber and Stornetta, "How to time-stamp a digital document"
(1991); canonical JSON follows RFC 8785 as far as our payloads go: sorted keys, no white space,
no numbers but integers.
"""

import json
from collections import namedtuple
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import text
from .errors import Conflict
from .models import Article, LedgerEntry, Revision
from .people import name_of


@dataclass(frozen=True)
class Problem:
    """A place where a chain does not hold.

    article   primary key of the article.
    sequence  number of the entry that does not hold, or the one that is missing.
    """

    article: int
    sequence: int
    sentence: str


def canonical(value):
    """Return the one JSON text of `value`: dicts, lists, str, int, bool and None only.

    Raises TypeError for anything else: a float has no single text.
    """
    _refuse_floats(value)
    return _JSON.encode(value)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value):
    if isinstance(value, float):
        raise TypeError("A ledger payload holds no floats.")
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)


def digest(entry):
    """Return the SHA-256, in hexadecimal, of everything an entry says."""
    said = {
        "action": entry.action,
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "article": entry.article_id,
        "created": entry.created.isoformat(timespec="microseconds"),
        "payload": entry.payload,
        "previous_hash": entry.previous_hash,
        "sequence": entry.sequence,
    }
    return text.sha256(_JSON.encode(said))


def lock(article):
    """Take the row of an article, or of that with this key, and return it as it is now.

    It is taken until the transaction ends: the first act of every write, to the article or to a
    claim in it. Writers of one article queue here, always in this order, so they neither race
    nor deadlock.
    """
    return Article.objects.select_for_update().get(pk=getattr(article, "pk", article))


def append(article, action, *, by, payload):
    """Add one entry to the article's chain, in the caller's transaction.

    article  as lock() returned it; its head is moved on.
    action   "noun.verb", such as "claim.approve".
    by       user, or None for the system.
    payload  dict of what canonical() takes.

    Raises Conflict if the head moved since `article` was read.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A ledger entry is written in the transaction of its deed.")
    entry = LedgerEntry(
        article=article,
        sequence=article.head_sequence + 1,
        action=action,
        actor_id=by and by.pk,
        actor_name=name_of(by),
        created=timezone.now(),
        payload=canonical(payload),
        previous_hash=article.head_hash,
    )
    entry.hash = digest(entry)
    _move_head(article, entry)
    entry.save(force_insert=True)
    return entry


def _move_head(article, entry):
    moved = Article.objects.filter(pk=article.pk, head_sequence=article.head_sequence).update(
        head_sequence=entry.sequence, head_hash=entry.hash, updated_at=entry.created
    )
    if not moved:
        raise Conflict("Somebody else has just changed this article. Look again and repeat.")
    article.head_sequence, article.head_hash = entry.sequence, entry.hash
    article.updated_at = entry.created


def verify(articles=None):
    """Yield a Problem for every article whose record does not hold, at the first place.

    articles  queryset of Article; all of them if None.

    The chain has to be whole, and each revision has to be what the entry that made it says.
    Three queries: the first for heads and entries, so that they are of one moment even while
    the desk writes; then one for the revisions, which has all that those entries name. Both
    are streams in one order, so that memory does not grow with the record.
    """
    articles = Article.objects.all() if articles is None else articles
    rows = articles.order_by("pk", "ledger__sequence").values_list(
        *_HEAD, *(f"ledger__{name}" for name in _WRITTEN)
    )
    find, broken = _finder(_revisions(articles)), set()
    for head, chain in groupby(rows.iterator(), key=itemgetter(*range(len(_HEAD)))):
        entries = (_Entry(head[0], *row[len(_HEAD) :]) for row in chain)
        if problem := _verify_one(_Head(*head), entries, find):
            broken.add(problem.article)
            yield problem
    for pk, head_sequence in _with_unrecorded_revisions(articles):
        if pk not in broken:
            sentence = "It has a revision that no entry names: somebody inserted it."
            yield Problem(pk, head_sequence + 1, sentence)


_HEAD = ("pk", "head_sequence", "head_hash", "revision_id")
_Head = namedtuple("_Head", _HEAD)
_WRITTEN = (
    "sequence", "action", "actor_id", "actor_name", "created", "payload", "previous_hash", "hash"
)  # fmt: skip
_Entry = namedtuple("_Entry", ("article_id", *_WRITTEN))

# Entries that make a revision: the first of an article makes revision 1, and so on.
_MAKING = ("article.write", "article.revise")
# What such an entry says of its revision, word for word and as SHA-256.
_SAID = ("headline", "change", "note")
_DIGESTED = ("text", "html", "details")
_Revision = namedtuple("_Revision", ("article_id", "number", "id", *_SAID, *_DIGESTED))
_AT_ONCE = 50  # A body may have a megabyte.


def _revisions(articles):
    revisions = Revision.objects.filter(article__in=articles).order_by("article_id", "number")
    rows = revisions.values_list(*_Revision._fields)
    yield from map(_Revision._make, rows.iterator(chunk_size=_AT_ONCE))


def _with_unrecorded_revisions(articles):
    """Once every chain has been seen to end in its article's revision, those with a later one."""
    later = articles.order_by("pk").filter(revisions__number__gt=F("revision__number"))
    return later.values_list("pk", "head_sequence").distinct()


def _finder(revisions):
    """Return find(article, number): the revision or None. Asked in ascending order only."""
    ahead = (0, 0)  # Nothing is read before it is asked for.

    def find(*place):
        nonlocal ahead
        while ahead[:2] < place:
            ahead = next(revisions, _END)
        return ahead if ahead[:2] == place else None

    return find


_END = (float("inf"), 0)


def _verify_one(head, entries, find):
    sequence, previous, made, revision = 0, "", 0, None
    for entry in entries:
        if entry.sequence is None:  # The one row of an article without entries.
            return Problem(head.pk, 1, "It has no entry at all: its record was removed.")
        sequence += 1
        sentence = _fault(entry, sequence, previous)
        if not sentence and entry.action in _MAKING:
            made += 1
            revision = find(head.pk, made)
            sentence = _falsehood(entry, made, revision)
        if sentence:
            return Problem(head.pk, sequence, sentence)
        previous = entry.hash
    if (sequence, previous) != (head.head_sequence, head.head_hash):
        sentence = f"The chain ends at entry {sequence}, its head says {head.head_sequence}: "
        sentence += "the tail was cut or the head was changed."
        return Problem(head.pk, sequence + 1, sentence)
    if (revision and revision.id) != head.revision_id:
        sentence = f"The article shows another revision than {made}, the last one recorded."
        return Problem(head.pk, sequence + 1, sentence)
    return None


def _fault(entry, sequence, previous):
    if entry.sequence != sequence:
        return f"Entry {sequence} is missing."
    if entry.previous_hash != previous:
        return f"Entry {sequence} does not follow from the one before it."
    if entry.hash != digest(entry):
        return f"Entry {sequence} was changed after it was written."
    return None


def _falsehood(entry, number, revision):
    """Return what `revision` is that its entry does not say, or None."""
    if revision is None:
        return f"Revision {number}, which entry {entry.sequence} made, is missing."
    said = _read(entry.payload)
    now = {name: getattr(revision, name) for name in _SAID}
    now |= {f"{name}_sha256": text.sha256(getattr(revision, name)) for name in _DIGESTED}
    changed = [name.removesuffix("_sha256") for name in now if said.get(name) != now[name]]
    if changed:
        parts = ", ".join(changed)
        return f"Revision {number} is not what entry {entry.sequence} says: {parts} changed."
    return None


def _read(payload):
    try:
        said = json.loads(payload)
    except ValueError:  # Forged, with a hash of its own.
        return {}
    return said if isinstance(said, dict) else {}
