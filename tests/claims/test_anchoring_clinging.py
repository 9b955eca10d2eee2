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
    ("a not once removed", "it was [seen at the port]", "it had not been [seen at the port]"),
    ("a not after", "the mayor [went there] then", "the mayor [went there] not then"),
    ("a nothing", "the mayor [took] then", "the mayor [took] nothing then"),
    ("a hardly", "they [took 150] then", "they hardly [took 150] then"),
    ("an almost", "it [broke apart] then", "it almost [broke apart] then"),
    ("a denial", "there [he took 150] then", "it denied that [he took 150] then"),
    ("a denial without a that", "there [he took 150] then", "it denied [he took 150] then"),
    ("a falsehood", "it is so that [he took 150]", "it is false that [he took 150]"),
    ("a truth denied", "it is true that [he took 150]", "it is not true that [he took 150]"),
    ("a condition", "it asked when [he took 150]", "it asked whether [he took 150]"),
    ("a denial that is denied", "it denied that [he came]", "it did not deny that [he came]"),
    ("a former", "there [members met] then", "there former [members met] then"),
    ("a few", "there the [members met] then", "there few of the [members met] then"),
    ("few that are a few", "there few [members met] then", "there a few [members met] then"),
    ("all that are not all", "there all [members met] then", "there not all [members met] then"),
    ("a some", "there [members met] then", "there some [members met] then"),
    ("digits after", "they [took 150] home", "they [took 150] 000 home"),
    ("digits after a thin space", "they [took 1] home", "they [took 1]\u202f150 home"),
    ("digits before", "the [150 members] met", "the 1 [150 members] met"),
    ("digits that change", "the 1 [150 members] met", "the 12 [150 members] met"),
    ("a unit after digits", "they [took 150] 000 there", "they [took 150] 000 tonnes there"),
    ("a hundred", "they took [five] home", "they took [five] hundred home"),
    ("a million", "they took [five] home", "they took [five] million home"),
    ("a million that begins", "they took five [million] then", "they took six [million] then"),
    ("tens before", "they took [five] home", "they took twenty [five] home"),
    ("tens before with an and", "they took [five] home", "they took a hundred and [five] home"),
    ("ones after", "they took [twenty] home", "they took [twenty] five home"),
    ("a half after", "they took [five] home", "they took [five] and a half home"),
    ("a minus before a word", "it stood at [five] then", "it stood at minus [five] then"),
    ("a bound before a word", "they took [five] home", "they took at least [five] home"),
    ("a unit after a word", "it took [five] then", "it took [five] days then"),
    ("a bound that is denied", "it took more than [150]", "it took no more than [150]"),
    ("a bound after", "they [took 150] home", "they [took 150] or more home"),
    ("the end of a range", "they [took 150] home", "they [took 150] to 300 home"),
    ("the end of a range of words", "they took [five] home", "they took [five] to ten home"),
    ("the end of a range with a dash", "they [took 150] home", "they [took 150] – 300 home"),
    ("the end of a range that changes", "it [took 150] to 300 on", "it [took 150] to 400 on"),
    ("the beginning of a range", "they took [300] home", "they took 150 to [300] home"),
    ("an alternative", "they [took 150] home", "they [took 150] or 160 home"),
    ("a whole", "they [took 150] home", "they [took 150] of 900 home"),
    ("a whole with an article", "they [took 150] home", "they [took 150] out of the 900 home"),
    ("a year", "it met [on 5 May] there", "it met [on 5 May] 1990 there"),
    ("a year after a comma", "it met [on May 5] there", "it met [on May 5], 1990 there"),
    ("a year that changes", "it met [in May] 1990 there", "it met [in May] 1991 there"),
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
    ("a hedge after a word", "it paid [five] then", "it paid some [five] then"),
    ("the glyph of a dash in a range", "it paid [150] - 300 then", "it paid [150] – 300 then"),
    ("the space between digits", "it paid [150] 000 then", "it paid [150]\u00a0000 then"),
    ("an and before no number", "they took [150] home", "they took [150] and went home"),
    ("a part of no whole", "they took [150] home", "they took [150] of them home"),
    ("digits of another number", "there were [150] then", "there were [150] 2024 then"),
    ("a number in another line", "it paid\n[150] then", "it paid 5\n[150] then"),
    ("a may before a year", "it said [that it may] then", "it said [that it may] 1990 then"),
    ("a some that is done", "it had none. [It met] then", "it had some. [It met] then"),
    ("a nobody that begins a sentence", "it [met.] They left", "it [met.] Nobody left"),
    ("a nobody of another sentence", "it [met]. They left", "it [met]. Nobody left"),
    ("who said it", "there [he took 150] then", "it said that [he took 150] then"),
    ("a denial that is no neighbour", "the man [took 150]", "it denied that the man [took 150]"),
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
