"""The words of what was fetched, as a reader would select them.

HTML is read as a stream of tags, without a tree: depth costs nothing, nothing is loaded, and no
script is run, so that what a page writes by script is not among its words. PDFs are read in a
process of their own (claims.pdf_text).
"""

import codecs
import csv
import re
from contextlib import suppress

from lxml import etree

from articles.importers.encoding import MARKS

from . import content_types, pdf_text

LONGEST = 5_000_000  # code points
CSV = ("text/csv", "application/csv", "text/tab-separated-values")
XHTML = "application/xhtml+xml"
_CELLS = 200_000  # rows of a table that are read as cells

# What is never shown as words. A head's title is its window's, not its page's.
UNSHOWN = frozenset(
    {"head", "script", "style", "template", "noscript", "iframe", "object", "datalist"}
)
# What stays in its line; every other element begins and ends one.
INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_META = re.compile(rb"<meta\s[^>]*?charset\s*=[\s\"']*([\w-]+)", re.I)
# Those of https://encoding.spec.whatwg.org/ that Python knows; others of its codecs are no
# encodings of pages, or slow ones.
_CHARSETS = re.compile(
    r"utf-?(?:8|16|16le|16be)|us-ascii|ascii|latin-?1|iso-?8859-\d+|windows-\d+|cp125\d|koi8-[ru]|"
    r"macintosh|big5|gbk|gb2312|gb18030|euc-(?:jp|kr)|shift_jis|iso-2022-jp"
)
# By the same standard, what is declared as one of these is read as Windows-1252.
_AS_1252 = ("us-ascii", "ascii", "latin1", "latin-1", "iso-8859-1", "iso8859-1")


def words_of(body, content_type, charset=""):
    """Return the words of `body`, bytes, as text: LONGEST code points at most.

    content_type, charset  as claims.content_types.judged returned them.

    Raises ValueError, a sentence, where words of such a file cannot be read.
    """
    if content_type == content_types.PDF:
        return pdf_text.words_of(body)[:LONGEST]
    if content_type in (content_types.HTML, XHTML):
        return _shown(_decoded(body, charset))
    if content_type in CSV:
        return _with_cells(_decoded(body, charset))[:LONGEST]
    if content_types.is_text(content_type):
        return _decoded(body, charset)[:LONGEST]
    raise ValueError(f"Words are not looked for in a file of the type {content_type}.")


def _decoded(body, charset):
    """Return `body` as text: by its mark, what was declared, UTF-8, and as browsers do at last."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if found := None if charset else _META.search(body[:1024]):
        charset = found[1].decode("ascii", "replace").lower()
    if _CHARSETS.fullmatch(charset):
        with suppress(LookupError):
            name = "cp1252" if charset in _AS_1252 else codecs.lookup(charset).name
            return body.decode(name, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _with_cells(text):
    """Return a table as it stands in its file, and again as its cells are copied: tab by tab."""
    lines = text.splitlines()
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    with suppress(csv.Error):
        rows = csv.reader(lines[:_CELLS], delimiter=delimiter)
        return text + "\n\n" + "\n".join("\t".join(row) for row in rows)
    return text


def _shown(html):
    shown = _Shown()
    parser = etree.HTMLParser(
        target=shown, encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True
    )
    # In pieces: the parser drops a run of text that is longer than ten million bytes.
    data = html.encode("utf-8", "replace")
    for start in range(0, len(data), _PIECE):
        parser.feed(data[start : start + _PIECE])
    with suppress(etree.XMLSyntaxError):  # There was not one element.
        parser.close()
    return "".join(shown.words).strip()[:LONGEST]


_PIECE = 1_000_000


class _Shown:
    """Collects the words that a page shows: what lxml's parser calls its target."""

    def __init__(self):
        self.words, self.length, self.unshown = [], 0, 0

    def start(self, tag, attributes):
        if tag in UNSHOWN:
            self.unshown += 1
        elif tag not in INLINE:
            self._add("\n")

    def end(self, tag):
        if tag in UNSHOWN:
            self.unshown = max(0, self.unshown - 1)
        elif tag not in INLINE:
            self._add("\n")

    def data(self, data):
        # Where a line of the source ends is no line end of the page.
        if not self.unshown:
            self._add(data.replace("\n", " "))

    def close(self):
        """What lxml ends with."""

    def _add(self, words):
        if self.length <= LONGEST and not (words == "\n" and self.words[-1:] == ["\n"]):
            self.words.append(words)
            self.length += len(words)
