"""How the reader's pages look in Chromium: on a phone, on paper, from right to left."""

import pytest

from tests import factories
from tests.newsroom.public_world import ARABIC
from tests.newsroom.reader_pages import decide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINKED = "<p>See <a href='https://example.org/hall'>the hall</a>.</p>"
EVIDENCE = {"kind": "web", "url": "https://example.org/register", "excerpt": "Forty names."}
RIGHT = "node => Math.round(node.getBoundingClientRect().right)"
LOOKS = "(node, [pseudo, property]) => getComputedStyle(node, pseudo)[property]"
OPENER = ".claim-open"


def article(summary="As it says.", words=factories.WORDS, **told):
    one = factories.make_article(**({"html": factories.BODY + LINKED} | told))
    claim = factories.make_claim(one, words, statement="The council has 40 members.")
    decide(claim, EVIDENCE, summary=summary)
    return factories.publish(one)


def looks(page, selector, prop, pseudo=None):
    return page.locator(selector).first.evaluate(LOOKS, [pseudo, prop])


def top_and_bottom(locator):
    box = locator.bounding_box()
    return box["y"], box["y"] + box["height"]


def test_on_a_phone_nothing_is_left_to_read_below_an_open_check(desk):
    one = article("It is long. " * 100)

    with desk(viewport={"width": 390, "height": 844}) as page:
        page.goto(one.get_absolute_url())
        page.locator(OPENER).evaluate("node => node.scrollIntoView({behavior: 'instant'})")
        page.locator(OPENER).press("Enter")
        top, bottom = top_and_bottom(page.locator(".check:popover-open"))

    assert (top > 0, bottom) == (True, 844)


def test_on_paper_all_that_was_found_stands_in_its_place(desk):
    one = article()

    with desk() as page:
        page.goto(one.get_absolute_url())
        page.locator(OPENER).press("Enter")
        page.emulate_media(media="print")
        check = page.locator(".check:popover-open")
        place, card = (top_and_bottom(each) for each in (page.locator(".checks > ol > li"), check))
        shown = {
            name: page.locator(name).first.is_visible() for name in (".exact", ".close", "nav")
        }
        addresses = {
            where: looks(page, f"{where} a[href^=http]", "content", "::after")
            for where in (".body", ".sources")
        }
        lines = [looks(page, f".body {name}", "textDecorationLine") for name in ("a", "mark")]

    assert place[0] <= card[0] < card[1] <= place[1]
    assert shown == {".exact": True, ".close": False, "nav": False}
    assert addresses == {
        ".body": '" <https://example.org/hall>"',
        ".sources": '" <https://example.org/register>"',
    }
    assert lines == ["none", "underline"]


def test_our_lines_stand_where_those_of_an_arabic_article_begin(desk):
    # Its claim ends with a figure, and a figure of ours follows it.
    body = ARABIC.replace("40 عضوا", "40")
    one = article(headline="مجلس المدينة", html=body, words="في المجلس 40", language="ar")
    ours = (".section a", ".byline .when", ".verification strong", ".check .verdict")
    edges, begins = [], []

    with desk() as page:
        page.goto(one.get_absolute_url())
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            begins.append(page.locator(".body").evaluate(RIGHT))
            edges.append({page.locator(name).evaluate(RIGHT) for name in ours})
        is_apart = looks(page, ".claim-ref", "unicodeBidi")

    assert edges == [{begin} for begin in begins]
    assert is_apart == "isolate"


def test_the_verdicts_of_a_search_bear_their_signs(desk):
    article()

    with desk() as page:
        page.goto("/search/?q=council")
        assert looks(page, ".found-checks .verdict", "content", "::before") == '"✓ "'
