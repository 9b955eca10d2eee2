"""Every step x every status x every role x every hand in the claim, generated from the table.

What is expected is said here a second time, in other words than the guards': who may, where it
leads, and four eyes. So a step that somebody adds without saying here who may fails the test.
"""

from copy import copy

import pytest
from django.db import connection, transaction

from articles.errors import NotAllowed, StepRefused
from articles.people import name_of
from claims import workflow
from claims.models import Approval, Claim, Contribution, Status
from newsroom.roles import EDITORS, PUBLISHERS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db

ROLES = {
    "none": ((), False),
    "editor": ((EDITORS,), False),
    "reviewer": ((REVIEWERS,), False),
    "publisher": ((PUBLISHERS,), False),
    "editor and reviewer": ((EDITORS, REVIEWERS), False),
    "superuser": ((), True),
}
MAY = {
    "accept": {EDITORS},
    "dismiss": {EDITORS},
    "take_back": {EDITORS, REVIEWERS, PUBLISHERS},
    "reopen": {EDITORS},
    "take_up": {REVIEWERS},
    "release": {REVIEWERS},
    "propose": {REVIEWERS},
    "adopt": {REVIEWERS},
    "approve": {REVIEWERS},
    "send_back": {REVIEWERS},
    "confirm": {REVIEWERS},
    "recuse": {REVIEWERS},
    "object": {EDITORS, REVIEWERS},
}
LEADS_TO = {
    "accept": Status.OPEN,
    "dismiss": Status.DISMISSED,
    "take_back": Status.DISMISSED,
    "reopen": Status.OPEN,
    "take_up": Status.IN_REVIEW,
    "release": Status.OPEN,
    "propose": Status.AWAITING_APPROVAL,
    "adopt": Status.AWAITING_APPROVAL,
    "approve": Status.VERIFIED,
    "send_back": Status.IN_REVIEW,
    "confirm": Status.VERIFIED,
    "recuse": None,
    "object": Status.RECHECK,
}
GIVEN = {"note": "Because.", "verdict": Status.VERIFIED, "summary": "As the minutes say."}
CONTRIBUTIONS = ("tagged", "worded", "evidence", "proposed", "recused")
# Whoever tagged a claim signed it; it is touched once anything was written on it since.
SIGNED = ("signed", "signed, touched")
HANDS = ("none", *CONTRIBUTIONS, "assigned", "approved", "another is assigned", *SIGNED)


def four_eyes_refuse(step, hand):
    return (
        (step in ("take_up", "propose", "adopt", "send_back") and hand in ("tagged", "recused"))
        or (step == "recuse" and hand == "recused")
        or (step in ("approve", "confirm") and hand in CONTRIBUTIONS)
        or (step in ("approve", "send_back") and hand == "approved")
    )


def somebody_else_has_it(step, hand, status):
    if step == "take_up":
        return hand == "another is assigned"
    return step in ("release", "propose", "adopt") and hand != "assigned"


def expected(step, claim, role, hand):
    """The status the claim is in afterwards, or the error that leaves it where it is."""
    groups, is_superuser = ROLES[role]
    if not is_superuser and not MAY[step.name] & set(groups):
        return NotAllowed
    if (
        claim.status not in step.old
        or four_eyes_refuse(step.name, hand)
        or somebody_else_has_it(step.name, hand, claim.status)
        or (step.name == "dismiss" and claim.status == Status.RECHECK)
        or (step.name == "take_back" and hand != "signed")
        or (step.name == "confirm" and not claim.is_confirmable)
        or (step.name == "propose" and claim.is_matched)
        or (step.name == "adopt" and not claim.is_matched)
        or (step.name == "dismiss" and hand == "worded" and claim.status != Status.SUGGESTED)
    ):
        return StepRefused
    if step.name in ("approve", "confirm") and claim.sensitivity == "sensitive":
        return Status.AWAITING_APPROVAL
    if step.name == "recuse":
        leaves = claim.status == Status.IN_REVIEW and hand == "assigned"
        return Status.OPEN if leaves else Status(claim.status)
    return LEADS_TO[step.name]


@pytest.fixture(scope="module")
def people(made_once):
    return {
        role: make.make_user(*groups, is_superuser=is_superuser)
        for role, (groups, is_superuser) in ROLES.items()
    }


@pytest.fixture(scope="module")
def somebody(made_once):
    return make.make_user()


def make_claim(status, **told):
    """A claim with `status`; or to be rechecked, for its words changed; or the same as another."""
    if status == "fallen":
        claim = make.make_fallen_claim(**told)
    elif status == "matched":
        claim = make.make_matched_claim(claim=make.make_claim(**told))
    else:
        claim = make.make_claim_with_status(status, **told)
    claim = Claim.objects.get(pk=claim.pk)
    # Without evidence of its own, and declared the same as one that is verified. Asked once: no
    # hand in the claim changes it.
    claim.is_matched = claim.adoptable_id is not None
    return claim


