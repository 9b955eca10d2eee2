"""How far the verdict on a claim reaches: what rests on it, and what of that readers see.

Incident reports call it the blast radius: all that falls if the one thing does.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, Subquery

from articles.models import LedgerEntry
from articles.models import Status as ArticleStatus

from .marks import css
from .models import DECIDED, Claim, Status

RESTS = "rests on it"
PROPOSED = "is proposed to rest on it"
FALLING = "falls with it: it counts as undecided, and is about to be sent to recheck"
FELL = "fell with it"
ENDED = "rests on it no more"


@dataclass(frozen=True)
class Reached:
    """A claim that adopted the verdict, now or once.

    tie        what it has to do with the verdict; badge is the class of its own status.
    fell       when it fell with it, or None.
    is_public  do readers see its article now?
    """

    claim: Claim
    tie: str
    badge: str
    fell: datetime | None
    is_public: bool


def counts():
    """Return annotations over claims: how many others rest on the verdict, and where.

    resting  claims; resting_public  published articles they stand in. None for none.
    """
    resting = Claim.objects.filter(decision__adopts=OuterRef("decision"), status__in=DECIDED)
    rows = resting.order_by().values("decision__adopts")
    public = Count("article", filter=Q(article__status=ArticleStatus.PUBLISHED), distinct=True)
    return {
        "resting": Subquery(rows.annotate(found=Count("pk")).values("found")),
        "resting_public": Subquery(rows.annotate(found=public).values("found")),
    }


def warning(claim):
    """Return what falls with the verdict on a claim read with counts(), as a sentence; or ""."""
    if not claim.resting:
        return ""
    many = claim.resting != 1
    public = claim.resting_public
    return (
        f"{claim.resting} other claim{'s rest' if many else ' rests'} on this verdict, in {public} "
        f"published article{'' if public == 1 else 's'}: {'they fall' if many else 'it falls'} "
        "with it."
    )


def of(claim):
    """Return what the verdicts on `claim` reach or reached, in the order of the articles.

    Two queries: the claims, and the entries of their records that tell of a fall.
    """
    adopters = Claim.objects.filter(decisions__adopts__claim=claim).distinct()
    adopters = adopters.with_verdict().select_related("article")
    adopters = list(adopters.order_by("article__headline", "article", F("start").asc(), "pk"))
    falls = _falls(claim, adopters)
    return [_reached(claim, one, falls.get(one.pk)) for one in adopters]


def _falls(claim, adopters):
    """Return {claim id: when it last fell with a verdict on `claim`}."""
    entries = LedgerEntry.objects.filter(
        article__in={one.article_id for one in adopters}, action="claim.adopted_fell"
    )
    told = [(json.loads(entry.payload), entry.created) for entry in entries.order_by("created")]
    return {said["claim"]: when for said, when in told if said["adopted_claim"] == claim.pk}


def _reached(claim, adopter, fell):
    return Reached(
        adopter,
        _tie(claim, adopter, fell),
        css(adopter.status),
        fell,
        adopter.article.status == ArticleStatus.PUBLISHED,
    )


def _tie(claim, adopter, fell):
    adopts = adopter.decision.adopts
    if adopts is not None and adopts.claim_id == claim.pk:
        if adopter.adopted_fell:
            return FALLING
        if adopter.status in DECIDED:
            return RESTS
        if adopter.status == Status.AWAITING_APPROVAL:
            return PROPOSED
    return FELL if fell else ENDED
