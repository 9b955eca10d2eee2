"""All the figures of the page together, and kept for a while where they were long in counting."""

from dataclasses import astuple, dataclass
from datetime import datetime
from time import monotonic

from django.utils import timezone

from articles import optional_cache, text

from . import backlog, pace

# What took a second to count is kept for twenty: a desk of a million claims spends a twentieth
# of one processor on it at most, and a small one never sees what is older than a moment.
KEPT_TIMES = 20


@dataclass(frozen=True)
class Figures:
    """What is open, and what was decided in a range of days; all counted at one time.

    ages, loads, dues  as backlog counts them.
    weeks              {Monday: Took}
    counted            when, in UTC.
    """

    ages: dict
    loads: list
    dues: list
    decided: list
    took: pace.Took | None
    weeks: dict
    held: list
    counted: datetime


def of(scope, person=None):
    """Return the Figures of the scope; of how verdicts held only those of `person`, if given.

    Six queries, or none where they are still kept from the last time.
    """
    # With their names: what an earlier release kept may have others.
    asked = *Figures.__annotations__, *astuple(scope), timezone.localdate(), person and person.pk
    words = "\n".join(map(str, asked))
    key = f"pace-{text.sha256(words)}"
    if (kept := optional_cache.get(key)) is not None:
        return kept
    begun = monotonic()
    figures = _count(scope, person)
    optional_cache.keep(key, figures, KEPT_TIMES * (monotonic() - begun))
    return figures


def _count(scope, person):
    asked = scope.narrowed()
    return Figures(
        backlog.ages(asked),
        backlog.loads(asked),
        backlog.deadlines(asked),
        pace.decided(scope),
        *pace.took(scope),
        pace.held(scope, person),
        timezone.now(),
    )
