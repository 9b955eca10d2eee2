"""A made-up paper, row by row: articles, their claims, what became of them, and their record.

Nothing in it can be taken for real: wards, lots and offices that bear numbers. Everything about
article `n` comes from n, so that a paper of any size begins with the same articles.
"""

import hashlib
from collections import defaultdict
from datetime import timedelta
from random import Random
from types import SimpleNamespace

CLAIMS = 10  # in an article
_NAMES = (
    "annual archive bridge budget canal census clinic county depot district estate ferry forest "
    "garden harbour harvest hospital housing island junction kitchen ledger library market meadow "
    "museum office orchard panel parish pension permit pipeline quarry railway register reservoir "
    "school section sewer station station street survey tariff tender theatre timber tram tunnel "
    "turbine valley village wage ward warehouse water weather weir wharf yard"
)
WORDS = tuple(_NAMES.split())
KINDS = ("figure", "figure", "date", "event", "agreement", "superlative", "geography", "other")
# (status of an article, share) and what may have become of the claims in it.
ARTICLES = (("published", 85), ("draft", 7), ("in_review", 6), ("withdrawn", 2))
FINISHED = (("verified", 82), ("refuted", 5), ("unverifiable", 4), ("dismissed", 8), ("recheck", 1))
UNFINISHED = (
    ("suggested", 8), ("open", 40), ("in_review", 18), ("awaiting_approval", 14), ("recheck", 6),
    ("verified", 10), ("dismissed", 4),
)  # fmt: skip
DECIDED = ("verified", "refuted", "unverifiable")
PROPOSED = (*DECIDED, "recheck", "awaiting_approval")
LAST_STEP = {
    "verified": "approve", "refuted": "approve", "unverifiable": "approve", "recheck": "object",
    "dismissed": "dismiss", "in_review": "take_up", "awaiting_approval": "propose",
}  # fmt: skip


