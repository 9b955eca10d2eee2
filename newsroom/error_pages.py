"""Pages for when something is wrong: made without the request, which may be what is wrong.

Nothing that they need can be gone: they ask no database, no cache and no session.
"""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string


def page(template, **told):
    """Return a page of these values as HTML; it says what this site is called."""
    return render_to_string(template, {"site_name": settings.SITE_NAME, **told})


def unreadable(request, exception):
    """Answer a request that cannot be read (handler400)."""
    return HttpResponse(page("400.html"), status=400)


def our_mistake(request):
    """Answer a request that a mistake of ours broke off (handler500)."""
    return HttpResponse(page("500.html"), status=500)
