"""Two people's changes to the same words put together, block by block. Pure.

What only one of them changed is taken, and what both changed alike is taken once. Where both
changed the same block, they are put together word by word if at least a word between any two
changes stayed as it was. All else is a conflict, for a person to decide: nothing is dropped.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import Literal, NamedTuple

from .block_pairs import Unit, pair
from .blocks import WORD, Block, blocks, container, joined, tokens, written
from .body import name_of, text_of
from .canonical import CELLS
from .diff import changes

# A conflict may stand between what these hold; of others it takes the whole, such as a row.
DIVIDED = frozenset({"blockquote", "ul", "ol", "dl", "table", "thead", "tbody"})
# Control characters, which no stored body has: around a conflict while its place is not known.
START, END = "\x01", "\x02"

Choice = Literal["theirs", "mine", "both"]


@dataclass(frozen=True)
class Conflict:
    """Blocks that both changed. base, theirs and mine are their HTML, "" where there are none.

    [start, end) is where theirs stands in Merged.html, in code points; empty if theirs is.
    """

    base: str
    theirs: str
    mine: str
    start: int
    end: int


@dataclass(frozen=True)
class Merged:
    """A body with theirs standing wherever there is a conflict, in the order of the conflicts."""

    html: str
    conflicts: tuple[Conflict, ...]
    parts: tuple = field(repr=False)


@dataclass(frozen=True)
class MergedValue:
    """A plain value; theirs, if both changed it and not alike."""

    value: object
    is_conflict: bool


class Clash(NamedTuple):
    """A conflict among the parts of a merged body: three tuples of Block."""

    base: tuple
    theirs: tuple
    mine: tuple


class Nest(NamedTuple):
    """A container among the parts of a merged body, and its own parts."""

    name: str
    tag: str
    parts: list


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Return what `theirs` and `mine` both made of `base`; all canonical HTML, as is the result.

    No word of theirs or mine that base has not is missing from the html and the conflicts.
    """
    parts = tuple(_merged(blocks(base), blocks(theirs), blocks(mine)))
    html, places = _placed(joined(_marked(parts)))
    conflicts = (
        Conflict(*map(joined, clash), *place)
        for clash, place in zip(_clashes(parts), places, strict=True)
    )
    return Merged(html, tuple(conflicts), parts)


def resolve(merged: Merged, choices: Sequence[Choice]) -> str:
    """Return the body of `merged` with one choice made for each conflict, in their order.

    Raises ValueError, a sentence, if there are not as many choices as conflicts.
    """
    if len(choices) != len(merged.conflicts):
        raise ValueError(f"Decide all {len(merged.conflicts)} conflicts, one by one.")
    decided = iter(choices)
    return joined(_chosen(merged.parts, lambda clash: _side(clash, next(decided))))


def merge_values(base, theirs, mine) -> MergedValue:
    """Return what `theirs` and `mine` made of the plain value `base`."""
    if mine in (base, theirs):
        return MergedValue(theirs, False)
    return MergedValue(mine if theirs == base else theirs, theirs != base)


# --- blocks ---------------------------------------------------------------------------------------


class Version:
    """What one side made of the blocks of the base.

    stays  {index in the base: block that stands in its place}
    moved  {index in the base: (gap, block)}; gap n is right before the base's block n.
    gaps   {gap: [(index in the base or None, block)]}: what came there, in order.
    """

    def __init__(self, base, blocks):
        pairs = pair(_units(base), _units(blocks))
        base_of = {j: i for i, j in pairs.new_of.items()}
        self.stays, self.moved, self.gaps, gap = {}, {}, defaultdict(list), 0
        for j, block in enumerate(blocks):
            i = base_of.get(j)
            if i in pairs.stays:
                self.stays[i], gap = block, i + 1
                continue
            self.gaps[gap].append((i, block))
            if i is not None:
                self.moved[i] = gap, block

    def block(self, i):
        """Return the block that was the base's block `i`, wherever it is now, or None."""
        return self.stays.get(i) or self.moved.get(i, (None, None))[1]


def _units(siblings):
    return [_unit(n, block) for n, block in enumerate(siblings)]


def _unit(n, block):
    words = (word.lower() for word in WORD.findall(text_of(block.html)))
    words = tuple(word for word in words if any(map(str.isalnum, word)))
    return Unit(block.html, words, str(n) if block.name in CELLS else "")


def _merged(base, theirs, mine):
    """Return the parts that three rows of blocks become."""
    if theirs == mine or mine == base:
        return list(theirs)
    if theirs == base:
        return list(mine)
    sides = Version(base, theirs), Version(base, mine)
    out = _gap(base, *sides, 0)
    for i in range(len(base)):
        out += _in_place(base[i], i, *sides)
        out += _gap(base, *sides, i + 1)
    return out


def _in_place(block, i, theirs, mine):
    """Return what stands where block `i` of the base stood."""
    here, there = theirs.stays.get(i), mine.stays.get(i)
    if here and there:
        return _three_way(block, here, there)
    if i in theirs.moved or i in mine.moved:
        return []  # It stands where it was moved to.
    kept = here or there
    if kept is None or kept == block:
        return []
    return [Clash((block,), (here,) if here else (), (there,) if there else ())]


