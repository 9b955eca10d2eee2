"""A figure as a person sees it: a chart, its table, and how it is counted. Pure."""

from dataclasses import dataclass

from .charts import Drawing


@dataclass(frozen=True)
class Exhibit:
    """One figure.

    name     of its part of the page, and of its file.
    how      how it is counted, in the desk's words.
    empty    what it means that there is nothing to draw.
    drawing  of the chart, or None; series are those that its legend explains.
    columns  of the table; rows are tuples of what stands in them, the first a heading.
    note     what follows from it, in a sentence.
    """

    name: str
    title: str
    how: str
    empty: str
    drawing: Drawing | None
    series: tuple
    columns: tuple
    rows: list
    note: str = ""
    is_wide: bool = False


def capital(words):
    return words[:1].upper() + words[1:]


def rest(rows, shown):
    """Return a sentence that says how many of the rows have no bar, if any."""
    more = len(rows) - len(shown)
    if not more:
        return ""
    return "1 more stands in the table." if more == 1 else f"{more:,} more stand in the table."
