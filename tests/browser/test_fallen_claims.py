"""A verdict falls; whoever approved it is told, sees what changed, and confirms it."""

import pytest

from claims import workflow
from claims.models import Claim, Status
from tests import factories as make

from .at_the_desk import faults, said, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTICES = "/admin/claims/claim/notices/"


def make_fallen(username):
    """A claim that `username` approved and whose words an editor then changed."""
    claim = make.make_proposed_claim()
    claim = workflow.take(claim, "approve", by=make.make_reviewer(username=username))
    return make.revise(claim, make.BODY.replace("has 40 members", "has 41 members"))


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_the_notice_to_the_confirmed_verdict_with_the_keyboard_alone(desk):
    claim = make_fallen("first")

    with desk("first") as page:
        page.goto("/admin/")
        press(page, ".notice a")
        changed = " ".join(page.locator("#changed .diff").text_content().split())
        press(page, "#changed button[value=confirm]")
        answered = said(page)
        page.goto(NOTICES)
        notices = page.locator(".notice").count(), page.locator(".notice--unread").count()

    assert changed == ("The council has (removed: 40) (added: 41) members. It was founded in 1901.")
    assert (answered, notices) == ("Done: confirm verdict.", (1, 0))
    assert Claim.objects.get(pk=claim.pk).status == Status.VERIFIED


def test_all_notices_are_marked_as_read_with_the_keyboard_alone(desk):
    make_fallen("first")

    with desk("first") as page:
        page.goto(NOTICES)
        press(page, "button[name=all]")
        assert said(page) == "1 notice is marked as read."


def test_everybody_can_read_it_in_light_and_dark_at_any_width(desk):
    claim = make_fallen("first")
    found = []

    with desk("first") as page:
        # Last what may count as having read the notice.
        for address in ("/admin/", NOTICES, f"/admin/claims/claim/{claim.pk}/change/"):
            page.goto(address)
            found += faults(page)

    assert found == []
