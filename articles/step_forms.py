"""What a person fills in to schedule an article, to embargo it, or to ask for an override."""

from datetime import datetime

from django import forms
from django.conf import settings

from . import local_time
from .forms import DeskForm

ZONES = "time-zones"  # Id of the list of names that the page offers.


class LocalTime(forms.Field):
    """A time as a clock on the wall shows it: naive, for its zone is another field."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def to_python(self, value):
        if not value:
            return None
        try:
            local = datetime.fromisoformat(value)
        except ValueError:
            local = None
        if local is None or local.tzinfo:
            raise forms.ValidationError("Give a day and a time, such as 2030-01-31 12:00.")
        return local


class TimedForm(DeskForm):
    """A form with a time, under the name of `timed`, and its zone."""

    timed = "at"

    zone = forms.CharField(
        label="Time zone",
        required=False,
        widget=forms.TextInput(attrs={"list": ZONES, "autocomplete": "off"}),
    )

    def __init__(self, data=None, **options):
        super().__init__(data, initial={"zone": settings.TIME_ZONE}, **options)

    def clean(self):
        """Make one moment of time and zone."""
        given = super().clean()
        if local := given.get(self.timed):
            zone = given.pop("zone", "") or settings.TIME_ZONE
            try:
                given[self.timed] = local_time.moment(local, zone)
            except ValueError as error:
                field = self.timed if zone in local_time.zones() else "zone"
                self.add_error(field, str(error))
        return given


class ScheduleForm(TimedForm):
    """The step “schedule”."""

    at = LocalTime(label="Goes out at", required=False)

    field_order = ["at", "zone"]

    def told(self):
        return {"at": self.cleaned_data["at"]}


class OverrideForm(DeskForm):
    """The step “override”."""

    note = forms.CharField(
        label="Reason: why it cannot wait for its checks",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    shown_to_readers = forms.BooleanField(
        label="Readers read this reason over the article, with both names", required=False
    )

    def told(self):
        return dict(self.cleaned_data)


class EmbargoForm(TimedForm):
    """An embargo, to set or, without a time, to lift."""

    timed = "until"

    until = LocalTime(label="Not out before", required=False)
    note = forms.CharField(
        label="Note: say why", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ["until", "zone", "note"]


# Steps with a form of their own; the others take a note or nothing.
FORMS = {"schedule": ScheduleForm, "override": OverrideForm}
