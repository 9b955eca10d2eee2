"""A page that one test leaves to the next: a new one takes as long as loading it anew."""

from contextlib import contextmanager

from .conftest import log_in


@contextmanager
def taken_over(page, address, name=None):
    """The page for a person, as `desk` opens one. What is stored in it goes; its screen stays."""
    complaints = []
    screen = page.viewport_size

    def note(what):
        complaints.append(getattr(what, "text", str(what)))

    page.on("console", note)
    page.on("pageerror", note)
    if name:
        log_in(page.context, name, address)
    try:
        yield page
    finally:
        page.evaluate("origin === 'null' || localStorage.clear()")
        page.remove_listener("console", note)
        page.remove_listener("pageerror", note)
        if page.viewport_size != screen:
            page.set_viewport_size(screen)
            page.emulate_media(color_scheme="null")
    # A refusal is a page with its status, which Chromium notes as a failed request.
    assert [text for text in complaints if "the server responded with" not in text] == []
