"""One page of a list, newest first, and the lines of the articles on it."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from claims import verification

from . import paging, sentences
from .article_page import BYLINE

PAGE = 20


@dataclass(frozen=True)
class Page:
    """Some rows of a list.

    older, newer  the cursors of the pages around it, for ?before= and ?after=, or None.
    """

    rows: list
    is_first: bool
    older: str | None
    newer: str | None


def page_of(listed, query, *, time="published_at"):
    """Return the Page of a queryset that the query of an address asks for, newest first.

    query  request.GET: `before` leads on to older rows, `after` back to newer ones.
    time   name of the column of the rows' time; of one time, the lower key comes first.

    Raises Http404 for a place that no list has.
    """
    newest_first = listed.order_by(f"-{time}", "pk")
    if "after" in query:
        after = _beyond(listed, query["after"], time, "gt", "lt")
        found = list(after.order_by(time, "-pk")[: PAGE + 1])
        if len(found) > PAGE:
            return _page(found[PAGE - 1 :: -1], time, is_first=False, goes_on=True)
        # What is left is less than a page: the first one has it all.
    elif "before" in query:
        found = list(_beyond(newest_first, query["before"], time, "lt", "gt")[: PAGE + 1])
        return _page(found[:PAGE], time, is_first=False, goes_on=len(found) > PAGE)
    found = list(newest_first[: PAGE + 1])
    return _page(found[:PAGE], time, is_first=True, goes_on=len(found) > PAGE)


def _beyond(listed, cursor, time, beyond, among_equals):
    try:
        moment, pk = paging.place(cursor)
    except ValueError as error:
        raise Http404(str(error)) from None
    # The first condition says nothing more: by it a database begins where the page does.
    return listed.filter(
        Q(**{f"{time}__{beyond}e": moment})
        & (Q(**{f"{time}__{beyond}": moment}) | Q(**{f"pk__{among_equals}": pk}))
    )


def _page(rows, time, *, is_first, goes_on):
    ends = [paging.cursor(getattr(row, time), row.pk) for row in (*rows[:1], *rows[-1:])]
    return Page(
        rows,
        is_first,
        older=ends[1] if goes_on else None,
        newer=ends[0] if rows and not is_first else None,
    )


def of_articles(articles, query):
    """Return the context of a list of articles: its page, and each row with its verification.

    Three queries, however long the list is. Raises Http404 as page_of() does.
    """
    named = articles.select_related("section", "picture").prefetch_related(BYLINE)
    page = page_of(named, query)
    counted = verification.of_articles(article.pk for article in page.rows)
    rows = [(one, sentences.verification(counted[one.pk])) for one in page.rows]
    return {"page": page, "rows": rows}
