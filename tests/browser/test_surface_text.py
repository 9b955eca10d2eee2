"""How the tagging surface reads selections and moves them: its modules alone, in Chromium."""

import pytest

from tests.factories import WORDS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # Nothing is written: there is nothing to clear away.
    pytest.mark.usefixtures("stands"),
]

MODULES = "/static/newsroom/surface"
BODY = (
    "<p>The town council met on Monday.</p>\n"
    f"<p>{WORDS} It was founded in 1901.</p>\n"
    "<blockquote>\n<p>We are proud of our 40 members.</p>\n"
    "<cite>Speaker One</cite>\n</blockquote>\n"
    "<p>The meeting ended at noon.</p>"
)
TEXT = (
    f"The town council met on Monday.\n{WORDS} It was founded in 1901.\n\n"
    "We are proud of our 40 members.\nSpeaker One\n\nThe meeting ended at noon."
)
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"

# The text alone, with the keys of the page.
SET_UP = """async ([modules, html]) => {
    const text = Object.assign(document.createElement("div"), {id: "surface-text", tabIndex: 0});
    const [heard, said] = ["surface-heard", "surface-said"].map(id =>
        Object.assign(document.createElement("div"), {id}));
    text.innerHTML = html;
    document.body.replaceChildren(text, heard, said);
    const choosing = await import(`${modules}/choosing.js`);
    const keys = await import(`${modules}/keys.js`);
    const edge = (...move) => () => choosing.moveEdge(...move);
    const letters = {
        "[": edge("start", -1), "{": edge("start", 1), "]": edge("end", 1), "}": edge("end", -1),
    };
    text.addEventListener("keydown", event => keys.onTextKey(event, choosing.caretDeeds));
    document.addEventListener("keydown", event => keys.onPageKey(event, letters, () => {}));
    text.focus();
}"""
CALL = """async ([modules, name, values]) => {
    const module = await import(`${modules}/offsets.js`);
    return module[name](...values);
}"""
DRAW = """async ([modules, before, after, alter]) => {
    const box = document.createElement("div");
    box.innerHTML = before;
    document.body.replaceChildren(box);
    const {draw, remember} = await import(`${modules}/drawing.js`);
    remember(box);
    for (const element of box.querySelectorAll("*")) element.old = true;
    if (alter) box.append("by somebody else");
    draw(box, after);
    const fresh = [...box.querySelectorAll("li, p")].filter(one => !one.old);
    return [box.innerHTML, fresh.map(one => one.textContent)];
}"""
READ = """async ([modules, html, start, end]) => {
    const root = document.createElement("div");
    root.innerHTML = html;
    document.body.replaceChildren(root);
    const {rangeOf} = await import(`${modules}/offsets.js`);
    const {selectedIn} = await import(`${modules}/selection.js`);
    const range = rangeOf(root, start, end);
    document.getSelection().setBaseAndExtent(
        range.endContainer, range.endOffset, range.startContainer, range.startOffset);
    const {start: first, end: last} = selectedIn(root, root.textContent);
    return root.textContent.slice(first, last);
}"""


@pytest.fixture
def page(desk):
    """A page of this site, for its modules and its policy; nobody is logged in."""
    with desk() as page:
        page.goto("/admin/login/")
        yield page


@pytest.fixture(scope="module")
def kept_open(lent):
    complaints = []
    with lent(is_quiet=True) as page:
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert complaints == []


@pytest.fixture
def modules(kept_open, one_at_a_time, live_server):
    """Such a page that one test leaves to the next, for functions that keep nothing."""
    if kept_open.url == "about:blank":
        kept_open.goto(f"{live_server.url}/admin/login/")
    return kept_open


def call(modules, name, *values):
    return modules.evaluate(CALL, [MODULES, name, values])


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["ArrowRight"], "The"),
        (["ArrowRight", "ArrowRight"], "town"),
        (["ArrowRight", "Shift+ArrowRight"], "The town"),
        (["ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft"], "The"),
        (["ArrowDown"], "The town council met on Monday."),
        (["ArrowDown", "ArrowDown"], WORDS),
        (["ArrowDown", "Shift+ArrowDown"], f"The town council met on Monday.\n{WORDS}"),
        (["ArrowDown", "ArrowDown", "ArrowLeft"], "members"),
        (["End", "Shift+ArrowUp"], "The meeting ended at noon"),
        (["End", "Shift+ArrowLeft", "Shift+ArrowLeft"], "ended at noon"),
        (["Control+ArrowDown", "Control+ArrowDown"], f"{WORDS} It was founded in 1901."),
        (["End"], "noon"),
        (["End", "ArrowRight"], "noon"),
        (["End", "Shift+Home"], TEXT[:-1]),
        (["ArrowRight", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight"], "The t"),
        (["ArrowRight", "Control+Shift+ArrowLeft"], "Th"),
        (["ArrowRight", "]", "]"], "The town council"),
        (["ArrowRight", "]", "}"], "The"),
        (["ArrowDown", "{"], "town council met on Monday."),
        (["ArrowRight", "ArrowRight", "["], "The town"),
    ],
)
def test_keys_move_and_extend_the_selection(page, keys, words):
    page.evaluate(SET_UP, [MODULES, BODY])

    for key in keys:
        page.keyboard.press(key)

    assert page.evaluate("document.getSelection().getRangeAt(0).toString()") == words


