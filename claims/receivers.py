"""What claims answer when an article changes or asks to go out."""

from functools import partial

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.dispatch import receiver
from django.utils.formats import date_format

from articles.signals import (
    Blocker,
    article_revised,
    files_compared,
    publication_refused,
    publication_requested,
    record_compared,
    refusal_answered,
)

from . import adoption, following, guards, notices, recorded, stored_files
from .anchoring import occurrences
from .binding import overlap
from .models import UNDECIDED, Anchor, Approval, Claim, Status
from .signals import verdict_fell

FREED = "Words that were checked, “{}”, stand in no claim now: tag them."


@receiver(article_revised, dispatch_uid="claims follow their words")
def follow(*, article, before, after, by, **kwargs):
    following.follow(article, before, after, by)


@receiver(verdict_fell, dispatch_uid="what rests on a verdict falls with it")
def fall_with_it(*, claims, **kwargs):
    """Once the fall is written, not before; what a crash leaves is done by expire_verdicts."""
    transaction.on_commit(partial(adoption.fall_due, claims), robust=True)


@receiver(record_compared, dispatch_uid="claims are what the record says")
def disagreements(*, articles, **kwargs):
    return recorded.verify(articles)


@receiver(files_compared, dispatch_uid="files of evidence are what was sealed")
def compare_files(*, articles, **kwargs):
    return stored_files.verify(articles)


@receiver(publication_refused, dispatch_uid="people are told what did not go out")
def tell_of_refusal(*, article, entry, scheduled_by, **kwargs):
    notices.tell_of_refusal(article, entry, scheduled_by)


@receiver(refusal_answered, dispatch_uid="what was answered waits for nobody")
def mark_answered(*, article, **kwargs):
    notices.mark_answered(article)


@receiver(publication_requested, dispatch_uid="claims object")
def objections(*, article, **kwargs):
    """Return a Blocker for every claim that is undecided, refuted, or without its words.

    A dismissed claim objects where it once had a verdict, its words still stand, and no live
    claim holds them. Any claim does where words stand that a verdict was once proposed on, and no
    live claim holds a part of them: putting it onto others frees none.
    """
    claims = Claim.objects.filter(article=article).exclude(status=Status.SUGGESTED)
    given = Approval.objects.counting().filter(decision=OuterRef("decision")).order_by()
    agreed = Subquery(given.values("decision").values(count=Count("pk")))
    claims = list(claims.with_verdict().prefetch_related("decisions").annotate(agreed=agreed))
    live = [claim for claim in claims if claim.is_live]
    held = {claim.exact for claim in live}
    return [
        Blocker(sentence, kind="claim", key=claim.pk, label=str(claim), status=claim.status)
        for claim in claims
        if (sentence := _objection(claim, held) or _freed(claim, live, article.revision.text))
    ]


def _objection(claim, held):
    if claim.status == Status.DISMISSED:
        is_free = claim.decision is None or claim.anchor == Anchor.LOST or claim.exact in held
        return None if is_free else "It is dismissed, but its words still stand: reopen it."
    if claim.anchor == Anchor.AMBIGUOUS:
        return guards.UNCERTAIN
    if claim.anchor == Anchor.LOST:
        return "Its words are no longer where they were: dismiss it or tag the words anew."
    if claim.is_expired:
        day = date_format(claim.decision.valid_until, "j F Y")
        return f"Its verdict was valid until {day}: object, and a reviewer takes it up again."
    if claim.adopted_fell:
        return "The verdict that it adopted is no longer in force: it is about to be rechecked."
    if claim.status == Status.REFUTED:
        return "It is refuted: change the words, then have it checked again."
    if claim.is_confirmable:
        return "Its words have changed: a reviewer confirms the verdict, or takes it up again."
    if claim.status == Status.RECHECK:
        return "It has to be rechecked: a reviewer takes it up."
    if claim.status == Status.AWAITING_APPROVAL and claim.agreed:
        needed = guards.approvals_needed(claim)
        return f"It is awaiting approval: {claim.agreed} of {needed} approvals."
    if claim.status in UNDECIDED:
        return f"It is {claim.get_status_display()}: no verdict has been approved yet."
    return None


def _freed(claim, live, whole):
    """Return a sentence if words that a verdict was proposed on stand, and in no live claim."""
    for exact in {decision.exact: None for decision in claim.decisions.all()}:
        places = occurrences(whole, exact)
        if places and not any(overlap(place, other) for place in places for other in live):
            return FREED.format(exact if len(exact) <= 80 else f"{exact[:79]}…")
    return None
