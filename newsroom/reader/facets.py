"""What a search can be narrowed by, how it stands in an address, and how many each would leave.

Of an entry (articles.search_index) each facet is a word: a letter for its kind, and its value.
"""

import re
from collections import Counter
from dataclasses import dataclass

from django.conf.locale import LANG_INFO

from articles.models import Contributor, Section, Tag
from articles.search_index import YEAR

SHOWN = 8  # of each kind, those with most articles
_SLUG = re.compile(r"[-\w]{1,200}")
# (value in an address: that of claims.verification.State without its underscore, for readers)
VERDICTS = {
    "verified": ("verified", "All claims verified"),
    "refuted": ("disputed", "With refuted claims"),
    "partly": ("partlyverified", "Some claims verified"),
    "none": ("unverified", "No claims verified"),
}
_VERDICT_OF = {state: value for value, (state, _) in VERDICTS.items()}


@dataclass(frozen=True)
class Kind:
    """One kind of facet: its name in an address, its letter, and its heading for people.

    model  of those that have rows, which an address names by their slug.
    """

    name: str
    letter: str
    heading: str
    model: type | None = None


KINDS = (
    Kind("section", "s", "Section", Section),
    Kind("author", "a", "Author", Contributor),
    Kind("tag", "t", "Tag", Tag),
    Kind("year", YEAR, "Year"),
    Kind("language", "l", "Language"),
    Kind("verdict", "v", "Verification"),
)


@dataclass(frozen=True)
class Choice:
    """One value of a kind, with the number of articles that it would leave of those found."""

    value: str
    label: str
    count: int


def asked(query):
    """Return {name of a kind: facet word} of what an address asks for; None is one unknown.

    query  request.GET. One query for each section, author and tag that it names.
    """
    return {kind.name: _word(kind, query[kind.name]) for kind in KINDS if query.get(kind.name, "")}


def _word(kind, value):
    if kind.model:
        slug = value if _SLUG.fullmatch(value) else ""
        pk = kind.model.objects.filter(slug=slug).values_list("pk", flat=True).first()
        return pk and f"{kind.letter}{pk}"
    if kind.name == "verdict":
        return f"v{VERDICTS[value][0]}" if value in VERDICTS else None
    shape = r"\d{1,4}" if kind.name == "year" else r"[a-z]{2,3}"
    return f"{kind.letter}{value}" if re.fullmatch(shape, value, re.ASCII) else None


def counted(hits):
    """Return [(Kind, [Choice])] for these Hits: the commonest of each kind, years newest first.

    Three queries, for the names of sections, authors and tags.
    """
    counts = Counter(facet for hit in hits for facet in hit.facets)
    return [(kind, _choices(kind, counts)) for kind in KINDS]


def _choices(kind, counts):
    found = [(word[1:], count) for word, count in counts.items() if word[0] == kind.letter]
    if kind.name == "year":
        found.sort(key=lambda one: -int(one[0]))
    else:
        found.sort(key=lambda one: (-one[1], one[0]))
    found = found[:SHOWN]
    told = _told(kind, [value for value, _ in found])
    return [Choice(*told[value], count) for value, count in found if value in told]


def _told(kind, values):
    """Return {value in a facet word: (value in an address, label)}."""
    if kind.model:
        rows = kind.model.objects.filter(pk__in=values).values_list("pk", "slug", "name")
        return {str(pk): (slug, name) for pk, slug, name in rows}
    if kind.name == "verdict":
        return {one: (_VERDICT_OF[one], VERDICTS[_VERDICT_OF[one]][1]) for one in values}
    if kind.name == "language":
        return {one: (one, LANG_INFO.get(one, {}).get("name_local", one)) for one in values}
    return {one: (one, one) for one in values}
