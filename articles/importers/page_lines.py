"""The lines of a saved page: one paragraph each, with the blank lines before it."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

# Text editors and mail programs wrap at 72 to 80; a wider file has a paragraph a line.
NARROWEST_WRAP, WIDEST_WRAP = 50, 100  # code points
ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$")
CLOSED = re.compile(r"[.!?…:;,。！？؟۔।։](?:[”\"»’')\]]|\[\d+\])*$")

STOP = re.compile(r"[.!?…:;。！？؟۔।։]")
LETTERS_OF_A_SENTENCE = 60
SENTENCE_END = re.compile(r"[a-z]{2}[.!?][”\"»’')\]]*\s")


@dataclass(frozen=True)
class Line:
    """A paragraph or a short line; `gap` counts the blank lines before it."""

    text: str
    gap: int

    @property
    def words(self):
        return len(self.text.split())

    @property
    def is_closed(self):
        """Whether it ends as a sentence ends, or as a sentence that leads on (`:`, `,`)."""
        return bool(CLOSED.search(self.text)) and not ABBREVIATION.search(self.text)

    @property
    def is_paragraph(self):
        """Whether it reads as prose: closed, long, or with a sentence's end inside."""
        holds_sentence = self.words > 12 and SENTENCE_END.search(self.text)
        return bool(self.is_closed or self.words > 30 or len(self.text) > 250 or holds_sentence)

    @property
    def holds_sentence(self):
        """Whether a whole sentence may stand in it; some scripts have no full stop."""
        letters = sum(char.isalpha() for char in self.text)
        return (self.words > 2 and bool(STOP.search(self.text))) or letters >= LETTERS_OF_A_SENTENCE


def lines_of(text):
    """Return the Lines of normalised `text`, hard-wrapped paragraphs joined again."""
    lines, gap = [], 0
    for raw in text.split("\n"):
        if stripped := raw.strip(" \t\u200b"):
            lines.append(Line(stripped, gap))
            gap = 0
        else:
            gap += 1
    return _joined(lines)


def usual_gap(lines):
    """Return the number of blank lines that most often stands between two lines."""
    gaps = Counter(line.gap for line in lines[1:])
    return gaps.most_common(1)[0][0] if gaps else 0


def _joined(lines):
    width = max((len(line.text) for line in lines), default=0)
    full = {
        place
        for place, (line, following) in enumerate(itertools.pairwise(lines), start=1)
        if following.gap == 0 and _is_full(line.text, following.text, width)
    }
    # Where the full lines end as sentences do, they are whole paragraphs and not wrapped.
    open_ended = sum(not lines[place - 1].is_closed for place in full)
    if width > WIDEST_WRAP or 2 * open_ended <= len(full):
        return lines
    joined = []
    for place, line in enumerate(lines):
        if place in full:
            start = joined.pop()
            line = Line(f"{start.text} {line.text}", start.gap)
        joined.append(line)
    return joined


def _is_full(line, following, width):
    """Say whether `line` was broken because the next word had no room."""
    return width > NARROWEST_WRAP and len(line) + 1 + len(following.split()[0]) > width
