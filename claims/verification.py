"""How far an article is verified: counted from its claims, for lists, pages and the API.

A suggestion is nobody's claim yet and a dismissed claim nobody's any more: neither counts.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Count, Q, When

from .models import DECIDED, NOBODYS, Claim, adopted_fell, expired

NOT_COUNTED = NOBODYS


class State(StrEnum):
    """An article's verification in one word.

    disputed         a claim is refuted, and its words still stand.
    verified         there are claims, and every one is verified.
    partly_verified  some are verified; the rest is undecided, or could not be established.
    unverified       none is verified, or nothing was tagged: silence is not proof.

    A claim in recheck has lost its verdict, often by an edit alone: it is undecided, not disputed.
    So is one whose verdict has expired, or adopts one that fell.
    """

    VERIFIED = "verified"
    PARTLY_VERIFIED = "partly_verified"
    UNVERIFIED = "unverified"
    DISPUTED = "disputed"

    @property
    def label(self):
        return self.value.replace("_", " ")


@dataclass(frozen=True)
class Verification:
    """The claims of one article, counted by what became of them; total is the sum of the rest."""

    state: State
    total: int
    verified: int
    refuted: int
    unverifiable: int
    undecided: int


def count(verified=0, refuted=0, unverifiable=0, undecided=0):
    """Return the Verification of these numbers of claims. Pure."""
    total = verified + refuted + unverifiable + undecided
    if refuted:
        state = State.DISPUTED
    elif total and verified == total:
        state = State.VERIFIED
    elif verified:
        state = State.PARTLY_VERIFIED
    else:
        state = State.UNVERIFIED
    return Verification(state, total, verified, refuted, unverifiable, undecided)


def of_claims(claims):
    """Return the Verification of claims read with ClaimQuerySet.with_verdict. No query."""
    counted = [claim for claim in claims if claim.status not in NOT_COUNTED]
    statuses = [claim.status for claim in counted if claim.is_decided]
    decided = {status.value: statuses.count(status) for status in DECIDED}
    return count(**decided, undecided=len(counted) - len(statuses))


def of_articles(article_ids):
    """Return {article id: Verification} for every id, in one query for them all."""
    ids = list(article_ids)
    # Asked once a claim, and written once: it is longer than all the rest. Few adopt, and what they
    # adopt has to be looked up.
    adopts = Q(decision__adopts__isnull=False)
    fell = Case(When(expired() | (adopts & adopted_fell()), then=True), default=False)
    claims = Claim.objects.filter(article_id__in=ids).exclude(status__in=NOT_COUNTED).order_by()
    rows = claims.annotate(fell=fell).values_list("article_id", "status", "fell")
    found = {pk: Counter() for pk in ids}
    for article, status, fell, number in rows.annotate(Count("pk")):
        found[article]["undecided" if fell or status not in DECIDED else status] += number
    return {pk: count(**counted) for pk, counted in found.items()}
