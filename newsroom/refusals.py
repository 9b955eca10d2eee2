"""Refusals that come before any page is asked: a form that is out of date, or too large to read."""

import errno

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse, UnreadablePostError
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
SIGNED_OUT = (
    "Nothing was saved: you are not signed in any more. Sign in at the desk in another tab, come "
    "back here, go back to the form, where your words still are, and copy them: the page has to be "
    "loaded anew before it is sent."
)
BROKEN_OFF = "Nothing was saved: what you sent broke off on its way here. Send it again."
CHUNK = 65_536
# Pages of the desk for whoever is not signed in.
FOR_EVERYBODY = {"login", "logout"}


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
        except UnreadablePostError:
            return _broken_off(request)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            _read_to_the_end(request)
            return _refused(request, NO_ROOM, 503, "No room")
        return None

    def process_exception(self, request, exception):
        if isinstance(exception, UnreadablePostError):
            return _broken_off(request)
        if isinstance(exception, RequestDataTooBig):
            return _too_large(request, exception)
        return None


class SignedOutMiddleware(MiddlewareMixin):
    """Answer a form sent to the desk after its session ended: stands behind authentication.

    Django would lead to the page where one signs in, and what was typed would be gone. Scripts
    are led there: they keep what was typed, and see by it that they are signed out.
    """

    def process_view(self, request, *args):
        to = request.resolver_match
        if request.method != "POST" or to.app_name != "admin" or to.url_name in FOR_EVERYBODY:
            return None
        is_form = request.headers.get("Sec-Fetch-Dest") == "document"
        if not is_form or (request.user.is_active and request.user.is_staff):
            return None
        return _refused(request, SIGNED_OUT, 403, "Signed out")


def _too_large(request, error):
    _read_to_the_end(request)
    sentence = TOO_LARGE.format(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if isinstance(error, FilesTooLarge):
        sentence = FILES_TOO_LARGE.format(MAX_BYTES)
    return _refused(request, sentence, 413, "Too large")


def _read_to_the_end(request):
    """A browser shows no answer that comes while it is still sending."""
    while request.read(CHUNK):
        pass


def _broken_off(request):
    return _refused(request, BROKEN_OFF, 400, "Broken off")


def _refused(request, sentence, status, title):
    """Return a refusal: to a script in JSON, to anybody else as a page."""
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return JsonResponse({"detail": sentence}, status=status)
    return render(request, "403.html", {"exception": sentence, "title": title}, status=status)
