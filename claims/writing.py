"""How every door writes a claim: read under the lock, compare, set, and note whose hand it was."""

from contextlib import contextmanager

from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles.errors import Conflict
from articles.people import name_of

from .models import DECIDED, Claim, Contribution, Status
from .signals import verdict_fell

TOO_LATE = "Somebody else has just changed this claim. Look again and repeat."
# A body may have a megabyte; of the claim's revision the number is asked for.
_UNREAD = ("revision__html", "revision__text", "revision__details")


def fresh_copy(claim, version=None):
    """Return the claim as it is now, once the article is locked (articles.ledger.lock).

    version  the version the person was looking at; None for the one `claim` was read with.

    What guards read of it besides is fetched when they do: one step asks few of them.

    Raises Conflict if somebody was faster.
    """
    claims = Claim.objects.select_related("decision", "revision").defer(*_UNREAD)
    fresh = claims.get(pk=claim.pk)
    if fresh.version != (claim.version if version is None else version):
        raise Conflict(TOO_LATE)
    return fresh


@contextmanager
def read_once(claim, *lookups):
    """Within it, what several guards read of a claim is fetched once; after it, anew.

    lookups  as for prefetch_related. What is written within is seen only after it.
    """
    prefetch_related_objects([claim], *lookups)
    yield
    # Names of what was fetched ahead are only forgotten: it takes no query.
    if lookups:
        claim.refresh_from_db(fields=[lookup.split("__")[0] for lookup in lookups])


def compare_and_set(claim, **changes):
    """Write `changes` if the claim is still the version that was read; else raise Conflict."""
    changes["updated_at"] = timezone.now()
    unchanged = Claim.objects.filter(pk=claim.pk, version=claim.version)
    if not unchanged.update(version=claim.version + 1, **changes):
        raise Conflict(TOO_LATE)
    if claim.status in DECIDED and changes.get("status", claim.status) not in DECIDED:
        verdict_fell.send(Claim, claims=[claim.pk])
    claim.version += 1
    for name, value in changes.items():
        setattr(claim, name, value)


def fallen(claim):
    """Return the columns of a claim whose words have changed under its verdict."""
    return {
        "status": Status.RECHECK,
        "decided_at": None,
        "assignee": None,
        "is_confirmable": claim.status in DECIDED,
    }


def contribute(claims, person, role):
    """Note that `person` had a hand in each of `claims`. Does nothing for the system."""
    if person is None:
        return
    noted = Contribution.objects.filter(claim__in=claims, person=person, role=role)
    noted = set(noted.values_list("claim_id", flat=True))
    Contribution.objects.bulk_create(
        Contribution(claim=claim, person=person, person_name=name_of(person), role=role)
        for claim in claims
        if claim.pk not in noted
    )
