"""What changed between two texts, word by word. Pure.

The alignment is the longest common subsequence, from rapidfuzz.
"""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import Indel

# Every character is in exactly one token, so that the operations give back both texts.
WORDS = re.compile(r"\w+|\s+|[^\w\s]")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Memory is one bit for each pair of tokens: 50 MB. Two articles of 10,000 words stay below it.
MOST_PAIRS = 400_000_000


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
