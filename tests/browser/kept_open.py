"""A page that one test leaves to the next: a new one takes as long as loading it anew."""

from contextlib import contextmanager

from .conftest import log_in


@contextmanager
def taken_over(page, address, name):
    """The page for a person, as `desk` opens one: nothing of the test before is left in it."""
    complaints = []
    screen = page.viewport_size

    def note(what):
        complaints.append(getattr(what, "text", str(what)))

    page.on("console", note)
    page.on("pageerror", note)
    # A form that stays open needs its cookie; what the desk said to the person before goes.
    page.context.clear_cookies(name="messages")
    log_in(page.context, name, address)
    page.mouse.move(0, 0)
    try:
        yield page
    finally:
        page.remove_listener("console", note)
        page.remove_listener("pageerror", note)
        page.evaluate("origin === 'null' || localStorage.clear()")
        if page.viewport_size != screen:
            page.set_viewport_size(screen)
        page.emulate_media(color_scheme="light")
    # A refusal is a page with its status, which Chromium notes as a failed request.
    assert [text for text in complaints if "the server responded with" not in text] == []
