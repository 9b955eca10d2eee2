"""One written form for one body, so that equal bodies are equal strings.

Input is what a parser of the HTML standard has already nested; here it is fitted to a narrow
content model that every such parser reads back as the same tree:

* text blocks (p h2 h3 h4 pre) hold words and inline elements; bare words get a <p>;
* li, dt, dd, td, th and figcaption hold either bare words or blocks, never both;
* an inline element around blocks is repeated inside each of them;
* a container stands on lines of its own, each block within it too; the cells of a table's row
  are parted by a tab. So no word touches the next block's, and a row is a line of the text;
* a line break is written `<br>` and a line end, for the same reason;
* what is empty is left out.
"""

import html
import re
from dataclasses import dataclass
from typing import NamedTuple

from .allowlist import CONTAINERS, INLINE, TEXT_BLOCKS, VOID, written

FITS_ONLY_IN = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "figcaption": {"figure"},
    "thead": {"table"},
    "tbody": {"table"},
    "tr": {"thead", "tbody"},
    "td": {"tr"},
    "th": {"tr"},
}
# What a container wraps round a child that cannot be its own.
WRAPPER = {
    "ul": "li",
    "ol": "li",
    "dl": "dd",
    "table": "tbody",
    "thead": "tr",
    "tbody": "tr",
    "tr": "td",
}
TIGHT = frozenset({"li", "dt", "dd", "td", "th", "figcaption"})
CELLS = frozenset({"td", "th"})
SEPARATOR = {"tr": "\t", "table": "\n", "thead": "\n", "tbody": "\n"}
MAY_NEST_IN_ITSELF = frozenset({"span", "q", "sub", "sup"})
BREAK = "<br>"


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """An inline element that stands open. Two are the same only if they are one."""

    name: str
    tag: str


class Leaf(NamedTuple):
    """Words, or one void tag, and the inline elements around them from the outside in."""

    path: tuple
    words: str = ""
    void: str = ""


class Item(NamedTuple):
    """A finished block: its name ("" for bare inline content) and its HTML."""

    name: str
    html: str


class Container(NamedTuple):
    name: str
    tag: str
    items: list


class Outline:
    """The body so far: open containers, open inline elements, the words not yet in a block."""

    def __init__(self):
        self.containers = [Container("", "", [])]
        self.path = ()
        self.block = None  # the text block that the next words belong to, if one was named
        self.leaves = []
        self.before = []  # per open element, what to come back to when it closes

    def words(self, words):
        self.leaves.append(Leaf(self.path, words))

    def open(self, name, attributes):
        tag = written(name, attributes)
        if name in VOID:
            return self.void(name, tag, attributes)
        self.before.append((self.path, self.block, len(self.containers)))
        if name in INLINE:
            self.open_inline(name, tag)
        else:
            self.flush()
            self.open_block(name, tag)

    def void(self, name, tag, attributes):
        if name == "hr":
            self.flush()
            self.containers[-1].items.append(Item("hr", tag))
        elif name == "br" and self.block == "pre":
            self.words("\n")
        elif name == "br":
            self.leaves.append(Leaf(self.path, void=BREAK))
        elif " src=" in tag:
            # An image without alternative words says so: readers are then not read its address.
            tag = tag if " alt=" in tag else tag[:-1] + ' alt="">'
            self.leaves.append(Leaf(self.path, void=tag))

    def open_inline(self, name, tag):
        pointless = tag in ("<span>", "<a>") or (name == "a" and " href=" not in tag)
        nested = name not in MAY_NEST_IN_ITSELF and any(name == o.name for o in self.path)
        if not pointless and not nested:
            self.path += (Opening(name, tag),)

    def open_block(self, name, tag):
        if name in TEXT_BLOCKS:
            # A <p> or <div> within a heading stays that heading.
            self.block = name if self.block in (None, "p") else self.block
        elif name in CONTAINERS and (
            name not in FITS_ONLY_IN or _fits(name, self.containers[-1].name)
        ):
            self.block = None
            self.containers.append(Container(name, tag, []))

    def close(self, name):
        path, block, depth = self.before.pop()
        if name not in INLINE:
            self.flush()
        if len(self.containers) > depth:
            container = self.containers.pop()
            self.containers[-1].items.extend(finished(container))
        self.path, self.block = path, block

    def flush(self):
        """Put the words read so far into a block of the innermost container."""
        leaves, self.leaves = tidy(self.leaves, self.block == "pre"), []
        if leaves:
            container = self.containers[-1]
            container.items.extend(_blocks(leaves, self.block, container.name))


def canonical(tokens):
    """Return the canonical HTML of `tokens` (articles.tokens), whose tags must be in pairs."""
    outline = Outline()
    for token in tokens:
        if isinstance(token, str):
            outline.words(token)
        elif token.closing:
            outline.close(token.name)
        else:
            outline.open(token.name, token.attributes)
    outline.flush()
    return "\n".join(item.html for item in outline.containers[0].items)


