"""What a verdict rests on is looked at again, and the verdict falls with it."""

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from claims import capturing, gathering
from claims.fetching import FetchRefused
from claims.models import Claim, Evidence, Notice, Status, Watch
from tests import factories as make
from tests.claims.captures import (
    DAY,
    OTHER,
    PAGE,
    WORDS,
    capture,
    entries,
    later,
    make_decided_on,
    status_of,
)
from tests.claims.local_server import serving
from tests.conftest import IN_MEMORY

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def key(made_once, server):
    with override_settings(STORAGES=IN_MEMORY):
        return make_decided_on(make.make_claim(), server.answers_with(PAGE)).pk


@pytest.fixture
def evidence(key, server):
    """On the web, under a verdict in force; one copy is kept, and the page is as it was."""
    server.answers_with(PAGE)
    return Evidence.objects.get(pk=key)


def test_what_a_verdict_rests_on_is_fetched_again_after_a_day_a_week_and_each_month(evidence):
    days, now = [], timezone.now()

    for _ in range(4):
        next_time = Watch.objects.get().next_attempt
        days.append(round((next_time - now) / DAY))
        now = next_time
        assert capture(now).kept == 1

    assert days == [1, 7, 30, 30]


def test_an_address_that_is_gone_sends_its_claim_to_recheck_after_three_attempts(server, evidence):
    server.answers_with("", status=410)

    fell = [len(capture(later(days=day)).fell) for day in range(1, 4)]
    claim = Claim.objects.get(pk=evidence.claim_id)

    assert fell == [0, 0, 1]
    assert (claim.status, claim.decided_at, claim.is_confirmable) == (Status.RECHECK, None, False)
    (entry,) = entries(evidence, "claim.evidence_gone")
    since = later(days=1).date().isoformat()
    assert entry == {
        "claim": claim.pk,
        "evidence": evidence.pk,
        "from": "verified",
        "decision": claim.decision_id,
        "note": f"The site answered 410, Gone. So it has since {since}.",
        "revision": 1,
    }


def test_who_asks_three_times_in_a_minute_makes_no_address_gone(server, evidence):
    reviewer = make.make_reviewer()
    server.answers_with("", status=404)

    for _ in range(4):
        gathering.check_address(evidence, by=reviewer)
        assert capture().fell == []

    assert status_of(evidence) == Status.VERIFIED


def test_a_host_that_is_gone_is_as_a_page_that_is(evidence):
    def unknown(url):
        raise FetchRefused("There is no such host.", gone=True)

    for day in range(1, 4):
        capturing.capture_due(later(days=day), unknown)

    assert status_of(evidence) == Status.RECHECK


def test_what_comes_back_in_time_was_not_gone(server, evidence):
    server.answers_with("", status=404)
    capture(later(days=1))
    capture(later(days=2))
    server.answers_with(PAGE)
    capture(later(days=3))
    server.answers_with("", status=404)

    capture(later(days=10))

    assert (status_of(evidence), Watch.objects.get().gone) == (Status.VERIFIED, 1)


def test_what_is_gone_is_told_once(server, evidence):
    server.answers_with("", status=404)
    for day in range(1, 4):
        capture(later(days=day))
    claim = Claim.objects.get(pk=evidence.claim_id)
    make.make_decided_claim(claim)

    with time_machine.travel(later(days=60), tick=True):
        assert capture().fell == []

    assert status_of(evidence) == Status.VERIFIED


def test_an_error_of_the_server_sends_nobody_to_recheck(server, evidence):
    server.answers_with("", status=500)

    for day in range(1, capturing.ATTEMPTS + 2):
        capture(later(days=day))

    assert status_of(evidence) == Status.VERIFIED


def test_words_that_are_no_longer_there_send_their_claim_to_recheck_at_once(server, evidence):
    server.answers_with(OTHER)

    done = capture(later(days=1))

    assert ([claim.pk for claim in done.fell], status_of(evidence)) == (
        [evidence.claim_id],
        Status.RECHECK,
    )
    assert entries(evidence, "claim.evidence_changed")[0]["note"] == capturing.ABSENT


def test_those_who_answer_for_the_verdict_are_told(server, evidence):
    decision = Claim.objects.get(pk=evidence.claim_id).decision
    server.answers_with(OTHER)

    capture(later(days=1))

    told = Notice.objects.filter(kind=Notice.Kind.EVIDENCE_CHANGED)
    assert set(told.values_list("person", flat=True)) == {
        decision.proposed_by_id,
        decision.approvals.get().by_id,
    }


def test_another_page_with_the_same_words_changes_nothing(server, evidence):
    server.answers_with(f"<p>New design. {WORDS}")
    capture(later(days=1))
    assert status_of(evidence) == Status.VERIFIED
