"""XML as text, well-formed whatever the words in it are. Pure."""

import re
from html import escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What no document may hold, written out or as a reference: https://www.w3.org/TR/xml/#charsets.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Markup(str):
    """Text that is XML already; any other is words."""

    __slots__ = ()


def element(name, /, *content, **attributes):
    """Return one element as Markup.

    content     words, elements, or None for what is not there.
    attributes  by name (`**{"xml:lang": "en"}` where Python has no such name); None: none.
    """
    told = "".join(
        f' {key}="{words(value)}"' for key, value in attributes.items() if value is not None
    )
    inside = "".join(words(one) for one in content if one is not None)
    return Markup(f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>")


def optional(name, value):
    """Return the element of this name that holds `value`, or None where that is empty."""
    return element(name, value) if value else None


def words(value):
    """Return `value` as it may stand in XML; of what XML cannot hold, U+FFFD is left."""
    if isinstance(value, Markup):
        return value
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value)))


def document(root):
    """Return the bytes of a document with this `root`, Markup, in UTF-8."""
    return f"{DECLARATION}{root}\n".encode()
