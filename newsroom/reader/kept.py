"""Lists and searches that are kept for as long as nothing happens.

A list tells of many articles, and a search of any: what one deed may change of them is more than
can be compared at each request, as the page of one article is (newsroom.reader.store). So they are
kept under the state of the whole record: every deed is an entry of it, in the transaction that does
it, and the next reader's page is made anew. What changes without a deed is counted besides
(UnrecordedChange), verdicts end with a day, and what made the page is part of it (build.stamp).

They are kept in Django's cache, in each process or in Redis, and for SECONDS at the most. As in
newsroom.reader.store, the state is read before the page is made: a deed between the two leaves a
page that nobody is shown.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import wraps

from django.db import connection
from django.utils import timezone

from articles import optional_cache

from . import build, sending
from .caching import etag_of, told_of

CACHE = "readers"
SECONDS = 60
# The newest entry alone does not tell: PostgreSQL numbers entries before they are committed, so
# that one with a lower number can be seen later. So many are counted besides.
COMMITTING = 100
# Of the address of a list: where in it one is (newsroom.reader.listing).
PLACE = ("before", "after")
_STATE = """
SELECT newest.id,
       (SELECT COUNT(*) FROM articles_ledgerentry WHERE id > newest.id - %s),
       (SELECT COUNT(*) FROM newsroom_unrecordedchange)
FROM (SELECT COALESCE(MAX(id), 0) AS id FROM articles_ledgerentry) AS newest
"""


@dataclass(frozen=True)
class Page:
    """A page as it was made: its strong ETag, its headers, and gzip of its bytes."""

    etag: str
    headers: dict[str, str]
    zipped: bytes
    changed: None = None  # Nobody knows since when it reads so.


def kept_for_readers(*keys, reads=()):
    """Decorate a view as caching.cached_for_readers() does, and keep what it answers.

    reads  what of the query of an address the view reads; all else makes no other page.

    For views whose answer depends on that, their path, the database and the day, and that tell
    nothing of how old it is. One query where the page is kept. Only a 200 is kept.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            place = _place(request, reads)
            page = optional_cache.get(place, of=CACHE)
            if page is None:
                response = told_of(view(request, *args, **kwargs), keys)
                if response.status_code != 200:
                    return response
                page = _page(response)
                optional_cache.keep(place, page, SECONDS, of=CACHE)
            return sending.not_modified(request, page) or sending.sent(request, page)

        return answer

    return decorate


def _page(response):
    content = response.content
    return Page(etag_of(content), dict(response.headers), gzip.compress(content, 6, mtime=0))


def _place(request, reads):
    """Return the key of an address under the state of everything now."""
    read = [(name, request.GET[name]) for name in reads if name in request.GET]
    words = repr((build.stamp(), *_state(), str(timezone.localdate()), request.path, read))
    return hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()


def _state():
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [COMMITTING])
        return cursor.fetchone()
