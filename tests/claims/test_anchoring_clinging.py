"""Words that stay the same beside something that changes what they say."""

import pytest

from claims.anchoring import Anchor, Quote, Span, locate, relocate

START = "The council met in the old town hall. It said that "
END = " and that nobody had objected. The session then ended."

# What was claimed stands in brackets, before and after an edit right beside it.
CHANGED = [
    ("a magnitude that comes", "it paid [150] at once", "it paid [150] million at once"),
    ("a magnitude that changes", "it paid [150] million then", "it paid [150] billion then"),
    ("a unit that comes", "it bought [150K] at once", "it bought [150K] tonnes at once"),
    ("a unit that changes", "it bought [150K] tonnes then", "it bought [150K] kg then"),
    ("a unit after a magnitude", "it has [150 million] now", "it has [150 million] litres now"),
    ("a unit that changes its case", "it used [5] mW there", "it used [5] MW there"),
    ("a square", "it is [5] m wide", "it is [5] m² wide"),
    ("a unit of speed", "it went [5 km] there", "it went [5 km]/h there"),
    ("a percent sign", "it grew by [5] there", "it grew by [5]% there"),
    ("a percent sign with a space", "it grew by [5] there", "it grew by [5] % there"),
    ("a percentage that is points now", "by [5] percent then", "by [5] percentage points then"),
    ("a half of the day", "it met at [5] a.m. there", "it met at [5] p.m. there"),
    ("a currency after", "it paid [5] dollars then", "it paid [5] euros then"),
    ("a currency sign", "it paid [5] then", "it paid €[5] then"),
    ("another dollar", "it paid $[5] then", "it paid US$[5] then"),
    ("a currency sign with a space", "it paid [5] then", "it paid € [5] then"),
    ("a currency code", "it paid EUR [5] then", "it paid USD [5] then"),
    ("a minus", "it stood at [5] then", "it stood at −[5] then"),
    ("a minus in a word", "it stood at [5] then", "it stood at minus [5] then"),
    ("a bound", "it paid [150] then", "it paid less than [150] then"),
    ("a bound that changes", "it paid at least [150] then", "it paid at most [150] then"),
    ("a not", "it was [guilty of fraud] then", "it was not [guilty of fraud] then"),
    ("a not that goes", "it was not [guilty of fraud] then", "it was [guilty of fraud] then"),
    ("a never", "it was [seen at the port] then", "it was never [seen at the port] then"),
    ("an n't", "they did [sign the paper] then", "they didn’t [sign the paper] then"),
    ("a no longer", "it was [seen at the port] then", "it was no longer [seen at the port] then"),
    ("a not that is a not yet", "it is not [open to all] now", "it is not yet [open to all] now"),
]  # fmt: skip

SAME = [
    ("the space before a sign", "it grew by [5]% there", "it grew by [5] % there"),
    ("the kind of space before a unit", "it weighs [5] kg now", "it weighs [5]\u00a0kg now"),
    ("the glyph of a minus", "it stood at -[5] then", "it stood at −[5] then"),
    ("a not that is contracted", "it was not [guilty of fraud]", "it wasn't [guilty of fraud]"),
    ("a word that is no unit", "it paid [150] that day", "it paid [150] on that day"),
    ("what is counted", "there were [150] people then", "there were [150] guests then"),
    ("a month beside a year", "it began in March [2025] there", "it began in May [2025] there"),
    ("a hedge", "it paid [150] then", "it paid about [150] then"),
    ("a dash between words", "it paid [150] then", "it paid – [150] then"),
    ("a unit after no number", "it was [the fifth] then", "it was [the fifth] year then"),
    ("a bound before no number", "it went [to the port] then", "it went over [to the port] then"),
    ("a not before other words", "it did pay [150] then", "it did not pay [150] then"),
]


def follow(before, after):
    """Relocate the words in brackets: (anchor, whether at the right place, material)."""
    old, new = (START + text.replace("[", "").replace("]", "") + END for text in (before, after))
    spans = [
        Span(len(START) + t.index("["), len(START) + t.index("]") - 1) for t in (before, after)
    ]
    [found] = relocate(old, new, spans[:1])
    return found.anchor, found.span == spans[1], found.material


@pytest.mark.parametrize(("before", "after"), [pytest.param(a, b, id=n) for n, a, b in CHANGED])
def test_a_verdict_falls_with_what_comes_or_goes_beside_the_words(before, after):
    assert follow(before, after) == (Anchor.DRIFTED, True, True)
    assert follow(after, before) == (Anchor.DRIFTED, True, True)


@pytest.mark.parametrize(("before", "after"), [pytest.param(a, b, id=n) for n, a, b in SAME])
def test_a_verdict_stands_with_any_other_neighbour(before, after):
    assert follow(before, after) == (Anchor.EXACT, True, False)
    assert follow(after, before) == (Anchor.EXACT, True, False)


@pytest.mark.parametrize(
    ("prefix", "exact", "suffix", "text"),
    [
        (
            "the mayor was ",
            "guilty of fraud",
            " then",
            "So the mayor was not guilty of fraud then.",
        ),
        ("the town paid ", "150", " at once to", "So the town paid 150 million at once to us."),
        ("the town paid ", "150", " million at once", "So the town paid 150 at once to us."),
    ],
)
def test_a_quotation_is_not_found_exactly_where_its_neighbour_changes_it(
    prefix, exact, suffix, text
):
    found = locate(text, Quote(exact, prefix, suffix))
    assert (found.anchor, found.span.of(text), found.material) == (Anchor.DRIFTED, exact, True)


def test_a_quotation_without_context_says_nothing_of_its_neighbours():
    found = locate("So the town paid 150 million at once.", Quote("150"))
    assert (found.anchor, found.material) == (Anchor.EXACT, False)
