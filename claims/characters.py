"""Characters as readers see them: no selection ends inside one. Pure.

A cut of Unicode's extended grapheme clusters, https://www.unicode.org/reports/tr29/: combining
marks, variation selectors, skin tones, tags, what a joiner holds together, and flags.
"""

import unicodedata

_JOINER = "\u200d"
_NON_JOINER = "\u200c"


def whole_characters(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `[start, end)` of `text`, code points, widened by the rest of the characters cut."""
    while start > 0 and not _may_cut(text, start):
        start -= 1
    while end < len(text) and not _may_cut(text, end):
        end += 1
    return start, end


def _may_cut(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _extends(after):
        return before in "\r\n"
    if before == _JOINER:
        return not unicodedata.category(after).startswith("S")
    return not (_is_flag(before) and _is_flag(after) and _flags_before(text, place) % 2)


def _extends(character: str) -> bool:
    """Does it belong to the character before it?"""
    return (
        character in (_JOINER, _NON_JOINER)
        or unicodedata.category(character).startswith("M")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag(character: str) -> bool:
    """Is it half of a flag, a regional indicator?"""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, place: int) -> int:
    first = place
    while first and _is_flag(text[first - 1]):
        first -= 1
    return place - first
