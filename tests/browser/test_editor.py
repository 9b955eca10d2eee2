"""The editor of the body in Chromium: what it opens it writes as it was; saving; the keyboard."""

import pytest
from hypothesis import HealthCheck, given, settings

from articles import importers
from articles.html import BodyRefused, clean, text_of
from tests.articles.html_samples import documents, shown_documents
from tests.conftest import ROOT
from tests.factories import make_article, make_editor

from .at_the_desk import faults, said, tab_to
from .at_the_editor import (
    RICH,
    SAVE,
    at_the_end,
    edit_page,
    open_body,
    press,
    save,
    selection_arrives,
)
from .kept_open import taken_over
from .test_text_content import BODIES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRITTEN = """async bodies => {
    const { isWhole, read, write } = await import("/static/articles/editor_html.js");
    return bodies.map((body) => [isWhole(body), write(read(body))]);
}"""
PICTURE = "/static/newsroom/icon.svg"
VARIED = [
    '<p>a <em><a href="/x">b</a></em> <a href="/y"><em>c</em></a><em>d</em><em>e</em></p>',
    "<table><thead><tr><th scope=col colspan=1>a<th>b</tr></thead><tbody><tr><td colspan=2>c</tr>"
    "</tbody><tbody><tr><td>d<td><ul><li>e</ul></tr></tbody></table>",
    f"<figure><a href='/b'><img src={PICTURE} alt='x y'></a>"
    "<figcaption><p>a<p>b</figcaption></figure>",
    f"<figure><p>w</p><img src={PICTURE}?a><br><img src={PICTURE}?b></figure>",
    '<blockquote cite="https://h.example/?a=1&b=2"><p>x</p><cite>N <a href="/n">N</a></cite>'
    "<p>y</p></blockquote>",
    "<ol start=3><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ol>",
    "<dl><dt>a<dd>b<dd><p>c<p>d</dl><pre>a\n  b</pre><p><span lang=ar dir=rtl>سلام</span> 😀</p>",
    '<p><time datetime="2026-01-02">t</time> <abbr title="x &amp; \'y\'">a</abbr> '
    "<q>b<q>c</q></q></p>",
    '<p><a href="/x" title="t" rel="nofollow license">a</a> <b>b</b><i>c</i><u>d</u><s>e</s></p>',
]


def bodies():
    """Canonical bodies: written, made at random, and those of the two seed articles."""
    found = {clean(body) for body in [*BODIES.values(), *VARIED]}

    @settings(max_examples=300, database=None, suppress_health_check=list(HealthCheck))
    @given(documents | shown_documents)
    def collect(document):
        try:
            found.add(clean(document))
        except BodyRefused:
            return

    collect()
    return sorted(found - {""})


def seeds():
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        yield from importers.drafts_in(path.name, path.read_bytes())


@pytest.fixture(scope="module")
def editor(stands):
    return make_editor(username="editor")


@pytest.fixture(scope="module")
def kept_open(lent):
    with lent(is_quiet=True) as page:
        yield page


@pytest.fixture
def page(kept_open, editor, live_server, one_at_a_time):
    with taken_over(kept_open, live_server.url, editor.username) as page:
        yield page


def open_anew(page, body="<p>Words.</p>"):
    """Open an article of its own with `body` for editing."""
    page.article = make_article(html=body)
    page.goto(edit_page(page.article))


def saved(page):
    """Save, and return the newest revision."""
    save(page)
    page.article.refresh_from_db()
    return page.article.revision


def test_everything_a_body_may_hold_is_written_as_it_was_read(page):
    open_anew(page)
    stored = [*bodies(), *(clean(draft.html) for draft in seeds())]

    assert page.evaluate(WRITTEN, stored) == [[True, body] for body in stored]


def test_a_body_that_was_opened_and_not_changed_makes_no_revision(page):
    open_anew(page, "".join([*BODIES.values(), *VARIED]))
    assert page.locator(RICH).is_visible()

    assert saved(page).number == 1
    assert said(page) == "Nothing was different: nothing was saved."


