"""What the tagging surface sends: words that were selected, where they stand, and what is told.

A browser says what it saw; `seen` holds that against the text the server has, so that an offset
that is stale, forged or counted in other units never points a claim at other words.
"""

from django import forms

from articles import text
from articles.errors import Conflict, Invalid
from articles.forms import DeskForm
from articles.models import Status
from claims.selectors import Span
from claims.tagging import LONGEST

from .forms import INCOMPLETE, TagForm

STALE = (
    "The article has changed: revision {} is the newest, your words were selected in {}. "
    "The newest text is shown now. Select the words again; what you typed is kept."
)
OTHER_WORDS = (
    "The words that you selected are not the words that stand there. Select them again; if that "
    "does not help, load the page anew."
)
NOTHING = "No words are selected. Select words of the article."
WITHDRAWN = "This article is withdrawn. Restore it for review before its claims are changed."
TOO_LONG = f"A claim has at most {LONGEST:,} characters, your selection {{:,}}. Select fewer words."
NO_CLAIM_NUMBER = "The number of the claim could not be read. Load the page anew and repeat."
NO_SIGN = "A character here cannot be stored (number 0). Delete all of it and type it anew."
UNREADABLE = "The selection could not be read. Select the words again."


def _hidden_number():
    said = {"required": UNREADABLE, "invalid": UNREADABLE, "max_value": UNREADABLE}
    return forms.IntegerField(widget=forms.HiddenInput, max_value=10**9, error_messages=said)


def _hidden_words():
    said = {"null_characters_not_allowed": UNREADABLE}
    return forms.CharField(
        widget=forms.HiddenInput, strip=False, required=False, error_messages=said
    )


class SelectionForm(DeskForm):
    """A selection in the text, and perhaps the number of a claim that is to be put there."""

    revision = _hidden_number()
    start = _hidden_number()
    end = _hidden_number()
    words = _hidden_words()
    claim = forms.IntegerField(
        required=False,
        max_value=10**15,
        error_messages={"invalid": NO_CLAIM_NUMBER, "max_value": NO_CLAIM_NUMBER},
    )


class PlaceForm(DeskForm):
    """A selection that a claim is to be put onto; version is the one that was looked at."""

    revision = _hidden_number()
    start = _hidden_number()
    end = _hidden_number()
    words = _hidden_words()
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        max_value=10**9,
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE, "max_value": INCOMPLETE},
    )


class TagSelectionForm(TagForm):
    """What is told of words that were selected rather than pasted."""

    revision = _hidden_number()
    start = _hidden_number()
    end = _hidden_number()
    words = _hidden_words()
    place = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("statement", "claimant"):  # Filled in already: nothing to explain.
            self.fields[name].help_text = ""
            self.fields[name].error_messages["null_characters_not_allowed"] = NO_SIGN

    def told(self):
        """As for pasted words; but a claimant who was taken out is none."""
        told = {n: v for n, v in super().told().items() if n not in ("start", "end")}
        return told | {"claimant": self.cleaned_data["claimant"]}


def seen(article, given):
    """Return the Span of the selection in `given`, without white space at its ends.

    given  cleaned data: revision, start, end in code points, and the words the browser saw.

    Raises Conflict where the article is withdrawn, or its newest revision is another or reads
    otherwise there; Invalid, on `words`, where no words are selected, or too many.
    """
    if article.status == Status.WITHDRAWN:
        raise Conflict(WITHDRAWN)
    newest, start, end = article.revision, given["start"], given["end"]
    if given["revision"] != newest.number:
        raise Conflict(STALE.format(newest.number, given["revision"]))
    if start == end:
        raise Invalid({"words": NOTHING})
    if not 0 <= start < end <= len(newest.text):
        raise Invalid({"words": UNREADABLE})
    chosen = newest.text[start:end]
    # A browser sends its line ends as CRLF.
    if text.normalise(given["words"]) != chosen:
        raise Conflict(OTHER_WORDS)
    if not chosen.strip():
        raise Invalid({"words": NOTHING})
    start += len(chosen) - len(chosen.lstrip())
    span = Span(start, start + len(chosen.strip()))
    if span.end - span.start > LONGEST:
        raise Invalid({"words": TOO_LONG.format(span.end - span.start)})
    return span
