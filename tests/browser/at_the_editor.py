"""What a person does in the editor of a body."""

RICH = "#body-rich [role=textbox]"
SAVE = ".desk-form > .desk-buttons button"


def edit_page(article):
    return f"/admin/articles/article/{article.pk}/edit/"


OPEN = """html => {
    const source = document.querySelector("[data-does=source]");
    const textarea = document.getElementById("id_html");
    document.querySelector("dialog[open]")?.close("");
    if (textarea.hidden) source.click();
    textarea.value = html;
    source.click();
}"""


def open_body(page, html="<p>Words.</p>"):
    """Begin anew with this body, on a page of the editor that was used before."""
    page.evaluate(OPEN, html)


def sent(page):
    """The body as the form would send it now."""
    return page.evaluate("new FormData(document.querySelector('.desk-form')).get('html')")


def save(page):
    with page.expect_navigation():
        page.locator(SAVE).click()


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
    page.evaluate("new Promise((later) => setTimeout(later, 50))")


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
