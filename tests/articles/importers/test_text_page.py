"""Rules of saved pages, held on made-up ones."""

from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from articles.importers import Author, ImportProblem

from . import pages
from .pages import PARAGRAPH, SECOND, THIRD
from .reading import SEED_NAMES, SEEDS, blocks, draft_of, seed_draft, texts, words, words_held_by


def hours(number):
    return timezone(timedelta(hours=number))


@pytest.mark.parametrize("page", pages.PAGES)
def test_every_word_of_a_page_lands_in_the_draft(page):
    assert Counter(words(page)) - Counter(words_held_by(draft_of(page))) == Counter()


@pytest.mark.parametrize("name", SEED_NAMES)
def test_every_word_of_a_seed_lands_in_the_draft(name):
    source = (SEEDS / name).read_text(encoding="utf-8")

    assert Counter(words(source)) - Counter(words_held_by(seed_draft(name))) == Counter()


def test_breadcrumb_gives_the_nearest_section_and_confirms_the_headline():
    draft = draft_of(pages.CRUMBS_AND_ALL)

    assert (draft.section, draft.headline) == ("Europe", "New bridge over the river is agreed")


def test_furniture_between_and_around_paragraphs_stays_out_of_the_body():
    assert blocks(draft_of(pages.CRUMBS_AND_ALL)) == [
        ("p", PARAGRAPH),
        ("p", SECOND),
        ("h2", "What happens next"),
        ("p", THIRD),
        ("p", "Nothing else was decided."),
    ]


def test_what_is_left_out_stands_in_the_notes_with_its_kind():
    assert draft_of(pages.CRUMBS_AND_ALL).notes == (
        "name of the site: Site One",
        "breadcrumb: Home > World > Europe > New bridge over the river is agreed",
        "date: Published 3 May 2023, 14:05 GMT+3",
        "byline: By Writer A",
        "caption: Photo: The old bridge at dawn",
        "button of the page: Advertisement",
        "link to another article: Also read: Another story about the river",
        "appeal of the site: Tags: bridge, river",
        "button of the page: Share",
        "copyright: © 2023 Site One. All rights reserved.",
    )


def test_credits_and_caption_are_read():
    draft = draft_of(pages.CRUMBS_AND_ALL)

    assert draft.published_at == datetime(2023, 5, 3, 14, 5, tzinfo=hours(3))
    assert draft.byline == (Author("Writer A", None, None),)
    assert draft.image_caption == "The old bridge at dawn"
    assert draft.publication == "Site One"


def test_head_without_blank_lines_is_read_line_by_line():
    draft = draft_of(pages.NO_BLANK_LINES_AT_THE_HEAD)

    assert (draft.section, draft.headline) == ("Politics", "New bridge agreed")
    assert draft.byline == (Author("Writer A", None, None),)
    assert draft.published_at == datetime(2024, 3, 12, 8, 30, tzinfo=hours(-5))


def test_list_of_related_articles_at_the_end_stays_out_of_the_body():
    assert blocks(draft_of(pages.NO_BLANK_LINES_AT_THE_HEAD)) == [("p", PARAGRAPH), ("p", SECOND)]


def test_page_title_names_the_publication():
    draft = draft_of(pages.TITLE_AND_BIOGRAPHY)

    assert (draft.headline, draft.publication) == ("New bridge agreed", "Site One")


def test_sentence_between_headline_and_credits_is_the_standfirst():
    standfirst = draft_of(pages.TITLE_AND_BIOGRAPHY).standfirst

    assert standfirst == "The council gives way after a long debate in Town One."


def test_closing_biography_and_handle_complete_the_byline():
    byline = draft_of(pages.TITLE_AND_BIOGRAPHY).byline

    assert byline == (Author("Jane Doe", "Staff writer", "@writer_one"),)


def test_line_that_names_an_author_and_a_handle_completes_the_byline():
    page = f"New bridge agreed\n\nBy Jane Doe and John Roe\n\n{PARAGRAPH}\n\n"

    draft = draft_of(f"{page}Follow John Roe on the network: @writer_three\n")

    assert draft.byline == (
        Author("Jane Doe", None, None),
        Author("John Roe", None, "@writer_three"),
    )


def test_day_without_a_time_is_no_moment_and_the_notes_say_so():
    draft = draft_of(pages.TITLE_AND_BIOGRAPHY)

    assert draft.published_at is None
    assert "date that states no time of day: 12 March 2024" in draft.notes


def test_page_that_starts_with_its_first_paragraph_has_no_headline():
    draft = draft_of(pages.DATE_ONLY_WIRE)

    assert draft.headline is None
    assert draft.published_at == datetime(2024, 3, 12, 8, 30, tzinfo=hours(4))
    assert len(blocks(draft)) == 2


def test_author_and_paper_are_read_from_the_line_after_the_rule():
    draft = draft_of(pages.SIGNED_COLUMN)

    assert draft.byline == (Author("Jane Doe", "Opinion Editor", "@writer_two"),)
    assert draft.publication == "Site Two"


def test_words_that_only_look_like_furniture_stay_in_the_body():
    assert blocks(draft_of(pages.LIST_AND_MARKUP)) == [
        ("p", f"{PARAGRAPH} <script>alert(1)</script>"),
        ("p", "- one thing"),
        ("p", "- another thing"),
        ("p", "Share of the costs"),
        ("p", "The state pays half. Read more about it in the annex of the plan."),
        ("h2", "12 March 2024"),
        ("p", SECOND),
    ]


