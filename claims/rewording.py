"""Which new words stand for words that were changed. Pure.

Both answers are for a person to check: nothing found here keeps a verdict.
"""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from claims.alignment import Alignment, heaviest_chain
from claims.wording import key
from claims.words import Words

# A wording that keeps a smaller share of the claim's letters (in whole words), and is less alike
# letter by letter (Indel similarity), is another wording and not this one changed.
_SURVIVAL = 1 / 3
_SIMILAR = 0.6
# New words that may stand for replaced ones: this many times their letters, and a few more.
_GROWTH, _ALLOWANCE = 3, 20
# More candidates than this are not worth comparing.
_TRIES = 2_000


def changed(alignment: Alignment, words: range) -> range | None:
    """Return the new words that are the old `words` changed, or None if too little of them is left.

    What lies between the first and the last word found belongs to the wording. Where the claim's
    own edge was replaced, so do the free words beside it, as far as they are most like it.
    """
    pairs = [(i, alignment.image[i]) for i in words if alignment.image[i] >= 0]
    chain = [pairs[n] for n in heaviest_chain([(j, len(alignment.old.keys[i])) for i, j in pairs])]
    chain = _without_stray_stop(alignment, _heaviest_part(alignment, chain))
    found = _extended(alignment, words, chain) if chain else _replacement(alignment, words)
    return found if found and _is_same_wording(alignment, words, found) else None


def rewritten(alignment: Alignment, words: range) -> range | None:
    """Return what stands in the place of `words` in a paragraph that is otherwise there, or None.

    A paragraph replaced as a whole is another paragraph: its claims are lost.
    """
    hole, facing = _surroundings(alignment, words)
    if not facing or alignment.old.has_break_in(hole) or alignment.new.has_break_in(facing):
        return None
    begins, ends = map(alignment.old.has_break_before, (hole.start, hole.stop))
    return None if begins and ends else facing


def likeness(before: str, after: str) -> float:
    """Return 0 to 1, how alike two wordings are, letter by letter, white space and case aside."""
    return Indel.normalized_similarity(key(before), key(after))


