"""HTML source into tags and words, cut where a browser cuts it; linear in its length.

The rules are those of the standard's tokeniser,
https://html.spec.whatwg.org/multipage/parsing.html#tokenization: what ends a tag, an attribute,
a comment or a script. Python's own html.parser differs from them, and from patch release to
patch release. Every pattern below matches wherever its first characters do, and gives nothing
back (possessive `++`, `*+`), so no input makes it read a stretch twice.
"""

import html
import re
from dataclasses import dataclass
from html.entities import html5 as CHARACTER_NAMES

# What lies between their tags is not markup, whatever it looks like.
RAW = frozenset(
    {"script", "style", "iframe", "noembed", "noframes", "noscript", "xmp", "title", "textarea"}
)

_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+)"""
_ATTRIBUTE = rf"[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE})?+"
_MARKUP = re.compile(
    rf"""
      <!--(?:-?>|.*?(?:--!?>|\Z))
    | <[!?][^>]*+(?:>|\Z)
    | </[^a-zA-Z][^>]*+(?:>|\Z) | </>
    | <(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*+)
      (?P<attributes>(?:[\s/]++|{_ATTRIBUTE})*+)(?P<end>>|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_NAME_AND_VALUE = re.compile(
    r"""([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>]*+)))?+"""
)
_REFERENCE = re.compile(r"&(?:#\d+;?|#[xX][0-9a-fA-F]+;?|([a-zA-Z][a-zA-Z0-9]*;))")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag with its decoded attributes, or an end tag. `name` is lower case."""

    name: str
    attributes: dict
    closing: bool = False


def tokens(source):
    """Yield a Tag or a str (decoded words) for each piece of `source`, normalised HTML.

    Comments, declarations and the content of RAW elements are left out. An unfinished tag at
    the very end is dropped, as browsers do.
    """
    position = 0
    while match := _MARKUP.search(source, position):
        if match.start() > position:
            yield html.unescape(source[position : match.start()])
        position = match.end()
        if match["name"] and match["end"]:
            name = match["name"].lower()
            yield Tag(name, _attributes(match["attributes"]), bool(match["slash"]))
            if name in RAW and not match["slash"]:
                position = _end_of_raw(source, name, position)
    if position < len(source):
        yield html.unescape(source[position:])


def _end_of_raw(source, name, position):
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, position)
    return end.start() if end else len(source)


def _attributes(source):
    found = {}
    for name, *values in _NAME_AND_VALUE.findall(source):
        found.setdefault(name.lower(), _REFERENCE.sub(_character, "".join(values)))
    return found


def _character(match):
    """An attribute keeps `&copy=2` as it is: only a finished reference counts there."""
    if match[1] and match[1] not in CHARACTER_NAMES:
        return match[0]
    return html.unescape(match[0])
