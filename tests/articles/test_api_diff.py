"""The word-level comparison of two texts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from articles import diff
from articles.diff import Operation, operations

words = st.lists(st.sampled_from(["the ", "council", " ", "40", "\n", ".", "é", "👍"])).map("".join)


def test_a_changed_number_is_a_word_deleted_and_a_word_inserted():
    assert operations("It has 40 members.", "It has 41 members.") == [
        Operation("equal", "It has "),
        Operation("delete", "40"),
        Operation("insert", "41"),
        Operation("equal", " members."),
    ]


def test_equal_texts_are_one_operation():
    assert operations("The same.", "The same.") == [Operation("equal", "The same.")]


def test_nothing_against_nothing_is_no_operation():
    assert operations("", "") == []


@settings(max_examples=200, deadline=None)
@given(words, words)
def test_the_operations_give_back_both_texts(before, after):
    found = operations(before, after)

    assert "".join(part.text for part in found if part.op != "insert") == before
    assert "".join(part.text for part in found if part.op != "delete") == after


def test_texts_too_long_for_words_are_compared_by_lines(monkeypatch):
    monkeypatch.setattr(diff, "MOST_PAIRS", 10)

    assert operations("One.\nIt has 40 members.", "One.\nIt has 41 members.") == [
        Operation("equal", "One.\n"),
        Operation("delete", "It has 40 members."),
        Operation("insert", "It has 41 members."),
    ]