class Paper:
    """What all articles share.

    editors, reviewers  accounts, as (id, name).
    sections, publications  ids.
    now                 a moment, UTC; the paper ends there.
    size                how many articles.
    claims, words       so many claims in each, and so many words at least.
    """

    def __init__(
        self, *, editors, reviewers, sections, publications, now, size, claims=CLAIMS, words=0
    ):
        self.claims, self.words = claims, words
        self.editors, self.reviewers = editors, reviewers
        self.sections, self.publications = sections, publications
        self.now, self.size = now, size
        self.entries = 0

    def rows(self, numbers):
        """Return {name of a model: list of {column: value}} for the articles of these numbers."""
        found = defaultdict(list)
        for n in numbers:
            self._article(n, found)
        return found

    def _article(self, n, found):
        chance = Random(n)
        status = _one_of(chance, ARTICLES)
        began = self.now - timedelta(days=5 * 365 * (1 - n / self.size) + 1)
        sentences = [_sentence(chance, n, k) for k in range(self.claims)]
        revision = _revision(n, sentences, began, self.editors[n % len(self.editors)], self.words)
        chain = _Chain(n, began, self.entries)
        chain.add("article.write", self.editors[0], _made(revision))
        claims = found["Claim"]
        first = len(claims)
        for k in range(self.claims):
            self._claim(chance, status, revision, sentences, k, chain, found)
        if status in ("published", "withdrawn"):
            move = {"from": "in_review", "to": "published", "note": "", "revision": 1}
            chain.add("article.publish", self.editors[0], move)
        found["Revision"].append(revision)
        found["Article"].append(self._head(n, status, revision, began, chain))
        found["LedgerEntry"] += chain.entries
        self.entries += len(chain.entries)
        for claim in claims[first:]:
            claim["updated_at"] = chain.at

    def _head(self, n, status, revision, began, chain):
        is_public = status in ("published", "withdrawn")
        return {
            "id": n, "slug": f"report-{n}", "status": status, "headline": revision["headline"],
            "language": ("en", "en", "en", "de")[n % 4],
            "section_id": self.sections[n % len(self.sections)],
            "publication_id": self.publications[n % len(self.publications)],
            "published_at": began if is_public or n % 3 else None,
            "first_published_at": began if is_public else None,
            "withdrawn_at": chain.at if status == "withdrawn" else None,
            "withdrawal_notice": "Withdrawn." if status == "withdrawn" else "",
            "created": began, "updated_at": chain.at, "revision_id": n,
            "head_sequence": len(chain.entries), "head_hash": chain.head,
        }  # fmt: skip

    def _claim(self, chance, article, revision, sentences, k, chain, found):
        n, exact = revision["id"], sentences[k]
        key = (n - 1) * self.claims + k + 1
        spread = UNFINISHED if article in ("draft", "in_review") else FINISHED
        status = _one_of(chance, spread)
        tagger = self.editors[chance.randrange(len(self.editors))]
        reviewer, *approvers = chance.sample(self.reviewers, 3)
        is_lost = status in ("open", "recheck") and chance.random() < 0.05
        start = sum(len(one) + 1 for one in sentences[:k])
        is_mine = status in ("in_review", "awaiting_approval", *DECIDED) or (
            status == "open" and chance.random() < 0.3
        )
        claim = {
            "id": key, "article_id": n, "revision_id": n, "exact": exact,
            "prefix": "", "suffix": "", "statement": exact,
            "start": None if is_lost else start, "end": None if is_lost else start + len(exact),
            "anchor": "lost" if is_lost else "exact", "kind": chance.choice(KINDS),
            "claimant": f"Office {chance.randrange(500)}" if chance.random() < 0.3 else "",
            "sensitivity": "sensitive" if chance.random() < 0.05 else "normal",
            "priority": chance.choices((1, 2, 3), (10, 70, 20))[0],
            "due": self._due(chance, status, revision["created"]),
            "assignee_id": reviewer[0] if is_mine else None,
            "tagged_by_id": tagger[0], "tagged_by_name": tagger[1], "status": status,
            "decision_id": key if status in PROPOSED else None,
            "decided_at": chain.at if status in DECIDED else None, "created": chain.at,
        }  # fmt: skip
        found["Claim"].append(claim)
        chain.add("claim.tag", tagger, {"claim": key, "status": "open", "exact": exact})
        found["Contribution"].append(_hand(key, 0, tagger, "tagged", chain.at))
        if status in PROPOSED:
            self._decide(claim, reviewer, approvers, chain, found)
        if status in LAST_STEP:
            moved = {"claim": key, "from": "open", "to": status, "note": "", "revision": 1}
            chain.add(f"claim.{LAST_STEP[status]}", reviewer, moved)
        if status in ("in_review", "awaiting_approval") and chance.random() < 0.3:
            found["Notice"].append(_notice(key, reviewer[0], n, chain.at))

    def _due(self, chance, status, began):
        if chance.random() < 0.3:
            return None
        if status in (*DECIDED, "dismissed"):
            return (began + timedelta(days=chance.randrange(1, 30))).date()
        return (self.now + timedelta(days=chance.randrange(-5, 40))).date()

    def _decide(self, claim, reviewer, approvers, chain, found):
        key, status = claim["id"], claim["status"]
        verdict = status if status in DECIDED else "verified"
        needed = 2 if claim["sensitivity"] == "sensitive" else 1
        rests = (
            {"origins_needed": 0, "tier_needed": ""}
            if verdict == "unverifiable"
            else {"origins_needed": 1, "tier_needed": "secondary"}
        )
        found["Evidence"].append({
            "id": key, "claim_id": key, "kind": "document", "title": f"Register of lot {key}",
            "excerpt": claim["exact"], "stance": "supports", "tier": "primary",
            "origin": f"Register of lot {key}", "origin_key": f"register of lot {key}",
            "added_by_id": reviewer[0], "added_by_name": reviewer[1], "created": chain.at,
        })  # fmt: skip
        found["Contribution"].append(_hand(key, 1, reviewer, "evidence", chain.at))
        found["Contribution"].append(_hand(key, 2, reviewer, "proposed", chain.at))
        found["Decision"].append({
            "id": key, "claim_id": key, "verdict": verdict,
            "rating": "false" if verdict == "refuted" else "", "summary": "As the register says.",
            "revision_id": claim["revision_id"], "exact": claim["exact"],
            "quote_sha256": _sha256(claim["exact"]), "proposed_by_id": reviewer[0],
            "proposed_by_name": reviewer[1], "created": chain.at, "approvals_needed": needed,
            **rests,
        })  # fmt: skip
        given = 0 if status == "awaiting_approval" else needed
        for number, (person, name) in enumerate(approvers[:given]):
            found["Approval"].append({
                "id": key * 2 + number, "decision_id": key, "by_id": person, "by_name": name,
                "agrees": True, "created": chain.at,
            })  # fmt: skip


