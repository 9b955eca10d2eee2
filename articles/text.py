"""The text that all offsets count in: Unicode code points, half-open `[start, end)`.

Spans and their surroundings follow the W3C Web Annotation Data Model, Text Quote Selector and
Text Position Selector, https://www.w3.org/TR/annotation-model/#text-quote-selector.
"""

import hashlib
import unicodedata

CONTEXT = 32
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# What other systems mean by "next line": vertical tab, form feed, NEL, and Unicode's own two.
# Deleting them as mere control characters would fuse the words on either side.
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_BYTE_ORDER_MARK = "\ufeff"
# Embeddings, overrides and isolates of the bidirectional algorithm, and what ends them
# (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters). With them 051 is shown
# as 150: readers would see other words than the ones a verdict is bound to. The marks of direction
# (LRM, RLM, ALM) and the joiners stay: scripts are written with them, and they reverse nothing.
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


# Unicode has no space and no control character beyond these (a test holds it), and every
# command pays for this table when it starts.
_FIRST_PLANE = range(0x10000)


def _replacements():
    table = {}
    for point in _FIRST_PLANE:
        category = unicodedata.category(chr(point))
        if category == "Zs":
            table[point] = " "
        elif category == "Cc" and chr(point) not in "\t\n":
            table[point] = None
    table |= dict.fromkeys(map(ord, _BYTE_ORDER_MARK + _DIRECTIONS))
    return table | dict.fromkeys(map(ord, _LINE_ENDS), "\n")


_REPLACEMENTS = _replacements()


def normalise(text):
    """Return `text` (str) as it is stored: one kind of line end, one kind of space.

    CRLF, CR and the other line ends become LF, each space of Unicode (category Zs) becomes a
    plain one. Control characters other than LF and tab, byte order marks, and the embeddings,
    overrides and isolates of writing direction are removed.
    Halves of a surrogate pair are joined; a lone one becomes U+FFFD: it has no UTF-8 form, so
    it can be neither stored nor hashed, and a visible mark in the article serves the desk
    better than an import refused for one broken character.

    No letter changes. Not even to NFC: a quote is kept code point for code point as its source
    wrote it, and NFC would respell names (compatibility ideographs) beyond recovery. Who
    compares texts may fold them for the comparison.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPLACEMENTS)
    try:
        text.encode()
    except UnicodeEncodeError:
        # UTF-16 joins pairs that arrived as two characters, which one by one are not text.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def context(text, start, end, length=CONTEXT):
    """Return (prefix, suffix): up to `length` code points before and after `[start, end)`.

    Raises ValueError if the span is not in the text.
    """
    check_span(text, start, end)
    return text[max(0, start - length) : start], text[end : end + length]


def paragraph(text, start, end):
    """Return (start, end) of the paragraphs, lines of `text`, that hold `[start, end)`.

    The line end after the last one is left out, unless the span itself ends with it.
    Raises ValueError if the span is not in the text.
    """
    check_span(text, start, end)
    first = text.rfind("\n", 0, start) + 1
    if text[start:end].endswith("\n"):
        return first, end
    last = text.find("\n", end)
    return first, len(text) if last == -1 else last


def sha256(text):
    """Return the SHA-256 of the UTF-8 bytes of `text`, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_span(text, start, end):
    """Raise ValueError, a sentence, unless `[start, end)` lies in `text`."""
    if not 0 <= start <= end <= len(text):
        raise ValueError(
            f"The span {start} to {end} is not in this text of {len(text)} characters: "
            "select the words again in the current revision."
        )
