"""The desk's article pages in Chromium: with a keyboard, on a phone, in light and dark."""

import pytest

from claims.models import Claim
from tests.factories import (
    WORDS,
    make_article,
    make_claim,
    make_decided_claim,
    make_editor,
    make_published_article,
    make_publisher,
)

from .at_the_desk import faults, said, tab_to, unfold, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/articles/article/"


def press(page, selector, key="Enter"):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_words_are_tagged_with_the_keyboard_alone(desk):
    make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(LIST)
        press(page, "#result_list tbody th a")
        write(page, "#tag-words", WORDS)
        press(page, "#tag button")

        assert said(page) == f"Tagged as claim {Claim.objects.get().pk}: “{WORDS}”"
        assert page.locator("mark.claim--open").inner_text() == WORDS


def test_one_of_several_places_is_chosen_with_the_keyboard_alone(desk):
    article = make_article(html="<p>It rained again. It rained again. It rained again.</p>")
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(f"{LIST}{article.pk}/change/")
        write(page, "#tag-words", "It rained")
        press(page, "#tag button")
        assert said(page) == "These words stand in 3 places. Choose the one you mean."
        tab_to(page, "input[name=place]")
        page.keyboard.press("ArrowDown")
        press(page, ".desk-form button")

        assert Claim.objects.get().start == 17


def test_a_refused_form_opens_at_its_field_with_what_was_typed(desk):
    article = make_article()
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(f"{LIST}{article.pk}/change/")
        page.fill("#tag-words", "Words of another article")
        with page.expect_navigation():
            page.get_by_role("button", name="Tag", exact=True).click()

        assert page.title().startswith("Not done: ")
        assert page.evaluate("document.activeElement.id") == "tag-words"
        assert page.input_value("#tag-words") == "Words of another article"


def test_an_article_is_edited_with_the_keyboard_alone(desk):
    article = make_article(headline="Council meets")
    make_editor(username="editor")

    with desk("editor") as page:
        page.goto(f"{LIST}{article.pk}/change/")
        press(page, "a[href$='/edit/']")
        tab_to(page, "#id_headline")
        page.keyboard.press("End")
        page.keyboard.type(" at noon")
        press(page, ".desk-form > .desk-buttons button")

        assert said(page) == "Saved as revision 2."
        assert page.locator("h1").inner_text() == "Council meets at noon"


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(desk):
    article = make_article(headline=None, html="<p>A beginning.</p><p>" + "a-long-word-" * 30)
    make_claim(article, words="A beginning.")
    make_decided_claim(make_claim(article, words="beginning"), verdict="refuted")
    published = make_published_article(standfirst="What it is about.")
    make_editor(username="editor")
    make_publisher(username="publisher")

    own = f"{LIST}{article.pk}/"
    for name, paths in {
        "editor": ["/admin/", LIST, f"{LIST}add/", f"{own}change/", f"{own}edit/"],
        "publisher": [f"{LIST}{published.pk}/edit/", f"{own}revisions/1/", f"{own}record/"],
    }.items():
        with desk(name) as page:
            for path in paths:
                page.goto(path)
                unfold(page)
                assert faults(page, [(320, "dark"), (1280, "light")]) == []


def test_pages_that_say_no_pass_axe_as_well(desk):
    article = make_article(html="<p>It rained. It rained.</p>")
    make_editor(username="editor")

    with desk("editor") as page:
        for words in ("It rained", "Words of another article"):
            page.goto(f"{LIST}{article.pk}/change/")
            page.fill("#tag-words", words)
            with page.expect_navigation():
                page.get_by_role("button", name="Tag", exact=True).click()

            assert page.locator(".messagelist .error").count() == 1
            assert faults(page) == []


def test_the_theme_button_turns_the_desk_dark(desk):
    make_editor(username="editor")

    with desk("editor", color_scheme="light") as page:
        page.goto(LIST)
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("#header .theme-toggle").click()  # From auto to the other one.

        assert light == "rgb(255, 255, 255)"
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert dark == "rgb(18, 22, 27)"
