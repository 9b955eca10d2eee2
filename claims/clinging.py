"""What stands right beside a claim's words and changes what they say. Pure.

A verdict is given on the words. Their neighbours may change, except where the words would then say
something else:

glued to them     the rest of a word or number that was cut (the .7 of 5.7, the K of 150K), a sign
                  or currency (-5, $5), a prefix with a hyphen (non-legal), an n't (can't).
before them       a negation: not, never, no longer, isn't.
before a number   a currency, minus, a bound: EUR 5, minus 5, at least 5.
after a number    a magnitude, a unit, a currency: 150 million, 5 %, 150K tonnes.

It ends there. A month beside a year is another fact than the year; "about" is no bound; what is
counted (150 people) is a word like any other: who claims it tags it. The words are English, signs
and symbols are those of any language.
"""

import re

from claims.wording import SIGNS, clinging, is_material

_REACH = 40  # code points: longer phrases are none
_CODES = "USD EUR GBP CHF JPY CNY INR AZN KZT RUB TRY UAH GEL"

_NEGATION = re.compile(
    r"\b(?:(not|cannot|\w+n['’]t)|(never|no|nor|neither|without))((?:\s+(?:longer|yet|ever))?)\s+$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:\b(?:(?:more|less|fewer|greater|higher|lower)\s+than|at\s+(?:least|most)|up\s+to|over|under"
    rf"|minus|(?-i:{_CODES.replace(' ', '|')}))|[A-Z]{{0,3}}[{SIGNS}]|[±~≈<>≤≥])\s+$",
    re.IGNORECASE,
)

_MAGNITUDES = {
    "dozen", "hundred", "thousand", "million", "billion", "trillion",
    "k", "mn", "bn", "tn", "mln", "mlrd", "млн", "млрд",
}  # fmt: skip
_UNITS = {
    "percent", "per", "cent", "percentage", "point", "pct", "basis", "degree",
    "m", "km", "cm", "mm", "metre", "meter", "kilometre", "kilometer", "centimetre", "centimeter",
    "mile", "mi", "yard", "foot", "feet", "ft", "inch", "square", "cubic", "hectare", "ha", "acre",
    "l", "ml", "litre", "liter", "gallon", "barrel",
    "t", "kg", "g", "mg", "tonne", "ton", "kilo", "kilogram", "gram", "pound", "lb", "ounce", "oz",
    "second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "centuries",
    "am", "pm", "knot", "mph", "kph", "volt", "hz", "khz", "mhz", "ghz",
    "w", "kw", "mw", "gw", "tw", "wh", "kwh", "mwh", "gwh", "twh", "watt", "kilowatt", "megawatt",
    "gigawatt", "b", "kb", "mb", "gb", "tb", "byte", "kilobyte", "megabyte", "gigabyte", "terabyte",
    "dollar", "euro", "penny", "pence", "sterling", "rouble", "ruble", "lira", "manat", "yen",
    "yuan", "franc", "tenge", *_CODES.lower().split(),
}  # fmt: skip
_NEXT = re.compile(rf"[^\S\n]*([%‰°{SIGNS}]|[ap]\.m\.|([^\W\d_²³]+)(?:/\w+|[²³])?)")
_NUMBER = re.compile(r"(?<![^\W\d_])\d\w*$|[^\W\d_]+$")


def beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands beside `[start, end)` of `text`, glued or with a space, and changes it."""
    before, after = clinging(text, start, end)
    if _ends_number(text, start, end):
        after = after.rstrip(f"%‰°{SIGNS}")
        after += _measure(text, end + len(after))
    return _word_before(text, start - len(before), start) + before, after


def clings_differently(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Do two answers of `beside` differ in more than white space or glyphs? mW is not MW."""
    return any(is_material(a, b, begins=False) for a, b in zip(before, after, strict=True))


def _word_before(text: str, place: int, start: int) -> str:
    context = text[max(0, place - _REACH) : place]
    if negation := _NEGATION.search(context):
        # One word for "is not", "isn't" and "cannot": to contract is not to change.
        return ("not" if negation[1] else negation[2].lower()) + negation[3] + " "
    bound = _BOUND.search(context) if text[start].isdigit() or text[start] in SIGNS else None
    return bound.group().lower() if bound else ""


def _ends_number(text: str, start: int, end: int) -> bool:
    number = _NUMBER.search(text, max(start, end - _REACH), end)
    return bool(number) and (number.group()[0].isdigit() or _is_any(number.group(), _MAGNITUDES))


def _measure(text: str, end: int) -> str:
    start = end
    while (word := _NEXT.match(text, end)) and _is_measure(word):
        end = word.end()
    return text[start:end]


def _is_measure(word: re.Match) -> bool:
    return word[2] is None or _is_any(word[2], _MAGNITUDES | _UNITS)


def _is_any(word: str, words: set[str]) -> bool:
    """Is `word`, in the singular or plural, among `words`?"""
    word = word.lower()
    return word in words or word.removesuffix("s") in words or word.removesuffix("es") in words
