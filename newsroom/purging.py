"""Tell the caches between this site and its readers that what they keep is old.

A deed on an article that readers know writes a row in its own transaction (newsroom.receivers), so
none is forgotten; a worker tells every cache, in the same second, and removes it. What a cache did
not take is told again, later each time, for as long as it takes: to be told twice harms nobody.

What is dropped is what bears the keys of the article and of the lists it may stand in
(newsroom.reader.caching.key), or has one of their addresses.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db.models import F, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from articles.models import Article
from claims.models import Claim

from .models import Purge, StoredPage
from .reader.caching import key

SECONDS = 5  # that a cache may take to answer
AT_ONCE = 200  # articles
KEYS_AT_ONCE = 256  # Fastly's limit for one request
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=1), timedelta(minutes=10)
LONGEST_ERROR = Purge._meta.get_field("last_error").max_length
# Pages and feeds that any article may stand on: their keys are their names.
LISTS = (
    "home", "sections", "authors", "archive", "corrections", "search",
    "rss", "atom", "json_feed", "checks_feed", "corrections_feed",
    "sitemap_index", "news_sitemap", "claim_reviews",
)  # fmt: skip


class NotTold(Exception):
    """A cache did not do as it was told. The message says which, and what it answered."""


@dataclass(frozen=True)
class Told:
    """What a cache is told: surrogate keys, and the paths of what bears them."""

    keys: list[str]
    paths: list[str]


def note(article_ids):
    """Write down that all these articles are to be purged. In the transaction of the deed."""
    if settings.PURGE_URLS:
        now = timezone.now()
        Purge.objects.bulk_create(Purge(article_id=pk, next_attempt=now) for pk in article_ids)


def send(is_stopping=lambda: False):
    """Tell the caches of all that waits to be told; yield a sentence for each failure."""
    while not is_stopping() and (due := _due()):
        waiting = Purge.objects.filter(pk__in=[purge.pk for purge in due])
        try:
            tell(told(sorted({purge.article_id for purge in due})))
        except NotTold as error:
            sentence = str(error)[:LONGEST_ERROR]
            _put_off(due, sentence)
            yield sentence
        else:
            waiting.delete()


def _due():
    due = Purge.objects.filter(next_attempt__lte=timezone.now())
    return list(due.order_by("next_attempt", "pk")[:AT_ONCE])


def _put_off(due, sentence):
    attempts = min(purge.attempts for purge in due)
    Purge.objects.filter(pk__in=[purge.pk for purge in due]).update(
        attempts=F("attempts") + 1,
        next_attempt=timezone.now() + min(FIRST_DELAY * 2 ** min(attempts, 20), LONGEST_DELAY),
        last_error=sentence[:500],
    )


def told(article_ids):
    """Return what is Told of these articles, each key and path once."""
    articles = Article.objects.filter(pk__in=article_ids).select_related("section").order_by("pk")
    checked = Claim.objects.filter(article__in=article_ids, decision__isnull=False).order_by("pk")
    keys, paths = [*LISTS], [path for name in LISTS for path in _path(name)]
    for article in articles.prefetch_related("contributors", "tags"):
        keys.append(key("article", article.pk))
        paths.append(article.get_absolute_url())
        for kind, name in lists_of(article):
            keys.append(key(kind, name))
            paths += _path(kind, name)
    paths += [one.get_absolute_url() for one in _telling_of(article_ids)]
    paths += [path for pk in checked.values_list("pk", flat=True) for path in _path("claim", pk)]
    return Told(list(dict.fromkeys(keys)), list(dict.fromkeys(paths)))


def _telling_of(article_ids):
    """Return the other articles whose pages tell of these (StoredPage.rests_on)."""
    telling = Q()
    for pk in article_ids:
        telling |= Q(rests_on__contains=f"[{pk}, ")
    return Article.objects.filter(pk__in=StoredPage.objects.filter(telling).values("pk"))


def lists_of(article):
    """Yield (kind, slug) of each list that an article stands in by what is said of it."""
    if article.section:
        yield "section", article.section.slug
    yield from (("author", author.slug) for author in article.contributors.all())
    yield from (("tag", tag.slug) for tag in article.tags.all())


def _path(name, *args):
    """Return the path of a page in a list; an empty one where this site has no such page."""
    try:
        return [reverse(f"reader:{name}", args=args)]
    except NoReverseMatch:
        return []


def tell(told):
    """Tell every cache of PURGE_URLS what it is to drop, in the words of PURGE_STYLE.

    Raises NotTold, once all were asked, for those that did not answer or refused.
    """
    failed = []
    for cache in settings.PURGE_URLS:
        try:
            for method, url, headers in STYLES[settings.PURGE_STYLE](cache.rstrip("/"), told):
                _ask(cache, method, url, headers)
        except NotTold as error:
            failed.append(str(error))
    if failed:
        raise NotTold(" ".join(failed))


def _ask(cache, method, url, headers):
    where = urlsplit(cache).netloc
    try:
        answer = requests.request(
            method, url, headers=headers, timeout=SECONDS, allow_redirects=False
        )
    except requests.RequestException as error:
        raise NotTold(f"The cache {where} does not answer: {type(error).__name__}.") from error
    # 404: it keeps no such page, which is what was wanted.
    if not (answer.ok and answer.status_code < 300) and answer.status_code != 404:
        raise NotTold(f"The cache {where} answered {answer.status_code} to {method}.")


def _by_address(cache, told):
    """PURGE of each address, as Varnish, nginx and Squid are commonly set up to take it."""
    host = {"Host": urlsplit(settings.SITE_URL).netloc}
    return [("PURGE", cache + path, host) for path in told.paths]


def _by_xkey(cache, told):
    """PURGE with the keys, as vmod_xkey reads them from the header that its VCL names."""
    host = {"Host": urlsplit(settings.SITE_URL).netloc}
    return [("PURGE", f"{cache}/", host | {"xkey": keys}) for keys in _in_parts(told.keys)]


def _by_fastly(cache, told):
    """POST /service/<id>/purge, https://www.fastly.com/documentation/reference/api/purging/"""
    token = {"Fastly-Key": settings.PURGE_KEY, "Accept": "application/json"}
    return [("POST", cache, token | {"Surrogate-Key": keys}) for keys in _in_parts(told.keys)]


def _in_parts(keys):
    parts = range(0, len(keys), KEYS_AT_ONCE)
    return [" ".join(keys[start : start + KEYS_AT_ONCE]) for start in parts]


Request = tuple[str, str, dict[str, str]]  # method, address, headers
STYLES: dict[str, Callable[[str, Told], Iterable[Request]]] = {
    "purge": _by_address,
    "varnish": _by_xkey,
    "fastly": _by_fastly,
}
