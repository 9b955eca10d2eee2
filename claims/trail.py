"""The way on from a claim that was opened from a queue: to the next, the one before, and back."""

from dataclasses import dataclass

from django.urls import reverse

from . import narrowing

DESK = "admin:claims_claim_queues"


@dataclass(frozen=True)
class Trail:
    """The queue that a claim was opened from, and the claims beside it there.

    address         query string, from "?" on: what links and forms of the page carry along.
    label           of the queue; is_narrowed: by filters.
    back            address of the list.
    previous, next  addresses of the claims beside it; None at either end.
    """

    address: str
    label: str
    is_narrowed: bool
    back: str
    previous: str | None
    next: str | None


def of(request, claim):
    """Return the Trail of `claim`, or None where its address names no queue.

    The claim need not be in the queue any more: the way leads on from where it would stand.
    One query.
    """
    if not request.GET.get("queue"):
        return None
    view = narrowing.read(request.GET, request.user, is_strict=False)
    if view is None:
        return None
    address = view.address(**place_of(request))
    previous, following = (key and _page(key) + address for key in view.beside(claim))
    back = f"{reverse(DESK)}{address}#claim-{claim.pk}"
    is_narrowed = bool(view.given.keys() - {"sort"})
    return Trail(address, view.queue.label, is_narrowed, back, previous, following)


def address_of(request):
    """Return what leads back to the queue that `request` names, as Trail.address; "" without."""
    way = narrowing.read(request.GET, request.user, is_strict=False)
    return way.address(**place_of(request)) if way and request.GET.get("queue") else ""


def place_of(request):
    """Return where the page of the list begins, as its address says it."""
    return {name: request.GET[name] for name in ("after", "before") if request.GET.get(name)}


def _page(key):
    return reverse("admin:claims_claim_change", args=[key])
