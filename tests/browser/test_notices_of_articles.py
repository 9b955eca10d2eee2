"""An article did not go out on time: its publisher is told, and is led to what is in the way."""

import pytest

from tests import factories as make

from .at_the_desk import faults, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_notice_to_what_is_in_the_way_with_the_keyboard_alone(desk):
    article = make.make_refused_article(by=make.make_publisher(username="first"))

    with desk("first") as page:
        page.goto("/admin/claims/claim/notices/")
        assert faults(page) == []
        page.goto("/admin/")
        assert faults(page) == []
        tab_to(page, ".notice a")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.endswith(f"/admin/articles/article/{article.pk}/change/#missed")
        assert "Not published: One thing is in the way." in page.locator("#missed").inner_text()
        assert page.locator("#blockers a").all_inner_texts() == [make.WORDS]
