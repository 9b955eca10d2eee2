"""What claims answer when an article changes or asks to go out."""

from django.dispatch import receiver
from django.utils.formats import date_format

from articles.signals import Blocker, article_revised, publication_requested

from . import following
from .models import UNDECIDED, UNPLACED, Anchor, Claim, Status


@receiver(article_revised, dispatch_uid="claims follow their words")
def follow(*, article, before, after, by, **kwargs):
    following.follow(article, before, after, by)


@receiver(publication_requested, dispatch_uid="claims object")
def objections(*, article, **kwargs):
    """Return a Blocker for every claim that is undecided, refuted, or without its words.

    A dismissed claim objects where it once had a verdict, its words still stand, and no live
    claim holds them.
    """
    claims = Claim.objects.filter(article=article).exclude(status=Status.SUGGESTED)
    claims = list(claims.select_related("decision"))
    held = {claim.exact for claim in claims if claim.is_live}
    return [
        Blocker(sentence, kind="claim", key=claim.pk, label=str(claim), status=claim.status)
        for claim in claims
        if (sentence := _objection(claim, held))
    ]


def _objection(claim, held):
    if claim.status == Status.DISMISSED:
        is_free = claim.decision is None or claim.anchor == Anchor.LOST or claim.exact in held
        return None if is_free else "It is dismissed, but its words still stand: reopen it."
    if claim.anchor in UNPLACED:
        return "Its words are no longer where they were: dismiss it or tag the words anew."
    if claim.is_expired:
        day = date_format(claim.decision.valid_until, "j F Y")
        return f"Its verdict was valid until {day}: object, and a reviewer takes it up again."
    if claim.status == Status.REFUTED:
        return "It is refuted: change the words, then have it checked again."
    if claim.status == Status.RECHECK:
        return "It has to be rechecked: a reviewer takes it up."
    if claim.status in UNDECIDED:
        return f"It is {claim.get_status_display()}: no verdict has been approved yet."
    return None
