"""What may change under a verdict, and what may not."""

import pytest

from claims.anchoring import is_material

SAME = [
    ("white space of another amount", "a  b", "a b"),
    ("white space of another kind", "a\u00a0b", "a b"),
    ("a paragraph split", "ends. The law", "ends.\nThe law"),
    ("white space at the edges", " a ", "a"),
    ("quotation marks", "“a” and ‘b’", "\"a\" and 'b'"),
    ("guillemets", "«a»", '"a"'),
    ("an apostrophe", "don’t", "don't"),
    ("a dash between words", "one – two", "one — two"),
    ("the dash of a range", "10–12", "10-12"),
    ("the minus of a number", "−5", "-5"),
    ("a hyphen that does not break", "well\u2011known", "well-known"),
    ("the normal form", "caf\u00e9", "cafe\u0301"),
    ("the normal form of two marks", "\u1eb1", "a\u0306\u0300"),
    ("the capital of the first word", "The law", "the law"),
    ("the capital after a period", "It ended. The law", "It ended. the law"),
    ("the capital after a line break", "It ended\nThe law", "It ended\nthe law"),
    ("a headline in capitals", "The council met", "THE COUNCIL MET"),
    ("dotted capital I before lower case", "İdarə etdi", "idarə etdi"),
    ("dotless lower case in a headline", "qapı açıldı", "QAPI AÇILDI"),
]

OTHER = [
    ("a number", "5 people", "6 people"),
    ("a decimal point", "1,5", "15"),
    ("a decimal mark", "1,5", "1.5"),
    ("a sign", "-5", "5"),
    ("a sign in another glyph", "–5", "5"),
    ("a range", "10–12", "10 12"),
    ("digits joined by white space", "1 50K", "150K"),
    ("digits split by white space", "1000", "10 00"),
    ("a decimal point split off", "1.5", "1. 5"),
    ("a minus joined to a word", "b -5", "b-5"),
    ("words joined", "now here", "nowhere"),
    ("words split", "cannot", "can not"),
    ("a superscript", "5 m²", "5 m2"),
    ("a ligature", "ﬁne", "fine"),
    ("a full-width digit", "５", "5"),
    ("a digit of another script", "٥", "5"),
    ("a negation", "was guilty", "was not guilty"),
    ("a negation by an apostrophe", "can", "can't"),
    ("a unit", "5 km", "5 m"),
    ("a unit by its case", "5 mW", "5 MW"),
    ("a unit of one letter", "5 g", "5 G"),
    ("a unit by its case in a headline", "it used 5 mW yesterday", "IT USED 5 MW YESTERDAY"),
    ("a date", "3 May", "4 May"),
    ("a name", "the Smith family", "the Smyth family"),
    ("a name by its capital", "the Polish workers", "the polish workers"),
    ("an abbreviation", "US", "us"),
    ("an abbreviation in a sentence", "said the US today", "said the us today"),
    ("an abbreviation that begins it", "WHO said", "who said"),
    ("the word after initials", "U.S. Government", "U.S. government"),
    ("dotless and dotted i", "qız", "qiz"),
    ("dotless and dotted capital I", "QIZ", "QİZ"),
    ("sharp s", "in Maßen", "in Massen"),
    ("an accent", "résumé", "resume"),
    ("a comma", "eat, friends", "eat friends"),
    ("a question mark", "It ended.", "It ended?"),
    ("scare quotes", "a free vote", "a “free” vote"),
    ("minutes and seconds of arc", "5′", "5″"),
    ("a zero-width space", "a\u200bb", "ab"),
    ("a soft hyphen", "re\u00adsign", "resign"),
    ("a bidirectional override", "pay 100", "pay \u202e100"),
    ("a currency", "$5", "€5"),
    ("a percent sign", "5%", "5"),
]


@pytest.mark.parametrize(("before", "after"), [pytest.param(a, b, id=n) for n, a, b in SAME])
def test_a_verdict_stands_when_only_the_form_changes(before, after):
    assert (is_material(before, after), is_material(after, before)) == (False, False)


@pytest.mark.parametrize(("before", "after"), [pytest.param(a, b, id=n) for n, a, b in OTHER])
def test_a_verdict_falls_with_anything_else(before, after):
    assert (is_material(before, after), is_material(after, before)) == (True, True)


def test_a_phrase_that_begins_no_sentence_may_not_change_its_first_letter():
    assert is_material("polish silver", "Polish silver", begins=False) is True
