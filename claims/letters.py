"""The words of a mail that carries notices: plain text, with the way to the claim or article.

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
MOST_BLOCKERS = 20  # named of one article
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
        about = f"{notice.heading}: “{_line(notice.claim or notice.article.headline)}”"
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
    about = _of_article(notice) if notice.article_id else _of_claim(notice)
    return "\n".join([_line(notice), *about, ""])


def _of_claim(notice):
    yield f"“{_line(notice.claim)}”"
    yield f"in: {_line(notice.claim.article.headline)}"
    yield f"{_address('change', notice.claim_id)}#{notice.place}"


def _of_article(notice):
    """The article, and what was in the way of it when it was to go out: claims with a link."""
    page = reverse("admin:articles_article_change", args=[notice.article_id])
    yield f"“{_line(notice.article.headline)}”"
    yield f"{_site()}{page}#{notice.place}"
    found = notice.refused["blockers"]
    for blocker in found[:MOST_BLOCKERS]:
        yield f"- {_line(blocker['detail'])}"
        if key := blocker["claim"]:
            yield f"  “{_line(blocker['label'])}”"
            yield f"  {_address('change', key)}"
    if len(found) > MOST_BLOCKERS:
        yield f"And {len(found) - MOST_BLOCKERS} more, on the page of the article."


def _line(words):
    """Return words of the desk on one line, with nothing in them that reverses what follows."""
    return " ".join(text.normalise(str(words)).split())


def _address(name, *args):
    page = reverse(f"admin:claims_claim_{name}", args=args)
    return f"{_site()}{page}"


def _site():
    return settings.SITE_URL.rstrip("/")
