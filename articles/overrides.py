"""Publishing past claims that are in the way: one person asks, another confirms.

Part of the door (articles.editing), which takes the article's row and moves its status. An
override covers the revision and the very blockers it was asked for, and nothing that comes later.
It overrides checks only: a headline is given, an embargo is lifted.
"""

import json

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone

from . import ledger
from .errors import Blocked, StepRefused
from .lifecycle import OVERRIDE
from .models import Article, Override
from .people import name_of

NOTHING = "Nothing is in the way: publish it."
NOT_THIS = "Not this way: what is in the way besides claims has to be put right first."
ASKER = "{}, who asked for it, may not override the gate any more. Ask for it anew."
SINCE = "Something else is in the way since the override was asked for. Ask for it anew."


def objection(found):
    """Return the DeskError that keeps anybody from asking for an override, or None.

    found  what articles.gate.blockers() returned.
    """
    if not found:
        return StepRefused(NOTHING)
    others = [blocker for blocker in found if not blocker.may_be_overridden]
    return Blocked(NOT_THIS, others) if others else None


def objection_to_confirming(override, found, *, may_ask=None):
    """Return the DeskError that keeps `override` from being confirmed, or None.

    may_ask  may whoever asked for it still do so? None: it is looked up, in one query.

    A claim that was settled meanwhile is in nobody's way; one that now stands otherwise than when
    the override was asked for, better or worse, is another blocker than the one it named.
    """
    if error := objection(found):
        return error
    if may_ask is None:
        may_ask = _who_may_ask().filter(pk=override.asked_by_id).exists()
    if not may_ask:
        return StepRefused(ASKER.format(override.asked_name))
    named = named_by(override)
    fresh = [blocker for blocker in found if told([blocker])[0] not in named]
    return Blocked(SINCE, fresh) if fresh else None


def asker_may():
    """Return, as an expression over articles, whether who asked for their override still may."""
    return Exists(_who_may_ask().filter(pk=OuterRef("override__asked_by")))


def _who_may_ask():
    """Return the accounts that may override the gate. A role may be taken away meanwhile."""
    return get_user_model().objects.with_perm(
        OVERRIDE, is_active=True, backend="django.contrib.auth.backends.ModelBackend"
    )


def named_by(override):
    """Return what was in the way when it was asked for: what told() said."""
    return json.loads(override.blockers)


def told(found):
    """Return blockers as the record names them: a list of dicts."""
    return [
        {
            "claim": blocker.key,
            "label": blocker.label,
            "status": str(blocker.status),
            "detail": blocker.detail,
        }
        for blocker in found
    ]


def ask(article, found, *, by, reason, shown_to_readers):
    """Record that `by` asks to publish the article past `found`. Raises Blocked and StepRefused.

    article  as ledger.lock() returned it. One that waits already is voided by the new one.
    """
    if error := objection(found):
        raise error
    void(article, by=by, why="Another one was asked for.")
    named = told(found)
    override = Override.objects.create(
        article=article,
        revision=article.revision,
        blockers=ledger.canonical(named),
        reason=reason,
        shown_to_readers=shown_to_readers,
        asked_by=by,
        asked_name=name_of(by),
        asked_at=timezone.now(),
    )
    _point(article, override)
    payload = {
        "override": override.pk,
        "revision": article.revision.number,
        "blockers": named,
        "reason": reason,
        "shown_to_readers": shown_to_readers,
    }
    ledger.append(article, "article.override_ask", by=by, payload=payload)


def confirm(article, found, *, by):
    """Record that `by` confirms the override that waits; return it. Raises Blocked, StepRefused."""
    override = article.override
    if error := objection_to_confirming(override, found):
        raise error
    override.confirmed_by, override.confirmed_name = by, name_of(by)
    override.confirmed_at = timezone.now()
    override.save(update_fields=["confirmed_by", "confirmed_name", "confirmed_at"])
    payload = {"override": override.pk, "revision": override.revision.number}
    ledger.append(article, "article.override_confirm", by=by, payload=payload)
    return override


def void(article, *, by, why):
    """Void the override that waits, if one does: it can be confirmed no more.

    An article that was published by one keeps it.
    """
    override = article.override
    if override is None or override.is_confirmed:
        return
    override.voided_at, override.voided_why = timezone.now(), why
    override.save(update_fields=["voided_at", "voided_why"])
    _point(article, None)
    payload = {"override": override.pk, "why": why}
    ledger.append(article, "article.override_void", by=by, payload=payload)


def _point(article, override):
    Article.objects.filter(pk=article.pk).update(override=override)
    article.override = override
