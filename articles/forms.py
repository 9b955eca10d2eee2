"""What a person fills in to write or edit an article. articles.editing judges it and writes.

The fields are named as those of a Draft, so that a refusal finds its field. A form checks only
what a database column or a date needs; every rule of the desk is the door's.
"""

import json
from dataclasses import fields, replace
from datetime import datetime

from django import forms
from django.utils import timezone

from .importers.base import Author, Draft
from .models import Change

DRAFT_FIELDS = {field.name for field in fields(Draft)}
EDITED = DRAFT_FIELDS | {"headline_is_provisional"}
READERS_ARE_TOLD = [
    (Change.CORRECTION.value, "Correction: something was wrong. Readers see the note."),
    (Change.MINOR.value, "Minor change: the sense stays, such as a spelling mistake."),
]


class Body(forms.CharField):
    """HTML in a text area: a browser sends its lines with CRLF, which is not a change."""

    widget = forms.Textarea(attrs={"rows": 18, "spellcheck": "true"})

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class Moment(forms.DateTimeField):
    """A day and time in the zone of the desk, to the second."""

    widget = forms.DateTimeInput(
        format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}
    )


class Tags(forms.CharField):
    """The names of tags with commas between, as a tuple of them."""

    def to_python(self, value):
        names = value.split(",") if isinstance(value, str) else value or ()
        return tuple(filter(None, map(str.strip, names)))

    def prepare_value(self, value):
        return value if isinstance(value, str) else ", ".join(value or ())

    def has_changed(self, initial, data):
        return self.to_python(initial) != self.to_python(data)


