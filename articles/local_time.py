"""A time as a clock on the wall shows it, with its zone, made a moment. Pure.

Where clocks are put forward, some times of day never come; where they are put back, some come
twice (PEP 495). Nobody is made to guess which was meant.
"""

from datetime import UTC
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# What the database of time zones keeps for old programs only.
_NOT_OFFERED = ("Etc/", "SystemV/", "US/")


@cache
def zones():
    """Return the names of the time zones that can be chosen, in order."""
    names = (name for name in available_timezones() if not name.startswith(_NOT_OFFERED))
    return tuple(sorted(name for name in names if "/" in name or name == "UTC"))


def moment(local, zone):
    """Return the aware datetime, in UTC, at which clocks in `zone` show `local`.

    local  naive datetime; zone  name of a time zone, such as "Europe/Berlin".

    Raises ValueError with a sentence if there is no such zone, or no such time, or two.
    """
    if zone not in zones():
        raise ValueError("Choose one of the time zones: a continent and a city, or UTC.")
    try:
        first, second = (_utc(local, zone, fold) for fold in (0, 1))
    except OverflowError:
        raise ValueError("No calendar goes that far. Give another time.") from None
    if first == second:
        return first
    shown = f"{local:%H:%M} on {local.day} {local:%B %Y} in {zone}"
    if first > second:
        raise ValueError(f"There is no {shown}: clocks go forward over it. Give another time.")
    raise ValueError(
        f"There are two of {shown}: clocks go back. Give it in UTC: {first:%H:%M} or "
        f"{second:%H:%M}."
    )


def _utc(local, zone, fold):
    return local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
