"""The way in and out for readers: before there is a session, and under a policy of its own."""

from django.core.handlers.exception import convert_exception_to_response
from django.urls import Resolver404, resolve

from newsroom import outages

from .caching import NO_STORE

READERS = "reader"  # app_name in urls.py
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self' https:; style-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "browsing-topics=()"
    ),
}
# Of what no view said: a reader's page is asked for again each time, the desk's is not kept.
UNSAID, PRIVATE = "no-cache", "private, no-store"


class ReaderLane:
    """Answers every address of readers, and every unknown one, without what stands below it.

    A reader's page is the same for everybody, so nothing below may touch it: there is no session
    to read, no user to ask for and no cookie to set, and none of it costs time. What stands
    above (TLS, static files, slashes) is for all.
    """

    def __init__(self, get_response):
        self.desk = get_response
        self.readers = convert_exception_to_response(_answer)

    def __call__(self, request):
        if _is_for_readers(request):
            response = self.readers(request)
            for name, value in HEADERS.items():
                response.headers[name] = value
            unsaid = UNSAID if response.status_code < 400 else NO_STORE
        else:
            response, unsaid = self.desk(request), PRIVATE
        response.headers.setdefault("Cache-Control", unsaid)
        return response


def _is_for_readers(request):
    try:
        match = request.resolver_match = resolve(request.path_info)
    except Resolver404:
        return True
    return match.app_names[:1] == [READERS]


def _answer(request):
    match = request.resolver_match or resolve(request.path_info)
    try:
        response = match.func(request, *match.args, **match.kwargs)
        return response.render() if callable(getattr(response, "render", None)) else response
    except Exception as error:
        if (refusal := outages.answer(request, error)) is None:
            raise
        return refusal
