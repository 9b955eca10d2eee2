"""Declare that two claims state one fact, and take it back. Part of the door (see claims.workflow).

People declare it, and nothing else does. It moves neither claim: it lets the verdict of the one be
adopted on the other (the step "adopt"), which takes four eyes.
"""

from django.db import transaction
from django.utils import timezone

from articles import ledger
from articles.errors import Conflict, Invalid, NotAllowed, StepRefused
from articles.models import Article
from articles.people import name_of
from articles.steps import noted

from .guards import interest_in
from .models import FALLS, Claim, Sameness, Status
from .workflow import REVIEW, TAG

ALREADY = "Claims {} and {} are declared the same already."


@transaction.atomic
def declare_same(claim, other, *, by, note):
    """Declare that two claims state one fact; return the Sameness.

    note  says why. It stays in the record of both articles.

    Raises NotAllowed, Invalid, StepRefused of a dismissed claim, and Conflict if it was declared
    already.
    """
    _may(by)
    if claim.pk == other.pk:
        raise Invalid({"other": "This is the claim itself. Choose another one."})
    note = _reason(note, "Say how you know that both state one fact.")
    first, second = sorted((claim, other), key=lambda one: one.pk)
    articles = _lock(first, second)
    _has_no_interest(by, first, second)
    _none_is_dismissed(first, second)
    if Sameness.objects.standing().filter(first=first, second=second).exists():
        raise Conflict(ALREADY.format(first.pk, second.pk))
    made = Sameness.objects.create(
        first=first,
        second=second,
        note=note,
        declared_by=by,
        declared_by_name=name_of(by),
        created=timezone.now(),
    )
    _record(articles, "claim.declare_same", made, by, note)
    return made


@transaction.atomic
def retract(sameness, *, by, note):
    """Take it back that two claims state one fact. It stays in the record, with `note`: why.

    Refused while a verdict rests on it: that one falls by an objection, which says why.
    Raises NotAllowed, Invalid, StepRefused, and Conflict if it was taken back already.
    """
    _may(by)
    note = _reason(note, "Say why they do not state one fact.")
    articles = _lock(sameness.first, sameness.second)
    _has_no_interest(by, sameness.first, sameness.second)
    if resting := Claim.objects.filter(decision__sameness=sameness, status__in=FALLS).first():
        raise StepRefused(
            f"The verdict on claim {resting.pk} rests on it. Object to that verdict first, or send "
            "it back."
        )
    standing = Sameness.objects.standing().filter(pk=sameness.pk)
    if not standing.update(retracted_at=timezone.now()):
        raise Conflict("This has been taken back already.")
    _record(articles, "claim.retract_same", sameness, by, note)


def _may(by):
    if not (by.has_perm(TAG) or by.has_perm(REVIEW)):
        raise NotAllowed("Only editors and reviewers may say that claims state one fact.")


def _has_no_interest(by, *claims):
    for claim in claims:
        if sentence := interest_in(claim, by):
            raise NotAllowed(sentence)


def _reason(note, missing):
    note = noted(note or "")
    if not note:
        raise Invalid({"note": missing})
    return note


def _lock(*claims):
    """Lock the articles of the claims, and return them by key.

    In the order of their keys, so that two who lock the same articles never wait for each other.
    """
    return {pk: ledger.lock(Article(pk=pk)) for pk in sorted({one.article_id for one in claims})}


def _none_is_dismissed(*claims):
    keys = [claim.pk for claim in claims]
    dismissed = Claim.objects.filter(pk__in=keys, status=Status.DISMISSED)
    if gone := dismissed.order_by("pk").first():
        raise StepRefused(f"Claim {gone.pk} is dismissed. Reopen it first, or choose another one.")


def _record(articles, action, sameness, by, note):
    """Enter it for each of the two claims, in the record of its article."""
    pair = sameness.first, sameness.second
    for one, other in (pair, pair[::-1]):
        payload = {
            "claim": one.pk,
            "other": other.pk,
            "other_article": other.article_id,
            "sameness": sameness.pk,
            "note": note,
        }
        ledger.append(articles[one.article_id], action, by=by, payload=payload)
