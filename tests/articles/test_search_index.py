"""The databases' own full-text search, asked for what stands in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import search_finding, search_index
from articles.models import Article
from articles.search_index import Words
from articles.search_words import asked, stems
from tests import factories as make

TODAY = date(2030, 1, 31)
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
TEXTS = {
    "bridge": "The new bridge over the harbour, by O’Brien. It cost 150K.",
    "harbour": "A harbour without boats: fact-checking what was said of it.",
    "совет": "Совета города не было.",
    "council of old": "The budget.",
    "budget": "A council met, and a council voted.",
    "town": "A council met. " + "Word after word. " * 200,
}


@pytest.fixture(scope="module")
def articles(made_once):
    """{headline: key} of public articles, each a day newer than the one before."""
    found = {}
    for n, (headline, text) in enumerate(TEXTS.items()):
        at = FIRST + timedelta(days=n)
        article = make.publish(make.make_article(headline=headline, published_at=at))
        parts = (headline, "Writer A", f"check{n} of a lot", text)
        words = Words(*(stems(part, "en") for part in parts))
        until = TODAY if headline == "town" else None
        search_index.write(article, words, ["l" + "en", f"s{n % 2}", "vverified"], until)
        found[article.pk] = headline
    return found


def found(articles, typed, facets=(), today=TODAY, **told):
    hits, _ = search_finding.find(asked(typed), list(facets), today, **told)
    return [articles[hit.article] for hit in hits]


@pytest.mark.parametrize(
    ("typed", "headlines"),
    [
        ("harbour", ["harbour", "bridge"]),
        ('"new bridge"', ["bridge"]),
        ('"bridge new"', []),
        ("harbour -boats", ["bridge"]),
        ('harbour -"new bridge"', ["harbour"]),
        ('harbour -"bridge new"', ["harbour", "bridge"]),
        ("obrien 150k", ["bridge"]),
        ("fact-checking", ["harbour"]),
        ("город", ["совет"]),
        ("writer совет", ["совет"]),
        ("check4", ["budget"]),
        # No phrase reaches from the headline into what follows it.
        ('"town writer"', []),
    ],
)
def test_every_wanted_term_stands_in_it_and_no_unwanted_one(articles, typed, headlines):
    assert found(articles, typed) == headlines


def test_facets_narrow_what_is_found(articles):
    assert found(articles, "council", ["s1"]) == ["town", "council of old"]
    assert found(articles, "", ["s0"]) == ["budget", "совет", "bridge"]


def test_words_cannot_ask_for_a_facet(articles):
    assert found(articles, "s1") == found(articles, "len") == []


def test_nor_leave_one_out(articles):
    assert found(articles, "harbour -s0 -len") == ["harbour", "bridge"]


def test_checks_can_be_looked_into_alone(articles):
    assert found(articles, "check0 lot", part="checks") == ["bridge"]
    assert found(articles, "harbour", part="checks") == []


def test_the_headline_counts_most_and_then_how_often(articles):
    hits, _ = search_finding.find(asked("council"), [], TODAY)
    best_first = sorted(hits, key=lambda hit: -hit.rank)
    assert [articles[hit.article] for hit in best_first] == ["council of old", "budget", "town"]


def test_of_very_many_the_newest_are_found_and_those_with_the_word_in_the_headline(articles):
    assert found(articles, "council", most=1) == ["town", "council of old"]
    told = [search_finding.find(asked("council"), [], TODAY, most=n)[1] for n in (1, 3, 4)]
    assert told == [True, True, False]


def test_a_verdict_does_not_hold_beyond_its_day(articles):
    tomorrow = TODAY + timedelta(days=1)
    assert found(articles, "word", ["vverified"]) == ["town"]
    assert found(articles, "word", ["vverified"], tomorrow) == []
    [[hit], _] = search_finding.find(asked("word"), [], tomorrow)
    assert hit.facets == ("len", "s1")


def test_a_hit_tells_when_it_was_published(articles):
    [[hit], _] = search_finding.find(asked("150K"), [], TODAY)
    assert hit.published_at == FIRST


@pytest.mark.django_db
def test_what_is_written_again_replaces_what_was(articles):
    article = Article.objects.get(headline="budget")
    search_index.write(article, Words(["spring"], [], [], []), [])
    assert (found(articles, "spring"), found(articles, "voted")) == (["budget"], [])


@pytest.mark.django_db
def test_what_is_forgotten_is_not_found(articles):
    search_index.forget(Article.objects.get(headline="bridge").pk)
    assert found(articles, "harbour") == ["harbour"]


@pytest.mark.django_db
def test_an_article_of_a_million_different_words_can_be_written(articles):
    article = Article.objects.get(headline="budget")
    words = [f"{n}{'ж' * 60}" for n in range(60_000)]
    search_index.write(article, Words(["spring"], words, words, words), [])
    assert found(articles, "spring") == ["budget"]


OPERATORS = st.sampled_from(
    ['"', "'", "AND", "OR", "NOT", "NEAR(", "*", "^", ":", "(", ")", "-", "+", "{", "}", "<->",
     "|", "&", "!", "\\", "%", "%s", "\0", "{headline}", "facets:", "’", "harbour", "ə", "ы", ","]
)  # fmt: skip


@given(st.lists(OPERATORS | st.text(max_size=5), max_size=12), st.sampled_from(["", " "]))
def test_nothing_that_is_typed_is_an_error(articles, pieces, between):
    assert set(found(articles, between.join(pieces))) <= {*TEXTS}
