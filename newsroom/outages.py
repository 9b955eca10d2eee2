"""When the database or the disk does not do its part: a sentence with 503, and never a traceback.

A database that is read-only, full, locked for longer than one waits, or gone is nobody's mistake
at the desk. Whoever sent something is told what became of it and that their browser still has it.
"""

import errno
import logging

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponse, JsonResponse

from . import error_pages

log = logging.getLogger(__name__)

BUSY = "Others have been writing for longer than this waits. Try again in a moment."
FULL = "The disk of this site is full. Tell whoever looks after it; until then nothing can be kept."
READ_ONLY = (
    "This site cannot be written to at the moment: its database is read-only. Tell whoever looks "
    "after it, and try again later."
)
AWAY = "The database does not answer. Try again in a minute."
NOT_SAVED = "Nothing was saved. {} Go back: your words are still in the form."
UNCERTAIN = (
    "The database was lost while this was being saved. Look first whether it is there. If it is "
    "not, go back: your words are still in the form."
)
SOON, LATER = 5, 60  # seconds
READING = ("GET", "HEAD", "OPTIONS")

# https://www.sqlite.org/rescode.html, primary codes; SQLITE_ERROR is a mistake in the statement.
_SQLITE = {5: BUSY, 6: BUSY, 8: READ_ONLY, 13: FULL}
_SQLITE_ERROR = 1
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "25006": READ_ONLY, "53100": FULL, "40001": BUSY, "40P01": BUSY, "55P03": BUSY, "57014": BUSY,
}  # fmt: skip
_DISK = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY}


def reason(error):
    """Return the sentence that tells of an outage, or None where `error` is another mistake."""
    if isinstance(error, OperationalError | InterfaceError | InternalError):
        return _of_the_database(error.__cause__ or error)
    return _DISK.get(error.errno) if isinstance(error, OSError) else None


def _of_the_database(cause):
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return None if code & 0xFF == _SQLITE_ERROR else _SQLITE.get(code & 0xFF, AWAY)
    return _POSTGRESQL.get(getattr(cause, "sqlstate", None), AWAY)


def told(error, method):
    """Return what somebody is told whose request by `method` an outage broke off, or None."""
    why = reason(error)
    if why is None or method in READING:
        return why
    # What was lost on its way out may have arrived.
    return UNCERTAIN if why == AWAY else NOT_SAVED.format(why)


def headers(error):
    """Return the headers that an answer to an outage bears."""
    wait = SOON if reason(error) == BUSY else LATER
    return {"Retry-After": str(wait), "Cache-Control": "no-store"}


def answer(request, error):
    """Return the response to `request` that an outage broke off; None where it is none."""
    sentence = told(error, request.method)
    if sentence is None:
        return None
    log.error("Outage: %s %s", request.method, request.path, exc_info=error)
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return JsonResponse({"detail": sentence}, status=503, headers=headers(error))
    # Without the request: who is signed in is a question to the database.
    page = error_pages.page("503.html", sentence=sentence)
    return HttpResponse(page, status=503, headers=headers(error))


class OutageMiddleware(SessionMiddleware):
    """Sessions as Django has them, and the answer to an outage in a view or in saving a session."""

    def process_exception(self, request, exception):
        return answer(request, exception)

    def process_response(self, request, response):
        try:
            return super().process_response(request, response)
        except Exception as error:
            if (refusal := answer(request, error)) is None:
                raise
            return refusal
