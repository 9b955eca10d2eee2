"""Filters of the claim list that speak as the desk does: mine, nobody's, overdue, this week."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.people import name_of

from .models import DECIDED, UNFINISHED, Claim, Status

DONE = (*DECIDED, Status.DISMISSED)
DAYS = [
    ("overdue", "overdue"),
    ("today", "today"),
    ("week", "today to Sunday"),
    ("none", "no day set"),
]


def on_day(wanted):
    """Return the condition, over claims, that one of DAYS names. Any other name is a KeyError."""
    today = timezone.localdate()
    sunday = today + timedelta(days=6 - today.weekday())
    return {
        "overdue": Q(due__lt=today, status__in=UNFINISHED),
        "today": Q(due=today),
        "week": Q(due__range=(today, sunday)),
        "none": Q(due__isnull=True),
    }[wanted]


class Assignee(admin.SimpleListFilter):
    """Me, nobody, and the people who have claims: not every account there is."""

    title = "assignee"
    parameter_name = "assignee"

    def lookups(self, request, model_admin):
        # Of each account whether it has any, not of each claim whose it is.
        busy = Exists(Claim.objects.filter(assignee=OuterRef("pk")))
        people = get_user_model().objects.filter(busy).exclude(pk=request.user.pk)
        named = sorted(((str(person.pk), name_of(person)) for person in people), key=lambda p: p[1])
        return [("me", "me"), ("nobody", "nobody"), *named]

    def queryset(self, request, queryset):
        wanted = self.value()
        if wanted == "me":
            return queryset.filter(assignee=request.user)
        if wanted == "nobody":
            return queryset.filter(assignee__isnull=True)
        if wanted in dict(self.lookup_choices):
            return queryset.filter(assignee_id=int(wanted))
        return queryset.none() if wanted else queryset


class Due(admin.SimpleListFilter):
    """When its day is, in the desk's time zone. What is done is never overdue."""

    title = "due"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return DAYS

    def queryset(self, request, queryset):
        known = self.value() in dict(DAYS)
        return queryset.filter(on_day(self.value())) if known else queryset
