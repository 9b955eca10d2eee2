"""From a file to the reader: the seed article imported, tagged, reviewed, approved, published.

The one long test of the product, to be read as a day at the desk. Each person has a browser
of their own; every page is seen under the strict Content-Security-Policy, and no console
message is forgiven.
"""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.factories import make_editor, make_publisher, make_reviewer

from .at_the_desk import said

SEED = Path(__file__).resolve().parents[2] / "seeds" / "004_54155669578c2b3d.txt"
WORDS = "Kazakhstan has been a home for over 150K Azerbaijanis who immigrated or were deported"
EXCERPT = "During the great purge in the Soviet Union, Kazakhstan has been a home"
HEADLINE = "Azerbaijan and Kazakhstan: a high level of relations"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_article(page):
    page.goto("/admin/articles/article/")
    page.locator("#result_list tbody th a").first.click()


def open_claim(page):
    page.goto("/admin/claims/claim/")
    page.get_by_role("link", name="Kazakhstan has been a home").first.click()


def press(page, button):
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def test_a_claim_goes_from_the_file_to_the_reader(desk, live_server):
    call_command("import_articles", str(SEED), stdout=io.StringIO())
    make_editor(username="editor")
    make_reviewer(username="reviewer")
    make_reviewer(username="second", first_name="Second", last_name="Reviewer")
    make_publisher(username="publisher")

    with desk("editor") as page:
        open_article(page)
        page.fill("textarea[name=words]", WORDS)
        press(page, "Tag")
        assert page.locator("mark.claim--open").first.inner_text() == WORDS
        page.get_by_role("link", name="Edit", exact=True).click()
        page.fill("input[name=headline]", HEADLINE)
        press(page, "Save")
        assert page.locator("h1", has_text=HEADLINE).is_visible()
        press(page, "Submit for review")

    with desk("publisher") as page:
        open_article(page)
        assert page.get_by_role("button", name="Publish", exact=True).is_disabled()
        assert "no verdict has been approved yet" in page.locator("#blockers").inner_text()

    with desk("editor") as page:
        open_claim(page)
        assert page.get_by_role("button", name="Take up", exact=True).is_disabled()

    with desk("reviewer") as page:
        open_claim(page)
        press(page, "Take up")
        page.select_option("#evidence-kind", "passage")
        page.fill("#evidence-title", HEADLINE)
        page.fill("#evidence-excerpt", EXCERPT)
        page.fill("#evidence-passage_of", "azerbaijan-and-kazakhstan-a-high-level-of-relations")
        page.select_option("#evidence-stance", "context")
        page.select_option("#evidence-tier", "secondary")
        press(page, "Add evidence")
        page.select_option("#step-propose-verdict", "unverifiable")
        page.fill("#step-propose-summary", "The article names the figure and no source for it.")
        press(page, "Propose verdict")
        assert page.get_by_role("button", name="Approve verdict", exact=True).is_disabled()
        assert "Somebody else approves it" in page.locator("#step-approve-reason").inner_text()

    with desk("second") as page:
        open_claim(page)
        press(page, "Approve verdict")
        assert page.locator(".claim-head .badge").first.inner_text() == "unverifiable"

    with desk("publisher") as page:
        open_article(page)
        press(page, "Publish")
        assert said(page) == "This article is now published."

    with desk() as page:
        page.goto("/")
        page.get_by_role("link", name=HEADLINE).click()
        assert page.locator("mark.claim").first.inner_text() == WORDS
        assert page.get_by_text("The article names the figure and no source for it.").is_visible()
        assert page.get_by_text("Second Reviewer").first.is_visible()

        answer = page.request.get(f"{live_server.url}/api/v1/claims/")
        (claim,) = json.loads(answer.text())["results"]
        assert (claim["exact"], claim["status"]) == (WORDS, "unverifiable")
        assert claim["decision"]["approved_by"] == ["Second Reviewer"]
