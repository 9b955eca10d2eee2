"""When do two wordings say the same? Words, their keys, and the rule of materiality. Pure.

A verdict is given on words. Under a verdict may change: the amount and kind of white space, the
glyphs of quotation marks and dashes, the Unicode normal form (canonical equivalence only, so never
a superscript), and letter case where only the place in the text decides it.
"""

import re
import unicodedata
from functools import lru_cache

# Vowel signs and decomposed accents belong to the letter before them.
_MARK = re.escape("".join(c for c in map(chr, range(0x10000)) if unicodedata.category(c)[0] == "M"))
# Scripts written without spaces: each character is a word, or a whole clause would be one.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W_][{_MARK}]*)"
TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*{_LETTER}*"  # 1,500.50 and 18F: a number is never cut at its marks
    rf"|{_LETTER}+"
    rf"|\S[{_MARK}]*"
)
_WORD = re.compile(rf"((?:[^\W_][{_MARK}]*)+)")
_SPACE = re.compile(r"\s+")
_STOP = re.compile(r"([.!?…:])[\"')\]]* [\"'(\[]*$")

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″〝〞"), '"')
_APOSTROPHES = dict.fromkeys(map(ord, "‘’‚‛‹›′ʼ`´"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_GLYPHS = _QUOTES | _APOSTROPHES | _DASHES

# The case of i without knowing the language: Turkish and Azerbaijani pair I with dotless ı.
_TURKISH = str.maketrans({"I": "ı", "İ": "i"})
_ONE_I = str.maketrans("İı", "ii")

_ABBREVIATION = 4  # letters at most: GHz, NATO

# What clings to a word or number without a space and changes what it says: the sign, currency or
# other half of a number, a prefix with a hyphen, the n't of can't.
SIGNS = "$€£¥₼₺₽₸₾₴₹₩"
_CLINGS_BEFORE = re.compile(r"(?:\w+[-‐‑'’]|\d+[.,:/–−])*$")
_CLINGS_BEFORE_NUMBER = re.compile(
    rf"(?:\w+[-‐‑'’]|\d+[.,:/–−])*[-‐‑–−+±~≈<>≤≥]*(?:[A-Z]{{0,3}}[{SIGNS}][-–−]*)?$"
)
_CLINGS_AFTER = re.compile(rf"(?:[-‐‑'’]\w+|[.,:/–−]\d+|/\w+)*[%‰°{SIGNS}]?")
_REACH = 40  # code points: longer compounds are none


@lru_cache(maxsize=65536)
def key(token: str) -> str:
    """Return what `token` is compared by when texts are aligned: coarser than the rule below.

    Case, glyphs and the dots of i are folded, so that a reworded claim is still found. Whether the
    wording found may keep its verdict is for `is_material` to say.
    """
    return unicodedata.normalize("NFC", token).translate(_GLYPHS).translate(_ONE_I).lower()


def clinging(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what clings to `[start, end)` of `text` on either side without being a part of it."""
    pattern = _CLINGS_BEFORE_NUMBER if text[start].isdigit() else _CLINGS_BEFORE
    before = pattern.search(text[max(0, start - _REACH) : start])
    after = _CLINGS_AFTER.match(text[end : end + _REACH])
    return before.group(), after.group()


def is_material(before: str, after: str, *, begins: bool = True) -> bool:
    """Say whether a verdict on the words `before` is open again when they read `after`.

    begins   whether the words begin a sentence in one of the two texts; if unknown, they may.

    White space that comes or goes is material: it joins or splits words and numbers. So is case,
    except in the first letter of a sentence, and in a wording set wholly in capitals like a
    headline: elsewhere it tells names from words (May, Polish), abbreviations from words (US, WHO)
    and units from units (mW, MW). Zero-width characters and bidirectional controls are material:
    they change what a reader sees.
    """
    if before == after:
        return False
    old, new = _WORD.split(_plain(before)), _WORD.split(_plain(after))
    if list(map(_in_line, old[0::2])) != list(map(_in_line, new[0::2])):
        return True
    headline = _is_headline(old) or _is_headline(new)
    return any(
        not (_same_letters(old[i], new[i]) and _case_is_free(old, new, i, begins, headline))
        for i in range(1, len(old), 2)
        if old[i] != new[i]
    )


# Below, a wording is a list: words at the odd places, what stands between them at the even ones.


def _plain(text: str) -> str:
    """`text` with one form for each glyph, and white space as one blank or one line break."""
    text = unicodedata.normalize("NFC", text).translate(_GLYPHS).strip()
    return _SPACE.sub(lambda space: "\n" if "\n" in space.group() else " ", text)


def _in_line(gap: str) -> str:
    return gap.replace("\n", " ")


def _same_letters(a: str, b: str) -> bool:
    # lower(), not casefold(): Maße and Masse are different words.
    return a.lower() == b.lower() or a.translate(_TURKISH).lower() == b.translate(_TURKISH).lower()


def _case_is_free(old: list[str], new: list[str], i: int, begins: bool, headline: bool) -> bool:
    """May word `i` differ in case?"""
    if headline:
        return not _may_be_unit(old, i)
    first = begins if i == 1 else _ends_sentence(old, i - 1) or _ends_sentence(new, i - 1)
    return first and old[i][1:] == new[i][1:]


def _is_headline(wording: list[str]) -> bool:
    """All in capitals, and not a mere abbreviation."""
    words = wording[1::2]
    return "".join(words).isupper() and any(len(word) > _ABBREVIATION for word in words)


def _may_be_unit(wording: list[str], i: int) -> bool:
    """Does word `i` hold a number, or is it short and follows one?"""
    if wording[i][0].isdigit():
        return True
    follows = i > 1 and wording[i - 2][-1].isdigit() and not wording[i - 1].strip()
    return follows and len(wording[i]) <= _ABBREVIATION


def _ends_sentence(wording: list[str], gap: int) -> bool:
    """Does `gap` end a sentence? A period after an initial (U.S.) does not."""
    if "\n" in wording[gap]:
        return True
    stop = _STOP.search(wording[gap])
    return bool(stop) and (stop.group(1) != "." or len(wording[gap - 1]) > 1)
