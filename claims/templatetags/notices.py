"""The notices of whoever is reading, for every page of the desk."""

from django import template

from claims import notices
from claims.workflow import SEE

register = template.Library()


@register.simple_tag
def unread_count(person):
    """Return how many unread notices `person` has; None for whoever may not see claims.

    No query of the account of a session, which was read with their number.
    """
    if not person.has_perm(SEE):
        return None
    known = getattr(person, "unread_notices", None)
    return notices.unread(person).count() if known is None else known


@register.simple_tag
def unread_notices(person, limit):
    """Return the newest unread notices of `person`, `limit` of them at most."""
    return list(notices.unread(person)[:limit]) if person.has_perm(SEE) else []
