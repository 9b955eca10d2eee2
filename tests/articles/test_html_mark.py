"""mark(): the words of claims in <mark> elements, and nothing else changed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articles.html import Mark, clean, mark, text_of
from tests.articles.html_samples import documents

BODY = (
    '<p>one two <b>three</b> four</p>\n<p>five <a href="/x">six seven</a> eight &amp; 😀 nine</p>'
)


def of(words, key="k", body=BODY, **more):
    start = text_of(body).index(words)
    return Mark(start, start + len(words), key, **more)


@st.composite
def marked_documents(draw):
    body = clean(draw(documents))
    length = len(text_of(body))
    ends = st.integers(0, length)
    spans = draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=6))
    marks = [Mark(a, b, f"k{n}", "c", "<l>", "/r", "<o>") for n, (a, b) in enumerate(spans)]
    return body, [m for m in marks if text_of(body)[m.start : m.end].strip()]


def words_by_key(marked):
    """Return what each claim's <mark> elements hold, as an independent parser reads it."""
    found = {}
    for node in LexborHTMLParser(f"<!doctype html><body>{marked}").css("mark"):
        for key in node.attributes["data-claims"].split(" "):
            found[key] = found.get(key, "") + node.text(deep=True)
    return found


@settings(deadline=None)
@given(marked_documents())
def test_the_text_is_the_same_with_marks(case):
    body, marks = case
    assert text_of(mark(body, marks)) == text_of(body)


@settings(deadline=None)
@given(marked_documents())
def test_another_parser_reads_the_same_text_with_marks(case):
    body, marks = case
    page = LexborHTMLParser(f"<!doctype html><body><div>{mark(body, marks)}</div>")
    assert page.css_first("div").text(deep=True) == text_of(body)


@settings(deadline=None)
@given(marked_documents())
def test_each_claim_holds_its_words(case):
    body, marks = case
    held = {key: "".join(words.split()) for key, words in words_by_key(mark(body, marks)).items()}
    text = text_of(body)
    assert held == {m.key: "".join(text[m.start : m.end].split()) for m in marks}


@settings(deadline=None)
@given(marked_documents())
def test_each_claim_has_one_target_and_one_reference_in_no_link(case):
    body, marks = case
    page = LexborHTMLParser(f"<!doctype html><body>{mark(body, marks)}")
    ids = sorted(node.attributes["id"] for node in page.css("[id]"))
    assert ids == sorted(f"claim-{m.key}" for m in marks)
    assert len(page.css("a.claim-ref + button.claim-open")) == len(marks)
    assert page.css("a a, a button") == []


@settings(deadline=None)
@given(marked_documents())
def test_cleaning_takes_the_marks_away_again(case):
    body, marks = case
    assert clean(mark(body, marks)) == body


def test_marked_words_name_their_claim():
    assert mark("<p>one two</p>", [Mark(4, 7, "k", "open late")]) == (
        '<p>one <mark class="claim open late" id="claim-k" data-claims="k">two</mark></p>'
    )


def test_words_in_several_elements_are_marked_in_each_and_not_between():
    assert mark("<p>a <b>b</b></p>\n<p>c</p>", [Mark(0, 5, "k")]) == (
        '<p><mark class="claim" id="claim-k" data-claims="k">a </mark>'
        '<b><mark class="claim" data-claims="k">b</mark></b></p>\n'
        '<p><mark class="claim" data-claims="k">c</mark></p>'
    )


def test_nothing_but_words_is_marked_in_a_table():
    body = clean("<table><tr><td>a<td>b<tr><td>c</table>")
    marked = mark(body, [of("a\tb\nc", body=body)])
    assert re.findall("<mark[^>]*>(.*?)</mark>", marked) == ["a", "b", "c"]


def test_overlapping_claims_share_the_words_that_both_cover():
    assert mark("<p>abc</p>", [Mark(1, 3, "y", "late"), Mark(0, 2, "x", "open")]) == (
        '<p><mark class="claim open" id="claim-x" data-claims="x">a</mark>'
        '<mark class="claim open late" id="claim-y" data-claims="x y">b</mark>'
        '<mark class="claim late" data-claims="y">c</mark></p>'
    )


def test_of_claims_that_begin_together_each_has_its_target():
    assert mark("<p>a</p>", [Mark(0, 1, "x"), Mark(0, 1, "y")]) == (
        '<p><span id="claim-y"></span>'
        '<mark class="claim" id="claim-x" data-claims="x y">a</mark></p>'
    )


def test_a_reference_without_words_follows_the_last_run():
    assert mark("<p>a <b>b</b></p>", [Mark(0, 3, "k", "late", "Claim: refuted", "/c/1")]) == (
        '<p><mark class="claim late" id="claim-k" data-claims="k">a </mark>'
        '<b><mark class="claim late" data-claims="k">b</mark>'
        '<a class="claim-ref late" href="/c/1" aria-label="Claim: refuted"></a></b></p>'
    )


def test_a_reference_waits_for_the_end_of_a_link():
    marked = mark(BODY, [of("six", href="#c")])
    assert ' seven</a><a class="claim-ref" href="#c" aria-label=""></a> eight' in marked


def test_where_the_claim_has_a_popover_a_button_follows_the_link():
    assert mark("<p>a</p>", [Mark(0, 1, "k", "c", "See", "#check-k", "check-k")]) == (
        '<p><mark class="claim c" id="claim-k" data-claims="k">a</mark>'
        '<a class="claim-ref c" href="#check-k" aria-label="See"></a>'
        '<button class="claim-open c" popovertarget="check-k" aria-label="See"></button></p>'
    )


def test_every_value_is_escaped():
    assert mark("<p>a</p>", [Mark(0, 1, '"k<', '"c<', '"l<', '"h<', '"o<')]) == (
        '<p><mark class="claim &quot;c&lt;" id="claim-&quot;k&lt;" data-claims="&quot;k&lt;">'
        "a</mark>"
        '<a class="claim-ref &quot;c&lt;" href="&quot;h&lt;" aria-label="&quot;l&lt;"></a>'
        '<button class="claim-open &quot;c&lt;" popovertarget="&quot;o&lt;"'
        ' aria-label="&quot;l&lt;"></button></p>'
    )


def test_offsets_count_code_points():
    assert words_by_key(mark(BODY, [of("& 😀 n")])) == {"k": "& 😀 n"}


def test_without_marks_the_body_is_as_it_was():
    assert mark(BODY, []) == BODY


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 99), (13, 14)], ids=str)
def test_a_span_without_words_in_the_text_is_refused_with_a_sentence(start, end):
    with pytest.raises(ValueError, match=f"Claim k has no words at {start} to {end} of this text"):
        mark("<p>one two three</p>\n<p>four</p>", [Mark(start, end, "k")])


@pytest.mark.parametrize("key", ["", "a b", "a\n"])
def test_a_key_that_is_no_single_word_is_refused_with_a_sentence(key):
    with pytest.raises(ValueError, match="is empty or has white space in it"):
        mark(BODY, [Mark(0, 3, key)])


def test_the_same_key_twice_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="Two claims have the same key"):
        mark(BODY, [Mark(0, 3, "k"), Mark(4, 7, "k")])
