"""Older articles, page by page, without counting what came before. Pure.

A page begins after the last article of the one before it: its time and its key (keyset paging).
What is published meanwhile neither repeats nor hides an article, and page 1,000 costs what page 1
does.
"""

import re
from datetime import UTC, datetime

PLACE = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.]+Z)_(\d{1,18})", re.ASCII)


def cursor(published_at, pk):
    """Return the place right after an article, as it stands in an address.

    published_at  aware datetime.
    """
    time = published_at.astimezone(UTC).replace(tzinfo=None).isoformat()
    return f"{time}Z_{pk}"


def place(cursor):
    """Return the (published_at, pk) that `cursor` was made from; the time in UTC.

    Raises ValueError for anything that cursor() does not make.
    """
    match = PLACE.fullmatch(cursor)
    if match is None:
        raise ValueError(f"This is no place in the list: {cursor}")
    return datetime.fromisoformat(match[1]), int(match[2])
