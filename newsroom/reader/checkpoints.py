"""The daily checkpoints of the record, for anybody to keep (see articles.checkpoints)."""

from datetime import date

from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import etag, require_safe

from articles.checkpoints import published
from articles.models import Checkpoint

from .caching import cached_for_readers

PAGE = 100
# What was listed of a day is never listed otherwise.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
@cached_for_readers("checkpoints")
def listed(request):
    """The newest checkpoints, newest first; `?before=` a day leads on to older ones."""
    checkpoints = Checkpoint.objects.order_by("-day")
    if before := request.GET.get("before"):
        checkpoints = checkpoints.filter(day__lt=_day(before))
    found = list(checkpoints[: PAGE + 1])
    here = reverse("reader:checkpoints")
    older = f"{here}?before={found[PAGE - 1].day}" if len(found) > PAGE else None
    rows = [
        {
            "day": str(one.day),
            "hash": one.hash,
            "previous_hash": one.previous_hash,
            "heads": one.heads,
            "url": one.get_absolute_url(),
        }
        for one in found[:PAGE]
    ]
    return JsonResponse({"checkpoints": rows, "older": older})


def _etag(request, day):
    """The hash that seals a checkpoint: whoever has it gets no second copy, and none is made."""
    digest = Checkpoint.objects.filter(day=_day(day)).values_list("hash", flat=True).first()
    return digest and f'"{digest}"'


@require_safe
@etag(_etag)
def checkpoint(request, day):
    """One checkpoint, as record_verifier.py reads it; 404 where none was made."""
    found = Checkpoint.objects.filter(day=_day(day)).first()
    if found is None:
        raise Http404("No checkpoint was made on this day.")
    response = StreamingHttpResponse(published(found), content_type="application/json")
    response["Cache-Control"] = FOR_EVER
    return response


def _day(value):
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Http404("A day is written as in 2030-01-31.") from None
