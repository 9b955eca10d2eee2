"""Kept lists, searches and feeds: one query while nothing happens, and never older than a deed."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import LedgerEntry, Tag
from claims import workflow
from newsroom.reader.paging import cursor
from tests import factories as make

from .reader_lists import LISTS, headlines, publish, withdraw
from .reader_pages import correct, decided_on, parsed, text_of

pytestmark = pytest.mark.django_db
FEEDS = [
    "/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json", "/sections/local/feed.xml",
    "/feeds/checks.xml", "/feeds/corrections.xml",
]  # fmt: skip
KEPT = [*LISTS, *FEEDS, "/search/?q=council", "/search/?q=council&sort=date"]
NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)


def told_of_verdicts(client):
    return [text_of(line) for line in parsed(client.get("/")).css(".teaser .meta:last-child")]


@pytest.fixture
def published():
    return correct(publish(), standfirst="Forty.")


def test_a_kept_list_is_read_in_one_query_and_is_the_same(
    client, published, django_assert_num_queries
):
    made = [client.get(path) for path in KEPT]

    with django_assert_num_queries(len(KEPT)):
        kept = [client.get(path) for path in KEPT]

    assert [one.content for one in kept] == [one.content for one in made]
    assert [one.headers for one in kept] == [one.headers for one in made]
    assert {one.status_code for one in kept} == {200}


def test_every_place_in_a_list_is_kept_for_itself(client):
    first, _ = publish(headline="First"), publish(headline="Second")
    older = f"/?before={cursor(first.published_at, first.pk)}"

    assert [headlines(client.get(path)) for path in ("/", older, "/")] == [
        ["First", "Second"], ["Second"], ["First", "Second"],
    ]  # fmt: skip


def test_whoever_has_a_kept_list_is_told_so(client, published):
    tags = [client.get("/")["ETag"], client.get("/", headers={"Accept-Encoding": "gzip"})["ETag"]]
    answers = [client.get("/", headers={"If-None-Match": tag}) for tag in (tags[0], '"other"')]
    zipped = client.get("/", headers={"If-None-Match": tags[1], "Accept-Encoding": "gzip"})

    assert [one.status_code for one in (*answers, zipped)] == [304, 200, 304]
    assert tags[0] != tags[1]


def test_a_kept_list_is_sent_zipped_to_whoever_takes_it_so(client, published):
    plain, zipped = client.get("/"), client.get("/", headers={"Accept-Encoding": "br, gzip"})

    assert gzip.decompress(zipped.content) == plain.content
    assert (zipped["Content-Encoding"], zipped["Vary"]) == ("gzip", "Accept-Encoding")
    assert plain["Vary"] == "Accept-Encoding"


# --- what makes it old ------------------------------------------------------------------------


def test_a_verdict_that_falls_is_off_the_list_with_the_next_request(client):
    article = decided_on({})
    before = told_of_verdicts(client)
    make.object_to(article.claims.get())

    assert (before, told_of_verdicts(client)) == (
        ["1 claim verified"],
        ["1 claim is being checked"],
    )


def test_an_article_that_comes_out_and_one_that_goes_are_told_at_once(client, published):
    told = [headlines(client.get("/"))]
    another = publish(headline="Another")
    told.append(headlines(client.get("/")))
    withdraw(another)
    told.append(headlines(client.get("/")))

    assert [len(one) for one in told] == [1, 2, 1]


def test_a_page_that_was_not_there_is_not_kept_as_such(client):
    before = client.get("/sections/local/").status_code
    publish()

    assert (before, client.get("/sections/local/").status_code) == (404, 200)


def test_a_name_that_changes_without_a_deed_is_on_the_list_at_once(client, published):
    before = client.get("/tags/council/").content
    tag = Tag.objects.get()
    tag.name = "Town council"
    tag.save()

    page = client.get("/tags/council/")
    assert (before == page.content, text_of(parsed(page).css_first("h1"))) == (False, tag.name)


def test_a_deed_that_was_numbered_before_and_committed_after_another_is_seen(client, published):
    """As two writers on PostgreSQL do: the newest entry is the same before and after."""
    last = LedgerEntry.objects.order_by("pk").last()
    told = {"action": "told", "created": timezone.now(), "payload": "{}", "hash": "0" * 64}
    told |= {"article_id": last.article_id, "previous_hash": "0" * 64}
    LedgerEntry.objects.create(pk=last.pk + 5, sequence=900, **told)
    client.get("/")
    LedgerEntry.objects.create(pk=last.pk + 4, sequence=901, **told)

    assert client.get("/").templates != []  # Made anew: what is kept is rendered from none.


def test_a_list_says_no_verdict_after_its_last_day(client):
    with time_machine.travel(NOON, tick=False):
        reviewer = make.make_reviewer()
        claim = make.make_claim_in_review(make.make_claim(), reviewer)
        told = {"verdict": "verified", "summary": "As it says.", "valid_until": NOON.date()}
        claim = workflow.take(claim, "propose", by=reviewer, **told)
        workflow.take(claim, "approve", by=make.make_reviewer())
        make.publish(claim.article)
        before = told_of_verdicts(client)
    with time_machine.travel(NOON + timedelta(hours=13), tick=False):
        after = told_of_verdicts(client)

    assert (before, after) == (["1 claim verified"], ["1 claim is being checked"])


def test_another_name_of_the_site_makes_every_list_anew(client, published, settings):
    client.get("/")
    settings.SITE_NAME = "The Other Gazette"

    assert "The Other Gazette" in client.get("/").text


# --- where nothing can be kept ----------------------------------------------------------------


def test_where_the_cache_is_away_lists_are_made_each_time(client, published, settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
    }
    answers = [client.get("/") for _ in range(2)]

    assert [len(headlines(one)) for one in answers] == [1, 1]
    assert {record.message.partition(";")[0] for record in caplog.records} == {
        "The cache does not answer"
    }
