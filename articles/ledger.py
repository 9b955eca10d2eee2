"""The record: one hash chain an article, over canonical JSON.

Each entry's hash covers what was done, by whom, when, and the hash before it, so that an edit,
a removal or a reorder breaks the chain from there on. The article keeps the head, so that a cut
tail shows. The idea is that of Haber and Stornetta, "How to time-stamp a digital document"
(1991); canonical JSON follows RFC 8785 as far as our payloads go: sorted keys, no white space,
no numbers but integers.
"""

import hashlib
import json
from collections import namedtuple
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.utils import timezone

from .errors import Conflict
from .models import Article, LedgerEntry
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
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def lock(article):
    """Take the article's row until the transaction ends, and return it as it is now.

    The first act of every write, to the article or to a claim in it: writers of one
    article queue here, always in this order, so they neither race nor deadlock.
    """
    return Article.objects.select_for_update().get(pk=article.pk)


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
        article_id=article.pk,
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
    """Yield a Problem for every article whose chain does not hold, at the first place.

    articles  queryset of Article; all of them if None.

    One query, so that heads and entries are of one moment even while the desk writes, and
    one stream, so that memory does not grow with the record.
    """
    articles = Article.objects.all() if articles is None else articles
    rows = articles.order_by("pk", "ledger__sequence").values_list(
        "pk", "head_sequence", "head_hash", *(f"ledger__{name}" for name in _WRITTEN)
    )
    for (pk, *head), chain in groupby(rows.iterator(), key=itemgetter(0, 1, 2)):
        entries = (_Entry(pk, *written) for _, _, _, *written in chain)
        if problem := _verify_one(pk, head, entries):
            yield problem


_WRITTEN = (
    "sequence", "action", "actor_id", "actor_name", "created", "payload", "previous_hash", "hash"
)  # fmt: skip
_Entry = namedtuple("_Entry", ("article_id", *_WRITTEN))


def _verify_one(pk, head, entries):
    sequence, previous = 0, ""
    for entry in entries:
        if entry.sequence is None:  # The one row of an article without entries.
            break
        sequence += 1
        if sentence := _fault(entry, sequence, previous):
            return Problem(pk, sequence, sentence)
        previous = entry.hash
    if [sequence, previous] == head:
        return None
    sentence = f"The chain ends at entry {sequence}, its head says {head[0]}: "
    return Problem(pk, sequence + 1, sentence + "the tail was cut or the head was changed.")


def _fault(entry, sequence, previous):
    if entry.sequence != sequence:
        return f"Entry {sequence} is missing."
    if entry.previous_hash != previous:
        return f"Entry {sequence} does not follow from the one before it."
    if entry.hash != digest(entry):
        return f"Entry {sequence} was changed after it was written."
    return None
