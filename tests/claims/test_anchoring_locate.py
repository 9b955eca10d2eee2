"""Only a quotation known: found where it stands, or a person is asked."""

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from claims.anchoring import Anchor, Quote, Relocated, Span, locate, occurrences

TEXT = "The rent rose in spring. The rent fell in autumn. Nobody expected the second turn."


def found(text, *args, near=None, **kwargs):
    result = locate(text, Quote(*args, **kwargs), near=near)
    return result.anchor, result.span and result.span.of(text), result.material


def test_words_that_stand_once_are_found():
    assert locate(TEXT, Quote("rose in spring")) == Relocated(Anchor.EXACT, Span(9, 23), False, 1.0)


def test_offsets_are_code_points_not_utf_16_units():
    assert locate("\U0001f603 rain", Quote("rain")).span == Span(2, 6)


def test_the_prefix_chooses_between_two_places():
    assert locate(TEXT, Quote("The rent", prefix="in spring. ")).span == Span(25, 33)


def test_the_suffix_chooses_between_two_places():
    assert locate(TEXT, Quote("The rent", suffix=" fell in")).span == Span(25, 33)


def test_a_misspelt_suffix_still_chooses():
    assert locate(TEXT, Quote("The rent", suffix="fel in autum")).span == Span(25, 33)


def test_two_places_that_fit_equally_are_ambiguous():
    assert locate(TEXT, Quote("The rent")) == Relocated(Anchor.AMBIGUOUS, None, True, 1.0)


def test_the_old_place_breaks_a_tie():
    assert locate(TEXT, Quote("The rent"), near=30).span == Span(25, 33)


def test_the_old_place_does_not_outvote_the_surroundings():
    assert locate(TEXT, Quote("The rent", suffix=" fell in autumn"), near=0).span == Span(25, 33)


def test_a_place_halfway_between_two_breaks_no_tie():
    assert locate("ab cd ab", Quote("ab"), near=3).anchor == Anchor.AMBIGUOUS


def test_words_in_other_surroundings_have_moved():
    assert found(TEXT, "Nobody expected the second turn", "quite different ", " and more") == (
        Anchor.MOVED,
        "Nobody expected the second turn",
        False,
    )


def test_a_few_words_in_foreign_surroundings_are_left_to_a_person():
    assert found(TEXT, "in autumn", "exports shrank ", " after the storm") == (
        Anchor.DRIFTED,
        "in autumn",
        True,
    )


@pytest.mark.parametrize("quote", ["rose  in\nspring", "Rose in spring"])
def test_the_same_words_in_another_form_have_drifted_without_consequence(quote):
    assert found(TEXT, quote) == (Anchor.DRIFTED, "rose in spring", False)


def test_glyphs_of_quotation_marks_do_not_hide_the_words():
    assert found("He said “yes” twice.", 'said "yes" twice') == (
        Anchor.DRIFTED,
        "said “yes” twice",
        False,
    )


def test_similar_words_are_found_and_flagged():
    assert found(TEXT, "Nobody had expected a second turn") == (
        Anchor.DRIFTED,
        "Nobody expected the second turn",
        True,
    )


def test_another_number_is_never_the_same_words():
    assert found("The toll is 15 coins a day.", "The toll is 51 coins a day") == (
        Anchor.DRIFTED,
        "The toll is 15 coins a day",
        True,
    )


@pytest.mark.parametrize("text", ["", TEXT])
@pytest.mark.parametrize("quote", ["", "  ", "zebra crossing under water"])
def test_what_does_not_stand_there_is_lost(text, quote):
    assert found(text, quote) == (Anchor.LOST, None, True)


def test_the_score_counts_the_surroundings():
    text = "one two three four"
    prefixes = ["one", "onn", "oxx", "xyz"]
    scores = [locate(text, Quote("two three", prefix=prefix)).score for prefix in prefixes]
    assert scores == sorted(set(scores), reverse=True)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The rate is 5.7 today.", "rate is 5"),
        ("The rate is -5 today.", "5 today"),
        ("They can't vote.", "They can"),
        ("They are unhappy.", "happy"),
    ],
)
def test_words_cut_out_of_other_words_are_left_to_a_person(text, quote):
    assert found(text, quote) == (Anchor.DRIFTED, quote, True)


def test_a_cut_that_the_quotation_shows_is_no_change():
    assert found("They are unhappy.", "happy", prefix="un") == (Anchor.EXACT, "happy", False)


def test_whole_words_win_over_parts_of_others():
    assert locate("15 or 5 or 5.5", Quote("5")).span == Span(6, 7)


