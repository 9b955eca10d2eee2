"""The queues of the desk: which claims wait for one person, and how many.

QUEUES is the table: the tabs of the page, their counts and what their addresses may name come
from it. "awaiting" asks in SQL what the guards of the step "approve" ask of one claim.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, IntegerField, OuterRef, Q, Subquery
from django.utils import timezone

from .models import (
    TO_BE_TAKEN_UP,
    UNFINISHED,
    UNPLACED,
    Anchor,
    Approval,
    Claim,
    Contribution,
    Status,
    rests_on_fallen,
)
from .workflow import APPROVE

# A count that is cut off here costs the same among a million claims as among a thousand.
MOST_COUNTED = 99


@dataclass(frozen=True)
class Queue:
    """One list of claims that wait for somebody.

    means      sentence that says which claims these are; empty: what it means if there are none.
    sort       name of the order it stands in unless another is asked for (claims.ordering).
    condition  function of a person, to a Q over claims.
    is_counted  do the tabs show how many?
    """

    name: str
    label: str
    means: str
    empty: str
    sort: str
    condition: Callable
    is_counted: bool = True


def mine(person):
    return Q(assignee=person, status__in=UNFINISHED)


def unassigned(person):
    return Q(assignee=None, status__in=TO_BE_TAKEN_UP)


def awaiting(person):
    """Return the condition of what `person` may approve now.

    The guards of "approve", but for two. Whether the words still say what was proposed takes
    their comparison: an edit that makes them say something else has taken the proposal off
    already (claims.following). And the evidence it rests on cannot change meanwhile.
    """
    if not person.has_perm(APPROVE):
        return Q(pk__in=[])
    today = timezone.localdate()
    hands = Contribution.objects.filter(claim=OuterRef("pk"), person=person)
    recused = Contribution.objects.filter(person=person, role=Contribution.Role.RECUSED)
    interests = recused.filter(claim__decisions=OuterRef("decision__adopts"))
    given = Approval.objects.filter(decision=OuterRef("decision"), by=person, agrees=True)
    return (
        Q(status=Status.AWAITING_APPROVAL)
        & ~Q(anchor__in=(*UNPLACED, Anchor.DRIFTED.value))
        & (Q(decision__valid_until=None) | Q(decision__valid_until__gte=today))
        & ~Q(Exists(hands))
        & ~Q(Exists(interests))
        & ~Q(Exists(given))
        & ~rests_on_fallen()
    )


def overdue(person):
    return Q(status__in=UNFINISHED, due__lt=timezone.localdate())


def to_recheck(person):
    return Q(status=Status.RECHECK)


def lost_words(person):
    # Those without a place (models.UNPLACED); a partial index can serve it in this form.
    return Q(status__in=UNFINISHED, start=None)


def dissent():
    """Return the answers that send back the decision of a claim, over claims, newest first."""
    answers = Approval.objects.filter(decision=OuterRef("decision"), agrees=False)
    return answers.order_by("-pk")


def sent_back(person):
    """Return the condition of what was sent back to `person`, and not proposed again since.

    To its assignee; to whoever proposed it where an editor has assigned it to nobody.
    """
    to_me = Q(assignee=person) | Q(assignee=None, decision__proposed_by=person)
    return Q(status=Status.IN_REVIEW) & to_me & Q(Exists(dissent()))


QUEUES = (
    Queue("mine", "Mine", "Assigned to you, and not finished.",
          "Nothing is assigned to you. Look under “Unassigned” for something to take up.",
          "urgent", mine),
    Queue("approval", "To approve",
          "Verdicts that you may approve: you had no hand in them, and have not approved them yet.",
          "No verdict waits for you. What you tagged, worded, proposed or added evidence to, and "
          "what you approved already, waits for somebody else.",
          "urgent", awaiting),
    Queue("sent-back", "Sent back",
          "Your proposals that an approver sent back, with the reason.",
          "None of your proposals was sent back.", "urgent", sent_back),
    Queue("unassigned", "Unassigned", "To be checked, and nobody is assigned.",
          "Somebody is assigned to every claim that is to be checked.", "urgent", unassigned),
    Queue("overdue", "Overdue", "Not finished on their day, whoever is assigned.",
          "Nothing is late.", "due", overdue),
    Queue("recheck", "Recheck",
          "A verdict fell: words or evidence changed, it ran out, or somebody objected.",
          "Every verdict that was given still stands.", "urgent", to_recheck),
    Queue("lost-words", "Lost words",
          "Not finished, and their words are gone from the article or stand in several places.",
          "The words of every claim stand in their article, at one place.", "urgent", lost_words),
    Queue("all", "All claims", "Every claim, whatever became of it.",
          "Nothing is tagged yet. Open an article and tag its words.", "newest",
          lambda person: Q(), is_counted=False),
)  # fmt: skip


class CappedCount(Subquery):
    """The number of rows of a queryset that was cut to the most one wants to count."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def counts(person):
    """Return {name of a queue: how many claims wait in it for `person`}, in one query.

    At most MOST_COUNTED + 1 of each: that many means more than can be said.
    """
    numbers = {
        queue.name.replace("-", "_"): CappedCount(
            Claim.objects.filter(queue.condition(person))
            .order_by()
            .values("pk")[: MOST_COUNTED + 1]
        )
        for queue in QUEUES
        if queue.is_counted
    }
    found = get_user_model().objects.filter(pk=person.pk).values(**numbers).get()
    return {name.replace("_", "-"): number for name, number in found.items()}


def counted(number):
    """Return a count in words for a tab, such as "7" or "99+"."""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