def test_what_is_selected_with_keys_is_said(page):
    page.evaluate(SET_UP, [MODULES, BODY])

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")

    assert page.inner_text("#surface-heard") == "6 words: The town council met on Monday."


@pytest.mark.parametrize(
    ("text", "index", "point"),
    [
        ("abc", 2, 2),
        ("a\U0001f600b", 3, 2),
        ("\U0001f600\U0001f600", 4, 2),
        (f"{FAMILY}!", 8, 5),
        ("\u0633\u0644\u0627\u0645 12", 7, 7),
        ("e\u0301a", 2, 2),
        ("\U0001d49c\U00020000x", 5, 3),
    ],
)
def test_a_place_in_the_browser_is_a_place_on_the_server_and_back(modules, text, index, point):
    assert (call(modules, "pointsAt", text, index), call(modules, "indexAt", text, point)) == (
        point,
        index,
    )


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("a \U0001f600 b", (3, 5), "\U0001f600 "),
        ("a \U0001f600 b", (0, 3), "a \U0001f600"),
        (f"a {FAMILY} b", (4, 6), FAMILY),
        ("e\u0301a\u0323\u0302 x", (1, 3), "e\u0301a\u0323\u0302"),
        ("\U0001f1e6\U0001f1ff\U0001f1f0\U0001f1ff", (4, 6), "\U0001f1f0\U0001f1ff"),
        ("plain", (1, 3), "la"),
        ("a\nb", (1, 2), "\n"),
    ],
)
def test_half_a_character_is_widened_to_the_whole(modules, text, cut, whole):
    start, end = call(modules, "widened", text, *cut)

    units = text.encode("utf-16-le")[2 * start : 2 * end]
    assert units.decode("utf-16-le") == whole


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("Speaking at the meeting", (2, 12), "Speaking at "),
        ("Speaking at the meeting", (0, 18), "Speaking at the meeting"),
        ("It has 150.5 members", (8, 11), "150.5"),
        ("a whole one", (2, 7), "whole"),
        ("(in brackets)", (1, 12), "in brackets"),
        ("one\ntwo", (1, 5), "one\ntwo"),
        ("\u0441\u043b\u043e\u0432\u043e 12", (1, 3), "\u0441\u043b\u043e\u0432\u043e"),
    ],
)
def test_half_a_word_is_widened_to_the_whole(modules, text, cut, whole):
    start, end = call(modules, "toWholeWords", text, *cut)

    assert text[start:end] == whole


ROWS = '<ol class="rows">\n<li id="a">a</li>\n<li id="b">b</li>\n<li id="c">c</li>\n</ol>'


@pytest.mark.parametrize(
    ("before", "after", "fresh"),
    [
        ("<p>a</p>\n<p>b</p>\n<p>c</p>", "<p>a</p>\n<p><b>b</b></p>\n<p>c</p>", ["b"]),
        ("<p>a</p><p>b</p><p>c</p>", "<p>x</p><p>b</p><p>z</p>", ["x", "z"]),
        ("<p>a</p>\n<p>c</p>", "<p>a</p>\n<p>b</p>\n<p>c</p>", ["b"]),
        ("<p>a</p>\n<p>b</p>\n<p>c</p>", "<p>a</p>\n<p>c</p>", []),
        ("<p>a</p>", "<p>a</p>", []),
        ("<p>a</p>", "", []),
        (ROWS, ROWS.replace("</li>\n</ol>", '</li>\n<li id="d">d</li>\n</ol>'), ["d"]),
        (ROWS, ROWS.replace(">b<", ">new<"), ["new"]),
        (ROWS, ROWS.replace('<li id="b">b</li>\n', ""), []),
        (ROWS, "<p>None</p>", ["None"]),
        ("<p>None</p>", ROWS, ["a", "b", "c"]),
    ],
)
def test_only_what_differs_is_drawn_anew(modules, before, after, fresh):
    assert modules.evaluate(DRAW, [MODULES, before, after, False]) == [after, fresh]


def test_where_something_else_has_altered_the_page_all_is_drawn_anew(modules):
    after = "<p>a</p><p>c</p>"

    drawn = modules.evaluate(DRAW, [MODULES, "<p>a</p><p>b</p>", after, True])

    assert drawn == [after, ["a", "c"]]


@pytest.mark.parametrize(
    ("html", "span", "words"),
    [
        (BODY, (24, 43), "Monday.\nThe council"),
        ("<p>a <b>b<i>c</i></b> d</p>", (2, 6), "bc d"),
        ("<p>x</p><table><tr><td>a</td><td>b</td></tr></table>", (1, 3), "ab"),
        ("<ul><li>one</li><li>two</li></ul>", (1, 5), "netw"),
        ("<p>\u0633\u0644\u0627\u0645 12 x</p>", (0, 7), "\u0633\u0644\u0627\u0645 12"),
        ('<p>a <mark data-claims="1">b</mark><a class="claim-ref"></a> c</p>', (2, 5), "b c"),
        ("<p>a \U0001f600 b</p>", (2, 3), "\U0001f600"),
    ],
)
def test_a_selection_made_backwards_across_elements_is_read_as_it_stands(
    modules, html, span, words
):
    assert modules.evaluate(READ, [MODULES, html, *span]) == words