def _gap(base, theirs, mine, gap):
    """Return what both sides put before block `gap` of the base."""
    fresh, other = ([b for i, b in side.gaps[gap] if i is None] for side in (theirs, mine))
    both = fresh and other
    out = [Clash((), tuple(fresh), tuple(other))] if both and fresh != other else []
    for i, block in theirs.gaps[gap]:
        if i is not None:
            out += _moved(base[i], i, theirs, mine, gap)
        elif not (both and fresh != other):
            out.append(block)
    for i, block in mine.gaps[gap]:
        if i is None:
            out += [] if both else [block]
        elif theirs.moved.get(i, (None,))[0] != gap:
            out += _moved(base[i], i, theirs, mine, gap)
    return out


def _moved(block, i, theirs, mine, gap):
    """Return what stands where one side moved block `i` of the base."""
    here, there = theirs.block(i), mine.block(i)
    places = {side.moved[i][0] for side in (theirs, mine) if i in side.moved}
    if here and there and len(places) == 1:
        return _three_way(block, here, there)
    at_theirs = theirs.moved.get(i, (None,))[0] == gap
    at_mine = mine.moved.get(i, (None,))[0] == gap
    return [Clash((block,), (here,) if at_theirs else (), (there,) if at_mine else ())]


def _three_way(base, theirs, mine):
    """Return the parts that three versions of one block become."""
    if mine in (base, theirs):
        return [theirs]
    if theirs == base:
        return [mine]
    clash = [Clash((base,), (theirs,), (mine,))]
    tag = merge_values(base.tag, theirs.tag, mine.tag)
    if tag.is_conflict:
        return clash
    versions = (base, theirs, mine)
    if all(block.children for block in versions):
        return _divided(tag.value, versions) or clash
    if any(block.children for block in versions):
        return clash
    line = _words(*(list(tokens(block.line)) for block in versions))
    return clash if line is None else [_line(tag.value, line)]


def _divided(tag, versions):
    """Return the parts of a container that all have, or None if it is a conflict as a whole."""
    names = {block.name for block in versions}
    if len(names) > 1:
        return None
    name = names.pop()
    parts = _merged(*(block.children for block in versions))
    whole = container(name, tag, _chosen(parts, lambda clash: clash.theirs))
    if not any(_clashes(parts)):
        return whole
    return [Nest(name, tag, parts)] if whole and name in DIVIDED else None


def _line(tag, line):
    name = name_of(tag)
    return Block(name, tag, f"{tag}{line}</{name}>" if tag else line)


def _words(base, theirs, mine):
    """Return three versions of a line, lists of Token, as one line; None if it is a conflict."""
    edits = {
        (change.old.start, change.old.stop, tuple(side[change.new]))
        for side in (theirs, mine)
        for change in changes(base, side, attrgetter("words"))
        if not change.is_equal
    }
    edits = sorted(edits, key=lambda edit: edit[:2])
    if not all(_has_word(base[a[1] : b[0]]) for a, b in pairwise(edits)):
        return None
    out, position = [], 0
    for start, end, words in edits:
        out += [*base[position:start], *words]
        position = end
    out += base[position:]
    return written((token.path, token.html) for token in out)


def _has_word(line):
    return any(char.isalnum() for token in line for char in token.words)


# --- the result -----------------------------------------------------------------------------------


def _side(clash, choice):
    return clash.theirs + clash.mine if choice == "both" else getattr(clash, choice)


def _chosen(parts, choose) -> Iterator[Block]:
    """Yield `parts` as blocks; `choose` gives those of a Clash."""
    for part in parts:
        if isinstance(part, Clash):
            yield from choose(part)
        elif isinstance(part, Nest):
            yield from container(part.name, part.tag, _chosen(part.parts, choose))
        else:
            yield part


def _clashes(parts) -> Iterator[Clash]:
    for part in parts:
        if isinstance(part, Clash):
            yield part
        elif isinstance(part, Nest):
            yield from _clashes(part.parts)


def _marked(parts):
    """Yield `parts` as blocks with theirs chosen, START and END around each conflict."""

    def choose(clash):
        if not clash.theirs:
            # Of the kind that may stand there, so that nothing is put around it.
            name = (clash.mine or clash.base)[0].name
            return [Block(name, "", START + END)]
        *rest, last = clash.theirs
        marked = [*rest, Block(last.name, last.tag, last.html + END, last.children)]
        first = marked[0]
        return [Block(first.name, first.tag, START + first.html, first.children), *marked[1:]]

    return _chosen(parts, choose)


def _placed(html):
    """Return `html` without START and END, and [(start, end)] of what they stood around."""
    html = re.sub(rf"\n({START}{END})|({START}{END})\n", r"\1\2", html)
    out, places, length = [], [], 0
    for piece in re.split(rf"([{START}{END}])", html):
        if piece == START:
            places.append((length, length))
        elif piece == END:
            places[-1] = places[-1][0], length
        else:
            out.append(piece)
            length += len(piece)
    return "".join(out), places
