"""Attacks of the corpus, through every door, on the page that readers get: judged by a parser that
is not the sanitizer's, and by Chromium without our Content-Security-Policy to help it.
"""

import json
import re

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from tests.articles.test_html_clean import faults
from tests.newsroom import attacked

from .test_text_content import COUNT_CALLS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.corpus,
    pytest.mark.django_db(transaction=True),
]

DOORS = (
    attacked.through_the_api,
    attacked.through_the_editor,
    attacked.through_an_import,
    attacked.through_claims,
)
FORBIDDEN = {
    *("applet", "audio", "base", "embed", "frame", "frameset", "iframe", "marquee", "math"),
    *("object", "style", "svg", "template", "textarea", "video"),
}
ADDRESSES = ("href", "src", "cite", "data", "poster", "srcset", "ping")
# Where a form may send what a reader types: to this site.
SENDS = ("action", "formaction")
OWN = re.compile(r"/(?![/\\])[\w/-]*$")
# A scheme, for which a browser also takes one with blanks in it.
SCHEME = re.compile(r"[\s\x00-\x20]*([a-z][a-z0-9+.\s-]*):", re.I)
HARMLESS = {"http", "https", "mailto"}


def harm(page):
    """Return what could run in a page, or lead elsewhere without a reader's doing."""
    found = []
    for node in LexborHTMLParser(page).root.traverse(include_text=False):
        given = node.attributes
        if node.tag in FORBIDDEN or (node.tag == "script" and not is_ours(node)):
            found.append(node.tag)
        if node.tag == "meta" and "http-equiv" in given:
            found.append("meta")
        found += [name for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        told = {name: value or "" for name, value in given.items()}
        found += [told[name] for name in SENDS if not OWN.match(told.get(name, "/"))]
        found += [told[name] for name in ADDRESSES if leads_astray(told.get(name, ""))]
    return found


def is_ours(script):
    """Is it a file of this site, or data that a browser does not run?"""
    if script.attributes.get("type") == "application/ld+json":
        return "<" not in script.text() and json.loads(script.text()) is not None
    return re.match(r"/static/[\w/.-]+\.js$", script.attributes.get("src") or "") is not None


def leads_astray(address):
    scheme = SCHEME.match(address)
    return bool(scheme) and scheme[1].lower() not in HARMLESS


def inner(page):
    """The body of an article, as it stands in the page, without what the page sets it in."""
    body = LexborHTMLParser(page).css_first(".story .body")
    for box in body.css("div.scrolls"):
        box.unwrap()
    for picture in body.css("img[loading=lazy][decoding=async]"):
        del picture.attrs["loading"], picture.attrs["decoding"]
    return body.inner_html


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<p onclick=x>", "onclick"),
        ("<a href='java\tscript:1'>", "java\tscript:1"),
        ("<script>1</script>", "script"),
        ("<script src=//host.example/1.js></script>", "script"),
        ("<iframe>", "iframe"),
        ("<form action=//host.example/>", "//host.example/"),
        ("<meta http-equiv=refresh>", "meta"),
        ("<p style=''>", "style"),
    ],
)
def test_the_judge_of_these_tests_sees_harm(page, fault):
    assert harm(page) == [fault]


# All that a page does by itself, or when it is touched.
TOUCH = """() => {
    const kinds = ["mouseover", "mouseenter", "pointerover", "focus", "mousedown", "toggle"];
    for (const node of document.querySelectorAll("*")) {
        for (const kind of kinds) node.dispatchEvent(new Event(kind, {bubbles: true}));
        if (/^\\s*[^hm/#?]/i.test(node.getAttribute("href") ?? "/")) node.click();
    }
    return window.calls;
}"""
HERE = "https://reader.test/"


def executed(chromium, pages):
    """Return [(number of the page, calls, scripts and documents that it asked for)], if any."""
    context, asked, found = chromium.new_context(), [], []
    context.add_init_script(f"({COUNT_CALLS})()")
    served = {f"{HERE}{number}": page for number, page in enumerate(pages)}

    def answer(route):
        url = route.request.url
        if url in served:
            return route.fulfill(body=served[url], content_type="text/html; charset=utf-8")
        is_ours = url.startswith(f"{HERE}static/")
        if route.request.resource_type in ("script", "document") and not is_ours:
            asked.append(url)
        return route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    for number, url in enumerate(served):
        page.goto(url, wait_until="domcontentloaded")
        if (calls := page.evaluate(TOUCH)) or asked:
            found.append((number, calls, asked[:]))
            asked.clear()
    context.close()
    return found


def test_what_chromium_executes_is_seen(chromium):
    pages = [b"<p onmouseover='alert(1)'>", b"<p>x", b"<script src='https://host.example/1.js'>"]

    assert executed(chromium, pages) == [(0, 1, []), (2, 0, ["https://host.example/1.js"])]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_came_through_a_door_does_nothing_on_the_page(door, chromium):
    answers = list(door(Client(), attacked.vectors_of_the_corpus()))
    pages = [response.content.decode() for _, response in answers]

    assert [found for page in pages if (found := harm(page))] == []
    assert executed(chromium, [page.encode() for page in pages]) == []
    if door is not attacked.through_claims:
        came = [vector for some, _ in answers for vector in some]
        assert came == attacked.vectors_of_the_corpus()
        assert [found for page in pages if (found := faults(inner(page)))] == []
