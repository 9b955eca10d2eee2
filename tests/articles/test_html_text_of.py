"""text_of(), speeches() and speaker_at(); tests/browser/test_text_content.py asks a browser."""

import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from articles.html import Speech, clean, speaker_at, speeches, text_of
from articles.text import normalise
from tests.articles.html_samples import documents

SPEECH = (
    "<p>N said:</p>\n<blockquote>\n<p>One two.</p>\n<p>Three.</p>\n"
    "<cite>N N</cite>\n</blockquote>\n<p>After.</p>"
)


@settings(deadline=None)
@given(documents)
def test_the_text_is_what_another_parser_reads(source):
    cleaned = clean(source)
    body = LexborHTMLParser(f"<!doctype html><body><div>{cleaned}</div>").css_first("div")
    assert text_of(cleaned) == body.text(deep=True)


@settings(deadline=None)
@given(documents)
def test_the_text_is_normalised(source):
    text = text_of(clean(source))
    assert text == normalise(text)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a</p>\n<p>b</p>", "a\nb"),
        ("<p>1 &lt; 2 &amp;amp; 3</p>", "1 < 2 &amp; 3"),
        ('<p>a<img src="/i" alt="not these">b</p>', "ab"),
        ('<p title="a&gt;b">c</p>', "c"),
        ("<p>😀e\u0301<b>ə</b></p>", "😀e\u0301ə"),
        ("<p>a<br>\nb</p>", "a\nb"),
        ("", ""),
    ],
)
def test_the_text_is_the_words_and_what_stands_between_blocks(body, text):
    assert text_of(body) == text


def test_words_of_neighbouring_blocks_are_never_fused():
    source = (
        "<div>a<h1>b</h1>c<ul><li>d<li>e</ul>f<table><td>g<td>h<tr><td>i</table>j<br>k<hr>l</div>"
    )
    assert text_of(clean(source)).split() == list("abcdefghijkl")


def place(body, words):
    start = text_of(body).index(words)
    return start, start + len(words)


def test_a_speech_is_the_block_quotation_with_its_speaker():
    start, _ = place(SPEECH, "\nOne two.")
    assert speeches(SPEECH) == [Speech("N N", start, start + len("\nOne two.\nThree.\nN N\n"))]


@pytest.mark.parametrize("words", ["One", "two.\nThree", "Three."])
def test_words_in_a_speech_are_its_speakers(words):
    assert speaker_at(SPEECH, *place(SPEECH, words)) == "N N"


@pytest.mark.parametrize("words", ["said", "said:\n\nOne", "N N\n\nAfter", "After"])
def test_words_outside_or_partly_outside_a_speech_are_nobodys(words):
    assert speaker_at(SPEECH, *place(SPEECH, words)) is None


def test_of_nested_speeches_the_inner_speaker_counts():
    body = clean(
        "<blockquote>a<blockquote>b<cite>Inner</cite></blockquote>c<cite>Outer</cite></blockquote>"
    )
    assert [speaker_at(body, *place(body, words)) for words in "abc"] == ["Outer", "Inner", "Outer"]


def test_a_quotation_without_a_speaker_within_a_speech_is_the_speakers():
    body = clean("<blockquote><blockquote>a</blockquote><cite>Outer</cite></blockquote>")
    assert speaker_at(body, *place(body, "a")) == "Outer"


def test_a_speaker_may_stand_in_a_paragraph_behind_a_dash():
    body = clean("<blockquote><p>a</p><p>— <cite>N N</cite></p></blockquote>")
    assert speaker_at(body, *place(body, "a")) == "N N"


def test_a_work_that_is_cited_among_other_words_is_no_speaker():
    body = clean("<blockquote><p>As in <cite>Some Book</cite>, a.</p></blockquote>")
    assert speaker_at(body, *place(body, "a.")) is None


def test_a_cite_outside_any_quotation_is_no_speaker():
    body = clean("<p>a <cite>Some Book</cite></p>")
    assert speeches(body) == []
