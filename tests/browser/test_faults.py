"""What judges the pages sees what is wrong with one."""

import pytest

from .at_the_desk import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = ((320, "light"), (768, "light"), (768, "dark"))
PAGE = """<!doctype html><html lang="en"><title>Page</title><main><h1>Page</h1>{}</main>"""
FINE = "<p>Words that everybody can read.</p>"
PALE = "<p style='color: #ccc'>Words</p>"
# Not what they lie on is too dark for them, but both together.
UNDER_A_VEIL = """
    <div style="background: #fff"><div style="background: rgb(0 0 0 / 60%)">
        <p style="color: #000">Words</p>
    </div></div>
"""
PALE_IN_THE_DARK = """
    <style>@media (prefers-color-scheme: dark) { p { color: color(srgb 0.8 0.8 0.8) } }</style>
    <p>Words</p>
"""
WIDE = "<div style='inline-size: 500px'>Words</div>"
NAMELESS = "<button></button>"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (FINE, []),
        (PALE, [(*screen, "color-contrast") for screen in SCREENS]),
        (UNDER_A_VEIL, [(*screen, "color-contrast") for screen in SCREENS]),
        (PALE_IN_THE_DARK, [(768, "dark", "color-contrast")]),
        (WIDE, [(320, "light", "wider than the screen")]),
        (NAMELESS, [(*screen, "button-name") for screen in SCREENS]),
    ],
    ids=["fine", "pale", "under a veil", "pale in the dark", "wide", "nameless"],
)
def test_what_is_wrong_is_seen_on_the_screen_where_it_is(desk, body, wrong):
    with desk() as page:
        page.set_content(PAGE.format(body))

        assert [fault[1:4] for fault in faults(page, SCREENS)] == wrong
