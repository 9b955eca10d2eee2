"""The reader's pages in Chromium: readable, by everybody, on any screen, without script."""

from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from articles.models import Article
from tests import factories
from tests.browser.at_the_desk import faults
from tests.newsroom.reader_pages import correct, decide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Council" * 20
BODY = (
    factories.BODY
    + "<h2>The hall</h2><p>It seats <a href='https://example.org/'>300 people 😀</a>, has 12"
    " windows and a roof of 1950.</p><table><tr><th>Year</th><th>Members of the council</th></tr>"
    "<tr><td>1901</td><td>Twenty, and later forty</td></tr></table>"
)


@pytest.fixture(scope="module")
def published(stands):
    """The key of one with everything: each verdict, overlaps, an emoji, a correction."""
    article = factories.make_article(
        headline=f"Forty members {LONG}", html=BODY, standfirst="Or so.", image_caption="The hall."
    )
    verdicts = {
        "founded in 1901": "unverifiable",
        factories.WORDS: "verified",
        "members. It was": "verified",
        "300 people 😀, has": "verified",
        "noon.\nThe hall\nIt": "unverifiable",
    }
    evidence = {"kind": "web", "url": f"https://example.org/{LONG}", "excerpt": LONG}
    for words, verdict in verdicts.items():
        decide(factories.make_claim(article, words), evidence, verdict=verdict)
    article = factories.publish(article)
    decide(factories.make_claim(article, "12 windows"), evidence, verdict="refuted")
    factories.make_claim(article, "roof of 1950")
    return correct(article, standfirst="Or so, say the minutes.").pk


@pytest.fixture
def article(published):
    return Article.objects.get(pk=published)


@pytest.fixture
def open_page(desk):
    """A function that opens a page in a window of its own, closed at the end."""
    with ExitStack() as windows:

        def open_page(url, **options):
            page = windows.enter_context(desk(**options))
            page.goto(url)
            return page

        yield open_page


def address_of(live_server, article):
    return f"{live_server.url}{article.get_absolute_url()}"


def overlap(box, other):
    """Does one box stand over the other, from top to bottom of the page?"""
    return box["y"] < other["y"] + other["height"] and other["y"] < box["y"] + box["height"]


def test_the_text_in_the_browser_is_the_text_that_offsets_count_in(live_server, article, open_page):
    page = open_page(address_of(live_server, article))

    assert page.locator(".body mark").count() > article.claims.count()
    assert page.locator(".body").evaluate("body => body.textContent") == article.revision.text


def test_the_marks_of_a_claim_hold_its_words(live_server, article, open_page):
    page = open_page(address_of(live_server, article))
    claims = article.claims.filter(status__in=["verified", "refuted", "unverifiable"])
    marked = {
        claim.exact: "".join(page.locator(f"[data-claims~='{claim.pk}']").all_text_contents())
        for claim in claims
    }

    assert {words: words.replace("\n", "") for words in marked} == marked


def test_verdicts_differ_by_more_than_colour(live_server, article, open_page):
    page = open_page(address_of(live_server, article))
    looks = """node => {
        const style = getComputedStyle(node);
        return [style.textDecorationStyle, style.getPropertyValue("--sign")];
    }"""

    assert {
        status: page.locator(f".body mark.claim--{status}").last.evaluate(looks)
        for status in ("verified", "unverifiable", "refuted")
    } == {
        "verified": ["solid", '"✓"'],
        "unverifiable": ["dotted", '"?"'],
        "refuted": ["wavy", '"✗"'],
    }


def test_an_open_check_is_as_accessible_as_the_page(live_server, article, open_page):
    page = open_page(address_of(live_server, article))
    page.locator(".claim-open").first.press("Enter")

    assert faults(page) == []


