"""Assigned, sent back, awaiting approval, overdue: who is told, once, and not of their own deed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from claims import notices, overdue, tagging, workflow
from claims.models import Claim, Notice
from newsroom.roles import EDITORS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)


def told(kind, claim=None):
    rows = Notice.objects.filter(kind=kind).order_by("person", "pk")
    return list((rows.filter(claim=claim) if claim else rows).values_list("person", flat=True))


def assign(claim, person, by=None):
    claim = Claim.objects.get(pk=claim.pk)
    return tagging.amend(claim, by=by or make.make_editor(), assignee=person)


def send_back(claim, by=None):
    claim = Claim.objects.get(pk=claim.pk)
    return workflow.take(claim, "send_back", by=by or make.make_reviewer(), note="Look again.")


# --- assigned ----------------------------------------------------------------------------------


def test_whoever_is_assigned_a_claim_is_told():
    reviewer = make.make_reviewer()

    claim = assign(make.make_claim(), reviewer)

    assert told("assigned", claim) == [reviewer.pk]


def test_whoever_is_assigned_a_claim_as_it_is_tagged_is_told():
    reviewer = make.make_reviewer()

    claim = make.make_claim(assignee=reviewer)

    assert told("assigned", claim) == [reviewer.pk]


def test_whoever_assigns_a_claim_to_themselves_is_not_told():
    both = make.make_user(EDITORS, REVIEWERS)

    assign(make.make_claim(), both, by=both)

    assert told("assigned") == []


def test_a_claim_that_is_taken_from_somebody_tells_nobody():
    claim = assign(make.make_claim(), make.make_reviewer())
    before = told("assigned")

    assign(claim, None)

    assert told("assigned") == before


def test_a_change_of_the_day_alone_does_not_tell_again():
    reviewer = make.make_reviewer()
    claim = assign(make.make_claim(), reviewer)
    notices.mark_read(reviewer)

    tagging.amend(claim, by=make.make_editor(), due=timezone.localdate())

    assert told("assigned") == [reviewer.pk]


@pytest.mark.parametrize("closed", ["is_active", "is_staff"])
def test_an_account_that_is_closed_or_not_of_the_desk_is_told_of_nothing(closed):
    reviewer = make.make_reviewer()
    User.objects.filter(pk=reviewer.pk).update(**{closed: False})

    assign(make.make_claim(), reviewer)

    assert told("assigned") == []


# --- sent back ---------------------------------------------------------------------------------


def test_a_verdict_sent_back_tells_whoever_proposed_it():
    proposer = make.make_reviewer()
    claim = make.make_proposed_claim(reviewer=proposer)

    send_back(claim)

    assert told("sent_back", claim) == [proposer.pk]


def test_a_verdict_sent_back_tells_whoever_has_the_claim_by_now():
    proposer, other = make.make_reviewer(), make.make_reviewer()
    claim = assign(make.make_proposed_claim(reviewer=proposer), other)

    send_back(claim)

    assert told("sent_back", claim) == [proposer.pk, other.pk]


# --- awaiting approval -------------------------------------------------------------------------


def test_a_proposed_verdict_tells_those_who_may_approve_it():
    proposer, approver = make.make_reviewer(), make.make_reviewer()
    make.make_editor()
    make.make_publisher()
    make.make_user(is_superuser=True)
    make.make_reviewer(is_active=False)
    make.make_reviewer(is_staff=False)

    make.make_proposed_claim(reviewer=proposer)

    assert told("awaiting") == [approver.pk]


def test_whoever_had_a_hand_in_it_is_not_asked_to_approve_it():
    tagger, helper = make.make_user(EDITORS, REVIEWERS), make.make_reviewer()
    claim = make.make_claim(by=tagger)
    make.make_evidence(claim, helper)

    make.make_proposed_claim(Claim.objects.get(pk=claim.pk))

    assert told("awaiting") == []


def test_of_a_large_desk_those_who_were_here_last_are_asked(monkeypatch):
    monkeypatch.setattr(notices, "MOST_APPROVERS", 2)
    first, second, third = (make.make_reviewer() for _ in range(3))
    for hours, person in ((3, first), (1, second), (2, third)):
        seen = timezone.now() - timedelta(hours=hours)
        User.objects.filter(pk=person.pk).update(last_login=seen)

    make.make_proposed_claim()

    assert told("awaiting") == [second.pk, third.pk]


@pytest.mark.parametrize("step", ["approve", "send_back"])
def test_once_it_is_answered_nobody_is_asked_any_more(step):
    other, approver = make.make_reviewer(), make.make_reviewer()
    claim = make.make_proposed_claim()
    asked = notices.unread(other).count()

    workflow.take(claim, step, by=approver, note="" if step == "approve" else "Look again.")

    assert (asked, notices.unread(other).count()) == (1, 0)


def test_while_a_second_approval_is_needed_the_others_stay_asked():
    other, approver = make.make_reviewer(), make.make_reviewer()
    claim = make.make_proposed_claim(sensitivity="sensitive")

    workflow.take(claim, "approve", by=approver)

    assert (notices.unread(other).count(), notices.unread(approver).count()) == (1, 0)


def test_a_verdict_that_falls_with_its_words_asks_nobody_any_more():
    other = make.make_reviewer()
    claim = make.make_proposed_claim()

    make.revise(claim, make.BODY.replace("has 40", "has 41"))

    assert notices.unread(other).count() == 0


def test_a_verdict_proposed_anew_asks_anew_and_is_unread_once():
    proposer, other = make.make_reviewer(), make.make_reviewer()
    claim = send_back(make.make_proposed_claim(reviewer=proposer), by=make.make_reviewer())
    workflow.take(claim, "propose", by=proposer, verdict="verified", summary="So.")

    unread = notices.unread(other).filter(kind="awaiting")

    assert (unread.count(), told("awaiting").count(other.pk)) == (1, 2)


# --- overdue -----------------------------------------------------------------------------------


def test_an_overdue_claim_tells_whoever_has_it():
    reviewer = make.make_reviewer()
    claim = make.make_claim(due=YESTERDAY, assignee=reviewer)

    assert (overdue.tell(), told("overdue")) == ([claim], [reviewer.pk])


def test_an_overdue_claim_that_nobody_has_tells_whoever_tagged_it():
    editor = make.make_editor()
    make.make_claim(due=YESTERDAY, by=editor)

    overdue.tell()

    assert told("overdue") == [editor.pk]


def test_an_overdue_claim_of_a_closed_account_tells_whoever_tagged_it():
    editor, reviewer = make.make_editor(), make.make_reviewer()
    make.make_claim(due=YESTERDAY, by=editor, assignee=reviewer)
    User.objects.filter(pk=reviewer.pk).update(is_active=False)

    overdue.tell()

    assert told("overdue") == [editor.pk]


@pytest.mark.parametrize("is_read", [False, True])
def test_a_claim_and_day_is_told_once_however_often_it_is_looked(is_read):
    editor = make.make_editor()
    make.make_claim(due=YESTERDAY, by=editor)
    overdue.tell()
    if is_read:
        notices.mark_read(editor)

    assert (overdue.tell(), told("overdue")) == ([], [editor.pk])


def test_another_day_that_is_past_is_told_anew():
    editor = make.make_editor()
    claim = make.make_claim(due=YESTERDAY, by=editor)
    overdue.tell()
    notices.mark_read(editor)
    Claim.objects.filter(pk=claim.pk).update(due=YESTERDAY - timedelta(days=1))

    overdue.tell()

    assert told("overdue") == [editor.pk, editor.pk]


def test_whoever_has_it_next_is_told_too():
    editor, reviewer = make.make_editor(), make.make_reviewer()
    claim = make.make_claim(due=YESTERDAY, by=editor)
    overdue.tell()
    assign(claim, reviewer)

    overdue.tell()

    assert told("overdue") == [editor.pk, reviewer.pk]


def test_what_is_decided_dismissed_or_due_today_is_not_overdue():
    make.make_decided_claim(due=YESTERDAY)
    dismissed = make.make_claim(due=YESTERDAY)
    workflow.take(dismissed, "dismiss", by=make.make_editor(), note="No fact.")
    make.make_claim(due=timezone.localdate())
    make.make_claim()

    assert (overdue.tell(), told("overdue")) == ([], [])


def test_the_command_says_what_it_told():
    claim = make.make_claim(due=YESTERDAY)
    out = StringIO()

    call_command("notify_overdue", stdout=out)

    assert out.getvalue() == (
        f"Claim {claim.pk} is overdue since {YESTERDAY.isoformat()}.\nTold of 1 overdue claim.\n"
    )


@pytest.mark.parametrize("count", [1, 3])
def test_telling_of_overdue_claims_costs_the_same_for_one_and_three(
    count, django_assert_num_queries
):
    article = make.make_article()
    for words in (make.WORDS, "The town council met on Monday.", "The meeting ended at noon.")[
        :count
    ]:
        make.make_claim(article, words, due=YESTERDAY)

    with django_assert_num_queries(10):
        claims = overdue.tell()

    assert len(claims) == count
