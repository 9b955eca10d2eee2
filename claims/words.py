"""A text as a row of words. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from claims.wording import TOKEN, key

# A period after a single letter is one of initials (U.S., J. Smith).
_SENTENCE_END = re.compile(r"\n|(?:(?<!\b[^\W\d_])\.|[!?…])[\"'”’»)\]]*(?=\s)|[。！？]")


@dataclass(frozen=True)
class Words:
    """The words of a text: where each stands (code points), its key, and where sentences begin."""

    text: str
    starts: list[int]
    ends: list[int]
    keys: list[str]
    sentences: list[int]  # the first word of each sentence, and at last the number of words

    @classmethod
    def of(cls, text: str) -> "Words":
        starts, ends, keys = [], [], []
        for start, word in _words(text):
            starts.append(start)
            ends.append(start + len(word))
            keys.append(key(word))
        cuts = {bisect_left(starts, m.end()) for m in _SENTENCE_END.finditer(text)}
        return cls(text, starts, ends, keys, sorted(cuts | {0, len(starts)}))

    def within(self, start: int, end: int) -> range:
        """The words that `[start, end)` touches."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def slice(self, words: range) -> str:
        """The text from the first to the last of `words`."""
        return self.text[self.starts[words.start] : self.ends[words.stop - 1]]

    def sentence_edges(self, words: range) -> list[int]:
        """Where a sentence begins or ends at, in or right after `words`."""
        first = bisect_left(self.sentences, words.start)
        return self.sentences[first : bisect_right(self.sentences, words.stop)]

    def has_break_in(self, words: range) -> bool:
        """Are `words` of more than one paragraph?"""
        return self.text.find("\n", self.starts[words.start], self.ends[words.stop - 1]) >= 0

    def has_break_before(self, i: int) -> bool:
        """Does a paragraph begin with word `i`, or the text, or does it end there?"""
        edge = i == 0 or i == len(self.keys)
        return edge or "\n" in self.text[self.ends[i - 1] : self.starts[i]]

    def places(self, wanted: list[str], within: range) -> Iterator[int]:
        """Yield where the words `wanted` stand in a row inside `within`."""
        seats = min((self._index.get(k, ()) for k in wanted), key=len)
        lead = next(n for n, k in enumerate(wanted) if self._index.get(k, ()) is seats)
        low = bisect_left(seats, within.start + lead)
        high = bisect_right(seats, within.stop - len(wanted) + lead)
        for seat in seats[low:high]:
            if self.keys[seat - lead : seat - lead + len(wanted)] == wanted:
                yield seat - lead

    @cached_property
    def begins(self) -> frozenset[int]:
        """Words that begin a sentence, and the end of the text."""
        return frozenset(self.sentences)

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        seats = {}
        for i, k in enumerate(self.keys):
            seats.setdefault(k, []).append(i)
        return seats


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield each word with its start. Blocks joined without a space (endNext) are cut apart."""
    for match in TOKEN.finditer(text):
        start, word = match.start(), match.group()
        if word.islower() or len(word) < 5 or word.istitle() or word.isupper():
            yield start, word
        else:
            cuts = [0, *filter(lambda n: _is_joint(word, n), range(3, len(word) - 1)), len(word)]
            yield from ((start + a, word[a:b]) for a, b in pairwise(cuts))


def _is_joint(word: str, n: int) -> bool:
    return word[n - 3 : n].islower() and word[n : n + 2].istitle()
