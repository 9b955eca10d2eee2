"""The search of the reader's site in Chromium: by keyboard, on any screen, in both themes."""

import pytest

from tests import factories as make

from .at_the_desk import faults, tab_to, unfold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reader_searches_and_narrows_by_keyboard(live_server, desk):
    for year in (2019, 2020):
        headline = f"Şəki council {year} {'Long' * 30}"
        make.make_published_article(headline=headline, language="az", standfirst="Of the budget.")
    with desk(java_script_enabled=True) as page:
        page.goto(f"{live_server.url}/search/")
        tab_to(page, "#q")
        page.keyboard.type('seki "town council"')
        with page.expect_navigation():
            page.keyboard.press("Enter")
        unfold(page)
        found = faults(page)
        marked = page.locator("h3 mark").all_inner_texts()
        tab_to(page, "a[href*='verdict=verified']")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        narrowed = page.locator(".facets b").all_inner_texts()

    assert found == []
    assert (marked, narrowed) == (["Şəki", "Şəki"], ["All claims verified"])
