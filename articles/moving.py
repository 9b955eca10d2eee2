"""What the steps of an article do to it. Part of the door: articles.editing takes the step.

Each takes the article as ledger.lock() returned it, in the transaction of the step.
"""

from datetime import UTC, datetime

from django.utils import timezone

from . import gate, ledger, overrides
from .errors import Invalid
from .lifecycle import STEPS
from .models import Status
from .signals import publication_refused, refusal_answered
from .steps import named

# What a step is given besides its note.
TAKES = {"schedule": {"at"}, "override": {"shown_to_readers"}}
FARTHEST = datetime(9000, 1, 1, tzinfo=UTC)
CLASH = "It is {} {}: no article is scheduled for a time before its embargo ends."


def do(article, step, *, by, note, **fields):
    """Do what `step` does, whose role and guards have been asked. Raises DeskError."""
    if unknown := sorted(fields.keys() - TAKES.get(step.name, set())):
        raise Invalid(dict.fromkeys(unknown, "This step does not take it."))
    _DEEDS.get(step.name, move)(article, step, by=by, note=note, **fields)


def move(article, step, *, by, note, at=None, override=None, **told):
    """Move the article to the step's status and record it with `told`. Nobody is asked.

    at        aware datetime that it is scheduled for.
    override  the confirmed one by which it is published.
    """
    old, now = article.status, timezone.now()
    overrides.void(article, by=by, why=f"The article left review: {step.label.lower()}.")
    article.status, article.override = step.new, override
    is_gone = step.new == Status.WITHDRAWN
    article.withdrawn_at, article.withdrawal_notice = (now, note) if is_gone else (None, "")
    article.scheduled_for, article.scheduled_by = (at, by) if at else (None, None)
    was_missed, article.missed_at, article.missed_why = article.missed_at, None, ""
    if step.new == Status.PUBLISHED:
        article.embargoed_until = None  # It is over: the gate has seen to that.
        article.published_at = article.published_at or now
        article.first_published_at = article.first_published_at or now
    article.save(update_fields=_MOVED)
    payload = {"from": old, "to": step.new, "note": note, "revision": article.revision.number}
    ledger.append(article, f"article.{step.name}", by=by, payload=payload | told)
    if was_missed:
        refusal_answered.send(sender=type(article), article=article)


_MOVED = [
    "status", "override", "withdrawn_at", "withdrawal_notice", "scheduled_for", "scheduled_by",
    "missed_at", "missed_why", "embargoed_until", "published_at", "first_published_at",
]  # fmt: skip


def put_back(article, sentence, found):
    """Put an article that was to go out now back into review, and keep why for the desk.

    found  what was in the way, as articles.gate.blockers() returned it.
    """
    missed, scheduled_by = article.scheduled_for, article.scheduled_by_id
    article.missed_at, article.missed_why = missed, sentence
    article.status, article.scheduled_for, article.scheduled_by = Status.IN_REVIEW, None, None
    article.save(update_fields=_MOVED)
    payload = {
        "from": Status.SCHEDULED,
        "to": article.status,
        "note": sentence,
        "revision": article.revision.number,
        "scheduled_for": stamp(missed),
        "blockers": overrides.told(found),
    }
    entry = ledger.append(article, "article.publication_refused", by=None, payload=payload)
    told = {"article": article, "entry": entry, "scheduled_by": scheduled_by}
    publication_refused.send(sender=type(article), **told)


def lies_ahead(moment, name):
    """Raise Invalid, for the field `name`, unless the aware datetime is later than now.

    And not so late that it cannot be told in every zone.
    """
    if moment <= timezone.now():
        raise Invalid({name: "This time is past. Give one that lies ahead."})
    if moment > FARTHEST:
        raise Invalid({name: "This time is too far ahead. Give one before the year 9000."})


def stamp(moment):
    """Return an aware datetime as the record keeps it, RFC 3339 in UTC; None as it is."""
    return moment and moment.astimezone(UTC).isoformat()


def _publish(article, step, *, by, note):
    gate.let_pass(gate.blockers(article))
    move(article, step, by=by, note=note)


def _schedule(article, step, *, by, note, at=None):
    if at is None:
        raise Invalid({"at": "Say when: a time that lies ahead."})
    lies_ahead(at, "at")
    if article.embargoed_until and at < article.embargoed_until:
        until = gate.in_words(article.embargoed_until)
        raise Invalid({"at": CLASH.format("under embargo until", until)})
    move(article, step, by=by, note=note, at=at, scheduled_for=stamp(at))


def _ask_override(article, step, *, by, note, shown_to_readers=False):
    found = gate.blockers(article)
    overrides.ask(article, found, by=by, reason=note, shown_to_readers=shown_to_readers)


def _confirm_override(article, step, *, by, note):
    override = overrides.confirm(article, gate.blockers(article), by=by)
    told = {"override": override, "by_override": override.pk}
    move(article, named(STEPS, "publish"), by=by, note=note, **told)


def _drop_override(article, step, *, by, note):
    overrides.void(article, by=by, why=note)


# What a step does where it does more, or less, than move the article.
_DEEDS = {
    "publish": _publish,
    "schedule": _schedule,
    "override": _ask_override,
    "confirm_override": _confirm_override,
    "drop_override": _drop_override,
}
