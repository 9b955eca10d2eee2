"""What a person does in the browser, and what the desk answers."""

from axe_playwright_python.base import AXE_SCRIPT


def tab_to(page, selector):
    """Press Tab until the element has the focus, as somebody without a mouse would."""
    page.wait_for_load_state()
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key.")


def write(page, selector, words):
    tab_to(page, selector)
    page.keyboard.type(words)


def said(page):
    page.wait_for_load_state()
    return page.locator(".messagelist").inner_text()


def unfold(page):
    """Open all that is folded away, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")


PHONE_AND_DESK = ((390, "dark"), (1280, "light"))


# axe reads the colours of all that is behind a word from their names, for each word anew: a page
# has a dozen of them, read two thousand times.
READ_EACH_COLOUR_ONCE = """
(() => {
    const {Color} = axe.commons.color, read = Color.prototype.parseString, known = new Map();
    Color.prototype.parseString = function (name) {
        if (!known.has(name)) known.set(name, read.call(new Color(), name));
        const {r, g, b, alpha} = known.get(name);
        return Object.assign(this, {r, g, b, alpha});
    };
})();
"""

# What axe finds, and how wide the page needs to be.
JUDGE = """async within => {
    document.getAnimations().forEach(fading => fading.finish());
    const found = await axe.run(within, {resultTypes: ["violations"]});
    const broken = found.violations.map(one => [one.id, one.nodes[0].html]);
    return [broken, document.documentElement.scrollWidth];
}"""


def faults(page, screens=PHONE_AND_DESK, within="html"):
    """What is wrong with a page on screens of these widths (CSS pixels) and themes.

    Accessibility rules it breaks, each with the first element that does, and where the page is
    wider than the screen. Of a page that was looked at before, only what is new need be `within`.
    """
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT + READ_EACH_COLOUR_ONCE)
    return [
        (page.url, *screen, *fault)
        for screen in screens
        for fault in _faults(page, *screen, within)
    ]


def _faults(page, width, theme, within):
    screen = {"width": width, "height": 900}
    if page.viewport_size != screen:
        page.set_viewport_size(screen)
    page.emulate_media(color_scheme=theme)
    broken, needed = page.evaluate(JUDGE, within)
    yield from map(tuple, broken)
    if needed > width:
        yield "wider than the screen", needed


# The boxes of the first and the last character of words that stand in the text.
BOXES = """words => {
    const text = document.getElementById("surface-text");
    const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const start = text.textContent.indexOf(words), end = start + words.length - 1;
    const at = index => {
        let from = 0;
        nodes.currentNode = text;
        while (nodes.nextNode()) {
            if (index < from + nodes.currentNode.length) {
                const range = document.createRange();
                range.setStart(nodes.currentNode, index - from);
                range.setEnd(nodes.currentNode, index - from + 1);
                return range;
            }
            from += nodes.currentNode.length;
        }
    };
    at(start).startContainer.parentElement.scrollIntoView({block: "center", behavior: "instant"});
    return [start, end].map(index => {
        const box = at(index).getBoundingClientRect();
        return {left: box.left, right: box.right, middle: (box.top + box.bottom) / 2};
    });
}"""


def open_surface(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/claims/")
    page.wait_for_selector("html[data-surface=ready]")


def drag(page, words, backwards=False):
    """Select `words` with the mouse."""
    first, last = page.evaluate(BOXES, words)
    ends = [(first["left"] + 1, first["middle"]), (last["right"] - 1, last["middle"])]
    (a, b) = reversed(ends) if backwards else ends
    page.mouse.move(*a)
    page.mouse.down()
    page.mouse.move(*b, steps=4)
    page.mouse.up()
