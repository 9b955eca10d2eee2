"""The lines of a saved page: one paragraph each, with the blank lines before it."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from .page_furniture import read_credit_line, read_notice

# Text editors and mail programs wrap at 72 to 80; a wider file has a paragraph a line.
NARROWEST_WRAP, WIDEST_WRAP = 50, 100  # code points
ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$")
CLOSED = re.compile(r"[.!?…:;,。！？؟۔।։](?:[”\"»’')\]]|\[\d+\])*$")

# What may end a paragraph; after a comma its sentence goes on.
ENDED = re.compile(r"[.!?…:。！？؟۔।։](?:[”\"»’')\]]|\[\d+\])*$")
MARKDOWN_HEADING = re.compile(r"#{1,6}\s")
ITEM = re.compile(r"[-•*]\s|\d{1,2}[.)]\s")
FIELD = re.compile(r"[\w-]+: \S")
LONGEST_CREDITS = 60  # code points of a line beside others; to read one as credits takes time
SHORTEST_WRAPPED = 20  # code points; nobody wraps at less, and menus and lists have shorter lines

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
    wrapped = _full(lines) | _in_wrapped_runs(lines)
    joined = []
    for place, line in enumerate(lines):
        if place in wrapped:
            start = joined.pop()
            line = Line(f"{start.text} {line.text}", start.gap)
        joined.append(line)
    return joined


def _full(lines):
    """Return the places of lines that follow a full one, in a file wrapped at one width."""
    width = max((len(line.text) for line in lines), default=0)
    full = {
        place
        for place, (line, following) in enumerate(itertools.pairwise(lines), start=1)
        if following.gap == 0 and _is_full(line.text, following.text, width)
    }
    # Where the full lines end as sentences do, they are whole paragraphs and not wrapped.
    open_ended = sum(not lines[place - 1].is_closed for place in full)
    narrow = NARROWEST_WRAP < width <= WIDEST_WRAP
    return full if narrow and 2 * open_ended > len(full) else set()


def _is_full(line, following, width):
    """Say whether `line` was broken because the next word had no room."""
    return len(line) + 1 + len(following.split()[0]) > width


# Lines of any width: where blank lines part the paragraphs, those between two are one


def _in_wrapped_runs(lines):
    """Return the places of lines that go on the line before, in runs without a blank line."""
    runs = _runs(lines)
    if not any(line.gap for line in lines[1:]):
        return set()
    wrapped = (run for run in runs if _is_wrapped([lines[place].text for place in run]))
    return {place for run in wrapped for place in run[1 + _has_heading(lines, run) :]}


def _runs(lines):
    """Return the runs of lines that may be one paragraph, as lists of places."""
    apart = {place for place in _beside_another(lines) if _stands_for_itself(lines[place].text)}
    runs = []
    for place, line in enumerate(lines):
        alone = place == 0 or line.gap or {place - 1, place} & apart
        if alone or _are_two(lines[place - 1].text, line.text):
            runs.append([])
        runs[-1].append(place)
    return [run for run in runs if len(run) > 1]


def _beside_another(lines):
    """Return the places of lines with no blank line before them or none behind."""
    close = [place for place, line in enumerate(lines) if place and not line.gap]
    return {*close, *(place - 1 for place in close)}


def _are_two(text, following):
    """Say whether two lines are entries of a list or a menu, as their form shows."""
    if FIELD.match(text) and FIELD.match(following):
        return True
    goes_on = following[0].islower() and len(following) >= SHORTEST_WRAPPED
    return len(text) < SHORTEST_WRAPPED and not goes_on and not ENDED.search(text)


def _stands_for_itself(text):
    """Say whether `text` is a heading in Markdown, a list's item, credits or a button."""
    if MARKDOWN_HEADING.match(text) or ITEM.match(text):
        return True
    if text[0].islower() or len(text) > LONGEST_CREDITS:
        return False
    return bool(read_credit_line(text) or read_notice(text))


def _is_wrapped(texts):
    """Say whether a run is one paragraph: most of its lines end, and one begins, mid-sentence."""
    open_ended = [
        (text, following)
        for text, following in itertools.pairwise(texts)
        if not ENDED.search(text) or ABBREVIATION.search(text)
    ]
    return (
        max(map(len, texts)) <= WIDEST_WRAP
        and 2 * len(open_ended) > len(texts) - 1
        and any(following[0].islower() for _, following in open_ended)
    )


def _has_heading(lines, run):
    """Say whether a run begins with a heading: it had room for the word that follows."""
    first, second, *_ = texts = [lines[place].text for place in run]
    width = max(map(len, texts[1:]))
    return second[0].isupper() and not ENDED.search(first) and not _is_full(first, second, width)
