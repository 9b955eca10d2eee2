"""Who has an article open for editing, as their pages say it every few seconds.

A courtesy, no lock: whoever is not heard of for a minute counts as gone, and two who save are
kept apart by the number of the revision each was based on (articles.editing.revise).
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from .editing import may_revise
from .models import Presence

GONE_AFTER = timedelta(seconds=60)


@transaction.atomic
def heard(article, *, by):
    """Note that `by` has the article open now. Raises NotAllowed or Conflict as may_revise()."""
    if error := may_revise(article, by):
        raise error
    now = timezone.now()
    told = {"since": now, "seen": now}
    mine, is_new = Presence.objects.get_or_create(article=article, person=by, defaults=told)
    if not is_new:
        # Nobody came in the future: the clock was set back.
        is_new = Q(seen__lt=now - GONE_AFTER) | Q(since__gt=now)
        came_back = When(is_new, then=Value(now))
        since = Case(came_back, default=F("since"))
        Presence.objects.filter(pk=mine.pk).update(since=since, seen=now)


def left(article, *, by):
    """Forget that `by` had the article open."""
    Presence.objects.filter(article=article, person=by).delete()


def others(article, *, than):
    """Return the Presence of everybody else who has it open, who came first first. One query."""
    there = Presence.objects.filter(article=article, seen__gte=timezone.now() - GONE_AFTER)
    return list(there.exclude(person=than).select_related("person").order_by("since", "pk"))
