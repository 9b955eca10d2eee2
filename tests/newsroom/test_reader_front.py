"""The front page, and older ones."""

from datetime import UTC, datetime

import pytest

from articles.importers.base import Author
from newsroom.reader import listing
from tests import factories

from .reader_pages import parsed, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_front_page_is_made_in_five_queries(client, django_assert_num_queries, count):
    for _ in range(count):
        factories.make_published_article()

    with django_assert_num_queries(5):
        response = client.get("/")

    assert response.content.count(b'<article class="teaser') == count


def test_the_front_page_says_of_an_article_what_a_reader_chooses_by(client):
    earlier = datetime(2019, 3, 12, tzinfo=UTC)
    factories.publish(factories.make_article(headline="Plain", published_at=earlier))
    article = factories.make_article(
        headline="Forty members",
        standfirst="Or so.",
        published_at=datetime(2020, 3, 12, 4, 30, tzinfo=UTC),
        byline=(Author("Writer A", "Reporter", None), Author("Writer B", None, None)),
    )
    factories.make_decided_claim(factories.make_claim(article))
    factories.make_decided_claim(factories.make_claim(article, "at noon"), verdict="unverifiable")
    factories.publish(article)
    first = parsed(client.get("/")).css_first(".teaser")

    assert text_of(first) == (
        "Local Forty members Or so. Writer A, Writer B · 12 March 2020, 04:30 UTC "
        "1 of 2 claims verified, 1 could not be established"
    )
    assert first.css_first("h2 a").attributes["href"] == "/articles/forty-members/"


def test_older_pages_show_every_article_once_though_more_come_in(client, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    same_day = datetime(2024, 3, 12, tzinfo=UTC)
    for n in range(5):
        told = {"published_at": same_day} if n < 3 else {"published_at": None}
        factories.publish(factories.make_article(headline=f"Number {n}", **told))
    seen, path = [], "/"
    while path:
        tree = parsed(client.get(path))
        seen.append([text_of(node) for node in tree.css("h2")])
        path = (older := tree.css_first(".paging [rel=next]")) and "/" + older.attributes["href"]
        factories.publish(factories.make_article(headline="News"))

    assert seen == [["Number 4", "Number 3"], ["Number 0", "Number 1"], ["Number 2"]]


def test_an_empty_front_page_says_so(client):
    assert "Nothing has been published yet." in client.get("/").content.decode()


MIDNIGHT = "2024-03-12T00:00:00Z"


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "2024-03-12_1",
        "2024-13-12T00:00:00Z_1",
        f"{MIDNIGHT}_",
        f"{MIDNIGHT}_1\0",
        f"{MIDNIGHT}_{'9' * 30}",
    ],
)
def test_a_broken_link_to_older_articles_is_not_found(client, cursor):
    assert client.get("/", {"before": cursor}).status_code == 404
