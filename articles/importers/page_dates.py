"""Date lines of news pages: what moment they name, if they name one.

A line is a date line only if nothing but dates, times, zones and the words around them stands
in it. Month names in the languages of `vocabulary.MONTHS`; ISO 8601; day first in `3.05.2023`; in
`03/05/2023` the day cannot be told.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from datetime import time as Time
from zoneinfo import ZoneInfo

from .vocabulary import MONTHS

MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)" + YEAR + r"[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)(?!\d)(?:T(?=\d))?",
        r"(?<!\d)" + DAY + r"(?: of)?[ -]" + MONTH + r",?[ -]" + YEAR + r"(?!\d)(?: года?\b| г\.)?",
        r"\b" + MONTH + r" " + DAY + r",? " + YEAR + r"(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\." + YEAR + r"(?!\d)",
        # Britain's order and America's: one of them may name no day, else the line names two.
        r"(?<!\d)(?P<day>\d{1,2})/(?P<month>\d{1,2})/" + YEAR + r"(?!\d)",
        r"(?<!\d)(?P<month>\d{1,2})/(?P<day>\d{1,2})/" + YEAR + r"(?!\d)",
    )
)
TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})(?:"
    r"(?:[:.h]?(?P<minute12>\d\d)(?::(?P<second12>\d\d))?)?\s*(?P<half>[ap]\.?\s?m\b\.?)"
    r"|[:.h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?!\d)"
    # Agencies write 0830 GMT.
    r"|(?<=\d\d)(?P<minute4>\d\d)(?!\d))",
    re.IGNORECASE,
)
# They follow a time; the dates are cut out before them.
OFFSET = re.compile(
    r"\(?\b(?:UTC|GMT)\s*(?P<named>[+−–-]\s?\d{1,2}(?::?\d\d)?)(?!\d)\)?"
    r"|(?<=[\dmM.])\s?\(?(?P<bare>[+−-]\d\d(?::?\d\d)?)(?![\d:])\)?"
    r"|(?<=[\d ])(?P<zulu>Z)\b"
    r"|\(?\b(?P<zone>[A-ZА-Я]{2,4}|(?:Eastern|Central|Mountain|Pacific)(?: Time)?)\b\)?"
)
# RFC 5322 names the American ones; the others have one meaning on news pages. IST has three.
HOURS = {
    "GMT": 0, "UTC": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "WET": 0, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "BST": 1, "MSK": 3, "МСК": 3, "TRT": 3,
    "AZT": 4, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip
PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver",
    "PT": "America/Los_Angeles", "Eastern": "America/New_York", "Central": "America/Chicago",
    "Mountain": "America/Denver", "Pacific": "America/Los_Angeles",
}  # fmt: skip
LABEL = re.compile(
    r"\b(?:date|published|posted|created|issued|released|publication|first|online|on|at|time|from"
    r"|опубликовано|дата|время|в|tarix|saat|dərc edilib"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|\d+\s?min(?:ute)?s?\s?(?:read)?"
    r"|local|[A-Z]\w+ time|IST|AST)\b",
    re.IGNORECASE,
)
LATER = re.compile(r"\b(?:last |first )?(?:updated?|modified|edited|revised)\b", re.IGNORECASE)
AGO = re.compile(
    r"(?:(?:published|posted|(?:last )?updated)\W*)?(?:\d+|an?) ?"
    r"(?:m|h|d|s|(?:min(?:ute)?|hr|hour|day|week|month|year|second)s?) ago",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DateLine:
    """`moment` is aware, or None where the line states no single moment; `why` says it then."""

    moment: datetime | None
    why: str = ""


def read_date_line(text):
    """Return the DateLine that `text` is, or None if it is something else."""
    if AGO.fullmatch(text.strip(" .")):
        return DateLine(None, "counts from the day it was saved")
    first, *later = LATER.split(AGO.sub("", text))
    if any(_residue(part) for part in (first, *later)) or not re.search(r"\d", text):
        return None
    days = _days(first)
    if not days:
        return _without_publication(later)
    if len(set(days)) > 1:
        return DateLine(None, "can mean more than one day")
    return _moment(days[0], _without_dates(first))


def _without_publication(later):
    if any(_days(part) for part in later):
        return DateLine(None, "names an update only")
    return None


def _days(text):
    """Return every calendar day that `text` names, as (year, month, day)."""
    found = (match for pattern in DATES for match in pattern.finditer(text))
    return [day for match in found if (day := _day(match))]


def _day(match):
    month = match["month"]
    # A capital dotted I is two characters in lower case.
    name = month.lower().replace("\N{COMBINING DOT ABOVE}", "")
    number = int(month) if month.isdigit() else MONTHS[name]
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None


def _without_dates(text):
    for pattern in DATES:
        text = pattern.sub(" 0 ", text)
    return text


def _residue(text):
    """Return what is left of a date line without all that belongs into one."""
    clock, _ = _without_zones(_without_dates(text))
    return re.sub(r"[\s\d|,.:;()•·/–—-]+", "", LABEL.sub("", TIME.sub(" ", clock)))


def _without_zones(text):
    """Return (`text` without its offsets and zones, the set of those as tzinfo)."""
    zones = {match[0]: zone for match in OFFSET.finditer(text) if (zone := _zone(match))}
    return OFFSET.sub(lambda match: " " if match[0] in zones else match[0], text), {*zones.values()}


def _moment(day, rest):
    clock, zones = _without_zones(rest)
    time = TIME.search(clock)
    if not time:
        return DateLine(None, "states no time of day")
    if len(zones) != 1:
        return DateLine(None, "states no offset from UTC")
    try:
        return DateLine(datetime.combine(day, _clock(time), tzinfo=zones.pop()))
    except ValueError:
        return DateLine(None, "states a time that no clock shows")


def _clock(match):
    half = (match["half"] or "")[:1].lower()
    minute = match["minute"] or match["minute12"] or match["minute4"] or 0
    second = match["second"] or match["second12"] or 0
    return Time(_hour(int(match["hour"]), half), int(minute), int(second))


def _hour(hour, half):
    if half and hour == 12:
        return 0 if half == "a" else 12
    return hour + 12 if half == "p" else hour


def _zone(match) -> tzinfo | None:
    if number := match["named"] or match["bare"]:
        return _offset(number)
    if match["zulu"]:
        return UTC
    name = match["zone"].removesuffix(" Time")
    if name in PLACES:
        return ZoneInfo(PLACES[name])
    hours = HOURS.get(name)
    return None if hours is None else timezone(timedelta(hours=hours))


def _offset(number):
    digits = re.sub(r"\D", "", number)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    if int(hours) > 14 or int(minutes) > 59:
        return None
    east = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(east if number[0] == "+" else -east)
