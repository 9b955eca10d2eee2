"""Which word of the old text is which word of the new one. Pure.

Sentences that stand once in each text are the fixed points (the idea of Bram Cohen's patience diff,
https://bramcohen.livejournal.com/73318.html): the heaviest chain of them in the same order has
stayed, the others have moved. Between fixed points the words are aligned by their longest common
subsequence. Then two things are mended that such a subsequence gets wrong: where an addition could
stand in several places it is put between sentences, and chance agreements of a few words inside
larger edits are dropped (https://neil.fraser.name/writing/diff/, "semantic cleanup").
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from claims.words import Words

# Fewer words than this in a row agree by chance ("of the", "he said"): no evidence on their own.
EVIDENCE = 4
# A larger gap (old words times new words) is first divided at phrases that stand once in each.
_DIVIDE = 1_000_000
# A gap that is still larger than this is not aligned: somebody pasted another text over it.
_TOO_LARGE = 400_000_000

Run = tuple[int, int, int]  # old word, new word, how many words agree from there


@dataclass(frozen=True)
class Gap:
    """Words between two fixed points, on either side of the edit."""

    old: range
    new: range


@dataclass
class Alignment:
    """For each old word its new place or -1 and whether a move took it there; what is left over."""

    old: Words
    new: Words
    image: list[int]
    moved: bytearray
    taken: bytearray  # for each new word, whether an old one stands there
    gaps: list[Gap] = field(default_factory=list)

    def place(self, run: Run, moved: bool) -> None:
        i, j, length = run
        self.image[i : i + length] = range(j, j + length)
        self.taken[j : j + length] = b"\1" * length
        self.moved[i : i + length] = bytes([moved]) * length

    def free_before(self, j: int) -> range:
        """The new words without a partner that end right before `j`."""
        return range(self.taken.rfind(1, 0, j) + 1, j)

    def free_after(self, j: int) -> range:
        """The new words without a partner that begin at `j`."""
        end = self.taken.find(1, j)
        return range(j, end if end >= 0 else len(self.taken))

    def gap_around(self, words: range) -> Gap | None:
        """The gap that holds all of `words`, or None if a fixed point is among them."""
        n = bisect_right(self.gaps, words.start, key=lambda gap: gap.old.start) - 1
        return self.gaps[n] if n >= 0 and words.stop <= self.gaps[n].old.stop else None

    def hole(self, i: int) -> range:
        """The old words without a partner around word `i`, or just that word if it has one."""
        if self.image[i] >= 0:
            return range(i, i + 1)
        return self._holes[bisect_right(self._holes, i, key=lambda hole: hole.start) - 1]

    @cached_property
    def owners(self) -> list[int]:
        """For each new word, which old one stands there, or -1."""
        owners = [-1] * len(self.taken)
        for i, j in enumerate(self.image):
            if j >= 0:
                owners[j] = i
        return owners

    @cached_property
    def _holes(self) -> list[range]:
        return list(_unmatched(self.image))


def align(old_text: str, new_text: str) -> Alignment:
    """Align two texts. Time grows with their length, and with the square of the largest gap."""
    old, new = Words.of(old_text), Words.of(new_text)
    n, m = len(old.keys), len(new.keys)
    alignment = Alignment(old, new, [-1] * n, bytearray(n), bytearray(m))
    for run, moved in _fixed_points(old, new):
        alignment.place(run, moved)
    alignment.gaps.extend(_gaps(alignment))
    for gap in alignment.gaps:
        moved = gap.old.start > 0 and bool(alignment.moved[gap.old.start - 1])
        for run in _agreements(old, new, gap):
            alignment.place(run, moved)
    return alignment


# --- fixed points --------------------------------------------------------------------------------


def _fixed_points(old: Words, new: Words) -> Iterator[tuple[Run, bool]]:
    """Yield the sentences that stand once in each text, and whether they moved."""
    there = _once(new)
    runs = [(i, there[s], len(s)) for s, i in _once(old).items() if s in there]
    stays = set(heaviest_chain([(j, length) for _, j, length in runs]))
    for n, run in enumerate(runs):
        yield run, n not in stays


def _once(words: Words) -> dict[tuple[str, ...], int]:
    """Sentences that stand exactly once and are long enough, with their first word, in order."""
    sentences = [tuple(words.keys[a:b]) for a, b in pairwise(words.sentences)]
    counts = Counter(sentences)
    return {
        sentence: first
        for sentence, first in zip(sentences, words.sentences, strict=False)
        if counts[sentence] == 1 and sum(k[0].isalnum() for k in sentence) >= EVIDENCE
    }


def heaviest_chain(places: list[tuple[int, int]]) -> list[int]:
    """Indices of the rising subsequence of `(place, weight)` with the greatest sum of weights.

    A Fenwick tree of prefix maxima, so n log n.
    """
    if all(a < b for (a, _), (b, _) in pairwise(places)):
        return list(range(len(places)))
    rank = {place: n for n, (place, _) in enumerate(sorted(places), start=1)}
    best = [(0, -1)] * (len(places) + 1)  # (weight of the best chain, its last index)
    previous = []
    for n, (place, weight) in enumerate(places):
        total, last = max((best[r] for r in _prefix(rank[place] - 1)), default=(0, -1))
        previous.append(last)
        for r in _covers(rank[place], len(best)):
            best[r] = max(best[r], (total + weight, n))
    chain = [max((best[r] for r in _prefix(len(places))), default=(0, -1))[1]]
    while chain[-1] >= 0:
        chain.append(previous[chain[-1]])
    return chain[-2::-1]


def _prefix(r: int) -> Iterator[int]:
    while r:
        yield r
        r -= r & -r


def _covers(r: int, size: int) -> Iterator[int]:
    while r < size:
        yield r
        r += r & -r


# --- gaps ----------------------------------------------------------------------------------------


def _gaps(alignment: Alignment) -> Iterator[Gap]:
    """Yield the free words between neighbouring fixed points.

    Where the neighbours stay neighbours the free words between them face each other. Where a move
    tore them apart, the old words face what now follows the left one, or else precedes the right;
    no new words face two gaps.
    """
    image, offered = alignment.image, bytearray(alignment.taken)
    for old in _unmatched(image):
        left = image[old.start - 1] + 1 if old.start else 0
        right = image[old.stop] if old.stop < len(image) else len(offered)
        new = alignment.free_after(left) or alignment.free_before(right)
        if any(offered[new.start : new.stop]):
            new = range(new.start, new.start)
        offered[new.start : new.stop] = b"\1" * len(new)
        yield Gap(old, new)


def _unmatched(image: list[int]) -> Iterator[range]:
    i = 0
    while i < len(image):
        start = i
        while i < len(image) and image[i] < 0:
            i += 1
        if i > start:
            yield range(start, i)
        i += 1


def _agreements(old: Words, new: Words, gap: Gap) -> list[Run]:
    """The words of a gap that agree, and not by chance."""
    runs = list(_common(old, new, gap.old, gap.new))
    return _without_chance(gap, old, new, _settled(old, new, runs))


def _common(old: Words, new: Words, i: range, j: range, divisible: bool = True) -> Iterator[Run]:
    """Yield the runs of the longest common subsequence of two ranges of words."""
    if divisible and len(i) * len(j) > _DIVIDE:
        for part_i, part_j in _divided(old, new, i, j):
            yield from _common(old, new, part_i, part_j, divisible=False)
    elif i and j and len(i) * len(j) <= _TOO_LARGE:
        codes = LCSseq.opcodes(old.keys[i.start : i.stop], new.keys[j.start : j.stop])
        for block in codes.as_matching_blocks():
            if block.size:
                yield i.start + block.a, j.start + block.b, block.size


def _divided(old: Words, new: Words, i: range, j: range) -> Iterator[tuple[range, range]]:
    """Cut two ranges of words at the phrases that stand once in each."""
    here, there = _phrases(old, i), _phrases(new, j)
    pairs = [(a, there[phrase]) for phrase, a in here.items() if phrase in there]
    chain = [pairs[n] for n in heaviest_chain([(b, 1) for _, b in pairs])]
    cuts = [(i.start, j.start), *chain, (i.stop, j.stop)]
    for (a, b), (next_a, next_b) in pairwise(cuts):
        yield range(a, next_a), range(b, next_b)


def _phrases(words: Words, within: range) -> dict[tuple[str, ...], int]:
    """Phrases of `EVIDENCE` words that stand exactly once in `within`, in order."""
    firsts = range(within.start, within.stop - EVIDENCE + 1)
    phrases = [tuple(words.keys[n : n + EVIDENCE]) for n in firsts]
    counts = Counter(phrases)
    return {phrase: n for phrase, n in zip(phrases, firsts, strict=True) if counts[phrase] == 1}


def _settled(old: Words, new: Words, runs: list[Run]) -> list[Run]:
    """Slide each addition or deletion that could stand in several places to between sentences."""
    runs = _joined(runs)
    for n in range(len(runs) - 1):
        (i, j, size), (next_i, next_j, next_size) = runs[n], runs[n + 1]
        if i + size == next_i:
            side, start, stop = new, j + size, next_j
        elif j + size == next_j:
            side, start, stop = old, i + size, next_i
        else:
            continue
        k = _slide(side, start, stop, size, next_size)
        runs[n] = (i, j, size + k)
        runs[n + 1] = (next_i + k, next_j + k, next_size - k)
    return _joined([run for run in runs if run[2]])


def _slide(side: Words, start: int, stop: int, back: int, ahead: int) -> int:
    """By how many words the lone words `[start, stop)` slide to begin with a sentence, or 0."""
    keys = side.keys
    k = 0
    while k < ahead and start + k not in side.begins and keys[start + k] == keys[stop + k]:
        k += 1
    if start + k in side.begins:
        return k
    k = 0
    while -k < back and start + k not in side.begins and keys[start + k - 1] == keys[stop + k - 1]:
        k -= 1
    return k if start + k in side.begins else 0


def _joined(runs: list[Run]) -> list[Run]:
    """Merge runs that touch on both sides."""
    joined = []
    for i, j, size in runs:
        if joined and sum(joined[-1][0::2]) == i and sum(joined[-1][1:]) == j:
            size += joined[-1][2]
            i, j, _ = joined.pop()
        joined.append((i, j, size))
    return joined


def _without_chance(gap: Gap, old: Words, new: Words, runs: list[Run]) -> list[Run]:
    """Drop short runs that are lighter than the edits on both sides of them."""
    kept = [(gap.old.start, gap.new.start, 0), *runs, (gap.old.stop, gap.new.stop, 0)]
    n = 1
    while n < len(kept) - 1:
        i, _, size = kept[n]
        weight = sum(map(len, old.keys[i : i + size]))
        if (
            size < EVIDENCE
            and _outweighs(old, new, kept[n - 1], kept[n], weight)
            and _outweighs(old, new, kept[n], kept[n + 1], weight)
        ):
            del kept[n]
            n = max(n - 1, 1)  # the edits have grown together: look at the run before again
        else:
            n += 1
    return kept[1:-1]


def _outweighs(old: Words, new: Words, left: Run, right: Run, weight: int) -> bool:
    """Did the edit between two runs take away or put in at least `weight` letters?"""
    return any(
        # A word has a letter at least, so no more words than letters need counting.
        sum(map(len, words.keys[start : min(stop, start + weight)])) >= weight
        for words, start, stop in (
            (old, left[0] + left[2], right[0]),
            (new, left[1] + left[2], right[1]),
        )
    )
