"""How a page sets the words of an article."""

import pytest

from articles.html import clean, text_of
from newsroom.reader.typesetting import direction, typeset


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("fa-IR", "rtl"),
        ("HE", "rtl"),
        ("az-Arab", "rtl"),
        ("az-Arab-IR", "rtl"),
        ("az", "auto"),
        ("ur-Latn", "auto"),
        ("en", "auto"),
        ("", "auto"),
    ],
)
def test_the_language_tells_which_way_words_run(language, expected):
    assert direction(language) == expected


def test_a_table_stands_in_a_box_that_the_keyboard_can_scroll():
    assert typeset(clean("<table><tr><td>a</table>")) == (
        '<div class="scrolls" tabindex="0" role="group" aria-label="Table"><table>'
        "<tbody><tr><td>a</td></tr></tbody></table></div>"
    )


def test_words_that_look_like_a_table_stay_words():
    body = clean('<p>&lt;table&gt; and &lt;/table&gt;</p><p><a href="/x" title="<table>">b</a></p>')

    assert typeset(body) == body


def test_a_picture_is_fetched_when_it_comes_near():
    assert typeset(clean('<p>a</p><figure><img src="/x.png" alt="b"></figure>')) == clean(
        '<p>a</p><figure><img src="/x.png" alt="b"></figure>'
    ).replace("<img ", '<img loading="lazy" decoding="async" ')


def test_the_text_stays_as_it_is():
    body = clean("<p>a</p><table><tr><td>b<td><table><tr><td>c</table><tr><td>d</table><p>e</p>")

    assert text_of(typeset(body)) == text_of(body)
