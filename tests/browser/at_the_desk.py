"""What a person does in the browser without a mouse, and what the desk answers."""


def tab_to(page, selector):
    """Press Tab until the element has the focus, as somebody without a mouse would."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key.")


def write(page, selector, words):
    tab_to(page, selector)
    page.keyboard.type(words)


def said(page):
    return page.locator(".messagelist").inner_text()
