"""What a stored body may consist of: elements, their attributes, and the form of each value."""

import html
import re
from functools import partial

from .text import normalise

VOID = frozenset({"br", "hr", "img"})
INLINE = frozenset(
    {
        "cite",
        "q",
        "a",
        "em",
        "strong",
        "b",
        "i",
        "u",
        "s",
        "sub",
        "sup",
        "span",
        "code",
        "abbr",
        "time",
        "del",
        "ins",
        "small",
    }
)
# They hold words and inline elements, nothing else.
TEXT_BLOCKS = frozenset({"p", "h2", "h3", "h4", "pre"})
CONTAINERS = frozenset(
    {
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
    }
)
ELEMENTS = VOID | INLINE | TEXT_BLOCKS | CONTAINERS

REL = frozenset({"nofollow", "ugc", "sponsored", "noopener", "noreferrer", "license"})
WEB_ADDRESS = re.compile(r"(https?)(://[^/?#@:\s][^\s]*)", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"(mailto)(:[^\s@]+@[^\s@]+)", re.IGNORECASE)
SITE_PATH = re.compile(r"/(?!/)\S*")


def written(name, attributes):
    """Return the start tag of an allowed element with those `attributes` that may stay.

    name        str, one of ELEMENTS.
    attributes  dict of decoded values, as they came.
    """
    kept = "".join(
        f' {key}="{html.escape(value)}"' for key, value in kept_attributes(name, attributes)
    )
    return f"<{name}{kept}>"


def kept_attributes(name, attributes):
    """Return a list of (name, value): what may stay, in the order of ATTRIBUTES."""
    offered = ((key, form, attributes.get(key)) for key, form in ATTRIBUTES.get(name, {}).items())
    values = ((key, form(normalise(value))) for key, form, value in offered if value is not None)
    return [(key, value) for key, value in values if value is not None]


def web_address(value):
    """Return `value` as an http or https address, or None if it is none.

    Reads it as browsers do (https://url.spec.whatwg.org/#concept-basic-url-parser): blanks
    around it and tabs and line ends within it do not count, `//host` takes the page's scheme.
    A backslash is refused: browsers take it for a slash, other programs do not.
    """
    value = re.sub(r"[\t\n]", "", value).strip(" ").replace(" ", "%20")
    if value.startswith("//"):
        value = "https:" + value
    match = WEB_ADDRESS.fullmatch(value)
    if match is None or "\\" in value:
        return None
    return match[1].lower() + match[2]


def link_address(value):
    """Return `value` as the address of a link, or None: web, this site's own path, or mailto."""
    mail = MAIL_ADDRESS.fullmatch(value.strip())
    return mail[1].lower() + mail[2] if mail else image_address(value)


def image_address(value):
    """Return `value` as an address on the web or a path on this site, or None."""
    path = re.sub(r"[\t\n]", "", value).strip(" ").replace(" ", "%20")
    if SITE_PATH.fullmatch(path) and "\\" not in path:
        return path
    return web_address(value)


def _words(value):
    return " ".join(value.split())


def _some_words(value):
    return _words(value) or None


def _relations(value):
    return " ".join(sorted(REL & set(value.lower().split()))) or None


def _matching(pattern, value):
    value = _words(value)
    return value if re.fullmatch(pattern, value) else None


def _choice(values, value):
    value = _words(value).lower()
    return value if value in values else None


_span = partial(_matching, r"[1-9]\d{0,2}")
_language = partial(_matching, r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_direction = partial(_choice, {"ltr", "rtl", "auto"})
_scope = partial(_choice, {"row", "col", "rowgroup", "colgroup"})
# Every form of https://html.spec.whatwg.org/multipage/text-level-semantics.html#datetime-value
_moment = partial(_matching, r"[0-9A-Za-z:+. -]{1,40}")

ATTRIBUTES = {
    "a": {"href": link_address, "title": _some_words, "rel": _relations},
    "img": {"src": image_address, "alt": _words},
    "blockquote": {"cite": web_address},
    "q": {"cite": web_address},
    "ol": {"start": partial(_matching, r"-?\d{1,6}")},
    "th": {"colspan": _span, "rowspan": _span, "scope": _scope},
    "td": {"colspan": _span, "rowspan": _span},
    "time": {"datetime": _moment},
    "abbr": {"title": _some_words},
    "span": {"lang": _language, "dir": _direction},
}
