"""Unsaved work and two editors at once, in Chromium, as people meet them."""

from contextlib import contextmanager
from functools import partial

import pytest

from articles import editing, presence
from articles.models import WorkingDraft
from tests.factories import BODY, make_article, make_editor

from .at_the_desk import faults, said, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/articles/article/"
FIRST, LAST = "The town council met on Monday.", "The meeting ended at noon."
KEPT = "#keeping-said:text-matches('^Draft kept [0-9]{2}:[0-9]{2}$')"


# What a page does after a while it does in a tenth of it; what it does in a moment, as ever.
IN_A_HURRY = """
    const wait = window.setTimeout;
    window.setTimeout = (does, delay, ...rest) =>
        wait(does, delay > 1000 ? delay / 10 : delay, ...rest);
"""


@pytest.fixture
def desk(desk):
    """With pages that keep drafts and say that they are open, as they do outside of tests."""
    return partial(desk, is_quiet=False)


@pytest.fixture
def hurried(desk):
    """A desk, one person's, whose first page keeps a draft, and tries again, ten times as soon."""

    @contextmanager
    def opened(name):
        with desk(name) as page:
            page.add_init_script(IN_A_HURRY)
            yield page

    return opened


def edit_page(article):
    return f"{LIST}{article.pk}/edit/"


def show_source(page):
    """Show the body's HTML in place of the rich text."""
    if not page.locator("#id_html").is_visible():
        page.click("[data-does=source]")


def write_body(page, html):
    show_source(page)
    page.fill("#id_html", html)


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def test_after_a_crash_what_was_typed_is_offered_and_used(hurried):
    article = make_article(headline="Council meets")
    make_editor(username="editor")

    with hurried("editor") as page:
        page.goto(edit_page(article))
        page.fill("#id_headline", "Council meets at noon")
        page.wait_for_selector(KEPT)
        page.close()
        page = page.context.new_page()

        page.goto(edit_page(article))
        assert page.input_value("#id_headline") == "Council meets"
        offer = page.locator(".draft-offer")
        assert "It was made over revision 1." in offer.inner_text()
        offer.get_by_text("Compare with what stands").click()
        assert offer.locator("ins").inner_text().strip() == "at noon"
        with page.expect_navigation():
            offer.get_by_role("link", name="Use it").click()

        assert page.input_value("#id_headline") == "Council meets at noon"
        save(page)
        assert said(page) == "Saved as revision 2."
        assert WorkingDraft.objects.count() == 0


def test_two_editors_at_once_and_both_sentences_stand(desk):
    article = make_article()
    make_editor(username="one")
    make_editor(username="two")

    with desk("one") as first, desk("two") as second:
        for page in (first, second):
            page.goto(edit_page(article))
        write_body(first, BODY.replace(FIRST, "The first editor wrote this."))
        write_body(second, BODY.replace(LAST, "The second editor wrote that."))
        save(first)
        assert said(first) == "Saved as revision 2."
        save(second)
        assert said(second).startswith("Somebody was faster: revision 2 is the newest")
        save(second)

        assert said(second) == "Saved as revision 3."
        words = second.locator("#body").inner_text()
        assert "The first editor wrote this." in words
        assert "The second editor wrote that." in words


