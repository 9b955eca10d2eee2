"""Tell those who answered for a verdict that it fell. Part of the door (see claims.workflow).

A notice is a row, written in the transaction of the deed: what was rolled back was told nobody.
"""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.errors import NotAllowed
from articles.people import name_of

from .models import Anchor, Approval, Notice, Status

_OF_WORDS = {Anchor.LOST: Notice.Kind.GONE, Anchor.AMBIGUOUS: Notice.Kind.DOUBLED}


def of_words(claim):
    """Return the Notice.Kind for a claim whose words an edit has just changed or taken."""
    return _OF_WORDS.get(claim.anchor, Notice.Kind.CHANGED)


def tell(told, by):
    """Tell assignee, proposer and approvers of each claim that it is to be rechecked.

    Of a claim in review its assignee alone, who works on words that are others now.

    told  list of (claim, Notice.Kind); the claims as they were before they lost their assignee,
          with decision and revision.
    by    who did it, and knows; None for the system.

    Whoever has the same notice unread gets no second one. Three queries for any number of
    claims, but for the parameters that one INSERT may have.
    """
    if not told:
        return
    people = _people([claim for claim, _ in told], but=by)
    now, name = timezone.now(), name_of(by)
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=person,
                claim=claim,
                kind=kind,
                by_name=name,
                revision_id=claim.revision_id,
                created=now,
            )
            for claim, kind in told
            for person in sorted(people[claim.pk])
        ],
        ignore_conflicts=True,
    )


def _people(claims, but):
    """Return {claim id: ids of the accounts, active ones, that answer for its verdict}."""
    decided = {c.decision_id: c.pk for c in claims if c.status != Status.IN_REVIEW}
    people = defaultdict(set)
    for claim in claims:
        people[claim.pk].add(claim.assignee_id)
        if claim.status != Status.IN_REVIEW:
            people[claim.pk].add(claim.decision.proposed_by_id)
    approved = Approval.objects.filter(decision__in=decided, agrees=True)
    for decision, person in approved.order_by().values_list("decision", "by"):
        people[decided[decision]].add(person)
    named = set().union(*people.values()) - {None, but and but.pk}
    users = get_user_model().objects.filter(pk__in=named, is_active=True)
    active = set(users.values_list("pk", flat=True))
    return {claim: them & active for claim, them in people.items()}


def of(person):
    """Return the notices of `person`, unread ones first, with what a list shows of them."""
    return Notice.objects.filter(person=person).select_related("claim__article", "revision")


def unread(person):
    """Return the notices that `person` has not marked as read, newest first."""
    return of(person).filter(read_at=None)


def mark_read(person, keys=None):
    """Mark notices of `person` as read: those with `keys`, or all of them. Return how many.

    Raises NotAllowed if one of the keys is none of theirs.
    """
    mine = Notice.objects.filter(person=person)
    if keys is not None:
        mine = mine.filter(pk__in=keys)
        if mine.count() < len(set(keys)):
            raise NotAllowed("There is no such notice of yours. Look at the list again.")
    return mine.filter(read_at=None).update(read_at=timezone.now())


def mark_dealt_with(claim, person):
    """Mark the notices of `person` on `claim` as read: whoever takes a step has seen why."""
    Notice.objects.filter(person=person, claim=claim, read_at=None).update(read_at=timezone.now())
