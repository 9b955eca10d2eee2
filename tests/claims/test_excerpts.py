"""Whether quoted words stand in the text they are said to be quoted from."""

import pytest

from claims.excerpts import stands_in

PAGE = "The council has 40 members.\n\nIt was “founded” in 1901 – they don’t say by whom."


@pytest.mark.parametrize(
    ("excerpt", "words"),
    [
        ("The council has 40 members.", PAGE),
        ("  council \n has\t40\u00a0members ", PAGE),
        ("members. It was", PAGE),
        ('It was "founded" in 1901', PAGE),
        ("It was «founded» in 1901", PAGE),
        ("1901 - they don't say", PAGE),
        ("1901 — they don´t say", PAGE),
        ("the cafe\u0301 closed", "the café closed at noon"),
        ("the café closed", "the cafe\u0301 closed at noon"),
        ("government", "the gov\u00adern\u200bment fell"),
        ("gov\u00adernment", "the government fell"),
        ("\u200eforty\u200f", "some forty people"),
        ("its members", "its mem-\nbers voted"),
        ("a well-known fact", "a well-\nknown fact"),
        ("“forty” he said", "''forty'' he said"),
        ("in 2010-2015", "built in 2010–2015"),
        ("2015 report", "the 2010-2015 report"),
        ("members", "non-members"),
        ("40", "(40)"),
        ("委員会", "町の委員会は四十人"),
        ("الكتاب", "والكتاب جديد"),
    ],
)
def test_words_stand_whatever_their_glyphs_and_spaces(excerpt, words):
    assert stands_in(excerpt, words)


@pytest.mark.parametrize(
    ("excerpt", "words"),
    [
        ("The council has 41 members.", PAGE),
        ("the council has 40 members", PAGE),
        ("council has members", PAGE),
        ("40 member", PAGE),
        ("ouncil has 40", PAGE),
        ("founded in 1901 by", PAGE),
        ("took 150", "the man took 1500"),
        ("took 150", "the man took 150,000"),
        ("took 150", "the man took 150.5"),
        ("150 people", "some 1,150 people"),
        ("50 people", "some 150 people"),
        ("5 degrees", "it was −5 degrees"),
        ("10²", "10 2"),
        ("resume", "résumé"),
        ("", PAGE),
        ("“…”", PAGE),
        ("!", "Stop!"),
    ],
)
def test_other_words_and_parts_of_words_do_not_stand(excerpt, words):
    assert not stands_in(excerpt, words)


@pytest.mark.parametrize(
    "excerpt",
    [
        "The council … in 1901",
        "The council […] in 1901",
        "The council [...] in 1901",
        "The council... in 1901",
        "… was “founded” …",
        "council … 40 … founded",
    ],
)
def test_an_ellipsis_leaves_words_out(excerpt):
    assert stands_in(excerpt, PAGE)


@pytest.mark.parametrize(
    "excerpt",
    ["in 1901 … The council", "The council … in 1902", "founded … founded", "The counc… 1901"],
)
def test_what_an_ellipsis_parts_must_stand_whole_and_in_order(excerpt):
    assert not stands_in(excerpt, PAGE)


def test_a_later_place_is_found_where_the_first_is_part_of_a_word():
    assert stands_in("40 members", "some 140 members, of whom 40 members spoke")


def test_an_ellipsis_of_the_page_is_no_obstacle():
    assert stands_in("we agree… perhaps", "He said: we agree … perhaps not.")
