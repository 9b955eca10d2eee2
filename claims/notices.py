"""Tell people what waits for them on a claim, or that an article did not go out on time.

Part of the door (see claims.workflow).

A notice is a row, written in the transaction of the deed with the mail that carries it: what was
rolled back was told nobody. Nobody is told of what they did themselves.
"""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.errors import NotAllowed
from articles.lifecycle import PUBLISH
from articles.people import name_of

from . import mailing
from .models import Anchor, Approval, Contribution, Notice, Status

SEE, APPROVE = "claims.view_claim", "claims.approve_claim"
MOST_APPROVERS = MOST_PUBLISHERS = 20
_OF_WORDS = {Anchor.LOST: Notice.Kind.GONE, Anchor.AMBIGUOUS: Notice.Kind.DOUBLED}


def of_words(claim):
    """Return the Notice.Kind for a claim whose words an edit has just changed or taken."""
    return _OF_WORDS.get(claim.anchor, Notice.Kind.CHANGED)


def tell(told, by):
    """Tell assignee, proposer and approvers of each claim that it is to be rechecked.

    Of a claim in review its assignee alone, who works on words that are others now. Whoever was
    asked to approve a verdict that fell is asked no longer.

    told  list of (claim, Notice.Kind); the claims as they were before they lost their assignee,
          with decision and revision.
    by    who did it, and knows; None for the system.

    Whoever has declared a conflict of interest is told nothing. Three queries beyond
    tell_people's, a fourth where one was awaiting approval.
    """
    if not told:
        return
    people = _answerable([claim for claim, _ in told])
    if awaiting := [c.pk for c, _ in told if c.status == Status.AWAITING_APPROVAL]:
        _mark(Notice.objects.filter(claim__in=awaiting, kind=Notice.Kind.AWAITING))
    tell_people([(claim, kind, people[claim.pk]) for claim, kind in told], by)


def _answerable(claims):
    """Return {claim id: ids of the accounts that answer for its verdict}."""
    decided = {c.decision_id: c.pk for c in claims if c.status != Status.IN_REVIEW}
    people = defaultdict(set)
    for claim in claims:
        people[claim.pk].add(claim.assignee_id)
        if claim.status != Status.IN_REVIEW:
            people[claim.pk].add(claim.decision.proposed_by_id)
    approved = Approval.objects.filter(decision__in=decided, agrees=True)
    for decision, person in approved.order_by().values_list("decision", "by"):
        people[decided[decision]].add(person)
    recused = Contribution.objects.filter(claim__in=people, role=Contribution.Role.RECUSED)
    for claim, person in recused.values_list("claim", "person"):
        people[claim].discard(person)
    return people


def tell_people(told, by, comment=None):
    """Write a notice, and the mail that carries it, for each person named.

    told     list of (claim, Notice.Kind, ids of accounts); None among the ids is passed over.
    by       who did it, and knows; None for the system.
    comment  the Comment that mentions them, to which a notice of that leads.

    Accounts that are gone, closed or not of the desk are told nothing, and whoever has the same
    notice unread gets no second one: writers of one article queue, so that none comes between.
    Four queries for any number of claims and people, but for the parameters that one INSERT may
    have.
    """
    knows = {None, by and by.pk}
    wanted = dict.fromkeys(
        (person, claim, kind)
        for claim, kind, people in told
        for person in sorted({*people} - knows)
    )
    accounts = _accounts({person for person, _, _ in wanted}) if wanted else {}
    unread = _unread({claim.pk for _, claim, _ in wanted}) if accounts else set()
    fresh = [
        (person, claim, kind)
        for person, claim, kind in wanted
        if person in accounts and (person, claim.pk, str(kind)) not in unread
    ]
    if fresh:
        told = [(person, _of_claim(claim, kind, comment)) for person, claim, kind in fresh]
        _write(told, {person: accounts[person] for person, _ in told}, by)


def _of_claim(claim, kind, comment):
    return {
        "claim": claim,
        "kind": kind,
        "revision_id": claim.revision_id,
        "due": claim.due if kind == Notice.Kind.OVERDUE else None,
        "comment": comment,
    }