def test_two_who_changed_the_same_sentence_are_asked_with_the_keyboard_alone(desk):
    article = make_article()
    make_editor(username="one")

    with desk("one") as page:
        page.goto(edit_page(article))
        write_body(page, BODY.replace(FIRST, "I wrote that."))
        theirs = BODY.replace(FIRST, "They wrote this.")
        editing.revise(article, by=make_editor(), based_on=1, html=theirs)
        save(page)
        assert page.locator("h1").inner_text() == "Two changes at once"

        with page.expect_navigation():
            page.get_by_role("button", name="Put it together").click()
        assert said(page).startswith("Nothing was put together yet")

        tab_to(page, "input[name=choice-body-0]")
        page.keyboard.press("ArrowUp")
        assert page.locator("input[value=both]").is_checked()
        tab_to(page, ".desk-form .step-button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        save(page)

        assert said(page) == "Saved as revision 3."
        words = page.locator("#body").inner_text()
        assert words.index("They wrote this.") < words.index("I wrote that.")


def test_a_lost_session_is_told_and_after_logging_in_elsewhere_the_page_goes_on(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(edit_page(article))
        forget_cookies(page)
        page.fill("#id_headline", "Typed with care")
        page.wait_for_selector("#keeping-login:visible")
        assert page.inner_text("#keeping-said") == "Not kept: You are logged out."

        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Log in in another tab").click()
        other = opened.value
        other.fill("#id_username", "editor")
        other.fill("#id_password", "secret")
        with other.expect_navigation():
            other.press("#id_password", "Enter")
        other.close()
        page.fill("#id_headline", "Typed with more care")

        page.wait_for_selector(KEPT)
        assert not page.locator("#keeping-login").is_visible()
        save(page)
        assert said(page) == "Saved as revision 2."
        assert page.locator("h1").inner_text() == "Typed with more care"


def forget_cookies(page):
    """Log out, once nothing is under way whose answer would bring a cookie back."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()


def log_in_elsewhere(page):
    """In another tab of the same browser, as somebody who is logged out there."""
    other = page.context.new_page()
    other.goto("/admin/login/")
    other.fill("#id_username", "editor")
    other.fill("#id_password", "secret")
    with other.expect_navigation():
        other.press("#id_password", "Enter")
    other.close()


def test_saving_on_a_lost_session_stays_in_the_page_until_somebody_logs_in_again(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(edit_page(article))
        page.context.clear_cookies(name="sessionid")
        page.fill("#id_headline", "Typed with care")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_selector("#keeping-said:has-text('Not saved: You are logged out.')")
        assert page.locator("#keeping-login").is_visible()
        assert page.input_value("#id_headline") == "Typed with care"

        log_in_elsewhere(page)
        save(page)
        assert said(page) == "Saved as revision 2."
        assert page.locator("h1").inner_text() == "Typed with care"
        assert WorkingDraft.objects.count() == 0


def test_saving_without_the_server_stays_in_the_page(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(edit_page(article))
        page.route("**/edit/**", lambda route: route.fulfill(status=503))
        page.fill("#id_headline", "Typed with care")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_selector("#keeping-said:has-text('Not saved: The server does not answer')")
        page.unroute("**/edit/**")

        save(page)
        assert page.locator("h1").inner_text() == "Typed with care"


def test_a_page_from_before_the_last_login_is_saved_with_its_words(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(edit_page(article))
        forget_cookies(page)
        log_in_elsewhere(page)
        page.fill("#id_headline", "Typed with care")

        save(page)
        assert said(page) == "Saved as revision 2."
        assert page.locator("h1").inner_text() == "Typed with care"


def test_without_the_server_it_is_told_and_tried_again(hurried):
    article = make_article()
    make_editor(username="editor")

    with hurried("editor") as page:
        page.goto(edit_page(article))
        page.route("**/edit/draft/", lambda route: route.fulfill(status=503))
        page.fill("#id_headline", "Typed with care")
        page.wait_for_selector("#keeping-said:has-text('The server does not answer')")
        page.unroute("**/edit/draft/")

        page.wait_for_selector(KEPT)
        assert WorkingDraft.objects.count() == 1


def test_a_page_that_is_closed_in_the_middle_of_a_word_still_keeps_it(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(edit_page(article))
        page.fill("#id_headline", "Half a wor")
        page.goto(LIST)
        page.goto(edit_page(article))

        assert page.locator(".draft-offer").count() == 1


def test_a_draft_is_thrown_away(hurried):
    article = make_article()
    make_editor(username="editor")

    with hurried("editor") as page:
        page.goto(edit_page(article))
        page.fill("#id_headline", "Not so good")
        page.wait_for_selector(KEPT)
        page.goto(edit_page(article))
        with page.expect_navigation():
            page.get_by_role("button", name="Throw it away").click()

        assert said(page) == "Your unsaved work is thrown away."
        assert page.locator(".draft-offer").count() == 0


def test_who_else_is_editing_is_said_as_soon_as_they_come(desk):
    article = make_article()
    make_editor(username="one")
    make_editor(username="two")

    with desk("one") as first, desk("two") as second:
        first.goto(edit_page(article))
        second.goto(f"{LIST}{article.pk}/change/")
        second.wait_for_selector("#presence:has-text('Also editing: One Of The Desk since')")
        assert first.inner_text("#presence") == ""
        assert first.get_attribute("#presence", "role") == "status"


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(hurried):
    article = make_article(headline="First words")
    make_editor(username="editor")

    with hurried("editor") as page:
        page.goto(edit_page(article))
        page.fill("#id_headline", "My words")
        page.wait_for_selector(KEPT)
        presence.heard(article, by=make_editor(username="other"))
        page.goto(edit_page(article))
        page.get_by_text("Compare with what stands").click()
        assert faults(page) == []

        page.goto(f"{edit_page(article)}?draft=use")
        write_body(page, BODY.replace(FIRST, "I wrote that."))
        theirs = {"headline": "Their words", "html": BODY.replace(FIRST, "They wrote this.")}
        editing.revise(article, by=make_editor(), based_on=1, **theirs)
        save(page)
        assert page.locator("fieldset.choice").count() == 2
        assert faults(page) == []

        page.check("input[name=choice-headline][value=mine]")
        with page.expect_navigation():
            page.get_by_role("button", name="Put it together").click()
        assert faults(page) == []
        page.check("input[name=choice-body-0][value=both]")
        with page.expect_navigation():
            page.get_by_role("button", name="Put it together").click()
        assert faults(page) == []
