"""What a person does who has no mouse, on a page of the desk that has just come."""

from .at_the_desk import tab_to


def skip_to(page, selector):
    """Over the head of the page with its first link, and on with Tab until the element is there."""
    tab_to(page, ".skip-to-content-link")
    page.keyboard.press("Enter")
    tab_to(page, selector)


def press(page, selector, way=skip_to):
    """Press what leads to another page."""
    way(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, selector, words, way=skip_to):
    way(page, selector)
    page.keyboard.insert_text(words)
