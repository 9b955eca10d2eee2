"""Forms of the desk's pages that need an article and its claims."""

from django import forms

from articles.forms import DeskForm
from articles.models import Article
from claims.forms import PersonField, assignable
from claims.models import Claim, Kind, Priority, Sensitivity

INCOMPLETE = "This page was incomplete. Look at the article again and repeat."


class TagForm(DeskForm):
    """The words of a claim, pasted, and what is told of it. claims.tagging judges and writes."""

    words = forms.CharField(
        required=False,
        strip=False,
        label="Words to be checked",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Copy them from the article, just as they stand there.",
    )
    statement = forms.CharField(
        required=False,
        label="Statement",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The claim in one sentence that stands alone. Empty: the words themselves.",
    )
    kind = forms.ChoiceField(choices=Kind, initial=Kind.OTHER)
    claimant = forms.CharField(
        required=False,
        max_length=200,
        help_text="Whose statement it is. Empty: the speaker, if the words stand in a speech.",
    )
    priority = forms.TypedChoiceField(choices=Priority, initial=Priority.NORMAL, coerce=int)
    sensitivity = forms.ChoiceField(choices=Sensitivity, initial=Sensitivity.NORMAL)
    assignee = PersonField(queryset=None, required=False, empty_label="Nobody yet")
    due = forms.DateField(
        required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE}
    )
    # "start-end" of the chosen place, once the words were found to stand in several.
    place = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, article: Article):
        super().__init__(data, initial={"revision": article.revision.number}, auto_id="tag-%s")
        self.fields["assignee"].queryset = assignable(Claim())

    def told(self):
        """Return what claims.tagging.tag is to be told; what was left empty it finds itself."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {n: v for n, v in given.items() if n not in ("words", "revision", "place")}
