"""An embargo keeps an article in, whoever wants it out, until its time or until it is lifted."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles import editing, scheduling
from articles.errors import Blocked, Conflict, Invalid, NotAllowed
from articles.models import Article, LedgerEntry
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=2)
SENTENCE = "It is under embargo until 31 January 2030, 14:00 UTC. Wait for it, or lift the embargo."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def embargo(article, until=UNTIL, by=None, note="The report is out at two."):
    return scheduling.set_embargo(article, until, by=by or make.make_publisher(), note=note)


def in_review(article=None):
    return editing.take(article or make.make_article(), "submit", by=make.make_editor())


def publish(article):
    return editing.take(article, "publish", by=make.make_publisher())


def written():
    article = Article.objects.get()
    return article.embargoed_until, article.head_sequence


def test_an_embargo_is_set_and_the_record_says_by_whom_and_why():
    publisher = make.make_publisher()
    article = embargo(make.make_article(), by=publisher)

    entry = LedgerEntry.objects.filter(article=article).last()
    assert article.embargoed_until == UNTIL
    assert (entry.action, entry.actor_id, json.loads(entry.payload)) == (
        "article.embargo",
        publisher.pk,
        {"from": None, "to": "2030-01-31T14:00:00+00:00", "note": "The report is out at two."},
    )


def test_nothing_goes_out_before_its_embargo_ends():
    article = in_review(embargo(make.make_article()))

    with pytest.raises(Blocked) as refused:
        publish(article)

    assert [blocker.detail for blocker in refused.value.blockers] == [SENTENCE]
    assert Article.objects.get().status == "in_review"


def test_it_goes_out_when_the_embargo_ends_and_has_none_then(clock):
    article = in_review(embargo(make.make_article()))
    clock.move_to(UNTIL)

    article = publish(article)

    assert (article.status, article.embargoed_until) == ("published", None)


def test_a_lifted_embargo_keeps_nothing_in():
    article = embargo(embargo(in_review()), None, note="They let us.")

    assert (article.embargoed_until, publish(article).status) == (None, "published")


def test_an_article_is_not_scheduled_for_a_time_under_embargo():
    article = in_review(embargo(make.make_article()))
    early = {"by": make.make_publisher(), "at": UNTIL - timedelta(seconds=1)}

    with pytest.raises(Invalid) as refused:
        editing.take(article, "schedule", **early)

    assert refused.value.errors == {
        "at": "It is under embargo until 31 January 2030, 14:00 UTC: no article is scheduled for "
        "a time before its embargo ends."
    }


def test_an_article_scheduled_for_the_end_of_its_embargo_goes_out_then(clock):
    article = make.schedule(embargo(make.make_article()), UNTIL)
    clock.move_to(UNTIL)

    assert list(scheduling.publish_due()) == [(article, None)]


def test_no_embargo_ends_after_the_time_the_article_is_scheduled_for():
    article = make.schedule(make.make_article(), UNTIL)

    with pytest.raises(Invalid) as refused:
        embargo(article, UNTIL + timedelta(seconds=1))

    assert refused.value.errors == {
        "until": "It is scheduled for 31 January 2030, 14:00 UTC: no article is scheduled for a "
        "time before its embargo ends."
    }


def test_a_published_article_gets_no_embargo():
    article = make.make_published_article()

    with pytest.raises(Conflict, match="withdraw it before you set an embargo"):
        embargo(article)


@pytest.mark.parametrize("make_person", [make.make_editor, make.make_reviewer, make.make_user])
def test_only_publishers_set_an_embargo(make_person):
    article = make.make_article()
    before = written()

    with pytest.raises(NotAllowed, match="Only publishers set or lift an embargo"):
        embargo(article, by=make_person())

    assert written() == before


@pytest.mark.parametrize(
    ("until", "note", "errors"),
    [
        (NOW, "So.", {"until": "This time is past. Give one that lies ahead."}),
        (None, "So.", {"until": "It has none."}),
        (UNTIL, " ", {"note": "Say why: an embargo is set or lifted with a note."}),
        (UNTIL, "x" * 5001, {"note": "Shorten the note to 5,000 characters."}),
    ],
)
def test_an_embargo_that_says_nothing_is_refused(until, note, errors):
    article = make.make_article()
    before = written()

    with pytest.raises(Invalid) as refused:
        embargo(article, until, note=note)

    assert (refused.value.errors, written()) == (errors, before)


def test_the_same_embargo_again_is_refused():
    with pytest.raises(Invalid, match="That is the embargo it has"):
        embargo(embargo(make.make_article()))


@pytest.mark.parametrize("count", [1, 3])
def test_an_embargo_costs_the_same_for_any_number_of_claims(count, django_assert_num_queries):
    article, by = make.make_article(), make.make_publisher()
    for words in ("The town council met", make.WORDS, "The meeting ended at noon.")[:count]:
        make.make_claim(article, words)
    by.has_perm("articles.publish_article")

    with django_assert_num_queries(6):
        embargo(article, by=by)
