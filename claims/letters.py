"""The words of a mail that carries notices: plain text, with the way to the claim.

Mail leaves the house. It says what happened, to which words, and where to look; never what stands
in evidence, in a comment or in a note, which may be confidential.
"""

from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from articles import text

from .models import Notice

MOST = 100  # notices in one mail
_ORDER = ["To be rechecked", *Notice.HEADINGS.values()]
WHY = "You get this because you have an account at the desk of {}."


def write(mail, notices, connection=None):
    """Return the EmailMessage that carries `notices`, at least one, to the person of `mail`.

    Its Message-ID is made of the mail's own key: where a mail was sent twice because a worker died
    after sending it, the reader's program can tell (RFC 5322, section 3.6.4).
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{mail.pk}@{host}>",
        # RFC 3834: nobody's absence is to answer it.
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        subject(mail, notices),
        body(notices),
        to=[mail.person.email],
        headers=headers,
        connection=connection,
    )


def subject(mail, notices):
    """Return one line that says what the mail is about."""
    if mail.day is None and len(notices) == 1:
        [notice] = notices
        about = f"{notice.heading}: “{_line(notice.claim)}”"
    else:
        counted = f"{len(notices)} notice{'' if len(notices) == 1 else 's'}"
        about = f"{counted} of the day" if mail.day else counted
    return f"[{_line(settings.SITE_NAME)}] {about}"


def body(notices):
    """Return the text: the notices by what they ask for, each with its address."""
    shown = sorted(notices[:MOST], key=lambda one: (_ORDER.index(one.heading), one.pk))
    parts = []
    for heading, group in groupby(shown, key=lambda one: one.heading):
        parts += [heading, "=" * len(heading), "", *map(_said, group)]
    if len(notices) > MOST:
        parts += [f"And {len(notices) - MOST} more: {_address('notices')}", ""]
    choice = f"At once, once a day, or not at all: {_address('mail')}"
    return "\n".join([*parts, "-- ", WHY.format(_line(settings.SITE_NAME)), choice, ""])


def _said(notice):
    place = f"{_address('change', notice.claim_id)}#{notice.place}"
    where = f"in: {_line(notice.claim.article.headline)}"
    return "\n".join([_line(notice), f"“{_line(notice.claim)}”", where, place, ""])


def _line(words):
    """Return words of the desk on one line, with nothing in them that reverses what follows."""
    return " ".join(text.normalise(str(words)).split())


def _address(name, *args):
    page = reverse(f"admin:claims_claim_{name}", args=args)
    return f"{settings.SITE_URL.rstrip('/')}{page}"
