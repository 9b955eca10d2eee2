"""Charts as shapes: numbers in, what a template draws as SVG out. Knows no claim and no framework.

Across, everything is in per cent of the drawing, down in pixels: a drawing takes the width it is
given while its words keep their size. Nothing here has a colour or a style: a tone is the name of
a pattern that the page defines (templates/admin/claims/_pace_patterns.html).
"""

from dataclasses import dataclass
from itertools import pairwise

LONGEST_LABEL = 34  # characters that fit on the narrowest screen
MOST_TICKS = 4
ROW, BAR = 46, 16  # pixels: a bar with its words; the bar
PLOT, HEAD, FOOT = 180, 24, 26  # pixels: the plot, the room above it, the room for its labels
PITCH, NARROW = 46, 20  # pixels: the least width of a column with its number over it; without
MOST_NUMBERED = 26  # columns with their numbers; of more the table has them
INSET = 4  # per cent of the width: where the scale stands, left of the first column
MOST_LABELS = 13  # under a plot, so that they stand apart when it is printed


@dataclass(frozen=True)
class Series:
    """One kind of number in a chart: its name in words, and the tone it is drawn in."""

    label: str
    tone: str


@dataclass(frozen=True)
class Item:
    """One bar, column or point: its label, a value for each series, and what is said of it.

    A value of None is one that is not known: nothing is drawn.
    """

    label: str
    values: tuple
    said: str = ""


@dataclass(frozen=True)
class Box:
    x: str
    y: float
    width: str
    height: float
    tone: str
    said: str


@dataclass(frozen=True)
class Words:
    """Text at a point. anchor: which end of it stands there, as in SVG: start, middle or end."""

    x: str
    y: float
    words: str
    anchor: str
    css: str = "chart-label"


@dataclass(frozen=True)
class Line:
    x1: str
    y1: float
    x2: str
    y2: float
    css: str


@dataclass(frozen=True)
class Dot:
    x: str
    y: float
    css: str
    said: str


@dataclass(frozen=True)
class Drawing:
    """What one SVG holds. width: the least that it is readable at; height: both in pixels."""

    width: int
    height: int
    boxes: tuple = ()
    words: tuple = ()
    lines: tuple = ()
    dots: tuple = ()


def bars(items, series):
    """Return a Drawing of bars that lie, one under the other, each stacked of its values."""
    most = max((sum(item.values) for item in items), default=0) or 1
    boxes, words = [], []
    for row, item in enumerate(items):
        top = row * ROW
        words.append(Words("0%", top + 14, shortened(item.label), "start"))
        words.append(Words("100%", top + 14, item.said, "end", "chart-number"))
        left = 0
        for value, one in zip(item.values, series, strict=True):
            if value:
                said = f"{item.label}, {one.label}: {value:,}"
                width = _percent(value / most)
                boxes.append(Box(_percent(left / most), top + 20, width, BAR, one.tone, said))
            left += value
    return Drawing(0, max(len(items) * ROW, ROW), tuple(boxes), tuple(words))


def columns(items, series):
    """Return a Drawing of columns that stand, one beside the other, each stacked of its values."""
    most = max((sum(item.values) for item in items), default=0)
    top, lines, words = _scale(most, "{:,}")
    boxes = []
    for place, item in enumerate(items):
        height = 0
        for value, one in zip(item.values, series, strict=True):
            if value:
                tall = max(PLOT * value / top, 1)
                height += tall
                said = f"{item.label}, {one.label}: {value:,}"
                left, y = _across(place + 0.14, items), HEAD + PLOT - height
                width = f"{0.72 * (100 - INSET) / len(items):.3f}%"
                boxes.append(Box(left, y, width, tall, one.tone, said))
        if height and len(items) <= MOST_NUMBERED:
            y, number = HEAD + PLOT - height - 5, f"{sum(item.values):,}"
            words.append(Words(_across(place + 0.5, items), y, number, "middle", "chart-number"))
    words += _labels(items)
    return Drawing(_width(items), HEAD + PLOT + FOOT, tuple(boxes), tuple(words), tuple(lines))


def points(items, series, tick="{:,}"):
    """Return a Drawing of a line for each series, through those of its values that are known.

    tick  how a number of the scale is written, as for str.format.
    """
    known = [value for item in items for value in item.values if value is not None]
    top, lines, words = _scale(max(known, default=0), tick)
    dots = []
    for nth, one in enumerate(series):
        at = [
            (place, _across(place + 0.5, items), HEAD + PLOT - PLOT * item.values[nth] / top)
            for place, item in enumerate(items)
            if item.values[nth] is not None
        ]
        for (place, x, y), (following, next_x, next_y) in pairwise(at):
            if following == place + 1:
                lines.append(Line(x, y, next_x, next_y, f"chart-line {one.tone}"))
        for place, x, y in at:
            said = tick.format(round(items[place].values[nth], 1))
            said = f"{items[place].label}, {one.label}: {said}"
            dots.append(Dot(x, y, f"chart-dot {one.tone}", said))
    words += _labels(items)
    size = _width(items), HEAD + PLOT + FOOT
    return Drawing(*size, words=tuple(words), lines=tuple(lines), dots=tuple(dots))


def shortened(words, longest=LONGEST_LABEL):
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def step(most):
    """Return the distance of the lines of a scale up to `most`: 1, 2 or 5 times a power of ten."""
    size = 1
    while True:
        for times in (1, 2, 5):
            if most <= times * size * MOST_TICKS:
                return times * size
        size *= 10


def _scale(most, tick):
    """Return (the number at the top of the plot, its lines, their words)."""
    apart = step(most)
    number = max(-(-most // apart), 1)
    lines, words = [], []
    for nth in range(int(number) + 1):
        y = HEAD + PLOT - PLOT * nth / number
        lines.append(Line("0%", y, "100%", y, "chart-axis" if nth == 0 else "chart-grid"))
        if nth:
            words.append(Words("0%", y - 4, tick.format(nth * apart), "start", "chart-tick"))
    return number * apart, lines, words


def _labels(items):
    every = -(-len(items) // MOST_LABELS) or 1
    y = HEAD + PLOT + 18
    # Under the middle of a wide column; from the edge of a narrow one, or the first were cut.
    part, anchor = (0.5, "middle") if len(items) <= MOST_NUMBERED else (0.14, "start")
    return [
        Words(_across(place + part, items), y, item.label, anchor)
        for place, item in enumerate(items)
        if place % every == 0
    ]


def _across(columns, items):
    """Return where it stands that is so many columns from the first one's left edge."""
    return f"{INSET + columns * (100 - INSET) / len(items):.3f}%"


def _width(items):
    return len(items) * (PITCH if len(items) <= MOST_NUMBERED else NARROW)


def _percent(part):
    return f"{part * 100:.3f}%"
