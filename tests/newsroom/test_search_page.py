"""The page that readers search on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from articles.importers.base import Author
from newsroom.reader import searching
from tests import factories as make

from .reader_pages import parsed, text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
PAGES = ["/search/?q=council", '/search/?q="town+council"+-budget&section=local&sort=date']


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def made(headline, html=make.BODY, **fields):
    """A public article with a verified claim, if its words stand in it."""
    article = make.make_article(headline=headline, html=html, **fields)
    if make.WORDS in html:
        make.make_decided_claim(make.make_claim(article))
    return make.publish(article)


def answer(client, typed, **query):
    return parsed(client.get("/search/", {"q": typed, **query}))


def headlines(page):
    return [text_of(one) for one in page.css(".teaser h3")]


def facets(page):
    """{heading: its choices and counts, as one line}."""
    return {
        text_of(group.css_first("summary")): [text_of(one) for one in group.css("li")]
        for group in page.css(".facets details")
    }


# Where no check holds the words, two fewer; for a section that is named, one more.
@pytest.mark.parametrize(("path", "queries"), [(PAGES[0], 11), (PAGES[1], 10)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_search_takes_as_many_queries_whatever_is_found(
    client, django_assert_num_queries, path, queries, count
):
    for n in range(count):
        made(f"Report {n}", language="en", tags=("Water",))
    if connection.vendor == "postgresql":
        queries += 6  # It is told twice, in a transaction each, to use its index.

    with django_assert_num_queries(queries):
        page = parsed(client.get(path))

    assert len(headlines(page)) == count


def test_without_words_there_is_a_form_for_one_query(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # It is kept as all searches are.
        page = parsed(client.get("/search/"))

    assert page.css_first("form[role=search][method=get] input[type=search][name=q]")
    assert page.css_first(".nothing") is None


def test_a_result_says_what_a_reader_chooses_by(client):
    byline = (Author("Writer A", None, None), Author("Writer B", None, None))
    made("Forty members", byline=byline, published_at=datetime(2020, 3, 12, tzinfo=UTC))
    [row] = answer(client, "town council").css(".teaser")

    assert text_of(row) == (
        "Local Forty members The town council met on Monday. The council has 40 members. It was "
        "founded in 1901. We are proud of our 40 members. Speaker One The meeting ended at noon. "
        "Writer A, Writer B · 12 March 2020 · 1 claim verified"
    )
    assert row.css_first("h3 a").attributes["href"] == "/articles/forty-members/"


def test_words_that_were_found_are_marked_and_nothing_is_taken_for_markup(client):
    made("A <b>bold</b> council", html="<p>The council &lt;script&gt;1&lt;/script&gt; met.</p>")
    content = client.get("/search/", {"q": "council <b>"}).content.decode()

    assert 'value="council &lt;b&gt;"' in content
    assert "A &lt;<mark>b</mark>&gt;bold&lt;/<mark>b</mark>&gt; <mark>council</mark>" in content
    content = client.get("/search/", {"q": "council"}).content.decode()
    assert "The <mark>council</mark> &lt;script&gt;1&lt;/script&gt; met." in content


def test_a_long_text_is_shown_where_most_of_the_words_stand(client):
    filler = "word " * 150
    made("Report", html=f"<p>A bridge. {filler} The bridge to the harbour. {filler}</p>")
    snippet = answer(client, "harbour bridge").css_first(".snippet")

    assert [one.text() for one in snippet.css("mark")] == ["bridge", "harbour"]
    assert text_of(snippet).startswith("… word word") is True
    assert text_of(snippet).endswith("word …") is True


def test_where_the_text_holds_no_word_the_standfirst_is_shown(client):
    made("Report", standfirst="Of the harbour.", byline=(Author("Writer A", None, None),))
    assert text_of(answer(client, "writer").css_first(".snippet")) == "Of the harbour."


def test_the_best_come_first_and_fresh_ones_a_little_sooner(client):
    old = NOW - timedelta(days=3_000)
    made("Harbour", html="<p>Plain.</p>", published_at=old)
    made("Old", html="<p>A harbour.</p>", published_at=old + timedelta(days=1))
    made("New", html="<p>A harbour.</p>", published_at=NOW)
    # Without company a word says nothing on SQLite.
    for n in range(5):
        made(f"Other {n}", html="<p>Plain.</p>", published_at=old)

    assert headlines(answer(client, "harbour")) == ["Harbour", "New", "Old"]
    assert headlines(answer(client, "harbour", sort="date")) == ["New", "Old", "Harbour"]


def test_facets_count_what_was_found_and_lead_to_it(client):
    made("One", section="Local", language="az", tags=("Water",))
    made("Two", section="Culture", published_at=datetime(2020, 3, 12, tzinfo=UTC))
    refuted = make.publish(make.make_article(headline="Three", section="Local"))
    make.make_decided_claim(make.make_claim(refuted), verdict="refuted")
    page = answer(client, "council")

    assert facets(page) == {
        "Section": ["Local 2 articles", "Culture 1 article"],
        "Author": ["Writer A 3 articles"],
        "Tag": ["Water 1 article"],
        "Year": ["2030 2 articles", "2020 1 article"],
        "Language": ["Azərbaycanca 1 article"],
        "Verification": ["All claims verified 2 articles", "With refuted claims 1 article"],
    }
    links = {text_of(link): link.attributes["href"] for link in page.css(".facets a")}
    assert links["With refuted claims"] == "?q=council&verdict=refuted"
    narrowed = {
        label: headlines(parsed(client.get("/search/" + links[label])))
        for label in ("Local", "Water", "2020", "Azərbaycanca", "With refuted claims")
    }
    assert narrowed == {
        "Local": ["Three", "One"],
        "Water": ["One"],
        "2020": ["Two"],
        "Azərbaycanca": ["One"],
        "With refuted claims": ["Three"],
    }


def test_a_chosen_facet_can_be_taken_off_and_others_chosen_besides(client):
    made("One", tags=("Water",))
    page = answer(client, "council", section="local", page="1")
    links = {text_of(link): link.attributes["href"] for link in page.css(".facets a")}

    assert links["Any section"] == "?q=council"
    assert links["Water"] == "?q=council&section=local&tag=water"
    assert text_of(page.css_first(".facets details[open] b")) == "Local"


def test_a_facet_alone_lists_what_has_it(client):
    made("One")
    made("Two", section="Culture")
    assert headlines(answer(client, "", section="culture")) == ["Two"]


def test_checks_in_force_are_shown_with_their_verdict(client):
    made("Forty members")
    page = answer(client, "council 40")
    [check] = page.css(".found-checks li")

    assert text_of(check) == "The council has 40 members. Verified · in Forty members"
    assert check.css_first("a").attributes["href"].startswith("/claims/")
    assert answer(client, "town council").css(".found-checks") == []


def test_of_very_many_claims_those_decided_last_are_looked_at(client, monkeypatch):
    monkeypatch.setattr(searching, "LOOKED_AT", 1)
    article = make.make_article()
    for words in ("40 members", "It was founded"):
        make.make_decided_claim(make.make_claim(article, words, statement=f"The council: {words}."))
    make.publish(article)

    [check] = answer(client, "council").css(".found-checks li")
    assert text_of(check.css_first("a")) == "The council: It was founded."


def test_the_claims_of_one_article_hide_no_check_of_another(client, monkeypatch):
    monkeypatch.setattr(searching, "LOOKED_AT", 1)
    for number in ("first", "second"):
        article = make.make_article()
        statement = f"The council: {number}."
        make.make_decided_claim(make.make_claim(article, "40 members", statement=statement))
        make.publish(article)

    checks = answer(client, "council").css(".found-checks li")
    assert [text_of(one.css_first("a")) for one in checks] == [
        "The council: first.", "The council: second.",
    ]  # fmt: skip


def test_more_results_follow_page_by_page(client, monkeypatch):
    monkeypatch.setattr(searching, "PAGE", 2)
    for n in range(5):
        made(f"Report {n}", html="<p>Words.</p>", published_at=NOW - timedelta(days=n))
    pages = [answer(client, "report", sort="date", page=str(n)) for n in (1, 2, 3)]

    assert [headlines(page) for page in pages] == [
        ["Report 0", "Report 1"], ["Report 2", "Report 3"], ["Report 4"],
    ]  # fmt: skip
    links = [[one.attributes["href"] for one in page.css(".paging a")] for page in pages]
    assert links[1] == ["?q=report&sort=date&page=1", "?q=report&sort=date&page=3"]
    assert (len(links[0]), len(links[2])) == (1, 1)


def test_results_are_not_for_the_indexes_of_others(client):
    page = answer(client, "council")
    assert page.css_first("meta[name=robots]").attributes["content"] == "noindex"


def test_of_very_many_it_is_said_that_there_are_more(client, monkeypatch):
    monkeypatch.setattr("articles.search_finding.MOST_FOUND", 2)
    for n in range(3):
        made(f"Report {n}", html="<p>Words.</p>")
    told = text_of(answer(client, "words").css_first(".found"))
    assert "2 articles, the newest that hold these words, are listed" in told


def test_words_left_out_of_a_long_search_are_named(client):
    page = answer(client, " ".join(f"w{n}" for n in range(40)))
    assert "Only the first 16 words were looked for." in text_of(page.css_first(".search"))
