"""Refusals that come before any page is asked: a form that is out of date, or too large to read."""

import errno

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from .upload_limit import MAX_BYTES, FilesTooLarge

OUTDATED = (
    "Nothing was saved. You have logged in again since this page was opened, or this browser "
    "keeps no cookies for this site. Go back: your words are still in the form. Copy what you "
    "wrote, reload the page, and send it again."
)
TOO_LARGE = (
    "Nothing was saved. What you sent is more than the {:,} bytes that are read at once. Go back: "
    "your words are still in the form. Divide them into several articles, or shorten them."
)
FILES_TOO_LARGE = (
    "Nothing was saved. What you sent is more than {:,} bytes: a file has at most 20 MB. Go back: "
    "your words are still in the form. Choose a smaller file, or divide this one."
)
NO_ROOM = (
    "Nothing was saved: the server has no room for the file. Go back: your words are still in the "
    "form. Tell whoever keeps the server, and send it again later."
)
CHUNK = 65_536


def outdated_form(request, reason=""):
    """Answer a form whose token is not that of the session (CSRF_FAILURE_VIEW)."""
    return render(request, "403.html", {"exception": OUTDATED}, status=403)


class TooLargeMiddleware(MiddlewareMixin):
    """Answer a form that is too large with a sentence: stands before Django's CSRF middleware.

    That is the first that reads a form, except where a view is exempt from it: there the view is.
    """

    def process_view(self, request, view, *args):
        if getattr(view, "csrf_exempt", False):
            return None
        try:
            request.POST  # noqa: B018 (it is read when it is asked for)
        except RequestDataTooBig as error:
            return _too_large(request, error)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            return _refused(request, NO_ROOM, "No room", 503)
        return None

    def process_exception(self, request, exception):
        if isinstance(exception, RequestDataTooBig):
            return _too_large(request, exception)
        return None


def _too_large(request, error):
    sentence = TOO_LARGE.format(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if isinstance(error, FilesTooLarge):
        sentence = FILES_TOO_LARGE.format(MAX_BYTES)
    return _refused(request, sentence, "Too large", 413)


def _refused(request, sentence, title, status):
    """Return the refusal: to a script in JSON, to anybody else as a page."""
    # A browser shows no answer that comes while it is still sending.
    while request.read(CHUNK):
        pass
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return JsonResponse({"detail": sentence}, status=status)
    return render(request, "403.html", {"exception": sentence, "title": title}, status=status)
