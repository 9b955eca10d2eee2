"""Tags in the form of an article, in Chromium: each is offered as it is typed, not one alone."""

import pytest

from tests.factories import make_article, make_editor
from tests.newsroom.admin_articles import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_behind_a_comma_the_tags_that_are_left_are_offered(live_server, desk):
    article = make_article(tags=("Budget", "Roads", "Schools"))
    with desk(make_editor()) as page:
        page.goto(f"{live_server.url}{url('edit', article)}")
        page.fill("[name=tags]", "roads, Sch")
        offered = page.locator("#tags option").evaluate_all("all => all.map(one => one.value)")

    assert offered == ["roads, Budget", "roads, Schools"]