def tidy(leaves, preformatted):
    """Return `leaves` with their white space in canonical form, or [] if they show nothing."""
    kept = []
    for leaf in leaves if preformatted else _collapsed(leaves):
        if leaf.words or leaf.void:
            kept.append(leaf)
    _trim_start(kept, "\n" if preformatted else " \n\t")
    _trim_end(kept)
    return kept


def _collapsed(leaves):
    """Collapse white space across elements; after a line break it is one line end."""
    waiting = None  # a space that is written only if no line break follows
    at_start = True
    for path, words, void in leaves:
        if void == BREAK:
            waiting, at_start = None, True
            yield Leaf(path, void=void)
            yield Leaf(path, "\n")
            continue
        if words[:1].isspace() and not at_start:
            waiting = waiting or Leaf(path, " ")
        inner = " ".join(words.split())
        if not inner and not void:
            continue
        if waiting:
            yield waiting
        yield Leaf(path, inner, void)
        waiting = Leaf(path, " ") if words[-1:].isspace() else None
        at_start = False


def _trim_start(leaves, blanks):
    while leaves and (leaves[0].void == BREAK or not leaves[0].void):
        words = leaves[0].words.lstrip(blanks)
        if words:
            leaves[0] = leaves[0]._replace(words=words)
            return
        del leaves[0]


def _trim_end(leaves):
    while leaves and (leaves[-1].void == BREAK or not leaves[-1].void):
        words = leaves[-1].words.rstrip()
        if words:
            leaves[-1] = leaves[-1]._replace(words=words)
            return
        leaves.pop()


def _blocks(leaves, block, container):
    """Yield the Items that `leaves` become in `container`."""
    if container == "figure" and not any(leaf.words.strip() for leaf in leaves):
        yield Item("", _inline(leaves))
        return
    if container == "blockquote" and block is None:
        words, cite = _with_cite_apart(leaves)
        if words:
            yield Item("p", f"<p>{_inline(words)}</p>")
        if cite:
            yield Item("", _inline(cite))
        return
    name = block or "p"
    yield Item(name, f"<{name}>{_inline(leaves)}</{name}>")


def _with_cite_apart(leaves):
    """A <cite> that ends the bare words of a <blockquote> is its speaker, on a line of its own."""
    last = leaves[-1].path[:1]
    if not last or last[0].name != "cite":
        return leaves, []
    start = next(i for i, leaf in enumerate(leaves) if leaf.path[:1] == last)
    words = leaves[:start]
    _trim_end(words)
    return words, leaves[start:]


def _inline(leaves):
    """Return `leaves` as HTML: what two neighbours have in common stays open between them."""
    out, here = [], ()
    for leaf in (*leaves, Leaf(())):
        shared = 0
        while here[shared : shared + 1] == leaf.path[shared : shared + 1] != ():
            shared += 1
        out.extend(f"</{opening.name}>" for opening in reversed(here[shared:]))
        out.extend(opening.tag for opening in leaf.path[shared:])
        out.append(leaf.void or html.escape(leaf.words, quote=False))
        here = leaf.path
    return "".join(out)


def finished(container):
    """Return the Items that a closed container leaves to its parent: itself, or none if empty."""
    name, tag, items = container
    items = _apart(items)
    if not items and name not in CELLS:
        return []
    if name == "table" and not _shows_something(items):
        return []
    child = WRAPPER.get(name)
    if child:
        items = [_fitted(item, name, child) for item in items]
    return [Item(name, f"{tag}{_content(name, items)}</{name}>")]


def _apart(items):
    """Of two bare lines in a row the first becomes a paragraph: read again, they would be one."""
    following = [*items[1:], Item("p", "")]
    return [
        Item("p", f"<p>{item.html}</p>") if item.name == "" == after.name else item
        for item, after in zip(items, following, strict=False)
    ]


def _fits(name, parent):
    return parent in FITS_ONLY_IN[name] if name in FITS_ONLY_IN else parent not in WRAPPER


def _fitted(item, parent, wrapper):
    while not _fits(item.name, parent):
        item = finished(Container(wrapper, f"<{wrapper}>", [item]))[0]
    return item


def _content(name, items):
    if name in TIGHT and len(items) == 1 and items[0].name == "p":
        return items[0].html.removeprefix("<p>").removesuffix("</p>")
    if name in SEPARATOR:
        return SEPARATOR[name].join(item.html for item in items)
    inner = "\n".join(item.html for item in items)
    return f"\n{inner}\n" if inner else ""


def _shows_something(items):
    return any("<img" in item.html or re.sub("<[^>]*>", "", item.html).strip() for item in items)
