"""Two people's changes to one body put together; what cannot be is a conflict, never lost."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given

from articles import blocks
from articles.blocks import WORD
from articles.html import clean, text_of
from articles.merge import MergedValue, merge, merge_values, resolve
from tests.articles.edited_bodies import versions

FIRST = "The council has 40 members."
SECOND = "It was founded in 1901 by the town."
THIRD = "The meeting ended at noon on Monday."
BASE = [FIRST, SECOND, THIRD]


def body(*lines):
    return clean("".join(f"<p>{line}</p>" for line in lines))


def merged(base, theirs, mine):
    found = merge(clean(base), clean(theirs), clean(mine))
    assert found.conflicts == ()
    return found.html


def conflicts(base, theirs, mine):
    found = merge(clean(base), clean(theirs), clean(mine))
    for one in found.conflicts:
        assert found.html[one.start : one.end] == one.theirs
    return [(one.base, one.theirs, one.mine) for one in found.conflicts]


def test_changes_of_different_paragraphs_are_both_taken():
    theirs = body(FIRST.replace("40", "41"), SECOND, THIRD)
    mine = body(FIRST, SECOND.replace("1901", "1902"), THIRD)

    assert merged(body(*BASE), theirs, mine) == body(
        "The council has 41 members.", "It was founded in 1902 by the town.", THIRD
    )


def test_changes_of_different_words_of_a_paragraph_are_both_taken():
    theirs, mine = body(FIRST.replace("40", "41")), body(FIRST.replace("council", "board"))

    assert merged(body(FIRST), theirs, mine) == body("The board has 41 members.")


def test_changes_of_a_paragraph_too_long_for_words_are_a_conflict(monkeypatch):
    base = "<p>The council has 40 members and met on Monday at noon.</p>"
    theirs, mine = base.replace("40", "41"), base.replace("noon", "night")
    monkeypatch.setattr(blocks, "MOST_BY_WORDS", 20)
    merged = merge(base, theirs, mine)

    found = [(one.base, one.theirs, one.mine) for one in merged.conflicts]
    assert found == [(base, theirs, mine)]


def test_a_change_of_words_and_one_of_formatting_are_both_taken():
    theirs, mine = body(FIRST.replace("40", "41")), body(FIRST.replace("council", "<b>council</b>"))

    assert merged(body(FIRST), theirs, mine) == body("The <b>council</b> has 41 members.")


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("The council has 41 members.", "The council has 42 members."),
        ("The council had 40 members.", "The council has 42 members."),
        ("The council has 40 full members.", "The council has 40 new members."),
        ("The council has.", "The council has 41 members."),
    ],
)
def test_changes_of_the_same_or_neighbouring_words_are_a_conflict(theirs, mine):
    assert conflicts(body(FIRST), body(theirs), body(mine)) == [
        (body(FIRST), body(theirs), body(mine))
    ]


def test_the_same_change_on_both_sides_is_taken_once():
    both = body(FIRST.replace("40", "41"), SECOND, THIRD, "One more.")

    assert merged(body(*BASE), both, body(*BASE[:2], THIRD + " It rained.")).count("One more.") == 1
    assert merged(body(*BASE), both, both) == both


def test_a_paragraph_that_one_deleted_and_the_other_left_alone_is_gone():
    mine = body(FIRST, SECOND, THIRD.replace("noon", "one"))

    assert merged(body(*BASE), body(SECOND, THIRD), mine) == body(
        SECOND, "The meeting ended at one on Monday."
    )


def test_a_paragraph_that_one_deleted_and_the_other_changed_is_a_conflict():
    changed = SECOND.replace("1901", "1902")

    assert conflicts(body(*BASE), body(FIRST, THIRD), body(FIRST, changed, THIRD)) == [
        (body(SECOND), "", body(changed))
    ]


def test_different_paragraphs_added_in_one_place_are_a_conflict():
    theirs, mine = body(*BASE, "It rained."), body(*BASE, "It snowed.")

    assert conflicts(body(*BASE), theirs, mine) == [("", body("It rained."), body("It snowed."))]


def test_what_one_changed_in_a_paragraph_goes_with_it_where_the_other_moved_it():
    theirs = body(SECOND, THIRD, FIRST)
    mine = body(FIRST.replace("40", "41"), SECOND, THIRD)

    assert merged(body(*BASE), theirs, mine) == body(SECOND, THIRD, "The council has 41 members.")


def test_a_paragraph_moved_to_two_places_is_a_conflict_at_both():
    more = [*BASE, "The weather was fine on that day."]
    theirs, mine = body(*more[1:3], FIRST, more[3]), body(*more[1:], FIRST)

    assert conflicts(body(*more), theirs, mine) == [
        (body(FIRST), body(FIRST), ""),
        (body(FIRST), "", body(FIRST)),
    ]


def test_a_paragraph_that_one_moved_and_the_other_deleted_is_a_conflict():
    assert conflicts(body(*BASE), body(SECOND, THIRD, FIRST), body(SECOND, THIRD)) == [
        (body(FIRST), body(FIRST), "")
    ]


LIST = "<ul><li>One thing of the list</li><li>Two things of it</li><li>And the end</li></ul>"


def test_items_of_one_list_are_merged_one_by_one():
    theirs, mine = LIST.replace("<li>And", "<li>New</li><li>And"), LIST.replace("One", "1")

    assert merged(LIST, theirs, mine) == clean(
        "<ul><li>1 thing of the list</li><li>Two things of it</li><li>New</li>"
        "<li>And the end</li></ul>"
    )


def test_an_item_that_both_changed_is_a_conflict_of_that_item():
    assert conflicts(LIST, LIST.replace("Two", "3"), LIST.replace("Two", "4")) == [
        ("<li>Two things of it</li>", "<li>3 things of it</li>", "<li>4 things of it</li>")
    ]


def test_a_cell_that_both_changed_is_a_conflict_of_its_row():
    table = "<table><tr><td>Town</td><td>{}</td></tr><tr><td>Village</td><td>{}</td></tr></table>"
    row = "<tr><td>Town</td>\t<td>{}</td></tr>"

    found = conflicts(table.format(1, 2), table.format(3, 2), table.format(4, 5))

    assert found == [(row.format(1), row.format(3), row.format(4))]


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("theirs", ["The council has 41 members."]),
        ("mine", ["The council has 42 members."]),
        ("both", ["The council has 41 members.", "The council has 42 members."]),
    ],
)
def test_a_conflict_is_resolved_as_chosen(choice, words):
    theirs, mine = body(FIRST.replace("40", "41"), SECOND), body(FIRST.replace("40", "42"), SECOND)

    assert resolve(merge(body(FIRST, SECOND), theirs, mine), [choice]) == body(*words, SECOND)


def test_each_conflict_needs_its_choice():
    found = merge(body(FIRST), body("It rained."), body("It snowed."))

    with pytest.raises(ValueError, match="Decide all 1 conflicts, one by one"):
        resolve(found, [])


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "found"),
    [
        ("A", "A", "B", MergedValue("B", False)),
        ("A", "B", "A", MergedValue("B", False)),
        ("A", "B", "B", MergedValue("B", False)),
        ("A", "B", "C", MergedValue("B", True)),
        (None, None, None, MergedValue(None, False)),
    ],
)
def test_a_plain_value_that_both_changed_is_a_conflict(base, theirs, mine, found):
    assert merge_values(base, theirs, mine) == found


# Properties


@given(versions(2))
def test_what_only_one_changed_is_taken_as_it_is(found):
    base, other = found

    assert merge(base, base, other).html == other
    assert merge(base, other, base).html == other
    assert merge(base, other, other).html == other


def words(*bodies):
    found = (word for one in bodies for word in WORD.findall(text_of(one)))
    return Counter(word for word in found if not word.isspace())


@given(versions(3))
def test_no_new_word_is_missing_from_the_body_and_the_conflicts(found):
    base, theirs, mine = found
    result = merge(base, theirs, mine)
    there = words(result.html, *(one.mine for one in result.conflicts))

    for side in (theirs, mine):
        assert words(side) - words(base) - there == Counter()


@given(versions(3))
def test_every_outcome_may_be_stored_as_it_is(found):
    result = merge(*found)
    choices = list(product(["theirs", "mine", "both"], repeat=min(len(result.conflicts), 2)))
    rest = ["both"] * (len(result.conflicts) - 2)

    for one in (result.html, *(resolve(result, [*choice, *rest]) for choice in choices)):
        assert clean(one) == one


@given(versions(3))
def test_every_conflict_says_where_theirs_stands(found):
    result = merge(*found)

    for one in result.conflicts:
        assert result.html[one.start : one.end] == one.theirs
    assert resolve(result, ["theirs"] * len(result.conflicts)) == result.html
