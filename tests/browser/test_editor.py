"""The editor of the body in Chromium: what it opens it writes as it was; keys, pasting, saving."""

from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings

from articles import importers
from articles.html import BodyRefused, clean, text_of
from tests.articles.html_samples import documents, shown_documents
from tests.conftest import ROOT
from tests.factories import make_article, make_editor

from .at_the_desk import faults, said, tab_to
from .test_text_content import BODIES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RICH = "#body-rich [role=textbox]"
SAVE = ".desk-form > .desk-buttons button"
WRITTEN = """async bodies => {
    const { isWhole, read, write } = await import("/static/articles/editor_html.js");
    return bodies.map((body) => [isWhole(body), write(read(body))]);
}"""
VARIED = [
    '<p>a <em><a href="/x">b</a></em> <a href="/y"><em>c</em></a><em>d</em><em>e</em></p>',
    "<table><thead><tr><th scope=col colspan=1>a<th>b</tr></thead><tbody><tr><td colspan=2>c</tr>"
    "</tbody><tbody><tr><td>d<td><ul><li>e</ul></tr></tbody></table>",
    "<figure><a href='/b'><img src=/i.png alt='x y'></a><figcaption><p>a<p>b</figcaption></figure>",
    "<figure><p>w</p><img src=/a.png><br><img src=/b.png></figure>",
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


def test_everything_a_body_may_hold_is_written_as_it_was_read(desk):
    article = make_article()
    make_editor(username="editor")
    stored = [*bodies(), *(clean(draft.html) for draft in seeds())]

    with desk("editor") as page:
        page.goto(f"/admin/articles/article/{article.pk}/edit/")
        assert page.evaluate(WRITTEN, stored) == [[True, body] for body in stored]


@pytest.fixture
def editing(desk):
    """A function that opens an article with `body` for editing: `with editing(body) as page:`."""

    @contextmanager
    def opened(body="<p>Words.</p>", **options):
        article = make_article(html=body)
        make_editor(username="editor")
        with desk("editor", **options) as page:
            page.article = article
            page.goto(f"/admin/articles/article/{article.pk}/edit/")
            yield page

    return opened


def save(page):
    with page.expect_navigation():
        page.locator(SAVE).click()
    page.article.refresh_from_db()
    return page.article.revision


def sent(page):
    """The body as the form would send it now."""
    return page.evaluate("new FormData(document.querySelector('.desk-form')).get('html')")


def at_the_end(page):
    """Put the cursor behind the last word of the body."""
    focus(page)
    page.keyboard.press("Control+End")
    selection_arrives(page)


def focus(page):
    page.locator(RICH).focus()
    selection_arrives(page)


def selection_arrives(page):
    """Let browser and editor tell each other what is selected: they do so a moment later."""
    page.wait_for_timeout(50)


def press(page, name):
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def select(page, words):
    """Select the first place of `words`, which stand in one text node."""
    focus(page)
    page.evaluate(
        """([selector, words]) => {
            const walker = document.createTreeWalker(document.querySelector(selector), 4);
            while (walker.nextNode()) {
                const start = walker.currentNode.data.indexOf(words);
                if (start < 0) continue;
                const end = start + words.length;
                getSelection().setBaseAndExtent(
                    walker.currentNode, start, walker.currentNode, end);
                return;
            }
            throw new Error(`${words} is not there`);
        }""",
        [RICH, words],
    )
    selection_arrives(page)


def paste(page, html, words=""):
    page.evaluate(
        """([selector, html, words]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", words);
            const told = { clipboardData: data, bubbles: true, cancelable: true };
            document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        [RICH, html, words],
    )


# Opening and saving


def test_a_body_that_was_opened_and_not_changed_makes_no_revision(editing):
    with editing("".join([*BODIES.values(), *VARIED])) as page:
        assert page.locator(RICH).is_visible()

        assert save(page).number == 1
        assert said(page) == "Nothing was different: nothing was saved."


def test_what_is_typed_is_saved_and_the_rest_stays_as_it_was(editing):
    body = clean("".join(VARIED) + "<p>The end.</p>")
    with editing(body) as page:
        at_the_end(page)
        page.keyboard.type(" Or not 😀.")

        assert save(page).html == body.removesuffix("</p>") + " Or not 😀.</p>"


def test_the_browser_reads_the_text_of_what_was_saved(editing):
    with editing("".join(VARIED)) as page:
        at_the_end(page)
        page.keyboard.type("  twice  spaced سلام ")
        page.keyboard.press("Enter")
        page.keyboard.type("and on 😀")

        revision = save(page)
        body = page.locator("#body .article-body")
        assert body.evaluate("element => element.textContent") == text_of(revision.html)
        assert revision.text.endswith("twice spaced سلام\nand on 😀")


def test_what_was_typed_is_undone_to_the_last_letter(editing):
    with editing() as page:
        at_the_end(page)
        page.keyboard.type("More.")
        press(page, "Undo")

        assert save(page).number == 1


def test_without_script_the_form_holds_the_html(editing):
    with editing("<p>Words.</p>", java_script_enabled=False) as page:
        assert page.locator("#body-editor").is_hidden()
        page.fill("#id_html", "<p>Other words.</p>")

        assert save(page).html == "<p>Other words.</p>"


def test_the_html_is_shown_edited_and_shown_rich_again(editing):
    with editing("<p>Words.</p>") as page:
        press(page, "HTML")
        assert page.input_value("#id_html") == "<p>Words.</p>"
        page.fill("#id_html", "<p>Other <em>words</em>.</p>")
        press(page, "HTML")
        assert page.locator(f"{RICH} em").inner_text() == "words"

        assert save(page).html == "<p>Other <em>words</em>.</p>"


CANNOT_SHOW = [
    "<p>a <font>b</font></p>",
    "<p onclick=x>a</p>",
    "<p>a</p><!-- b --><script>1</script>",
]


def test_html_that_the_editor_cannot_show_stays_html_and_says_so(editing):
    with editing() as page:
        press(page, "HTML")
        for typed in CANNOT_SHOW:
            page.evaluate("document.getElementById('body-said').textContent = ''")
            page.fill("#id_html", typed)
            press(page, "HTML")

            assert page.locator("#body-said").inner_text().startswith("This body holds HTML that")
            assert page.input_value("#id_html") == typed
            assert page.locator(RICH).count() == 0


def test_a_form_that_was_refused_opens_its_body_as_it_was_typed(editing):
    with editing("<p>Words.</p>") as page:
        at_the_end(page)
        page.keyboard.type(" More.")
        page.fill("#id_headline", "")

        assert save(page).number == 1
        assert page.locator(RICH).inner_text() == "Words. More."


def test_a_body_too_large_to_save_is_refused_before_it_is_sent(editing):
    with editing() as page:
        press(page, "HTML")
        page.evaluate("document.getElementById('id_html').value = '<p>' + 'word '.repeat(2e5)")
        page.locator(SAVE).click()

        assert (
            page.locator("#body-said").inner_text().startswith("Not saved: the body has 1,000,003")
        )
        assert len(page.input_value("#id_html")) == 1_000_003


# Writing


BUTTONS = {
    "Heading": "<h2>One two three</h2>",
    "Sub-heading": "<h3>One two three</h3>",
    "Bold": "<p>One <strong>two</strong> three</p>",
    "Italic": "<p>One <em>two</em> three</p>",
    "Quoted words": "<p>One <q>two</q> three</p>",
    "List": "<ul>\n<li>One two three</li>\n</ul>",
    "Numbered list": "<ol>\n<li>One two three</li>\n</ol>",
    "Speech": "<blockquote>\n<p>One two three</p>\n</blockquote>",
}


def test_each_button_puts_on_what_it_names_and_takes_it_off_again(editing):
    with editing("<p>One two three</p>") as page:
        made, unmade = {}, {}
        for name in BUTTONS:
            select(page, "two")
            press(page, name)
            button = page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)
            made[name] = (button.get_attribute("aria-pressed"), sent(page))
            press(page, "Paragraph" if "eading" in name else name)
            unmade[name] = sent(page)

        assert made == {name: ("true", html) for name, html in BUTTONS.items()}
        assert unmade == dict.fromkeys(BUTTONS, "<p>One two three</p>")


def test_a_speech_gets_its_speaker_and_the_text_goes_on_after_it(editing):
    with editing("<p>We are proud.</p>") as page:
        at_the_end(page)
        press(page, "Speech")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("Speaker One")
        page.keyboard.press("Enter")
        page.keyboard.type("So it ended.")

        assert save(page).html == clean(
            "<blockquote><p>We are proud.</p><cite>Speaker One</cite></blockquote><p>So it ended."
        )


def test_a_list_is_typed_with_the_keyboard(editing):
    with editing("<p>One</p>") as page:
        at_the_end(page)
        press(page, "List")
        for keys in (
            ["Enter"],
            "Two",
            ["Control+]", "Enter"],
            "Three",
            ["Enter", "Enter", "Enter"],
        ):
            if isinstance(keys, str):
                page.keyboard.type(keys)
            else:
                for key in keys:
                    page.keyboard.press(key)
        page.keyboard.type("After.")

        assert save(page).html == clean(
            "<ul><li>One<ul><li>Two</li><li>Three</li></ul></li></ul><p>After.</p>"
        )


def test_a_link_is_set_changed_and_removed(editing):
    with editing("<p>One <em>two</em> three</p>") as page:
        select(page, "two")
        page.keyboard.press("Control+k")
        page.fill("#body-link-href", "javascript:alert(1)")
        page.keyboard.press("Enter")
        assert page.locator("#body-link [role=alert]").inner_text().startswith("Give an address")
        page.fill("#body-link-href", "https://host.example/a b")
        page.keyboard.press("Enter")
        assert save(page).html == (
            '<p>One <a href="https://host.example/a%20b"><em>two</em></a> three</p>'
        )

        page.goto(page.url.replace("/change/", "/edit/"))
        select(page, "two")
        press(page, "Link")
        assert page.input_value("#body-link-href") == "https://host.example/a%20b"
        page.get_by_role("button", name="Remove it").click()
        assert save(page).html == "<p>One <em>two</em> three</p>"


def test_a_link_that_is_left_changes_nothing(editing):
    with editing() as page:
        at_the_end(page)
        press(page, "Link")
        page.keyboard.press("Escape")
        page.wait_for_function("document.activeElement.getAttribute('role') === 'textbox'")

        assert sent(page) == "<p>Words.</p>"
        assert save(page).number == 1


def test_a_figure_needs_an_address_and_words_and_takes_a_caption(editing):
    with editing() as page:
        at_the_end(page)
        press(page, "Figure")
        page.fill("#body-figure-src", "/static/newsroom/icon.svg")
        page.keyboard.press("Enter")
        assert page.locator("#body-figure [role=alert]").inner_text().startswith("Say what")
        page.fill("#body-figure-alt", "A sign")
        page.fill("#body-figure-caption", "The sign.")
        page.keyboard.press("Enter")

        assert save(page).html == clean(
            '<p>Words.</p><figure><img src="/static/newsroom/icon.svg" alt="A sign">'
            "<figcaption>The sign.</figcaption></figure>"
        )


def test_a_table_is_made_and_grows(editing):
    with editing() as page:
        at_the_end(page)
        press(page, "Table")
        page.fill("#body-newtable-rows", "2")
        page.keyboard.press("Enter")
        page.locator(f"{RICH} th").first.click()
        page.keyboard.type("Year")
        press(page, "Add a row below")
        page.locator(f"{RICH} td").first.click()
        page.keyboard.type("1901")
        press(page, "Remove this column")
        page.locator(f"{RICH} tr").nth(1).locator("td").click()
        page.keyboard.type("40")
        page.keyboard.press("Control+Enter")
        page.keyboard.type("After.")

        assert save(page).html == clean(
            "<p>Words.</p><table><thead><tr><th scope=col></th></tr></thead>"
            "<tbody><tr><td>40</td></tr><tr><td></td></tr></tbody></table><p>After.</p>"
        )


def test_an_answer_is_in_the_body_before_the_next_key_can_be_typed(editing):
    with editing() as page:
        at_the_end(page)
        press(page, "Table")

        assert page.evaluate(
            """async () => {
                document.querySelector("#body-newtable [value=set]").click();
                for (let turn = 0; turn < 5; turn++) await null;
                return document.querySelector("#body-rich table") !== null;
            }"""
        )


def test_a_question_that_was_left_and_asked_again_at_once_is_answered(editing):
    with editing() as page:
        at_the_end(page)
        press(page, "Table")

        assert page.evaluate(
            """async () => {
                const question = document.getElementById("body-newtable");
                const left = new Promise((resolve) => question.addEventListener("close", resolve));
                question.querySelector("[value='']").click();
                for (let turn = 0; turn < 5; turn++) await null;
                document.querySelector("[data-does=table]").click();
                await left;
                question.querySelector("[value=set]").click();
                for (let turn = 0; turn < 5; turn++) await null;
                return document.querySelector("#body-rich table") !== null;
            }"""
        )


def test_a_new_table_is_filled_with_tab_from_its_first_cell_on_and_left_behind_its_last(editing):
    with editing() as page:
        at_the_end(page)
        press(page, "Table")
        page.fill("#body-newtable-rows", "2")
        page.keyboard.press("Enter")
        selection_arrives(page)
        for words in ("Year", "Count", "1901", "40"):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
        page.keyboard.type("After.")
        page.keyboard.press("Tab")

        assert not page.evaluate("document.activeElement.matches('#body-rich *')")
        assert save(page).html == clean(
            "<p>Words.</p><table><thead><tr><th scope=col>Year</th><th scope=col>Count</th></tr>"
            "</thead><tbody><tr><td>1901</td><td>40</td></tr></tbody></table><p>After.</p>"
        )


def test_each_block_runs_in_the_direction_of_its_script(editing):
    # Letters of Hebrew, and no words.
    with editing("<p>Words.</p><p>אבג דהו.</p>") as page:
        places = """() => [...document.querySelectorAll(".article-body > p")].map((line) => {
            const words = document.createRange();
            words.selectNodeContents(line);
            const [text, box] = [words.getBoundingClientRect(), line.getBoundingClientRect()];
            return text.left - box.left < 1 ? "left" : "right";
        })"""
        assert page.evaluate(places)[:2] == ["left", "right"]

        page.goto(f"/admin/articles/article/{page.article.pk}/change/")
        assert page.evaluate(places) == ["left", "right"]


# Pasting

# Long lines are how it comes.
# ruff: noqa: E501
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
p.MsoNormal {margin:0cm; mso-style-name:Normal;} @page WordSection1 {size:595.3pt 841.9pt;}
--></style><!--[if gte mso 9]><xml><o:Words>12</o:Words></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h1>The <span style='mso-bookmark:_1'>meeting</span></h1>
<p class=MsoNormal style='text-align:justify'><b style='mso-bidi-font-weight:normal'><span
lang=EN-US style='font-size:12.0pt;font-family:"Times New Roman",serif'>Forty&nbsp;members</span></b>
<span style='color:#333333'> were <i>there</i>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Within</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>Last</p>
<table class=MsoTableGrid border=1><tr style='height:1pt'><td width=100 valign=top><p class=MsoNormal>Cell</p></td></tr></table>
<img width=10 src="file:///C:/Temp/image001.png"><!--EndFragment--></body></html>"""
WORD_SAVED = clean(
    "<h2>The meeting</h2><p><b>Forty members</b> were <i>there</i>.</p>"
    "<ul><li>First<ol><li>Within</li></ol></li><li>Last</li></ul>"
    "<table><tr><td>Cell</td></tr></table>"
)
GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
    '<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;'
    'font-style:normal">Forty </span><span style="font-weight:700;font-style:italic">members'
    '</span><span style="font-weight:400"> met</span><span style="vertical-align:super">1</span>'
    '</p><br /><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" '
    'role="presentation"><span style="font-weight:400">First</span></p></li></ul>'
    '<p dir="ltr"><a href="https://host.example/" style="text-decoration:none;">'
    '<span style="color:#1155cc;text-decoration:underline">Link</span></a></p></b>'
    '<br class="Apple-interchange-newline">'
)
GOOGLE_SAVED = clean(
    "<p>Forty <strong><em>members</em></strong> met<sup>1</sup></p><ul><li>First</li></ul>"
    '<p><a href="https://host.example/">Link</a></p>'
)
HOSTILE = (
    "<p onclick='alert(1)'>One<script>alert(2)</script><a href='javascript:alert(3)'> two</a>"
    "<iframe src='https://host.example/'></iframe><svg onload='alert(4)'></svg></p>"
)


@pytest.mark.parametrize(
    ("pasted", "saved"),
    [(WORD, WORD_SAVED), (GOOGLE, GOOGLE_SAVED), (HOSTILE, "<p>One two</p>")],
    ids=["word processor", "office on the web", "hostile"],
)
def test_what_is_pasted_is_cleaned_and_its_words_are_kept(editing, pasted, saved):
    with editing("<p>x</p>") as page:
        focus(page)
        page.keyboard.press("Control+a")
        paste(page, pasted)

        assert save(page).html == saved
        assert page.locator(".messagelist .warning").count() == 0


def test_a_picture_that_cannot_come_along_is_told_of(editing):
    with editing() as page:
        focus(page)
        paste(page, "<p>One<img src='data:image/png;base64,AAAA'></p>")
        assert page.locator("#body-said").inner_text().startswith("A picture was left out")


def test_more_than_an_article_holds_is_not_pasted(editing):
    with editing() as page:
        focus(page)
        paste(page, f"<p>{'word ' * 1_000_000}</p>")
        assert page.locator("#body-said").inner_text().startswith("Nothing was pasted")
        assert save(page).number == 1


# For everybody


def test_the_editor_is_used_with_the_keyboard_alone(editing):
    with editing("<p>Words</p>") as page:
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


def test_the_toolbar_is_one_stop_of_the_tab_key(editing):
    with editing() as page:
        tab_to(page, "#body-toolbar button")
        page.keyboard.press("End")
        assert page.evaluate("document.activeElement.dataset.does") == "source"
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.dataset.does") == "p"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"


def test_axe_finds_nothing_in_the_editor_and_its_questions(editing):
    with editing("".join([*BODIES.values(), *VARIED])) as page:
        page.locator(f"{RICH} td").first.click()
        assert faults(page) == []
        for name in ("Link", "Figure", "Table"):
            press(page, name)
            assert faults(page, within="dialog[open]") == []
            page.keyboard.press("Escape")
        press(page, "HTML")
        assert faults(page) == []
