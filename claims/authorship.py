"""Who wrote the words of a claim, by the revisions of the article."""

from dataclasses import dataclass, replace
from itertools import pairwise

from .anchoring import Span, occurrences, relocate

_AROUND = 32  # code points on either side that tell one copy of the words from the next


@dataclass(frozen=True)
class Copy:
    """Words of a text, and at which of the places where they stand.

    nth  None where they are lost, or it is in doubt which place is meant.
    """

    exact: str
    nth: int | None


def writers_of(article, exact, span=None):
    """Return whoever signed a revision that wrote, changed or brought back the words.

    exact, span  the words in the newest revision, and where they stand there; None if nowhere.

    From the newest revision back: whoever changed the words at `span` in any way, a glyph too,
    down to where they are lost. And whoever made them stand in more places than before: the
    article does not say whose copy it is that was tagged.
    """
    newest_first = article.revisions.select_related("author").only("text", "author", "article")
    revisions = [*newest_first.order_by("-number"), None]
    writers, copy = {}, _copy(revisions[0].text, exact, span)
    for newer, older in pairwise(revisions):
        wrote, copy = step_back(copy, newer.text, older.text if older else "")
        if wrote and newer.author is not None:
            writers[newer.author_id] = newer.author
    return list(writers.values())


def step_back(copy: Copy, newer: str, older: str) -> tuple[bool, Copy]:
    """Return whether whoever made `newer` of `older` wrote `copy`, and what it was in `older`.

    The texts are aligned only where the number of places differs, or their surroundings do.
    """
    places, before = occurrences(newer, copy.exact), occurrences(older, copy.exact)
    wrote = len(places) > len(before)
    if copy.nth is None or not older:
        return wrote, copy
    if len(places) == len(before) and _is_same(copy.nth, newer, places, older, before):
        return False, copy
    found = relocate(newer, older, [places[copy.nth]])[0]
    if found.span is None:
        return wrote, replace(copy, nth=None)
    said = found.span.of(older)
    return wrote or said != copy.exact, _copy(older, said, found.span)


def _copy(text: str, exact: str, span: Span | None) -> Copy:
    return Copy(exact, None if span is None else occurrences(text, exact).index(span))


def _is_same(nth, newer, places, older, before):
    """Is it the same copy? The only one is; of several, the one with the same surroundings."""
    return len(places) == 1 or _around(newer, places[nth]) == _around(older, before[nth])


def _around(text: str, place: Span) -> str:
    return text[max(0, place.start - _AROUND) : place.end + _AROUND]
