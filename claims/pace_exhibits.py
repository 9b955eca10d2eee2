"""What was decided in a range of days, how long it took and how it held, as exhibits. No query."""

from collections import Counter

from . import charts, pace
from .charts import Item, Series
from .exhibits import Exhibit, capital, rest
from .models import DECIDED, Decision, Status

MOST_BARS = 20  # in one chart; a table has them all
TONES = ("good", "bad", "warn")
VERDICTS = tuple(Series(one.label, tone) for one, tone in zip(DECIDED, TONES, strict=True))


def by_week(decided, scope):
    """Return the Exhibit of verdicts a week."""
    found = Counter()
    for one in decided:
        found[pace.monday_of(one.day), one.verdict] += one.claims
    rows = [(monday, *(found[monday, verdict] for verdict in DECIDED)) for monday in scope.weeks]
    items = [Item(_week(monday, scope), tuple(n)) for monday, *n in rows]
    return Exhibit(
        "decided",
        "Verdicts a week",
        "A verdict counts on the day of the approval that brought it into force, also if it fell "
        "since. Verdicts confirmed after an edit count too. A week begins on Monday; the first and "
        "the last may be cut by the range.",
        "Nothing was decided in these days.",
        charts.columns(items, VERDICTS) if decided else None,
        VERDICTS,
        ("Week of", *(capital(one.label) for one in VERDICTS), "All"),
        [(monday.isoformat(), *n, sum(n)) for monday, *n in rows],
        is_wide=True,
    )


def _week(monday, scope):
    words = f"{monday.day} {monday:%b}"
    return f"{words} ’{monday:%y}" if len(scope.weeks) > 54 else words


def by_time(weeks, scope):
    """Return the Exhibit of the time from tag to verdict, as pace.took counts it."""
    unit, seconds = _unit(weeks)
    series = (Series("median", "tone-median"), Series("nine of ten within", "tone-p90"))
    items, rows = [], []
    for monday in scope.weeks:
        took = weeks.get(monday)
        times = (took.median, took.p90) if took else ()
        values = tuple(time.total_seconds() / seconds for time in times) or (None, None)
        items.append(Item(_week(monday, scope), values))
        if took:
            hours = (f"{time.total_seconds() / 3600:.1f}" for time in times)
            rows.append((monday.isoformat(), took.claims, *hours))
    return Exhibit(
        "time",
        "Time to verify",
        "From the tag to the first verdict in force, nights and weekends included; claims that "
        "were decided before are left out. Half of a week’s verdicts took no longer than its "
        f"median, nine of ten no longer than the other; in {unit}, by the week of the verdict.",
        "No claim was decided for the first time in these days.",
        charts.points(items, series, "{:,} " + unit) if weeks else None,
        series,
        ("Week of", "First verdicts", "Median (hours)", "90 % within (hours)"),
        rows,
        is_wide=True,
    )


def _unit(weeks):
    longest = max((took.p90.total_seconds() for took in weeks.values()), default=0)
    if longest <= 2 * 3600:
        return "minutes", 60
    return ("hours", 3600) if longest <= 96 * 3600 else ("days", 86400)


def by_verdict(decided):
    """Return the Exhibit of which verdicts were given, and with which ratings."""
    found = Counter()
    for one in decided:
        found[one.verdict, one.rating] += one.claims
    total = sum(found.values())
    kinds = [(verdict, "") for verdict in DECIDED if verdict != Status.REFUTED]
    kinds[1:1] = [(Status.REFUTED, rating) for rating in Decision.Rating]
    rows, items = [], []
    for verdict, rating in kinds:
        number = found[verdict, rating]
        label = capital(verdict.label) + (f": {rating.label}" if rating else "")
        share = f"{100 * number / total:.1f}" if total else "0.0"
        rows.append((label, number, share))
        values = tuple(number if verdict == one else 0 for one in DECIDED)
        items.append(Item(label, values, f"{number:,} · {share} %"))
    return Exhibit(
        "verdicts",
        "Which verdicts",
        "The verdicts of the range with their ratings, counted as those a week.",
        "Nothing was decided in these days.",
        charts.bars(items, VERDICTS) if total else None,
        VERDICTS,
        ("Verdict", "Verdicts", "Per cent"),
        rows,
    )


def by_reviewer(held, sees_all):
    """Return the Exhibit of how verdicts held, as pace.held counts it.

    sees_all  whether they are everybody's or the reader's own.
    """
    series = (
        Series("overturned", "bad"),
        Series("fell with changed words", "warn"),
        Series("other", "calm"),
    )
    rows = [(one.person, one.part, one.given, one.overturned, one.reworded) for one in held]
    items = [
        Item(
            f"{charts.shortened(person, 20)}, {part}",
            (overturned, reworded, given - overturned - reworded),
            f"{overturned:,} of {given:,}",
        )
        for person, part, given, overturned, reworded in rows[:MOST_BARS]
    ]
    whose = "Everybody’s" if sees_all else "Yours alone: others’ are for those who publish"
    return Exhibit(
        "overturned",
        "Verdicts overturned",
        "Of the verdicts of the range that a person proposed, or approved: how many a later "
        "verdict on the very same words contradicts, in verdict or rating, before they ran out. "
        "That words changed under a verdict counts against nobody: those are told apart. "
        f"{whose}, in the order of names.",
        "Nobody proposed or approved a verdict that came into force in these days."
        if sees_all
        else "No verdict that you proposed or approved came into force in these days.",
        charts.bars(items, series) if rows else None,
        series,
        ("Person", "Part", "Verdicts", "Overturned", "Fell with changed words"),
        rows,
        rest(rows, items),
    )


def spell(time):
    """Return a timedelta in words, such as "40 min", "7.5 h" or "3.2 days"."""
    seconds = time.total_seconds()
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    if seconds < 48 * 3600:
        return f"{seconds / 3600:.1f} h"
    return f"{seconds / 86400:.1f} days"
