"""Which claims wait for whom: asked of the database, held to the guards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims import tagging, workflow, worklists
from claims.models import Claim, Status
from tests.factories import (
    WORDS,
    make_article,
    make_claim,
    make_claim_in_review,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_evidence,
    make_fallen_claim,
    make_proposed_claim,
    make_publisher,
    make_reviewer,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db


def waiting(name, person):
    queue = next(queue for queue in worklists.QUEUES if queue.name == name)
    return set(Claim.objects.filter(queue.condition(person)))


def make_claims_of_every_status():
    return {status: make_claim_with_status(status) for status in Status}


# What waits in each


def test_mine_is_what_is_assigned_to_me_and_not_finished():
    me, editor = make_reviewer(), make_editor()
    claims = make_claims_of_every_status()
    for claim in claims.values():
        tagging.amend(Claim.objects.get(pk=claim.pk), by=editor, assignee=me)

    finished = {Status.VERIFIED, Status.REFUTED, Status.UNVERIFIABLE, Status.DISMISSED}
    assert {claim.status for claim in waiting("mine", me)} == set(Status) - finished
    assert waiting("mine", editor) == set()


def test_unassigned_is_what_is_to_be_taken_up_by_somebody():
    claims = make_claims_of_every_status()
    Claim.objects.update(assignee=None)

    assert waiting("unassigned", make_reviewer()) == {
        claims[Status.OPEN],
        claims[Status.IN_REVIEW],
        claims[Status.RECHECK],
    }


def test_nothing_that_somebody_has_is_unassigned():
    make_claim(assignee=make_reviewer())

    assert waiting("unassigned", make_reviewer()) == set()


def test_overdue_is_what_is_not_finished_on_the_day_before_today():
    yesterday = timezone.localdate() - timedelta(days=1)
    claims = make_claims_of_every_status()
    Claim.objects.update(due=yesterday)
    make_claim(due=timezone.localdate())

    finished = {Status.VERIFIED, Status.REFUTED, Status.UNVERIFIABLE, Status.DISMISSED}
    late = {claim for status, claim in claims.items() if status not in finished}
    assert waiting("overdue", make_publisher()) == late


def test_recheck_is_what_fell():
    fallen = make_fallen_claim()
    make_decided_claim()

    assert waiting("recheck", make_editor()) == {fallen}


def test_lost_words_are_those_that_are_gone_or_stand_in_several_places():
    gone = revise(make_claim(), "<p>The meeting ended at noon.</p>")
    doubled = revise(make_claim(), "<p>The meeting ended at noon.</p>")
    doubled = revise(doubled, f"<p>{WORDS}</p>\n<p>Then it ended. {WORDS}</p>")
    dismissed = revise(make_claim(), "<p>The meeting ended at noon.</p>")
    workflow.take(dismissed, "dismiss", by=make_editor(), note="Gone.")
    make_claim()
    assert (gone.anchor, doubled.anchor) == ("lost", "ambiguous")

    assert waiting("lost-words", make_editor()) == {gone, doubled}


def make_sent_back_claim(reviewer=None):
    claim = make_proposed_claim(reviewer=reviewer)
    return workflow.take(claim, "send_back", by=make_reviewer(), note="One source is not enough.")


def test_what_was_sent_back_waits_for_whoever_has_it():
    me = make_reviewer()
    claim = make_sent_back_claim(me)
    make_sent_back_claim()
    make_claim_in_review(reviewer=me)

    assert waiting("sent-back", me) == {claim}


def test_what_was_sent_back_goes_with_its_assignee():
    me, other = make_reviewer(), make_reviewer()
    claim = tagging.amend(make_sent_back_claim(me), by=make_editor(), assignee=other)

    assert (waiting("sent-back", me), waiting("sent-back", other)) == (set(), {claim})


def test_what_was_sent_back_and_assigned_to_nobody_waits_for_its_proposer():
    me = make_reviewer()
    claim = tagging.amend(make_sent_back_claim(me), by=make_editor(), assignee=None)

    assert waiting("sent-back", me) == {claim}


def test_what_was_proposed_again_is_not_sent_back_any_more():
    me = make_reviewer()
    claim = make_sent_back_claim(me)
    workflow.take(claim, "propose", by=me, verdict="verified", summary="As two sources say.")

    assert waiting("sent-back", me) == set()


# Waiting for my approval: what the guards would let me approve, and nothing else


def make_hands():
    """A sensitive claim awaiting approval, and everybody who had a hand in one like it."""
    hands = {name: make_reviewer() for name in ("evidence", "proposed", "approved")}
    hands["worded"], tagger = (make_user("Editors", "Reviewers") for _ in range(2))
    claim = make_claim(make_article(by=hands["worded"]), by=tagger, sensitivity="sensitive")
    claim = workflow.take(claim, "take_up", by=hands["proposed"])
    for title in ("Minutes of the meeting", "Register of members"):
        make_evidence(claim, hands["evidence"], title=title)
    claim.refresh_from_db()
    told = {"verdict": "verified", "summary": "As the minutes say."}
    claim = workflow.take(claim, "propose", by=hands["proposed"], **told)
    claim = workflow.take(claim, "approve", by=hands["approved"])
    others = {
        "tagged": tagger,
        "no hand": make_reviewer(),
        "editor": make_editor(),
        "publisher": make_publisher(),
        "no role": make_user(),
        "superuser": make_user(is_superuser=True),
        "left": make_reviewer(is_active=False),
    }
    return hands | others


def may_approve(person):
    """Return what the guards let `person` approve, asked claim by claim."""
    claims = Claim.objects.with_review()
    return {
        claim
        for claim in claims
        for offer in workflow.allowed_steps(claim, person)
        if offer.name == "approve" and offer.allowed
    }


def test_what_waits_for_my_approval_is_what_the_guards_let_me_approve_whatever_my_hand():
    people = make_hands()
    make_claims_of_every_status()
    in_time = propose_until(timezone.localdate())

    queues = {name: waiting("approval", person) for name, person in people.items()}

    assert queues == {name: may_approve(person) for name, person in people.items()}
    assert in_time in queues["no hand"]
    sizes = {name: len(found) for name, found in queues.items()}
    assert sizes["no hand"] == sizes["superuser"] == 3
    assert {sizes[name] for name in ("tagged", "worded", "evidence", "proposed", "approved")} == {2}
    assert {sizes[name] for name in ("editor", "publisher", "no role", "left")} == {0}


def propose_until(day):
    reviewer = make_reviewer()
    claim = make_claim_in_review(reviewer=reviewer)
    told = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": day}
    return workflow.take(claim, "propose", by=reviewer, **told)


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_proposal_whose_last_day_has_passed_waits_for_nobody(days, time_machine):
    propose_until(timezone.localdate() + timedelta(days=10))
    time_machine.move_to(timezone.now() + timedelta(days=10 - days))
    person = make_reviewer()

    assert waiting("approval", person) == may_approve(person)
    assert len(waiting("approval", person)) == (days >= 0)


@pytest.mark.parametrize("anchor", ["exact", "moved", "drifted", "lost", "ambiguous"])
def test_a_proposal_whose_words_are_uncertain_waits_for_nobody(anchor):
    claim, person = make_proposed_claim(), make_reviewer()
    place = {"start": None, "end": None} if anchor in ("lost", "ambiguous") else {}
    Claim.objects.filter(pk=claim.pk).update(anchor=anchor, **place)

    assert waiting("approval", person) == may_approve(person)
    assert len(waiting("approval", person)) == (anchor in ("exact", "moved"))


def test_after_my_approval_a_sensitive_claim_waits_for_somebody_else():
    me, other = make_reviewer(), make_reviewer()
    claim = make_proposed_claim(sensitivity="sensitive")
    workflow.take(claim, "approve", by=me)

    assert (waiting("approval", me), waiting("approval", other)) == (set(), {claim})


# Counts


def test_every_queue_is_counted_in_one_query(django_assert_num_queries):
    me = make_reviewer()
    make_claim(assignee=me, due=timezone.localdate() - timedelta(days=1))
    make_proposed_claim()
    me.has_perm("claims.approve_claim")

    with django_assert_num_queries(1):
        found = worklists.counts(me)

    assert found == {
        "mine": 1, "approval": 1, "sent-back": 0, "unassigned": 0, "overdue": 1, "recheck": 0,
        "lost-words": 0,
    }  # fmt: skip


def test_nobody_counts_further_than_can_be_said(monkeypatch):
    monkeypatch.setattr(worklists, "MOST_COUNTED", 2)
    words = ["The town council", "met on Monday", "The council has 40 members.", "was founded"]
    article = make_article()
    for one in words:
        make_claim(article, one)

    assert worklists.counts(make_editor())["unassigned"] == 3
    assert [worklists.counted(number) for number in (0, 2, 3)] == ["0", "2", "2+"]
