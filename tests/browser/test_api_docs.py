"""The page of the API under the strict policy: it loads, and can be tried."""

import pytest

from tests.factories import make_published_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_operation_can_be_tried_and_nothing_breaks_the_policy(live_server, chromium):
    make_published_article(headline="Council meets")
    page = chromium.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{live_server.url}/api/docs/")
    page.locator(".opblock").first.click()
    page.get_by_text("Try it out").click()
    page.get_by_text("Execute").click()
    page.get_by_text('"slug": "council-meets"').first.wait_for(state="attached")
    page.close()

    assert complaints == []