class DeskForm(forms.Form):
    """A form whose labels say all by themselves, and that opens where something is wrong.

    What is typed runs in the direction of its own script: not so HTML, which begins with a tag,
    and a browser takes minutes to find the direction of a large one.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            is_typed = isinstance(field.widget, (forms.TextInput, forms.Textarea))
            if is_typed and not isinstance(field, Body | Moment):
                field.widget.attrs["dir"] = "auto"

    def focus_on_error(self):
        """Let the page open at the first field that is wrong; return whether there is one."""
        for name in self.errors:
            if name in self.fields and not self.fields[name].widget.is_hidden:
                self.fields[name].widget.attrs["autofocus"] = True
                return True
        return False


class ArticleForm(DeskForm):
    headline = forms.CharField(required=False, widget=forms.TextInput(attrs={"size": 80}))
    headline_is_provisional = forms.BooleanField(
        required=False,
        label="The headline is provisional",
        help_text="An article with a provisional headline does not go out.",
    )
    standfirst = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    html = Body(
        required=False,
        strip=False,
        label="Body",
        help_text="Paragraphs, headings, speeches with who says them, lists, links, figures and "
        "tables. Anything else is taken out when it is saved, and you are told.",
    )
    section = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "sections", "autocomplete": "off"}),
    )
    tags = Tags(
        required=False,
        help_text="What the article is about, with commas between. Readers find it by these.",
        widget=forms.TextInput(attrs={"list": "tags", "autocomplete": "off"}),
    )
    publication = forms.CharField(
        required=False, max_length=200, help_text="Where the article first appeared."
    )
    dateline = forms.CharField(
        required=False, max_length=200, help_text="The place it was written from."
    )
    language = forms.CharField(
        required=False, max_length=35, help_text="A tag such as en, az or kk-Cyrl."
    )
    published_at = Moment(required=False, label="Published")
    picture = forms.CharField(required=False, widget=forms.HiddenInput)
    picture_file = forms.FileField(
        required=False,
        label="Picture file",
        help_text="JPEG, PNG, WebP or GIF, at most 15 MB. What a camera notes in it, such as "
        "the place, is taken out.",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.gif,image/*"}),
    )
    picture_removed = forms.BooleanField(required=False, label="Take the picture off the article")
    picture_alt = forms.CharField(
        required=False,
        label="What the picture shows",
        help_text="For those who do not see it. Needed where there is a picture.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    picture_credit = forms.CharField(
        required=False, label="Picture credit", help_text="Whose picture it is."
    )
    image_caption = forms.CharField(
        required=False, label="Picture caption", widget=forms.Textarea(attrs={"rows": 2})
    )
    change = forms.ChoiceField(
        required=False,
        label="What kind of change is this?",
        choices=READERS_ARE_TOLD,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        required=False,
        label="What changed, and why",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the record. Readers see the note of a correction.",
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, article=None, **kwargs):
        """article  the one that is edited, or None where one is written."""
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        self.fields["published_at"].help_text = f"In the time of {zone}. Empty if unknown."
        left_out = ["based_on", "note", "headline_is_provisional"] if article is None else []
        if article is None:
            self.fields["headline"].help_text = "Empty: one is made from the first words."
        if article is None or article.first_published_at is None:
            left_out.append("change")
        if not self["picture"].value():
            left_out.append("picture_removed")
        for name in left_out:
            del self.fields[name]


# The form's share of a Draft; the byline has lines of its own.
SAID = [name for name in ArticleForm.base_fields if name in DRAFT_FIELDS]


class BylineForm(DeskForm):
    name = forms.CharField(required=False, max_length=200)
    role = forms.CharField(required=False, max_length=200)
    handle = forms.CharField(required=False, max_length=100)

    def clean(self):
        told = self.cleaned_data
        if (told.get("role") or told.get("handle")) and not told.get("name"):
            self.add_error("name", "Whose role or handle is it? Give the name, or empty the line.")
        return told


class BylineLines(forms.BaseFormSet):
    """The byline, a line a person, in its order. An emptied line is a person taken off."""

    def clean(self):
        seen = set()
        for form in self.forms:
            name, handle = form.cleaned_data.get("name"), form.cleaned_data.get("handle")
            if name and (name, handle) in seen:
                form.add_error("name", f"{name} stands in the byline twice. Empty one line.")
            seen.add((name, handle))

    def authors(self):
        """Return what stands there as a tuple of Author. Only for a valid formset."""
        lines = (form.cleaned_data for form in self.forms)
        return tuple(
            Author(line["name"], line["role"] or None, line["handle"] or None)
            for line in lines
            if line.get("name")
        )


BylineFormSet = forms.formset_factory(BylineForm, formset=BylineLines, extra=2, max_num=60)


def said_by(draft):
    """Return what a Draft says as the initial values of an ArticleForm."""
    return {name: getattr(draft, name) for name in SAID}


def said_by_revision(revision):
    """Return what an earlier revision said, as the initial values of an ArticleForm."""
    kept = json.loads(revision.details)
    if kept.get("published_at"):
        kept["published_at"] = datetime.fromisoformat(kept["published_at"])
    kept |= {"headline": revision.headline, "html": revision.html}
    kept["tags"] = tuple(kept.get("tags", ()))
    return {name: kept.get(name) for name in SAID}


def lines_of(authors):
    """Return authors as the initial values of a BylineFormSet."""
    return [
        {"name": author.name, "role": author.role or "", "handle": author.handle or ""}
        for author in authors
    ]


def changes(form, byline):
    """Return what was changed in valid forms, as the fields of articles.editing.revise.

    Only what differs from the forms' initial values: a field nobody touched is not written.
    """
    told = {name: form.cleaned_data[name] for name in form.changed_data if name in EDITED}
    if byline.has_changed():
        told["byline"] = byline.authors()
    return told


def draft_of(form, byline):
    """Return what stands in valid forms as a Draft for articles.editing.write."""
    told = {name: form.cleaned_data.get(name) or None for name in SAID}
    return Draft(**told | {"html": form.cleaned_data["html"], "byline": byline.authors()})


def byline_of(revision):
    """Return the byline of an earlier revision as a tuple of Author."""
    return tuple(Author(**line) for line in json.loads(revision.details).get("byline", ()))


def said_in(revision):
    """Return what a revision says as a Draft."""
    return Draft(**said_by_revision(revision), byline=byline_of(revision))


def typed_over(before, data):
    """Return the Draft `before` with what was changed in it in the submitted `data`.

    A field that still shows what it showed is not changed, though a date loses its microseconds;
    nor is one that cannot be used.
    """
    form = ArticleForm(data, initial=said_by(before))
    byline = BylineFormSet(data, prefix="byline")
    form.full_clean()
    changed = [name for name in form.changed_data if name in SAID and name in form.cleaned_data]
    told = {name: form.cleaned_data[name] for name in changed}
    return replace(before, **told, **({"byline": byline.authors()} if byline.is_valid() else {}))


class StepForm(forms.Form):
    """A step with an article, as a button of its page asks for it."""

    step = forms.CharField()
    revision = forms.IntegerField()
    note = forms.CharField(required=False)
