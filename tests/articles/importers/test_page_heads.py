"""What stands above an article on a saved page, and when its headline is only a guess."""

import pytest

from articles.importers import Author
from articles.ingest import ingest
from articles.models import Article

from .pages import PARAGRAPH, SECOND, THIRD
from .reading import blocks, draft_of, texts

BODY = f"{PARAGRAPH}\n\n{SECOND}\n"


def headline_of(page):
    draft = draft_of(page)
    return draft.headline, draft.headline_is_doubtful


def test_masthead_and_menu_above_the_breadcrumb_are_no_headline():
    draft = draft_of(
        "The Example Gazette\n\nWorld  Business  Sport\n\nHome > Towns > New bridge agreed by all\n"
        f"\nNew bridge agreed by all\n\n{BODY}"
    )

    assert (draft.headline, draft.headline_is_doubtful) == ("New bridge agreed by all", False)
    assert draft.notes[:2] == (
        "name of the site: The Example Gazette",
        "menu of the site: World  Business  Sport",
    )
    assert texts(draft, "p") == [PARAGRAPH, SECOND]


def test_line_above_a_breadcrumb_that_nothing_confirms_is_no_headline():
    assert headline_of(f"Bridges and roads\n\nHome > Towns\n\nNew bridge agreed\n\n{BODY}") == (
        "New bridge agreed",
        False,
    )


@pytest.mark.parametrize(
    "page",
    [
        f"Example Lines\n\nNew bridge agreed by all\n\n{BODY}",
        f"Example Lines\n\n{BODY}",
        f"New bridge agreed\n\nA long debate ends\n\nThe river\n\n{BODY}",
    ],
)
def test_headline_that_only_its_place_speaks_for_is_doubtful(page):
    assert draft_of(page).headline_is_doubtful


@pytest.mark.parametrize(
    "page",
    [
        f"New bridge agreed by all\n\n{BODY}",
        f"The Example Gazette\n\nNew bridge agreed by all\n\nBy Jane Doe\n\n{BODY}",
        f"New Bridge Agreed\n\nBy Jane Doe\n\n{BODY}",
    ],
)
def test_headline_alone_or_over_its_byline_is_sure(page):
    assert not draft_of(page).headline_is_doubtful


def test_menu_of_one_line_each_is_no_headline():
    page = f"Politics\nWorld\nSport\n\nNew bridge agreed by all\n\nBy Jane Doe\n\n{BODY}"

    assert headline_of(page) == ("New bridge agreed by all", False)
    assert texts(draft_of(page), "p") == [PARAGRAPH, SECOND]


def test_headline_among_the_menus_of_a_whole_page_is_the_long_line_over_the_credits():
    menu = "\n".join(f"Entry {letter}" for letter in "abcdefghijkl")
    page = f"{menu}\nA long entry of the menu\n{menu}\nNew bridge agreed by all\nBy Jane Doe\n\n"

    assert headline_of(page + BODY) == ("New bridge agreed by all", True)


def test_label_of_a_section_over_the_headline_is_the_section():
    draft = draft_of(f"OPINION\n\nNew bridge agreed by all\n\n{BODY}")

    assert (draft.section, draft.headline) == ("OPINION", "New bridge agreed by all")


def test_blog_headline_is_the_line_over_the_credits_and_not_the_name_of_the_blog():
    page = f"Notes on bridges\n\nHome\n\nMine\n\nWhy I like them\n\nBy Jane Doe\n\n{BODY}"

    assert headline_of(page) == ("Why I like them", False)


@pytest.mark.parametrize("line", ["Politics Desk", "Staff reporter", "By Staff Reporter"])
def test_desk_or_nameless_reporter_is_the_byline_and_no_caption(line):
    draft = draft_of(f"New bridge agreed by all\n\n{line}\n\n{BODY}")

    assert [author.name for author in draft.byline] == [line.removeprefix("By ")]
    assert draft.image_caption is None


def test_bare_name_between_headline_and_date_is_the_author():
    draft = draft_of(f"New bridge agreed by all\n\nJane Doe\n\n8 March 2025\n\n{BODY}")

    assert draft.byline == (Author("Jane Doe", None, None),)