# --- occurrences ----------------------------------------------------------------------------------


def test_occurrences_names_every_place():
    assert occurrences(TEXT, "The rent") == [Span(0, 8), Span(25, 33)]


def test_occurrences_overlap():
    assert occurrences("bananas", "ana") == [Span(1, 4), Span(3, 6)]


def test_occurrences_takes_no_character_for_a_pattern():
    assert occurrences("5.0 and 5x0", "5.0") == [Span(0, 3)]


def test_the_empty_string_stands_nowhere():
    assert occurrences("text", "") == []


# --- the suites of others -------------------------------------------------------------------------


def cases(pattern):
    default = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
    folder = Path(os.environ.get("NEWSROOM_CORPORA", default)) / "anchoring_unit"
    files = [path.read_text(encoding="utf-8") for path in folder.glob(pattern)]
    return [json.loads(line) for text in files for line in text.strip().split("\n")]


class TextNodes(HTMLParser):
    """Every text node as (parent's tag, which of its parent's, start in the whole text)."""

    def __init__(self, html):
        super().__init__()
        self.text, self.nodes, self._open = "", {}, [["", 0]]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self._open.append([tag, 0])

    def handle_endtag(self, tag):
        self._open.pop()

    def handle_data(self, data):
        self._open[-1][1] += 1
        tag, nth = self._open[-1]
        self.nodes[f"//{tag}/text()[{nth}]"] = self.nodes[f"//{tag}/text()"] = len(self.text)
        self.nodes.setdefault(f"first {tag}", len(self.text))
        self.text += data


def spans_expected(case, nodes):
    """Offsets in the whole text; nodes of these cases hold no character outside the BMP."""
    return [
        Span(
            nodes[range_["startContainerXPath"]] + range_["startOffset"],
            nodes[range_["endContainerXPath"]] + range_["endOffset"],
        )
        for range_ in case["expected"]
    ]


@pytest.mark.corpus
def test_every_offset_of_the_hypothesis_suite_is_found():
    stated = [case for case in cases("hypothesis_match_quote*") if case.get("expect_text")]
    answers = {
        case["id"]: locate(
            case["text"],
            Quote(case["quote"], case["prefix"] or "", case["suffix"] or ""),
            near=case["hint"],
        ).span
        for case in stated
    }
    assert stated
    assert answers == {
        case["id"]: Span(case["expect_start"], case["expect_start"] + len(case["expect_text"]))
        for case in stated
    }


@pytest.mark.corpus
def test_every_absence_of_the_hypothesis_suite_is_lost():
    absent = [case for case in cases("hypothesis_match_quote*") if case.get("expect_null")]
    assert absent
    assert {locate(case["text"], Quote(case["quote"])).anchor for case in absent} == {Anchor.LOST}


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("given", "side"), [("prefixes", "prefix"), ("suffixes", "suffix")], ids=["prefix", "suffix"]
)
def test_the_score_falls_with_the_likeness_of_the_context(given, side):
    [case] = [c for c in cases("hypothesis_match_quote*") if f"{given}_descending_similarity" in c]
    scores = [
        locate(case["text"], Quote(case["quote"], **{side: context})).score
        for context in case[f"{given}_descending_similarity"]
    ]
    assert scores == sorted(set(scores), reverse=True)


@pytest.mark.corpus
def test_every_single_place_of_the_apache_suite_is_found():
    answers, expected = {}, {}
    for case in cases("apache_annotator*"):
        selector = case.get("selector", {})
        if case["task"] != "text-quote-match" or not selector["exact"]:
            continue
        page = TextNodes(case["html"])
        spans = spans_expected(case, page.nodes)
        quote = Quote(selector["exact"], selector.get("prefix", ""), selector.get("suffix", ""))
        if len(spans) == 1:
            answers[case["id"]], expected[case["id"]] = locate(page.text, quote).span, spans[0]
    assert expected
    assert answers == expected


@pytest.mark.corpus
def test_several_places_of_the_apache_suite_are_ambiguous_and_all_named():
    several = {}
    for case in cases("apache_annotator*"):
        if case["task"] == "text-quote-match" and len(case["expected"]) > 1:
            page = TextNodes(case["html"])
            selector = case["selector"]
            quote = Quote(selector["exact"], selector.get("prefix", ""), selector.get("suffix", ""))
            if quote.exact:
                missing = set(spans_expected(case, page.nodes)) - set(
                    occurrences(page.text, quote.exact)
                )
                several[case["id"]] = (locate(page.text, quote).anchor, missing)
    assert several
    assert set(map(str, several.values())) == {str((Anchor.AMBIGUOUS, set()))}
