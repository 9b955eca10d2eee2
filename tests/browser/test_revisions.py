"""Two revisions compared, in Chromium: chosen with the keyboard, read on a phone, in the dark."""

import pytest

from articles import editing
from tests.factories import BODY, make_article, make_claim, make_decided_claim, make_editor

from .at_the_desk import faults, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = "<table><tr><th>Body</th><th>Members</th></tr><tr><td>Council</td><td>{}</td></tr></table>"
LONG = "".join(f"<p>Paragraph {n} of a longer text stands as it stood.</p>" for n in range(9))
BEFORE = (
    f"{BODY}{LONG}<h2>Numbers</h2>{TABLE.format(40)}<ul><li>One thing</li><li>Another</li></ul>"
)


def make_revisions():
    """Three revisions: figures changed, then a paragraph moved and another formatted."""
    editor = make_editor(username="editor")
    article = make_article(by=editor, html=BEFORE, headline="Council meets")
    make_decided_claim(make_claim(article))
    make_claim(article, "founded in 1901")
    second = BEFORE.replace("has 40", "has 41").replace("<td>40", "<td>41")
    second = second.replace("<li>Another</li>", "")
    editing.revise(article, by=editor, based_on=1, html=second, headline="Council met")
    last = "<p>The meeting ended at noon.</p>"
    third = last + second.replace(last, "").replace("town council", "<b>town</b> council")
    editing.revise(article, by=editor, based_on=2, html=third, note="In another order.")
    return article


def test_two_revisions_are_chosen_and_compared_with_the_keyboard_alone(desk):
    article = make_revisions()

    with desk("editor", java_script_enabled=False) as page:
        page.goto(f"/admin/articles/article/{article.pk}/revisions/")
        tab_to(page, "input[name=from]")
        page.keyboard.press("ArrowDown")
        tab_to(page, "input[name=to]")
        page.keyboard.press("ArrowDown")
        with page.expect_navigation():
            page.keyboard.press("Enter")

        assert page.title().startswith("Revision 1 compared with revision 2")
        changed = page.locator("p.diff-changed")
        assert changed.locator("del").all_inner_texts() == ["40"]
        assert changed.locator("ins").all_inner_texts() == ["41"]
        assert page.locator("#effects .is-fall strong").all_inner_texts() == [
            "The verdict fell: its words changed."
        ]


def test_what_was_folded_is_opened_with_the_keyboard(desk):
    article = make_revisions()

    with desk("editor") as page:
        page.goto(f"/admin/articles/article/{article.pk}/revisions/compare/?from=1&to=3")
        hidden = page.get_by_text("Paragraph 4 of a longer text")
        assert not hidden.is_visible()
        tab_to(page, ".diff-unchanged summary")
        page.keyboard.press("Enter")

        assert hidden.is_visible()


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(desk):
    article = make_revisions()

    with desk("editor") as page:
        for path in ["", "compare/?from=1&to=3", "compare/?from=1&to=1", "2/"]:
            page.goto(f"/admin/articles/article/{article.pk}/revisions/{path}")
            for closed in page.locator("details:not([open]) > summary").all():
                closed.click()
            assert faults(page) == []


def test_a_long_note_leaves_number_time_and_name_on_one_line_each(desk):
    editor = make_editor(username="editor", first_name="Editor", last_name="Number Two")
    article = make_article(by=editor)
    note = "\n".join(["A line of the note that goes on and on for as long as a line may."] * 3)
    editing.revise(article, by=editor, based_on=1, html=BODY + "<p>More.</p>", note=note)

    with desk("editor") as page:
        page.goto(f"/admin/articles/article/{article.pk}/revisions/")
        row = page.locator(".revision-list tbody tr").first
        cells = row.locator("th, [data-label=When], [data-label=Who]")
        lines = cells.evaluate_all(
            "cells => cells.map(cell => { const range = new Range();"
            " range.selectNodeContents(cell);"
            " return new Set([...range.getClientRects()].map(box => box.top)).size; })"
        )

        assert lines == [1, 1, 1]
        assert row.locator("[data-label=Note]").inner_text() == note
