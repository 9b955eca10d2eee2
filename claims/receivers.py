"""What claims answer when an article changes or asks to go out."""

from django.dispatch import receiver

from articles.signals import Blocker, article_revised, publication_requested

from . import following
from .models import UNDECIDED, UNPLACED, Claim, Status


@receiver(article_revised, dispatch_uid="claims follow their words")
def follow(*, article, before, after, by, **kwargs):
    following.follow(article, before, after, by)


@receiver(publication_requested, dispatch_uid="claims object")
def objections(*, article, **kwargs):
    """Return a Blocker for every claim that is undecided, refuted, or without its words."""
    claims = Claim.objects.filter(article=article).exclude(
        status__in=[Status.DISMISSED, Status.SUGGESTED]
    )
    return [
        Blocker(sentence, kind="claim", key=claim.pk, label=str(claim), status=claim.status)
        for claim in claims
        if (sentence := _objection(claim))
    ]


def _objection(claim):
    if claim.anchor in UNPLACED:
        return "Its words are no longer where they were: dismiss it or tag the words anew."
    if claim.status == Status.REFUTED:
        return "It is refuted: change the words, then have it checked again."
    if claim.status == Status.RECHECK:
        return "It has to be rechecked: a reviewer takes it up."
    if claim.status in UNDECIDED:
        return f"It is {claim.get_status_display()}: no verdict has been approved yet."
    return None
