"""What an address of the queues says: which queue, narrowed by what, in which order.

An address holds it all, so that a view can be bookmarked and shared. "me" in one means whoever
opens it. Nothing here lists every article or every account there is.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, Subquery

from articles.desk import LONGEST_KEY
from articles.models import Article, Section
from articles.people import name_of

from .forms import article_named, at_the_desk
from .models import Claim, Kind, Priority, Sensitivity, Status
from .ordering import SORTS
from .queues import DAYS, on_day
from .worklists import QUEUES, Queue, dissent

ME, NOBODY = "me", "nobody"
MOST_OFFERED = 200
FIELDS = (
    "article", "section", "kind", "status", "priority", "sensitivity", "assignee", "due", "sort",
)  # fmt: skip


def _choice(label, choices, nothing="Any"):
    return forms.ChoiceField(label=label, required=False, choices=[("", nothing), *choices])


def _typed(label, offered="", **attrs):
    if offered:
        attrs["list"] = offered
    widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 300, **attrs})
    return forms.CharField(label=label, required=False, max_length=300, widget=widget)


class Narrowing(forms.Form):
    """The filters and the order of a list of claims, as an address gives them."""

    article = _typed("Article, its number or address")
    section = _typed("Section", "queue-sections")
    kind = _choice("Kind", Kind.choices)
    status = _choice("Status", Status.choices)
    priority = _choice("Priority", Priority.choices)
    sensitivity = _choice("Sensitivity", Sensitivity.choices)
    assignee = _typed("Assignee, me or nobody", "queue-people")
    due = _choice("Due", DAYS)
    sort = _choice("Sort by", [(sort.name, sort.label) for sort in SORTS], "As usual here")

    def __init__(self, data, *, reader, people=None, sections=None):
        super().__init__(data, auto_id="filter-%s", label_suffix="")
        self.reader, self.people, self.sections = reader, people, sections
        self.headline = ""
        # Where nothing is offered nothing is looked up: a name that nobody has finds nothing.
        self.is_strict = people is not None

    def clean_article(self):
        """Return the number of the article, or None."""
        words = self.cleaned_data["article"].strip()
        if is_number(words):
            if not self.is_strict:
                return int(words)
            numbered = Article.objects.visible_to(self.reader).filter(pk=int(words))
            if article := numbered.only("headline").first():
                self.headline = article.headline
                return article.pk
        revision = article_named(words, self.reader)
        self.headline = revision.headline if revision else ""
        return revision and revision.article_id

    def clean_section(self):
        words = self.cleaned_data["section"].strip()
        if not words or not self.is_strict or len(self.sections) == MOST_OFFERED:
            return words
        if words.casefold() not in {name.casefold() for name in self.sections}:
            raise forms.ValidationError(
                f"No section is called “{words}”. Choose one that is offered."
            )
        return words

    def clean_assignee(self):
        words = self.cleaned_data["assignee"].strip()
        if words in ("", ME, NOBODY) or not self.is_strict or words in self.people:
            return words
        if get_user_model().objects.filter(username=words).exists():
            return words
        raise forms.ValidationError(
            f"Nobody has the account “{words}”. Type me, nobody, or an account that is offered."
        )

    def condition(self):
        """Return what the filters ask of a claim, as a Q. The form is valid."""
        told = {name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data[name]}
        asked = Q()
        for name in told.keys() & {"kind", "status", "priority", "sensitivity"}:
            asked &= Q(**{name: told[name]})
        if "article" in told:
            asked &= Q(article=told["article"])
        if "section" in told:
            asked &= Q(article__section__name__iexact=told["section"])
        if "due" in told:
            asked &= on_day(told["due"])
        return asked & self._assigned(told.get("assignee"))

    def _assigned(self, who):
        if who == NOBODY:
            return Q(assignee=None)
        if who == ME:
            return Q(assignee=self.reader)
        return Q(assignee__username=who) if who else Q()

    def shown(self, name):
        """Return in words what the filter `name` asks for."""
        value = self.cleaned_data[name]
        if name == "article":
            return self.headline
        if name == "assignee":
            return self.people.get(value, value)
        return dict(getattr(self.fields[name], "choices", ())).get(_number(value), value)


def _number(value):
    return int(value) if is_number(value) else value


@dataclass(frozen=True)
class View:
    """One view of the desk: a queue, its filters and its order, for one reader.

    given  {name: value} of the address, without where its page begins.
    """

    queue: Queue
    form: Narrowing
    reader: object
    given: dict

    @property
    def sort(self):
        known = {sort.name: sort for sort in SORTS}
        return known.get(self.given.get("sort"), known[self.queue.sort])

    def claims(self):
        """Return the claims of the view, in no order yet; none where a filter cannot be read."""
        if not self.form.is_valid():
            return Claim.objects.none()
        return Claim.objects.filter(self.queue.condition(self.reader), self.form.condition())

    def beside(self, claim):
        """Return the keys of the claims before and after `claim` here, or None. One query."""
        if not self.form.is_valid():
            return None, None
        before, after = (
            self.sort.applied(
                self.claims().filter(self.sort.beyond(claim, backwards=backwards)),
                backwards=backwards,
            )
            for backwards in (True, False)
        )
        ways = (Subquery(way.values("pk")[:1]) for way in (before, after))
        return Claim.objects.filter(pk=claim.pk).values_list(*ways).get()

    def address(self, **changed):
        """Return the query string of this view, from "?" on; None as a value leaves one out."""
        told = {"queue": self.queue.name, **self.given} | changed
        return "?" + urlencode({name: value for name, value in told.items() if value})

    def narrowed_by(self):
        """Return (label, value in words, address without it) of each filter that is set."""
        if not self.form.is_valid():
            return []
        return [
            (
                self.form.fields[name].label.partition(",")[0],
                self.form.shown(name),
                self.address(**{name: None}),
            )
            for name in FIELDS
            if name in self.given and name != "sort"
        ]


def queue_named(name):
    """Return the Queue of that name, the first one for no name, or None."""
    return next((queue for queue in QUEUES if queue.name == (name or QUEUES[0].name)), None)


def read(params, reader, *, is_strict=True):
    """Return the View that the parameters of an address ask for; None if there is no such queue.

    is_strict  look up what the filters offer, and whether what they name is there: two queries,
               and one for each of article and assignee. Otherwise none.
    """
    queue = queue_named(params.get("queue", ""))
    if queue is None:
        return None
    given = {name: params[name] for name in FIELDS if params.get(name, "").strip()}
    offered = {"people": _people(), "sections": _sections()} if is_strict else {}
    form = Narrowing(given, reader=reader, **offered)
    if form.is_valid() and "article" in given:
        given = given | {"article": str(form.cleaned_data["article"])}
    return View(queue, form, reader, given)


def is_number(words):
    return words.isascii() and words.isdigit() and len(words) <= LONGEST_KEY


def _people():
    """Return {account: name} of those who work on claims."""
    return {person.username: name_of(person) for person in at_the_desk()[:MOST_OFFERED]}


def _sections():
    return list(Section.objects.values_list("name", flat=True)[:MOST_OFFERED])


def with_reasons(claims):
    """Return the claims with why and by whom their proposal was sent back."""
    return claims.annotate(
        sent_back_note=Subquery(dissent().values("note")[:1]),
        sent_back_by=Subquery(dissent().values("by_name")[:1]),
    )
