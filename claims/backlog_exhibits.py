"""What is open at the desk, as exhibits. No query."""

from collections import Counter
from statistics import median_low

from . import charts
from .backlog import AGES
from .charts import Item, Series
from .exhibits import Exhibit, capital, rest
from .models import Priority, Status
from .worklists import UNFINISHED

NOBODY = "Nobody"
MOST_BARS = 8  # beside nobody's; a table has them all
AGE_LABELS = ("under 1 day", "1 to 3 days", "3 to 7 days", "7 to 30 days", "over 30 days")
DUE_COLUMNS = (
    "Due", "Nobody assigned", "Somebody assigned", "All", "All until then",
    "Verdicts until then at the median pace", "Late at that pace",
)  # fmt: skip


def by_age(ages):
    """Return the Exhibit of what is open by status and age, as backlog.ages counts it."""
    none = (0,) * len(AGES)
    rows = [(Status(status).label, *ages.get(status, none)) for status in UNFINISHED]
    series = tuple(Series(label, f"age-{nth}") for nth, label in enumerate(AGE_LABELS, 1))
    items = [Item(capital(label), tuple(n), f"{sum(n):,}") for label, *n in rows]
    return Exhibit(
        "open",
        "Open claims by status and age",
        "Every claim without a verdict that is not dismissed, as of now, whatever the days above. "
        "Its age is the time since it was tagged; a suggestion’s, since it was suggested.",
        "No claim is open.",
        charts.bars(items, series) if ages else None,
        series,
        ("Status", *map(capital, AGE_LABELS), "All"),
        [(capital(label), *numbers, sum(numbers)) for label, *numbers in rows],
    )


def by_person(loads):
    """Return the Exhibit of who has how much in hand, as backlog.loads counts it."""
    tones = ("bad", "busy", "calm")
    series = tuple(Series(p.label, tone) for p, tone in zip(Priority, tones, strict=True))
    rows = [(load.name or NOBODY, *(load.claims.get(p, 0) for p in Priority)) for load in loads]
    shown = _most(rows)
    items = [Item(name, tuple(n), f"{sum(n):,}") for name, *n in shown]
    return Exhibit(
        "load",
        "Who has how much in hand",
        "Open claims by assignee and priority, as of now, most first; at the end those that nobody "
        "is assigned to.",
        "No claim is open, so nobody has anything in hand.",
        charts.bars(items, series) if rows else None,
        series,
        ("Assignee", *(f"{capital(p.label)} priority" for p in Priority), "All"),
        [(*row, sum(row[1:])) for row in rows],
        rest(rows, shown),
    )


def _most(rows):
    """Return the first rows, and what is nobody's wherever it stands."""
    return rows[:MOST_BARS] + [row for row in rows[MOST_BARS:] if row[0] == NOBODY]


def by_due(dues, decided, scope):
    """Return the Exhibit of what is due when, and how much of it the desk's pace would decide.

    dues     as backlog.deadlines counts them.
    decided  as pace.decided counts it in `scope`: what the pace is taken from.
    """
    a_day = median_a_day(decided, scope)
    series = (Series("nobody is assigned", "bad"), Series("somebody is assigned", "busy"))
    rows, until = [], 0
    for due in dues:
        until += due.total
        able = a_day * (due.within or 0)
        numbers = (due.unassigned, due.assigned, due.total, until)
        rows.append((_when(due.within, dues), *numbers, able, max(until - able, 0)))
    items = [Item(label, tuple(n[:2]), f"{n[2]:,}") for label, *n in rows]
    return Exhibit(
        "deadlines",
        "Deadline risk",
        "Open claims whose day is past or comes within a week, as of now. The projection takes the "
        "median day of the range: half of its days, weekends included, saw at least that many "
        "verdicts. It supposes that the desk does nothing else, and that the rest of today counts "
        "for nothing.",
        "No open claim is overdue or due within a week.",
        charts.bars(items, series) if until else None,
        series,
        DUE_COLUMNS,
        rows,
        _projection(a_day, dues, rows) if until else "",
    )


def _when(within, dues):
    if within is None:
        return "Overdue"
    before = [due.within for due in dues if due.within is not None and due.within < within]
    return f"In {before[-1] + 1} to {within} days" if before else "Today or tomorrow"


def median_a_day(decided, scope):
    """Return the verdicts of the median day of the range, days without any included."""
    by_day = Counter()
    for one in decided:
        by_day[one.day] += one.claims
    return median_low([by_day[day] for day in scope.days])


def _projection(a_day, dues, rows):
    """Return in a sentence by when the desk would be furthest behind; rows as in the table."""
    if not a_day:
        return "On half of the days in the range or more nothing was decided: nothing is projected."
    ahead = zip(dues[1:], rows[1:], strict=True)
    due, (*_, until, _able, late) = max(ahead, key=lambda pair: pair[1][-1])
    pace_said = f"The median day of the range saw {_verdicts(a_day)}. At that pace"
    if not late:
        return f"{pace_said} what is overdue, and due within a week, is decided as it falls due."
    by = "tomorrow" if due.within == 1 else f"the day in {due.within} days"
    claims = "the claim" if until == 1 else f"the {until:,} claims"
    return f"{pace_said} {late:,} of {claims} due by {by} would then be without a verdict."


def _verdicts(number):
    return "1 verdict" if number == 1 else f"{number:,} verdicts"
