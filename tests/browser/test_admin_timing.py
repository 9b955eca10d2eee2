"""A publisher schedules an article and overrides the gate in Chromium, with the keyboard alone."""

import pytest

from articles import editing
from articles.models import Article
from tests.factories import make_article, make_claim, make_editor, make_publisher

from .at_the_desk import faults, said, tab_to, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = [(320, "dark"), (1280, "light")]


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_article_is_embargoed_scheduled_and_overridden_with_the_keyboard_alone(desk):
    article = make_article(headline="Council meets")
    make_claim(article)
    editing.take(article, "submit", by=make_editor())
    for name in ("one", "two"):
        make_publisher(username=name)
    address = f"/admin/articles/article/{article.pk}/change/"

    with desk("one") as page:
        page.goto(address)
        tab_to(page, "#step-schedule-at")
        page.keyboard.type("03292027")
        page.keyboard.press("Tab")
        page.keyboard.type("0230AM")
        tab_to(page, "#step-schedule-zone")
        page.keyboard.press("Control+A")
        page.keyboard.type("Asia/Baku")
        press(page, "button[value=schedule]")
        assert "This article is now scheduled for 28 March 2027, 22:30 UTC." in said(page)

        press(page, "button[value=unschedule]")
        write(page, "#step-override-note", "The town needs to know today.")
        press(page, "button[value=override]")
        assert page.locator("#override h2").inner_text() == "An override waits"
        assert faults(page, PHONE) == []

        tab_to(page, "#embargo summary")
        page.keyboard.press("Enter")
        write(page, "#embargo-note", "The report is out then.")
        press(page, "#embargo button[name=set]")
        assert page.locator("#embargo .errorlist").inner_text() == (
            "Say until when: a time that lies ahead."
        )
        assert faults(page, PHONE) == []

    with desk("two") as page:
        page.goto(address)
        press(page, "button[value=confirm_override]")
        assert said(page) == "This article is now published."
        page.goto("/admin/")
        assert faults(page, PHONE) == []

    article = Article.objects.get()
    assert (article.status, article.scheduled_for) == ("published", None)
    assert article.ledger.filter(action="article.schedule").count() == 1
