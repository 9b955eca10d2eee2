"""What an anchor is made of. Pure.

W3C Web Annotation Data Model: Text Quote Selector and Text Position Selector,
https://www.w3.org/TR/annotation-model/#selectors
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Span:
    """Half-open `[start, end)`, in Unicode code points.

    Not UTF-16 units: a browser must convert, or every emoji shifts the span.
    Raises ValueError unless `0 <= start < end`.
    """

    start: int
    end: int

    def __post_init__(self):
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span needs 0 <= start < end, not {self.start} and {self.end}.")

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True)
class Quote:
    """The words, and some of the text right before and right after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Anchor(StrEnum):
    """What became of a claim's words; the promises stand in `claims.anchoring`."""

    EXACT = "exact"
    MOVED = "moved"
    DRIFTED = "drifted"
    LOST = "lost"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Relocated:
    """Where a claim's words stand now.

    span      Span in the new text; None if lost or ambiguous.
    material  bool; True if the change may matter to a verdict, and always if there is no span.
    score     0 to 1, how alike the wordings are; 1 for the same words.
    """

    anchor: Anchor
    span: Span | None
    material: bool
    score: float


LOST = Relocated(Anchor.LOST, None, True, 0.0)
AMBIGUOUS = Relocated(Anchor.AMBIGUOUS, None, True, 1.0)
