"""The list and the page of claims in Chromium: with a keyboard, on a phone, in light and dark."""

from datetime import date

import pytest

from claims import workflow
from tests.factories import (
    WORDS,
    make_claim,
    make_claim_in_review,
    make_editor,
    make_evidence,
    make_proposed_claim,
    make_reviewer,
)

from .at_the_desk import faults, said, tab_to, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/claims/claim/"


def page_of(claim):
    return f"{LIST}{claim.pk}/change/"


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_claim_is_checked_and_approved_with_the_keyboard_alone(desk):
    make_claim()
    make_reviewer(username="first")
    make_reviewer(username="second")

    with desk("first") as page:
        page.goto(LIST)
        press(page, "#result_list tbody th a")
        press(page, "button[value=take_up]")
        assert said(page) == "Done: take up."
        write(page, "#evidence-title", "Minutes of the meeting")
        write(page, "#evidence-url", "https://example.org/minutes")
        write(page, "#evidence-excerpt", "Forty members were present.")
        press(page, ".claim-form[aria-label='Add evidence'] button")
        assert said(page) == "The evidence is added."
        write(page, "#step-propose-verdict", "ver")
        write(page, "#step-propose-summary", "As the minutes say.")
        press(page, "button[value=propose]")
        assert page.locator("button[value=approve]").count() == 0

    with desk("second") as page:
        page.goto(LIST)
        press(page, "#result_list tbody th a")
        press(page, "button[value=approve]")
        assert page.locator(".claim-head .badge").first.inner_text() == "verified"


def test_a_refused_form_opens_at_its_field_with_what_was_typed(desk):
    make_claim_in_review(reviewer=make_reviewer(username="first"))

    with desk("first") as page:
        page.goto(LIST)
        page.get_by_role("link", name=WORDS).click()
        page.fill("#step-propose-summary", "It is not so.")
        with page.expect_navigation():
            page.get_by_role("button", name="Propose verdict", exact=True).click()

        assert page.title().startswith("Not done: ")
        assert page.evaluate("document.activeElement.id") == "step-propose-verdict"
        assert page.locator("#step-propose-verdict_error").inner_text() == "Choose a verdict."
        assert page.input_value("#step-propose-summary") == "It is not so."


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(desk):
    reviewer = make_reviewer(username="first")
    claim = make_claim_in_review(reviewer=reviewer, sensitivity="sensitive")
    long_address = "https://example.org/" + "a-very-long-address-" * 12
    make_evidence(claim, reviewer, kind="web", url=long_address, origin="Register of members")
    proposed = make_proposed_claim()
    proposed = workflow.take(proposed, "recuse", by=make_reviewer(), note="I sat on this council.")
    editor = make_editor(username="second")

    for name, paths in {
        "first": [LIST, page_of(claim), page_of(proposed)],
        editor.username: [LIST, page_of(claim), page_of(make_claim())],
    }.items():
        with desk(name) as page:
            for path in paths:
                page.goto(path)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                assert faults(page) == []


def test_an_editor_assigns_a_claim_whose_verdict_is_proposed(desk):
    claim = make_proposed_claim()
    make_editor(username="editor")
    make_reviewer(username="second", first_name="Second", last_name="Reviewer")

    with desk("editor") as page:
        page.goto(page_of(claim))
        page.get_by_text("Change or assign").click()
        page.select_option("#facts-assignee", label="Second Reviewer")
        with page.expect_navigation():
            page.get_by_role("button", name="Save", exact=True).click()

        assert said(page) == "The claim is changed."
        assert page.locator("dl.facts").get_by_text("Second Reviewer").is_visible()


def test_a_page_that_says_no_passes_axe_as_well(desk):
    claim = make_claim()
    make_reviewer(username="first")

    with desk("first") as page:
        page.goto(page_of(claim))
        page.fill("#evidence-title", "A title")
        with page.expect_navigation():
            page.get_by_role("button", name="Add evidence", exact=True).click()

        assert page.locator(".messagelist .error").count() == 1
        assert faults(page) == []


COLUMNS = ["words", "in_article", "kind", "standing", "anchor", "assigned_to", "urgency", "due_day"]
IS_CUT = """name => {
    const cell = document.querySelector(`#result_list tbody .field-${name}`);
    const seen = document.querySelector("#changelist .results").getBoundingClientRect();
    const box = cell.getBoundingClientRect();
    return box.width === 0 || box.left < seen.left || box.right > seen.right + 1;
}"""


WIDTHS = (390, 768, 1000, 1199, 1200, 1280, 1600)


def test_the_list_shows_every_column_at_every_width(desk):
    reviewer = make_reviewer(username="first", first_name="Somebody", last_name="Of The Reviewers")
    make_proposed_claim(make_claim(kind="membership", due=date(2020, 5, 1)), reviewer)

    cut = {}

    with desk("first") as page:
        page.goto(LIST)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            cut[width] = [name for name in COLUMNS if page.evaluate(IS_CUT, name)]

    assert cut == {width: [] for width in WIDTHS}


def test_the_header_of_the_desk_takes_two_lines_on_a_phone(desk):
    make_editor(username="editor1", first_name="")

    with desk("editor1", viewport={"width": 390, "height": 800}) as page:
        page.goto(LIST)

        # Each link is 44 pixels high, for a finger.
        assert 2 * 44 <= page.locator("#header").bounding_box()["height"] < 3 * 44
