"""Put addresses of evidence into the queue of what is fetched. Nothing is fetched here."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from .models import Claim, Watch

# How long after each copy that was kept the next is fetched, while a verdict rests on it.
CHECKED_AFTER = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
LOOKED_AT_AGAIN = timedelta(days=1)  # whether a verdict rests on it by now
# To fetch an address tells its site that somebody looks, and would point to a source: that of
# confidential evidence is fetched once for each time that somebody asks, and never by itself.
NOBODY_ASKED = Q(evidence__is_confidential=True, is_asked=False)


def watch(evidence):
    """Queue the first copy of evidence that stands on the web, in the caller's transaction.

    That of confidential evidence waits until somebody asks (ask_for).
    """
    if evidence.is_on_the_web:
        due = None if evidence.is_confidential else timezone.now()
        Watch.objects.create(evidence=evidence, next_attempt=due)


def ask_for(evidence):
    """Let the next worker fetch the address of evidence that stands on the web.

    What was added before addresses were watched is watched from now on.
    """
    due = {"next_attempt": timezone.now(), "is_asked": True}
    Watch.objects.update_or_create(evidence=evidence, defaults=due)


def due(now):
    """Return the Watches whose address may be fetched now."""
    return Watch.objects.filter(next_attempt__lte=now).exclude(NOBODY_ASKED)


def put_off(now):
    """Take out of what is due whatever no verdict rests on; two queries.

    Evidence that was retracted is not fetched again, nor is what is confidential, nor are further
    copies while no verdict is in force: that is looked at once a day. What somebody asked for
    stays.
    """
    unasked = Watch.objects.filter(next_attempt__lte=now, is_asked=False)
    never = Q(evidence__retracted_at__isnull=False) | NOBODY_ASKED
    unasked.filter(never).update(next_attempt=None)
    waiting = ~Q(evidence__claim__in=Claim.objects.in_force())
    unasked.filter(waiting, newest__isnull=False).update(next_attempt=now + LOOKED_AT_AGAIN)


def next_check(evidence, now, copies):
    """Return when the address of `evidence` is checked again of which `copies` were kept.

    None without any, or where it is confidential: not by itself.
    """
    if not copies or evidence.is_confidential:
        return None
    return now + CHECKED_AFTER[min(copies, len(CHECKED_AFTER)) - 1]
