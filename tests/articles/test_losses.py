"""What cleaning takes out of a body is told to whoever typed it."""

import pytest
from hypothesis import given

from articles.html import clean
from articles.losses import TOLD, taken_out
from tests.articles.html_samples import shown_documents


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("<p>a <em>b</em></p><h1>c</h1><div>d</div>", []),
        ('<p><a href="/x" title="t" rel="nofollow">a</a></p>', []),
        ("<p>1 < 2 & 3</p>", []),
        ("<p>a<script>b</script></p>", ["script, with what it holds"]),
        ("<p>a<font>b</font></p>", ["the tag font"]),
        ("<p onclick='x'>a</p>", ["onclick of p"]),
        ("<h1 class='x'>a</h1>", ["class of h2"]),
        ("<p class=x>a</p><p class=y>b</p>", ["class of p (2 times)"]),
        ('<a href="javascript:x" title="t">a</a>', ["href of a"]),
        ('<img src="data:x" alt="y">', ["a picture without an address on the web"]),
        ("<p>a<!-- b --></p>", ["comments"]),
    ],
)
def test_what_is_taken_out_is_told(typed, told):
    assert taken_out(typed) == told


def test_of_many_kinds_the_first_are_told_and_the_rest_counted():
    typed = "".join(f"<x{n}>a</x{n}>" for n in range(TOLD + 3))
    assert taken_out(typed)[-2:] == [f"the tag x{TOLD - 1}", "3 more kinds"]


@given(shown_documents)
def test_of_a_body_as_it_is_stored_nothing_is_taken_out(typed):
    assert taken_out(clean(typed)) == []
