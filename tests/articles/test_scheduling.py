"""Scheduled articles go out when their time comes, once, if the gate lets them, or not at all."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles import editing, ingest, scheduling
from articles.errors import Invalid, NotAllowed
from articles.models import Article, LedgerEntry
from claims import workflow
from newsroom.roles import EDITORS, PUBLISHERS
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
AT = NOW + timedelta(hours=1)
OPEN = "It is open: no verdict has been approved yet."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def scheduled(at=AT, **told):
    return make.schedule(make.make_article(), at, **told)


def publish_due():
    return [(article.pk, why_not) for article, why_not in scheduling.publish_due()]


def last_entry(article):
    entry = LedgerEntry.objects.filter(article=article).last()
    return entry.action, entry.actor_id, json.loads(entry.payload)


# --- the step ---------------------------------------------------------------------------------


def test_an_article_is_scheduled_by_whoever_may_publish_it_and_the_record_says_when():
    publisher = make.make_publisher()

    article = scheduled(by=publisher)

    assert (article.status, article.scheduled_for, article.scheduled_by) == (
        "scheduled",
        AT,
        publisher,
    )
    assert last_entry(article) == (
        "article.schedule",
        publisher.pk,
        {
            "from": "in_review",
            "to": "scheduled",
            "note": "",
            "revision": 1,
            "scheduled_for": "2030-01-31T13:00:00+00:00",
        },
    )


def test_a_time_in_another_zone_is_the_same_moment_in_the_record():
    article = scheduled(datetime.fromisoformat("2030-01-31T17:00:00+04:00"))

    assert last_entry(article)[2]["scheduled_for"] == "2030-01-31T13:00:00+00:00"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (None, "Say when: a time that lies ahead."),
        (NOW, "This time is past. Give one that lies ahead."),
        (
            datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
            "This time is too far ahead. Give one before the year 9000.",
        ),
        (NOW - timedelta(days=1), "This time is past. Give one that lies ahead."),
    ],
)
def test_a_time_that_does_not_lie_ahead_is_refused(at, sentence):
    article = make.make_article()

    with pytest.raises(Invalid) as refused:
        make.schedule(article, at)

    assert refused.value.errors == {"at": sentence}
    assert Article.objects.get().status == "in_review"


def test_a_scheduled_article_is_given_another_time():
    later = AT + timedelta(hours=1)

    article = editing.take(scheduled(), "schedule", by=make.make_publisher(), at=later)

    assert (article.status, article.scheduled_for) == ("scheduled", later)


def test_an_unscheduled_article_is_in_review_and_does_not_go_out(clock):
    article = editing.take(scheduled(), "unschedule", by=make.make_publisher())
    clock.move_to(AT)

    assert publish_due() == []
    assert (article.status, article.scheduled_for) == ("in_review", None)


def test_a_scheduled_article_may_be_published_at_once():
    article = editing.take(scheduled(), "publish", by=make.make_publisher())

    assert (article.status, article.first_published_at, article.scheduled_for) == (
        "published",
        NOW,
        None,
    )


def test_an_article_is_scheduled_while_checks_go_on():
    assert make.schedule(make.make_claim().article, AT).status == "scheduled"


def test_an_editor_does_not_change_a_scheduled_article_and_a_publisher_does():
    article = scheduled()

    with pytest.raises(NotAllowed, match="Only publishers may change a scheduled article"):
        editing.revise(article, by=make.make_editor(), based_on=1, standfirst="New.")

    by = make.make_user(EDITORS, PUBLISHERS)
    assert editing.revise(article, by=by, based_on=1, standfirst="New.").number == 2


def test_an_import_does_not_change_a_scheduled_article():
    page = "Council meets\n\n{}\n\nIt was founded in 1901, and has met ever since.\n"
    [outcome] = ingest.ingest("one.txt", page.format("It has 40 members.").encode())
    article = outcome.article
    editing.take(article, "submit", by=make.make_editor())
    editing.take(article, "schedule", by=make.make_publisher(), at=AT)

    [outcome] = ingest.ingest("one.txt", page.format("It has 41 members.").encode())

    assert (outcome.result, outcome.reason) == (
        "refused",
        f"“{article}” is scheduled and its source has changed. Unschedule it, then repeat.",
    )


# --- on time ----------------------------------------------------------------------------------


def test_an_article_goes_out_when_its_time_comes_and_not_a_second_before(clock):
    article = scheduled()

    clock.move_to(AT - timedelta(seconds=1))
    assert publish_due() == []
    clock.move_to(AT)
    assert publish_due() == [(article.pk, None)]

    article.refresh_from_db()
    assert (article.status, article.published_at, article.first_published_at) == (
        "published",
        AT,
        AT,
    )


def test_the_deed_is_that_of_whoever_scheduled_it_and_says_so(clock):
    publisher = make.make_publisher()
    article = scheduled(by=publisher)
    clock.move_to(AT)
    publish_due()

    assert last_entry(article) == (
        "article.publish",
        publisher.pk,
        {
            "from": "scheduled",
            "to": "published",
            "note": "",
            "revision": 1,
            "scheduled_for": "2030-01-31T13:00:00+00:00",
        },
    )


def test_nothing_is_published_twice_even_if_the_clock_is_set_back(clock):
    article = scheduled()
    clock.move_to(AT)
    publish_due()
    clock.move_to(NOW)

    assert publish_due() == []
    clock.move_to(AT)
    assert publish_due() == []
    assert article.ledger.filter(action="article.publish").count() == 1


def test_a_worker_that_read_the_article_before_another_published_it_does_nothing(clock, caplog):
    first, second = scheduled(), scheduled()
    clock.move_to(AT)
    slower = scheduling.publish_due()
    assert next(slower)[0].pk == first.pk
    assert publish_due() == [(second.pk, None)]

    assert (list(slower), caplog.text) == ([], "")
    assert second.ledger.filter(action="article.publish").count() == 1


def test_readers_know_it_since_it_first_went_out(clock):
    article = make.make_published_article()
    publisher = make.make_publisher()
    article = editing.take(article, "withdraw", by=publisher, note="A mix-up.")
    article = editing.take(article, "restore", by=publisher, note="It is put right.")
    editing.take(article, "schedule", by=publisher, at=AT)
    clock.move_to(AT)

    assert publish_due() == [(article.pk, None)]
    article.refresh_from_db()
    assert article.first_published_at == NOW


def test_what_does_not_pass_the_gate_goes_back_to_review_and_says_why(clock):
    claim = make.make_claim()
    article = make.schedule(claim.article, AT)
    clock.move_to(AT)

    assert publish_due() == [(article.pk, "Not published: One thing is in the way.")]

    article.refresh_from_db()
    assert (article.status, article.scheduled_for, article.missed_at, article.missed_why) == (
        "in_review",
        None,
        AT,
        "Not published: One thing is in the way.",
    )
    assert last_entry(article) == (
        "article.publication_refused",
        None,
        {
            "from": "scheduled",
            "to": "in_review",
            "note": "Not published: One thing is in the way.",
            "revision": 1,
            "scheduled_for": "2030-01-31T13:00:00+00:00",
            "blockers": [
                {"claim": claim.pk, "label": make.WORDS, "status": "open", "detail": OPEN}
            ],
        },
    )


def test_a_verdict_that_falls_meanwhile_keeps_the_article_in(clock):
    claim = make.make_decided_claim()
    article = make.schedule(claim.article, AT)
    workflow.take(claim, "object", by=make.make_editor(), note="The source is withdrawn.")
    clock.move_to(AT)

    assert publish_due() == [(article.pk, "Not published: One thing is in the way.")]


def test_once_its_checks_are_finished_it_goes_out(clock):
    claim = make.make_claim()
    article = make.schedule(claim.article, AT)
    make.make_decided_claim(claim)
    clock.move_to(AT)

    assert publish_due() == [(article.pk, None)]


def closed(person):
    person.is_active = False
    person.save()


@pytest.mark.parametrize(
    "lose", [closed, lambda person: person.groups.clear(), lambda person: person.delete()],
    ids=["closed", "role lost", "deleted"],
)  # fmt: skip
def test_who_may_publish_no_more_publishes_nothing_by_schedule(lose, clock):
    publisher = make.make_publisher()
    article = scheduled(by=publisher)
    lose(publisher)
    clock.move_to(AT)

    assert publish_due() == [(article.pk, scheduling.NOBODY)]
    article.refresh_from_db()
    assert (article.status, article.missed_why) == ("in_review", scheduling.NOBODY)


def test_the_next_step_forgets_that_it_was_missed(clock):
    article = make.schedule(make.make_claim().article, AT)
    clock.move_to(AT)
    publish_due()
    assert list(Article.objects.missed()) == [article]

    editing.take(article, "schedule", by=make.make_publisher(), at=AT + timedelta(hours=1))

    assert list(Article.objects.missed()) == []


def test_an_accident_with_one_article_keeps_no_other_back(clock, caplog):
    broken, whole = scheduled(), scheduled(AT + timedelta(minutes=1))
    Article.objects.filter(pk=broken.pk).update(head_sequence=0, head_hash="")
    clock.move_to(AT + timedelta(minutes=1))

    assert publish_due() == [(whole.pk, None)]
    assert Article.objects.get(pk=broken.pk).status == "scheduled"
    assert f"Article {broken.pk} was not published on time" in caplog.text


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_what_is_due_is_one_query_whatever_waits(count, django_assert_num_queries):
    for _ in range(count):
        scheduled()

    with django_assert_num_queries(1):
        assert publish_due() == []
