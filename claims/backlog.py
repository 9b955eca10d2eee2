"""What is open at the desk: how old it is, who has it, when it is due.

Asked of claims that are not finished, as many as there is work in hand, whatever else there is.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from .models import Claim
from .worklists import UNFINISHED

# Of each age: the days that a claim is younger than. None: it is older than all the others.
AGES = (1, 3, 7, 30, None)
# Days from today on within which a claim is due, nearest first.
HORIZONS = (1, 3, 7)


@dataclass(frozen=True)
class Load:
    """What one person is assigned to. claims: {priority: how many}. name: empty for nobody."""

    name: str
    claims: dict

    @property
    def total(self):
        return sum(self.claims.values())


@dataclass(frozen=True)
class Due:
    """How many claims are due within so many days and not sooner; None: they are overdue."""

    within: int | None
    assigned: int
    unassigned: int

    @property
    def total(self):
        return self.assigned + self.unassigned


def ages(narrowed):
    """Return {status: (how many claims, for each of AGES since they were tagged)}. One query.

    narrowed  condition over claims, here and below.
    """
    counts = {f"age_{n}": Count("created", filter=asked) for n, asked in enumerate(_aged())}
    rows = _open(narrowed).values("status").annotate(**counts).values_list("status", *counts)
    return {status: tuple(numbers) for status, *numbers in rows}


def _aged():
    now, rest = timezone.now(), Q()
    for days in AGES:
        if days is None:
            yield rest
        else:
            edge = now - timedelta(days=days)
            yield rest & Q(created__gt=edge)
            rest = Q(created__lte=edge)


def _open(narrowed):
    return Claim.objects.filter(narrowed, status__in=UNFINISHED).order_by()


def loads(narrowed):
    """Return the Load of whoever is assigned to open claims, most first; last, nobody's.

    One query.
    """
    names = [f"assignee__{name}" for name in ("first_name", "last_name", "username")]
    rows = _open(narrowed).values("assignee", *names, "priority").annotate(claims=Count("*"))
    found = {}
    for key, *name, priority, claims in rows.values_list("assignee", *names, "priority", "claims"):
        found.setdefault(key, Load(_name(*name), {})).claims[priority] = claims
    nobodys = [found.pop(None)] if None in found else []
    return sorted(found.values(), key=lambda one: (-one.total, one.name)) + nobodys


def _name(first, last, account):
    return f"{first or ''} {last or ''}".strip() or account or ""


def deadlines(narrowed):
    """Return a Due of what is overdue and of each of HORIZONS. One query."""
    counts = {f"span_{n}": Count("due", filter=span) for n, span in enumerate(_spans())}
    last = timezone.localdate() + timedelta(days=HORIZONS[-1])
    rows = _open(narrowed).filter(due__lte=last).values(is_free=Q(assignee=None))
    rows = rows.annotate(**counts).values_list("is_free", *counts)
    found = {is_free: numbers for is_free, *numbers in rows}
    none = [0] * len(counts)
    numbers = zip(found.get(False, none), found.get(True, none), strict=True)
    return [Due(within, *of) for within, of in zip((None, *HORIZONS), numbers, strict=True)]


def _spans():
    today = timezone.localdate()
    yield Q(due__lt=today)
    begin = today
    for days in HORIZONS:
        end = today + timedelta(days=days)
        yield Q(due__range=(begin, end))
        begin = end + timedelta(days=1)
