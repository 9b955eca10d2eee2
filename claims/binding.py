"""Do the words of now still say what a decision binds? Verified means these words."""

from articles import text

from .anchoring import Span, is_material, occurrences
from .words import Words


def begins_sentence(whole, start):
    """Does the word at `start` of the text `whole` begin a sentence?"""
    first, last = text.paragraph(whole, start, start + 1)
    words = Words.of(whole[first:last])
    return words.within(start - first, start - first + 1).start in words.begins


def has_strayed(claim):
    """Do the words of a placed claim differ from its decision's in a way that may matter?

    Edits, each of them too small to matter, may lead there. Reads the texts of both revisions
    only where the case of the first letter has to be explained by them.
    """
    return differs(claim.decision, claim.exact, lambda: claim.revision.text, claim.start)


def differs(decision, exact, whole, start):
    """Do the words `exact`, at `start` of what whole() returns, say other than `decision` binds?

    The first letter may differ in case where a sentence begins with it, then or now: not where
    it began one in between.
    """
    if not is_material(decision.exact, exact, begins=False):
        return False
    if is_material(decision.exact, exact):
        return True
    return not (begins_sentence(whole(), start) or _began_sentence(decision))


def _began_sentence(decision):
    then = decision.revision.text
    return all(begins_sentence(then, place.start) for place in occurrences(then, decision.exact))


def says_no_more(statement, exact):
    """Is `statement` no more than the words `exact`, but for white space and glyphs?"""
    return not is_material(statement, exact)


def stated(exact):
    """Return the statement of a claim whose words stand for themselves."""
    return " ".join(exact.split())


def overlap(a, b):
    """Do two spans, or placed claims, have a character in common?"""
    return a.start < b.end and b.start < a.end


def stands(claim, whole):
    """Return where the words of `claim` stand, or may, in the text `whole`: a list of Span."""
    if claim.is_placed:
        return [Span(claim.start, claim.end)]
    return occurrences(whole, claim.exact)
