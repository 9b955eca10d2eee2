"""Where in a text the words of a search stand, as HTML with <mark>: all else is escaped."""

from itertools import islice

from django.utils.html import escape
from django.utils.safestring import mark_safe

from articles.search_words import MOST_WORDS, WORD, is_turkic, stem

LENGTH, BEFORE = 36, 8  # words of a snippet, and of those, at most so many before the first hit
# So far behind the first hit a place that holds more of the words is looked for.
REACH = 200  # words
# What is read behind a first hit that has all of the words about it, and behind another: the last
# place may itself be of many words.
ABOUT, AROUND = LENGTH + MOST_WORDS, REACH + LENGTH + MOST_WORDS


def marked(text, language, search):
    """Return the whole text."""
    spans, stems = _words(text, language, None)
    return _html(text, _places(spans, stems, search), 0, len(text))


def snippet(text, language, search, most):
    """Return that part of `text` which holds most of what is looked for; empty if none does.

    most  words that are looked through.
    """
    spans, stems = _words_to_a_hit(text, language, search, most)
    first = next(iter(_places(spans, stems, search)), None)
    if first is None:
        return ""
    places = [one for one in _places(spans, stems, search) if one[0] - first[0] < REACH]
    begin = max(0, max(places, key=lambda one: (_held(places, one[0]), -one[0]))[0] - BEFORE)
    # One more was read than can be shown, where there is one.
    end = min(len(spans), begin + LENGTH) - 1
    start = spans[begin][0] if begin else 0
    stop = spans[end][1] if end + 1 < len(spans) else len(text)
    found = _html(text, [one for one in places if begin <= one[0] <= end], start, stop)
    cut = begin, end + 1 < len(spans)
    return mark_safe(f"{'… ' if cut[0] else ''}{found}{' …' if cut[1] else ''}")


def _words(text, language, most):
    turkic = is_turkic(language)
    found = [(m.span(), stem(m.group(), turkic)) for m in islice(WORD.finditer(text), most)]
    found = [(span, word) for span, word in found if word]
    return [span for span, _ in found], [word for _, word in found]


def _words_to_a_hit(text, language, search, most):
    """Return the words up to the last that a snippet at the first hit may show, and one more.

    Of a text without a hit, all: to compare words costs most of what a search does.
    """
    turkic = is_turkic(language)
    begins = {row[0] for term in search.wanted for row in term.rows}
    spans, stems, needed = [], [], None
    for match in islice(WORD.finditer(text), most):
        if word := stem(match.group(), turkic):
            spans.append(match.span())
            stems.append(word)
            if needed is None and word in begins:
                needed = len(stems) + ABOUT
        if len(stems) == needed:
            # It may have been the beginning of no more than that: of another, or of none.
            needed = _needed(_places(spans, stems, search), search)
            if needed and needed <= len(stems):
                break
    return spans, stems


def _needed(places, search):
    """Return how many words tell which of these places is the best; None where there is none."""
    if not places:
        return None
    first = places[0][0]
    holds_all = _held(places, first) == len(search.wanted)
    return first + 1 + (ABOUT if holds_all else AROUND)


def _places(spans, stems, search):
    """Return [(first word, last word, start, end, which term)] in the order of the text."""
    found = [
        (place.start, place.stop - 1, spans[place.start][0], spans[place.stop - 1][1], n)
        for n, term in enumerate(search.wanted)
        for place in term.places(stems)
    ]
    return sorted(found)


def _held(places, begin):
    """How many of the terms stand within a snippet that begins there?"""
    return len({one[4] for one in places if begin <= one[0] < begin + LENGTH - BEFORE})


def _html(text, places, start, end):
    parts, at = [], start
    for _, _, first, last, _ in places:
        last = min(last, end)
        if first >= at and last > first:
            parts += [escape(text[at:first]), f"<mark>{escape(text[first:last])}</mark>"]
            at = last
    return mark_safe("".join([*parts, escape(text[at:end])]))
