"""Which articles the filters of the REST list find."""

import pytest

from articles import editing
from tests.articles.api_calls import LIST, slugs
from tests.factories import (
    make_article,
    make_claim,
    make_decided_claim,
    make_editor,
    make_published_article,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def odd(made_once):
    """One article of its own kind, beside two others."""
    odd = make_article(
        headline="Harbour opens",
        html="<p>Ships come in at dawn.</p>",
        section="Trade",
        publication="Site Two",
        language="en-GB",
        byline=(editing.content.Author("Writer B", None, "@writer_b"),),
        tags=("Harbours", "Ships"),
    )
    make_article(language="az", tags=("Ships",)), make_claim(make_article())
    return odd


@pytest.fixture
def three(client, odd):
    client.force_login(make_editor())
    return odd


@pytest.mark.parametrize(
    "query",
    [
        {"section": "trade"},
        {"section": "Trade"},
        {"publication": "site two"},
        {"language": "en"},
        {"language": "EN-gb"},
        {"author": "writer b"},
        {"author": "@writer_b"},
        {"tag": "harbours"},
        {"tag": "HARBOURS"},
        {"q": "harbour"},
        {"q": "at dawn"},
        {"q": "ships", "status": "draft", "has_open_claims": "false"},
    ],
)
def test_filters_find_the_article(client, three, query):
    assert slugs(client.get(LIST, query)) == [three.slug]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "published"},
        {"section": "none"},
        {"author": "Writer"},
        {"tag": "harbour"},
        {"language": "e"},
        {"q": "%"},
        {"published_after": "2000-01-01T00:00:00Z"},
        {"updated_after": "2100-01-01T00:00:00Z"},
    ],
)
def test_filters_find_nothing_else(client, three, query):
    assert slugs(client.get(LIST, query)) == []


def test_articles_with_open_claims_are_found(client, three):
    decided = make_decided_claim()

    found = slugs(client.get(LIST, {"has_open_claims": "true"}))

    assert len(found) == 1
    assert decided.article.slug not in found


@pytest.mark.parametrize(("name", "found"), [("published_after", 0), ("published_before", 1)])
def test_articles_are_found_by_the_time_they_went_out(client, name, found):
    make_published_article()

    assert len(slugs(client.get(LIST, {name: "2100-01-01T00:00:00Z"}))) == found


@pytest.mark.parametrize(
    "query",
    [
        {"status": "scheduled-ish"},
        {"published_after": "yesterday"},
        {"published_after": "9999-12-31T23:59:59-14:00"},
        {"updated_after": "0001-01-01T00:00:00+14:00"},
        {"has_open_claims": "maybe"},
        {"q": "x" * 60_000},
        {"section": "x" * 60_000},
    ],
)
def test_a_value_that_no_filter_knows_is_refused_by_name(client, query):
    response = client.get(LIST, query)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == list(query)


def test_a_stranger_cannot_tell_the_section_of_a_draft_from_none(client):
    make_article(section="Secret")

    answers = [client.get(LIST, {"section": name}).json() for name in ("Secret", "Nothing")]

    assert answers[0] == answers[1]
