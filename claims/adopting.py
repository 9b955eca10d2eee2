"""What a verdict says that is adopted from a claim which states the same fact.

One fact is checked once. Where it stands in other articles too, its verdict is adopted there, by a
step with four eyes like any other (claims.workflow). It is adopted from the claim that was checked
itself and from no other, so that what was declared of the two carries it, and nothing in between.
"""

from django.contrib.auth import get_user_model

from articles.errors import Invalid
from articles.steps import noted

from .models import Claim, Sameness

NOT_IN_FORCE = (
    "No verdict is in force on such a claim that was declared the same. Choose one of those listed."
)
SECOND_HAND = (
    "Claim {} adopted its verdict from claim {}: declare this one the same as claim {}, and adopt "
    "it from there."
)
LATER = "The verdict that is adopted is valid until {}. Choose that day or an earlier one."


def said(claim, adopts, summary, valid_until):
    """Return the columns of the Decision on `claim` that adopts a verdict, as a dict.

    adopts       key of the other claim, declared the same, with a verdict in force of its own.
    summary      for readers; empty for that of the adopted verdict.
    valid_until  day, not after that of the adopted verdict; None for the same.

    Raises Invalid.
    """
    sameness = Sameness.objects.standing().of(claim).filter(other_id=adopts).first()
    others = Claim.objects.in_force().select_related("decision__adopts")
    other = sameness and others.filter(pk=adopts).first()
    if other is None:
        raise Invalid({"adopts": NOT_IN_FORCE})
    adopted = other.decision
    if adopted.adopts is not None:
        checked = adopted.adopts.claim_id
        raise Invalid({"adopts": SECOND_HAND.format(other.pk, checked, checked)})
    last = adopted.valid_until
    if last and valid_until and valid_until > last:
        raise Invalid({"valid_until": LATER.format(last.isoformat())})
    return {
        "adopts": adopted,
        "sameness": sameness,
        "verdict": adopted.verdict,
        "rating": adopted.rating,
        "summary": noted(summary or "", "summary") or adopted.summary,
        "valid_until": valid_until or last,
    }


def declarer(sameness):
    """Return the account of whoever declared it, or None if there is none any more."""
    return get_user_model().objects.filter(pk=sameness.declared_by_id).first()
