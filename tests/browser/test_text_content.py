"""Chromium and the server read the same text, with and without marks; and no attack runs."""

from contextlib import suppress
from functools import cache

import pytest

from articles.html import BodyRefused, Mark, clean, mark, text_of
from tests.articles.html_samples import attacks

pytestmark = pytest.mark.browser

BODIES = {
    "references": "<p>&lt;b&gt; &amp;amp; &quot;q&quot; &eacute;&copy 1 &#x27; &notin; &nbsp;a</p>",
    "emoji": "<p>a 😀 b 👩‍👩‍👧 c 🇦🇿 d</p>",
    "other planes": "<p>𝒜𐍈 <b>𠀀</b> 𞤀</p>",
    "nested lists": "<ul><li>a<ol><li>b<li><p>c<p>d</ol><li>e</ul><dl><dt>f<dd>g</dl>",
    "table": "<table>x<thead><tr><th>a<th>b<tbody><tr><td><p>c<p>d<td></table>",
    "code": "<pre>\n\n a\tb\n\n  c &lt; d\n</pre><p><code> e  f </code></p>",
    "speech": "<blockquote><p>a</p>b <cite>N N</cite></blockquote>",
    "right to left": "<p>a <span dir=rtl lang=ar>سلام ‏1, 2‎</span> b</p>",
    "combining": "<p>e\u0301 a\u0323\u0302 นี้ ㅎㅏㄴ İ ı</p>",
    "breaks": "<p>a<br>b<br><br><i>c</i> <b> d</b></p><hr><p>e</p>",
    "figure": "<figure><img src=/i.png alt=x><figcaption>a <a href=/b>b</a></figcaption></figure>",
    "wrong nesting": "<p>a<b>b<i>c</b>d</i><a href=/x>e<p>f</a><h2>g<div>h</div></h2>",
    "odd characters": "<p>a\r\nb\x00c\ufeffd&#13;e&#0;f\u2028g\ud800h\x85i&#128;</p>",
}
SET_AND_READ = """bodies => bodies.map(body => {
    const element = document.createElement("div");
    element.innerHTML = body;
    return element.textContent;
})"""
COUNT_CALLS = """() => {
    window.calls = 0;
    for (const name of ["alert", "confirm", "prompt", "print"]) {
        window[name] = () => { window.calls += 1; };
    }
}"""
PROVOKE = """async body => {
    const element = document.createElement("div");
    document.body.replaceChildren(element);
    element.innerHTML = body;
    element.append(document.createRange().createContextualFragment(body));
    for (const node of element.querySelectorAll("*")) {
        for (const kind of ["mouseover", "mouseenter", "pointerover", "focus", "mousedown"]) {
            node.dispatchEvent(new Event(kind, {bubbles: true}));
        }
        if (/^\\s*[^hm/]/i.test(node.getAttribute("href") ?? "/")) node.click();
    }
}"""


@pytest.fixture(scope="module")
def nowhere(chromium):
    """A browser context that can reach nothing."""
    context = chromium.new_context(offline=True)
    yield context
    context.close()


@pytest.fixture
def page(nowhere):
    """A blank page that can reach nothing."""
    page = nowhere.new_page()
    yield page
    page.close()


@cache
def cleaned_attacks():
    found = []
    for _, payload in attacks():
        with suppress(BodyRefused):
            found.append(clean(payload))
    return found


def marked(body):
    """Mark overlapping thirds of `body` and each of its words."""
    text = text_of(body)
    cuts = [len(text) * n // 5 for n in range(6)]
    spans = [(cuts[n], cuts[n + 2]) for n in range(4)]
    spans = [(a, b) for a, b in spans if text[a:b].strip()]
    return mark(body, [Mark(a, b, f"k{n}", "c", "l", "#r") for n, (a, b) in enumerate(spans)])


@pytest.mark.parametrize("source", BODIES.values(), ids=BODIES)
def test_the_browser_reads_the_text_that_the_server_reads(page, source):
    body = clean(source)
    assert page.evaluate(SET_AND_READ, [body]) == [text_of(body)]


@pytest.mark.parametrize("source", BODIES.values(), ids=BODIES)
def test_the_browser_reads_the_same_text_with_marks(page, source):
    body = clean(source)
    assert page.evaluate(SET_AND_READ, [marked(body)]) == [text_of(body)]


@pytest.mark.corpus
def test_the_browser_reads_the_text_of_every_attack_that_was_cleaned(page):
    bodies = cleaned_attacks()
    assert page.evaluate(SET_AND_READ, bodies) == [text_of(body) for body in bodies]


@pytest.mark.corpus
def test_the_browser_reads_the_text_of_every_attack_with_marks(page):
    bodies = cleaned_attacks()
    assert page.evaluate(SET_AND_READ, list(map(marked, bodies))) == list(map(text_of, bodies))


def test_the_page_that_counts_calls_counts_them(page):
    page.evaluate(COUNT_CALLS)
    page.evaluate(PROVOKE, "<p><b onmouseover='alert(1)'>x</b></p>")
    assert page.evaluate("window.calls") > 0


@pytest.mark.corpus
def test_no_script_of_the_corpus_runs(page):
    page.evaluate(COUNT_CALLS)
    for start in range(0, len(bodies := cleaned_attacks()), 200):
        page.evaluate(PROVOKE, "".join(bodies[start : start + 200]))
    assert page.evaluate("window.calls") == 0