def tell_of_refusal(article, entry, scheduled_by):
    """Tell whoever scheduled an article, and those who may publish it, that it did not go out.

    It is back in review, and nobody but a publisher sends it on its way again; whoever scheduled
    it counts on it, and is told though they may publish no more, or be a superuser. Of a large
    desk MOST_PUBLISHERS are told, those who were here last. Whoever may see no claims is told
    nothing: neither the list of notices nor a mail would show it to them.

    entry         LedgerEntry that says when it was to go out, and what was in the way.
    scheduled_by  id of an account, or None.

    Four queries for any number of people.
    """
    publishers = _holding(PUBLISH)[:MOST_PUBLISHERS].values_list("pk", flat=True)
    readers = get_user_model().objects.with_perm(SEE, is_active=True, backend=_BACKEND)
    accounts = _accounts(readers.filter(pk__in={scheduled_by, *publishers} - {None}).values("pk"))
    told = {
        "article": article,
        "entry": entry,
        "kind": Notice.Kind.NOT_PUBLISHED,
        "revision_id": article.revision_id,
    }
    if accounts:
        _write([(person, told) for person in sorted(accounts)], accounts, by=None)


def mark_answered(article):
    """Mark as read that an article did not go out: somebody has sent it on its way, or back."""
    _mark(Notice.objects.filter(article=article))


def _accounts(ids):
    """Return {person id: (address, how they want mail)} of those that are active."""
    users = get_user_model().objects.filter(pk__in=ids, is_active=True, is_staff=True)
    rows = users.values_list("pk", "email", "mail_choice__how")
    return {pk: (email, how) for pk, email, how in rows}


def _unread(claims):
    rows = Notice.objects.filter(claim__in=claims, read_at=None).order_by()
    return set(rows.values_list("person", "claim", "kind"))


def _write(told, accounts, by):
    """Write the notices, and the mails that carry them.

    told  list of (person id, dict of what the Notice says besides).
    """
    now, name = timezone.now(), name_of(by)
    mails = mailing.queue(accounts, now)
    Notice.objects.bulk_create(
        Notice(person_id=person, by_name=name, mail_id=mails[person], created=now, **said)
        for person, said in told
    )


def approvers(decision):
    """Return the ids of those who may approve a proposed decision: MOST_APPROVERS at most.

    Of a large desk those who were here last. Four eyes leave out whoever had a hand in its claim,
    and whoever has an interest in the one whose verdict it adopts.
    """
    role = Contribution.Role.RECUSED
    hands = Contribution.objects.filter(
        Q(claim=decision.claim_id) | Q(claim__decisions__adoptions=decision, role=role)
    ).values_list("person_id", flat=True)
    people = _holding(APPROVE).exclude(pk__in=[pk for pk in hands if pk])
    return list(people.values_list("pk", flat=True)[:MOST_APPROVERS])


_BACKEND = "django.contrib.auth.backends.ModelBackend"


def _holding(permission):
    """Return the open accounts of the desk with a permission, those who were here last first.

    Superusers keep the house; they have no part in the work unless they are given one.
    """
    people = get_user_model().objects.with_perm(
        permission, is_active=True, include_superusers=False, backend=_BACKEND
    )
    return people.filter(is_staff=True).order_by(F("last_login").desc(nulls_last=True), "pk")


def of(person):
    """Return the notices of `person`, unread ones first, with what a list shows of them."""
    mine = Notice.objects.filter(person=person)
    return mine.select_related("claim__article", "article", "entry", "revision")


def unread(person):
    """Return the notices that `person` has not marked as read, newest first."""
    return of(person).filter(read_at=None)


def counted_unread():
    """Return how many notices are unread, as an expression over accounts."""
    mine = Notice.objects.filter(person=OuterRef("pk"), read_at=None).order_by()
    return Coalesce(Subquery(mine.values("person").values(found=Count("pk"))), 0)


def mark_read(person, keys=None):
    """Mark notices of `person` as read: those with `keys`, or all of them. Return how many.

    Raises NotAllowed if one of the keys is none of theirs.
    """
    mine = Notice.objects.filter(person=person)
    if keys is not None:
        mine = mine.filter(pk__in=keys)
        if mine.count() < len(set(keys)):
            raise NotAllowed("There is no such notice of yours. Look at the list again.")
    return _mark(mine)


def mark_dealt_with(claim, person):
    """Mark the notices of `person` on `claim` as read: whoever takes a step has seen why.

    And everybody's that it is awaiting approval, once it is not.
    """
    dealt_with = Q(person=person)
    if claim.status != Status.AWAITING_APPROVAL:
        dealt_with |= Q(kind=Notice.Kind.AWAITING)
    _mark(Notice.objects.filter(dealt_with, claim=claim))


def mark_mentions(claim, people):
    """Mark as read that `people`, ids of accounts, were mentioned on the claim.

    Of whoever answered there, and of whoever is told again.
    """
    _mark(Notice.objects.filter(claim=claim, kind=Notice.Kind.MENTIONED, person__in=people))


def _mark(notices):
    return notices.filter(read_at=None).update(read_at=timezone.now())
