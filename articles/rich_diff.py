"""Two versions of a body as one text for people: what came, what went, what moved. Pure.

They read words, not tags. A word that changed is told as <del> and <ins> within its paragraph; a
paragraph that was split, set bold or linked keeps its words and is told as formatting.
"""

import re
from bisect import bisect
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple
from unicodedata import normalize

from .allowlist import CONTAINERS, TEXT_BLOCKS
from .block_pairs import Unit, pair, phrases
from .blocks import Block, Token, blocks, tokens, words, written
from .body import name_of
from .canonical import CELLS
from .diff import changes

# Unchanged blocks in a row that are not worth folding away, and how many of a longer row stay in
# sight beside a change.
IN_SIGHT = 4
CONTEXT = 1
# Of a block's phrases, how many the block beside it must have had to be a part of it.
PART = 0.5

EQUAL, FORMATTED, CAME, WENT = "equal", "formatted", "ins", "del"
KINDS = ("added", "removed", "changed", "moved", "formatted")
HEARD = {"added": "Added", "removed": "Removed", "changed": "Changed"}
FORMATS = {
    "a": "link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "s": "strike", "q": "quotation", "cite": "speaker or title", "sub": "subscript",
    "sup": "superscript", "h2": "heading", "h3": "heading", "h4": "heading", "p": "paragraph",
    "pre": "preformatted", "blockquote": "quotation", "ul": "list", "ol": "list", "li": "list",
    "table": "table", "figure": "figure", "br": "line break",
}  # fmt: skip
LINE_BREAK = "<br>"
# Between two blocks that are read as one: a blank, as far as words go.
BLOCK_END = Token((), "\n")
IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">')
ADDRESS = re.compile(r'<a [^>]*?\bhref="([^"]*)"')


@dataclass(frozen=True)
class Comparison:
    """What compare() returns: safe HTML, and how many blocks of each kind it tells of.

    A block may be moved, changed and formatted at once. blocks is how many the newer one has.
    """

    html: str
    added: int
    removed: int
    changed: int
    moved: int
    formatted: int
    blocks: int

    @property
    def is_same(self):
        return not any(getattr(self, kind) for kind in KINDS)


class Place(NamedTuple):
    """A block that holds words, and the containers it stands in: (number, start tag) each."""

    block: Block
    path: tuple
    tokens: list
    cell: str  # which cell of its row it stands in, as "2"; "" outside tables

    @property
    def frame(self):
        """The start tags of all that it stands in, its own included."""
        return [tag for _, tag in self.path] + [self.block.tag]


class Part(NamedTuple):
    """A token of the comparison, whether it came or went, and its inline elements before."""

    kind: str
    token: Token
    before: Token | None = None


class Told(NamedTuple):
    """A block of the comparison: its containers, its HTML, and the KINDS of change in it."""

    path: tuple
    html: str
    kinds: frozenset


def compare(before: str, after: str) -> Comparison:
    """Return what became of `before`, both canonical HTML (articles.html.clean), as a Comparison.

    Its html is safe and may stand in a page as it is. <del> is what went, <ins> what came, within
    the blocks where they stand; classes, all beginning with diff, name what happened to a block,
    and words before it say so: seen and heard of what moved or changed its formatting, heard
    alone (.visually-hidden) of the rest. Long runs of unchanged blocks are in a <details>.
    """
    old, new = _places(before), _places(after)
    told = list(_told(old, new))
    kinds = Counter(kind for one in told for kind in one.kinds)
    html = "\n".join(_folded(told))
    return Comparison(html, *(kinds[kind] for kind in KINDS), blocks=len(new))


def compare_lines(before: str, after: str) -> str:
    """Return two plain texts, such as headlines, as one line of safe HTML with <del> and <ins>."""
    old = [Token((), word) for word in words(before)]
    new = [Token((), word) for word in words(after)]
    return _inline(_parts(old, new))


# --- the blocks of a body -------------------------------------------------------------------------


