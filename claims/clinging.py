"""What stands right beside a claim's words and changes what they say. Pure.

A verdict is given on the words. Their neighbours may change, except where the words would then say
something else:

glued to them     the rest of a word or number that was cut (the .7 of 5.7, the K of 150K), a sign
                  or currency (-5, $5), a prefix with a hyphen (non-legal), an n't (can't).
before them       a negation: not, hardly, no longer, isn't. A denial: denied that, it is false
                  that, whether. How many of them, or whether still: few, all, some, former.
before a number   a currency, minus, a bound: EUR 5, minus 5, at least five. The rest of the
                  number: 1 150, twenty five. The other end of a range: 100 to 150.
after them        a negation: resigned not.
after a number    a magnitude, a unit, a currency: 150 million, 5 %, 150K tonnes. The rest of the
                  number: 150 000, twenty five. A range or a whole: 150 to 300, 150 of 900.
after a date      a year: 5 May 1990.

It ends there, with neighbours: of "denied that the man took 150" the claim "took 150" sees "the
man". A month beside a year is another fact than the year; "about" is no bound; what is counted
(150 people) is a word like any other: who claims it tags it. The words are English, signs and
symbols are those of any language.
"""

import re

from claims.wording import SIGNS, clinging, is_material

_REACH = 40  # code points: longer phrases are none


def _any_of(words: str) -> str:
    """A pattern for each of `words`; an underscore is white space."""
    return "(?:" + "|".join(words.split()).replace("_", r"\s+") + ")"


# --- words ----------------------------------------------------------------------------------------

