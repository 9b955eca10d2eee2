"""Answers whoever asks again for an article, and has it, without going through Django.

A browser keeps an article and asks for it again each time (newsroom.reader.caching), so this is
what the site is asked for most. Of an answer "not modified" that Django gave, its headers are
remembered with what the page was compared by. To the very same question they are given again, once
the database has said that the page still stands (store.stands): a deed is seen in the next request,
as everywhere. Anything else, an error too, is left to Django.
"""

import time
from typing import NamedTuple

from django.conf import settings
from django.db import Error

from . import build, store

# Where in a request's environ a view says what its 304 was compared by.
STANDING = "newsroom.reader.standing"
# All that such an answer depends on. Nothing of who asks is among it, and no cookie.
ASKED = (
    "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "wsgi.url_scheme",
    "SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE",
)  # fmt: skip
PROXIED = ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PROTO")
# For how long: what caches are told of the page's age is as old as this.
SECONDS = 300
# So many at the most, no longer questions, and of pages that rest on no more articles: some 5 MB in
# a process, of ordinary ones.
MOST, LONGEST, MOST_HEADS = 2_000, 1_000, 50


def say(response, environ, page):
    """Let this 304 of `page`, of store, be given again; return it.

    One whose end is known is not: what caches are told of it counts down.
    """
    standing = page.standing
    if standing and len(standing.heads) <= MOST_HEADS and not page.fresh_until:
        environ[STANDING] = standing
    return response


class _Answer(NamedTuple):
    until: float
    status: str
    headers: list
    standing: store.Standing


class Unchanged:
    """A WSGI application around Django's."""

    def __init__(self, application):
        self.application = application
        self.answers = {}

    def __call__(self, environ, start_response):
        if "HTTP_IF_NONE_MATCH" not in environ:
            return self.application(environ, start_response)
        question = _question(environ)
        if answer := self._answer(question):
            start_response(answer.status, [*answer.headers])
            return []

        def start(status, headers, *error):
            if STANDING in environ and status.startswith("304"):
                self._remember(question, status, headers, environ[STANDING])
            return start_response(status, headers, *error)

        return self.application(environ, start)

    def _answer(self, question):
        answer = self.answers.get(question)
        if answer is None or answer.until < time.time():
            return None
        try:
            return answer if store.stands(answer.standing) else None
        except Error:
            # A connection that was lost, say: Django looks after it, and answers.
            return None

    def _remember(self, question, status, headers, standing):
        if len(repr(question)) > LONGEST:
            return
        if len(self.answers) >= MOST:
            self.answers.clear()
        until = time.time() + SECONDS
        self.answers[question] = _Answer(until, status, [*headers], standing)


def _question(environ):
    """Return what decides of the answer, for this build of the site."""
    secure = (settings.SECURE_PROXY_SSL_HEADER or ("",))[0]
    return (build.stamp(), *(environ.get(name) for name in (*ASKED, *PROXIED, secure)))
