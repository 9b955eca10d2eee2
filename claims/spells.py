"""When readers could read a verdict: while it was in force, and its article was out.

The record of the article tells both. What nobody could read is nobody's business: a claim that was
never decided in public is to strangers as if there were none.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from articles.models import LedgerEntry
from articles.visibility import PUBLISHED, WITHDRAWN

from .history import may_name
from .models import DECIDED

DECIDING = ("claim.approve", "claim.confirm")
ITS_WORDS_CHANGED = "claim.fall"


@dataclass(frozen=True)
class Spell:
    """One such time, half-open.

    since, until  aware datetimes; until is None while it lasts. A verdict whose last day has
                  passed is read no more from that day on, before the record says so.
    decision      key of the Decision that readers read.
    is_withdrawn  has the article been withdrawn since? What was withdrawn stays so.
    """

    since: datetime
    until: datetime | None
    decision: int
    is_withdrawn: bool = False


def of(claim):
    """Return every Spell of a claim, oldest first. One query."""
    entries = LedgerEntry.objects.filter(article=claim.article_id)
    entries = entries.filter(may_name(claim)) | entries.filter(action__in=(PUBLISHED, WITHDRAWN))
    told = entries.order_by("sequence").values_list("action", "created", "payload")
    spells, decision, is_out = [], None, False
    for action, at, payload in told:
        if action in (PUBLISHED, WITHDRAWN):
            is_out = action == PUBLISHED
        else:
            decision = _in_force(claim, action, json.loads(payload), decision)
        spells = _gone_on(spells, at, decision if is_out else None)
        if action == WITHDRAWN:
            spells = [replace(spell, is_withdrawn=True) for spell in spells]
    return spells


def _in_force(claim, action, told, decision):
    """Return the key of the decision in force after an entry, before which it was `decision`."""
    if told.get("claim") != claim.pk:
        return decision
    if action in DECIDING and told["to"] in DECIDED:
        return told["decision"]["id"]
    fell = told.get("from") in DECIDED and told.get("to") not in DECIDED
    return None if fell or action == ITS_WORDS_CHANGED else decision


def _gone_on(spells, at, decision):
    """Return the spells once readers read `decision`, or none, from `at` on."""
    lasting = spells[-1] if spells and spells[-1].until is None else None
    if lasting and lasting.decision == decision:
        return spells
    if lasting:
        spells = [*spells[:-1], replace(lasting, until=at)]
    return [*spells, Spell(at, None, decision)] if decision else spells
