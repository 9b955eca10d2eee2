"""The desk's pace in Chromium: on every screen, in both themes, with a keyboard, without script."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories import make_claim, make_decided_claim, make_publisher, make_reviewer

from .at_the_desk import PHONE_AND_DESK, faults, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERY_SCREEN = (*PHONE_AND_DESK, (1280, "dark"), (320, "light"))


def make_a_busy_desk():
    today = timezone.localdate()
    for days, verdict in ((9, "verified"), (2, "refuted")):
        with time_machine.travel(timezone.now() - timedelta(days=days)):
            make_decided_claim(verdict=verdict)
    holder = make_reviewer(
        first_name="A name that is long", last_name="Enough-To-Be-Cut Of The Desk"
    )
    make_claim(assignee=holder, priority=1, due=today)
    make_claim(suggested=True)


def test_the_pace_of_the_desk_is_read_by_everybody(desk, settings):
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }
    make_a_busy_desk()
    make_publisher(username="reader")

    with desk("reader", java_script_enabled=False) as page:
        page.goto("/admin/claims/claim/queues/")
        with page.expect_navigation():
            page.click("#desk-nav >> text=Pace")
        tab_to(page, "#decided summary")
        page.keyboard.press("Enter")
        numbers = page.locator("#decided tbody td:last-child").all_inner_texts()
        assert [number for number in numbers if number != "0"] == ["1", "1"]
    with desk("reader") as page:
        page.goto("/admin/claims/claim/pace/")
        assert page.locator("svg.chart").count() == 7
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert faults(page, EVERY_SCREEN) == []
