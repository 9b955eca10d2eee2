"""The archive: what was published in each month and on each day of the site's time zone."""

from calendar import monthrange

from django.db.models import Max, Min
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from articles.models import Article

from . import head, listing
from .calendar import counted, midnight
from .kept import PLACE, kept_for_readers


@require_safe
@kept_for_readers("archive")
def archive(request):
    """The months in which something was published, newest first, with how much. Four queries."""
    spans = {
        (midnight(year, month), midnight(year, month + 1)): (year, month)
        for year in _years()
        for month in range(12, 0, -1)
    }
    months = [
        {"year": spans[span][0], "month": spans[span][1], "start": span[0], "count": count}
        for span, count in counted([*spans]).items()
    ]
    context = {"months": months, "head": head.of_page(request.path, "Archive")}
    return render(request, "reader/archive.html", context)


def _years():
    """Return the years in which something was published, newest first."""
    # One by one: SQLite finds either end by the index, and both at once by reading everything.
    first, last = _end("published_at"), _end("-published_at")
    if first is None:
        return []
    # East of Greenwich the year 1 begins before a calendar does.
    years = range(last, max(first, 2) - 1, -1)
    spans = {(midnight(year), midnight(year + 1)): year for year in years}
    return [spans[span] for span in counted([*spans])]


def _end(order):
    time = Article.objects.public().order_by(order).values_list("published_at", flat=True).first()
    return time and timezone.localtime(time).year


@require_safe
@kept_for_readers("archive", reads=PLACE)
def month(request, year, month):
    """What was published in one month, newest first, and on which days of it."""
    start, end = _span(year, month)
    context = _listed(request, start, end) | _neighbours(start, end)
    context["days"] = _days(year, month)
    context["head"] = head.of_list(request, date_format(start, "F Y"))
    return render(request, "reader/archive_month.html", context)


def _days(year, month):
    """Return the days of a month on which something was published, with how much."""
    spans = {_span(year, month, day): day for day in range(1, monthrange(year, month)[1] + 1)}
    return [
        {"year": year, "month": month, "day": spans[span], "start": span[0], "count": count}
        for span, count in counted([*spans]).items()
    ]


@require_safe
@kept_for_readers("archive", reads=PLACE)
def day(request, year, month, day):
    """What was published on one day, newest first."""
    start, end = _span(year, month, day)
    context = _listed(request, start, end) | {"year": year, "month": month}
    context["head"] = head.of_list(request, date_format(start, "j F Y"))
    return render(request, "reader/archive_day.html", context)


def _span(year, month, day=None):
    """Return when a month or a day begins and ends. Raises Http404 where there is none."""
    if not 1 <= month <= 12:
        raise Http404("A year has twelve months.")
    try:
        if day is None:
            return midnight(year, month), midnight(year, month + 1)
        return midnight(year, month, day), _day_after(year, month, day)
    except ValueError:
        raise Http404("No calendar has this day.") from None


def _day_after(year, month, day):
    is_last = day == monthrange(year, month)[1]
    return midnight(year, month + 1) if is_last else midnight(year, month, day + 1)


def _listed(request, start, end):
    articles = Article.objects.public().filter(published_at__gte=start, published_at__lt=end)
    context = listing.of_articles(articles, request.GET)
    if not context["rows"] and not articles.exists():
        raise Http404("Nothing was published then.")
    return context | {"start": start}


def _neighbours(start, end):
    """Return a time in the nearest months before and after that have anything, or None."""
    public = Article.objects.public()
    before = public.filter(published_at__lt=start).aggregate(time=Max("published_at"))["time"]
    after = public.filter(published_at__gte=end).aggregate(time=Min("published_at"))["time"]
    here = timezone.localtime
    return {"before": before and here(before), "after": after and here(after)}
