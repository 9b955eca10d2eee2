"""The guards one by one. Four eyes hold for every kind of hand, and for everybody."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from articles import editing
from articles.errors import StepRefused
from articles.models import Article
from claims import gathering, guards, sameness, tagging, workflow
from claims.models import Claim, Contribution, Status
from newsroom.roles import EDITORS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db

PARAGRAPH = f"<p>{make.WORDS} It was founded in 1901.</p>"


def make_editor_and_reviewer():
    return make.make_user(EDITORS, REVIEWERS)


def make_superuser():
    return make.make_user(is_superuser=True)


STAGES = (
    Status.OPEN,
    Status.IN_REVIEW,
    Status.AWAITING_APPROVAL,
    Status.VERIFIED,
    Status.RECHECK,
    Status.DISMISSED,
)


@pytest.fixture(scope="module")
def stages(made_once):
    return {status: make.make_claim_with_status(status).pk for status in STAGES}


@pytest.fixture
def at(stages):
    """A claim at each stage of its way, each in an article of its own: at(status)."""
    return lambda status: Claim.objects.get(pk=stages[status])


@pytest.fixture
def opened(at):
    return at(Status.OPEN)


@pytest.fixture
def in_review(at):
    return at(Status.IN_REVIEW)


@pytest.fixture
def proposed(at):
    return at(Status.AWAITING_APPROVAL)


@pytest.fixture
def decided(at):
    return at(Status.VERIFIED)


@pytest.fixture
def recheck(at):
    return at(Status.RECHECK)


@pytest.fixture
def dismissed(at):
    return at(Status.DISMISSED)


either = pytest.mark.parametrize("make_person", [make_editor_and_reviewer, make_superuser])


def reason(claim, step, by):
    """Why `by` may not take `step` with the claim as it is in the database now; "" if they may."""
    claim = Claim.objects.with_review().get(pk=claim.pk)
    offers = workflow.allowed_steps(claim, by)
    return next(offer.reason for offer in offers if offer.name == step)


def decide(claim):
    return workflow.take(claim, "approve", by=make.make_reviewer())


def revise(claim, old, new, by):
    article = Article.objects.get(pk=claim.article_id)
    html = article.revision.html.replace(old, new)
    return editing.revise(article, by=by, based_on=article.revision.number, html=html)


# --- four eyes, for every kind of hand --------------------------------------------------------


@either
def test_whoever_tagged_does_not_approve(make_person):
    person = make_person()
    claim = make.make_proposed_claim(make.make_claim(by=person))

    assert reason(claim, "approve", person) == ("You tagged this claim. Somebody else approves it.")


@either
def test_whoever_accepted_the_suggestion_does_not_approve(make_person):
    person = make_person()
    claim = make.make_claim(suggested=True, by=make.make_reviewer())
    claim = make.make_proposed_claim(workflow.take(claim, "accept", by=person))

    assert reason(claim, "approve", person) == ("You tagged this claim. Somebody else approves it.")


@either
def test_whoever_wrote_the_words_does_not_approve(make_person):
    person = make_person()
    claim = make.make_proposed_claim(make.make_claim(make.make_article(by=person)))

    assert reason(claim, "approve", person) == (
        "You wrote or changed these words. Somebody else approves it."
    )


@either
def test_whoever_changed_the_words_does_not_approve(make_person, opened):
    person, claim = make_person(), opened
    revise(claim, "has 40 members", "has 41 members", by=person)
    claim = make.make_proposed_claim(make.affirm(Claim.objects.get(pk=claim.pk)))

    assert reason(claim, "approve", person) == (
        "You wrote or changed these words. Somebody else approves it."
    )


@either
def test_whoever_reworded_the_statement_does_not_approve(make_person, opened):
    person, claim = make_person(), opened
    claim = tagging.amend(claim, by=person, statement="The council had 40 members in May.")
    claim = make.make_proposed_claim(claim)

    assert reason(claim, "approve", person) == (
        "You wrote or changed these words. Somebody else approves it."
    )


@either
def test_whoever_added_evidence_does_not_approve(make_person, opened):
    person, claim = make_person(), opened
    make.make_evidence(claim, person)
    claim = make.make_proposed_claim(Claim.objects.get(pk=claim.pk))

    assert reason(claim, "approve", person) == (
        "You added evidence to this claim. Somebody else approves it."
    )


@either
def test_whoever_retracted_evidence_does_not_approve(make_person, opened):
    person, claim = make_person(), opened
    evidence = make.make_evidence(claim, make.make_reviewer())
    claim.refresh_from_db()
    gathering.retract_evidence(evidence, by=person, note="Mistaken.", version=claim.version)
    claim = make.make_proposed_claim(Claim.objects.get(pk=claim.pk))

    assert reason(claim, "approve", person) == (
        "You added evidence to this claim. Somebody else approves it."
    )


@either
def test_whoever_proposed_does_not_approve(make_person, opened):
    person = make_person()
    claim = make.make_proposed_claim(opened, reviewer=person)

    assert reason(claim, "approve", person) == (
        "You added evidence to this claim and proposed a verdict on this claim. "
        "Somebody else approves it."
    )


def test_a_hand_in_an_earlier_round_counts_in_the_next(recheck):
    first = recheck.decision.proposed_by
    claim = make.make_proposed_claim(recheck)

    assert reason(claim, "approve", first).endswith("Somebody else approves it.")


def test_somebody_without_a_hand_approves(proposed):
    assert reason(proposed, "approve", make.make_reviewer()) == ""


def test_whoever_edited_other_words_approves(opened):
    person, claim = make_editor_and_reviewer(), opened
    revise(claim, "ended at noon", "ended at one", by=person)
    claim = make.make_proposed_claim(Claim.objects.get(pk=claim.pk))

    assert reason(claim, "approve", person) == ""


def test_the_deeds_of_a_deleted_account_still_count_and_keep_their_name():
    claim = make.make_proposed_claim(make.make_claim(by=make.make_editor(username="gone")))
    User.objects.get(username="gone").delete()

    claim = decide(claim)

    tagged = claim.contributions.get(role=Contribution.Role.TAGGED)
    assert (claim.status, str(tagged)) == (
        Status.VERIFIED,
        "Gone Of The Desk tagged this claim",
    )


# --- the others -------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["take_up", "propose", "send_back"])
def test_the_tagger_does_not_review(step):
    person = make_superuser()
    status = {
        "take_up": Status.OPEN,
        "propose": Status.IN_REVIEW,
        "send_back": Status.AWAITING_APPROVAL,
    }[step]
    claim = make.make_claim_with_status(status, by=person)

    assert reason(claim, step, person) == "You tagged this claim. Somebody else reviews it."


def test_a_claim_assigned_to_somebody_else_is_not_taken_up():
    claim = make.make_claim(assignee=make.make_reviewer(username="assigned"))

    assert reason(claim, "take_up", make.make_reviewer()) == (
        "This claim is assigned to assigned. Ask an editor to reassign it."
    )


def test_a_claim_assigned_to_oneself_is_taken_up():
    reviewer = make.make_reviewer()

    assert reason(make.make_claim(assignee=reviewer), "take_up", reviewer) == ""


@pytest.mark.parametrize("step", ["release", "propose"])
def test_what_somebody_else_has_taken_up_is_theirs(step, in_review):
    assert reason(in_review, step, make.make_reviewer()) == (
        f"{in_review.assignee.username} has taken up this claim, not you. "
        "Ask an editor to assign it to you."
    )


def test_a_claim_in_review_that_lost_its_assignee_is_assigned_anew(in_review):
    User.objects.get(pk=in_review.assignee_id).delete()
    claim = Claim.objects.get(pk=in_review.pk)
    reviewer = make.make_reviewer()
    stuck = reason(claim, "propose", reviewer)

    tagging.amend(claim, by=make.make_editor(), assignee=reviewer)

    assert (stuck, reason(claim, "propose", reviewer)) == (
        "Nobody has taken up this claim, not you. Ask an editor to assign it to you.",
        "",
    )


def test_a_verdict_is_not_proposed_without_evidence(opened):
    reviewer = make.make_reviewer()
    claim = workflow.take(opened, "take_up", by=reviewer)

    assert reason(claim, "propose", reviewer) == "Add at least one piece of evidence first."


def test_retracted_evidence_is_no_evidence(in_review):
    claim = in_review
    evidence = claim.evidence.get()
    gathering.retract_evidence(evidence, by=claim.assignee, note="Mistaken.", version=claim.version)

    assert reason(claim, "propose", claim.assignee) == "Add at least one piece of evidence first."


def test_no_verdict_is_proposed_on_lost_words(in_review):
    claim = in_review
    revise(claim, PARAGRAPH, "", by=make_superuser())

    assert reason(claim, "propose", claim.assignee) == (
        "The words are no longer in the article. Dismiss the claim, or put it onto other words on "
        "the tagging page."
    )


def test_no_verdict_is_proposed_on_words_that_stand_in_several_places(in_review):
    claim = in_review
    Claim.objects.filter(pk=claim.pk).update(anchor="ambiguous", start=None, end=None)

    assert reason(claim, "propose", claim.assignee) == (
        "Its words stand in other surroundings, or in several places: say on the tagging page "
        "where."
    )


def test_no_verdict_is_proposed_on_changed_words_that_nobody_has_looked_at(in_review):
    claim = in_review
    claim = make.revise(claim, make.BODY.replace("has 40", "has 41"))

    assert reason(claim, "propose", claim.assignee) == (
        "The words have changed since this was tagged: say on the tagging page whether these are "
        "still its words."
    )


def test_a_verdict_past_its_last_day_is_not_approved(in_review):
    last = timezone.localdate()
    claim = in_review
    told = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": last}
    claim = workflow.take(claim, "propose", by=claim.assignee, **told)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert reason(claim, "approve", make.make_reviewer()) == (
            f"The verdict would have been valid until {last.isoformat()}. Send it back."
        )


def test_words_that_differ_from_those_proposed_are_not_approved(proposed):
    claim = proposed
    changed = make.WORDS.replace("40", "41")
    Claim.objects.filter(pk=claim.pk).update(exact=changed)

    assert reason(claim, "approve", make.make_reviewer()) == (
        "The words have changed since the verdict was proposed. Send it back."
    )


def test_a_recheck_whose_words_stand_is_not_dismissed(recheck):
    assert reason(recheck, "dismiss", make.make_editor()) == (
        "The words still stand in the article. Take the claim up and check them again."
    )


def test_a_recheck_that_was_taken_up_and_released_is_not_dismissed_either(recheck):
    reviewer = make.make_reviewer()
    claim = workflow.take(recheck, "take_up", by=reviewer)
    claim = workflow.take(claim, "release", by=reviewer)

    with pytest.raises(StepRefused, match="The words still stand"):
        workflow.take(claim, "dismiss", by=make.make_editor(), note="Tired of it.")


def test_a_recheck_whose_words_are_gone_is_dismissed(decided):
    claim = decided
    revise(claim, PARAGRAPH, "", by=make_superuser())

    assert reason(claim, "dismiss", make.make_editor()) == ""


def test_a_recheck_that_lost_other_words_than_those_checked_is_not_dismissed_while_these_stand(
    decided,
):
    claim = decided
    other = "The meeting ended at noon."
    Claim.objects.filter(pk=claim.pk).update(
        status=Status.RECHECK,
        decided_at=None,
        exact=other,
        anchor="lost",
        start=None,
        end=None,
    )

    assert reason(claim, "dismiss", make.make_editor()) == (
        "The words that were checked still stand. Put the claim onto the place you mean on the "
        "tagging page."
    )


@pytest.fixture(scope="module")
def in_several_places(made_once):
    claim = make.make_decided_claim()
    revise(claim, PARAGRAPH, f"{PARAGRAPH}\n{PARAGRAPH}", by=make_superuser())
    claim.refresh_from_db()
    assert (claim.status, claim.anchor) == (Status.RECHECK, "ambiguous")
    return claim.pk


@pytest.fixture
def ambiguous(in_several_places):
    """A claim with a verdict in an article where its words have come to stand twice."""
    return Claim.objects.get(pk=in_several_places)


SEVERAL = (
    "The words still stand, in several places. Put the claim onto the place you mean on the "
    "tagging page."
)


def test_a_recheck_whose_words_stand_in_several_places_is_not_dismissed(ambiguous):
    assert reason(ambiguous, "dismiss", make.make_editor()) == SEVERAL


def test_once_the_place_that_is_meant_is_tagged_it_is_dismissed(ambiguous):
    make.make_claim(ambiguous.article)

    assert reason(ambiguous, "dismiss", make.make_editor()) == ""


@pytest.mark.parametrize("status", [Status.SUGGESTED, Status.DISMISSED])
def test_a_claim_that_is_nobodys_does_not_take_the_words_over(status, ambiguous):
    make.make_claim_with_status(status, article=ambiguous.article)

    assert reason(ambiguous, "dismiss", make.make_editor()) == SEVERAL


def test_a_claim_on_the_same_words_of_another_article_does_not_take_them_over(ambiguous):
    make.make_claim()

    assert reason(ambiguous, "dismiss", make.make_editor()) == SEVERAL


def test_an_ambiguous_claim_that_was_never_checked_is_dismissed(opened):
    claim = opened
    revise(claim, PARAGRAPH, f"{PARAGRAPH}\n{PARAGRAPH}", by=make_superuser())

    assert reason(claim, "dismiss", make.make_editor()) == ""


@either
def test_whoever_wrote_the_words_does_not_dismiss_a_colleagues_claim_on_them(make_person):
    person = make_person()
    claim = make.make_claim(make.make_article(by=person))

    assert reason(claim, "dismiss", person) == (
        "You wrote or changed these words. Somebody else dismisses the claim."
    )


def test_whoever_wrote_the_words_dismisses_a_suggestion():
    editor = make.make_editor()
    claim = make.make_claim(make.make_article(by=editor), by=make.make_reviewer(), suggested=True)

    assert reason(claim, "dismiss", editor) == ""


def test_the_tagger_dismisses_a_claim_on_words_of_somebody_else():
    editor = make.make_editor()

    assert reason(make.make_claim(by=editor), "dismiss", editor) == ""


def test_a_claim_whose_words_were_tagged_anew_is_not_reopened(dismissed):
    claim = dismissed
    anew = make.make_claim(claim.article)

    assert reason(claim, "reopen", make.make_editor()) == (
        f"These very words are tagged already, as claim {anew.pk}."
    )


def test_that_is_said_of_a_claim_that_was_read_without_its_review_too(dismissed):
    claim = dismissed
    anew = make.make_claim(claim.article)

    assert Claim.objects.get(pk=claim.pk).twin_id == anew.pk


def test_a_claim_is_reopened_once_the_other_is_dismissed_as_well(dismissed):
    claim = dismissed
    make.make_claim_with_status(Status.DISMISSED, article=claim.article)

    assert reason(claim, "reopen", make.make_editor()) == ""


def test_a_claim_without_its_words_is_reopened(dismissed):
    claim = dismissed
    revise(claim, PARAGRAPH, "", by=make_superuser())

    assert reason(claim, "reopen", make.make_editor()) == ""


def test_a_claim_without_a_proposal_has_no_approvals(opened):
    assert guards.approvals_given(opened) == []


# --- adopting a verdict -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def adopters(made_once):
    awaiting = make.make_adopting_claim(status=Status.AWAITING_APPROVAL)
    changed = make.BODY.replace("has 40 members", "has 41 members")
    return awaiting.pk, make.revise(make.make_adopting_claim(), changed).pk


@pytest.fixture
def adopting(adopters):
    """Proposed to adopt the verdict of another claim."""
    return Claim.objects.get(pk=adopters[0])


@pytest.fixture
def fallen_adopting(adopters):
    """To be rechecked, for its own words changed."""
    return Claim.objects.get(pk=adopters[1])


def test_a_claim_that_is_the_same_as_none_in_force_adopts_no_verdict(in_review, opened):
    make.declare_same(in_review, opened)

    assert reason(in_review, "adopt", in_review.assignee) == (
        "No verdict to adopt: it is declared the same as no claim whose verdict is in force."
    )


@pytest.fixture(scope="module")
def same_facts(made_once):
    first = make.make_decided_claim()
    first_hand = make.make_matched_claim(first)
    second_hand = make.make_matched_claim(make.make_adopting_claim(first))
    return [claim.pk for claim in (first, first_hand, second_hand)]


@pytest.fixture
def first(same_facts):
    """A claim with a verdict of its own; another adopted it."""
    return Claim.objects.get(pk=same_facts[0])


@pytest.fixture
def first_hand(same_facts):
    """In review, and the same as `first`."""
    return Claim.objects.get(pk=same_facts[1])


@pytest.fixture
def second_hand(same_facts):
    """In review, and the same as the one that adopted."""
    return Claim.objects.get(pk=same_facts[2])


def test_one_that_is_the_same_as_one_that_adopted_its_verdict_is_told_from_which(
    first, second_hand
):
    assert reason(second_hand, "adopt", second_hand.assignee) == (
        "The claim that it is declared the same as adopted its verdict from claim "
        f"{first.pk}: declare this one the same as claim {first.pk}."
    )


def test_one_that_is_the_same_as_one_in_force_does(first_hand):
    assert reason(first_hand, "adopt", first_hand.assignee) == ""


def test_which_one_that_is_can_be_asked_of_a_claim_that_was_read_without_its_review(
    first, first_hand, second_hand
):
    asked = [(one.adoptable_id, one.first_hand_id) for one in (first_hand, second_hand)]

    assert asked == [(first.pk, None), (None, first.pk)]


def test_whoever_declared_them_the_same_does_not_approve_what_is_adopted_on_it(decided, opened):
    first, reviewer, declarer = decided, make.make_reviewer(), make.make_reviewer()
    claim = workflow.take(opened, "take_up", by=reviewer)
    make.declare_same(first, claim, by=declarer)
    claim = workflow.take(claim, "adopt", by=reviewer, adopts=first.pk)

    assert reason(claim, "approve", declarer) == (
        "You declared this claim the same as the one whose verdict it adopts. Somebody else "
        "approves it."
    )


def test_whoever_proposed_or_approved_the_first_verdict_may_approve_what_is_adopted(adopting):
    first = adopting.decision.adopts
    approver = first.approvals.get().by

    assert [reason(adopting, "approve", one) for one in (first.proposed_by, approver)] == ["", ""]


def test_a_proposal_whose_adopted_verdict_fell_is_not_approved(adopting):
    first = adopting.decision.adopts.claim
    make.object_to(first)

    assert reason(adopting, "approve", make.make_reviewer()) == (
        f"The verdict on claim {first.pk} is adopted no more. Send it back."
    )


def test_an_adopted_verdict_is_confirmed_without_evidence_of_its_own(fallen_adopting):
    claim = fallen_adopting

    assert (reason(claim, "confirm", make.make_reviewer()), claim.evidence.count()) == ("", 0)


def test_it_is_not_confirmed_once_the_adopted_one_fell(fallen_adopting):
    first = fallen_adopting.decision.adopts.claim
    make.object_to(first)

    assert reason(fallen_adopting, "confirm", make.make_reviewer()) == (
        f"The verdict on claim {first.pk} is adopted no more. Take it up and check it again."
    )


def test_it_is_not_confirmed_once_it_was_taken_back_that_both_are_the_same(fallen_adopting):
    decision = fallen_adopting.decision
    sameness.retract(decision.sameness, by=make.make_editor(), note="One is of last year.")

    assert reason(fallen_adopting, "confirm", make.make_reviewer()) == (
        f"The verdict on claim {decision.adopts.claim_id} is adopted no more. "
        "Take it up and check it again."
    )