def _places(body) -> list[Place]:
    """Return the blocks of `body` that hold words, in its order."""
    numbers = count()

    def walk(siblings, path, cell):
        for n, block in enumerate(siblings):
            cell = str(n) if block.name in CELLS else cell
            if block.name in CONTAINERS:
                # A cell may be empty, and is one nevertheless.
                inner = block.children or (Block("", "", ""),)
                yield from walk(inner, (*path, (next(numbers), block.tag)), cell)
            else:
                yield Place(block, path, list(_readable(block)), cell)

    return list(walk(blocks(body), (), ""))


def _readable(block) -> Iterator[Token]:
    """Yield the block's tokens without the line end behind a <br>, which shows nothing."""
    if block.name == "hr":
        yield Token((), "", block.tag)
        return
    previous = None
    for token in tokens(_with_own_marks(block.line)):
        if not (previous and previous.void == LINE_BREAK and token.words.isspace()):
            yield token
        previous = token


def _with_own_marks(html):
    """In a comparison <ins> and <del> are its own: the article's become what looks the same."""
    for name, other in (("ins", "u"), ("del", "s")):
        html = html.replace(f"<{name}>", f"<{other}>").replace(f"</{name}>", f"</{other}>")
    return html


def _unit(place):
    words = tuple(_key(token).lower() for token in place.tokens if _is_word(token))
    return Unit("".join(map(_key, place.tokens)), words, place.cell)


def _is_word(token):
    return token.words[:1].isalnum()


def _key(token):
    """What makes a token the same as another, whatever its formatting or Unicode normal form."""
    if token.void and token.void != LINE_BREAK:
        return token.void
    return normalize("NFC", token.words) if token.words.strip() else " "


# --- what became of them --------------------------------------------------------------------------


def _told(old, new) -> Iterator[Told]:
    """Yield each block in the order of reading, those that went where they stood."""
    units, new_units = list(map(_unit, old)), list(map(_unit, new))
    pairs = pair(units, new_units)
    groups = list(_groups(units, new_units, pairs))
    kept = {i for olds, _ in groups for i in olds}
    come = [None] * len(new)
    for olds, news in groups:
        moved = _direction(olds[0], news[0], pairs) if not pairs.stays & {*olds} else ""
        come[news[0] : news[-1] + 1] = _grouped(olds, news, old, new, moved)
    come = [one or _whole(new[j], CAME, new[j].path) for j, one in enumerate(come)]
    here = _same_containers(old, new, pairs)
    last = ()
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *pairs.in_place, (len(old), len(new))]):
        gone = [
            _whole(old[n], WENT, [here.get(c, ("old", *c)) for c in old[n].path])
            for n in range(i + 1, next_i)
            if n not in kept
        ]
        for one in _interleaved(come[max(j, 0) : j + 1], gone, come[j + 1 : next_j], last):
            yield one
            last = one.path


def _groups(units, new_units, pairs):
    """Yield ([old], [new]) indices of each pair, with the parts that were split off or joined."""
    free_old = set(range(len(units))) - pairs.new_of.keys()
    free_new = set(range(len(new_units))) - set(pairs.new_of.values())
    for i, j in pairs.new_of.items():
        olds, news = [i], [j]
        if units[i].key != new_units[j].key:
            news = _with_parts(units[i], j, new_units, free_new)
            if news == [j]:
                olds = _with_parts(new_units[j], i, units, free_old)
        yield olds, news


def _with_parts(whole, n, units, free):
    """Return the indices around `n` of the free blocks whose words `whole` has; they are taken."""
    first = last = n
    while first - 1 in free and _is_part(units[first - 1], whole):
        first -= 1
    while last + 1 in free and _is_part(units[last + 1], whole):
        last += 1
    free.difference_update(range(first, last + 1))
    return list(range(first, last + 1))


def _is_part(unit, whole):
    wanted = phrases(unit.words)
    found = wanted & phrases(whole.words)
    return bool(found) and len(found) >= PART * len(wanted) and not whole.role