def test_without_script_a_check_opens_at_its_words_and_closes_again(
    live_server, article, open_page
):
    still = {"java_script_enabled": False, "reduced_motion": "reduce"}
    page = open_page(address_of(live_server, article), **still)
    claim = article.claims.get(exact=factories.WORDS)
    opener = page.locator(f".claim-open[popovertarget=check-{claim.pk}]")
    card = page.locator(f"#check-{claim.pk}:popover-open")
    words = page.locator(f"#claim-{claim.pk}")
    opener.scroll_into_view_if_needed()
    before = words.bounding_box()

    opener.press("Enter")
    assert card.locator(".words p").inner_text() == factories.WORDS
    assert words.bounding_box() == before
    assert not overlap(card.bounding_box(), before)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert card.count() == 0
    page.keyboard.press("Enter")  # The focus is back on the words.
    card.locator("summary").press("Enter")
    assert card.locator(".exact").inner_text() == factories.WORDS
    page.keyboard.press("Escape")
    assert card.count() == 0


def test_every_check_stands_in_the_list_and_can_be_led_to(live_server, article, open_page):
    claim = article.claims.get(exact=factories.WORDS)
    page = open_page(f"{address_of(live_server, article)}#check-{claim.pk}")
    checks = page.locator(".checks .check")

    assert [check.is_visible() for check in checks.all()] == [True] * 6
    assert page.locator(".check:target .words p").inner_text() == factories.WORDS
    page.locator(".check:target .back").click()
    assert page.locator("mark:target").get_attribute("id") == f"claim-{claim.pk}"


def test_a_browser_without_popovers_follows_the_number_to_the_list(live_server, article, open_page):
    page = open_page("about:blank", java_script_enabled=False)
    claim = article.claims.get(exact=factories.WORDS)

    def without_popovers(route):
        sheet = route.fetch().text()
        route.fulfill(body=sheet.replace(":popover-open", ":unknown"), content_type="text/css")

    page.route("**/site*.css", without_popovers)
    page.goto(address_of(live_server, article))

    assert page.locator(".claim-open").first.is_hidden()
    page.locator(f".claim-ref[href='#check-{claim.pk}']").click()
    assert page.url.endswith(f"#check-{claim.pk}")


def test_the_browser_has_nothing_to_complain_of_and_asks_nobody_else(
    live_server, article, open_page
):
    page = open_page("about:blank")
    complaints, asked = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address_of(live_server, article), wait_until="networkidle")

    assert complaints == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}


def test_the_first_key_leads_past_the_masthead(live_server, article, open_page):
    page = open_page(address_of(live_server, article))

    page.keyboard.press("Tab")
    assert page.locator(":focus").bounding_box()["x"] == 0
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "content"


@pytest.mark.parametrize(("wish", "behavior"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_who_does_not_want_it(live_server, open_page, wish, behavior):
    page = open_page(live_server.url, reduced_motion=wish)

    style = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(style) == behavior


def test_a_withdrawn_page_is_gone_at_once_and_back_at_once_in_the_same_window(desk):
    article = factories.make_published_article(headline="Council meets")
    factories.make_publisher(username="publisher")
    asked = article.get_absolute_url()

    def take(page, button, note):
        page.goto(f"/admin/articles/article/{article.pk}/change/")
        if note:
            step = page.locator("form.step", has=page.get_by_role("button", name=button))
            step.locator("textarea").fill(note)
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()

    with desk() as reader, desk("publisher") as page:
        first = reader.goto(asked)
        take(page, "Withdraw", "Its source withdrew.")
        gone = reader.goto(asked)
        told = reader.locator("main").inner_text()
        take(page, "Restore for review", "The source stands by it.")
        reviewed = reader.goto(asked)
        take(page, "Publish", None)
        back = reader.goto(asked)

        assert [answer.status for answer in (first, gone, reviewed, back)] == [200, 410, 410, 200]
        assert "Its source withdrew." in told
        assert "Council meets" not in told
        assert reader.locator("h1").inner_text() == "Council meets"
