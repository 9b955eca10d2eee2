"""Reading a stored body: its text, and who says what in it. Takes canonical HTML only."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .allowlist import VOID

_TAG = re.compile(r"(<[^>]*>)")  # canonical attributes hold no ">"


@dataclass(frozen=True)
class Speech:
    """A <blockquote> with its speaker: `[start, end)` in code points of text_of()."""

    speaker: str
    start: int
    end: int


def text_of(body):
    """Return the textContent that a browser computes of an element whose innerHTML is `body`."""
    return html.unescape(_TAG.sub("", body))


def pieces(body) -> Iterator[tuple[str, bool]]:
    """Yield (tag as written, True) or (decoded words, False) for each piece of `body`."""
    for number, piece in enumerate(_TAG.split(body)):
        if number % 2:
            yield piece, True
        elif piece:
            yield html.unescape(piece), False


def name_of(tag):
    """Return the name in `tag` as written, with the slash of an end tag: "p", "/p"."""
    return tag.strip("<>").split(" ", 1)[0]


def speaker_at(body, start, end):
    """Return who speaks all of `[start, end)`, code points of the text of `body`, or None."""
    around = [s for s in speeches(body) if s.start <= start and end <= s.end]
    return min(around, key=lambda s: s.end - s.start).speaker if around else None


def speeches(body):
    """Return a list of Speech: each <blockquote> that names its speaker, inner ones first.

    The speaker is a <cite> directly in it, or one with a paragraph of its own there, dashes
    apart; of several the last. A <cite> among other words is a work that the speaker mentions.
    """
    text = text_of(body)
    found, cite, names = [], None, {}
    for element in elements(body):
        if element.name == "cite":
            cite = element
        if _names_speaker(element, cite, text):
            names[element.parent] = text[cite.start : cite.end].strip()
        if element.name == "blockquote" and names.get(element.number):
            found.append(Speech(names[element.number], element.start, element.end))
    return found


def _names_speaker(element, cite, text):
    if element.inside != "blockquote" or cite is None:
        return False
    if element is cite:
        return True
    if element.name != "p" or cite.parent != element.number:
        return False
    around = text[element.start : cite.start] + text[cite.end : element.end]
    return not any(map(str.isalnum, around))


class Element(NamedTuple):
    """An element of a body when it ends: its place in the text, and what it stands in."""

    name: str
    number: int
    start: int
    end: int
    inside: str
    parent: int


def elements(body) -> Iterator[Element]:
    """Yield each element of `body` that can hold words, as it ends: inner before outer."""
    stack, position, count = [("", 0, 0)], 0, 0
    for piece, is_tag in pieces(body):
        name = name_of(piece) if is_tag else ""
        if not is_tag:
            position += len(piece)
        elif name.startswith("/"):
            opened, number, start = stack.pop()
            yield Element(opened, number, start, position, *stack[-1][:2])
        elif name not in VOID:
            count += 1
            stack.append((name, count, position))
