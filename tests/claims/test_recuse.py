"""Whoever has an interest in a claim steps aside: for good, with a reason, and leaves it free."""

import pytest

from articles.errors import Invalid, NotAllowed, StepRefused
from articles.models import LedgerEntry
from articles.people import name_of
from articles.signals import objections
from claims import discussion, gathering, guards, sameness, tagging, workflow, worklists
from claims.models import Claim, Contribution, Notice, Sameness, Status
from newsroom.roles import EDITORS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db

WHY = "I was a member of this council."


def recuse(claim, by, note=WHY):
    claim.refresh_from_db()
    return workflow.take(claim, "recuse", by=by, note=note)


def reason(claim, step, by):
    claim = Claim.objects.with_review().get(pk=claim.pk)
    offers = workflow.allowed_steps(claim, by)
    return next(offer.reason for offer in offers if offer.name == step)


@pytest.mark.parametrize("status", ["open", "in_review", "awaiting_approval", "recheck"])
def test_a_claim_that_somebody_else_has_stays_as_it_is(status):
    claim, reviewer = make.make_claim_with_status(status), make.make_reviewer()
    was = claim.status, claim.assignee, claim.decision

    claim = recuse(claim, reviewer)

    assert (claim.status, claim.assignee, claim.decision) == was
    hand = Contribution.objects.get(person=reviewer)
    assert (hand.claim, hand.role) == (claim, "recused")


def test_it_is_in_the_record_with_its_reason():
    reviewer = make.make_reviewer()

    recuse(make.make_claim(), reviewer)

    entry = LedgerEntry.objects.get(action="claim.recuse")
    assert (entry.actor_id, WHY in entry.payload) == (reviewer.pk, True)


def test_it_needs_a_reason():
    with pytest.raises(Invalid) as refused:
        recuse(make.make_claim(), make.make_reviewer(), note=" ")

    assert refused.value.errors == {"note": "Say why."}


def test_a_claim_in_review_is_free_again_when_whoever_has_it_recuses():
    reviewer = make.make_reviewer()

    claim = recuse(make.make_claim_in_review(reviewer=reviewer), reviewer)

    assert (claim.status, claim.assignee) == (Status.OPEN, None)


def test_a_claim_assigned_to_whoever_recuses_is_assigned_to_nobody():
    reviewer = make.make_reviewer()

    claim = recuse(make.make_claim(assignee=reviewer), reviewer)

    assert (claim.status, claim.assignee) == (Status.OPEN, None)


def test_a_proposal_is_off_when_whoever_made_it_recuses():
    reviewer = make.make_reviewer()

    claim = recuse(make.make_proposed_claim(reviewer=reviewer), reviewer)

    assert (claim.status, claim.assignee) == (Status.OPEN, None)
    assert not Notice.objects.filter(kind="awaiting", read_at=None).exists()


def test_a_proposal_that_is_off_leaves_its_claim_to_whom_an_editor_assigned_it():
    reviewer, other = make.make_reviewer(), make.make_reviewer()
    claim = make.make_proposed_claim(reviewer=reviewer)
    tagging.amend(claim, by=make.make_editor(), assignee=other)

    claim = recuse(claim, reviewer)

    assert (claim.status, claim.assignee) == (Status.OPEN, other)


def test_neither_the_gate_nor_the_page_counts_their_approval(client):
    claim, recused = make.make_proposed_claim(sensitivity="sensitive"), make.make_reviewer()
    workflow.take(claim, "approve", by=recused)
    recuse(Claim.objects.get(pk=claim.pk), recused)
    [blocker] = objections(claim.article)
    approvers = [make.make_reviewer() for _ in range(2)]
    for person in approvers:
        workflow.take(Claim.objects.get(pk=claim.pk), "approve", by=person)
    make.publish(claim.article)

    page = client.get(claim.article.get_absolute_url()).content.decode()

    assert blocker.detail == "It is awaiting approval: no verdict has been approved yet."
    assert [name_of(person) in page for person in (recused, *approvers)] == [False, True, True]