def test_markup_in_the_text_is_shown_and_not_obeyed():
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in draft_of(pages.LIST_AND_MARKUP).html


def test_headline_may_be_a_question():
    headline = draft_of(pages.LIST_AND_MARKUP).headline

    assert headline == "New rules for cafés & bars: what changes?"


def test_hard_wrapped_lines_are_joined_to_paragraphs():
    assert len(texts(draft_of(pages.HARD_WRAPPED), "p")) == 2


def test_short_lines_between_two_blank_ones_are_one_paragraph():
    draft = draft_of(pages.WRAPPED_SHORT)

    assert draft.headline == "New bridge over the river is agreed"
    assert draft.byline == (Author("Writer A", None, None),)
    assert blocks(draft) == [
        (
            "p",
            "The council met on Monday, and agreed on the plan for the new bridge."
            " Nobody objected. Work is to start in the spring of next year.",
        ),
        ("p", "“We will build it in a year, and the road will be closed for two months,”"),
        ("cite", "Jane Roe"),
        ("p", "said Mayor Jane Roe on Monday."),
        ("h2", "What comes next"),
        ("p", "The plan had been discussed for years in the council."),
    ]


@pytest.mark.parametrize(
    "run",
    [
        ["Tickets for the whole summer", "Books about the old bridge", "Maps of the river"],
        ["food and drinks", "tickets", "maps"],
        ["- tickets for the whole summer", "- books about the old bridge"],
        ["from: the council of the town", "to: everybody in the town", "about: the bridge"],
        ["The council agreed on the plan.", "Nobody spoke against it.", "work begins"],
    ],
)
def test_lines_that_are_each_something_of_their_own_stay_apart(run):
    draft = draft_of("\n\n".join(["New bridge agreed", PARAGRAPH, "\n".join(run), SECOND]))

    assert [text for _, text in blocks(draft)] == [PARAGRAPH, *run, SECOND]


def test_paragraphs_without_blank_lines_between_them_stay_apart():
    draft = draft_of(f"New bridge agreed\n{PARAGRAPH}\n{SECOND}\nWhat comes now\n{THIRD}\n")

    assert draft.headline == "New bridge agreed"
    assert blocks(draft) == [
        ("p", PARAGRAPH),
        ("p", SECOND),
        ("h2", "What comes now"),
        ("p", THIRD),
    ]


def test_company_that_describes_itself_is_no_author():
    draft = draft_of(pages.ABOUT_A_COMPANY)

    assert draft.byline == ()
    assert texts(draft, "h2") == ["About Bridge Builders"]


def test_name_in_a_last_sentence_is_no_author_without_further_evidence():
    draft = draft_of(f"{PARAGRAPH}\n\nJane Doe is the editor of Site One.\n")

    assert draft.byline == ()
    assert texts(draft, "p") == [PARAGRAPH, "Jane Doe is the editor of Site One."]


def test_two_short_lines_under_the_headline_stay_in_the_body():
    draft = draft_of(f"New bridge agreed\n\nA long debate ends\n\nThe river\n\n{PARAGRAPH}\n")

    assert draft.image_caption is None
    assert texts(draft, "p") == ["A long debate ends", "The river", PARAGRAPH]


def test_single_short_line_under_the_headline_is_the_caption():
    draft = draft_of(f"New bridge agreed\n\nThe river at dawn\n\n{PARAGRAPH}\n")

    assert draft.image_caption == "The river at dawn"


def test_name_at_the_head_is_an_author_where_the_foot_says_so():
    draft = draft_of(f"New bridge agreed\n\nJane Doe\n\n{PARAGRAPH}\n\nAbout Jane Doe\n")

    assert draft.byline == (Author("Jane Doe", None, None),)
    assert draft.image_caption is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("By Writer A, Writer B and Writer C", ["Writer A", "Writer B", "Writer C"]),
        ("By Jane Doe, Agency One", ["Jane Doe"]),
        ("Written by: Jane Doe", ["Jane Doe"]),
        ("By the river", []),
        ("By and large nothing changes", []),
    ],
)
def test_byline_names_its_authors(line, names):
    draft = draft_of(f"New bridge agreed\n\n{line}\n\n{PARAGRAPH}\n")

    assert [author.name for author in draft.byline] == names


@pytest.mark.parametrize(
    ("line", "publication"),
    [
        ("© 2024 Site One", "Site One"),
        ("Copyright © 2019-2024 Site One. All rights reserved.", "Site One"),
        ("(c) Site One 2024", "Site One"),
        ("© 2024", None),
    ],
)
def test_copyright_line_names_the_publication(line, publication):
    draft = draft_of(f"{PARAGRAPH}\n\n{line}\n")

    assert (draft.publication, texts(draft, "p")) == (publication, [PARAGRAPH])


@pytest.mark.parametrize(
    ("sentence", "publication"),
    [
        ("A bridge was agreed, Site One reports.", "Site One"),
        ("A bridge was agreed, Siteone reports citing the council.", "Siteone"),
        ("A bridge was agreed, the Ministry reports.", None),
        ("A bridge was agreed, it reports.", None),
    ],
)
def test_first_sentence_names_the_paper_that_reports(sentence, publication):
    assert draft_of(f"{sentence}\n\n{SECOND}\n").publication == publication


@pytest.mark.parametrize("page", ["---\n\nShare\n", "© 2024 Site One\n", "By Jane Doe\n"])
def test_page_of_furniture_only_is_refused(page):
    with pytest.raises(ImportProblem, match="Nothing but page furniture"):
        draft_of(page)
