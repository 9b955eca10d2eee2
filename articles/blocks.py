"""A stored body as a tree of blocks, and the line of a block as words. Pure.

Takes canonical HTML only.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from .allowlist import CONTAINERS, TEXT_BLOCKS, VOID
from .body import name_of, pieces
from .canonical import TIGHT, Container, Item, finished

# Vowel signs and decomposed accents belong to the letter before them, joiners to both sides.
_MARK = re.escape("".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c)[0] == "M"))
_MODIFIER = "\U0001f3fb-\U0001f3ff"
# Scripts written without spaces: each character is a word, or a whole clause would be one.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_LETTER = rf"(?:(?![{_UNSPACED}])\w[{_MARK}\u200c\u200d]*)"
WORD = re.compile(
    rf"\s+|\d+(?:[.,]\d+)*{_LETTER}*|{_LETTER}+(?:['’]{_LETTER}+)*"
    rf"|\S[{_MARK}{_MODIFIER}]*(?:\u200d\S[{_MARK}{_MODIFIER}]*)*"
)

# A line of more code points, some 40,000 words, is not taken apart: that is most of what comparing
# costs, and a body may be one paragraph of many times as many.
MOST_BY_WORDS = 200_000


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, rule or bare line; or a container with the blocks it holds.

    name, tag  of its element, as written; both "" for a bare line, as in a list item.
    html       all of it.
    children   tuple of Block; empty for what holds no blocks.
    """

    name: str
    tag: str
    html: str
    children: tuple["Block", ...] = ()

    @property
    def line(self):
        """The words and inline elements of a block that holds no others, as HTML."""
        return self.html.removeprefix(self.tag).removesuffix(f"</{self.name}>")


class Token(NamedTuple):
    """A word, a run of white space, a sign, or a void element, within inline elements.

    path  their start tags, from the outside in.
    """

    path: tuple[str, ...]
    words: str
    void: str = ""

    @property
    def html(self):
        return self.void or escape(self.words, quote=False)


def blocks(body) -> tuple[Block, ...]:
    """Return the blocks of `body`, one after the other. Joined again they are `body`."""
    levels, line = [("", "", [])], []
    for piece, is_tag in pieces(body):
        name = name_of(piece) if is_tag else ""
        element = name.removeprefix("/")
        if element == "hr":
            _end_line(levels, line)
            levels[-1][2].append(Block("hr", piece, piece))
        elif element not in CONTAINERS and element not in TEXT_BLOCKS:
            line.append(piece if is_tag else escape(piece, quote=False))
        elif element == name:
            _end_line(levels, line)
            levels.append((name, piece, []))
        else:
            _end_block(levels, line)
    _end_line(levels, line)
    return tuple(levels[0][2])


def _end_line(levels, line):
    """Put what stands bare between two tags of blocks where it is; white space is none of it."""
    bare = "".join(line).strip("\n\t")
    line.clear()
    if bare:
        levels[-1][2].append(Block("", "", bare))


def _end_block(levels, line):
    if levels[-1][0] in TEXT_BLOCKS:
        name, tag, _ = levels.pop()
        levels[-1][2].append(Block(name, tag, f"{tag}{''.join(line)}</{name}>"))
        line.clear()
        return
    _end_line(levels, line)
    name, tag, children = levels.pop()
    levels[-1][2].extend(container(name, tag, children))


def container(name, tag, children: Iterable[Block]) -> list[Block]:
    """Return [a container with these children], or [] where nothing is left of it."""
    children = tuple(children)
    items = [_item(child, name) for child in children]
    return [Block(name, tag, item.html, children) for item in finished(Container(name, tag, items))]


def _item(child, name):
    """A bare line is a paragraph to finished(), which takes away its tags where it may be bare."""
    if child.name == "" and name in TIGHT:
        return Item("p", f"<p>{child.html}</p>")
    return Item(child.name, child.html)


def joined(children: Iterable[Block]) -> str:
    """Return blocks of the top level as a body."""
    return "\n".join(child.html for child in children)


def tokens(line) -> Iterator[Token]:
    """Yield the Tokens of the inline HTML `line`. Written again they are the same line.

    Of a line longer than MOST_BY_WORDS all that stands between two tags is one Token.
    """
    path, divided = (), _dividing(line)
    for piece, is_tag in pieces(line):
        if not is_tag:
            yield from (Token(path, word) for word in divided(piece))
        elif piece.startswith("</"):
            path = path[:-1]
        elif name_of(piece) in VOID:
            yield Token(path, "", piece)
        else:
            path += (piece,)


def words(text) -> list[str]:
    """Return plain text as words, white space and signs; as a whole beyond MOST_BY_WORDS."""
    return _dividing(text)(text) if text else []


def _dividing(line):
    """Return the function that takes apart what stands in `line`."""
    return WORD.findall if len(line) <= MOST_BY_WORDS else lambda piece: [piece]


def written(parts: Iterable[tuple[tuple, str]], tag: Callable = str) -> str:
    """Return (path, HTML) pairs as HTML: what neighbours share stays open between them.

    tag  gives the start tag of a part of a path, which is that tag if it is not given.
    """
    out, here = [], ()
    for path, html in (*parts, ((), "")):
        shared = 0
        while here[shared : shared + 1] == path[shared : shared + 1] != ():
            shared += 1
        out.extend(f"</{name_of(tag(opening))}>" for opening in reversed(here[shared:]))
        out.extend(map(tag, path[shared:]))
        out.append(html)
        here = path
    return "".join(out)
