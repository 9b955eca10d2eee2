"""Are evidence, its copies, decisions and approvals what the record of their article says of them?

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

from .models import Approval, Decision, Evidence, Snapshot, Vouch, commitment
from .origins import folded

EVIDENCE = (
    "claim_id", "kind", "stance", "tier", "is_confidential", "title", "url", "excerpt", "origin",
    "origin_key", "salt", "document__sha256", "document_name",
)  # fmt: skip
DECISION = (
    "claim_id", "verdict", "rating", "summary", "valid_until", "quote_sha256", "confirms_id",
    "exact", "approvals_needed", "origins_needed", "tier_needed", "adopts_id", "sameness_id",
)  # fmt: skip
SNAPSHOT = (
    "evidence_id", "http_status", "warc_sha256", "payload_sha256", "excerpt_stands", "remark",
    "text",
)  # fmt: skip
ADDED, RETRACTED = "evidence.add", "evidence.retract"
CAPTURED, VOUCHED = "evidence.capture", "evidence.vouch"
APPROVED, SENT_BACK = ("claim.approve", "claim.confirm"), "claim.send_back"
ROWS, ENTRIES = 0, 1

Kept = namedtuple("Kept", ("kind", "key", "said"))
Entry = namedtuple("Entry", ("sequence", "action", "actor", "payload"))


def verify(articles):
    """Yield a Problem for each row that is not what its entry says, or that none tells of.

    articles  queryset of Article.

    Six queries, each a stream in the order of the articles: memory holds one article's rows.
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
                     _snapshots(articles), _vouches(articles), _entries(articles),
                     key=itemgetter(0, 1))  # fmt: skip
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
        said["document"], said["file"] = said.pop("document__sha256"), said.pop("document_name")
        if said["is_confidential"]:
            said["commitment_sha256"] = commitment(said["salt"], said["document"], said["excerpt"])
        yield article, ROWS, Kept("evidence", key, said | {"retracted": retracted_at is not None})


def _decisions(articles):
    rows = Decision.objects.filter(claim__article__in=articles).order_by("claim__article_id", "pk")
    for article, key, *said in rows.values_list("claim__article", "pk", *DECISION).iterator():
        said = dict(zip(DECISION, said, strict=True))
        for name in ("claim", "confirms", "adopts", "sameness"):
            said[name] = said.pop(f"{name}_id")
        said["words"] = text.sha256(said.pop("exact"))
        said["valid_until"] = said["valid_until"] and said["valid_until"].isoformat()
        yield article, ROWS, Kept("decision", key, said)


def _approvals(articles):
    rows = Approval.objects.filter(decision__claim__article__in=articles)
    rows = rows.order_by("decision__claim__article_id", "pk")
    for article, decision, by, agrees, note in rows.values_list(
        "decision__claim__article", "decision", "by_id", "agrees", "note"
    ).iterator():
        yield article, ROWS, Kept("answer", (decision, by), {"agrees": agrees, "note": note})


def _snapshots(articles):
    rows = Snapshot.objects.filter(evidence__claim__article__in=articles)
    rows = rows.order_by("evidence__claim__article_id", "pk")
    for article, key, *said in rows.values_list(
        "evidence__claim__article", "pk", *SNAPSHOT
    ).iterator(_AT_ONCE):
        said = dict(zip(SNAPSHOT, said, strict=True))
        said["evidence"], words = said.pop("evidence_id"), said.pop("text")
        said["text_sha256"] = text.sha256(words) if said["warc_sha256"] else words
        yield article, ROWS, Kept("copy", key, said)


_AT_ONCE = 20  # A copy may have megabytes of words.


def _vouches(articles):
    rows = Vouch.objects.filter(evidence__claim__article__in=articles)
    rows = rows.order_by("evidence__claim__article_id", "pk")
    for article, key, evidence, note in rows.values_list(
        "evidence__claim__article", "pk", "evidence_id", "note"
    ).iterator():
        yield article, ROWS, Kept("vouch", key, {"evidence": evidence, "note": note})


def _entries(articles):
    """Only those that tell of evidence or of a decision: canonical JSON shows it."""
    telling = (ADDED, RETRACTED, CAPTURED, VOUCHED, SENT_BACK)
    telling = Q(action__in=telling) | Q(payload__contains='"decision":{')
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
    for entry in _naming_decisions(entries):
        for kind, key, said in _said(entry, retracted):
            told.add((kind, key))
            if sentence := _falsehood(kind, key, said, rows.get((kind, key)), entry.sequence):
                yield entry.sequence, sentence
    for kind, key in sorted(rows.keys() - told, key=str):
        yield last + 1, f"No entry tells of {_named(kind, key)}: somebody inserted it."


def _naming_decisions(entries):
    """Yield the entries; one that sends a verdict back names the decision it answers as well.

    It is the last that was told of its claim: the entry itself says its reason alone.
    """
    decisions = {}
    for entry in entries:
        claim, decision = str(entry.payload.get("claim")), entry.payload.get("decision")
        if isinstance(decision, dict):
            decisions[claim] = decision.get("id")
        elif entry.action == SENT_BACK:
            entry = entry._replace(payload=entry.payload | {"decision": decisions.get(claim)})
        yield entry


def _said(entry, retracted):
    """Yield (kind, key, what the row should say) for each row that an entry tells of."""
    said = entry.payload
    key, decision = said.get("evidence"), said.get("decision")
    if entry.action == ADDED and isinstance(key, int):
        origin = {"origin_key": folded(str(said["origin"]))} if "origin" in said else {}
        without = {} if said.get("is_confidential") else {"document": None, "file": ""}
        yield "evidence", key, without | said | origin | {"retracted": str(key) in retracted}
    if entry.action == CAPTURED and isinstance(said.get("snapshot"), int):
        yield "copy", said["snapshot"], said
    if entry.action == VOUCHED and isinstance(said.get("vouch"), int):
        yield "vouch", said["vouch"], said
    if isinstance(decision, dict) and isinstance(key := decision.get("id"), int):
        words = {"claim": said.get("claim"), "words": decision.get("quote_sha256")}
        yield "decision", key, _NOTHING | decision | words
        if entry.action in APPROVED:
            yield "answer", (key, entry.actor), {"agrees": True, "note": said.get("note")}
    if entry.action == SENT_BACK and decision is not None:
        yield "answer", (decision, entry.actor), {"agrees": False, "note": said.get("note")}


def _falsehood(kind, key, said, row, sequence):
    """Return what a row is that its entry does not say, or None."""
    if row is None:
        return f"{_named(kind, key).capitalize()}, which entry {sequence} made, is missing."
    changed = [_LABELS.get(name, name) for name in row if name in said and row[name] != said[name]]
    if changed:
        parts = ", ".join(dict.fromkeys(changed))
        return f"{_named(kind, key).capitalize()} is not what entry {sequence} says: {parts}."
    return None


# Of a decision that neither confirms nor adopts one, the entry has no word of it.
_NOTHING = {"confirms": None, "adopts": None, "sameness": None}
_LABELS = {
    "excerpt_sha256": "excerpt",
    "quote_sha256": "words",
    "text_sha256": "words",
    "commitment_sha256": "what readers are given of it",
    "confirms": "what it confirms",
    "adopts": "what it adopts",
    "agrees": "whether it agrees",
    "origin_key": "origin",
    **dict.fromkeys(("approvals_needed", "origins_needed", "tier_needed"), "its rule"),
}


def _named(kind, key):
    if kind == "answer":
        decision, by = key
        return f"the answer to decision {decision} by person {by}"
    return f"{kind} {key}"
