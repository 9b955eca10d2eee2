"""The queues in Chromium: with a keyboard alone, on a phone and a wide screen, light and dark."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from claims import tagging, workflow
from claims.models import Claim
from tests.factories import (
    WORDS,
    make_article,
    make_claim,
    make_editor,
    make_proposed_claim,
    make_reviewer,
    revise,
)

from .at_the_desk import faults, said, tab_to, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUES = "/admin/claims/claim/queues/"


def open_queue(page, address):
    page.goto(QUEUES + address)
    page.wait_for_selector("html[data-queues=ready]")


def press(page, key):
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_selector("html[data-queues=ready]")


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def heading(page):
    return page.locator("h1").last.inner_text()


def make_three():
    article = make_article()
    words = ["The town council met on Monday.", WORDS, "It was founded in 1901."]
    return [make_claim(article, one, kind="figure") for one in words]


def test_a_queue_is_walked_through_and_left_with_keys_alone(desk):
    one, two, three = make_three()
    make_claim()
    make_reviewer(username="reader")

    with desk("reader") as page:
        open_queue(page, "?queue=unassigned&kind=figure&sort=oldest")
        page.keyboard.press("n")
        page.keyboard.press("n")
        assert focused(page) == two.statement
        press(page, "Enter")
        assert heading(page) == two.statement
        press(page, "n")
        assert heading(page) == three.statement
        page.keyboard.press("n")
        assert page.inner_text("#trail-said") == "This is the last claim of the queue."
        press(page, "p")
        press(page, "p")
        assert heading(page) == one.statement
        press(page, "l")
        assert page.url.endswith(f"?queue=unassigned&kind=figure&sort=oldest#claim-{one.pk}")
        assert focused(page) == one.statement


def test_claims_are_approved_one_after_the_other(desk):
    first, second = make_proposed_claim(), make_proposed_claim()
    make_reviewer(username="approver")

    with desk("approver") as page:
        open_queue(page, "?queue=approval&sort=oldest")
        page.keyboard.press("n")
        press(page, "Enter")
        for claim in (first, second):
            tab_to(page, "button[value=approve]")
            press(page, "Enter")
            assert said(page) == "Done: approve verdict."
            claim.refresh_from_db()
            assert claim.status == "verified"
            if claim == first:
                press(page, "n")
        press(page, "l")
        assert "No verdict waits for you." in page.inner_text("#content")


def test_letters_are_letters_where_one_types(desk):
    make_three()
    make_editor(username="reader")

    with desk("reader") as page:
        open_queue(page, "?queue=all")
        page.keyboard.press("/")
        page.keyboard.type("np/x?[]l")
        assert page.input_value("#filter-article") == "np/x?[]l"
        assert page.locator("#queue-keys").get_attribute("open") is None


def test_a_key_does_not_leave_what_was_typed_and_not_sent(desk):
    one, two, _ = make_three()
    reviewer = make_reviewer(username="reader")
    workflow.take(one, "take_up", by=reviewer)

    with desk("reader") as page:
        page.goto(f"/admin/claims/claim/{one.pk}/change/?queue=all&sort=oldest")
        page.wait_for_selector("html[data-queues=ready]")
        write(page, "#evidence-title", "Minutes")
        tab_to(page, "#evidence-is_confidential")
        page.keyboard.press("n")
        assert page.inner_text("#trail-said").startswith("What you typed here is not saved.")
        page.fill("#evidence-title", "")
        page.locator("#evidence-is_confidential").focus()
        press(page, "n")
        assert heading(page) == two.statement


def test_single_letters_are_switched_off_here_and_on_the_next_page(desk):
    one, *_ = make_three()
    make_editor(username="reader")

    with desk("reader") as page:
        open_queue(page, "?queue=all&sort=oldest")
        page.keyboard.press("?")
        tab_to(page, "#queue-letters")
        page.keyboard.press("Space")
        page.goto(f"/admin/claims/claim/{one.pk}/change/?queue=all&sort=oldest")
        page.wait_for_selector("html[data-queues=ready]")
        page.keyboard.press("n")
        page.keyboard.press("l")
        assert page.inner_text("#trail-said") == ""
        assert heading(page) == one.statement


def test_claims_are_chosen_and_given_away_with_keys_alone(desk):
    one, two, three = make_three()
    make_editor(username="chief")
    reviewer = make_reviewer(username="holder")

    with desk("chief") as page:
        open_queue(page, "?queue=unassigned&sort=oldest")
        for _ in range(2):
            page.keyboard.press("n")
            page.keyboard.press("x")
        assert page.inner_text("#bulk-count") == "2 chosen"
        tagging.amend(two, by=make_editor(), priority=1)
        page.locator(".queue-bulk summary").focus()
        page.keyboard.press("Enter")
        write(page, "#bulk-assignee", "holder")
        press(page, "Enter")
        assert said(page).splitlines() == [
            f"Claim {two.pk}: “{two}”: Somebody else has just changed this claim. "
            "Look again and repeat.",
            "Done: 1 claim.",
        ]
        assert re.search(r"queues/\?queue=unassigned&sort=oldest$", page.url)
        assert page.locator("a.queue-claim").all_inner_texts() == [two.statement, three.statement]
    one.refresh_from_db()
    assert one.assignee == reviewer


def test_one_tick_chooses_the_whole_page(desk):
    make_three()
    make_editor(username="chief")

    with desk("chief") as page:
        open_queue(page, "?queue=all")
        page.check("#choose-all")
        assert page.inner_text("#bulk-count") == "3 chosen"
        page.uncheck("#choose-all")
        assert page.locator("#bulk-count").is_hidden()


def test_nothing_is_wrong_with_the_queues(desk):
    reader = make_reviewer(username="reader")
    one, two, three = make_three()
    past = timezone.localdate() - timedelta(days=2)
    Claim.objects.filter(pk=one.pk).update(due=past, assignee=reader, priority=1)
    revise(three, "<p>Nothing of it is left.</p>")
    back = make_proposed_claim(reviewer=reader, sensitivity="sensitive")
    workflow.take(back, "send_back", by=make_reviewer(), note="One source is not enough.")
    found = []

    with desk("reader") as page:
        for address in (
            "?queue=all&assignee=me&sort=due",
            "?queue=sent-back",
            "?queue=approval",
            "?queue=all&kind=event&priority=3",
            "?queue=all&kind=x",
            "?queue=nothing",
        ):
            page.goto(QUEUES + address)
            found += faults(page)
        open_queue(page, "?queue=all")
        for summary in page.locator("#content summary").all():
            summary.click()
        page.check("#choose-all")
        page.click(".queue-bulk button")
        page.wait_for_selector(".queue-bulk .errorlist")
        found += faults(page)
        page.goto(f"/admin/claims/claim/{two.pk}/change/?queue=all&sort=oldest")
        page.click("#queue-keys summary")
        found += faults(page)

    assert found == []
