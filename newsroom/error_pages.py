"""Pages for when something is wrong: made without the request, which may be what is wrong.

They ask no database, no cache and no session. Where the style sheet cannot be named (in production
manage.py collectstatic names it) a plain sentence is better than a second mistake.
"""

import logging

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape

log = logging.getLogger(__name__)

PLAIN = "Something is wrong with this site. Try again in a minute."


def page(template, **told):
    """Return a page of these values as HTML; it says what this site is called."""
    try:
        return render_to_string(template, {"site_name": settings.SITE_NAME, **told})
    except ValueError:  # As ManifestStaticFilesStorage says it.
        log.exception("The page %s could not be made.", template)
        return f"<!doctype html><title>{escape(settings.SITE_NAME)}</title><p>{PLAIN}</p>"


def unreadable(request, exception):
    """Answer a request that cannot be read (handler400)."""
    return HttpResponse(page("400.html"), status=400)


def our_mistake(request):
    """Answer a request that a mistake of ours broke off (handler500)."""
    return HttpResponse(page("500.html"), status=500)
