"""Follow a claim's words through every edit, never attach it to other words in silence. Pure.

`relocate` knows both texts and aligns them word by word: the normal case. `locate` knows a
quotation only. Both answer with an `Anchor`, which makes a promise:

exact      the same characters, and their sentence did not move among its neighbours. Text added
           or deleted elsewhere shifts the span and is no move.
moved      the same characters, in a sentence that stands elsewhere among its neighbours now. For
           `locate`: in other surroundings than those quoted.
drifted    the claim's place is known, but not the same characters stand there, or something right
           beside them changes what they say (5 became 5.7 or 5 million, can became can't: see
           `claims.clinging`). `material` says whether that may matter to a verdict. White space
           and glyphs never do, letter case does not where the place in the text decides it
           (`is_material`). A sentence rewritten within its paragraph is drifted, with a low score.
ambiguous  several places fit equally well. No span: a person must choose (`occurrences`).
lost       the words are gone. No span, even where a similar sentence stands elsewhere.

Exact, moved and a drift that is not material keep the claim's verdict; nothing else does. A claim
that begins or ends inside a word is judged by the whole word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.alignment import EVIDENCE, Alignment, Gap, align
from claims.clinging import around, beside, clings_differently
from claims.quotation import locate, occurrences
from claims.rewording import changed, likeness, rewritten
from claims.selectors import AMBIGUOUS, LOST, Anchor, Quote, Relocated, Span
from claims.wording import is_material
from claims.words import Words

__all__ = [
    "Anchor",
    "Quote",
    "Relocated",
    "Span",
    "is_material",
    "locate",
    "occurrences",
    "relocate",
]

# Words of context that are compared when the same words stand in several places.
_CONTEXT = 16
# More characters than this, or a number, may say who or what it is about: no claim borrows that.
_SMALL = 4
# Words that stand more often than this in one gap are not told apart.
_CROWD = 200


def relocate(old: str, new: str, spans: Sequence[Span]) -> list[Relocated]:
    """Return for each of `spans`, in code points of `old`, where its words stand in `new`.

    A span that holds white space only is `lost` by any edit. Raises ValueError if a span ends
    after `old`.
    """
    for span in spans:
        if span.end > len(old):
            raise ValueError(f"The span ends at {span.end}, but the text at {len(old)}.")
    if old == new:
        return [Relocated(Anchor.EXACT, span, False, 1.0) for span in spans]
    alignment = align(old, new)
    return [_follow(alignment, span) for span in spans]


def _follow(alignment: Alignment, span: Span) -> Relocated:
    words = alignment.old.within(span.start, span.end)
    if not words:
        return LOST
    if found := _kept(alignment, words):
        if _is_contested(alignment, words, found.start):
            return AMBIGUOUS
        return _judge(alignment, span, words, found)
    found = changed(alignment, words) or rewritten(alignment, words)
    if not found:
        return LOST
    # Words that the alignment tells apart may read the same by chance: never keep those.
    judged = _judge(alignment, span, words, found)
    return replace(judged, anchor=Anchor.DRIFTED, material=True)


# --- the words in a row --------------------------------------------------------------------------


def _kept(alignment: Alignment, words: range) -> range | None:
    """Return where the old `words` stand in a row, or None.

    Where "the mayor said the bridge" becomes "the bridge", nobody can tell which "the" was deleted,
    and the alignment had to choose one. A claim that holds the most of its words in a row takes a
    few small ones beside them too, if the very same characters stand there and they were in doubt:
    between the same two fixed points, and no more words lose their partner by that than the claim
    has. Of two claims that ended and began with the word that is left, each keeps it.
    """
    row = max(_rows(alignment.image, words), key=len, default=words[:0])
    if not row or 2 * len(row) < len(words) or len(words) - len(row) >= EVIDENCE:
        return None
    first = alignment.image[row.start] - (row.start - words.start)
    found = range(first, first + len(words))
    if row == words:
        return found
    if first < 0 or found.stop > len(alignment.new.keys):
        return None
    if alignment.old.slice(words) != alignment.new.slice(found):
        return None
    borrowed = [alignment.old.keys[i] for i in words if i not in row]
    if any(len(word) > _SMALL or any(map(str.isnumeric, word)) for word in borrowed):
        return None
    owners = [i for i in alignment.owners[found.start : found.stop] if i >= 0]
    affected = range(min(words.start, *owners), max(words.stop - 1, *owners) + 1)
    if not alignment.gap_around(affected):
        return None
    partners = sum(alignment.image[i] >= 0 for i in affected)
    return found if partners <= len(words) else None


def _rows(image: list[int], words: range) -> Iterator[range]:
    """Yield the parts of the old `words` whose partners stand in a row."""
    start = words.start
    for i in words:
        if image[i] < 0:
            start = i + 1
        elif i + 1 == words.stop or image[i + 1] != image[i] + 1:
            yield range(start, i + 1)
            start = i + 1


# --- the same words, but here? -------------------------------------------------------------------


def _is_contested(alignment: Alignment, words: range, first: int) -> bool:
    """Do the words at `words` fit another place as well as the one that they were given?

    Rivals are places that the alignment left without a partner: a copy that was added, or the
    words of a copy that was deleted. A rival loses if the surroundings of the own place agree at
    least as far on both sides, and further on one.
    """
    gap = alignment.gap_around(words)
    if gap is None:
        return False
    own = _fit(alignment, words.start, first, len(words))
    return any(
        own == rival or own[0] < rival[0] or own[1] < rival[1]
        for rival in _rivals(alignment, gap, words, first)
    )


def _rivals(alignment: Alignment, gap: Gap, words: range, first: int) -> Iterator[tuple[int, int]]:
    """Yield how well each rival fits. In a crowd, for safety, one fits perfectly."""
    size = len(words)
    wanted = alignment.old.keys[words.start : words.stop]
    for n, j in enumerate(alignment.new.places(wanted, gap.new)):
        if n == _CROWD:
            yield _CONTEXT, _CONTEXT
        if j != first and not all(alignment.taken[j : j + size]):
            yield _fit(alignment, words.start, j, size)
    for n, i in enumerate(alignment.old.places(wanted, gap.old)):
        if n == _CROWD:
            yield _CONTEXT, _CONTEXT
        if i != words.start and min(alignment.image[i : i + size]) < 0:
            yield _fit(alignment, i, first, size)


def _fit(alignment: Alignment, i: int, j: int, size: int) -> tuple[int, int]:
    """How many words agree before and after `size` words from old word `i` and new word `j`."""
    a, b = alignment.old.keys, alignment.new.keys
    return (
        _agreement(a[max(0, i - _CONTEXT) : i][::-1], b[max(0, j - _CONTEXT) : j][::-1]),
        _agreement(a[i + size : i + size + _CONTEXT], b[j + size : j + size + _CONTEXT]),
    )


def _agreement(a: list[str], b: list[str]) -> int:
    """Length of the common beginning. Two texts that end together agree in full."""
    for n, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return n
    return _CONTEXT if len(a) == len(b) else min(len(a), len(b))


# --- the judgement -------------------------------------------------------------------------------


def _judge(alignment: Alignment, span: Span, words: range, found: range) -> Relocated:
    """Compare what `span` said with what stands at `found`."""
    old, new = alignment.old, alignment.new
    place = _placed(old, new, span, words, found)
    recast = _is_recast(old, new, words, found)
    if span.of(old.text) == place.of(new.text) and not recast:
        moved = any(alignment.moved[words.start : words.stop])
        return Relocated(Anchor.MOVED if moved else Anchor.EXACT, place, False, 1.0)
    before, after = old.slice(words), new.slice(found)
    begins = words.start in old.begins or found.start in new.begins
    # Both the whole words and the part of them that the spans hold.
    material = (
        recast
        or is_material(before, after, begins=begins)
        or is_material(span.of(old.text), place.of(new.text), begins=begins)
    )
    return Relocated(Anchor.DRIFTED, place, material, likeness(before, after))


def _placed(old: Words, new: Words, span: Span, words: range, found: range) -> Span:
    """`span` carried over, with the white space at its edges, or its cut inside a word, if kept."""
    start, end = new.starts[found.start], new.ends[found.stop - 1]
    lead = old.starts[words.start] - span.start  # negative if the span begins inside the word
    trail = span.end - old.ends[words.stop - 1]
    same_head = old.slice(words[:1]) == new.slice(found[:1])
    same_tail = old.slice(words[-1:]) == new.slice(found[-1:])
    before = old.text[span.start : span.start + max(lead, 0)]
    after = old.text[span.end - max(trail, 0) : span.end]
    if new.text.startswith(before, max(start - lead, 0), start) if lead > 0 else same_head:
        start -= lead
    if new.text.startswith(after, end) if trail > 0 else same_tail:
        end += trail
    return Span(start, end)


def _is_recast(old: Words, new: Words, words: range, found: range) -> bool:
    """Did something that changes the words come or go right beside them (see claims.clinging)?"""
    was = old.text, old.starts[words.start], old.ends[words.stop - 1]
    now = new.text, new.starts[found.start], new.ends[found.stop - 1]
    # Most claims are far from every edit: a comparison is cheap, a search is not.
    return around(*was) != around(*now) and clings_differently(beside(*was), beside(*now))
