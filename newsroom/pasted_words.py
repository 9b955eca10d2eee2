"""Tag a claim by pasting its words: find them, ask where they stand in several places, tag."""

from dataclasses import dataclass

from articles import text
from articles.errors import DeskError, Invalid
from claims import tagging

AROUND = 90  # code points shown on either side of a place
MOST_PLACES = 30  # that a person reads through to choose one
TOO_MANY_PLACES = (
    "These words stand in {} places, too many to choose from. Copy more words: those before or "
    "after the place you mean too."
)


@dataclass(frozen=True)
class Place:
    """One of several places where pasted words stand, in what is around them.

    value  "start-end" in code points: what a form sends back.
    """

    value: str
    before: str
    words: str
    after: str


class SeveralPlaces(DeskError):
    """The words stand more than once, so a person has to choose. `places` are all of them."""

    status = 409
    code = "several-places"

    def __init__(self, places):
        self.places = places
        super().__init__(f"These words stand in {len(places)} places. Choose the one you mean.")


def tag(article, told, *, by):
    """Tag the words that a valid newsroom.forms.TagForm was given; return the Claim.

    told  the form. Whoever may not tag makes a suggestion of it.

    Raises SeveralPlaces, and what claims.tagging raises.
    """
    given = told.cleaned_data
    spans = tagging.places(article.revision, given["words"])
    span = _chosen(article.revision.text, spans, given["place"])
    return tagging.tag(
        article,
        by=by,
        revision=given["revision"],
        start=span.start,
        end=span.end,
        suggested=not by.has_perm(tagging.TAG),
        **told.told(),
    )


def _chosen(words, spans, value):
    if len(spans) == 1:
        return spans[0]
    if len(spans) > MOST_PLACES:
        raise Invalid({"words": TOO_MANY_PLACES.format(len(spans))})
    for span in spans:
        if _value(span) == value:
            return span
    raise SeveralPlaces([_place(words, span) for span in spans])


def _value(span):
    return f"{span.start}-{span.end}"


def _place(words, span):
    before, after = text.context(words, span.start, span.end, AROUND)
    return Place(_value(span), before, words[span.start : span.end], after)


def beside_the_words(error):
    """Return a refusal with what is wrong about a place said beside the words it is about."""
    if not isinstance(error, Invalid):
        return error
    return Invalid(
        {"words" if name in ("start", "end") else name: said for name, said in error.errors.items()}
    )
