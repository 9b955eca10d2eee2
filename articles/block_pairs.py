"""Which block of one version of a body is which block of another. Pure.

What is equal comes first, in order (longest common subsequence), then wherever it went. Of the
rest those belong together that share words and phrases: each votes for the blocks that have it.
The longest chain of pairs in the same order has stayed; the others have moved.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from rapidfuzz.distance import Indel

# A block this short is not recognised elsewhere: "Yes" may stand anywhere.
EVIDENCE = 4
# Share of the shorter block's words and phrases that the other must have.
ALIKE = 0.5
# A phrase that more blocks than this hold says nothing about any of them.
COMMON = 8
# Neighbourhoods with more pairs than this, or blocks of more words, are not searched for likeness:
# what is long and alike shares phrases that few others have.
MOST_NEIGHBOURS = 400
MOST_WORDS = 500


@dataclass(frozen=True)
class Unit:
    """What a block is recognised by.

    key    str, equal for blocks that say the same.
    words  tuple of its words in lower case, without signs.
    role   str; "" or the cell of a table's row. What stands in the same cell is the same cell.
    """

    key: str
    words: tuple[str, ...]
    role: str = ""


@dataclass(frozen=True)
class Pairs:
    """new_of: old index -> new index. stays: the old indices that did not move."""

    new_of: dict[int, int]
    stays: frozenset[int]

    @cached_property
    def in_place(self) -> list[tuple[int, int]]:
        """The pairs that stayed, as (old, new), in the order of both."""
        return sorted((i, self.new_of[i]) for i in self.stays)


def pair(old: Sequence[Unit], new: Sequence[Unit]) -> Pairs:
    """Return which of `old` is which of `new`. Time grows about linearly with their words."""
    new_of = _equal_in_order(old, new)
    _add(new_of, _equal_elsewhere(old, new, new_of))
    _add(new_of, _alike(old, new, new_of))
    _add(new_of, _neighbours(old, new, new_of))
    stays = _chain(new_of)
    for i in set(new_of) - stays:
        if len(old[i].words) < EVIDENCE:
            del new_of[i]
    return Pairs(new_of, stays)


def phrases(words):
    """Return the pairs of neighbouring words as a set."""
    return set(pairwise(words))


def _marks(unit):
    """What a reworded block is recognised by: its phrases, and its words for a short one."""
    return phrases(unit.words) | set(unit.words)


def _add(new_of, found):
    """Add the (old, new) pairs of `found` whose ends are both still free, the first ones first."""
    taken = set(new_of.values())
    for i, j in found:
        if i not in new_of and j not in taken:
            new_of[i] = j
            taken.add(j)


def _equal_in_order(old, new):
    runs = Indel.opcodes([unit.key for unit in old], [unit.key for unit in new])
    return {
        run.src_start + n: run.dest_start + n
        for run in runs
        if run.tag == "equal"
        for n in range(run.src_end - run.src_start)
    }


def _equal_elsewhere(old, new, new_of):
    taken = set(new_of.values())
    there = defaultdict(list)
    for j, unit in enumerate(new):
        if j not in taken:
            there[unit.key].append(j)
    for i, unit in enumerate(old):
        if i not in new_of and len(there[unit.key]) == 1:
            yield i, there[unit.key][0]


def _alike(old, new, new_of):
    """Yield pairs that share enough phrases, those with the most in common first."""
    taken = set(new_of.values())
    here = {i: _marks(unit) for i, unit in enumerate(old) if i not in new_of}
    there = {j: _marks(unit) for j, unit in enumerate(new) if j not in taken}
    votes = _votes(here, there)
    for (i, j), count in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if count >= ALIKE * min(len(here[i]), len(there[j])):
            yield i, j


def _votes(here, there):
    """Count, for each (old, new) index, what both have and few others."""
    holders = defaultdict(list)
    for j, those in there.items():
        for phrase in those:
            holders[phrase].append(j)
    votes = Counter()
    for i, those in here.items():
        for phrase in those & holders.keys():
            if len(holders[phrase]) <= COMMON:
                votes.update((i, j) for j in holders[phrase])
    return votes


def _neighbours(old, new, new_of):
    """Yield pairs of free blocks between the same neighbours: alike, or in the same cells."""
    stays = _chain(new_of)
    ends = [(-1, -1), *sorted((i, new_of[i]) for i in stays), (len(old), len(new))]
    taken = set(new_of.values())
    for (i, j), (next_i, next_j) in pairwise(ends):
        gone = [n for n in range(i + 1, next_i) if n not in new_of]
        come = [n for n in range(j + 1, next_j) if n not in taken]
        if not gone or not come:
            continue
        if len(gone) * len(come) <= MOST_NEIGHBOURS:
            yield from _closest(old, new, gone, come)
        yield from takewhile(
            lambda ends: old[ends[0]].role == new[ends[1]].role != "",
            zip(gone, come, strict=False),
        )


def _closest(old, new, gone, come):
    likeness = [
        (Indel.normalized_similarity(old[i].words, new[j].words), i, j)
        for i in gone
        for j in come
        if old[i].role == new[j].role and _is_short(old[i]) and _is_short(new[j])
    ]
    for share, i, j in sorted(likeness, key=lambda one: (-one[0], one[1:])):
        if share >= ALIKE:
            yield i, j


def _is_short(unit):
    return 0 < len(unit.words) <= MOST_WORDS


def _chain(new_of):
    """Return the old indices of the longest run of pairs in the same order on both sides."""
    ends, last, before = [], [], {}
    for i, j in sorted(new_of.items()):
        n = bisect_left(ends, j)
        ends[n : n + 1], last[n : n + 1] = [j], [i]
        before[i] = last[n - 1] if n else None
    chain, i = set(), last[-1] if last else None
    while i is not None:
        chain.add(i)
        i = before[i]
    return frozenset(chain)