class _Chain:
    """The record of one article, as articles.ledger.append would write it."""

    def __init__(self, article, began, written):
        self.article, self.at, self.entries, self.head = article, began, [], ""
        self.first = written + 1

    def add(self, action, by, payload):
        from articles import ledger  # noqa: PLC0415  Once the settings are there.

        self.at += timedelta(minutes=7)
        told = {
            "article_id": self.article, "sequence": len(self.entries) + 1, "action": action,
            "actor_id": by[0], "actor_name": by[1], "created": self.at,
            "payload": ledger.canonical(payload), "previous_hash": self.head,
        }  # fmt: skip
        told["hash"] = self.head = ledger.digest(SimpleNamespace(**told))
        self.entries.append({"id": self.first + len(self.entries)} | told)


def status_of(n):
    """Return what the article of this number is, the first that chance says of it."""
    return _one_of(Random(n), ARTICLES)


def _one_of(chance, spread):
    return chance.choices([name for name, _ in spread], [share for _, share in spread])[0]


def _sentence(chance, n, k):
    first, *more = chance.choices(WORDS, k=10)
    return (
        f"The {first} of ward {chance.randrange(1000)} holds lot L{n}x{k} with "
        f"{chance.randrange(2, 900)} {more[0]}s, a {' '.join(more[1:5])} and the {more[5]} "
        f"{more[6]} beside the {more[7]} {more[8]}."
    )


def _revision(n, sentences, began, by, words):
    sentences = sentences + _more(n, sentences, words)
    return {
        "id": n, "article_id": n, "number": 1, "headline": f"Report {n}: {sentences[0][:60]}",
        "html": "\n".join(f"<p>{one}</p>" for one in sentences), "text": "\n".join(sentences),
        "details": "{}", "author_id": by[0], "author_name": by[1], "created": began,
    }  # fmt: skip


def _more(n, sentences, words):
    """Return sentences without a claim, until there are so many words with those before."""
    chance, more = Random(-n), []
    left = words - sum(len(one.split()) for one in sentences)
    while left > 0:
        more.append(_sentence(chance, n, len(sentences) + len(more)))
        left -= len(more[-1].split())
    return more


def _made(revision):
    digests = {f"{name}_sha256": _sha256(revision[name]) for name in ("text", "html", "details")}
    said = {"revision": 1, "headline": revision["headline"], "change": "", "note": ""}
    return said | digests | {"headline_is_provisional": False, "source_sha256": None}


def _hand(claim, number, person, role, at):
    return {
        "id": claim * 3 + number, "claim_id": claim, "person_id": person[0],
        "person_name": person[1], "role": role, "created": at,
    }  # fmt: skip


def _notice(claim, person, revision, at):
    return {
        "id": claim, "person_id": person, "claim_id": claim, "kind": "assigned",
        "by_name": "the desk", "revision_id": revision, "created": at,
    }  # fmt: skip


def _sha256(words):
    return hashlib.sha256(words.encode()).hexdigest()