def test_an_approval_no_longer_counts():
    first = make.make_reviewer()
    claim = workflow.take(make.make_proposed_claim(sensitivity="sensitive"), "approve", by=first)
    claim = recuse(claim, first)

    claim = workflow.take(claim, "approve", by=make.make_reviewer())
    awaited = claim.status
    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    assert (awaited, claim.status) == (Status.AWAITING_APPROVAL, Status.VERIFIED)


def test_a_verdict_that_fell_is_still_confirmed_by_somebody_else():
    claim = recuse(make.make_fallen_claim(), make.make_reviewer())

    assert workflow.take(claim, "confirm", by=make.make_reviewer()).status == Status.VERIFIED


@pytest.mark.parametrize("say", ["proposed", "approved"])
def test_a_verdict_in_which_they_had_a_say_is_checked_again_rather_than_confirmed(say):
    claim = make.make_fallen_claim()
    approval = claim.decision.approvals.get()
    person = {"proposed": claim.decision.proposed_by, "approved": approval.by}[say]

    claim = recuse(claim, person)

    assert (claim.status, claim.is_confirmable) == (Status.RECHECK, False)


# --- what is closed to them -------------------------------------------------------------------

DECLARED = "You have declared a conflict of interest in this claim. Somebody else does it."
FOUR_EYES = "You declared a conflict of interest. Somebody else approves it."


@pytest.mark.parametrize(
    ("step", "status", "sentence"),
    [
        ("take_up", "recheck", DECLARED),
        ("propose", "in_review", DECLARED),
        ("send_back", "awaiting_approval", DECLARED),
        ("recuse", "open", DECLARED),
        ("approve", "awaiting_approval", FOUR_EYES),
    ],
)
def test_they_neither_check_nor_decide_it(step, status, sentence):
    claim, reviewer = make.make_claim_with_status(status), make.make_reviewer()

    recuse(claim, reviewer)

    assert reason(claim, step, reviewer) == sentence


def test_they_do_not_confirm_its_verdict():
    claim, reviewer = make.make_fallen_claim(), make.make_reviewer()

    recuse(claim, reviewer)

    assert reason(claim, "confirm", reviewer) == FOUR_EYES


def test_they_add_no_evidence():
    reviewer, claim = make.make_reviewer(), make.make_claim()
    recuse(claim, reviewer)

    with pytest.raises(StepRefused, match="conflict of interest"):
        make.make_evidence(claim, reviewer)


def test_they_retract_no_evidence():
    reviewer = make.make_reviewer()
    claim = recuse(make.make_claim_in_review(), reviewer)

    with pytest.raises(StepRefused, match="conflict of interest"):
        gathering.retract_evidence(claim.evidence.get(), by=reviewer, note="Mistaken.")


def test_it_is_assigned_to_somebody_else():
    reviewer, claim = make.make_reviewer(username="holder"), make.make_claim()
    claim = recuse(claim, reviewer)

    with pytest.raises(Invalid) as refused:
        tagging.amend(claim, by=make.make_editor(), assignee=reviewer)

    assert refused.value.errors == {
        "assignee": "Holder Of The Desk has declared a conflict of interest in this claim. "
        "Assign it to somebody else."
    }


def test_they_may_still_say_something():
    reviewer, claim = make.make_reviewer(), make.make_claim()
    recuse(claim, reviewer)

    assert discussion.comment(claim, by=reviewer, comment="Look at the minutes.").author == reviewer


def test_what_waits_for_approval_does_not_wait_for_them():
    reviewer, claim = make.make_reviewer(), make.make_proposed_claim()
    recuse(claim, reviewer)

    assert worklists.counts(reviewer)["approval"] == 0


def test_they_are_asked_for_no_approval():
    reviewer, claim = make.make_reviewer(), make.make_claim_in_review()
    recuse(claim, reviewer)

    claim.refresh_from_db()
    workflow.take(claim, "propose", by=claim.assignee, verdict="verified", summary="So.")

    assert not reviewer.claim_notices.exists()


