"""What kind of claim words look like: a first guess, for a person to correct. Pure; English.

Rules of thumb over the wording, tried in order: the first that fits wins. What is checked most
often and most exactly comes first: a figure is a figure, whatever else the sentence says.
"""

import re

from .models import Kind


def guess(words):
    """Return the Kind that `words` (str) look like; Kind.OTHER where no rule fits."""
    if _is_quotation(words):
        return Kind.QUOTE
    undated = _DATE.sub(" ", words)
    if _QUANTITY.search(undated):
        return Kind.PREDICTION if _AHEAD.search(words) else Kind.FIGURE
    return next((kind for kind, signs in _SIGNS if signs.search(words)), Kind.OTHER)


def _any_of(*alternatives):
    """Return a pattern for any of these, as whole words; a blank is any white space."""
    joined = "|".join(alternatives).replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_YEAR = r"(?:1\d|20)\d\d(?:s|[-–/]\d\d(?:\d\d)?)?(?! (?:people|\w+s\b))"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = _any_of(
    rf"{_DAY}(?: of)? {_MONTH}(?:,? \d{{4}})?",
    rf"{_MONTH}(?: {_DAY})?(?:,? \d{{4}})?(?!\d)",
    r"\d{4}-\d\d-\d\d",
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    r"\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?",
    r"\d{1,2} ?[ap]\.?m\.?",
    r"\d{1,2}(?:st|nd|rd|th) century",
    rf"(?:in|since|until|till|by|from|to|of|before|after|during|around|between|and|early|late|year"
    rf"|spring|summer|autumn|winter) {_YEAR}",
    rf"\(?{_YEAR}\)?(?=\s*[,;.)]|$)",
    _WEEKDAY,
    "yesterday|(?:last|next|this) (?:week|month|year)",
)

# A number that counts or measures: no ordinal, and none within a name, such as G20 or F-16.
_QUANTITY = _any_of(
    r"(?<!\w[-–])[$€£¥₼₺₽]?\d[\d.,]*(?!(?:st|nd|rd|th)\b)[A-Za-z]{0,3}",
    r"(?<!the\s)(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    "|fifty|sixty|seventy|eighty|ninety)",
    "dozens?|hundreds?|thousands?|millions?|billions?|trillions?",
    "percent|per cent|half of|(?:one|two)[- ]thirds?|a quarter of",
    "doubled|tripled|quadrupled|halved|twice as",
)
_AHEAD = _any_of(
    "will|shall|won't|won’t|going to",
    "(?:is|are) (?:expected|likely|set|due|forecast|projected|scheduled|planned) to",
    "expects?|forecasts?|predicts?|projects? that|anticipates?|plans? to|intends? to|aims? to",
    r"by (?:20[3-9]\d|the end of (?:the|this|next) (?:decade|century|year))",
)

_SIGNS = (
    (
        Kind.AGREEMENT,
        _any_of(
            "agreed|agreements?|treat(?:y|ies)|memorand(?:um|a)|conventions?|accords?|protocols?",
            "pacts?|deals?|contracts?|signed|signing|ratif(?:y|ied|ies)|ceasefire|truce",
        ),
    ),
    (
        Kind.MEMBERSHIP,
        _any_of(
            "(?:a|an|full|founding|permanent|associate)?\\s*(?:members?) (?:of|in|state)",
            "(?:an?|full|founding|permanent|associate|observer) members?",
            "memberships?|joined|joins?|accession|acceded|belongs? to",
            "admitted to|withdrew from|left the (?:union|party|alliance|organi[sz]ation)",
        ),
    ),
    (
        Kind.SUPERLATIVE,
        _any_of(
            "largest|biggest|smallest|oldest|youngest|newest|highest|lowest|longest|shortest",
            "tallest|deepest|widest|fastest|slowest|richest|poorest|strongest|weakest|greatest",
            "best|worst|earliest|nearest|closest|busiest|deadliest|hottest|coldest|wettest|driest",
            "cheapest|heaviest|easiest|hardest|safest|cleanest|hungriest|happiest",
            "(?:the|its|their|his|her|our) (?:most|least|fewest)|record (?:high|low|number)",
            "unprecedented|unique|the only|second to none|more than any(?: other)?|unrivalled",
        ),
    ),
    (
        Kind.EVENT,
        _any_of("took place|takes? place|(?:was|were|been|be)(?: \\w+)? held|to be held|hosted"),
    ),
    (
        Kind.SUPERLATIVE,
        _any_of("(?:the|its|their|his|her) (?:(?:very )?first|last) \\w+", "for the first time"),
    ),
    (Kind.PREDICTION, _AHEAD),
    (
        Kind.GEOGRAPHY,
        _any_of(
            "neighbou?r(?:s|ing)?|borders?|bordering|littoral|landlocked|coast(?:line|al)?",
            "capital of|located|situated",
            "(?:north|south|east|west|north[- ]?east|north[- ]?west|south[- ]?east|south[- ]?west)"
            "(?:ern)? (?:of|part|shore|coast|bank)",
            "(?:flows?|runs?) (?:into|through)|lies? (?:on|in|at|between|near)",
            "kilomet(?:re|er)s from|miles from|(?:on|along) the (?:river|sea|lake|shore)",
        ),
    ),
    (
        Kind.POSITION,
        _any_of(
            "supports?|supported|opposes?|opposed|objects?(?: to)?|objected|backs|backed|rejects?",
            "rejected|condemns?|condemned|welcomes?|welcomed|favou?rs|in favou?r of|against",
            "calls? (?:for|on)|called (?:for|on)|demands?|demanded|believes?|considers?|insists?",
            "ready to|willing to|refuses? to|refused to|stands? by|recogni[sz]es?|advocates?",
        ),
    ),
    (Kind.DATE, _DATE),
    (
        Kind.EVENT,
        _any_of(
            "opened|closed|founded|established|launched|inaugurated|began|started|ended|finished",
            "met|visited|arrived|left|travell?ed|attended|participated|took part|addressed",
            "elected|appointed|resigned|dismissed|arrested|sentenced|killed|died|born|married",
            "won|lost|defeated|attacked|invaded|captured|liberated|exploded|collapsed|crashed",
            "built|completed|adopted|approved|announced|celebrated|awarded|happened|occurred",
        ),
    ),
)


def _is_quotation(words):
    """Do most of the words stand in quotation marks, and are they no mere name or title?"""
    quoted = " ".join(filter(None, map("".join, _QUOTED.findall(words)))).split()
    if len(quoted) < 3 or 2 * len(quoted) < len(words.split()):
        return False
    long = [word for word in quoted if len(word) > 3]
    return not all(word[0].isupper() for word in long)


_QUOTED = re.compile(r"“([^”]+)”?|\"([^\"]+)\"?|«([^»]+)»?|„([^“”]+)[“”]?")
