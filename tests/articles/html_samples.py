"""HTML to put to articles.html: strategies for hypothesis, and the attack corpus."""

import json

from hypothesis import strategies as st

from articles.allowlist import ELEMENTS
from tests.conftest import CORPORA

NAMES = [
    *sorted(ELEMENTS),
    "button",
    "caption",
    "div",
    "font",
    "h1",
    "script",
    "section",
    "svg",
    "x",
]
PARTS = [
    "<!--",
    "-->",
    "&amp;",
    "&amp;lt;",
    "&lt",
    "&nbsp;",
    "&#13;",
    "<a href='/x?a=1&copy=2'>",
    "<a href=//host.example/?a&b title='\"<'>",
    "<a href=javascript:1>",
    "<img src=/i.png onerror=x>",
    "<span lang=az>",
    "<span dir=rtl>",
    "<ol start=3>",
    "<td colspan=2>",
    "<blockquote cite='http://host.example'>",
]
BLANKS = [" ", "\n", "\t", "\r\n", "\n\n", "\xa0"]

tags = st.sampled_from(NAMES).flatmap(lambda name: st.sampled_from([f"<{name}>", f"</{name}>"]))
words = st.sampled_from([*BLANKS, "a", "b ", " c", "é", "e\u0301", "😀", "سلام"]) | st.text(
    max_size=4
)
# Documents of which a browser shows every word: nothing in them is raw, hidden or dropped.
SHOWN = [*sorted(ELEMENTS - {"br"}), "div", "h1", "section", "font", "x", "table", "tr", "i"]
shown_tags = st.sampled_from(SHOWN).flatmap(lambda n: st.sampled_from([f"<{n} href=/>", f"</{n}>"]))
shown_documents = st.lists(shown_tags | shown_tags | st.sampled_from("abcdefgh"), max_size=30).map(
    "".join
)
documents = st.lists(tags | tags | st.sampled_from(PARTS) | words, max_size=30).map("".join)


def attacks():
    """Yield (id, payload) for each attack of the corpus."""
    for path in sorted((CORPORA / "sanitizer").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], row["payload"]
