"""One fact in two articles: found, declared and adopted; and what both pages of it look like."""

import pytest

from claims.models import Claim, Sameness, Status
from tests import factories as make

from .at_the_desk import faults, said, tab_to, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_verdict_is_found_declared_the_same_and_adopted_with_the_keyboard_alone(desk):
    first = make.make_decided_claim()
    reviewer = make.make_reviewer(username="first")
    claim = make.workflow.take(make.make_claim(), "take_up", by=reviewer)

    with desk("first") as page:
        page.goto(f"/admin/claims/claim/{claim.pk}/change/")
        press(page, "#same a[href$='/same/']")
        write(page, "#same-q", str(first.pk))
        press(page, "form[role=search] button")
        press(page, f"a[href='?with={first.pk}']")
        write(page, "#declare-note", "The same minutes.")
        press(page, "form[aria-label='Declare them the same'] button")
        assert said(page) == f"Declared the same: claims {claim.pk} and {first.pk}."
        press(page, f".breadcrumbs a[href$='/{claim.pk}/change/']")
        press(page, "button[value=adopt]")
        assert said(page) == "Done: adopt verdict."

    claim = Claim.objects.get(pk=claim.pk)
    assert (claim.status, claim.decision.adopts, claim.decision.sameness) == (
        Status.AWAITING_APPROVAL,
        first.decision,
        Sameness.objects.get(),
    )


def test_everybody_can_read_both_pages_in_light_and_dark_at_any_width(desk):
    make.make_user(username="first", is_superuser=True)
    first = make.make_decided_claim()
    adopting = make.make_adopting_claim(first)
    make.publish(adopting.article)
    other = make.make_claim(statement="x" * 300)
    address = f"/admin/claims/claim/{first.pk}"
    found = []

    with desk("first") as page:
        for name in (f"same/?q=x&with={other.pk}", "reach/", "change/"):
            page.goto(f"{address}/{name}")
            found += faults(page)

    assert found == []