def _direction(i, j, pairs):
    """Say where a block went that did not stay, past the blocks that did."""
    before = bisect(pairs.in_place, i, key=itemgetter(0))
    after = bisect(pairs.in_place, j, key=itemgetter(1))
    return "Moved down" if after > before else "Moved up"


def _grouped(olds, news, old, new, moved):
    """Yield a Told for each new block of a group, or None where nothing of it was there before."""
    was, now = old[olds[0]], new[news[0]]
    is_pair = len(olds) == len(news) == 1
    if is_pair and not moved and (was.block, was.frame) == (now.block, now.frame):
        yield _unchanged(now)
        return
    parts = _parts(_in_one([old[i] for i in olds]), _in_one([new[j] for j in news]))
    for n, own in enumerate(_by_block(parts)):
        if all(part.kind in (CAME, WENT) for part in own) and len(news) > 1:
            yield None
            continue
        formats = set().union(*map(_formats, own))
        formats |= _names(was.frame, new[news[n]].frame) - {"no longer paragraph"}
        formats |= {"paragraph split"} if n else {"paragraphs joined"} if olds[1:] else set()
        yield _changed(new[news[n]], own, moved, sorted(formats))


def _in_one(places):
    """Return the tokens of blocks that are read as one."""
    out = list(places[0].tokens)
    for place in places[1:]:
        out += [BLOCK_END, *place.tokens]
    return out


def _parts(old, new) -> Iterator[Part]:
    for change in changes(list(map(_key, old)), list(map(_key, new))):
        was, now = old[change.old], new[change.new]
        if not change.is_equal:
            yield from (Part(WENT, token) for token in was)
            yield from (Part(CAME, token) for token in now)
            continue
        for before, token in zip(was, now, strict=True):
            same = before.path == token.path and before.void == token.void
            yield Part(EQUAL if same else FORMATTED, token, before)


def _by_block(parts):
    """Return the parts of each new block."""
    out = [[]]
    for part in parts:
        if part.token is BLOCK_END and part.kind != WENT:
            out.append([])
        else:
            out[-1].append(part)
    return out


def _formats(part):
    """Return what changed in the formatting of a word, in words."""
    if part.kind != FORMATTED or not (_is_word(part.token) or part.token.void or part.before.void):
        return set()
    before, now = part.before, part.token
    names = _names((*before.path, before.void), (*now.path, now.void))
    was, address = _address(before), _address(now)
    if was and address and was != address:
        return names - {"link"} | {f"link: {was} → {address}"}
    return names


def _address(token):
    """Return where the link leads that the token stands in, still escaped, or ""."""
    return next((found[1] for tag in reversed(token.path) if (found := ADDRESS.match(tag))), "")


def _names(before, now):
    """Return what start tags tell of formatting that is new, or is no longer there, in words."""
    gained, lost = set(now) - set(before), set(before) - set(now)
    new, old = (
        {FORMATS.get(name_of(tag), name_of(tag)) for tag in tags if tag} for tags in (gained, lost)
    )
    return new | {f"no longer {name}" for name in old - new}


def _same_containers(old, new, pairs):
    """Return which container of the old body is which of the new one, by what stayed in them."""
    here, taken = {}, set()
    for i, j in pairs.in_place:
        for was, now in zip(old[i].path, new[j].path, strict=False):
            if name_of(was[1]) != name_of(now[1]):
                break
            if was not in here and now not in taken:
                here[was] = now
                taken.add(now)
    return here


def _interleaved(first, gone, come, path):
    """Yield all; of what went and what came, that which stands in the container last open."""
    yield from first
    path = first[-1].path if first else path
    gone, come = deque(gone), deque(come)
    while gone and come:
        is_near = _shared(come[0].path, path) > _shared(gone[0].path, path)
        one = (come if is_near else gone).popleft()
        yield one
        path = one.path
    yield from (*gone, *come)


def _shared(path, other):
    return next(
        (n for n, (a, b) in enumerate(zip(path, other, strict=False)) if a != b),
        min(len(path), len(other)),
    )


