"""The page of the API under the strict policy: it loads, and can be tried."""

import re

import pytest

from tests.factories import make_published_article

# Without a ground of its own the page shows the canvas: white, where the scheme is light.
GROUND = """() => {
    const ground = getComputedStyle(document.documentElement).backgroundColor;
    return ground === "rgba(0, 0, 0, 0)" ? "rgb(255, 255, 255)" : ground;
}"""

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_as_dark_as_the_system_and_follows_when_that_changes(live_server, chromium, scheme):
    other = {"light": "dark", "dark": "light"}[scheme]
    page = chromium.new_page(color_scheme=scheme)

    def brightness():
        page.locator(".opblock").first.wait_for()
        return sum(map(int, re.findall(r"\d+", page.evaluate(GROUND))[:3]))

    page.goto(f"{live_server.url}/api/docs/")
    seen = {scheme: brightness()}
    page.emulate_media(color_scheme=other)
    seen[other] = brightness()
    page.close()

    assert seen["dark"] < 150 < 600 < seen["light"]
