"""Put addresses of evidence into the queue of what is fetched. Nothing is fetched here."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from .models import Claim, Watch

# How long after each copy that was kept the next is fetched, while a verdict rests on it.
CHECKED_AFTER = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
LOOKED_AT_AGAIN = timedelta(days=1)  # whether a verdict rests on it by now


def watch(evidence):
    """Queue the first copy of evidence that stands on the web, in the caller's transaction."""
    if evidence.is_on_the_web:
        Watch.objects.create(evidence=evidence, next_attempt=timezone.now())


def ask_for(evidence):
    """Let the next worker fetch the address of evidence that stands on the web.

    What was added before addresses were watched is watched from now on.
    """
    due = {"next_attempt": timezone.now(), "is_asked": True}
    Watch.objects.update_or_create(evidence=evidence, defaults=due)


def put_off(now):
    """Take out of what is due whatever no verdict rests on; two queries.

    Evidence that was retracted is not fetched again, nor are further copies while no verdict is
    in force: that is looked at once a day. What somebody asked for stays.
    """
    due = Watch.objects.filter(next_attempt__lte=now, is_asked=False)
    due.filter(evidence__retracted_at__isnull=False).update(next_attempt=None)
    waiting = ~Q(evidence__claim__in=Claim.objects.in_force())
    due.filter(waiting, newest__isnull=False).update(next_attempt=now + LOOKED_AT_AGAIN)


def next_check(now, copies):
    """Return when an address is checked again of which `copies` were kept; None without any."""
    if not copies:
        return None
    return now + CHECKED_AFTER[min(copies, len(CHECKED_AFTER)) - 1]
