"""Date lines of news pages: what moment they name, if they name one.

A line is a date line only if nothing but dates, times, zones and the words around them stands
in it. English month names; ISO 8601; day first in `3.05.2023`; in
`03/05/2023` the day cannot be told.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from datetime import time as Time
from zoneinfo import ZoneInfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)" + YEAR + r"[-/.](?P<month>\d\d)[-/.](?P<day>\d\d)(?!\d)(?:T(?=\d))?",
        r"(?<!\d)" + DAY + r"(?: of)?[ -]" + MONTH + r",?[ -]" + YEAR + r"(?!\d)",
        r"\b" + MONTH + r" " + DAY + r",? " + YEAR + r"(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\." + YEAR + r"(?!\d)",
        # Britain's order and America's: one of them may name no day, else the line names two.
        r"(?<!\d)(?P<day>\d{1,2})/(?P<month>\d{1,2})/" + YEAR + r"(?!\d)",
        r"(?<!\d)(?P<month>\d{1,2})/(?P<day>\d{1,2})/" + YEAR + r"(?!\d)",
    )
)
TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?!\d)\s*(?P<half>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
OFFSET = re.compile(
    r"\(?\b(?:UTC|GMT)\s*(?P<named>[+−–-]\s?\d{1,2}(?::?\d\d)?)\)?"
    r"|(?<=\d)\s?(?P<bare>[+−-]\d\d:?\d\d)(?!\d)"
    r"|(?<=[\d ])(?P<zulu>Z|UTC|GMT)\b"
    r"|\(?\b(?P<zone>[A-Z]{2,4})\b\)?"
)
# RFC 5322 names the American ones; the others have one meaning on news pages. IST has three.
HOURS = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "WET": 0, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "BST": 1, "MSK": 3, "TRT": 3,
    "AZT": 4, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip
PLACES = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}  # fmt: skip
LABEL = re.compile(
    r"\b(?:date|published|posted|created|issued|released|publication|first|online|on|at|time|from"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|\d+\s?min(?:ute)?s?\s?(?:read)?"
    r"|local|[A-Z]\w+ time|IST|AST)\b",
    re.IGNORECASE,
)
LATER = re.compile(r"\b(?:last |first )?(?:updated?|modified|edited|revised)\b", re.IGNORECASE)


@dataclass(frozen=True)
class DateLine:
    """`moment` is aware, or None where the line states no single moment; `why` says it then."""

    moment: datetime | None
    why: str = ""


def read_date_line(text):
    """Return the DateLine that `text` is, or None if it is something else."""
    first, *later = LATER.split(text)
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
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
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
    text = OFFSET.sub(lambda match: "" if _zone(match) else match[0], _without_dates(text))
    text = TIME.sub(" ", text)
    return re.sub(r"[\s\d|,.:;()•·/–—-]+", "", LABEL.sub("", text))


def _moment(day, rest):
    time = TIME.search(rest)
    if not time:
        return DateLine(None, "states no time of day")
    hour = _hour(int(time["hour"]), (time["half"] or "")[:1].lower())
    zones = {zone for match in OFFSET.finditer(rest) if (zone := _zone(match))}
    if len(zones) != 1:
        return DateLine(None, "states no offset from UTC")
    try:
        clock = Time(hour, int(time["minute"]), int(time["second"] or 0), tzinfo=zones.pop())
    except ValueError:
        return DateLine(None, "states a time that no clock shows")
    return DateLine(datetime.combine(day, clock))


def _hour(hour, half):
    if half and hour == 12:
        return 0 if half == "a" else 12
    return hour + 12 if half == "p" else hour


def _zone(match) -> tzinfo | None:
    if number := match["named"] or match["bare"]:
        return _offset(number)
    if match["zulu"]:
        return UTC
    if match["zone"] in PLACES:
        return ZoneInfo(PLACES[match["zone"]])
    hours = HOURS.get(match["zone"])
    return None if hours is None else timezone(timedelta(hours=hours))


def _offset(number):
    digits = re.sub(r"\D", "", number)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    if int(hours) > 14 or int(minutes) > 59:
        return None
    east = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(east if number[0] == "+" else -east)
