"""Writing in the editor of the body: keys, buttons and pasting, on a page that stays open."""

import pytest

from articles.html import clean
from articles.models import Article
from tests.factories import make_article, make_editor

from .at_the_editor import (
    RICH,
    SAVE,
    at_the_end,
    edit_page,
    focus,
    open_body,
    paste,
    press,
    save,
    select,
    selection_arrives,
    sent,
)
from .kept_open import taken_over

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def made(stands):
    make_editor(username="editor")
    return make_article().pk


@pytest.fixture
def article(made):
    return Article.objects.get(pk=made)


@pytest.fixture(scope="module")
def kept_open(lent):
    with lent(is_quiet=True) as page:
        yield page


@pytest.fixture
def page(kept_open, article, live_server, one_at_a_time):
    address = live_server.url + edit_page(article)
    with taken_over(kept_open, live_server.url, "editor") as page:
        if page.url != address:
            page.goto(address)
        yield page


def test_what_was_typed_is_undone_to_the_last_letter(page):
    open_body(page)
    at_the_end(page)
    page.keyboard.type("More.")
    press(page, "Undo")

    assert sent(page) == "<p>Words.</p>"


CANNOT_SHOW = [
    "<p>a <font>b</font></p>",
    "<p onclick=x>a</p>",
    "<p>a</p><!-- b --><script>1</script>",
]


def test_html_that_the_editor_cannot_show_stays_html_and_says_so(page):
    open_body(page)
    press(page, "HTML")
    for typed in CANNOT_SHOW:
        page.evaluate("document.getElementById('body-said').textContent = ''")
        page.fill("#id_html", typed)
        press(page, "HTML")

        assert page.locator("#body-said").inner_text().startswith("This body holds HTML that")
        assert page.input_value("#id_html") == typed
        assert page.locator(RICH).count() == 0


def test_a_body_too_large_to_save_is_refused_before_it_is_sent(page):
    open_body(page)
    press(page, "HTML")
    page.evaluate("document.getElementById('id_html').value = '<p>' + 'word '.repeat(2e5)")
    page.locator(SAVE).click()

    assert page.locator("#body-said").inner_text().startswith("Not saved: the body has 1,000,003")
    assert len(page.input_value("#id_html")) == 1_000_003


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


def test_each_button_puts_on_what_it_names_and_takes_it_off_again(page):
    open_body(page, "<p>One two three</p>")
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


def test_a_speech_gets_its_speaker_and_the_text_goes_on_after_it(page):
    open_body(page, "<p>We are proud.</p>")
    at_the_end(page)
    press(page, "Speech")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Speaker One")
    page.keyboard.press("Enter")
    page.keyboard.type("So it ended.")

    assert sent(page) == clean(
        "<blockquote><p>We are proud.</p><cite>Speaker One</cite></blockquote><p>So it ended."
    )


def test_a_list_is_typed_with_the_keyboard(page):
    open_body(page, "<p>One</p>")
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

    assert sent(page) == clean(
        "<ul><li>One<ul><li>Two</li><li>Three</li></ul></li></ul><p>After.</p>"
    )


def test_a_link_is_set_changed_and_removed(page):
    open_body(page, "<p>One <em>two</em> three</p>")
    select(page, "two")
    page.keyboard.press("Control+k")
    page.fill("#body-link-href", "javascript:alert(1)")
    page.keyboard.press("Enter")
    assert page.locator("#body-link [role=alert]").inner_text().startswith("Give an address")
    page.fill("#body-link-href", "https://host.example/a b")
    page.keyboard.press("Enter")
    linked = '<p>One <a href="https://host.example/a%20b"><em>two</em></a> three</p>'
    assert sent(page) == clean(linked) == linked

    open_body(page, sent(page))
    select(page, "two")
    press(page, "Link")
    assert page.input_value("#body-link-href") == "https://host.example/a%20b"
    page.get_by_role("button", name="Remove it").click()
    assert sent(page) == "<p>One <em>two</em> three</p>"


def test_a_link_that_is_left_changes_nothing(page):
    open_body(page)
    at_the_end(page)
    press(page, "Link")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.getAttribute('role') === 'textbox'")

    assert sent(page) == "<p>Words.</p>"


def test_a_figure_needs_an_address_and_words_and_takes_a_caption(page):
    open_body(page)
    at_the_end(page)
    press(page, "Figure")
    page.fill("#body-figure-src", "/static/newsroom/icon.svg")
    page.keyboard.press("Enter")
    assert page.locator("#body-figure [role=alert]").inner_text().startswith("Say what")
    page.fill("#body-figure-alt", "A sign")
    page.fill("#body-figure-caption", "The sign.")
    page.keyboard.press("Enter")

    assert sent(page) == clean(
        '<p>Words.</p><figure><img src="/static/newsroom/icon.svg" alt="A sign">'
        "<figcaption>The sign.</figcaption></figure>"
    )


def test_a_table_is_made_and_grows(page):
    open_body(page)
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

    assert sent(page) == clean(
        "<p>Words.</p><table><thead><tr><th scope=col></th></tr></thead>"
        "<tbody><tr><td>40</td></tr><tr><td></td></tr></tbody></table><p>After.</p>"
    )


def test_an_answer_is_in_the_body_before_the_next_key_can_be_typed(page):
    open_body(page)
    at_the_end(page)
    press(page, "Table")

    assert page.evaluate(
        """async () => {
            document.querySelector("#body-newtable [value=set]").click();
            for (let turn = 0; turn < 5; turn++) await null;
            return document.querySelector("#body-rich table") !== null;
        }"""
    )


def test_a_question_that_was_left_and_asked_again_at_once_is_answered(page):
    open_body(page)
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


def test_a_new_table_is_filled_with_tab_from_its_first_cell_on_and_left_behind_its_last(page):
    open_body(page)
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
    assert sent(page) == clean(
        "<p>Words.</p><table><thead><tr><th scope=col>Year</th><th scope=col>Count</th></tr>"
        "</thead><tbody><tr><td>1901</td><td>40</td></tr></tbody></table><p>After.</p>"
    )


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
def test_what_is_pasted_is_cleaned_and_its_words_are_kept(page, article, pasted, saved):
    open_body(page, "<p>x</p>")
    focus(page)
    page.keyboard.press("Control+a")
    paste(page, pasted)
    save(page)

    article.refresh_from_db()
    assert article.revision.html == saved
    assert page.locator(".messagelist .warning").count() == 0


def test_a_picture_that_cannot_come_along_is_told_of(page):
    open_body(page)
    focus(page)
    paste(page, "<p>One<img src='data:image/png;base64,AAAA'></p>")
    assert page.locator("#body-said").inner_text().startswith("A picture was left out")


def test_more_than_an_article_holds_is_not_pasted(page):
    open_body(page)
    focus(page)
    paste(page, f"<p>{'word ' * 800_000}</p>")
    assert page.locator("#body-said").inner_text().startswith("Nothing was pasted")
    assert sent(page) == "<p>Words.</p>"
