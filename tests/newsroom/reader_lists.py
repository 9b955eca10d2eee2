"""What tests of the reader's lists share."""

from datetime import UTC, datetime

from articles import editing
from tests import factories

from .reader_pages import parsed, text_of

THAT_DAY = datetime(2024, 3, 12, 4, 30, tzinfo=UTC)
LISTS = [
    "/",
    "/sections/",
    "/sections/local/",
    "/authors/",
    "/authors/writer-a/",
    "/tags/council/",
    "/archive/",
    "/archive/2024/3/",
    "/archive/2024/3/12/",
    "/corrections/",
]


def make_article(**told):
    told = {"published_at": THAT_DAY, "tags": ("Council",)} | told
    return factories.make_article(**told)


def publish(**told):
    return factories.publish(make_article(**told))


def withdraw(article):
    by = factories.make_publisher()
    return editing.take(article, "withdraw", by=by, note="Its source withdrew.")


def headlines(response):
    return [text_of(node) for node in parsed(response).css(".teaser h2")]


def words_of(response):
    return text_of(parsed(response).css_first("main"))


def way(response, rel):
    """Where a page leads, as its link and its head say alike."""
    tree = parsed(response)
    links = [tree.css_first(f"{tag}[rel={rel}]") for tag in ("a", "link")]
    link, head = (found and found.attributes["href"] for found in links)
    assert link == head
    return link