def _heaviest_part(alignment: Alignment, chain: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The part of `chain` with most letters without words of other sentences inside.

    A move may tear a claim's sentences apart: what lies between them now is not its wording.
    """
    parts = [[]]
    for i, j in chain:
        if parts[-1] and alignment.taken.find(1, parts[-1][-1][1] + 1, j) >= 0:
            parts.append([])
        parts[-1].append((i, j))
    return max(parts, key=lambda part: sum(len(alignment.old.keys[i]) for i, _ in part))


def _without_stray_stop(
    alignment: Alignment, chain: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """`chain` without a full stop that now ends a sentence added after the claim's own."""
    while len(chain) > 1 and not alignment.old.keys[chain[-1][0]].isalnum():
        (i, j), (stop_i, stop_j) = chain[-2:]
        before = alignment.old.sentence_edges(range(i + 1, stop_i))
        after = alignment.new.sentence_edges(range(j + 1, stop_j))
        if len(after) <= len(before):
            break
        chain = chain[:-1]
    return chain


def _extended(alignment: Alignment, words: range, chain: list[tuple[int, int]]) -> range:
    """From the first to the last of `chain`, with the free words that stand for edges replaced."""
    (first, low), (last, high) = chain[0], chain[-1]
    if first > words.start and (free := alignment.free_before(low)):
        low = _cut(alignment, range(words.start, first), free, words.start)
    if last < words.stop - 1 and (free := alignment.free_after(high + 1)):
        high = _cut(alignment, range(last + 1, words.stop), free, words.stop) - 1
    return range(low, high + 1)


def _cut(alignment: Alignment, edge: range, free: range, cut: int) -> int:
    """Where among `free`, the new words beside what is left of it, the wording begins or ends.

    edge   the claim's words that stood there
    cut    the old word at which the claim began, or the one after its last
    """
    head = cut == edge.start
    if cut in alignment.old.begins:
        return _sentence_cut(alignment, edge, free, cut, head)
    free = _within_reach(free, alignment.old.slice(edge), head)
    starts, stops = ([], [free.stop]) if head else ([free.start], [])
    part = _likest(alignment, edge, free, starts, stops)
    return part.start if head else part.stop


def _sentence_cut(alignment: Alignment, edge: range, free: range, cut: int, head: bool) -> int:
    """Like `_cut`, for a claim that began or ended with a sentence: it does so again.

    Sentences are counted from the words that are left. Where the neighbour was rewritten with the
    claim, into another number of sentences, nobody can tell whose is which: all of it is shown.
    """
    old, new = alignment.old, alignment.new
    around = alignment.hole(cut if head else cut - 1)
    hole = range(around.start, edge.stop) if head else range(edge.start, around.stop)
    free = _within_reach(free, old.slice(hole), head)
    before, after = old.sentence_edges(hole), new.sentence_edges(free)
    is_torn = cut not in (hole.start, hole.stop) and not new.has_break_in(free)
    n = before.index(cut) - (len(before) if head else 0)
    if -len(after) <= n < len(after) and not (is_torn and len(before) != len(after)):
        return after[n]
    return free.start if head else free.stop


def _within_reach(free: range, replaced: str, head: bool) -> range:
    """The part of `free` that may stand for `replaced`: a word has a letter at least."""
    most = _most_letters(replaced)
    return free[-most:] if head else free[:most]


def _replacement(alignment: Alignment, words: range) -> range | None:
    """The most similar stretch of what now stands where all of `words` were replaced."""
    _, free = _surroundings(alignment, words)
    if not free or len(free) > _most_letters(alignment.old.slice(words)):
        return None
    return _likest(alignment, words, free)


def _surroundings(alignment: Alignment, words: range) -> tuple[range, range]:
    """Old and new words between the nearest neighbours of `words` that have kept their place.

    Empty on the new side if the neighbours have parted, or other words came between them.
    """
    hole = range(alignment.hole(words.start).start, alignment.hole(words.stop - 1).stop)
    image = alignment.image
    left = image[hole.start - 1] + 1 if hole.start else 0
    right = image[hole.stop] if hole.stop < len(image) else len(alignment.new.keys)
    own = sum(left <= image[i] < right for i in words)
    strangers = alignment.taken.count(1, left, max(left, right)) - own
    return hole, range(left, left) if strangers else range(left, right)


def _likest(
    alignment: Alignment,
    words: range,
    free: range,
    starts: Sequence[int] = (),
    stops: Sequence[int] = (),
) -> range:
    """The part of the new words `free` that is most like the old `words`; if none is, as long.

    It begins and ends with sentences where the words did, if `free` has sentences.
    """
    old, new = alignment.old, alignment.new
    wanted = old.slice(words)
    starts = starts or _cuts(new, free, words.start in old.begins)
    stops = stops or _cuts(new, free, words.stop in old.begins)
    tries = [range(a, b) for a in starts for b in stops if a < b]

    def fitness(part: range) -> tuple[float, int]:
        wording = new.slice(part)
        alike = likeness(wanted, wording) if len(wording) <= _most_letters(wanted) else 0.0
        return alike if alike >= _SIMILAR else 0.0, -abs(len(wording) - len(wanted))

    return max(tries, key=fitness) if len(tries) <= _TRIES else free


def _cuts(words: Words, within: range, at_sentences: bool) -> list[int]:
    """Boundaries of `within`: of its sentences if asked for and it has any, else of its words."""
    sentences = [j for j in within[1:] if j in words.begins]
    if at_sentences and sentences:
        return [within.start, *sentences, within.stop]
    return [*within, within.stop]


def _most_letters(text: str) -> int:
    return _GROWTH * len(text) + _ALLOWANCE


def _is_same_wording(alignment: Alignment, words: range, found: range) -> bool:
    """Is enough left of `words` in `found` to call it the same wording, changed?"""
    old, new = alignment.old, alignment.new
    kept = sum(len(old.keys[i]) for i in words if alignment.image[i] in found)
    if kept >= _SURVIVAL * sum(len(old.keys[i]) for i in words):
        return True
    return likeness(old.slice(words), new.slice(found)) >= _SIMILAR
