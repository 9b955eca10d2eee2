"""What readers ask the search for in vain, and what they are told."""

import pytest

from tests import factories as make

from .reader_pages import text_of
from .test_search_page import answer, headlines

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def one(made_once):
    article = make.make_article(headline="One")
    make.make_decided_claim(make.make_claim(article))
    make.publish(article)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("section", "nowhere"),
        ("section", "\0"),
        ("author", "' OR 1"),
        ("tag", "x" * 5_000),
        ("year", "20 30"),
        ("year", "٢٠٣٠"),
        ("language", '" OR *'),
        ("verdict", "disputed"),
    ],
)
def test_what_no_facet_has_finds_nothing_and_can_be_taken_off(client, one, name, value):
    page = answer(client, "council", **{name: value})

    assert (headlines(page), text_of(page.css_first(".nothing h2"))) == ([], "Nothing was found")
    assert page.css_first(".facets a").attributes["href"] == "?q=council"


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "٢", "9" * 50, ""])
def test_a_page_that_a_search_does_not_have_is_not_found(client, one, number):
    expected = 200 if number == "1" else 404
    assert client.get("/search/", {"q": "council", "page": number}).status_code == expected


def test_where_nothing_is_found_it_says_what_to_try(client, one):
    told = text_of(answer(client, "zzyzx").css_first(".nothing"))
    assert "Look for fewer words" in told
    assert "a minus alone finds nothing" in text_of(answer(client, "-zzyzx").css_first(".nothing"))


@pytest.mark.parametrize("typed", ["\0", '" * (', "council" * 2_000, "the " * 2_500, "٪", "𝕏"])
def test_whatever_is_typed_is_answered(client, one, typed):
    assert client.get("/search/", {"q": typed}).status_code == 200
