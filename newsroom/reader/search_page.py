"""The page to search on."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.search_words import LONGEST_SEARCH, MOST_WORDS

from . import facets, searching
from .kept import kept_for_readers

FIRST = "1"
# What of an address this page reads: nothing else of it is kept, or led on to.
READ = ("q", "sort", "page", *(kind.name for kind in facets.KINDS))


@require_safe
@kept_for_readers("search", reads=READ)
def search(request):
    """What `?q=` finds, by relevance or `sort=date`, narrowed by the facets of the address.

    404 for a page that this search does not have.
    """
    query = request.GET
    typed, by_date = query.get("q", ""), query.get("sort") == "date"
    context = {"typed": typed[:LONGEST_SEARCH], "by_date": by_date, "results": None}
    if typed.strip() or any(query.get(kind.name) for kind in facets.KINDS):
        results = searching.search(typed, query, by_date=by_date)
        number = _page(query.get("page", FIRST), len(results.hits))
        context |= {
            "results": results,
            "rows": searching.shown(results, number),
            "groups": _groups(query, results.choices),
            "count": _count(results),
            "most_words": MOST_WORDS,
            "is_first_page": number == 1,
            "previous": number > 1 and _link(query, page=number - 1),
            "next": len(results.hits) > number * searching.PAGE and _link(query, page=number + 1),
            "otherwise": _link(query, sort=None if by_date else "date"),
        }
    return render(request, "reader/search.html", context)


def _page(asked, found):
    last = max(1, -(-found // searching.PAGE))
    if asked.isascii() and asked.isdigit() and len(asked) <= 3 and 1 <= int(asked) <= last:
        return int(asked)
    raise Http404("This search has no such page.")


def _count(results):
    count = f"{len(results.hits):,} article{'' if len(results.hits) == 1 else 's'}"
    if not results.is_cut_off:
        return count
    return (
        f"{count}, the newest that hold these words, are listed and counted. "
        "Add a word or choose below to see others"
    )


def _groups(query, choices):
    """Return [(heading, address without its filter or None, [(label, count, address)])]."""
    groups = []
    for kind, found in choices:
        is_chosen = bool(query.get(kind.name))
        told = [
            (one.label, one.count, _link(query, **{kind.name: one.value}))
            for one in found
            if not is_chosen or one.value == query[kind.name]
        ]
        if told or is_chosen:
            groups.append(
                (kind.heading, _link(query, **{kind.name: None}) if is_chosen else None, told)
            )
    return groups


def _link(query, **changes):
    """Return the query of this address with `changes`; another choice begins on its first page."""
    told = {name: query[name] for name in READ if name in query} | {"page": None} | changes
    return f"?{urlencode({name: value for name, value in told.items() if value is not None})}"