_CODES = "USD EUR GBP CHF JPY CNY INR AZN KZT RUB TRY UAH GEL"
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_MAGNITUDES = "dozen hundred thousand million billion trillion"
_SHORT_MAGNITUDES = "k mn bn tn mln mlrd млн млрд"
_UNITS = f"""
    percent per cent percentage point pct basis degree
    m km cm mm metre meter kilometre kilometer centimetre centimeter
    mile mi yard foot feet ft inch square cubic hectare ha acre
    l ml litre liter gallon barrel
    t kg g mg tonne ton kilo kilogram gram pound lb ounce oz
    second minute hour day week month year decade century centuries
    am pm knot mph kph volt hz khz mhz ghz
    w kw mw gw tw wh kwh mwh gwh twh watt kilowatt megawatt
    gigawatt b kb mb gb tb byte kilobyte megabyte gigabyte terabyte
    dollar euro penny pence sterling rouble ruble lira manat yen
    yuan franc tenge {_CODES}
"""
_MONTHS = (
    "January February March April May June July August September October November December"
    " Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
_RARELY = "hardly barely scarcely rarely seldom nearly almost"
_DENIALS = (
    "deny denies denied denying denial denials dispute disputes disputed refute refutes refuted"
    " disproved doubt doubts doubted doubtful unlikely untrue false falsely wrong wrongly incorrect"
    " not_true not_correct not_the_case if unless whether"
)
_QUANTITIES = "all most many (?:a_)?few half none former"
_OWNERS = "the a an its their his her our these those"
_BOUNDS = (
    "(?:more|less|fewer|greater|higher|lower)_than at_least at_most up_to"
    " as_(?:many|much|few|little)_as over under above below between minus"
)

# --- patterns -------------------------------------------------------------------------------------

_BLANK = r"[^\S\n]"
_WORD_ENDS = r"(?![^\W\d_])"
_SPELLED = rf"(?:(?:{_any_of(_CARDINALS)}|{_any_of(_MAGNITUDES)}s?)\b)"
_NUMBER = rf"(?:[{SIGNS}]?\d[\w.,]*|\b{_SPELLED})"
_BEGINS_NUMBER = rf"[\d{SIGNS}]|{_SPELLED}"
_ENDS_NUMBER = (
    rf"(?:(?<![^\W\d_])\d\w*|\b{_SPELLED}"
    rf"|(?<![^\W\d_]){_any_of(_SHORT_MAGNITUDES)})"
)
_NEGATION = (
    r"\b(?:(?P<no>not|cannot|\w+n['’]t)|never|no|nor|neither|without"
    rf"|{_any_of(_RARELY)})(?:\s+{_any_of('longer yet ever any be been being have to')})?\s+"
)
_MEASURE = (
    rf"(?:{_BLANK}*(?:[%‰°+{SIGNS}]|[ap]\.m\."
    rf"|(?:{_any_of(_MAGNITUDES + ' ' + _SHORT_MAGNITUDES + ' ' + _UNITS)}(?:es|s)?)"
    rf"{_WORD_ENDS}(?:/\w+|[²³])?))+"
)
_RANGE = rf"(?:{_BLANK}*[-–—]{_BLANK}*|{_BLANK}+(?:to|or|and|(?:out{_BLANK}+)?of(?:\s+the)?)\s+)"

# What the words begin with, and what changes them where it stands before.
_BEFORE = (
    ("", _NEGATION),
    ("", rf"\b{_any_of(_DENIALS)}(?:\s+that)?\s+"),
    ("", rf"\b{_any_of(_QUANTITIES)}(?:\s+of)?(?:\s+{_any_of(_OWNERS)})?\s+"),
    (rf"(?!{_BEGINS_NUMBER})", r"\bsome(?:\s+of)?(?:\s+the)?\s+"),  # "some 150" is "about 150"
    (_BEGINS_NUMBER, rf"\b{_any_of(_BOUNDS)}\s+"),
    (
        _BEGINS_NUMBER,
        rf"(?:\b(?-i:{_any_of(_CODES)})|(?-i:[A-Z]{{0,3}})[{SIGNS}]|[±~≈<>≤≥])\s+",
    ),
    (_BEGINS_NUMBER, _NUMBER + _RANGE),
    (_SPELLED, rf"{_NUMBER}(?:{_BLANK}+and)?{_BLANK}+"),
    (r"\d{3}(?!\d)", rf"(?<![\d.,])\d{{1,3}}(?:{_BLANK}\d{{3}})*{_BLANK}"),
)
# What the words end with, and what changes them where it stands after.
_AFTER = (
    # After a full stop another sentence begins: nobody.
    (r"\w", rf"{_BLANK}+{_any_of('not never no none nothing nobody ' + _RARELY)}\b"),
    (r"(?<!\d)\d{1,3}", rf"(?:{_BLANK}\d{{3}})+(?!\d)"),
    (_ENDS_NUMBER, _MEASURE),
    (_ENDS_NUMBER, _RANGE + _NUMBER),
    (
        _ENDS_NUMBER,
        rf"{_BLANK}+(?:or{_BLANK}+{_any_of('more less fewer over under above below')}"
        rf"|and{_BLANK}+a{_BLANK}+(?:half|quarter))\b",
    ),
    (_SPELLED, rf"{_BLANK}+(?:and{_BLANK}+)?{_SPELLED}"),
    (
        rf"\b(?-i:{_any_of(_MONTHS)})\.?(?:{_BLANK}+\d{{1,2}}(?:st|nd|rd|th)?)?",
        rf",?{_BLANK}+(?:1\d|20)\d\d\b",
    ),
)


def _compiled(table: tuple, own: str, beside: str) -> list[tuple[re.Pattern, re.Pattern]]:
    return [
        (re.compile(own.format(a), re.IGNORECASE), re.compile(beside.format(b), re.IGNORECASE))
        for a, b in table
    ]


_BEFORE_PATTERNS = _compiled(_BEFORE, "{}", r"(?:{})\Z")
_AFTER_PATTERNS = _compiled(_AFTER, r"(?:{})\Z", "{}")
_NUMBER_AT_END = re.compile(rf"{_ENDS_NUMBER}\Z", re.IGNORECASE)


# --- what stands beside ---------------------------------------------------------------------------


def beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands beside `[start, end)` of `text`, glued or with a space, and changes it."""
    near = around(text, start, end)
    start, end = min(start, _REACH), min(start, _REACH) + end - start
    before, after = clinging(near, start, end)
    if _NUMBER_AT_END.search(near, max(start, end - _REACH), end):
        # A percent sign is the same with and without a space: the table reads both.
        after = after.rstrip(f"%‰°{SIGNS}")
    words = _words_before(near, start, start - len(before))
    return words + before, after + _words_after(near, start, end + len(after))


def around(text: str, start: int, end: int) -> str:
    """Return all that `beside` looks at: where it is the same, so is the answer."""
    return text[max(0, start - _REACH) : end + _REACH]


def clings_differently(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Do two answers of `beside` differ in more than white space or glyphs? mW is not MW."""
    return any(is_material(a, b, begins=False) for a, b in zip(before, after, strict=True))


def _words_before(text: str, start: int, place: int) -> str:
    """Return what changes the words from `start`, read leftwards from `place`: not all of the."""
    said = ""
    while found := _found_before(text, start, place):
        start = place = place - len(found.group())
        # One word for "is not", "isn't" and "cannot": to contract is not to change.
        said = _as_said(found) + said
    return said


def _found_before(text: str, start: int, place: int) -> re.Match | None:
    found = (p.search(text, 0, place) for own, p in _BEFORE_PATTERNS if own.match(text, start))
    return next(filter(None, found), None)


def _as_said(found: re.Match) -> str:
    words = found.group().lower()
    contracted = found.groupdict().get("no")
    return "not" + words[len(contracted) :] if contracted else words


def _words_after(text: str, start: int, end: int) -> str:
    """Return what changes the words from `start`, read on from `end`: 000 tonnes."""
    begin = end
    while found := _found_after(text, start, end):
        end = found.end()
    return text[begin:end]


def _found_after(text: str, start: int, end: int) -> re.Match | None:
    near = max(start, end - _REACH)
    found = (p.match(text, end) for own, p in _AFTER_PATTERNS if own.search(text, near, end))
    return next(filter(None, found), None)
