"""Whose words: blockquotes and the names under them."""

import pytest

from . import pages
from .pages import PARAGRAPH, SECOND
from .reading import draft_of, speeches, texts


def test_blockquote_has_its_paragraphs_and_then_the_bare_name():
    draft = draft_of(f"“It is done,” President of Utopia Jane Doe said.\n\n{PARAGRAPH}\n")

    assert draft.html.startswith(
        "<blockquote>\n<p>“It is done,”</p>\n<cite>Jane Doe</cite>\n</blockquote>\n"
        "<p>President of Utopia Jane Doe said.</p>\n"
    )


def test_quotations_are_split_from_their_attributions():
    assert speeches(draft_of(pages.QUOTES)) == [
        ("Jane Roe", ["“We will build it in a year,”"]),
        ("Jane Roe", ["“It will be a good bridge,”"]),
        ("Jane Roe", ["“It will last.”"]),
        ("John Doe", ["“We did it.", "“We will do it again,”"]),
    ]


def test_quotation_of_somebody_unknown_stays_a_plain_paragraph():
    assert "“No money is left,” the minister said." in texts(draft_of(pages.QUOTES), "p")


def test_title_in_quotation_marks_is_no_quotation():
    paragraphs = texts(draft_of(pages.QUOTES), "p")

    assert paragraphs[-1] == (
        "“The War of the Roses” is a novel that everybody read, the director said."
    )


def test_introduced_speech_runs_to_its_last_word_of_the_speaker():
    assert speeches(draft_of(pages.SPEECH)) == [
        (
            "Jane Roe",
            [
                "We are glad to open this bridge. It took us two years.",
                "The bridge is 200 metres long.",
                "I thank all who worked on it.",
            ],
        )
    ]


def test_introducing_line_stays_a_paragraph():
    introduction = "Speaking at the opening, Mayor of Town One Jane Roe said:"

    assert texts(draft_of(pages.SPEECH), "p")[1] == introduction


def test_two_blank_lines_end_a_speech():
    page = f"Minister Jane Doe said:\n\n– We agree.\n\nThe river is wide.\n\n\n{PARAGRAPH}\n"

    assert speeches(draft_of(page)) == [("Jane Doe", ["– We agree.", "The river is wide."])]


def test_another_introduction_ends_a_speech():
    page = "Minister Jane Doe said:\n\n– I agree.\n\nMinister John Roe said:\n\n– I do not.\n"

    assert speeches(draft_of(page)) == [
        ("Jane Doe", ["– I agree."]),
        ("John Roe", ["– I do not."]),
    ]


def test_paragraph_about_a_namesake_does_not_end_a_speech():
    page = (
        "Minister Jane Doe said:\n\n– I agree.\n\nBut John Doe did not, and I regret it.\n\n"
        f"Doe left early.\n\nWe shall see, visitors think.\n\n{SECOND}\n"
    )

    assert speeches(draft_of(page)) == [
        ("Jane Doe", ["– I agree.", "But John Doe did not, and I regret it."])
    ]


def test_memoir_is_only_what_is_told_in_the_first_person():
    page = f"Jane Doe noted in her memoirs:\n\nI knew the town well.\n\n{PARAGRAPH}\n\nWe left.\n"

    assert speeches(draft_of(page)) == [("Jane Doe", ["I knew the town well."])]


def test_speech_without_a_first_person_is_nobodys():
    page = f"Minister Jane Doe said:\n\n{PARAGRAPH}\n\n{SECOND}\n"

    assert speeches(draft_of(page)) == []


@pytest.mark.parametrize(
    ("attribution", "speaker"),
    [
        ("said Jane Doe.", "Jane Doe"),
        ("Jane Doe, director of Site One, said.", "Jane Doe"),
        ("the spokesperson, Jane Doe, said.", "Jane Doe"),
        ("said Foreign Minister Jane Doe on Monday.", "Jane Doe"),
        ("said Jane Doe Monday.", "Jane Doe"),
        ("Utopian President Jane Doe told reporters.", "Jane Doe"),
        ("President of the Republic of Utopia Jane Doe said.", "Jane Doe"),
        ("local farmer Jane Doe said.", "Jane Doe"),
        ("Jane von Doe added.", "Jane von Doe"),
        ("Mr. Doe said.", "Doe"),
    ],
)
def test_attribution_gives_the_bare_name(attribution, speaker):
    page = f"{PARAGRAPH}\n\n“We are glad,” {attribution}\n\n{SECOND}\n"

    assert speeches(draft_of(page)) == [(speaker, ["“We are glad,”"])]


@pytest.mark.parametrize(
    "attribution",
    ["they said.", "the sides noted.", "he said.", "a resident of Town One said.", "it is said."],
)
def test_attribution_to_nobody_known_gives_no_speaker(attribution):
    page = f"{PARAGRAPH}\n\n“We are glad,” {attribution}\n\n{SECOND}\n"

    assert speeches(draft_of(page)) == []


