"""Verified means these words: one claim of the seed article through every edit, as it is seen.

To be read as the days of one claim. What the desk does beside it (review, approval) goes through
the doors; every edit is made in the editor, and after each a reader opens the page anew.
"""

import re
from pathlib import Path

import pytest

from articles import editing, ingest
from articles.models import Article
from claims.models import Claim
from tests.factories import make_decided_claim, make_editor, make_publisher, make_reviewer, publish

from .at_the_desk import drag, open_surface, said

SEED = Path(__file__).resolve().parents[2] / "seeds" / "004_54155669578c2b3d.txt"
WORDS = "Kazakhstan has been a home for over 150K Azerbaijanis who immigrated or were deported"
SAVE = ".desk-form > .desk-buttons button"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tag_with_the_mouse(page, article):
    open_surface(page, article)
    drag(page, WORDS)
    page.locator("#surface-form").get_by_role("button", name="Tag", exact=True).click()
    page.locator("#surface-said", has_text="Tagged as claim").wait_for()


def edit(page, article, change, note, body):
    """Edit the article: `body` is a function from its HTML to the new one."""
    page.goto(f"/admin/articles/article/{article.pk}/edit/")
    page.get_by_role("toolbar").get_by_role("button", name="HTML", exact=True).click()
    page.fill("#id_html", body(page.input_value("#id_html")))
    page.check(f"input[name=change][value={change}]")
    page.fill("#id_note", note)
    with page.expect_navigation():
        page.locator(SAVE).click()


def paragraph_of_the_words(html):
    return next(p for p in re.findall(r"<p>.*?</p>", html, re.S) if "150K" in p)


def insert_before(html):
    paragraph = paragraph_of_the_words(html)
    return html.replace(paragraph, f"<p>A new paragraph stands here.</p>\n{paragraph}")


def move_to_the_end(html):
    paragraph = paragraph_of_the_words(html)
    return html.replace(paragraph + "\n", "") + "\n" + paragraph


def delete(html):
    return html.replace(paragraph_of_the_words(html), "")


@pytest.fixture
def article():
    """The seed article with a headline of its own, as its desk has it before anything is tagged."""
    editor = make_editor()
    list(ingest.ingest(SEED.name, SEED.read_bytes(), by=editor))
    article = Article.objects.get()
    editing.revise(article, by=editor, based_on=1, headline="Neighbours across the sea")
    return article


def test_a_verdict_stands_falls_and_is_confirmed_with_its_words(desk, article):
    make_editor(username="editor")
    make_reviewer(username="second", first_name="Second", last_name="Reviewer")
    make_publisher(username="publisher")

    def marked_for_readers():
        with desk() as page:
            page.goto(Article.objects.get().get_absolute_url())
            return page.locator("mark.claim").all_inner_texts()

    with desk("editor") as page:
        tag_with_the_mouse(page, article)
    make_decided_claim(Claim.objects.get())
    publish(Article.objects.get())
    assert marked_for_readers() == [WORDS]

    with desk("publisher") as page:
        edit(page, article, "minor", "A paragraph was missing.", insert_before)
    assert marked_for_readers() == [WORDS]

    with desk("publisher") as page:
        edit(page, article, "minor", "A slip.", lambda html: html.replace("150K", "250K"))
        assert "minor" in page.locator(".desk-form").inner_text()
        assert marked_for_readers() == [WORDS]
        page.check("input[name=change][value=correction]")
        with page.expect_navigation():
            page.locator(SAVE).click()
    assert marked_for_readers() == []

    with desk("publisher") as page:
        edit(page, article, "correction", "Back.", lambda html: html.replace("250K", "150K"))
    assert marked_for_readers() == []

    with desk("second") as page:
        page.goto(f"/admin/claims/claim/{Claim.objects.get().pk}/change/")
        with page.expect_navigation():
            page.get_by_role("button", name="Confirm verdict", exact=True).first.click()
        assert said(page) == "Done: confirm verdict."
    assert marked_for_readers() == [WORDS]

    with desk("publisher") as page:
        edit(page, article, "minor", "Better at the end.", move_to_the_end)
    assert marked_for_readers() == [WORDS]
    assert Claim.objects.get().anchor == "moved"

    with desk("publisher") as page:
        edit(page, article, "correction", "It cannot be shown.", delete)
        open_surface(page, article)
        assert WORDS in page.locator("#surface-tray").inner_text()
    assert marked_for_readers() == []
    assert (Claim.objects.get().status, Claim.objects.get().anchor) == ("recheck", "lost")
