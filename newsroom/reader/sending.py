"""A kept page as an HTTP response: RFC 9110, sections 8.8 (validators), 12.5.3 and 13 (If-…)."""

import gzip
import time

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from .caching import SURROGATE_KEY

# What a 304 says of the page besides: RFC 9110, section 15.4.5, and what caches drop it by.
OF_A_304 = ("Cache-Control", SURROGATE_KEY)


def sent(request, page):
    """Return `page`, of store or kept, zipped for whoever takes it so."""
    is_zipped = _takes_gzip(request)
    response = HttpResponse(page.zipped if is_zipped else gzip.decompress(page.zipped))
    if is_zipped:
        response.headers["Content-Encoding"] = "gzip"
    return _with_headers(response, page, is_zipped)


def not_modified(request, page):
    """Return the 304 for whoever has `page`, of store or kept, already; else None."""
    is_zipped = _takes_gzip(request)
    answer = get_conditional_response(request, _etag(page, is_zipped), page.changed)
    if answer is None or answer.status_code != 304:
        return None
    return _with_headers(answer, page, is_zipped, OF_A_304)


def _with_headers(response, page, is_zipped, names=None):
    headers = response.headers
    for name, told in page.headers.items():
        if names is None or name in names:
            headers[name] = told
    headers["ETag"] = _etag(page, is_zipped)
    headers["Vary"] = "Accept-Encoding"
    if page.changed and page.changed <= time.time():
        headers["Last-Modified"] = http_date(page.changed)
    return response


def _etag(page, is_zipped):
    # A strong one: other bytes, another name.
    return f'{page.etag[:-1]}-gzip"' if is_zipped else page.etag


def _takes_gzip(request):
    """Does Accept-Encoding name gzip, and not to refuse it?"""
    for offered in request.META.get("HTTP_ACCEPT_ENCODING", "").split(","):
        coding, _, weight = offered.partition(";")
        if coding.strip().lower() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
