"""Lines that are not the article's, wherever on the page they stand."""

import pytest

from articles.importers import Author, ImportProblem, drafts_in

from .pages import PARAGRAPH, SECOND, THIRD
from .reading import blocks, draft_of, texts

HEAD = "New bridge agreed by all\n\n"


def page_with(line):
    return f"{HEAD}{PARAGRAPH}\n\n{line}\n\n{SECOND}\n"


def paragraphs(*texts):
    return [("p", text) for text in texts]


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Image caption: The river at dawn", "The river at dawn"),
        ("Image caption The river", None),
        ("Photo caption: The river at dawn", "The river at dawn"),
        ("FILE PHOTO: The river at dawn", "The river at dawn"),
        ("Photo: Jane Doe", "Photo: Jane Doe"),
        ("(Photo by Jane Doe)", "(Photo by Jane Doe)"),
        ("Foto: çayın üzərində körpü", "çayın üzərində körpü"),
    ],
)
def test_caption_is_read_without_its_label(line, caption):
    draft = draft_of(page_with(line))

    assert draft.image_caption == caption


def test_caption_between_paragraphs_stays_out_of_the_body():
    draft = draft_of(page_with("Photo: The river at dawn"))

    assert blocks(draft) == paragraphs(PARAGRAPH, SECOND)
    assert draft.notes == ("caption in the text: Photo: The river at dawn",)


def test_caption_at_the_head_is_the_lead_pictures_and_the_ones_below_are_not():
    draft = draft_of(
        f"{HEAD}Photo: The old bridge at dawn\n\n{PARAGRAPH}\n\nPhoto: The new one\n\n{SECOND}\n"
    )

    assert draft.image_caption == "The old bridge at dawn"


def test_sentence_about_pictures_is_no_caption():
    line = "Pictures show the bridge as it was: narrow and red."

    assert blocks(draft_of(page_with(line))) == paragraphs(PARAGRAPH, line, SECOND)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up to our daily newsletter for more stories like this.",
        "Get the day's stories in your inbox every morning.",
        "Join us on the network for more.",
        "Share this story on Facebook",
        "Facebook Twitter WhatsApp",
        "Article continues below",
    ],
)
def test_invitation_of_the_site_between_paragraphs_stays_out_of_the_body(line):
    assert blocks(draft_of(page_with(line))) == paragraphs(PARAGRAPH, SECOND)


@pytest.mark.parametrize(
    "line",
    [
        "Share of the costs",
        "By signing the agreement, the two sides agree on the costs.",
        "Sign up sheets hang in the town hall.",
        "Register by e-mail before the end of May.",
        "Reporting by the council shows that the river is wide.",
    ],
)
def test_line_of_the_article_that_only_sounds_like_furniture_stays(line):
    assert [text for _, text in blocks(draft_of(page_with(line)))] == [PARAGRAPH, line, SECOND]


def test_more_from_takes_the_link_under_it_along():
    draft = draft_of(page_with("More from Towns\n\nMarket square to be paved"))

    assert blocks(draft) == paragraphs(PARAGRAPH, SECOND)
    assert draft.notes == (
        "heading of links: More from Towns",
        "link to another article: Market square to be paved",
    )


def test_last_short_line_after_links_stays_as_the_sub_heading_it_may_be():
    draft = draft_of(page_with("More from Towns\n\nMarket square to be paved\n\nWhat comes next"))

    assert [text for _, text in blocks(draft)] == [PARAGRAPH, "What comes next", SECOND]


def test_list_under_a_heading_that_may_be_the_articles_stays():
    lines = ["Recommended", "- one thing", "- another thing"]

    draft = draft_of(page_with("\n\n".join(lines)))

    assert [text for _, text in blocks(draft)] == [PARAGRAPH, *lines, SECOND]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Reporting by Writer A; Editing by Writer B", ["Writer A"]),
        (
            "(Reporting by Writer A in Town One and Writer B; editing by Writer C)",
            ["Writer A", "Writer B"],
        ),
        ("Editing by Writer B", []),
    ],
)
def test_credit_of_an_agency_names_the_authors_of_an_unsigned_article(line, names):
    draft = draft_of(page_with(line))

    assert blocks(draft) == paragraphs(PARAGRAPH, SECOND)
    assert [author.name for author in draft.byline] == names


def test_credit_of_an_agency_adds_nobody_to_a_byline():
    draft = draft_of(f"{HEAD}By Jane Doe\n\n{PARAGRAPH}\n\n{SECOND}\n\nReporting by Writer A\n")

    assert draft.byline == (Author("Jane Doe", None, None),)


BIOGRAPHY = "Jane Doe is a staff writer at Site One."


@pytest.mark.parametrize(
    "foot",
    [
        ("About Jane Doe", BIOGRAPHY, "Follow her on the network @writer_one"),
        ("About Jane Doe", "@writer_one", BIOGRAPHY),
        ("About Jane Doe", "Network: @writer_one", BIOGRAPHY),
        ("---", BIOGRAPHY, "@writer_one", "About Jane Doe"),
        ("Follow Jane Doe: @writer_one", "About Jane Doe", BIOGRAPHY),
        ("About the author", BIOGRAPHY, "She tweets at @writer_one"),
        ("About Jane Doe", "She covers towns.", BIOGRAPHY, "Follow her: @writer_one"),
    ],
)
def test_author_box_gives_role_and_handle_in_any_order(foot):
    draft = draft_of("\n\n".join([HEAD.strip(), PARAGRAPH, SECOND, *foot]))

    assert draft.byline == (Author("Jane Doe", "staff writer", "@writer_one"),)
    assert texts(draft, "p") == [PARAGRAPH, SECOND]


def test_biography_of_whoever_signed_needs_no_form_of_is():
    closing = "Jane Doe covers towns for Site One. Reach her at @writer_one."

    draft = draft_of(f"{HEAD}By Jane Doe\n\n{PARAGRAPH}\n\n{SECOND}\n\n{closing}\n")

    assert draft.byline == (Author("Jane Doe", None, "@writer_one"),)
    assert texts(draft, "p") == [PARAGRAPH, SECOND]


@pytest.mark.parametrize("page", ["word", "two words", "Bridge\n\nRiver\n\nA short line\n"])
def test_page_without_a_whole_sentence_is_refused_with_what_to_do(page):
    with pytest.raises(ImportProblem) as refusal:
        draft_of(page)

    assert str(refusal.value) == (
        "No whole sentence of an article was found in the file, only short lines."
        " Save the whole page as text and import it again."
    )


@pytest.mark.parametrize(
    "sentence",
    ["It is done.", "橋は来年開通する予定です。 市長が 発表しました。", "สะพานข้ามแม่น้ำ" * 6],
)
def test_page_of_one_sentence_is_an_article_in_any_script(sentence):
    assert texts(draft_of(sentence), "p") == [sentence]


def test_guessed_encoding_stands_first_in_the_notes():
    sentence = "橋は来年 開通する 予定です。市長が発表しました。"

    (draft,) = drafts_in("page.txt", sentence.encode("shift_jis"))

    assert texts(draft, "p") == [sentence]
    assert draft.notes == ("Read as Shift-JIS: the file does not say its encoding",)


def test_stated_encoding_needs_no_note():
    (draft,) = drafts_in("page.txt", f"\ufeff{THIRD}".encode("utf-16-le"))

    assert draft.notes == ()


def test_very_long_line_full_of_handles_is_read_as_a_paragraph():
    line = "@writer_one " * 20_000

    assert texts(draft_of(f"{PARAGRAPH}\n\n{line}\n"), "p") == [PARAGRAPH, line.strip()]
