"""What changed between two texts, word by word. Pure.

The alignment is the longest common subsequence, from rapidfuzz. For readers, agreements by chance
within larger edits are then dropped (https://neil.fraser.name/writing/diff/, "semantic cleanup").
"""

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from rapidfuzz.distance import Indel

# Every character is in exactly one token, so that the operations give back both texts.
WORDS = re.compile(r"\w+|\s+|[^\w\s]")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Memory is one bit for each pair of tokens: 50 MB. Two articles of 10,000 words stay below it.
MOST_PAIRS = 400_000_000
# More words than this in a row do not agree by chance.
MOST_BY_CHANCE = 3
SENTENCE_ENDS = frozenset(".!?…。！？\n")


@dataclass(frozen=True)
class Operation:
    """A run of text that both have, or that the newer one gained or lost."""

    op: Literal["equal", "insert", "delete"]
    text: str


def operations(before, after):
    """Return the Operations that turn `before` into `after`, in order.

    "equal" and "delete" joined are `before`, "equal" and "insert" joined are `after`. Texts too
    long to be compared by words are compared by lines.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        old, new = LINES.findall(before), LINES.findall(after)
    return list(_merged(Indel.opcodes(old, new), old, new))


@dataclass(frozen=True)
class Change:
    """Words `old` of one version that stand as words `new` in the other: slices of both."""

    is_equal: bool
    old: slice
    new: slice


def changes(old, new, word=str):
    """Return the list of Changes from `old` to `new`, sequences of words, as a reader sees them.

    word  function that gives the word of an item, for sequences of other things than str.

    A few words that agree by chance amid rewritten ones are not told as kept. Sequences too long
    for that are compared by sentences first.
    """
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    stops = len(old) - end, len(new) - end
    found = [
        Change(True, slice(0, start), slice(0, start)),
        *_between(old, new, slice(start, stops[0]), slice(start, stops[1]), word),
        Change(True, slice(stops[0], len(old)), slice(stops[1], len(new))),
    ]
    return _without_chance(found, _letters(old, word), _letters(new, word))


def _between(old, new, first, second, word):
    """Yield the Changes between two slices: by words, or where these are too many by sentences."""
    if (first.stop - first.start) * (second.stop - second.start) <= MOST_PAIRS:
        codes = Indel.opcodes(old[first], new[second])
        for is_equal, run in groupby(codes, key=lambda code: code.tag == "equal"):
            run = list(run)
            yield _shifted(Change(is_equal, _source(run), _destination(run)), first, second)
        return
    cuts, new_cuts = _sentences(old, first, word), _sentences(new, second, word)
    if len(cuts) * len(new_cuts) > MOST_PAIRS:
        yield Change(False, first, second)
        return
    sentences = [tuple(old[a:b]) for a, b in pairwise(cuts)]
    codes = Indel.opcodes(sentences, [tuple(new[a:b]) for a, b in pairwise(new_cuts)])
    for is_equal, run in groupby(codes, key=lambda code: code.tag == "equal"):
        run = list(run)
        was, now = _source(run), _destination(run)
        was = slice(cuts[was.start], cuts[was.stop])
        now = slice(new_cuts[now.start], new_cuts[now.stop])
        is_small = (was.stop - was.start) * (now.stop - now.start) <= MOST_PAIRS
        if is_equal or not is_small:
            yield Change(is_equal, was, now)
        else:
            yield from _between(old, new, was, now, word)


def _sentences(items, part, word):
    """Return where the sentences of `items[part]` begin, and where the last one ends."""
    ends = (n + 1 for n in range(part.start, part.stop - 1) if word(items[n]) in SENTENCE_ENDS)
    return [part.start, *ends, part.stop]


def _same(old, new):
    """Return how many words both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )


def _shifted(change, first, second):
    old, new = change.old, change.new
    return Change(
        change.is_equal,
        slice(old.start + first.start, old.stop + first.start),
        slice(new.start + second.start, new.stop + second.start),
    )


def _letters(items, word):
    """Return how many letters each item has, 0 for white space and signs."""
    words = map(word, items)
    return [len(one) if any(map(str.isalnum, one)) else 0 for one in words]


def _without_chance(found, old, new):
    """Join the changes on both sides of words that agree, where these are few and light.

    old, new  how many letters each word of either version has.
    """
    kept = []
    for change in found:
        if change.old.start == change.old.stop and change.new.start == change.new.stop:
            continue
        if not change.is_equal and len(kept) > 1 and _is_chance(*kept[-2:], change, old, new):
            del kept[-1]
        if kept and kept[-1].is_equal == change.is_equal:
            change = _joined(kept.pop(), change)
        kept.append(change)
    return kept


def _joined(first, last):
    spans = zip((first.old, first.new), (last.old, last.new), strict=True)
    return Change(last.is_equal, *(slice(a.start, b.stop) for a, b in spans))


def _is_chance(before, agreed, after, old, new):
    letters = old[agreed.old]
    return sum(map(bool, letters)) <= MOST_BY_CHANCE and all(
        max(sum(old[edit.old]), sum(new[edit.new])) >= sum(letters) for edit in (before, after)
    )


def _merged(codes, old, new):
    """Yield what stays, and of each change first all that went and then all that came."""
    for is_equal, run in groupby(codes, key=lambda code: code.tag == "equal"):
        run = list(run)
        went, came = old[_source(run)], new[_destination(run)]
        if is_equal:
            yield Operation("equal", "".join(went))
            continue
        if went:
            yield Operation("delete", "".join(went))
        if came:
            yield Operation("insert", "".join(came))


def _source(run):
    return slice(run[0].src_start, run[-1].src_end)


def _destination(run):
    return slice(run[0].dest_start, run[-1].dest_end)
