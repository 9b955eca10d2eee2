import hashlib
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import context, normalise, paragraph, sha256

any_text = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_each_kind_of_line_end_becomes_a_line_feed(end):
    assert normalise(f"one{end}two") == "one\ntwo"


@pytest.mark.parametrize("space", ["\xa0", "\u1680", "\u2003", "\u2009", "\u202f", "\u3000"])
def test_each_kind_of_space_becomes_a_plain_space(space):
    assert normalise(f"one{space}two") == "one two"


def test_no_space_or_control_character_of_unicode_is_left_out():
    odd = [
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character) in ("Zs", "Cc") and character not in " \t\n"
    ]
    assert [character for character in odd if character in normalise(character)] == []


def test_runs_of_spaces_and_empty_lines_stay():
    assert normalise("one  two\n\n\nthree\t") == "one  two\n\n\nthree\t"


@pytest.mark.parametrize("control", ["\ufeff", "\x00", "\x08", "\x1b", "\x7f", "\x9f"])
def test_control_characters_and_byte_order_marks_are_removed(control):
    assert normalise(f"{control}on{control}e") == "one"


@pytest.mark.parametrize("direction", [*map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))])
def test_what_shows_letters_in_another_order_is_removed(direction):
    assert normalise(f"cost {direction}051 million") == "cost 051 million"


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\u200c", "\u200d"])
def test_marks_of_direction_and_joiners_stay(mark):
    assert normalise(f"a{mark}b") == f"a{mark}b"


def test_a_lone_surrogate_becomes_a_replacement_character():
    assert normalise("a\ud83db\ude00") == "a\ufffdb\ufffd"


def test_two_halves_of_a_surrogate_pair_become_their_character():
    assert normalise("a\ud83d\ude00b") == "a😀b"


@pytest.mark.parametrize("letters", ["e\u0301", "é", "ﬁ", "\u212b", "\uf900", "a\u200db", "İıƏə"])
def test_letters_keep_their_code_points(letters):
    assert normalise(letters) == letters


@given(any_text)
def test_normalised_text_stays_as_it_is(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(categories=["Cs", "Lu", "So"]), max_size=20))
def test_normalised_text_can_be_hashed(text):
    assert len(sha256(normalise(text))) == 64


def test_context_is_what_stands_around_the_span():
    assert context("one two three", 4, 7, length=3) == ("ne ", " th")


def test_context_ends_where_the_text_ends():
    assert context("one two three", 4, 7) == ("one ", " three")


def test_context_counts_code_points():
    assert context("😀😀x😀😀", 2, 3, length=1) == ("😀", "😀")


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [
        (5, 8, "two three"),
        (0, 3, "one"),
        (1, 6, "one\ntwo three"),
        (14, 18, "four"),
        (14, 14, "four"),
    ],
)
def test_a_paragraph_is_the_lines_that_hold_the_span(start, end, lines):
    text = "one\ntwo three\nfour"
    first, last = paragraph(text, start, end)
    assert text[first:last] == lines


def test_a_span_that_ends_with_a_line_end_does_not_reach_into_the_next_line():
    assert paragraph("one\ntwo\nthree", 4, 8) == (4, 8)


@given(st.text("ab\n", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_paragraph_holds_its_span(text, one, other):
    start, end = sorted(min(n, len(text)) for n in (one, other))
    first, last = paragraph(text, start, end)
    assert first <= start <= end <= last


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)])
@pytest.mark.parametrize("function", [context, paragraph])
def test_a_span_outside_the_text_is_refused_with_a_sentence(function, start, end):
    with pytest.raises(ValueError, match="is not in this text of 3 characters: select the words"):
        function("one", start, end)


def test_the_digest_is_of_the_utf8_bytes():
    assert sha256("ə😀") == hashlib.sha256(b"\xc9\x99\xf0\x9f\x98\x80").hexdigest()
