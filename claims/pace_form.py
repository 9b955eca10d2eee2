"""Which days and claims the page of the desk's pace looks at, as its address says.

An address holds it all, so that a view can be bookmarked and shared: a `range` that moves with
the day, or two days, `from` and `to`; and if wanted a kind and a section.
"""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone

from articles.models import Section

from .models import Kind
from .pace import Scope

RANGES = {"7": "7 days", "30": "30 days", "90": "90 days", "year": "This year"}
USUAL = "30"
FIELDS = ("range", "from", "to", "kind", "section")
MOST_DAYS = 731
EARLIEST = date(2000, 1, 1)
MOST_OFFERED = 200
UNREADABLE = "Write the day as 2026-01-31: year, month, day."


def _day(label):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": UNREADABLE},
        validators=[MinValueValidator(EARLIEST, "Nothing here is from before the year 2000.")],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class PaceForm(forms.Form):
    """The filters of the page. `scope` is what a valid one asks for."""

    range = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=RANGES.items(),
        error_messages={"invalid_choice": "There is no such range. Choose one of those below."},
    )
    kind = forms.ChoiceField(required=False, choices=[("", "Any"), *Kind.choices])
    section = forms.ChoiceField(required=False)

    def __init__(self, params):
        self.given = {name: params[name] for name in FIELDS if params.get(name, "").strip()}
        super().__init__(self._with_days(), auto_id="filter-%s", label_suffix="")
        self.fields["from"], self.fields["to"] = _day("From"), _day("To")
        names = Section.objects.order_by("name").values_list("name", flat=True)[:MOST_OFFERED]
        self.fields["section"].choices = [("", "Any"), *((name, name) for name in names)]
        self.order_fields(["range", "from", "to", "kind", "section"])

    @property
    def range_shown(self):
        """Name of the range that the address asks for; empty where it names its own days."""
        if self.given.keys() & {"from", "to"}:
            return ""
        return self.given.get("range", USUAL)

    def _with_days(self):
        """Return what was given, with the days that a range stands for."""
        if self.range_shown not in RANGES:
            return self.given
        today = timezone.localdate()
        first = today.replace(month=1, day=1)
        if self.range_shown != "year":
            first = today - timedelta(days=int(self.range_shown) - 1)
        return self.given | {"from": first.isoformat(), "to": today.isoformat()}

    def clean(self):
        told, today = super().clean(), timezone.localdate()
        if self.errors:
            return told
        last = min(told["to"] or today, today)
        first = told["from"] or last - timedelta(days=int(USUAL) - 1)
        if first > today:
            self.add_error("from", "This day is still to come.")
        elif first > (told["to"] or today):
            self.add_error("from", "The first day is after the last one. Swap them.")
        elif (last - first).days >= MOST_DAYS:
            self.add_error("from", "Choose two years at most.")
        else:
            self.scope = Scope(first, last, told["kind"], told["section"])
        return told

    def address(self, **changed):
        """Return the query string of this view, from "?" on; None as a value leaves one out."""
        told = self.given | changed
        return "?" + urlencode({name: value for name, value in told.items() if value})

    def ranges(self):
        """Return (label, address, is it the one shown) of each range on offer."""
        return [
            (label, self.address(**{"range": name, "from": None, "to": None}), name)
            for name, label in RANGES.items()
        ]