def test_what_is_typed_is_saved_and_the_rest_stays_as_it_was(page):
    body = clean("".join(VARIED) + "<p>The end.</p>")
    open_anew(page, body)
    at_the_end(page)
    page.keyboard.type(" Or not 😀.")

    assert saved(page).html == body.removesuffix("</p>") + " Or not 😀.</p>"


def test_the_browser_reads_the_text_of_what_was_saved(page):
    open_anew(page, "".join(VARIED))
    at_the_end(page)
    page.keyboard.type("  twice  spaced سلام ")
    page.keyboard.press("Enter")
    page.keyboard.type("and on 😀")

    revision = saved(page)
    body = page.locator("#body .article-body")
    assert body.evaluate("element => element.textContent") == text_of(revision.html)
    assert revision.text.endswith("twice spaced سلام\nand on 😀")


def test_without_script_the_form_holds_the_html(desk, editor):
    with desk(editor.username, java_script_enabled=False) as page:
        open_anew(page, "<p>Words.</p>")
        assert page.locator("#body-editor").is_hidden()
        page.fill("#id_html", "<p>Other words.</p>")

        assert saved(page).html == "<p>Other words.</p>"


def test_the_html_is_shown_edited_and_shown_rich_again(page):
    open_anew(page, "<p>Words.</p>")
    press(page, "HTML")
    assert page.input_value("#id_html") == "<p>Words.</p>"
    page.fill("#id_html", "<p>Other <em>words</em>.</p>")
    press(page, "HTML")
    assert page.locator(f"{RICH} em").inner_text() == "words"

    assert saved(page).html == "<p>Other <em>words</em>.</p>"


def test_a_form_that_was_refused_opens_its_body_as_it_was_typed(page):
    open_anew(page, "<p>Words.</p>")
    at_the_end(page)
    page.keyboard.type(" More.")
    page.fill("#id_headline", "")

    assert saved(page).number == 1
    assert page.locator(RICH).inner_text() == "Words. More."


def test_each_block_runs_in_the_direction_of_its_script(page):
    # Letters of Hebrew, and no words.
    open_anew(page, "<p>Words.</p><p>אבג דהו.</p>")
    places = """() => [...document.querySelectorAll(".article-body > p")].map((line) => {
        const words = document.createRange();
        words.selectNodeContents(line);
        const [text, box] = [words.getBoundingClientRect(), line.getBoundingClientRect()];
        return text.left - box.left < 1 ? "left" : "right";
    })"""
    assert page.evaluate(places)[:2] == ["left", "right"]

    page.goto(f"/admin/articles/article/{page.article.pk}/change/")
    assert page.evaluate(places) == ["left", "right"]


# For everybody


def test_the_editor_is_used_with_the_keyboard_alone(page):
    open_anew(page, "<p>Words</p>")
    tab_to(page, RICH)
    selection_arrives(page)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+Control+End")
    selection_arrives(page)
    page.keyboard.press("Alt+F10")
    assert page.evaluate("document.activeElement.dataset.does") == "p"
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"
    tab_to(page, SAVE)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.article.refresh_from_db()
    assert page.article.revision.html == "<p><strong>Words</strong></p>"


def test_the_toolbar_is_one_stop_of_the_tab_key(page):
    open_anew(page)
    page.focus("#id_byline-2-handle")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.does") == "source"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.does") == "p"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"


def test_axe_finds_nothing_in_the_editor_and_its_questions(page):
    open_anew(page, "".join([*BODIES.values(), *VARIED]))
    page.locator(f"{RICH} td").first.click()
    assert faults(page) == []
    open_body(page)
    for name in ("Link", "Figure", "Table"):
        press(page, name)
        assert faults(page, within="dialog[open]") == []
        page.keyboard.press("Escape")
    press(page, "HTML")
    assert faults(page, within="#body-editor") == []
