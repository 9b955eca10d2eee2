"""The API as OpenAPI tells it, and the page that shows it."""

from csp.decorators import csp_update
from django.conf import settings
from django.utils.decorators import method_decorator
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from .api import PROBLEM


class SessionScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document tells of newsroom.api.Session."""

    target_class = "newsroom.api.Session"
    name = "session"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


PROBLEM_SCHEMA = {
    "type": "object",
    "description": "RFC 9457. errors with a 400, blockers where publication is refused, the notice "
    "where an article was withdrawn.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message", "code"],
                "properties": {name: {"type": "string"} for name in ("field", "message", "code")},
            },
        },
        "blockers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["claim", "status", "detail", "url"],
                "properties": {
                    "claim": {"type": ["integer", "null"]},
                    "status": {"type": ["string", "null"]},
                    "detail": {"type": "string"},
                    "url": {"type": ["string", "null"], "format": "uri"},
                },
            },
        },
        "withdrawn_at": {"type": "string", "format": "date-time"},
        "withdrawal_notice": {"type": "string"},
    },
}


def tell_of_problems(result, **kwargs):
    """Give every operation of the OpenAPI document its refusals: one shape for them all."""
    result["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
    refusal = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {
                "description": "A refusal, in a sentence.",
                "content": {PROBLEM: refusal},
            }
    return result


class Schema(SpectacularJSONAPIView):
    """The OpenAPI document."""


# The style sheet of Swagger draws its arrows from addresses that are images themselves.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """The OpenAPI document as a page to read and try. Its scripts and styles are files of ours."""

    url_name = "api:schema"
    template_name = "api/docs.html"
