"""One deed for many claims: assign, prioritise, set due, and the steps that take only a click.

Each claim goes through the doors by itself: what is refused is left as it was and named, the rest
is done.
"""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.utils import timezone

from articles.errors import Conflict, DeskError

from . import tagging, workflow
from .forms import at_the_desk
from .models import Claim, Priority
from .narrowing import NOBODY, is_number

# Whoever approves a verdict looks at its evidence, and at what has become of its words.
ONE_BY_ONE = {"approve", "confirm"}
MOST_CHOSEN = 200
GONE = "There is no such claim any more. Open the queue again."


def steps_for(person):
    """Return the steps that need nothing but the click, of those whose role `person` has."""
    return [
        step
        for step in workflow.STEPS
        if not step.needs and step.name not in ONE_BY_ONE and person.has_perm(step.permission)
    ]


class BulkForm(forms.Form):
    """What is to become of the chosen claims. A field that is left alone changes nothing.

    claim  repeated: the key and the version of a claim as it was shown, such as "12-3".
    """

    assignee = forms.CharField(
        label="Assign to, or nobody",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "queue-people"}),
    )
    priority = forms.TypedChoiceField(
        label="Priority",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "As it is"), *Priority.choices],
    )
    due = forms.DateField(
        label="Due",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Give the day as year-month-day, such as 2030-01-31."},
    )
    step = forms.ChoiceField(label="Step", required=False)

    def __init__(self, data=None, *, person):
        super().__init__(data, auto_id="bulk-%s", label_suffix="")
        steps = [(step.name, step.label) for step in steps_for(person)]
        self.fields["step"].choices = [("", "None"), *steps]
        if not person.has_perm(workflow.TAG):
            for name in ("assignee", "priority", "due"):
                del self.fields[name]
        self.chosen = data.getlist("claim") if data is not None else []

    def clean_assignee(self):
        words = self.cleaned_data["assignee"].strip()
        if words in ("", NOBODY):
            return words
        if person := at_the_desk().filter(username=words).first():
            return person
        raise forms.ValidationError(
            f"Nobody at this desk has the account “{words}”. Type one that is offered, or nobody."
        )

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due and due < timezone.localdate():
            raise forms.ValidationError("This day has passed already. Choose today or a later day.")
        return due

    def clean(self):
        given = super().clean()
        if not self.chosen:
            raise forms.ValidationError("No claim is chosen. Tick those that are meant.")
        if len(self.chosen) > MOST_CHOSEN:
            raise forms.ValidationError(f"Choose at most {MOST_CHOSEN} claims at a time.")
        if not self.errors and not any(given.values()):
            raise forms.ValidationError("Say what is to be done with them.")
        return given

    def changes(self):
        """Return what is to be told of each claim, as claims.tagging.amend takes it."""
        told = {name: self.cleaned_data.get(name) for name in ("assignee", "priority", "due")}
        changes = {name: value for name, value in told.items() if value}
        if changes.get("assignee") == NOBODY:
            changes["assignee"] = None
        return changes


@dataclass(frozen=True)
class Refused:
    """A claim that was left as it was, and why; claim is None where there is none."""

    claim: Claim | None
    sentence: str


def do(form, by):
    """Do what `form`, which is valid, asks for; return (how many were done, list of Refused)."""
    found = Claim.objects.select_related("article").in_bulk(_keys(form.chosen))
    refused, changes, step = [], form.changes(), form.cleaned_data.get("step")
    for choice in form.chosen:
        key, version = _read(choice)
        claim = found.get(key)
        if claim is None:
            refused.append(Refused(None, GONE))
            continue
        try:
            _do_one(claim, version, changes, step, by)
        except DeskError as error:
            refused.append(Refused(claim, str(error)))
    return len(form.chosen) - len(refused), refused


@transaction.atomic
def _do_one(claim, version, changes, step, by):
    if version is None:
        raise Conflict("It is not known which version was looked at. Open the queue again.")
    if changes:
        claim = tagging.amend(claim, by=by, version=version, **changes)
        version = claim.version
    if step:
        workflow.take(claim, step, by=by, version=version)


def _keys(chosen):
    return {key for key, _ in map(_read, chosen) if key is not None}


def _read(choice):
    """Return (key, version) of a choice such as "12-3"; None for what is no number."""
    key, _, version = choice.partition("-")
    return _number(key), _number(version)


def _number(words):
    return int(words) if is_number(words) else None
