"""How fast the desk decides, and how its verdicts hold: figures for a range of days.

A verdict is given with the approval that brings it into force. Every figure is asked of the
approvals of the range (an index on `created`) and of their decisions and claims, by key; where
the range holds a great part of all there is, PostgreSQL may choose to read those tables through.
docs/pace.md tells the desk how each is counted.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber, TruncDate, TruncWeek
from django.utils import timezone

from .models import DECIDED, Approval, Decision

MEDIAN, P90 = 50, 90  # per cent
PROPOSED, APPROVED = "proposed", "approved"
STOOD, OVERTURNED, REWORDED = "stood", "overturned", "reworded"


@dataclass(frozen=True)
class Scope:
    """Which days and claims are looked at.

    first, last    the range, both included: days of the desk's time zone.
    kind, section  of the claims, the section by name; empty: any.
    """

    first: date
    last: date
    kind: str = ""
    section: str = ""

    @property
    def days(self):
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def weeks(self):
        """The Monday of each week that has a day in the range."""
        return sorted({monday_of(day) for day in self.days})

    def narrowed(self, path=""):
        """Return what is asked of a claim, as a Q; `path` leads to it, such as "claim__"."""
        asked = Q(**{f"{path}kind": self.kind}) if self.kind else Q()
        section = Q(**{f"{path}article__section__name": self.section})
        return asked & section if self.section else asked


def monday_of(day):
    return day - timedelta(days=day.weekday())


NEEDS_TWO = Q(decision__approvals_needed=2)


def _agreed(scope):
    """Return the approvals of the range, of the claims in the scope."""
    begin, end = _midnight(scope.first), _midnight(scope.last + timedelta(days=1))
    asked = scope.narrowed("decision__claim__")
    return _agreeing(asked, created__gte=begin, created__lt=end)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _agreeing(*args, **asked):
    return Approval.objects.filter(*args, agrees=True, **asked).order_by()


def _given(approvals):
    """Return those that brought a verdict into force: what guards.approvals_needed says, in SQL."""
    first_of_two = _agreeing(decision=OuterRef("decision"), pk__lt=OuterRef("pk"))
    return approvals.filter(~NEEDS_TWO | Exists(first_of_two))


# What was decided


@dataclass(frozen=True)
class Decided:
    """How many verdicts came into force on one day, alike in verdict and rating."""

    day: date
    verdict: str
    rating: str
    claims: int


def decided(scope):
    """Return every Decided of the range, by day. One query."""
    day = TruncDate("created", tzinfo=timezone.get_current_timezone())
    kinds = ("day", "decision__verdict", "decision__rating")
    rows = _given(_agreed(scope)).annotate(day=day).values(*kinds).order_by(*kinds)
    return [Decided(*row) for row in rows.annotate(claims=Count("*")).values_list(*kinds, "claims")]


# How long it took


@dataclass(frozen=True)
class Took:
    """How long `claims` verdicts took from the tag: half within `median`, nine of ten within `p90`.

    By nearest rank: each is a time that one of them really took.
    """

    claims: int
    median: timedelta
    p90: timedelta


def took(scope):
    """Return (Took of the range, None if there is nothing, {Monday of a week: Took}). One query.

    Of first verdicts alone: a claim that is checked again was tagged long before.
    """
    week = TruncWeek("created", tzinfo=timezone.get_current_timezone())
    rows = _firsts(_given(_agreed(scope))).annotate(
        week=week, took=F("created") - F("decision__claim__created")
    )
    rows = rows.annotate(
        nth=Window(RowNumber(), order_by="took"),
        of=Window(Count("*")),
        nth_of_week=Window(RowNumber(), partition_by="week", order_by="took"),
        of_week=Window(Count("*"), partition_by="week"),
    )
    rows = rows.filter(_is_at_rank("nth", "of") | _is_at_rank("nth_of_week", "of_week"))
    found = list(rows.values("week", "took", "nth", "of", "nth_of_week", "of_week"))
    by_week = {}
    for row in found:
        by_week.setdefault(row["week"].date(), []).append(row)
    weeks = {week: _took(rows, "nth_of_week", "of_week") for week, rows in sorted(by_week.items())}
    return (_took(found, "nth", "of") if found else None), weeks


def _firsts(approvals):
    """Return those with which the first verdict on their claim came into force."""
    earlier = _given(_agreeing()).filter(
        decision__claim=OuterRef("decision__claim"), pk__lt=OuterRef("pk")
    )
    # Beside an "or" PostgreSQL asks row by row; a bare "not exists" it answers by reading every
    # approval there is.
    return approvals.filter(Q(pk=None) | ~Exists(earlier))


def _rank(of, percent):
    """Return the nearest rank: the place of the first of `of` values that covers so many per cent.

    A whole division, in SQL as of whole numbers in Python.
    """
    whole = of * percent + 99
    return whole // 100 if isinstance(of, int) else whole / 100


def _is_at_rank(nth, of):
    return Q(**{nth: _rank(F(of), MEDIAN)}) | Q(**{nth: _rank(F(of), P90)})


def _took(rows, nth, of):
    by_rank, number = {row[nth]: row["took"] for row in rows}, rows[0][of]
    return Took(number, by_rank[_rank(number, MEDIAN)], by_rank[_rank(number, P90)])


# How it held


@dataclass(frozen=True)
class Held:
    """How the verdicts held that one person proposed, or approved.

    given       verdicts of theirs that came into force in the range.
    overturned  of these, how many a later verdict on the very same words contradicts.
    reworded    how many others fell because their words changed: nobody's mistake.
    """

    person: str
    part: str
    given: int
    overturned: int
    reworded: int


def held(scope, person=None):
    """Return a Held for each part that somebody had in a verdict of the range. One query.

    person  the one whose own figures are wanted; None: everybody's.
    """
    # A confirmation says again what somebody proposed of other words.
    proposed = _given(_agreed(scope)).filter(decision__confirms=None)
    # Who approves first of two is as much an approver as who comes last.
    the_other = _agreeing(decision=OuterRef("decision")).exclude(pk=OuterRef("pk"))
    approved = _agreed(scope).filter(~NEEDS_TWO | Exists(the_other))
    rows = _fates(approved, APPROVED, "by", person).union(
        _fates(proposed, PROPOSED, "decision__proposed_by", person), all=True
    )
    found = {}
    for part, whose, name, fate, verdicts in rows:
        found.setdefault((name, whose, part), {})[fate] = verdicts
    return [
        Held(name, part, sum(fates.values()), fates.get(OVERTURNED, 0), fates.get(REWORDED, 0))
        for (name, whose, part), fates in sorted(found.items(), key=_in_order)
    ]


def _in_order(item):
    (name, whose, part), _ = item
    return name.casefold(), whose or 0, part == APPROVED


def _fates(approvals, part, by, person):
    """Return rows of (part, whose, name, fate, how many verdicts)."""
    if person is not None:
        approvals = approvals.filter(**{by: person.pk})
    next_words = Subquery(_later_decisions().values("quote_sha256")[:1])
    fate = Case(
        When(STANDS, then=Value(STOOD)),
        When(Exists(_contradicting()), then=Value(OVERTURNED)),
        When(WORDS_CHANGED, then=Value(REWORDED)),
        default=Value(STOOD),
    )
    rows = approvals.annotate(part=Value(part), whose=F(by), next_words=next_words, fate=fate)
    rows = rows.values("part", "whose", "fate").annotate(
        name=Max(f"{by}_name"), verdicts=Count("*")
    )
    return rows.values_list("part", "whose", "name", "fate", "verdicts")


STANDS = Q(decision__claim__decision=F("decision"), decision__claim__status__in=DECIDED)
# Said anew of other words; or not yet, and the words of now are others or have no place.
WORDS_CHANGED = (Q(next_words__isnull=False) & ~Q(next_words=F("decision__quote_sha256"))) | (
    Q(next_words=None)
    & (Q(decision__claim__start=None) | ~Q(decision__claim__exact=F("decision__exact")))
)


def _later_decisions():
    later = {"claim": OuterRef("decision__claim"), "pk__gt": OuterRef("decision")}
    return Decision.objects.filter(**later).order_by("pk")


def _contradicting():
    """Return what gave a later verdict on the same words, other than this, before it ran out."""
    last_day = Coalesce(OuterRef("decision__valid_until"), Value(date.max))
    later = _given(_agreeing()).filter(
        decision__claim=OuterRef("decision__claim"),
        decision__gt=OuterRef("decision"),
        decision__quote_sha256=OuterRef("decision__quote_sha256"),
        decision__created__date__lte=last_day,
    )
    alike = {name: OuterRef(name) for name in ("decision__verdict", "decision__rating")}
    return later.exclude(**alike)