def test_line_without_a_full_stop_between_headline_and_credits_is_the_standfirst():
    standfirst = "The council gives way after a long debate"
    draft = draft_of(f"New bridge agreed by all\n\n{standfirst}\n\nBy Jane Doe\n\n{BODY}")

    assert (draft.standfirst, draft.image_caption) == (standfirst, None)


def test_date_that_cannot_be_read_is_neither_headline_nor_caption():
    line = "Spring of 2025, 10:30 or so"

    draft = draft_of(f"New bridge agreed by all\n\n{line}\n\n{BODY}")

    assert (draft.headline, draft.image_caption) == ("New bridge agreed by all", None)
    assert texts(draft, "p") == [line, PARAGRAPH, SECOND]


def test_cookie_banner_stays_out_of_the_body():
    banner = (
        "We and our partners use cookies on a device. You can accept or reject them, or change"
        " your preferences at any time."
    )

    draft = draft_of(f"{banner}\n\nAccept all\n\nNew bridge agreed by all\n\n{BODY}")

    assert draft.headline == "New bridge agreed by all"
    assert draft.notes == (f"cookie banner: {banner}", "button of the page: Accept all")


def test_time_over_the_first_entry_of_a_live_page_stays_with_it():
    draft = draft_of(
        f"Bridge debate as it happens\n\n10:45 GMT\n\n{PARAGRAPH}\n\n10:30 GMT\n\n{THIRD}"
    )

    assert texts(draft, "p") == ["10:45 GMT", PARAGRAPH, THIRD]
    assert texts(draft, "h2") == ["10:30 GMT"]


@pytest.mark.django_db
def test_article_with_a_doubtful_headline_is_stored_with_a_provisional_one():
    ingest("page.txt", f"Example Lines\n\nNew bridge agreed by all\n\n{BODY}".encode())

    article = Article.objects.get()
    assert (article.headline, article.headline_is_provisional) == ("New bridge agreed by all", True)


@pytest.mark.django_db
def test_doubtful_headline_of_a_later_import_replaces_no_headline():
    ingest("page.txt", f"New bridge agreed by all\n\n{BODY}".encode())
    ingest("page.txt", f"Example Lines\n\nAnother bridge agreed\n\n{BODY}\n{THIRD}\n".encode())

    article = Article.objects.get()
    assert (article.headline, article.headline_is_provisional) == (
        "New bridge agreed by all",
        False,
    )
    assert article.revisions.count() == 2


@pytest.mark.parametrize("label", ["Subject: ", "Press release: ", "Subject: Re: PRESS RELEASE: "])
def test_a_headline_loses_its_label_and_the_notes_keep_it(label):
    draft = draft_of(f"{label}New bridge agreed by all\n\n{BODY}")

    assert draft.headline == "New bridge agreed by all"
    assert draft.notes == (f"headline: {label}New bridge agreed by all",)


def test_a_headline_and_credits_lose_the_signs_of_markdown():
    draft = draft_of(f"# New bridge agreed by all\n\n*By Writer A*, 2025-05-04\n\n{BODY}")

    assert (draft.headline, draft.image_caption) == ("New bridge agreed by all", None)
    assert draft.byline == (Author("Writer A", None, None),)


def test_a_heading_in_markdown_is_a_heading_and_emphasis_in_prose_stays():
    draft = draft_of(f"# New bridge agreed\n\n{BODY}\n## What comes next ##\n\nIt is *new*.\n")

    assert blocks(draft)[-2:] == [("h2", "What comes next"), ("p", "It is *new*.")]


@pytest.mark.parametrize("end", ["\u2028", "\u2029"])
def test_a_line_end_of_unicode_does_not_cut_a_headline(end):
    draft = draft_of(f"New bridge{end}agreed by all\n\n{BODY}")

    assert draft.headline == "New bridge agreed by all"


def test_paragraphs_that_only_line_ends_of_unicode_part_stay_apart():
    draft = draft_of(f"New bridge agreed\n\n{PARAGRAPH}\u2029{THIRD}\n")

    assert texts(draft, "p") == [PARAGRAPH, THIRD]
