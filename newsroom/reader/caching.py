"""What browsers and shared caches are told of a reader's page.

A browser asks again for every page and is mostly answered with a 304: what stands in its memory
cannot be called back. A shared cache may keep a page for longer the longer it has not changed, and
is told to drop it when it does (newsroom.purging), by the surrogate keys that the page bears.

The directives are those of RFC 9111 and RFC 5861 (stale-*); surrogate keys are Fastly's, which
Varnish knows as xkey.
"""

import hashlib
from datetime import timedelta
from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.cache import get_conditional_response

SURROGATE_KEY = "Surrogate-Key"
NO_STORE = "no-store"
# (age of the last change, for how many seconds a shared cache may keep the page); then LONGEST.
KEPT = (
    (timedelta(hours=1), 30),
    (timedelta(days=1), 120),
    (timedelta(weeks=1), 600),
)
LONGEST = 3600  # seconds
# Where no cache is told to drop anything, a fallen verdict stands in it for as long as this.
LONGEST_UNPURGED = 60  # seconds
STALE_WHILE_REVALIDATE, STALE_IF_ERROR = 30, 3600  # seconds


def cached_for_readers(*keys):
    """Decorate a view whose answer is the same for everybody, made anew at every request.

    keys  surrogate keys of every page of this view; of the page in hand, about() adds more.

    A 200 gets a strong ETag over its bytes and a Cache-Control; whoever has it is answered 304.
    Anything else is not to be kept. The answer is not streamed.

        @require_safe
        @cached_for_readers("home")
        def home(request):
            ...
            return about(render(request, ...), keys=[key("article", pk), ...], changed=newest)
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            response = told_of(view(request, *args, **kwargs), keys)
            if response.status_code != 200:
                return response
            return conditional(request, response, etag_of(response.content))

        return answer

    return decorate


def told_of(response, keys):
    """Return the response of a view, rendered, with what caches are told of it.

    keys  surrogate keys of every page of the view.
    """
    if callable(getattr(response, "render", None)):
        response = response.render()
    if response.status_code != 200:
        response.setdefault("Cache-Control", NO_STORE)
        return response
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = cache_control(None)
    return about(response, keys=keys)


def about(response, *, keys=(), changed=None, until=None):
    """Tell of `response` what it shows; return it.

    keys     surrogate keys, as key() makes them: a deed on any of these drops the page.
    changed  when what it shows last changed, aware datetime; None if that is not known.
    until    when it will stop being true by itself, aware datetime; None for never.
    """
    if keys:
        known = response.get(SURROGATE_KEY, "").split()
        response[SURROGATE_KEY] = " ".join(dict.fromkeys([*known, *keys]))
    if changed or until:
        response["Cache-Control"] = cache_control(changed, until)
    return response


def key(kind, name):
    """Return the surrogate key of something that pages show, such as article-12.

    kind  "article", "section", "author", "tag".
    name  its primary key or slug; of any script.
    """
    return f"{kind}-{quote(str(name), safe='')}"


def etag_of(content):
    """Return the strong ETag of these bytes, with its quotation marks."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def conditional(request, response, etag):
    """Return `response` under its ETag, or the 304 for whoever has it."""
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is not response and SURROGATE_KEY in response:
        answer[SURROGATE_KEY] = response[SURROGATE_KEY]
    return answer


def cache_control(changed, until=None):
    """Return the Cache-Control of a public page; for `changed` and `until` see about()."""
    now = timezone.now()
    seconds = _shared_seconds(now - changed) if changed else KEPT[0][1]
    left = (until - now).total_seconds() if until else None
    if left is None or left > seconds + STALE_IF_ERROR:
        return (
            f"public, max-age=0, s-maxage={seconds}, "
            f"stale-while-revalidate={STALE_WHILE_REVALIDATE}, stale-if-error={STALE_IF_ERROR}"
        )
    # Its end is known, so nobody shows it after that, not even while this site is away.
    return f"public, max-age=0, s-maxage={max(0, min(seconds, int(left)))}, must-revalidate"


def _shared_seconds(age):
    seconds = next((seconds for up_to, seconds in KEPT if age < up_to), LONGEST)
    return seconds if settings.PURGE_URLS else min(seconds, LONGEST_UNPURGED)
