"""A verdict that was given until a day does not stand the day after."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone

from articles.errors import StepRefused
from articles.models import LedgerEntry
from claims import following, verification, visibility, workflow
from claims.models import Claim, Status
from claims.verification import State, Verification
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def make_claim_until(day, article=None, words=make.WORDS, verdict="verified"):
    """A decided claim whose verdict has this last day; None for no such day."""
    reviewer = make.make_reviewer()
    claim = make.make_claim_in_review(make.make_claim(article, words), reviewer)
    told = {"verdict": verdict, "summary": "As the minutes say.", "valid_until": day}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    return workflow.take(claim, "approve", by=make.make_reviewer())


@pytest.fixture
def tomorrow(monkeypatch):
    """Call it, and it is the day after."""
    day = TODAY + timedelta(days=1)
    return lambda: monkeypatch.setattr(timezone, "localdate", lambda: day)


def read(claim):
    return Claim.objects.with_review().get(pk=claim.pk)


@pytest.mark.parametrize(("days", "stands"), [(None, True), (0, False), (1, True), (365, True)])
def test_a_verdict_stands_to_the_end_of_its_last_day(days, stands, tomorrow):
    claim = make_claim_until(None if days is None else TODAY + timedelta(days=days))
    make.publish(claim.article)
    on_the_day = read(claim).is_decided, Claim.objects.public().count()

    tomorrow()

    assert on_the_day == (True, 1)
    assert (read(claim).is_decided, Claim.objects.public().count()) == (stands, int(stands))
    assert Claim.objects.undecided().count() == int(not stands)


@pytest.mark.parametrize("status", [Status.OPEN, Status.RECHECK, Status.DISMISSED])
def test_what_has_no_verdict_does_not_expire(status):
    claim = make.make_claim_with_status(status)

    assert (claim.is_expired, claim.is_decided) == (False, False)


def test_readers_are_told_nothing_of_an_expired_verdict(client):
    claim = make_claim_until(TODAY)
    article = make.publish(claim.article)
    addresses = [article.get_absolute_url(), "/api/v1/claims/", f"/api/v1/claims/{claim.pk}/"]
    told = [b"As the minutes say." in client.get(address).content for address in addresses]

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        later = [b"As the minutes say." in client.get(address).content for address in addresses]

    assert (told, later) == ([True] * 3, [False] * 3)


def test_the_public_has_no_decision_of_an_expired_claim(tomorrow):
    claim = read(make_claim_until(TODAY))
    eyes = visibility.eyes_of(AnonymousUser(), [claim])

    tomorrow()

    assert visibility.decision_of(claim, eyes) is None


def test_an_expired_verdict_counts_as_undecided(tomorrow, django_assert_num_queries):
    article = make.make_article()
    make_claim_until(TODAY, article)
    make_claim_until(TODAY, article, "founded in 1901", verdict="unverifiable")
    make_claim_until(None, article, "The meeting ended at noon.")
    claims = list(article.claims.select_related("decision"))

    tomorrow()

    expected = Verification(State.PARTLY_VERIFIED, 3, 1, 0, 0, 2)
    with django_assert_num_queries(1):
        assert verification.of_articles([article.pk]) == {article.pk: expected}
    with django_assert_num_queries(0):
        assert verification.of_claims(claims) == expected


def test_whoever_may_still_objects_to_an_expired_verdict(tomorrow):
    claim = make_claim_until(TODAY)
    tomorrow()

    claim = workflow.take(claim, "object", by=make.make_editor(), note="It is out of date.")

    assert claim.status == Status.RECHECK


# --- the sweep --------------------------------------------------------------------------------


def test_expiring_sends_the_claim_to_recheck_and_writes_one_entry(tomorrow):
    claim = make_claim_until(TODAY)
    tomorrow()

    following.expire()

    after = Claim.objects.get(pk=claim.pk)
    entry = LedgerEntry.objects.filter(article=claim.article_id).last()
    assert (after.status, after.decided_at, after.assignee, after.decision, after.version) == (
        Status.RECHECK,
        None,
        None,
        claim.decision,
        claim.version + 1,
    )
    assert (entry.action, entry.actor_id, json.loads(entry.payload)) == (
        "claim.expire",
        None,
        {
            "claim": claim.pk,
            "from": "verified",
            "decision": claim.decision_id,
            "valid_until": TODAY.isoformat(),
            "revision": 1,
        },
    )


def test_an_expired_claim_is_taken_up_again(tomorrow):
    claim = make_claim_until(TODAY)
    tomorrow()
    following.expire()

    claim = workflow.take(Claim.objects.get(pk=claim.pk), "take_up", by=make.make_reviewer())

    assert claim.status == Status.IN_REVIEW


def test_expiring_leaves_alone_what_is_valid_and_what_was_done_already(tomorrow):
    claim = make_claim_until(TODAY + timedelta(days=1))
    expired = make_claim_until(TODAY)
    tomorrow()

    assert [[one.pk for one in following.expire()] for _ in range(2)] == [[expired.pk], []]
    assert Claim.objects.get(pk=claim.pk).status == Status.VERIFIED


def test_expiring_one_article_leaves_the_others(tomorrow):
    first, second = make_claim_until(TODAY), make_claim_until(TODAY)
    tomorrow()

    following.expire(second.article)

    statuses = dict(Claim.objects.values_list("pk", "status"))
    assert statuses == {first.pk: Status.VERIFIED, second.pk: Status.RECHECK}


def test_the_command_says_what_it_did(tomorrow, capsys):
    article = make.make_article()
    one = make_claim_until(TODAY, article)
    other = make_claim_until(TODAY, article, "founded in 1901")
    tomorrow()

    call_command("expire_verdicts")
    call_command("expire_verdicts")

    day = TODAY.isoformat()
    assert capsys.readouterr().out == (
        f"Claim {one.pk} is to be rechecked: valid until {day}.\n"
        f"Claim {other.pk} is to be rechecked: valid until {day}.\n"
        "2 verdicts have expired.\n"
        "0 verdicts have expired.\n"
    )


def test_the_command_counts_one_in_the_singular(tomorrow, capsys):
    make_claim_until(TODAY)
    tomorrow()

    call_command("expire_verdicts")

    assert capsys.readouterr().out.endswith("\n1 verdict has expired.\n")


def test_a_verdict_whose_last_day_passed_before_its_approval_is_not_approved(tomorrow):
    reviewer = make.make_reviewer()
    claim = make.make_claim_in_review(reviewer=reviewer)
    told = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": TODAY}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    tomorrow()

    with pytest.raises(StepRefused, match=f"valid until {TODAY.isoformat()}. Send it back"):
        workflow.take(claim, "approve", by=make.make_reviewer())
