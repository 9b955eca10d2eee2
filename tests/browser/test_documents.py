"""A file is put to a claim by its form, and taken off the page again, as a person does it."""

import pytest

from tests import factories as make
from tests.browser.at_the_desk import faults, said
from tests.claims.admin_pages import url
from tests.claims.pdfs import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDED = "The evidence is added."


def test_a_file_is_added_shown_and_fetched(desk, tmp_path):
    make.make_reviewer(username="reviewer")
    claim = make.make_claim()
    path = tmp_path / "minutes.pdf"
    path.write_bytes(pdf("Forty members were present."))

    with desk("reviewer", accept_downloads=True) as page:
        page.goto(url("change", claim))
        page.locator("#evidence-excerpt").fill("Forty members were present.")
        page.locator("#evidence-file").set_input_files(path)
        page.locator("#evidence-is_confidential").check()
        page.get_by_role("button", name="Add evidence").click()
        asked_again = page.locator(".field-file").inner_text()
        page.locator("#evidence-title").fill("Minutes of the meeting")
        page.locator("#evidence-kind").select_option("document")
        page.locator("#evidence-file").set_input_files(path)
        page.get_by_role("button", name="Add evidence").click()
        answer = said(page)
        evidence = page.locator("#evidence .file").inner_text()
        with page.expect_download() as download:
            page.get_by_role("link", name="minutes.pdf").click()
        wrong = faults(page)

    assert "Choose the file again" in asked_again
    assert answer.strip() == ADDED
    assert "These words stand in the file." in evidence
    assert download.value.path().read_bytes() == path.read_bytes()
    assert wrong == []
