"""What is looked for and what is looked through, as folded and stemmed words. Pure.

One rule for both databases: each is given words that are cut, folded and stemmed here, so that
both find the same. Readers type without diacritics and with whatever apostrophe their keyboard
has; a word is found in its other cases and numbers by light stemming, that of D. Harman, "How
effective is suffixing?" (1991) for the s of English, and for Russian and Azerbaijani the same idea
on the endings of their nouns and adjectives. Searching for a verb in another tense finds nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MOST_WORDS = 16  # of one search
LONGEST_WORD = 64  # code points that are compared
LONGEST_SEARCH = 1_000  # code points that are read

_APOSTROPHES = "'’‘ʼ`´′"
# Scripts written without spaces: each character is a word, and neighbours are looked for in a row.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARK = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_LETTERS = rf"(?:[^\W_{_UNSPACED}]++[{_MARK}]*+)++"
WORD = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})++(?!\d)(?:{_LETTERS})?+"  # 1,500 is 1500, and found as either
    rf"|{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*+"
    rf"|[{_UNSPACED}]"
)
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″〝〞＂"), '"')
_PIECE = re.compile(r'(-?)"([^"]*)"?|(\S+?)(?=["\s]|\Z)')


class _Letters(dict):
    """Each letter as it is compared: without its marks, filled as letters are met."""

    def __missing__(self, point):
        base = unicodedata.normalize("NFD", chr(point))[0]
        is_mark = unicodedata.category(base)[0] == "M"
        # й is a letter of its own, and и another; in other scripts too a mark may make the letter.
        is_plain = base < "\u0250" or "\u0370" <= base < "\u0400"
        self[point] = None if is_mark else base if is_plain else chr(point)
        return self[point]


_FOLDED = _Letters(str.maketrans("əıøłđðħё", "eioldd" + "hе") | {ord("æ"): "ae", ord("ß"): "ss"})


def fold(word):
    """Return `word` without case, diacritics and compatibility forms: Şəki and SEKI are one."""
    return unicodedata.normalize("NFKC", word).lower().translate(_FOLDED)


_TURKIC = ("az", "tr")
_CASES = re.compile(
    r"(?P<stem>\w{4,}?)(?:lar|ler)?(?:[iu]m[iu]z|[iu]n[iu]z|s?[iu]|[iu]m)?"
    r"(?:n?[iu]n|n?[iu]|[yn]?[ae]|n?d[ae]n?|l[ae]|c[ae])?"
)
_ENDINGS = re.compile(
    r"(?<=\w{3})(?:и?(?:ями|ям|ях|ев|ей|ем|я|ю|е|и)|ами|ам|ах|ов|ом|ого|его|ому|ему|ыми|ими"
    r"|ые|ый|ий|ой|ая|яя|ую|юю|ое|ее|ых|их|ым|им|а|о|у|ы|ь|й)$"
)


@lru_cache(maxsize=65536)
def stem(word, is_turkic):
    """Return what `word`, one match of WORD, is compared by in a text of such a language."""
    head, *tail = _APOSTROPHE.split(word)
    # Of a name, Turkish and Azerbaijani write the case after an apostrophe; English, its s.
    is_cut = tail and ((is_turkic and len(head) > 1) or tail[-1] in "sS")
    word = "".join([head, *(tail[:-1] if is_cut else tail)])
    folded = "".join(filter(str.isalnum, fold(word.replace(",", ""))))[:LONGEST_WORD]
    if "\u0400" <= folded[:1] <= "\u052f":
        return _ENDINGS.sub("", folded)
    return _CASES.fullmatch(folded)["stem"] if is_turkic and _has_cases(folded) else _one(folded)


def _has_cases(word):
    return word.isalpha() and len(word) > 4


def _one(word):
    """The singular of an English plural, by three rules."""
    if word.endswith("ies") and not word.endswith(("eies", "aies")) and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("us", "ss")) and len(word) > 3:
        return word[:-1]
    return word


def is_turkic(language):
    """Has a text of this language (BCP 47 tag) its cases in endings, as Azerbaijani has?"""
    return language.partition("-")[0].lower() in _TURKIC


def stems(text, language, most=None):
    """Return the words of `text` as they are compared, in order; the first `most` of them."""
    turkic, found = is_turkic(language), []
    for match in WORD.finditer(text):
        if word := stem(match.group(), turkic):
            found.append(word)
        if len(found) == most:
            break
    return found


def _next(words, word, start):
    """Return where `word` stands next in a list of words, or None."""
    try:
        return words.index(word, start)
    except ValueError:
        return None


@dataclass(frozen=True)
class Term:
    """One word, or several in a row.

    rows  the same words as they are compared in texts of one kind of language and the other;
          one row, where there is no difference.
    """

    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, words):
        rows = (tuple(stem(word, turkic) for word in words) for turkic in (False, True))
        # Of some letters nothing is left to be compared.
        return cls(tuple(dict.fromkeys(filter(None, (tuple(filter(None, row)) for row in rows)))))

    def places(self, words):
        """Yield the half-open ranges of `words`, compared forms of one text, where it stands."""
        for row in self.rows:
            first = -1
            while (first := _next(words, row[0], first + 1)) is not None:
                if tuple(words[first : first + len(row)]) == row:
                    yield range(first, first + len(row))


@dataclass(frozen=True)
class Search:
    """What a reader asked for: every wanted term, and no unwanted one.

    is_cut  were there more words than are looked for?
    """

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]
    is_cut: bool

    def is_in(self, text, language):
        words = stems(text, language)
        holds = [any(True for _ in term.places(words)) for term in (*self.wanted, *self.unwanted)]
        return holds == [True] * len(self.wanted) + [False] * len(self.unwanted)


def asked(typed):
    """Return what was `typed` as a Search. Never an error, whatever it is.

    Words between quotation marks stand in a row, as do those that a hyphen or the like joins; what
    follows a minus is not to be there.
    """
    pieces = _PIECE.finditer(typed[:LONGEST_SEARCH].translate(_QUOTES))
    wanted, unwanted, left = [], [], MOST_WORDS
    is_cut = len(typed) > LONGEST_SEARCH
    for piece in pieces:
        said = piece[2] if piece[3] is None else piece[3]
        is_unwanted = piece[1] == "-" or (piece[3] or "").startswith("-")
        words = [word for word in WORD.findall(said) if stem(word, False)]
        is_cut |= len(words) > left
        words = words[:left]
        left -= len(words)
        if words:
            (unwanted if is_unwanted else wanted).append(Term.of(words))
    return Search(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)), is_cut)
