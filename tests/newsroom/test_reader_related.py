"""What readers are led to from an article, and what they are not."""

import pytest

from articles import editing
from articles.importers.base import Author
from newsroom.reader.related import related
from tests import factories

from .reader_pages import page, text_of

pytestmark = pytest.mark.django_db

HERS, HIS = (Author(f"Writer {name}", None, None) for name in "XY")


def published(headline, **told):
    """A published article that has nothing in common with another unless `told` says so."""
    told = {"section": None, "byline": ()} | told
    return factories.publish(factories.make_article(headline=headline, **told))


def with_claim(headline):
    """A published article that has nothing in common, and its verified claim."""
    article = factories.make_article(headline=headline, section=None, byline=())
    claim = factories.make_decided_claim(factories.make_claim(article))
    return factories.publish(article), claim


def names(article):
    return [one.headline for one in related(article)]


def test_the_same_fact_comes_first_then_tags_then_authors_then_the_section():
    article, claim = with_claim("It")
    article = editing.take(
        article,
        "correct",
        by=factories.make_publisher(),
        revision=1,
        note="Added.",
        tags=("Budget", "River"),
        byline=(HERS, HIS),
        section="World",
    )
    _, other = with_claim("Fact")
    factories.declare_same(claim, other)
    published("Tag", tags=("River",))
    published("Section", section="World")
    published("Author", byline=(HIS,))

    assert names(article) == ["Fact", "Tag", "Author", "Section"]


def test_no_more_than_four_and_the_newest_of_them():
    article = published("It", section="World")
    for number in range(6):
        published(f"Number {number}", section="World")

    assert names(article) == ["Number 5", "Number 4", "Number 3", "Number 2"]


def test_an_article_near_in_several_ways_is_named_once():
    article = published("It", section="World", byline=(HERS,), tags=("River",))
    published("Other", section="World", byline=(HERS,), tags=("River",))

    assert names(article) == ["Other"]


def test_what_readers_may_not_read_is_not_named():
    article = published("It", section="World", tags=("River",))
    withdrawn = published("Withdrawn", section="World", tags=("River",))
    editing.take(withdrawn, "withdraw", by=factories.make_publisher(), note="Wrong.")
    factories.make_article(headline="Draft", section="World", tags=("River",))
    factories.schedule(factories.make_article(headline="Later", section="World", tags=("River",)))

    assert names(article) == []


@pytest.mark.parametrize("which", [0, 1])
def test_a_fact_whose_verdict_fell_relates_nothing(which):
    (article, claim), (_, other) = with_claim("It"), with_claim("Other")
    factories.declare_same(claim, other)
    assert names(article) == ["Other"]

    factories.object_to((claim, other)[which])
    assert names(article) == []


def test_articles_without_a_section_are_not_related_by_that():
    article = published("It")
    published("Other")

    assert names(article) == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_one_query(django_assert_num_queries, count):
    article = published("It", section="World", byline=(HERS,), tags=("River",))
    for number in range(count):
        published(f"Number {number}", section="World", tags=("River",))

    with django_assert_num_queries(1):
        found = [(one.headline, one.get_absolute_url()) for one in related(article)]

    assert len(found) == count


def test_the_page_leads_there(client):
    article = published("It", section="World")
    other = published("Other news", section="World", language="kk-Cyrl")
    shown = page(client, article).css_first(".related li")

    assert shown.css_first("a").attributes["href"] == other.get_absolute_url()
    assert text_of(shown.css_first("a")) == "Other news"
    assert shown.attributes["lang"] == "kk-Cyrl"
