"""The figures of the desk's pace, on a few claims counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from claims import backlog, pace, workflow
from claims.models import Claim
from claims.pace import Decided, Held, Scope, Took
from tests.factories import (
    WORDS,
    affirm,
    make_article,
    make_claim,
    make_claim_in_review,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_fallen_claim,
    make_proposed_claim,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))
ANY = MARCH.narrowed()


def at(when):
    return time_machine.travel(when, tick=False)


def hours(number):
    return timedelta(hours=number)


def decide(claim, when, verdict="verified", by=None, approver=None, rating="", **told):
    """Decide a claim, whatever became of it before, at that time; return it."""
    by, approver = by or make_reviewer(), approver or make_reviewer()
    with at(when):
        stance = "refutes" if verdict == "refuted" else "supports"
        claim = make_claim_in_review(Claim.objects.get(pk=claim.pk), by, stance)
        told = {"verdict": verdict, "summary": "As the minutes say.", "rating": rating} | told
        claim = workflow.take(claim, "propose", by=by, **told)
        return workflow.take(claim, "approve", by=approver)


def object_to(claim, when):
    with at(when):
        return workflow.take(claim, "object", by=make_editor(), note="The source is withdrawn.")


@at(MONDAY)
def tagged(**told):
    return make_claim(**told)


# Time to verify


def test_median_and_p90_are_times_that_were_really_taken():
    for number in (1, 2, 3, 10):
        decide(tagged(), MONDAY + hours(number))
    decide(tagged(), MONDAY + hours(8 * 24))

    everything, weeks = pace.took(MARCH)

    assert everything == Took(5, hours(3), hours(8 * 24))
    assert weeks == {
        date(2026, 3, 2): Took(4, hours(2), hours(10)),
        date(2026, 3, 9): Took(1, hours(8 * 24), hours(8 * 24)),
    }


@pytest.mark.parametrize(
    ("of", "median", "p90"),
    [(1, 1, 1), (2, 1, 2), (9, 5, 9), (10, 5, 9), (11, 6, 10), (100, 50, 90)],
)
def test_the_nearest_rank_is_the_first_that_covers_so_many(of, median, p90):
    assert (pace._rank(of, pace.MEDIAN), pace._rank(of, pace.P90)) == (median, p90)


def test_nothing_decided_took_no_time():
    assert pace.took(MARCH) == (None, {})


def test_only_the_first_verdict_of_a_claim_is_timed():
    claim = decide(tagged(), MONDAY + hours(1))
    claim = object_to(claim, MONDAY + hours(50))
    decide(claim, MONDAY + hours(60))

    assert pace.took(MARCH)[0] == Took(1, hours(1), hours(1))


def test_a_sensitive_claim_is_decided_with_its_second_approval_and_counted_once():
    claim = decide(tagged(sensitivity="sensitive"), MONDAY + hours(1))
    half = pace.decided(MARCH)
    with at(MONDAY + hours(30)):
        workflow.take(claim, "approve", by=make_reviewer())

    assert half == []
    assert pace.decided(MARCH) == [Decided(date(2026, 3, 3), "verified", "", 1)]
    assert pace.took(MARCH)[0] == Took(1, hours(30), hours(30))


# What was decided


def test_verdicts_are_counted_by_day_verdict_and_rating():
    decide(tagged(), MONDAY)
    decide(tagged(), MONDAY + hours(1))
    decide(tagged(), MONDAY + hours(2), "refuted", rating="outdated")
    decide(tagged(), MONDAY + hours(24), "unverifiable")

    assert pace.decided(MARCH) == [
        Decided(date(2026, 3, 2), "refuted", "outdated", 1),
        Decided(date(2026, 3, 2), "verified", "", 2),
        Decided(date(2026, 3, 3), "unverifiable", "", 1),
    ]


def test_a_verdict_that_fell_was_given_all_the_same():
    object_to(decide(tagged(), MONDAY), MONDAY + hours(2))

    assert pace.decided(MARCH) == [Decided(date(2026, 3, 2), "verified", "", 1)]


def test_days_begin_at_midnight_of_the_desk():
    decide(tagged(), datetime(2026, 3, 31, 19, 59, tzinfo=UTC))
    decide(tagged(), datetime(2026, 3, 31, 20, 1, tzinfo=UTC))

    with timezone.override("Asia/Baku"):
        assert pace.decided(MARCH) == [Decided(date(2026, 3, 31), "verified", "", 1)]
    assert pace.decided(MARCH) == [Decided(date(2026, 3, 31), "verified", "", 2)]


def test_kind_and_section_narrow_every_figure():
    wanted = tagged(article=make_article(section="World"), kind="figure", due=date(2026, 3, 2))
    others = [tagged(kind="figure"), tagged(article=make_article(section="World"))]
    scope = Scope(MARCH.first, MARCH.last, "figure", "World")
    with at(MONDAY):
        open_now = backlog.ages(scope.narrowed()), backlog.loads(scope.narrowed())
        due = backlog.deadlines(scope.narrowed())
    for claim in (wanted, *others):
        decide(claim, MONDAY + hours(1))

    assert open_now[0] == {"open": (1, 0, 0, 0, 0)}
    assert [load.total for load in open_now[1]] == [1]
    assert [one.total for one in due] == [0, 1, 0, 0]
    assert [one.claims for one in pace.decided(scope)] == [1]
    assert pace.took(scope)[0].claims == 1
    assert [one.given for one in pace.held(scope)] == [1, 1]


# How verdicts held


@pytest.fixture
def people():
    return make_reviewer(first_name="Anna"), make_reviewer(first_name="Boris")


def held(person=None):
    return [(one.person.split()[0], one.part, one.given, one.overturned, one.reworded)
            for one in pace.held(MARCH, person)]  # fmt: skip


def test_a_verdict_is_overturned_by_another_on_the_same_words(people):
    claim = decide(tagged(), MONDAY, by=people[0], approver=people[1])
    claim = object_to(claim, MONDAY + hours(1))
    decide(claim, datetime(2026, 4, 2, tzinfo=UTC), "refuted", rating="false")

    assert held() == [("Anna", "proposed", 1, 1, 0), ("Boris", "approved", 1, 1, 0)]


def test_another_rating_overturns_as_well(people):
    claim = decide(tagged(), MONDAY, "refuted", *people, rating="false")
    claim = object_to(claim, MONDAY + hours(1))
    decide(claim, datetime(2026, 4, 2, tzinfo=UTC), "refuted", rating="misleading")

    assert held() == [("Anna", "proposed", 1, 1, 0), ("Boris", "approved", 1, 1, 0)]


def test_an_objection_that_ends_in_the_same_verdict_overturns_nothing(people):
    claim = decide(tagged(), MONDAY, by=people[0], approver=people[1])
    claim = object_to(claim, MONDAY + hours(1))
    decide(claim, datetime(2026, 4, 2, tzinfo=UTC))

    assert held() == [("Anna", "proposed", 1, 0, 0), ("Boris", "approved", 1, 0, 0)]


def test_a_proposal_that_waits_for_its_approval_overturns_nothing_yet(people):
    claim = decide(tagged(), MONDAY, by=people[0], approver=people[1])
    claim = object_to(claim, MONDAY + hours(1))
    with at(MONDAY + hours(2)):
        make_proposed_claim(claim, verdict="refuted")

    assert held() == [("Anna", "proposed", 1, 0, 0), ("Boris", "approved", 1, 0, 0)]


def test_what_ran_out_before_it_was_decided_otherwise_was_not_overturned(people):
    last = MONDAY.date() + timedelta(days=1)
    claim = decide(tagged(), MONDAY, by=people[0], approver=people[1], valid_until=last)
    claim = object_to(claim, MONDAY + hours(1))
    decide(claim, MONDAY + hours(72), "unverifiable", by=people[0], approver=people[1])

    assert held() == [("Anna", "proposed", 2, 0, 0), ("Boris", "approved", 2, 0, 0)]


def test_words_that_changed_under_a_verdict_overturn_nobody(people):
    with at(MONDAY):
        claim = make_fallen_claim(reviewer=people[0])
        claim = affirm(claim)
    fallen = held(people[0])
    decide(claim, datetime(2026, 4, 2, tzinfo=UTC), "unverifiable")

    assert fallen == [("Anna", "proposed", 1, 0, 1)]
    assert held(people[0]) == [("Anna", "proposed", 1, 0, 1)]


def test_a_confirmation_is_the_approvers_and_not_proposed_anew(people):
    with at(MONDAY):
        claim = make_fallen_claim(reviewer=people[0])
        workflow.take(claim, "confirm", by=people[1])

    assert [line for line in held() if line[0] in ("Anna", "Boris")] == [
        ("Anna", "proposed", 1, 0, 1),
        ("Boris", "approved", 1, 0, 0),
    ]


def test_both_who_approve_a_sensitive_claim_count(people):
    claim = decide(tagged(sensitivity="sensitive"), MONDAY, approver=people[0])
    with at(MONDAY):
        workflow.take(claim, "approve", by=people[1])

    assert [line for line in held() if line[1] == "approved"] == [
        ("Anna", "approved", 1, 0, 0),
        ("Boris", "approved", 1, 0, 0),
    ]


def test_a_single_approval_of_a_sensitive_claim_is_no_verdict_of_anybody(people):
    decide(tagged(sensitivity="sensitive"), MONDAY, by=people[0], approver=people[1])

    assert held() == []


def test_figures_outlive_the_account(people):
    decide(tagged(), MONDAY, by=people[0], approver=people[1])
    User.objects.filter(pk=people[0].pk).delete()

    assert pace.held(MARCH) == [
        Held("Anna Of The Desk", "proposed", 1, 0, 0),
        Held("Boris Of The Desk", "approved", 1, 0, 0),
    ]


# What is open


@pytest.mark.parametrize(
    ("old", "age"), [(0, 0), (23, 0), (24, 1), (72, 2), (168, 3), (719, 3), (720, 4)]
)
def test_an_age_begins_where_the_one_before_ends(old, age):
    tagged()

    with at(MONDAY + hours(old)):
        assert backlog.ages(ANY) == {"open": tuple(int(n == age) for n in range(5))}


def test_what_is_decided_or_dismissed_is_not_open():
    for status in ("suggested", "open", "in_review", "awaiting_approval", "recheck"):
        make_claim_with_status(status)
    make_claim_with_status("dismissed")
    make_decided_claim()

    assert {status: sum(ages) for status, ages in backlog.ages(ANY).items()} == {
        "suggested": 1, "open": 1, "in_review": 1, "awaiting_approval": 1, "recheck": 1,
    }  # fmt: skip


def test_loads_come_most_first_and_nobodys_last(people):
    article = make_article()
    for words, told in (
        (WORDS, {"assignee": people[1], "priority": 1}),
        ("met on Monday", {"assignee": people[1]}),
        ("The town council", {"assignee": people[0], "priority": 3}),
        ("at noon", {}),
    ):
        make_claim(article, words, **told)

    assert [(load.name, load.claims) for load in backlog.loads(ANY)] == [
        ("Boris Of The Desk", {1: 1, 2: 1}),
        ("Anna Of The Desk", {3: 1}),
        ("", {2: 1}),
    ]


def test_each_claim_is_due_in_one_span_alone(people):
    with at(MONDAY):
        for days in (0, 1, 2, 3, 4, 7, 8):
            make_claim(due=MONDAY.date() + timedelta(days=days))
        make_claim(due=MONDAY.date() + timedelta(days=2), assignee=people[0])
        make_claim()
    with at(MONDAY - hours(24)):
        make_claim(due=MONDAY.date() - timedelta(days=1))

    with at(MONDAY):
        due = backlog.deadlines(ANY)

    assert [(one.within, one.assigned, one.unassigned) for one in due] == [
        (None, 0, 1),
        (1, 0, 2),
        (3, 1, 2),
        (7, 0, 2),
    ]
