"""Do quoted words stand in a text? Pure.

Stricter than claims.quotation, which looks for a claim that an edit may have reworded: an excerpt
is a quotation, and its letters, digits and case are those of its source. Free is what a typesetter
or a clipboard changes: the amount and kind of white space, the glyphs of quotation marks and
dashes, the Unicode normal form, and what nobody sees (soft hyphens, joiners, marks of direction).
"""

import re
import unicodedata

_QUOTES = "'\"‘’‚‛“”„‟«»‹›′″‴ʼ`´〝〞＂＇"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_ELLIPSIS = re.compile(r"[\[(<]\s*(?:…|\.{2,}|\. \. \.)\s*[\])>]|…|\.{3,}|\. \. \.")
# A word that its source broke at the end of a line: with or without the hyphen, both are read.
_BROKEN = re.compile(r"(?<=\w)[-‐][^\S\n]*\n\s*(?=\w)")
_RUNS = re.compile(r"\s+|'{2,}|-{2,}")


def stands_in(excerpt: str, words: str) -> bool:
    """Does `excerpt` stand in `words`?

    Whole words and whole numbers only: 150 does not stand in 1500, in 150,000 or in -150. An
    ellipsis in the excerpt (…, three dots, bracketed or not) leaves words out: what is on either
    side of it must stand in this order. An excerpt without a letter or digit stands nowhere.
    """
    parts = [_folded(part).strip() for part in _ELLIPSIS.split(excerpt)]
    parts = [part for part in parts if any(map(str.isalnum, part))]
    return bool(parts) and any(_stand(parts, _folded(text)) for text in _readings(words))


def _readings(words):
    yield words
    if _BROKEN.search(words):
        yield _BROKEN.sub("-", words)
        yield _BROKEN.sub("", words)


def _stand(parts, text):
    """Do the parts stand in this order? The earliest place of each leaves most to the next."""
    place = 0
    for part in parts:
        place = _after(part, text, place)
        if place is None:
            return False
    return True


def _after(part, text, place):
    """Return where `part` ends in `text`, from `place` on, as whole words; or None."""
    while (start := text.find(part, place)) >= 0:
        end = start + len(part)
        if not (_cuts_before(text, start) or _cuts_after(text, end)):
            return end
        place = start + 1
    return None


def _cuts_before(text, start):
    before, first = text[max(0, start - 2) : start], text[start]
    if not before:
        return False
    if first.isdigit() and (_joins_number(before) or _is_sign(before)):
        return True
    return _is_of_word(before[-1]) and _is_of_word(first)


def _cuts_after(text, end):
    last, after = text[end - 1], text[end : end + 2]
    if not after:
        return False
    if last.isdigit() and _joins_number(after[::-1]):
        return True
    return _is_of_word(last) and _is_of_word(after[0])


def _joins_number(two):
    """Are these, the digit outermost, a digit and the mark that joins another to it: 1,500?"""
    return len(two) == 2 and two[0].isdigit() and two[1] in ".,'"


def _is_sign(two):
    """Do these end in a dash that belongs to the number after it? After a word it joins a range."""
    return two[-1] == "-" and not (len(two) == 2 and two[0].isalnum())


def _is_of_word(character):
    """Would another such beside it make a longer word? Not in scripts written without spaces."""
    return character.isalnum() and unicodedata.category(character) != "Lo"


class _Glyphs(dict):
    """What each character is folded to, found out when it is first met."""

    def __missing__(self, point):
        character = chr(point)
        if character in _QUOTES:
            folded = "'"
        elif character in _DASHES:
            folded = "-"
        elif character.isspace():
            folded = " "
        else:
            folded = None if _is_unseen(point, character) else character
        self[point] = folded
        return folded


def _is_unseen(point, character):
    is_variation = 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF or point == 0x034F
    return is_variation or unicodedata.category(character) in ("Cf", "Cc")


_GLYPHS = _Glyphs()


def _folded(text):
    text = unicodedata.normalize("NFC", text.translate(_GLYPHS))
    return _RUNS.sub(lambda run: run.group()[0], text)
