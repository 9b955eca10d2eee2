"""A step of a workflow: one line of a table that everything else is drawn from.

The buttons of the admin, `allowed_steps` in the API, docs/workflow.md and the tests' matrix
come from the tables in articles.editing and claims.workflow. Pure: no database, no framework.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import text
from .errors import Invalid, NoSuchStep, NotAllowed, StepRefused

LONGEST_NOTE = 5_000  # code points


@dataclass(frozen=True)
class Step:
    """One move that a person can make.

    old         statuses it starts from.
    new         status it ends in; None where the deed decides (a verdict, a second approval).
    permission  Django permission, "app.codename".
    role        who has it, in the plural, for sentences and for docs/workflow.md.
    guards      functions of (subject, by) that return a sentence, or None if nothing is wrong.
    needs       names of what must be given with it: "note", "verdict", "summary".
    hint        sentence about what becomes of that, where a person would not expect it.
    """

    name: str
    label: str
    old: tuple[str, ...]
    new: str | None
    permission: str
    role: str
    guards: tuple[Callable, ...] = ()
    needs: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Offer:
    """A step as it stands for one person now: a live button, or a dead one with its reason.

    is_due  whether it starts from the status of now, whoever may take it.
    """

    name: str
    label: str
    is_due: bool
    allowed: bool
    reason: str
    needs: tuple[str, ...]
    hint: str


def refusal(step, subject, by):
    """Return the DeskError that keeps `by` from taking `step`, or None.

    subject  has `status` and `get_status_display()`.

    Where role and status both object, the sentence names both: of the role alone, a person would
    go and ask somebody else, who could not do it either.
    """
    is_closed = subject.status not in step.old
    closed = f"“{step.label}” is not possible while this is {subject.get_status_display()}"
    if not by.has_perm(step.permission):
        if is_closed:
            return NotAllowed(f"{closed}, and only {step.role} may do it.")
        return NotAllowed(f"Only {step.role} may do this: {step.label.lower()}.")
    if is_closed:
        return StepRefused(f"{closed}.")
    for guard in step.guards:
        if sentence := guard(subject, by):
            return StepRefused(sentence)
    return None


def offers(steps, subject, by):
    """Return an Offer for every step of the table, in its order."""
    refusals = [(step, refusal(step, subject, by)) for step in steps]
    return [
        Offer(
            step.name,
            step.label,
            subject.status in step.old,
            error is None,
            str(error or ""),
            step.needs,
            step.hint,
        )
        for step, error in refusals
    ]


def named(steps, name):
    """Return the step of that name. Raises NoSuchStep, naming those that exist."""
    for step in steps:
        if step.name == name:
            return step
    known = ", ".join(step.name for step in steps)
    raise NoSuchStep(f"There is no step “{name[:40]}”. The steps are: {known}.")


def noted(words, name="note"):
    """Return what somebody said of a step as the record keeps it.

    name  of the field it was said in. Raises Invalid if it is longer than LONGEST_NOTE.
    """
    if len(words) > LONGEST_NOTE:
        raise Invalid({name: too_long(name)})
    return text.normalise(words).strip()


def too_long(name):
    return f"Shorten the {name} to {LONGEST_NOTE:,} characters."
