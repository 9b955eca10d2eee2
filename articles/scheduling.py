"""When an article goes out: by its schedule, and not before its embargo ends.

Part of the door for articles, as articles.editing is. The worker (manage.py work) publishes what
is due; the gate is asked then, not when the article is scheduled: its checks may end until then.
"""

import logging

from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from . import gate, ledger
from .errors import Conflict, DeskError, Invalid, NotAllowed
from .lifecycle import PUBLISH, STEPS
from .models import Article, Status
from .moving import CLASH, lies_ahead, move, put_back, stamp
from .steps import named, noted

log = logging.getLogger(__name__)

NOBODY = (
    "Not published: the account of whoever scheduled it is closed, or may not publish any more. "
    "Somebody else publishes or schedules it."
)


@transaction.atomic
def set_embargo(article, until, *, by, note):
    """Keep the article in until a time, or lift its embargo; return the article as it is then.

    until  aware datetime that lies ahead; None lifts the embargo.

    Raises NotAllowed, Conflict and Invalid.
    """
    article, note = ledger.lock(article), noted(note)
    if not by.has_perm(PUBLISH):
        raise NotAllowed("Only publishers set or lift an embargo.")
    if article.status == Status.PUBLISHED:
        raise Conflict("This article is published: withdraw it before you set an embargo.")
    _check_embargo(article, until)
    if not note:
        raise Invalid({"note": "Say why: an embargo is set or lifted with a note."})
    payload = {"from": stamp(article.embargoed_until), "to": stamp(until), "note": note}
    article.embargoed_until = until
    article.save(update_fields=["embargoed_until"])
    ledger.append(article, "article.embargo", by=by, payload=payload)
    return article


def _check_embargo(article, until):
    if until == article.embargoed_until:
        raise Invalid({"until": "That is the embargo it has." if until else "It has none."})
    if until is None:
        return
    lies_ahead(until, "until")
    if article.scheduled_for and article.scheduled_for < until:
        at = gate.in_words(article.scheduled_for)
        raise Invalid({"until": CLASH.format("scheduled for", at)})


def publish_due():
    """Publish each article whose time has come; yield (Article, why not, or None if it went out).

    Each is a transaction of its own. Several workers at once do no harm: the one that has the
    article's row publishes it, the others find that it is not due. An accident with one article
    is logged and keeps none of the others back.
    """
    due = Article.objects.filter(status=Status.SCHEDULED, scheduled_for__lte=timezone.now())
    for article in list(due.order_by("scheduled_for", "pk")):
        try:
            is_mine, sentence = _publish(article)
        except (OperationalError, InterfaceError):
            raise  # Of the database, not of the article.
        except Exception:
            log.exception("Article %s was not published on time; it is tried again.", article.pk)
            continue
        if is_mine:
            yield article, sentence


@transaction.atomic
def _publish(article):
    """Publish it if it is still due, or put it back into review; return (whether, why not)."""
    article = ledger.lock(article)
    if article.status != Status.SCHEDULED or article.scheduled_for > timezone.now():
        return False, None
    by, found = _scheduler(article), gate.blockers(article)
    try:
        if by is None:
            raise NotAllowed(NOBODY)
        gate.let_pass(found)
    except DeskError as refused:
        put_back(article, str(refused), found)
        return True, str(refused)
    told = {"scheduled_for": stamp(article.scheduled_for)}
    move(article, named(STEPS, "publish"), by=by, note="", **told)
    return True, None


def _scheduler(article):
    """Return whoever scheduled the article, whose deed it is, or None if they may no more."""
    by = get_user_model().objects.filter(pk=article.scheduled_by_id).first()
    # Of a closed account, no permission holds.
    return by if by and by.has_perm(PUBLISH) else None
