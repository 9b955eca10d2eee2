"""Sitemaps hold to their protocol, and list every page that readers may read, and no other."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.importers.base import Author
from articles.models import Article
from newsroom.reader import sitemaps
from tests import factories

from .feed_rules import NEWS, SITEMAP, faults_of_sitemap, read
from .machine_pages import HOSTILE, NOON, SITE, full_article, withdraw
from .reader_pages import correct

pytestmark = pytest.mark.django_db

INDEX, NEWS_MAP = "/sitemap.xml", "/news-sitemap.xml"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.SITE_URL, settings.SITE_NAME = SITE, "Site One"
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(sitemaps, "RANGE", 1)


def places(client, path):
    """The paths that the sitemap at `path` lists."""
    document = client.get(path).content
    assert faults_of_sitemap(document, SITE) == []
    return [one.text.removeprefix(SITE) for one in read(document).iter(f"{SITEMAP}loc")]


def listed(client):
    """All paths in all sitemaps."""
    return [place for path in places(client, INDEX) for place in places(client, path)]


def lastmods(client, path):
    root = read(client.get(path).content)
    return {
        one.findtext(f"{SITEMAP}loc").removeprefix(SITE): one.findtext(f"{SITEMAP}lastmod")
        for one in root
    }


PAGES = [
    "/",
    "/sections/",
    "/authors/",
    "/archive/",
    "/corrections/",
    "/how-we-check/",
]


def test_a_site_without_articles_has_a_sitemap_of_its_fixed_pages(client):
    assert (places(client, INDEX), listed(client)) == (["/sitemaps/pages.xml"], PAGES)


def test_every_public_page_is_in_a_sitemap(client):
    article = full_article(headline="Совет", section="Yerli xəbərlər")
    claim = article.claims.get()
    encoded = "/articles/%D1%81%D0%BE%D0%B2%D0%B5%D1%82/"

    assert listed(client) == [
        *PAGES,
        encoded,
        f"/claims/{claim.pk}/",
        "/sections/yerli-x%C9%99b%C9%99rl%C9%99r/",
        "/authors/writer-a/",
        "/authors/writer-b/",
        "/tags/budget/",
        "/tags/council/",
    ]


def test_what_is_not_public_is_in_no_sitemap(client):
    told = {"byline": (Author("Quillwort", None, None),), "section": "Quillwort"}
    told |= {"tags": ("Quillwort",), "headline": "Quillwort"}
    factories.make_decided_claim(factories.make_claim(factories.make_article(**told)))
    factories.schedule(factories.make_article(**told))
    withdraw(full_article(**told))

    assert listed(client) == PAGES


def test_a_claim_without_a_verdict_in_force_is_in_no_sitemap(client, clock):
    article = factories.make_article()
    fallen = factories.make_decided_claim(factories.make_claim(article))
    factories.publish(article)
    factories.object_to(fallen)
    factories.make_claim(article, "at noon")

    assert [place for place in listed(client) if "claims" in place] == []


def test_each_file_holds_one_range_of_keys_and_no_empty_one_is_listed(client, small):
    first, second, third = (full_article(headline=f"Number {n}") for n in (1, 2, 3))
    withdraw(second)
    articles = [place for place in places(client, INDEX) if "articles" in place]

    assert articles == [f"/sitemaps/articles-{one.pk}.xml" for one in (first, third)]
    assert places(client, articles[1]) == ["/articles/number-3/"]
    assert client.get(f"/sitemaps/articles-{second.pk}.xml").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["articles-0", "articles", "articles-", "articles-00", "articles--1", "users-0", "claims-1"]
    + [f"articles-{'9' * digits}" for digits in (12, 30)],
)
def test_a_sitemap_that_is_not_there_is_not_found(client, name):
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_an_article_was_last_changed_with_its_words_or_the_newest_verdict(client, clock):
    older = NOON - timedelta(days=900)
    out = factories.publish(factories.make_article(headline="Out", published_at=older))
    words = factories.publish(factories.make_article(headline="Words"))
    checked = factories.publish(factories.make_article(headline="Checked"))
    clock.shift(timedelta(hours=1))
    correct(words, standfirst="So.")
    factories.make_decided_claim(factories.make_claim(checked))
    clock.shift(timedelta(hours=1))
    factories.make_claim(out)  # The desk's own affair.

    assert lastmods(client, "/sitemaps/articles-0.xml") == {
        "/articles/out/": "2030-01-31T12:00:00Z",
        "/articles/words/": "2030-01-31T13:00:00Z",
        "/articles/checked/": "2030-01-31T13:00:00Z",
    }


def test_a_claim_was_last_changed_when_it_was_decided(client, clock):
    claim = factories.make_published_article().claims.get()
    clock.shift(timedelta(hours=1))

    assert lastmods(client, "/sitemaps/claims-0.xml") == {
        f"/claims/{claim.pk}/": "2030-01-31T12:00:00Z"
    }


def test_sitemaps_cost_the_same_for_any_number(client):
    paths = [INDEX, NEWS_MAP]
    paths += [f"/sitemaps/{name}-0.xml" for name in sitemaps.KINDS]

    def queries():
        counted = []
        for path in paths:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            counted.append(len(captured))
        return counted

    full_article()
    one = queries()
    for number in (1, 2):
        full_article(section=f"Section {number}", tags=(f"Tag {number}",))

    # Of the index, for each of five kinds: its one file, and that there is no other.
    assert one == [10, 1, 1, 1, 1, 1, 1]
    assert queries() == one


def test_who_has_a_sitemap_is_answered_304(client):
    full_article()
    paths = [INDEX, NEWS_MAP, "/sitemaps/articles-0.xml", "/robots.txt"]
    etags = [client.get(path)["ETag"] for path in paths]
    again = [
        client.get(path, headers={"If-None-Match": etag})
        for path, etag in zip(paths, etags, strict=True)
    ]

    assert [one.status_code for one in again] == [304] * 4


# --- news -----------------------------------------------------------------------------------------


def news(client):
    document = client.get(NEWS_MAP).content
    assert faults_of_sitemap(document, SITE) == []
    return read(document)


def test_a_news_sitemap_tells_what_the_protocol_asks(client):
    factories.publish(factories.make_article(headline=HOSTILE, language="en-GB"))
    [url] = news(client)

    assert [one.text for one in url.iter() if len(one) == 0] == [
        f"{SITE}/articles/{Article.objects.get().slug}/",
        "Site One",
        "en",
        "2030-01-31T12:00:00Z",
        HOSTILE.replace("\uffff", "\ufffd"),
    ]


def test_news_is_what_first_went_out_in_the_last_two_days_and_is_no_older(client, clock):
    clock.shift(-timedelta(days=2, seconds=1))
    late = factories.publish(factories.make_article(headline="Late"))
    clock.shift(timedelta(seconds=1))
    factories.publish(factories.make_article(headline="Just"))
    clock.shift(timedelta(days=2))
    correct(late, standfirst="Corrected today.", published_at=NOON)
    factories.publish(factories.make_article(headline="New"))
    factories.publish(factories.make_article(headline="Old", published_at=NOON.replace(year=2020)))
    factories.make_article(headline="Draft")

    assert [one.text for one in news(client).iter(f"{NEWS}title")] == ["New", "Just"]


def test_an_article_of_unknown_language_is_announced_in_that_of_the_site(client):
    factories.publish(factories.make_article(language=None))

    assert [one.text for one in news(client).iter(f"{NEWS}language")] == ["en"]


def test_a_news_sitemap_lists_no_more_than_its_number_the_newest(client, clock, monkeypatch):
    monkeypatch.setattr(sitemaps, "NEWS_MOST", 2)
    for number in (1, 2, 3):
        clock.shift(timedelta(minutes=1))
        factories.publish(factories.make_article(headline=f"Number {number}"))

    assert [one.text for one in news(client).iter(f"{NEWS}title")] == ["Number 3", "Number 2"]


# --- robots.txt -----------------------------------------------------------------------------------


def test_crawlers_are_kept_from_the_desk_and_shown_the_sitemaps(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /api/\n"
        "Disallow: /search/\n"
        "\n"
        "Sitemap: https://news.example/sitemap.xml\n"
        "Sitemap: https://news.example/news-sitemap.xml\n"
    )
