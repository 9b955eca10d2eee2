"""What cleaning a body takes out of it, for the person who typed it. Pure."""

from collections import Counter

from .allowlist import ELEMENTS, kept_attributes
from .html import DROPPED, RENAMED
from .text import normalise
from .tokens import tokens

# They frame a document or part its blocks; what they hold stays, in paragraphs.
FRAMES = frozenset({"html", "head", "body", "div"})
TOLD = 12


def taken_out(source):
    """Return what articles.html.clean leaves out of `source` (HTML as typed), as phrases.

    Each kind once, with how often; the first TOLD kinds, then how many more there are. What is
    only written differently, such as an h1 that becomes an h2, is not taken out.
    """
    source = normalise(source)
    found = Counter(_comments(source))
    for token in tokens(source):
        if not isinstance(token, str) and not token.closing:
            found.update(_losses(token.name, token.attributes))
    told = [f"{what} ({n} times)" if n > 1 else what for what, n in found.items()]
    return told if len(told) <= TOLD else [*told[:TOLD], f"{len(told) - TOLD} more kinds"]


def _comments(source):
    return {"comments": 1} if "<!--" in source else {}


def _losses(name, attributes):
    name = RENAMED.get(name, name)
    if name in DROPPED:
        return [f"{name}, with what it holds"]
    if name not in ELEMENTS:
        return [] if name in FRAMES else [f"the tag {name}"]
    kept = dict(kept_attributes(name, attributes))
    if name == "img" and "src" not in kept:
        return ["a picture without an address on the web"]
    return [f"{attribute} of {name}" for attribute in attributes if attribute not in kept]
