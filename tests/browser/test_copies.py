"""Evidence whose words its copy does not show, on the page of its claim, with keys alone."""

import pytest

from tests import factories as make

from .at_the_desk import faults, said, tab_to, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_reviewer_reads_that_words_were_not_found_and_vouches_for_them(desk):
    reviewer = make.make_reviewer(username="first")
    claim = make.make_claim_in_review(reviewer=reviewer)
    evidence = make.make_evidence(claim, reviewer, kind="web", url="https://example.org/minutes")
    make.keep_copy(evidence, stands=False)

    with desk("first") as page:
        page.goto(f"/admin/claims/claim/{claim.pk}/change/")
        copy = page.get_by_role("group", name="Copy of no. 2")
        assert "Not found: these words were not found in the page as it was on" in copy.inner_text()
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert faults(page) == []
        write(page, f"#vouch-{evidence.pk}-note", "Seen on the page, which a script writes.")
        press(page, f"form[action*='/evidence/{evidence.pk}/vouch/'] button")

        assert said(page) == "Your word is added. It stays in the record."
        assert "“Seen on the page, which a script writes.”" in copy.inner_text()
        press(page, f"form[action*='/evidence/{evidence.pk}/check/'] button")
        assert said(page).startswith("The address will be fetched shortly.")
