"""What all of the REST API shares: who is asking, what a body may hold, how a refusal looks.

Refusals are problem details, RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457).
"""

import json
import logging
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.errors import Blocked, DeskError, Gone, Invalid

from . import outages

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
# Anything of a request that Django itself refuses before a view has read it.
MALFORMED = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)


class Session(SessionAuthentication):
    """The session of the desk, with its CSRF token on every write."""

    def authenticate_header(self, request):
        # RFC 9110 asks a 401 to name a scheme; without one the framework would answer 403.
        return 'Session realm="newsroom"'


class Body(JSONParser):
    """A JSON object whose strings every database can hold."""

    def parse(self, stream, media_type=None, parser_context=None):
        """Return the object. Raises ParseError with a sentence."""
        try:
            body = json.loads(stream.read(), parse_constant=_no_constant)
            # Nothing else finds a lone surrogate in a name as surely as writing it out.
            json.dumps(body, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise exceptions.ParseError(
                "The body is not JSON. Check it and send it again."
            ) from None
        if not isinstance(body, dict):
            raise exceptions.ParseError("Send one JSON object: names and values in braces.")
        return body


def _no_constant(name):
    raise ValueError(f"{name} is not JSON.")


def problem(error, context):
    """Return the problem details of `error`: the framework's exception handler.

    What nobody foresaw is logged and told to the client without its inside.
    """
    status, detail, more = _told(error, context)
    return problem_response(status, detail, headers=_headers(error), **more)


def problem_response(status, detail, *, headers=None, **more):
    """Return a response of problem details; `more` are members besides the five of the RFC."""
    status = HTTPStatus(status)
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return Response(body | more, status=status.value, headers=headers, content_type=PROBLEM)


def _told(error, context):
    """Return (status, detail, further members) of an exception."""
    if isinstance(error, DeskError):
        return error.status, str(error), _of_desk(error, context["request"])
    if isinstance(error, exceptions.ValidationError):
        return (
            400,
            "Correct what is named in errors and send it again.",
            {"errors": list(_errors(error.detail))},
        )
    if isinstance(error, exceptions.MethodNotAllowed):
        return 405, _other_method(context), {}
    if isinstance(error, exceptions.NotAuthenticated) and error.detail == error.default_detail:
        return error.status_code, "Sign in first.", {}
    if isinstance(error, exceptions.APIException):
        return error.status_code, str(error.detail), {}
    if isinstance(error, Http404):
        return 404, _not_found(error), {}
    if isinstance(error, PermissionDenied):
        return 403, str(error) or "You may not do this.", {}
    if isinstance(error, RequestDataTooBig):
        return 413, f"Send at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes.", {}
    if isinstance(error, MALFORMED):
        return 400, "The request cannot be read. Check it and send it again.", {}
    log.error("API: %s", context["request"].path, exc_info=error)
    if outage := outages.told(error, context["request"].method):
        return 503, outage, {}
    return 500, "Something went wrong here. It has been recorded; try again later.", {}


def _of_desk(error, request):
    if isinstance(error, Invalid):
        return {
            "errors": [
                {"field": field, "message": message, "code": error.code}
                for field, message in error.errors.items()
            ]
        }
    if isinstance(error, Gone):
        return error.known
    if isinstance(error, Blocked):
        return {"blockers": [_blocker(blocker, request) for blocker in error.blockers]}
    return {}


def _blocker(blocker, request):
    claim = blocker.key if blocker.kind == "claim" else None
    return {
        "claim": claim,
        "status": blocker.status or None,
        "detail": blocker.detail,
        "url": claim and reverse("api:claim-detail", args=[claim], request=request),
    }


def _errors(detail, field=""):
    """Yield {field, message, code} for every leaf of a ValidationError's detail."""
    if isinstance(detail, dict):
        for name, part in detail.items():
            yield from _errors(part, f"{field}.{name}" if field else str(name))
    elif isinstance(detail, list):
        for part in detail:
            yield from _errors(part, field)
    else:
        yield {"field": field, "message": str(detail), "code": detail.code}


def _other_method(context):
    view, request = context["view"], context["request"]
    allowed = ", ".join(name for name in view.allowed_methods if name != "HEAD")
    sentence = f"{request.method} does nothing here and changed nothing. Use {allowed}."
    if hasattr(view, "steps"):
        sentence += " A status changes by a step: POST to …/steps/."
    return sentence


def _not_found(error):
    # The framework's own sentence names a model; ours are whole sentences.
    said = str(error)
    return said if said.endswith(".") and "matches the given query" not in said else "Not found."


def _headers(error):
    if isinstance(error, Gone):
        # A client may keep a 410 for ever, and what is gone may come back.
        return {"Cache-Control": "no-store"}
    if outages.reason(error):
        return outages.headers(error)
    challenge = getattr(error, "auth_header", None)
    return {"WWW-Authenticate": challenge} if challenge else None
