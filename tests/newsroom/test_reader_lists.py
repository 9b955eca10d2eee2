"""The lists of the reader's site: what stands in each, in which order, and the ways between."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.importers.base import Author
from newsroom.reader import listing, lists

from .reader_lists import THAT_DAY, headlines, publish, way, words_of
from .reader_pages import parsed, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def paper(made_once):
    """Seven articles of one month, newest first, and one of another section, author, tag, year."""
    other = {"section": "Trade", "byline": (Author("Writer B", None, None),), "tags": ("Ships",)}
    publish(headline="Elsewhere", published_at=datetime(2023, 12, 31, 23, 30, tzinfo=UTC), **other)
    names = [f"Number {n}" for n in range(7)]
    for n, name in enumerate(names):
        publish(headline=name, published_at=THAT_DAY - timedelta(days=n // 2))
    return names


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", [0, 1, 2, 3, 4, 5, 6]),
        ("/sections/local/", [0, 1, 2, 3, 4, 5, 6]),
        ("/authors/writer-a/", [0, 1, 2, 3, 4, 5, 6]),
        ("/tags/council/", [0, 1, 2, 3, 4, 5, 6]),
        ("/archive/2024/3/", [0, 1, 2, 3, 4, 5, 6]),
        ("/archive/2024/3/11/", [2, 3]),
    ],
)
def test_a_list_has_all_that_belongs_in_it_newest_first(client, paper, path, found):
    elsewhere = ["Elsewhere"] if path == "/" else []

    assert headlines(client.get(path)) == [paper[n] for n in found] + elsewhere


def test_one_pages_on_to_older_articles_and_back(client, paper, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    path, there, back = "/sections/local/", [], []
    query = ""
    while query is not None:
        there.append(headlines(response := client.get(path + query)))
        query = way(response, "next")
    query = way(response, "prev")
    while query is not None:
        back.append(headlines(response := client.get(path + query)))
        query = way(response, "prev")

    assert there == [paper[0:3], paper[3:6], paper[6:]]
    assert back == [paper[3:6], paper[0:3]]


def test_the_page_before_one_that_shrank_is_the_first(client, paper, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 5)
    third = listing.paging.cursor(THAT_DAY - timedelta(days=1), 10**9)

    response = client.get("/sections/local/", {"after": third})

    assert headlines(response) == paper[:5]
    assert way(response, "prev") is None


@pytest.mark.parametrize("name", ["before", "after"])
@pytest.mark.parametrize("path", ["/sections/local/", "/archive/2024/3/", "/corrections/"])
def test_a_place_that_no_list_has_is_not_found(client, paper, path, name):
    assert client.get(path, {name: "2024-03-12_1"}).status_code == 404


def test_nothing_older_is_said_where_a_list_has_ended(client, paper):
    response = client.get("/tags/council/", {"before": "1999-01-01T00:00:00Z_1"})

    assert words_of(response) == "Tag Council There is nothing older."


def test_the_sections_are_told_by_name_with_their_newest_article(client, paper):
    assert words_of(client.get("/sections/")) == (
        "Sections Local Number 0 12 March 2024, 04:30 UTC "
        "Trade Elsewhere 31 December 2023, 23:30 UTC"
    )


def test_the_front_page_leads_to_the_sections_that_have_something(client, paper):
    links = parsed(client.get("/")).css(".sections a")

    assert [(text_of(link), link.attributes["href"]) for link in links] == [
        ("Local", "/sections/local/"),
        ("Trade", "/sections/trade/"),
    ]


def test_the_authors_are_told_by_name_page_by_page(client, paper, monkeypatch):
    monkeypatch.setattr(lists, "AUTHORS", 1)
    first = client.get("/authors/")
    second = client.get("/authors/" + way(first, "next"))

    assert words_of(first) == "Authors Writer A @writer_a More authors"
    assert words_of(second) == "Authors Writer B From the beginning"


def test_the_archive_tells_how_much_each_month_has(client, paper):
    months = parsed(client.get("/archive/")).css(".months li")
    links = [one.css_first("a").attributes["href"] for one in months]

    assert [text_of(one) for one in months] == ["March 7 articles", "December 1 article"]
    assert links == ["/archive/2024/3/", "/archive/2023/12/"]


def test_a_month_leads_to_its_days_and_to_the_months_around_it(client, paper):
    march, december = (parsed(client.get(f"/archive/{month}/")) for month in ("2024/3", "2023/12"))
    days = [one.attributes["aria-label"] for one in march.css(".days a")]
    around = [one.css('[aria-label="Other months"] a') for one in (march, december)]

    assert days == [
        "9 March, 1 article",
        "10 March, 2 articles",
        "11 March, 2 articles",
        "12 March, 2 articles",
    ]
    assert [[text_of(link) for link in links] for links in around] == [
        ["December 2023"],
        ["March 2024"],
    ]


def test_a_month_begins_when_it_does_in_the_time_zone_of_the_site(client, paper):
    with timezone.override("Asia/Baku"):
        months = parsed(client.get("/archive/")).css(".months a")
        found = [headlines(client.get(path)) for path in ("/archive/2024/1/", "/archive/2024/1/1/")]

    assert [one.attributes["href"] for one in months] == ["/archive/2024/3/", "/archive/2024/1/"]
    assert found == [["Elsewhere"], ["Elsewhere"]]


@pytest.mark.parametrize(
    "path", ["2024/13", "2024/0", "0/1", "2023/2/29", "2024/4/31", "10000/1", f"{10**30}/1", "1/1"]
)
def test_a_day_that_no_calendar_has_is_not_found(client, paper, path):
    assert client.get(f"/archive/{path}/").status_code == 404


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ("Latest", "page")),
        ("/sections/", ("Sections", "page")),
        ("/sections/local/", ("Sections", "true")),
        ("/archive/", ("Archive", "page")),
        ("/archive/2024/3/", ("Archive", "true")),
        ("/corrections/", ("Corrections", "page")),
    ],
)
def test_the_navigation_says_where_one_is(client, paper, path, current):
    links = parsed(client.get(path)).css(".site-nav [aria-current]")

    assert [(text_of(link), link.attributes["aria-current"]) for link in links] == [current]
