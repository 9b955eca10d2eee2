"""One fact in many articles: a verdict that was adopted falls with the first one, at once."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import guarded_tables, ledger
from articles.errors import Invalid, StepRefused
from articles.models import Article, LedgerEntry
from articles.signals import objections
from claims import adoption, recorded, sameness, tagging, verification, workflow, worklists
from claims.apps import GUARDS
from claims.models import Claim, Contribution, Decision, Notice, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SUMMARY = b"As the minutes say."


def read(claim):
    return Claim.objects.with_verdict().get(pk=claim.pk)


def change_the_words(claim):
    make.revise(claim, make.BODY.replace("has 40 members", "has 41 members"))


def put_elsewhere(claim):
    tagging.place(claim, by=make.make_editor(), revision=1, start=4, end=16)


def confirm_other_words(claim):
    change_the_words(claim)
    workflow.take(Claim.objects.get(pk=claim.pk), "confirm", by=make.make_reviewer())


# Whatever takes the first verdict off.
FALLS = [make.object_to, change_the_words, put_elsewhere, confirm_other_words]


@pytest.fixture(scope="module")
def pair(made_once):
    """A decided claim, and one in a published article that adopts its verdict."""
    first = make.make_decided_claim()
    adopting = make.make_adopting_claim(first)
    make.publish(adopting.article)
    return first, adopting


@pytest.fixture(scope="module")
def matched(pair):
    """In review, and declared the same as the first of the pair."""
    return make.make_matched_claim(pair[0])


@pytest.fixture(scope="module")
def other(made_once):
    """Decided, and declared the same as none of the pair."""
    return make.make_decided_claim()


@pytest.fixture(scope="module")
def proposed(other):
    """Awaits approval of the verdict of the other."""
    return make.make_adopting_claim(other, Status.AWAITING_APPROVAL)


LAST = TODAY + timedelta(days=9)


@pytest.fixture(scope="module")
def until_then(made_once):
    claim = make.make_claim_in_review()
    said = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": LAST}
    claim = workflow.take(claim, "propose", by=claim.assignee, **said)
    return workflow.take(claim, "approve", by=make.make_reviewer())


@pytest.fixture(scope="module")
def adopting_until_then(until_then):
    return make.make_adopting_claim(until_then)


# --- what readers and the desk are told, in the transaction of the fall -------------------------


@pytest.mark.parametrize("fall", FALLS)
def test_from_the_moment_on_that_the_first_falls_no_verdict_stands(pair, fall):
    first, adopting = pair
    stood = read(adopting).is_decided, adopting in Claim.objects.public()

    fall(first)

    now = read(adopting)
    assert (stood, now.is_decided, now.adopted_fell) == ((True, True), False, True)
    assert adopting not in Claim.objects.in_force()
    assert adopting in Claim.objects.undecided()


def test_the_article_is_not_verified_any_more(pair, django_assert_num_queries):
    first, adopting = pair
    article = adopting.article_id
    verified = verification.of_articles([article])[article].state

    make.object_to(first)

    with django_assert_num_queries(1):
        counted = verification.of_articles([article])[article]
    assert (verified, counted.state, counted.undecided) == ("verified", "unverified", 1)
    assert verification.of_claims([read(adopting)]) == counted


def test_readers_see_nothing_of_it(pair, client):
    first, adopting = pair
    page = adopting.article.get_absolute_url()
    addresses = [page, "/api/v1/claims/", f"/api/v1/claims/{adopting.pk}/"]
    told = [SUMMARY in client.get(address).content for address in addresses]

    make.object_to(first)

    assert told == [True] * 3
    assert [SUMMARY in client.get(address).content for address in addresses] == [False] * 3


def test_the_article_does_not_go_out(pair):
    first, adopting = pair
    before = objections(adopting.article)

    make.object_to(first)

    assert (before, [one.detail for one in objections(adopting.article)]) == (
        [],
        ["The verdict that it adopted is no longer in force: it is about to be rechecked."],
    )


def test_what_waits_for_approval_waits_for_nobody(other, proposed):
    waiting = Claim.objects.filter(worklists.awaiting(make.make_reviewer()))
    assert list(waiting) == [proposed]

    make.object_to(other)

    assert list(waiting.all()) == []


def test_whether_a_verdict_stands_costs_no_query(pair, django_assert_num_queries):
    adopting = Claim.objects.with_review().get(pk=pair[1].pk)

    with django_assert_num_queries(0):
        assert adopting.is_decided


# --- what is written then -----------------------------------------------------------------------


@pytest.mark.parametrize("fall", FALLS)
def test_once_the_fall_is_written_all_that_rests_on_it_goes_to_recheck(
    pair, fall, django_capture_on_commit_callbacks
):
    first, adopting = pair

    with django_capture_on_commit_callbacks(execute=True):
        fall(first)

    now = read(adopting)
    assert (now.status, now.assignee, now.decided_at, now.is_confirmable) == (
        Status.RECHECK,
        None,
        None,
        False,
    )


def test_the_record_names_the_first_claim_and_its_decision(pair):
    first, adopting = pair
    make.object_to(first)

    adoption.fall_due()

    entry = LedgerEntry.objects.filter(article=adopting.article_id).last()
    assert (entry.action, entry.actor_id, json.loads(entry.payload)) == (
        "claim.adopted_fell",
        None,
        {
            "claim": adopting.pk,
            "from": "verified",
            "decision": adopting.decision_id,
            "adopted_claim": first.pk,
            "adopted_decision": first.decision_id,
            "revision": 1,
        },
    )


def test_whoever_proposed_and_approved_it_is_told(pair):
    first, adopting = pair
    make.object_to(first)

    adoption.fall_due()

    told = Notice.objects.filter(claim=adopting, kind="adopted_fell")
    [approval] = adopting.decision.approvals.all()
    assert {notice.person for notice in told} == {adopting.decision.proposed_by, approval.by}
    assert {str(notice) for notice in told} == {
        "The verdict that it adopted is no longer in force."
    }


def test_it_is_done_once(pair):
    first, adopting = pair
    make.object_to(first)

    assert [adoption.fall_due(), adoption.fall_due()] == [[adopting], []]


def test_nothing_falls_while_the_first_stands(pair):
    assert adoption.fall_due() == []


def test_what_rests_on_another_verdict_stands(pair, until_then, adopting_until_then):
    first, _ = pair
    make.object_to(first)

    adoption.fall_due([until_then.pk])
    adoption.fall_due([first.pk])

    assert read(adopting_until_then).is_decided


def test_a_proposal_falls_as_well(other, proposed):
    make.object_to(other)

    adoption.fall_due()

    assert read(proposed).status == Status.RECHECK


def test_a_claim_that_is_being_reviewed_is_left_to_its_reviewer(pair):
    first, adopting = pair
    reviewer = make.make_reviewer()
    workflow.take(make.object_to(adopting), "take_up", by=reviewer)
    make.object_to(first)

    assert (adoption.fall_due(), read(adopting).assignee) == ([], reviewer)


@pytest.mark.parametrize("count", [1, 3])
def test_to_look_for_what_fell_takes_one_query(pair, count, django_assert_num_queries):
    for _ in range(count - 1):
        make.make_adopting_claim(pair[0])

    with django_assert_num_queries(1):
        adoption.fall_due()


def test_the_daily_command_does_what_was_left(pair, capsys):
    first, adopting = pair
    make.object_to(first)

    call_command("expire_verdicts")

    assert read(adopting).status == Status.RECHECK
    assert capsys.readouterr().out.splitlines() == [
        f"Claim {adopting.pk} is to be rechecked: the verdict on claim {first.pk} fell.",
        "0 verdicts have expired.",
    ]


def test_what_expires_together_expires(adopting_until_then):
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        decided, fallen = read(adopting_until_then).is_decided, adoption.fall_due()
        call_command("expire_verdicts")

    entry = LedgerEntry.objects.filter(article=adopting_until_then.article_id).last()
    assert (decided, fallen, entry.action) == (False, [], "claim.expire")


def test_what_expires_expires_though_the_first_has_fallen_as_well(until_then, adopting_until_then):
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        make.object_to(until_then)
        fallen = adoption.fall_due()
        call_command("expire_verdicts")

    entry = LedgerEntry.objects.filter(article=adopting_until_then.article_id).last()
    assert (fallen, entry.action) == ([], "claim.expire")


# --- afterwards ---------------------------------------------------------------------------------


def test_a_first_verdict_that_is_confirmed_revives_none(pair):
    first, adopting = pair
    confirm_other_words(first)

    adoption.fall_due()

    assert (read(first).status, read(adopting).status) == (Status.VERIFIED, Status.RECHECK)


def test_it_is_adopted_anew_from_the_confirmed_one(pair):
    first, adopting = pair
    confirm_other_words(first)
    adoption.fall_due()
    reviewer = make.make_reviewer()
    again = workflow.take(read(adopting), "take_up", by=reviewer)

    again = workflow.take(again, "adopt", by=reviewer, adopts=first.pk)
    again = workflow.take(again, "approve", by=make.make_reviewer())

    assert (again.is_decided, again.decision.adopts) == (True, read(first).decision)


def test_an_adopted_verdict_that_is_confirmed_still_rests_on_the_first(pair):
    first, adopting = pair[0], make.make_adopting_claim(pair[0])
    change_the_words(adopting)

    confirmed = workflow.take(read(adopting), "confirm", by=make.make_reviewer())

    assert confirmed.decision.adopts == first.decision
    make.object_to(first)
    assert not read(adopting).is_decided


# --- where it comes from, and days ----------------------------------------------------------------


def test_a_claim_that_adopted_its_verdict_is_no_source_of_one(pair, matched):
    first, adopting = pair
    make.declare_same(adopting, matched)

    with pytest.raises(Invalid) as refused:
        workflow.take(matched, "adopt", by=matched.assignee, adopts=adopting.pk)

    assert (refused.value.errors, matched.decisions.count()) == (
        {
            "adopts": f"Claim {adopting.pk} adopted its verdict from claim {first.pk}: declare "
            f"this one the same as claim {first.pk}, and adopt it from there."
        },
        0,
    )


def test_no_verdict_is_left_that_came_through_what_was_taken_back(pair):
    first, adopting = pair
    third = make.make_matched_claim(adopting)
    with pytest.raises(StepRefused):
        workflow.take(third, "adopt", by=third.assignee, adopts=first.pk)
    make.declare_same(first, third)
    third = workflow.take(third, "adopt", by=third.assignee, adopts=first.pk)
    third = workflow.take(third, "approve", by=make.make_reviewer())

    make.object_to(adopting)
    sameness.retract(adopting.decision.sameness, by=make.make_editor(), note="Of last year.")

    between = {third.decision.sameness.first_id, third.decision.sameness.second_id}
    assert (between, read(third).is_decided) == ({first.pk, third.pk}, True)
    with pytest.raises(StepRefused):
        sameness.retract(third.decision.sameness, by=make.make_editor(), note="Of last year.")


def test_it_is_valid_as_long_as_the_adopted_one(adopting_until_then):
    assert adopting_until_then.decision.valid_until == LAST


def test_it_is_not_valid_any_longer(until_then):
    claim = make.make_matched_claim(until_then)
    told = {"adopts": until_then.pk, "valid_until": LAST + timedelta(days=1)}

    with pytest.raises(Invalid) as refused:
        workflow.take(claim, "adopt", by=claim.assignee, **told)

    assert refused.value.errors == {
        "valid_until": f"The verdict that is adopted is valid until {LAST.isoformat()}. Choose "
        "that day or an earlier one."
    }


def test_a_verdict_is_not_adopted_from_a_claim_that_was_not_declared_the_same(matched, other):
    with pytest.raises(Invalid):
        workflow.take(matched, "adopt", by=matched.assignee, adopts=other.pk)

    assert matched.decisions.count() == 0


def test_a_verdict_that_is_not_in_force_is_not_adopted(pair, matched):
    first, _ = pair
    make.object_to(first)

    with pytest.raises(StepRefused):
        workflow.take(matched, "adopt", by=matched.assignee, adopts=first.pk)

    assert matched.decisions.count() == 0


def test_what_was_enough_for_a_normal_claim_is_not_adopted_for_a_sensitive_one(other):
    claim = make.make_matched_claim(other, claim=make.make_claim(sensitivity="sensitive"))

    with pytest.raises(Invalid) as refused:
        workflow.take(claim, "adopt", by=claim.assignee, adopts=other.pk)

    assert refused.value.errors == {
        "adopts": "The rule for a sensitive claim asks for 2 independent origins, each of which "
        "supports the claim; here is 1: Minutes of the meeting. Check this claim for itself."
    }


def test_a_sensitive_claim_takes_two_approvals_of_what_is_adopted():
    first = make.make_decided_claim(sensitivity="sensitive")
    claim = make.make_matched_claim(first, claim=make.make_claim(sensitivity="sensitive"))
    claim = workflow.take(claim, "adopt", by=claim.assignee, adopts=first.pk)

    statuses = [
        (claim := workflow.take(claim, "approve", by=make.make_reviewer())).status for _ in range(2)
    ]

    assert statuses == [Status.AWAITING_APPROVAL, Status.VERIFIED]


def test_whoever_declared_them_the_same_has_a_hand_in_what_is_adopted_alone(pair):
    first, adopting = pair
    hands = Contribution.objects.filter(role="matched")

    assert [hand.person for hand in hands.filter(claim=adopting)] == [
        adopting.decision.sameness.declared_by
    ]
    assert hands.filter(claim=first).count() == 0


def test_it_is_adopted_where_the_account_of_whoever_declared_them_the_same_is_gone(pair, matched):
    declarer = matched.article.ledger.get(action="claim.declare_same").actor_id
    User.objects.get(pk=declarer).delete()

    claim = workflow.take(matched, "adopt", by=matched.assignee, adopts=pair[0].pk)

    assert claim.status == Status.AWAITING_APPROVAL


# --- the record ---------------------------------------------------------------------------------


def test_the_record_holds(pair):
    adoption.fall_due()

    assert (list(ledger.verify()), list(recorded.verify(Article.objects.all()))) == (
        [],
        [],
    )


def test_the_record_finds_a_decision_that_is_said_to_adopt_none(pair):
    connection.check_constraints()  # PostgreSQL drops no trigger before what is deferred is done.
    guarded_tables.remove(connection, GUARDS)
    Decision.objects.filter(pk=pair[1].decision_id).update(adopts=None, sameness=None)

    found = list(recorded.verify(Article.objects.all()))

    # The entry that proposed it says what it adopts, and so does the one that approved it.
    assert [one.sentence.split(" says: ")[1] for one in found] == ["what it adopts, sameness."] * 2


# --- the API and the reader's page --------------------------------------------------------------


@pytest.fixture
def shown(pair, client):
    """Call it for what the public is told of the adopting claim: page and decision."""
    _, adopting = pair

    def tell():
        page = client.get(adopting.article.get_absolute_url()).content.decode()
        return page, client.get(f"/api/v1/claims/{adopting.pk}/").json()["decision"]

    return tell


def test_readers_are_led_to_the_article_that_it_was_checked_for(pair, shown):
    article = make.publish(pair[0].article)

    page, decision = shown()

    address = f"{article.get_absolute_url()}#check-{pair[0].pk}"
    assert (
        "Checked once for several articles: see the check in "
        f'<a href="{address}">{article.headline}</a>.' in page
    )
    assert decision["adopts"] == {"claim": pair[0].pk, "article": article.slug}


def test_readers_are_told_nothing_of_an_article_they_may_not_read(pair, shown):
    article = pair[0].article

    page, decision = shown()

    assert (SUMMARY.decode() in page, decision["summary"]) == (True, SUMMARY.decode())
    assert decision["adopts"] is None
    assert [word for word in (article.headline, article.slug, "Checked once") if word in page] == []
    assert "<p>Checked for another article.</p>" in page


def test_of_one_that_was_checked_where_it_stands_readers_are_told_no_such_thing(other, client):
    article = make.publish(other.article)

    assert "Checked for another article" not in client.get(article.get_absolute_url()).text


@pytest.fixture(scope="module")
def with_evidence(other):
    """Adopts a verdict, and has evidence of its own that the verdict does not rest on."""
    claim = make.make_matched_claim(other)
    make.make_evidence(claim, claim.assignee, title="A list of its own", stance="refutes")
    claim = workflow.take(read(claim), "adopt", by=claim.assignee, adopts=other.pk)
    claim = workflow.take(claim, "approve", by=make.make_reviewer())
    make.publish(claim.article)
    return claim


def evidence_told(client, claim):
    """Return the titles that the claim and its list of evidence tell of in the API."""
    one = client.get(f"/api/v1/claims/{claim.pk}/").json()["evidence"]
    several = client.get(f"/api/v1/claims/{claim.pk}/evidence/").json()["results"]
    return [[told["title"] for told in found] for found in (one, several)]


def test_readers_are_shown_no_evidence_that_the_verdict_does_not_rest_on(with_evidence, client):
    page = client.get(with_evidence.article.get_absolute_url()).text

    assert [word for word in ("A list of its own", "<h4>Evidence</h4>") if word in page] == []
    assert evidence_told(client, with_evidence) == [[], []]


def test_staff_are_shown_it(with_evidence, client):
    client.force_login(make.make_editor())

    assert evidence_told(client, with_evidence) == [["A list of its own"]] * 2


def test_staff_are_told_of_it(pair, client):
    client.force_login(make.make_editor())

    told = client.get(f"/api/v1/claims/{pair[1].pk}/").json()

    article = pair[0].article
    assert told["decision"]["adopts"] == {"claim": pair[0].pk, "article": article.slug}


def post(client, claim, **told):
    address = f"/api/v1/claims/{claim.pk}/steps/"
    return client.post(address, json.dumps(told), content_type="application/json")


def test_a_verdict_is_adopted_over_the_api(client, pair, matched):
    first, _ = pair
    client.force_login(matched.assignee)

    response = post(client, matched, step="adopt", adopts=first.pk)

    assert (response.status_code, response.json()["status"]) == (200, "awaiting_approval")
    assert read(matched).decision.adopts == first.decision


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"step": "take_up", "adopts": 1}, "adopts"),
        ({"step": "adopt", "verdict": "verified"}, "verdict"),
    ],
)
def test_the_api_takes_what_is_adopted_by_that_step_alone(client, told, field):
    claim = make.make_claim()
    client.force_login(make.make_reviewer())

    response = post(client, claim, **told)

    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (
        400,
        [field],
    )


def test_the_public_takes_no_step(client, pair):
    assert post(client, pair[1], step="adopt", adopts=pair[0].pk).status_code == 401
    assert Claim.objects.visible_to(AnonymousUser()).filter(pk=pair[1].pk).exists()
