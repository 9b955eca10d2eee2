"""Forms of the desk for a claim: they read what was typed; the doors judge it.

A field that must be filled is not `required` here: the door's own sentence says what to do,
and the API says the same one. Each form keeps its ids apart from those of its neighbours.
"""

import re
from datetime import timedelta
from urllib.parse import unquote

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.models import Article
from articles.people import name_of

from .adopting import NOT_IN_FORCE
from .models import Decision, Evidence, Kind, MailChoice, Priority, Sensitivity
from .rules import rule_for
from .tagging import BOUND, UNBOUND

STALE = "This page is incomplete. Open the claim again and repeat."
CONFIDENTIAL = "claims.view_confidential_evidence"
CHOOSE_AGAIN = "Choose the file again: it was not kept, and a browser does not send it twice."
ACCEPTED = ".pdf,.docx,.xlsx,.odt,.ods,.csv,.tsv,.txt,.jpg,.jpeg,.png,.webp"


def _day(label, help_text=""):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


def _words(label, rows, help_text=""):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


def _line(label, help_text=""):
    return forms.CharField(label=label, required=False, help_text=help_text)


class VersionedForm(forms.Form):
    """Carries the version of the claim that the person was looking at.

    name  of this form on its page, unique there.
    """

    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE}
    )

    def __init__(self, data=None, *, name, **options):
        super().__init__(data, auto_id=f"{name}-%s", label_suffix="", **options)
        self.name = name

    def focus_on_error(self):
        """Let the page open at the first field that is wrong."""
        wrong = [field for field in self.visible_fields() if field.errors]
        for field in wrong[:1]:
            field.field.widget.attrs["autofocus"] = True

    def told(self):
        """Return what was given besides the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class StepForm(VersionedForm):
    """What one step of claims.workflow needs; only those fields are asked for.

    step       a Step, or an Offer of one: its name, needs and hint count.
    claim      the one it is taken with: of a fact that ages, a last day is suggested, never filled
               in.
    adoptable  claims whose verdict may be adopted; where there is one, it is proposed.
    warning    sentence that says what else falls, where a verdict is taken off.
    """

    adopts = forms.TypedChoiceField(
        label="Claim whose verdict is adopted (required)",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": NOT_IN_FORCE},
    )

    verdict = forms.ChoiceField(
        label="Verdict (required)",
        required=False,
        choices=[("", "Choose…"), *Decision.VERDICTS],
    )
    rating = forms.ChoiceField(
        label="If refuted, how it is wrong",
        required=False,
        choices=[("", "Not refuted"), *Decision.Rating.choices],
    )
    summary = _words("Summary (required)", 4, "What was found. Readers will read it.")
    valid_until = _day("Valid until", "After this day it is rechecked. Empty: no end.")
    note = _words("Note (required)", 2, "Say why. It stays in the record.")

    def __init__(self, data=None, *, step, claim, adoptable=(), warning="", **options):
        super().__init__(data, name=f"step-{step.name}", **options)
        asked = set(step.needs)
        if days := rule_for(claim.kind, claim.sensitivity).ages_after_days:
            self.fields["valid_until"].help_text += _suggested_day(claim, days)
        if "verdict" in asked:
            asked |= {"rating", "valid_until"}
        if step.hint:
            self.fields["note"].help_text = f"{step.hint}."
        if "adopts" in asked:
            asked |= {"summary", "valid_until"}
            self._adopt(adoptable)
        if step.name == "object" and warning:
            self.fields["note"].help_text += f" {warning}"
        for name in self.fields.keys() - asked - {"version"}:
            del self.fields[name]

    def _adopt(self, adoptable):
        """Let one of the claims `adoptable` be chosen, and what its verdict says be changed."""
        fields = self.fields
        named = [(one.pk, f"Claim {one.pk}: {one.decision.get_verdict_display()}. {one}")
                 for one in adoptable]  # fmt: skip
        fields["adopts"].choices = [("", "Choose…"), *named]
        fields["summary"].label = "Summary"
        fields["summary"].help_text = "Readers will read it. Empty: that of the adopted verdict."
        fields["valid_until"].help_text = "Not after the last day of the adopted verdict."
        if len(adoptable) == 1:
            [one] = adoptable
            self.initial |= {
                "adopts": one.pk,
                "summary": one.decision.summary,
                "valid_until": one.decision.valid_until,
            }


def _suggested_day(claim, days):
    day = timezone.localdate() + timedelta(days=days)
    return f" A {claim.get_kind_display()} ages: {day.isoformat()} is suggested."


class EvidenceForm(VersionedForm):
    """A piece of evidence. The passage is named by its article, and becomes a Revision."""

    kind = forms.ChoiceField(label="Kind", choices=Evidence.Kind)
    title = _line("Title (required)", "What it is, as its publisher names it.")
    url = forms.CharField(
        label="Address",
        required=False,
        widget=forms.URLInput,
        help_text="From https:// on. Required for a web page, and for a data set without a file.",
    )
    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="Of a document or a data set: PDF, DOCX, XLSX, ODT, ODS, CSV, plain text, JPEG, "
        "PNG or WebP, at most 20 MB. Kept as it is, with all that is in it, for the desk alone.",
    )
    passage_of = _line(
        "Article here, for a passage",
        "The address of its page, or the last part of it. Its newest revision counts.",
    )
    excerpt = _words("Excerpt (required)", 3, "The very words that bear on the claim.")
    stance = forms.ChoiceField(label="What it does to the claim", choices=Evidence.Stance)
    tier = forms.ChoiceField(label="What kind of source", choices=Evidence.Tier)
    publisher = _line("Publisher")
    origin = forms.CharField(
        label="Origin",
        required=False,
        help_text="Who said it first: reprints of one release count once. Empty: its publisher.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "evidence-origins"}),
    )
    published_on = _day("Published on")
    accessed_at = forms.DateTimeField(
        label="Read at",
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    is_confidential = forms.BooleanField(
        label="Confidential: only reviewers and publishers may read it", required=False
    )

    def __init__(self, data=None, *, reader, **options):
        super().__init__(data, name="evidence", **options)
        self.reader = reader
        zone = timezone.get_current_timezone_name()
        self.fields["accessed_at"].help_text = f"{zone}. Empty for something on the web: now."
        if not reader.has_perm(CONFIDENTIAL):
            del self.fields["is_confidential"]

    def clean_passage_of(self):
        return article_named(self.cleaned_data["passage_of"], self.reader)

    def focus_on_error(self):
        """A browser sends a file once: say so, where one came with a form that is refused."""
        if self.files.get("file") and not self.has_error("file"):
            self.add_error("file", CHOOSE_AGAIN)
        super().focus_on_error()

    def clean(self):
        given = super().clean()
        if given.get("kind") in Evidence.ON_THE_WEB and not given.get("accessed_at"):
            given["accessed_at"] = timezone.now()
        return given


class RetractForm(VersionedForm):
    note = _words(
        "Note (required)", 2, "Say why it is taken out. It stays in the record, for everybody here."
    )

    def __init__(self, data=None, *, evidence, **options):
        super().__init__(data, name=f"retract-{evidence.pk}", **options)


class VouchForm(VersionedForm):
    note = _words(
        "Note (required)",
        2,
        "Say where and when you saw these words. Whoever vouches does not approve the verdict.",
    )

    def __init__(self, data=None, *, evidence, **options):
        super().__init__(data, name=f"vouch-{evidence.pk}", **options)


class CommentForm(VersionedForm):
    """Something said about a claim (claims.discussion), whatever was written on it meanwhile."""

    version = None
    comment = _words(
        "Comment",
        3,
        "@ and the name of an account tells that person. Everybody who sees claims reads it: "
        "quote nothing confidential.",
    )

    def __init__(self, data=None, **options):
        super().__init__(data, name="say", **options)


class MailForm(forms.Form):
    """How somebody wants their notices by mail (claims.mailing)."""

    how = forms.ChoiceField(
        label="Notices by mail",
        choices=MailChoice.How,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these."},
    )


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return name_of(person)


class FactsForm(VersionedForm):
    """What is told of a claim (claims.tagging.amend)."""

    statement = _words("Statement (required)", 3, "The claim in one sentence that stands alone.")
    kind = forms.ChoiceField(label="Kind", choices=Kind)
    claimant = forms.CharField(
        label="Claimant", required=False, max_length=200, help_text="Whose statement it is."
    )
    sensitivity = forms.ChoiceField(label="Sensitivity", choices=Sensitivity)
    priority = forms.TypedChoiceField(label="Priority", choices=Priority, coerce=int)
    due = _day("Due")
    assignee = PersonField(queryset=None, label="Assignee", required=False, empty_label="Nobody")

    def __init__(self, data=None, *, claim, **options):
        told = {name: getattr(claim, name) for name in self.base_fields if name != "version"}
        super().__init__(data, name="facts", initial=told, **options)
        self.fields["assignee"].queryset = assignable(claim)
        if claim.status not in UNBOUND:
            # A browser sends nothing for a disabled field. What is sent all the same was typed
            # before the verdict was proposed: the door refuses it, and the page keeps it.
            for name in BOUND - set(data or ()):
                self.fields[name].disabled = True


def at_the_desk(or_has=None):
    """Return the staff whose role reaches claims, by name; and whoever has the key `or_has`."""
    users = get_user_model().objects
    staff = users.with_perm(
        "claims.view_claim",
        is_active=True,
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    ).filter(is_staff=True)
    ids = Q(pk__in=staff.values("pk")) | Q(pk=or_has)
    return users.filter(ids).order_by("first_name", "last_name", "username")


def assignable(claim):
    """Return the staff whose role reaches claims, and whoever has this claim already."""
    return at_the_desk(or_has=claim.assignee_id)


def article_named(words, reader):
    """Return the newest Revision of the article that `words` name, or None for no words.

    words  its public or admin address, the last part of one, or its number.

    Raises ValidationError if `reader` may see no such article.
    """
    words = words.strip()
    if not words:
        return None
    name = _name_in(words)
    visible = Article.objects.visible_to(reader).select_related("revision")
    article = visible.filter(slug=name).first()
    if article is None and name.isdecimal():
        article = visible.filter(pk=int(name)).first() if len(name) < 19 else None
    if article is None:
        raise forms.ValidationError(
            f"No article here is named “{words}”. Copy the address of its page."
        )
    return article.revision


def _name_in(words):
    """Return the slug or number in an address of an article; other words as they are."""
    path = unquote(re.sub(r"^https?://[^/]*|[?#].*$", "", words))
    try:
        match = resolve(path)
    except Resolver404:
        return path.strip("/").rsplit("/", 1)[-1]
    named = [*match.args, *match.kwargs.values()]
    return str(named[0]) if named else ""