# --- as HTML --------------------------------------------------------------------------------------


def _whole(place, kind, path):
    """Return a block that came or went as a whole; of an empty cell there is nothing to tell."""
    if not place.tokens:
        return Told(tuple(path), "", frozenset())
    inner = written(
        (path, "".join(_shown(token, kind) for token in run))
        for path, run in groupby(place.tokens, key=attrgetter("path"))
    )
    told = "added" if kind == CAME else "removed"
    return Told(
        tuple(path), _element(place, [told], f"<{kind}>{inner}</{kind}>"), frozenset([told])
    )


def _unchanged(place):
    return Told(place.path, _with_own_marks(place.block.html), frozenset())


def _changed(place, parts, moved, formats):
    kinds = {"moved"} if moved else set()
    kinds |= {"changed"} if {CAME, WENT} & {part.kind for part in parts} else set()
    kinds |= {"formatted"} if formats else set()
    if not kinds:
        return _unchanged(place)
    seen = [moved] if moved else []
    seen += [f"Formatting ({', '.join(formats)})"] if formats else []
    return Told(place.path, _element(place, kinds, _inline(parts), seen), frozenset(kinds))


def _element(place, kinds, inner, seen=()):
    name = place.block.name if place.block.name in TEXT_BLOCKS else "div"
    classes = " ".join(["diff", *(f"diff-{kind}" for kind in KINDS if kind in kinds)])
    heard = "".join(
        f'<span class="visually-hidden">{HEARD[kind]}: </span>'
        for kind in KINDS
        if kind in kinds and kind in HEARD
    )
    notes = "".join(f'<span class="diff-note">{note}:</span> ' for note in seen)
    return f'<{name} class="{classes}">{notes}{heard}{inner}</{name}>'


def _inline(parts):
    runs = groupby(parts, key=lambda part: (part.kind, part.token.path))
    return written(
        (path, _wrapped(kind, "".join(_shown(part.token, kind) for part in run)))
        for (kind, path), run in runs
    )


def _wrapped(kind, html):
    if kind == EQUAL:
        return html
    return (
        f'<span class="diff-format">{html}</span>'
        if kind == FORMATTED
        else f"<{kind}>{html}</{kind}>"
    )


def _shown(token, kind):
    """Return the token as HTML; of an image that came or went, what there is to read of it."""
    if token.void == LINE_BREAK:
        return f"{LINE_BREAK}\n"
    image = IMAGE.fullmatch(token.void) if kind in (CAME, WENT) else None
    return image_in_words(image) if image else token.html


def image_in_words(image):
    """Return a match of IMAGE as what there is to read of it, still escaped."""
    return f"[Image: {image[2] or 'no words'}, {image[1]}]"


def _folded(told) -> Iterator[str]:
    """Yield the HTML of each part of the top level, long unchanged runs within a <details>."""
    numbers = count()
    tops = groupby(told, key=lambda one: one.path[:1] or next(numbers))
    tops = [list(top) for _, top in tops]
    runs = groupby(tops, key=lambda top: any(one.kinds for one in top))
    runs = [(is_changed, list(run)) for is_changed, run in runs]
    for n, (is_changed, run) in enumerate(runs):
        if is_changed or sum(map(len, run)) <= IN_SIGHT:
            yield from map(_top, run)
            continue
        head = CONTEXT if n > 0 else 0
        tail = len(run) - (CONTEXT if n < len(runs) - 1 else 0)
        yield from map(_top, run[:head])
        yield from _fold(run[head:tail])
        yield from map(_top, run[tail:])


def _fold(run):
    many = sum(map(len, run))
    if many:
        yield (
            f'<details class="diff-unchanged"><summary>{many} unchanged '
            f"paragraph{'s' if many > 1 else ''}</summary>"
        )
        yield from map(_top, run)
        yield "</details>"


def _top(told):
    return written(((one.path, one.html + "\n") for one in told), tag=itemgetter(-1)).strip()
