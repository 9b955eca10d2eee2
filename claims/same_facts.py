"""Which claims were declared to state the same fact as one, and which may: for the desk."""

import re
from dataclasses import dataclass

from django.db.models import Q

from .marks import css
from .models import Claim, Sameness, Status

MOST_FOUND = 20
# Of each: its article, and what Claim.is_decided asks.
_READ = ("article", "decision__adopts__claim__article")
# The addresses of a claim: at the desk, in the API, and of its mark or its check on a page.
_IN_ADDRESS = re.compile(r"(?:/claims/(?:claim/)?|#(?:claim|check|row)-)(\d{1,18})\b")


@dataclass(frozen=True)
class SameFact:
    """Another claim that was declared the same; badge is the class of its status."""

    sameness: Sameness
    other: Claim
    badge: str


def of(claim):
    """Return a SameFact for each claim declared the same as `claim`, in one query."""
    sides = [f"{side}__{read}" for side in ("first", "second") for read in _READ]
    declared = Sameness.objects.standing().of(claim).select_related(*sides)
    others = [(one, one.second if one.first_id == claim.pk else one.first) for one in declared]
    return [SameFact(one, other, css(other.status)) for one, other in others]


def search(claim, words):
    """Return claims that `words` name, newest first, MOST_FOUND at most, in one query.

    words  the number of a claim, an address that leads to it, or words in it or its statement.
    """
    named = Q(statement__icontains=words) | Q(exact__icontains=words)
    if key := number_in(words):
        named |= Q(pk=key)
    others = Claim.objects.filter(named).exclude(status=Status.DISMISSED).exclude(pk=claim.pk)
    return others.with_verdict().select_related("article").order_by("-pk")[:MOST_FOUND]


def number_in(words):
    """Return the number that `words` are, or that an address in them names; else None."""
    if words.isdecimal() and len(words) < 19:
        return int(words)
    found = _IN_ADDRESS.search(words)
    return int(found[1]) if found else None
