"""Are evidence, decisions and approvals what the record of their article says of them?

The chain holds what was entered; this finds a row that was changed, inserted or removed past the
door. Articles ask with articles.signals.record_compared.
"""

import json
from collections import namedtuple
from heapq import merge
from itertools import groupby
from operator import itemgetter

from django.db.models import Q

from articles import text
from articles.ledger import Problem
from articles.models import Article, LedgerEntry

from .models import Approval, Decision, Evidence

EVIDENCE = ("claim_id", "kind", "stance", "tier", "is_confidential", "title", "url", "excerpt")
DECISION = (
    "claim_id", "verdict", "rating", "summary", "valid_until", "quote_sha256", "confirms_id",
    "exact",
)  # fmt: skip
ADDED, RETRACTED = "evidence.add", "evidence.retract"
APPROVED = ("claim.approve", "claim.confirm")
ROWS, ENTRIES = 0, 1

Kept = namedtuple("Kept", ("kind", "key", "said"))
Entry = namedtuple("Entry", ("sequence", "action", "actor", "payload"))


def verify(articles):
    """Yield a Problem for each row that is not what its entry says, or that none tells of.

    articles  queryset of Article.

    Four queries, each a stream in the order of the articles: memory holds one article's rows.
    They are of different moments: what does not agree while the desk writes is looked at again.
    """
    for article, problems in _problems(articles):
        again = {problem for _, found in _problems(_only(article)) for problem in found}
        yield from (problem for problem in problems if problem in again)


def _only(article):
    return Article.objects.filter(pk=article)


def _problems(articles):
    """Yield (article's key, list of its Problems) for each article that has any."""
    together = merge(_evidence(articles), _decisions(articles), _approvals(articles),
                     _entries(articles), key=itemgetter(0, 1))  # fmt: skip
    for article, group in groupby(together, key=itemgetter(0)):
        found = {ROWS: [], ENTRIES: []}
        for _, place, one in group:
            found[place].append(one)
        problems = [Problem(article, *one) for one in _compare(found[ROWS], found[ENTRIES])]
        if problems:
            yield article, problems


def _evidence(articles):
    rows = Evidence.objects.filter(claim__article__in=articles).order_by("claim__article_id", "pk")
    for article, key, retracted_at, *said in rows.values_list(
        "claim__article", "pk", "retracted_at", *EVIDENCE
    ).iterator():
        said = dict(zip(EVIDENCE, said, strict=True))
        said["claim"], said["excerpt_sha256"] = said.pop("claim_id"), text.sha256(said["excerpt"])
        yield article, ROWS, Kept("evidence", key, said | {"retracted": retracted_at is not None})


def _decisions(articles):
    rows = Decision.objects.filter(claim__article__in=articles).order_by("claim__article_id", "pk")
    for article, key, *said in rows.values_list("claim__article", "pk", *DECISION).iterator():
        said = dict(zip(DECISION, said, strict=True))
        said["claim"], said["confirms"] = said.pop("claim_id"), said.pop("confirms_id")
        said["words"] = text.sha256(said.pop("exact"))
        said["valid_until"] = said["valid_until"] and said["valid_until"].isoformat()
        yield article, ROWS, Kept("decision", key, said)


def _approvals(articles):
    rows = Approval.objects.filter(decision__claim__article__in=articles, agrees=True)
    rows = rows.order_by("decision__claim__article_id", "pk")
    for article, decision, by in rows.values_list(
        "decision__claim__article", "decision", "by_id"
    ).iterator():
        yield article, ROWS, Kept("approval", (decision, by), {})


def _entries(articles):
    """Only those that tell of evidence or of a decision: canonical JSON shows it."""
    telling = Q(action__in=(ADDED, RETRACTED)) | Q(payload__contains='"decision":{')
    entries = LedgerEntry.objects.filter(telling, article__in=articles)
    entries = entries.order_by("article_id", "sequence")
    for article, sequence, action, actor, payload in entries.values_list(
        "article", "sequence", "action", "actor_id", "payload"
    ).iterator():
        yield article, ENTRIES, Entry(sequence, action, actor, _read(payload))


def _read(payload):
    """A payload that is no object was forged: it tells nothing, and its rows are found alone."""
    try:
        said = json.loads(payload)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _compare(rows, entries):
    """Yield (sequence, sentence) for all of one article that does not agree."""
    rows = {(row.kind, row.key): row.said for row in rows}
    retracted = {str(one.payload.get("evidence")) for one in entries if one.action == RETRACTED}
    told, last = set(), entries[-1].sequence if entries else 0
    for entry in entries:
        for kind, key, said in _said(entry, retracted):
            told.add((kind, key))
            if sentence := _falsehood(kind, key, said, rows.get((kind, key)), entry.sequence):
                yield entry.sequence, sentence
    for kind, key in sorted(rows.keys() - told, key=str):
        yield last + 1, f"No entry tells of {_named(kind, key)}: somebody inserted it."


def _said(entry, retracted):
    """Yield (kind, key, what the row should say) for each row that an entry tells of."""
    said = entry.payload
    key, decision = said.get("evidence"), said.get("decision")
    if entry.action == ADDED and isinstance(key, int):
        yield "evidence", key, said | {"retracted": str(key) in retracted}
    if isinstance(decision, dict) and isinstance(key := decision.get("id"), int):
        words = {"claim": said.get("claim"), "words": decision.get("quote_sha256")}
        yield "decision", key, {"confirms": None} | decision | words
        if entry.action in APPROVED:
            yield "approval", (key, entry.actor), {}


def _falsehood(kind, key, said, row, sequence):
    """Return what a row is that its entry does not say, or None."""
    if row is None:
        return f"{_named(kind, key).capitalize()}, which entry {sequence} made, is missing."
    changed = [_LABELS.get(name, name) for name in row if name in said and row[name] != said[name]]
    if changed:
        parts = ", ".join(dict.fromkeys(changed))
        return f"{_named(kind, key).capitalize()} is not what entry {sequence} says: {parts}."
    return None


_LABELS = {"excerpt_sha256": "excerpt", "quote_sha256": "words", "confirms": "what it confirms"}


def _named(kind, key):
    if kind == "approval":
        decision, by = key
        return f"the approval of decision {decision} by person {by}"
    return f"{kind} {key}"