@pytest.mark.parametrize(
    ("attribution", "speaker"),
    [
        ("the head of state added.", "John Roe"),
        ("the Utopian leader said.", "John Roe"),
        ("the President of Ruritania said.", "Jane Doe"),
        ("he said.", "John Roe"),
        ("Doe said.", "Jane Doe"),
    ],
)
def test_role_pronoun_or_surname_means_a_person_named_before(attribution, speaker):
    page = (
        "President of Ruritania Jane Doe stressed that the river was wide.\n\n"
        "President of Utopia John Roe noted in his turn that it was deep.\n\n"
        f"“We are glad,” {attribution}\n\n{SECOND}\n"
    )

    assert speeches(draft_of(page)) == [(speaker, ["“We are glad,”"])]


@pytest.mark.parametrize("attribution", ["she said.", "the minister said.", "Poe said."])
def test_words_that_fit_nobody_named_before_give_no_wrong_name(attribution):
    page = (
        "President of Utopia John Roe noted in his turn that the river was deep.\n\n"
        f"“We are glad,” {attribution}\n\n{SECOND}\n"
    )

    assert [name for name, _ in speeches(draft_of(page)) if name != "Poe"] == []


def test_surname_of_two_speakers_is_nobodys():
    page = (
        "Jane Doe said that the river was wide.\n\nJohn Doe said that it was deep.\n\n"
        f"“We are glad,” Doe said.\n\n{SECOND}\n"
    )

    assert speeches(draft_of(page)) == []


def test_straight_quotation_marks_may_hold_a_quoted_word():
    page = f'{PARAGRAPH}\n\n"We call it "the road" here," Jane Doe said.\n\n{SECOND}\n'

    assert speeches(draft_of(page)) == [("Jane Doe", ['"We call it "the road" here,"'])]


def speaker_of_memoir(introduction):
    page = f"{PARAGRAPH}\n\n{introduction}\n\nI knew the town well.\n\n{SECOND}\n"
    return [speaker for speaker, _ in speeches(draft_of(page))]


@pytest.mark.parametrize(
    ("introduction", "speakers"),
    [
        ("In her 1998 memoir, The Long White, the explorer Marit Lund wrote:", ["Marit Lund"]),
        ("In his novel, Long Winter, the writer John Roe wrote:", ["John Roe"]),
        ("Jane Doe, of Bridge Bank, wrote:", ["Jane Doe"]),
        ("Jane Doe, Director of Bridge Works Company, wrote:", ["Jane Doe"]),
        ("Jane Doe, spokeswoman for President John Roe, wrote:", ["Jane Doe"]),
        ("President Jane Doe, who told Mayor John Roe of it, wrote:", ["Jane Doe"]),
    ],
)
def test_name_next_to_the_verb_is_the_speaker(introduction, speakers):
    assert speaker_of_memoir(introduction) == speakers


@pytest.mark.parametrize(
    "introduction",
    [
        "The Long White wrote:",
        "Jane Doe, chief economist, Bridge Bank, wrote:",
        "Jane Doe and John Roe wrote:",
        "President Jane Doe and John Roe wrote:",
        "The mayor told John Roe of the plan and wrote:",
        "A spokesman for President Jane Doe wrote:",
    ],
)
def test_unsure_introduction_gives_no_speaker(introduction):
    assert speaker_of_memoir(introduction) == []


def test_every_quoted_paragraph_under_an_introduction_is_in_the_speech():
    page = (
        f"{PARAGRAPH}\n\nGovernor Jane Doe said:\n\n“We kept our promise.”\n\n"
        f"“We will keep the next one.”\n\n{SECOND}\n"
    )

    assert speeches(draft_of(page)) == [
        ("Jane Doe", ["“We kept our promise.”", "“We will keep the next one.”"])
    ]


def test_quotation_with_its_own_attribution_is_no_part_of_the_speech_above():
    page = (
        f"{PARAGRAPH}\n\nGovernor Jane Doe said:\n\n“We kept our promise.”\n\n"
        f"“They did not,” said John Roe.\n\n{SECOND}\n"
    )

    assert speeches(draft_of(page)) == [
        ("Jane Doe", ["“We kept our promise.”"]),
        ("John Roe", ["“They did not,”"]),
    ]


@pytest.mark.parametrize(
    ("introduced", "speaker"),
    [
        ("Kevin Doyle, 45, lives near the bridge.", "Kevin Doyle"),
        ("Yesterday the farmer Kevin Doyle and his son came.", "Kevin Doyle"),
        ("The house of Doyle is old. Kevin Doyle lives there.", "Doyle"),
        ("Kevin Doyle and Mary Doyle live near the bridge.", None),
    ],
)
def test_surname_is_the_full_name_that_introduced_it(introduced, speaker):
    page = f"{introduced}\n\n“We are glad,” Mr Doyle said.\n\n{SECOND}\n"

    expected = [(speaker, ["“We are glad,”"])] if speaker else []
    assert speeches(draft_of(page)) == expected


@pytest.mark.parametrize("opened", ["She said “we will", 'She said "we will', "She said ‘we will"])
def test_a_line_that_leaves_a_quotation_open_is_no_heading(opened):
    draft = draft_of(f"New bridge agreed\n\n{PARAGRAPH}\n\n{opened}\n\n{SECOND}\n")

    assert texts(draft, "h2") == []