def test_they_are_not_told_that_a_verdict_fell_which_they_had_approved():
    first = make.make_reviewer()
    claim = workflow.take(make.make_proposed_claim(sensitivity="sensitive"), "approve", by=first)
    claim = recuse(claim, first)

    make.revise(claim, claim.article.revision.html.replace("has 40 members", "has 41 members"))

    assert not first.claim_notices.filter(kind="changed").exists()


def test_an_editor_who_reviews_as_well_may_recuse():
    person = make.make_user(EDITORS, REVIEWERS)

    claim = recuse(make.make_claim(by=person), person)

    assert set(claim.contributions.values_list("role", flat=True)) == {"tagged", "recused"}


# --- the same fact elsewhere --------------------------------------------------------------------


@pytest.fixture(scope="module")
def interest(made_once):
    """Whoever has an interest in a claim, and that claim: others decided it."""
    reviewer, claim = make.make_reviewer(), make.make_claim()
    recuse(claim, reviewer)
    return reviewer, make.make_decided_claim(Claim.objects.get(pk=claim.pk))


def of_the_fact(first):
    return (
        f"You have declared a conflict of interest in claim {first.pk}, which states the same "
        "fact. Somebody else does it."
    )


@pytest.mark.parametrize("step", ["approve", "send_back"])
def test_they_do_not_answer_its_verdict_where_it_is_adopted(interest, step):
    reviewer, first = interest
    claim = make.make_adopting_claim(first, Status.AWAITING_APPROVAL)

    assert reason(claim, step, reviewer) == of_the_fact(first)
    assert reason(claim, step, make.make_reviewer()) == ""


def test_they_do_not_confirm_it_there(interest):
    reviewer, first = interest
    claim = make.make_adopting_claim(first)
    claim = make.revise(claim, make.BODY.replace("has 40 members", "has 41 members"))

    assert reason(claim, "confirm", reviewer) == of_the_fact(first)


def test_they_do_not_adopt_it(interest):
    reviewer, first = interest
    claim = make.make_matched_claim(first, reviewer)

    with pytest.raises(Invalid) as refused:
        workflow.take(claim, "adopt", by=reviewer, adopts=first.pk)

    assert (refused.value.errors, claim.decisions.count()) == ({"adopts": of_the_fact(first)}, 0)


def test_what_adopts_it_does_not_wait_for_them_nor_are_they_asked(interest):
    reviewer, first = interest

    make.make_adopting_claim(first, Status.AWAITING_APPROVAL)

    assert worklists.counts(reviewer)["approval"] == 0
    assert not reviewer.claim_notices.exists()


@pytest.mark.parametrize("order", [1, -1])
def test_they_do_not_declare_it_the_same_as_another(interest, order):
    reviewer, first = interest
    pair = [first, make.make_claim()][::order]

    with pytest.raises(NotAllowed, match="conflict of interest") as refused:
        make.declare_same(*pair, by=reviewer)

    assert (str(refused.value), Sameness.objects.count()) == (of_the_fact(first), 0)


def test_they_do_not_take_it_back_that_it_is(interest):
    reviewer, first = interest
    made = make.declare_same(first, make.make_claim())

    with pytest.raises(NotAllowed) as refused:
        sameness.retract(made, by=reviewer, note="Of last year.")

    assert str(refused.value) == of_the_fact(first)
    assert Sameness.objects.standing().get() == made


@pytest.mark.parametrize("count", [1, 3])
def test_their_interest_is_read_for_all_that_adopt_at_once(
    interest, count, django_assert_num_queries
):
    reviewer, first = interest
    for _ in range(count):
        make.make_adopting_claim(first, Status.AWAITING_APPROVAL)
    claims = list(Claim.objects.with_review().filter(decision__adopts=first.decision))

    with django_assert_num_queries(0):
        told = [guards.has_not_recused_from_the_fact(claim, reviewer) for claim in claims]

    assert told == [of_the_fact(first)] * count
