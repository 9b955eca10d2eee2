"""How much was published in each of many spans of time, in one query."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from articles.models import Article

_COUNT = """
SELECT (SELECT COUNT(*) FROM ({public}) AS public
        WHERE published_at >= span.column1 AND published_at < span.column2)
FROM (VALUES {spans}) AS span
"""


def end_of(day):
    """Return when a date is over in the time zone of the site, in UTC."""
    after = day + timedelta(days=1)
    return midnight(after.year, after.month, after.day)


def midnight(year, month=1, day=1):
    """Return when a day begins in the time zone of the site, in UTC.

    month  counted from 1 and on beyond 12: month 13 of 2024 is January of 2025.

    Raises ValueError for a day that no calendar of ours has.
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    try:
        here = timezone.get_current_timezone()
        return datetime(year, month, day, tzinfo=here).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(str(error)) from None


def counted(spans):
    """Return {span: how many articles readers may read of it}, of those spans that have any.

    spans  a list of (start, end), aware datetimes; the end is not part of it.

    Grouping by month would look at every article, and in SQLite by a function of Python; counting
    between two times reads an index.
    """
    if not spans:
        return {}
    public = Article.objects.public().order_by().values("published_at")
    public, told = public.query.sql_with_params()
    adapted = connection.ops.adapt_datetimefield_value
    rows = ", ".join(["(%s, %s)"] * len(spans))
    with connection.cursor() as cursor:
        times = [adapted(time) for span in spans for time in span]
        cursor.execute(_COUNT.format(public=public, spans=rows), [*told, *times])
        counts = [count for (count,) in cursor.fetchall()]
    return {span: count for span, count in zip(spans, counts, strict=True) if count}
