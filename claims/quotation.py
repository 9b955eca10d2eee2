"""Find a quotation in a text when the text it was taken from is not known. Pure.

For the API, imported annotations and words pasted by a person. Weaker than `relocate`, so it asks
for more: see `claims.anchoring` for what the answers promise.
"""

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from claims.alignment import EVIDENCE
from claims.clinging import beside, clings_differently
from claims.selectors import AMBIGUOUS, LOST, Anchor, Quote, Relocated, Span
from claims.wording import clinging, is_material, key
from claims.words import Words

# Sentences that have nothing to do with each other reach a half, letter by letter.
_SIMILAR = 0.7
# Surroundings less alike than this do not agree.
_AGREES = 0.6
# Surroundings that agree better by this much decide between places.
_CLEARLY = 0.1
# Code points looked at to see whether a place is inside a word.
_REACH = 40


def occurrences(text: str, exact: str) -> list[Span]:
    """Return every place in `text` where the characters of `exact` stand, overlapping ones too."""
    if not exact:
        return []
    places, start = [], text.find(exact)
    while start >= 0:
        places.append(Span(start, start + len(exact)))
        start = text.find(exact, start + 1)
    return places


def alike(text: str, exact: str) -> list[Span]:
    """Return every place in `text` that says `exact` in other white space or glyphs.

    What a person copied may come back with curly quotes made straight, lines wrapped, or spaces
    doubled. Whatever else differs makes them other words (`is_material`).
    """
    words, wanted = Words.of(text), Words.of(exact).keys
    found = words.places(wanted, range(len(words.keys))) if wanted else ()
    spans = [_span(words, range(i, i + len(wanted))) for i in found]
    return [span for span in spans if not is_material(exact, text[span.start : span.end])]


def locate(text: str, quote: Quote, *, near: int | None = None) -> Relocated:
    """Return where `quote` stands in `text`.

    near   code points; the old start. Breaks ties between places that fit equally, nothing more.

    The same characters win over the same words in other glyphs, and these over similar words,
    which are always `drifted`. Of several places the one whose surroundings agree best wins, if
    it wins clearly; otherwise the answer is `ambiguous`. An empty quotation is `lost`. The score
    counts the words twice, and each side of the surroundings that is given once.
    """
    if not quote.exact.strip():
        return LOST
    if places := occurrences(text, quote.exact):
        return _choose(text, quote, places, near)
    words, wanted = Words.of(text), Words.of(quote.exact).keys
    folded = words.places(wanted, range(len(words.keys)))
    if places := [_span(words, range(i, i + len(wanted))) for i in folded]:
        return _choose(text, quote, places, near)
    similar = _most_similar(words, quote.exact)
    return _judge(text, quote, similar) if similar else LOST


def _choose(text: str, quote: Quote, places: list[Span], near: int | None) -> Relocated:
    """Judge the place whose surroundings agree best, or say `AMBIGUOUS`."""
    fits = [sum(_surroundings(text, quote, place)) for place in places]
    enough = max(fits) - _CLEARLY
    equals = [place for place, fit in zip(places, fits, strict=True) if fit > enough]
    equals = [place for place in equals if not _is_cut(text, quote, place)] or equals
    if near is not None:
        closest = min(abs(place.start - near) for place in equals)
        equals = [place for place in equals if abs(place.start - near) == closest]
    return _judge(text, quote, equals[0]) if len(equals) == 1 else AMBIGUOUS


def _surroundings(text: str, quote: Quote, place: Span) -> list[float]:
    """Agreement, 0 to 1, of each given side. Adjoining white space does not count."""
    prefix, suffix = key(quote.prefix.strip()), key(quote.suffix.strip())
    before = key(text[max(0, place.start - 2 * len(quote.prefix)) : place.start].strip())
    after = key(text[place.end : place.end + 2 * len(quote.suffix)].strip())
    sides = [(prefix, before[-len(prefix) :]), (suffix, after[: len(suffix)])]
    return [Indel.normalized_similarity(given, found) for given, found in sides if given]


def _judge(text: str, quote: Quote, place: Span) -> Relocated:
    """Say what the wording at `place` is to the quotation."""
    sides = _surroundings(text, quote, place)
    wording = place.of(text)
    alike = _likeness(quote.exact, wording)
    score = (2 * alike + sum(sides)) / (2 + len(sides))
    strange = bool(sides) and max(sides) < _AGREES
    few = len(Words.of(quote.exact).keys) < EVIDENCE
    doubtful = (strange and few) or _is_cut(text, quote, place) or _is_recast(text, quote, place)
    if doubtful or wording != quote.exact:
        material = doubtful or is_material(quote.exact, wording)
        return Relocated(Anchor.DRIFTED, place, material, score)
    return Relocated(Anchor.MOVED if strange else Anchor.EXACT, place, False, score)


def _likeness(a: str, b: str) -> float:
    return Indel.normalized_similarity(key(a), key(b))


def _is_cut(text: str, quote: Quote, place: Span) -> bool:
    """Is `place` cut out of a word, or of what clings to it, and `quote` does not say so?"""
    before, after = clinging(text, place.start, place.end)
    cut_before = bool(before) or _in_word(text, place.start)
    cut_after = bool(after) or _in_word(text, place.end)
    said_before = quote.prefix and text[: place.start].endswith(quote.prefix[-1])
    said_after = quote.suffix and text.startswith(quote.suffix[0], place.end)
    return (cut_before and not said_before) or (cut_after and not said_after)


def _is_recast(text: str, quote: Quote, place: Span) -> bool:
    """Has what changes the words come or gone beside `place` (see claims.clinging)?

    Nothing is looked at beyond what the quotation gives on either side.
    """
    given = quote.prefix + quote.exact + quote.suffix
    before, after = len(quote.prefix), len(quote.suffix)
    around = text[max(0, place.start - before) : place.end + after]
    start = min(before, place.start)
    return clings_differently(
        beside(given, before, before + len(quote.exact)),
        beside(around, start, start + place.end - place.start),
    )


def _in_word(text: str, place: int) -> bool:
    """Does `place` stand inside a word?"""
    start = max(0, place - _REACH)
    near = Words.of(text[start : place + _REACH])
    word = near.within(place - start, place - start + 1)
    return bool(word) and near.starts[word.start] < place - start


def _most_similar(words: Words, exact: str) -> Span | None:
    """The stretch of whole words most like `exact`, or None if none is like it."""
    core = _rough(words, exact)
    if not core:
        return None
    # The rough match is as long as the quotation: try a few words less or more at either end.
    starts = range(max(0, core.start - 2), min(core.start + 3, core.stop))
    stops = range(max(core.start, core.stop - 2), min(core.stop + 3, len(words.keys) + 1))
    tries = [_span(words, range(a, b)) for a in starts for b in stops if a < b]
    # Levenshtein, which takes a word for another rather than for none.
    best = max(tries, key=lambda t: Levenshtein.normalized_similarity(exact, t.of(words.text)))
    return best if _likeness(exact, best.of(words.text)) >= _SIMILAR else None


def _rough(words: Words, exact: str) -> range:
    """The words around the characters most like `exact`."""
    if len(exact) >= len(words.text):
        return range(len(words.keys))
    # Lower case without a change of length, or the offsets would be those of another text.
    text = "".join(low if len(low := c.lower()) == 1 else c for c in words.text)
    found = fuzz.partial_ratio_alignment(exact.lower(), text, score_cutoff=100 * _SIMILAR / 2)
    return words.within(found.dest_start, found.dest_end) if found else range(0)


def _span(words: Words, within: range) -> Span:
    return Span(words.starts[within.start], words.ends[within.stop - 1])
