"""The page of the desk's pace: what is open, what was decided, how long it took, how it held."""

from django.contrib import admin
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from . import backlog_exhibits, pace_exhibits, pace_figures, spreadsheet
from .desk import for_the_desk, refused
from .pace_exhibits import spell
from .pace_form import FIELDS, PaceForm

PAGE = "admin:claims_claim_pace"
# Who answers for the desk sees how everybody's verdicts held; all others see their own.
SEE_ALL = "articles.publish_article"


@for_the_desk
def show(request):
    """Answer with the figures of the range that the address names, or one of them as CSV."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    form = PaceForm(request.GET)
    if any(not request.GET.get(name, "-").strip() for name in FIELDS):
        # As a form sends it. The address that is bookmarked says no more than it must.
        return HttpResponseRedirect(reverse(PAGE) + form.address(csv=request.GET.get("csv")))
    if not form.is_valid():
        return _page(request, form, {}, 400)
    context = _counted(form.scope, request.user)
    if wanted := request.GET.get("csv"):
        return _file(request, form.scope, context, wanted)
    return _page(request, form, context)


def _page(request, form, context, status=200):
    context = {
        **admin.site.each_context(request),
        "title": "Pace of the desk",
        "form": form,
        "ranges": form.ranges(),
        "files": form.address() + ("&" if form.given else ""),
        "zone": timezone.get_current_timezone_name(),
    } | context
    return TemplateResponse(request, "admin/claims/pace.html", context, status=status)


def _counted(scope, reader):
    sees_all = reader.has_perm(SEE_ALL)
    figures = pace_figures.of(scope, None if sees_all else reader)
    return {
        "scope": scope,
        "counted": figures.counted,
        "tiles": _tiles(figures),
        "exhibits": [
            backlog_exhibits.by_age(figures.ages),
            backlog_exhibits.by_due(figures.dues, figures.decided, scope),
            backlog_exhibits.by_person(figures.loads),
            pace_exhibits.by_verdict(figures.decided),
            pace_exhibits.by_week(figures.decided, scope),
            pace_exhibits.by_time(figures.weeks, scope),
            pace_exhibits.by_reviewer(figures.held, sees_all),
        ],
    }


def _tiles(figures):
    """Return (label, number in words, is it of the range?) of what is to be seen first."""
    took = figures.took
    return [
        ("Open now", f"{sum(map(sum, figures.ages.values())):,}", False),
        ("Overdue now", f"{figures.dues[0].total:,}", False),
        ("Verdicts given", f"{sum(one.claims for one in figures.decided):,}", True),
        ("Median time to verify", spell(took.median) if took else "–", True),
        ("Nine of ten within", spell(took.p90) if took else "–", True),
    ]


def _file(request, scope, context, wanted):
    """Return the table of one exhibit as a CSV file."""
    exhibits = {exhibit.name: exhibit for exhibit in context["exhibits"]}
    if wanted not in exhibits:
        known = ", ".join(exhibits)
        return refused(request, f"There is no such table. The tables are: {known}.", 404)
    table = spreadsheet.written(exhibits[wanted].columns, exhibits[wanted].rows)
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    name = f"pace-{wanted}-{scope.first}-{scope.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
