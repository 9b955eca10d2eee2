"""What is looked for and through, as folded and stemmed words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search_words import LONGEST_SEARCH, MOST_WORDS, Term, asked, stems


def rows(typed):
    """The first row of each wanted term, and of each unwanted one."""
    search = asked(typed)
    return [term.rows[0] for term in search.wanted], [term.rows[0] for term in search.unwanted]


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("seki", "Şəki", "az"),
        ("SEKI", "Şəki", ""),
        ("Şəki", "Seki", "en"),
        ("baki", "BAKI", "az"),
        ("bakı", "Bakıda", "az"),
        ("baki", "Bakının", "az-Latn"),
        ("ankara", "Ankara’da", "tr"),
        ("istanbul", "İstanbul", "tr"),
        ("o'brien", "O’Brien", "en"),
        ("OBrien", "OʼBrien’s", "en"),
        ("council", "council's", "en"),
        ("councils", "Council", "en"),
        ("city", "cities", "en"),
        ("cafe", "cafe\u0301", "fr"),
        ("совет", "Советами", "ru"),
        ("комиссия", "комиссией", "ru"),
        ("елка", "ёлка", "ru"),
        ("1500", "1,500", "en"),
        ("150k", "150K", "en"),
        ("strasse", "Straße", "de"),
        ("ﬁsh", "fish", "en"),
    ],
)
def test_a_word_is_found_however_it_is_typed(typed, written, language):
    assert asked(typed).is_in(f"Before {written} after.", language)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("мой", "мои дни"),
        ("bus", "bu"),
        ("1500", "1,5000"),
        ('"fact checking"', "checking a fact"),
        ('"fact checking"', "fact and checking"),
        ("fact-checking", "checking facts"),
        ("council -budget", "The council's budget"),
        ("council budget", "The council"),
        ("東京", "京東"),
    ],
)
def test_what_only_looks_alike_is_not_found(typed, written):
    assert not asked(typed).is_in(written, "en")


def test_words_between_any_quotation_marks_stand_in_a_row():
    for typed in ('"two words"', "“two words”", "«two words»", "„two words“", '"two words'):
        assert rows(typed) == ([("two", "word")], [])


def test_words_joined_by_a_hyphen_stand_in_a_row():
    assert rows("fact-checking 1.5") == ([("fact", "checking"), ("1", "5")], [])


def test_what_follows_a_minus_is_not_to_be_there():
    assert rows('town -budget -"two words"') == ([("town",)], [("budget",), ("two", "word")])


def test_scripts_without_spaces_are_looked_for_character_by_character():
    assert asked("東京").is_in("これは東京です", "ja")


@pytest.mark.parametrize("typed", ["", " ", "\0", '"', '""', "-", "- -", '* ^ : ( ) " -"', "'"])
def test_what_holds_no_word_asks_for_nothing(typed):
    assert rows(typed) == ([], [])


def test_words_of_the_databases_are_words_like_others():
    assert rows("AND OR NEAR(a b)") == ([("and",), ("or",), ("near", "a"), ("b",)], [])


def test_no_more_than_the_first_words_are_looked_for_and_it_is_said():
    few, many = (asked(" ".join(f"w{n}" for n in range(most))) for most in (MOST_WORDS, 99))
    assert (few.is_cut, len(few.wanted)) == (False, MOST_WORDS)
    assert (many.is_cut, many.wanted) == (True, few.wanted)


def test_a_long_search_is_read_to_its_limit_and_it_is_said():
    late = asked(" " * LONGEST_SEARCH + "word")
    assert (late.is_cut, late.wanted) == (True, ())


def test_of_a_text_so_many_words_are_read_as_are_asked_for():
    assert stems("One two three.", "en", 2) == ["one", "two"]


@given(st.text(), st.sampled_from(["en", "az", "ru", ""]))
def test_every_compared_word_is_letters_and_digits_alone(text, language):
    search = asked(text)
    terms = [*search.wanted, *search.unwanted]
    words = [word for term in terms for row in term.rows for word in row]
    assert all(map(str.isalnum, words + stems(text, language)))
    assert all(row for term in terms for row in term.rows)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_what_stands_in_a_text_is_found_there(word):
    if asked(word).wanted:
        assert asked(word).is_in(word, "az")


def test_letters_of_which_nothing_is_left_are_no_part_of_a_search():
    assert Term.of(["\ufc5e\ufc5e'b"]).rows == (("b",),)
