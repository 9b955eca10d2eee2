"""Kept lists, searches and feeds: one query while nothing happens, and never older than a deed."""

import gzip
import socket
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from articles.models import LedgerEntry, Tag
from claims import workflow
from newsroom.reader import kept
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
LATE = datetime(2030, 1, 31, 23, 59, 50, tzinfo=UTC)


def told_of_verdicts(client):
    """What the list says of the verdicts on the newest article."""
    return text_of(parsed(client.get("/")).css_first(".teaser .meta:last-child"))


@pytest.fixture(scope="module")
def published(made_once):
    return correct(publish(), standfirst="Forty.")


def test_a_kept_list_is_read_in_one_query_and_is_the_same(
    client, published, django_assert_num_queries
):
    made = [client.get(path) for path in KEPT]

    with django_assert_num_queries(len(KEPT)):
        again = [client.get(path) for path in KEPT]

    assert [one.content for one in again] == [one.content for one in made]
    assert [one.headers for one in again] == [one.headers for one in made]
    assert {one.status_code for one in again} == {200}


@pytest.mark.parametrize("newest", ["/", "/sections/harbour/"])
def test_every_place_in_a_list_is_kept_for_itself(client, newest):
    names = ("First", "Second")
    first, _ = (publish(headline=name, section="Harbour") for name in names)
    older = f"{newest}?before={cursor(first.published_at, first.pk)}"

    def listed(path):
        return [name for name in headlines(client.get(path)) if name in names]

    assert [listed(path) for path in (newest, older, newest)] == [
        ["First", "Second"], ["Second"], ["First", "Second"],
    ]  # fmt: skip


def test_what_a_list_does_not_read_of_its_address_makes_no_other_page(client, published):
    client.get("/")
    answers = [client.get(path) for path in ("/?utm_source=mail", "/?after=", "/?q=council")]

    assert [(one.status_code, one.templates == []) for one in answers] == [
        (200, True), (404, False), (200, True),
    ]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_nobodys_address_is_told_to_those_who_come_after(client, published, path):
    first = client.get(f"{path}?utm_source=mail&unheard=of")

    assert (first.status_code, "unheard" in first.text) == (200, False)
    assert client.get(path).content == first.content


@pytest.mark.parametrize("path", ["/sections/", "/archive/"])
def test_a_list_without_pages_knows_no_place(client, published, path):
    assert client.get(f"{path}?before=2024&after=x").content == client.get(path).content
    assert "?before" not in client.get(path).text


def test_a_search_leads_on_to_nothing_that_it_does_not_read(client, published):
    page = client.get("/search/?q=council&utm_source=mail")

    assert "utm_source" not in page.text


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

    assert (before, told_of_verdicts(client)) == ("1 claim verified", "1 claim is being checked")


def test_an_article_that_comes_out_and_one_that_goes_are_told_at_once(client, published):
    told = [headlines(client.get("/"))]
    another = publish(headline="Another")
    told.append(headlines(client.get("/")))
    withdraw(another)
    told.append(headlines(client.get("/")))

    assert [len(one) for one in told] == [1, 2, 1]


def test_a_page_that_was_not_there_is_not_kept_as_such(client):
    before = client.get("/sections/harbour/").status_code
    publish(section="Harbour")

    assert (before, client.get("/sections/harbour/").status_code) == (404, 200)


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


def test_each_deed_is_seen_however_many_there_are(client, published, monkeypatch):
    monkeypatch.setattr(kept, "COMMITTING", 1)
    client.get("/")
    make.make_article()

    assert client.get("/").templates != []


def test_a_deed_while_a_page_is_made_makes_it_anew():
    said = iter(["Before.", "After."])

    @kept.kept_for_readers("told")
    def told(request):
        words = next(said)
        if words == "Before.":
            make.make_article()
        return HttpResponse(words)

    answers = [told(RequestFactory().get("/")) for _ in range(3)]

    assert [one.content for one in answers] == [b"Before.", b"After.", b"After."]


def test_a_page_is_kept_for_a_minute_and_no_longer(client, published, settings):
    in_memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"readers": {"BACKEND": in_memory, "LOCATION": "minute"}}
    with time_machine.travel(LATE - timedelta(hours=3), tick=False) as clock:
        client.get("/")
        clock.shift(59)
        kept_still = client.get("/").templates == []
        clock.shift(2)

        assert (kept_still, client.get("/").templates != []) == (True, True)


def test_a_list_says_no_verdict_after_its_last_day(client):
    with time_machine.travel(LATE, tick=False):
        reviewer = make.make_reviewer()
        claim = make.make_claim_in_review(make.make_claim(), reviewer)
        told = {"verdict": "verified", "summary": "As it says.", "valid_until": LATE.date()}
        claim = workflow.take(claim, "propose", by=reviewer, **told)
        workflow.take(claim, "approve", by=make.make_reviewer())
        make.publish(claim.article)
        before = told_of_verdicts(client)
    # While the page would be kept still.
    with time_machine.travel(LATE + timedelta(seconds=20), tick=False):
        after = told_of_verdicts(client)

    assert (before, after) == ("1 claim verified", "1 claim is being checked")


def test_another_name_of_the_site_makes_every_list_anew(client, published, settings):
    client.get("/")
    settings.SITE_NAME = "The Other Gazette"

    assert "The Other Gazette" in client.get("/").text


# --- where nothing can be kept ----------------------------------------------------------------


@pytest.fixture
def silent():
    """The port of a server that takes every connection, and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:
        yield server.getsockname()[1]


def test_a_cache_that_does_not_answer_is_asked_once_and_left_alone(
    client, published, settings, caplog, silent
):
    settings.CACHES = settings.CACHES | {
        "readers": settings.CACHES["default"]
        | {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{silent}/0",
            "OPTIONS": {"socket_timeout": 0.05},
        }
    }
    answers = [client.get("/") for _ in range(3)]

    assert [len(headlines(one)) for one in answers] == [1, 1, 1]
    assert [one.message.partition(";")[0] for one in caplog.records] == [
        "The cache 'readers' does not answer"
    ]
