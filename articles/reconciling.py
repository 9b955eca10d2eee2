"""One article, changed by two people over the same revision: what each did, and what comes of it.

Pure: three Drafts in, one out. Fields are put together by articles.merge.merge_values, the body
by articles.merge.merge; what both changed differently is a conflict, for a person to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

from .importers.base import Draft
from .merge import Merged, merge, merge_values, resolve

# What an import alone knows is no part of what a desk writes.
NOT_WRITTEN = {"html", "identifier", "notes", "headline_is_doubtful"}
WRITTEN = tuple(field.name for field in fields(Draft) if field.name not in NOT_WRITTEN)
SIDES = ("theirs", "mine")
BODY_SIDES = (*SIDES, "both")


@dataclass(frozen=True)
class Line:
    """What became of one field besides the body. merged is theirs where that is a conflict."""

    name: str
    base: object
    theirs: object
    mine: object
    merged: object
    is_conflict: bool


@dataclass(frozen=True)
class Reconciled:
    """Two people's changes put together, as far as that goes without a decision.

    lines  a Line for each field that either changed.
    body   articles.merge.Merged.
    """

    base: Draft
    theirs: Draft
    mine: Draft
    lines: tuple[Line, ...]
    body: Merged

    @property
    def questions(self):
        """{name of a conflict: the sides that may be chosen}, in the order of the form."""
        asked = {line.name: SIDES for line in self.lines if line.is_conflict}
        return asked | {body_question(n): BODY_SIDES for n in range(len(self.body.conflicts))}


def body_question(n):
    """Return the name of the conflict `n` of the body, counted from 0."""
    return f"body-{n}"


def reconcile(base: Draft, theirs: Draft, mine: Draft) -> Reconciled:
    """Return what `theirs` and `mine` both made of `base`. Their bodies are canonical HTML."""
    lines = (_line(name, base, theirs, mine) for name in WRITTEN)
    return Reconciled(
        base,
        theirs,
        mine,
        lines=tuple(line for line in lines if not line.base == line.theirs == line.mine),
        body=merge(base.html, theirs.html, mine.html),
    )


def _line(name, base, theirs, mine):
    values = [_value(draft, name) for draft in (base, theirs, mine)]
    merged = merge_values(*values)
    return Line(name, *values, merged.value, merged.is_conflict)


def _value(draft, name):
    """Return what a field says; of a date its whole seconds, which is what a form shows."""
    value = getattr(draft, name) or None
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def undecided(found: Reconciled, choices: Mapping[str, str]) -> list[str]:
    """Return the names of the conflicts for which `choices` has no side that may be chosen."""
    return [name for name, sides in found.questions.items() if choices.get(name) not in sides]


def settled(found: Reconciled, choices: Mapping[str, str]) -> Draft:
    """Return what comes of it. Only where nothing is undecided()."""
    values = {
        line.name: getattr(line, choices[line.name]) if line.is_conflict else line.merged
        for line in found.lines
    }
    sides = [choices[body_question(n)] for n in range(len(found.body.conflicts))]
    result = replace(found.theirs, **values, html=resolve(found.body, sides))
    return replace(result, byline=result.byline or ())
