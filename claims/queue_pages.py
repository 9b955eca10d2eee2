"""The queues of the desk: one screen a person, and what is done to many claims at once."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from . import bulk, marks, narrowing, worklists
from .bulk import BulkForm
from .desk import for_the_desk, page_url, refused
from .dossier import is_overdue
from .models import Claim
from .trail import DESK, place_of

ON_A_PAGE = 50
TOO_OLD = "The claim where this page began is not here any more: this is the first page."


@dataclass(frozen=True)
class Row:
    """A claim as a list shows it. days: since it was tagged."""

    claim: Claim
    badge: str
    is_overdue: bool
    days: int
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    """Some claims of a view. earlier, later: addresses of the pages beside it, or None."""

    claims: list
    earlier: str | None
    later: str | None


@for_the_desk
def show(request):
    """Answer with one queue: its tabs, filters and claims."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    view = narrowing.read(request.GET, request.user)
    if view is None:
        return _no_such_queue(request)
    if any(not value for value in request.GET.values()):
        # As a form sends it. The address that is bookmarked says no more than it must.
        return HttpResponseRedirect(reverse(DESK) + view.address())
    return _page(request, view, BulkForm(person=request.user))


@for_the_desk
def do_in_bulk(request):
    """Do to the chosen claims what the form says; report each refusal, go back to the queue."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    view = narrowing.read(request.GET, request.user)
    if view is None:
        return _no_such_queue(request)
    form = BulkForm(request.POST, person=request.user)
    if not form.is_valid():
        return _page(request, view, form, status=400)
    done, left = bulk.do(form, request.user)
    for one in left:
        messages.warning(request, _said(one, view))
    if done:
        messages.success(request, f"Done: {_claims(done)}.")
    return HttpResponseRedirect(reverse(DESK) + view.address(**place_of(request)))


def _claims(number):
    return "1 claim" if number == 1 else f"{number} claims"


def _said(one, view):
    if one.claim is None:
        return f"Not done: {one.sentence}"
    address = page_url(one.claim.pk) + view.address()
    said = '<a href="{}">Claim {}: “{}”</a>: {}'
    return format_html(said, address, one.claim.pk, one.claim, one.sentence)


def _no_such_queue(request):
    known = ", ".join(queue.name for queue in worklists.QUEUES)
    return refused(request, f"There is no such queue. The queues are: {known}.", 404)


def _page(request, view, form, status=200):
    page = _found(request, view)
    counted = worklists.counts(request.user)
    context = {
        **admin.site.each_context(request),
        "title": view.queue.label,
        "view": view,
        "address": view.address(),
        "here": view.address(**place_of(request)),
        "tabs": [_tab(queue, view, counted) for queue in worklists.QUEUES],
        "page": page,
        "rows": _rows(page.claims, form),
        "narrowed": view.narrowed_by(),
        "bulk": form,
        "may_choose": bool(page.claims and bulk.steps_for(request.user)),
    }
    is_readable = view.form.is_valid()
    status = status if is_readable else 400
    return TemplateResponse(request, "admin/claims/queues.html", context, status=status)


def _tab(queue, view, counted):
    number = counted.get(queue.name)
    return {
        "queue": queue,
        "is_current": queue == view.queue,
        "count": None if number is None else worklists.counted(number),
        "is_empty": number == 0,
    }


def _found(request, view):
    """Return the Page that the address asks for: past the claim `after`, or up to `before`."""
    backwards = "before" in request.GET
    edge = request.GET.get("before" if backwards else "after", "")
    past = _claim_at(edge)
    if edge and past is None:
        messages.warning(request, TOO_OLD)
    backwards = backwards and past is not None
    claims = narrowing.with_reasons(view.claims()) if _has_reasons(view) else view.claims()
    if past is not None:
        claims = claims.filter(view.sort.beyond(past, backwards=backwards))
    claims = view.sort.applied(claims, backwards=backwards)
    found = list(claims.select_related("article__section", "assignee")[: ON_A_PAGE + 1])
    is_more, found = len(found) > ON_A_PAGE, found[:ON_A_PAGE]
    if backwards:
        found.reverse()
    before = is_more if backwards else past is not None
    after = is_more or backwards
    return Page(
        found,
        view.address(before=found[0].pk) if found and before else None,
        view.address(after=found[-1].pk) if found and after else None,
    )


def _has_reasons(view):
    return view.queue.name == "sent-back"


def _claim_at(words):
    return Claim.objects.filter(pk=int(words)).first() if narrowing.is_number(words) else None


def _rows(claims, form):
    today, chosen = timezone.localdate(), set(form.chosen)
    return [
        Row(
            claim,
            marks.css(claim.status),
            is_overdue(claim),
            (today - timezone.localdate(claim.created)).days,
            f"{claim.pk}-{claim.version}" in chosen,
        )
        for claim in claims
    ]