def give_a_hand(claim, user, hand, somebody):
    """Return the claim as it is then."""
    changes = {}
    if hand in CONTRIBUTIONS:
        Contribution.objects.create(claim=claim, person=user, person_name=name_of(user), role=hand)
    elif hand in SIGNED:
        version = claim.version + SIGNED.index(hand)
        changes = {"tagged_by": user, "version": version}
    elif hand in ("assigned", "another is assigned"):
        changes = {"assignee": user if hand == "assigned" else somebody}
    elif hand == "approved":
        Approval.objects.create(
            decision=claim.decision,
            by=user,
            by_name=name_of(user),
            agrees=True,
            created=claim.updated_at,
        )
    if not changes:
        return claim
    Claim.objects.filter(pk=claim.pk).update(**changes)
    held = copy(claim)
    for name, value in changes.items():
        setattr(held, name, value)
    return held


def written(claim):
    """The claim's status and version, and the two newest entries of its article."""
    with connection.cursor() as cursor:  # Asked some thousand times.
        cursor.execute(WRITTEN, [claim.pk])
        rows = cursor.fetchall()
    return rows[0][:2], [row[2:] for row in rows]


WRITTEN = """
    SELECT status, version, sequence, action, actor_id
    FROM claims_claim JOIN articles_ledgerentry USING (article_id)
    WHERE claims_claim.id = %s ORDER BY sequence DESC LIMIT 2
"""


def after(before, step, user, status):
    """What is written once a step has been taken: the move, and exactly one entry."""
    (_, version), entries = before
    entry = (entries[0][0] + 1, f"claim.{step.name}", user.pk)
    return (status, version + 1), [entry, entries[0]]


def attempt(claim, step, user):
    """Take the step; return the status it led to, or the kind of its refusal."""
    given = {name: GIVEN.get(name) or claim.adoptable_id or claim.pk for name in step.needs}
    try:
        return workflow.take(claim, step.name, by=user, **given).status
    except (NotAllowed, StepRefused) as refusal:
        return type(refusal) if str(refusal).endswith(".") else "a refusal that is no sentence"


def surprises_for(claim, user, role, hand):
    """Yield what differs from what is expected of every step, by one person with one hand.

    Every cell is asked for as an offer. A step that role or status refuses already is tried in
    earnest with no hand in the claim only: a hand could but refuse it again.
    """
    before = written(claim)
    offered = {offer.name: offer.allowed for offer in workflow.allowed_steps(claim, user)}
    wanted = {step: expected(step, claim, role, hand) for step in workflow.STEPS}
    taken = {step: status for step, status in wanted.items() if isinstance(status, Status)}
    if offered != {step.name: step in taken for step in workflow.STEPS}:
        yield role, hand, "offered", offered
    for step in wanted.keys() - taken.keys():
        if hand != "none" and (wanted[step] == NotAllowed or claim.status not in step.old):
            continue
        if (outcome := attempt(claim, step, user)) != wanted[step]:
            yield role, hand, step.name, outcome
    if written(claim) != before:
        yield role, hand, "written by a refused step", written(claim)
    for step, status in taken.items():
        point = transaction.savepoint()
        outcome = attempt(claim, step, user), written(claim)
        if outcome != (status, after(before, step, user, status)):
            yield role, hand, step.name, outcome
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize(
    ("status", "sensitivity"),
    [
        *((status, "normal") for status in (*Status, "fallen")),
        ("matched", "normal"),
        (Status.AWAITING_APPROVAL, "sensitive"),
        ("fallen", "sensitive"),
    ],
)
def test_a_step_is_taken_as_the_table_says_or_refused_and_nothing_is_written(
    people, somebody, status, sensitivity
):
    claim = make_claim(status, sensitivity=sensitivity)
    surprises = []
    for role, user in people.items():
        for hand in HANDS:
            if hand == "approved" and claim.decision is None:
                continue
            point = transaction.savepoint()
            held = give_a_hand(claim, user, hand, somebody)
            surprises += surprises_for(held, user, role, hand)
            transaction.savepoint_rollback(point)

    assert surprises == []


def test_the_matrix_knows_every_step_of_the_table():
    steps = [step.name for step in workflow.STEPS]

    assert (list(MAY), list(LEADS_TO)) == (steps, steps)


def test_every_status_but_the_first_can_be_reached_by_a_step():
    reached = {step.new for step in workflow.STEPS} | {"verified", "refuted", "unverifiable"}

    assert reached - {None} == set(Status) - {Status.SUGGESTED}
