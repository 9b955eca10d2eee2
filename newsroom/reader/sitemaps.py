"""Sitemaps (https://www.sitemaps.org/protocol.html), the one for news, and robots.txt.

Each file holds the pages of what has its key in one range: an old one changes only where they do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Byline, Contributor, Section, Tag
from claims.models import Claim

from .caching import cached_for_readers
from .feed_formats import rfc3339
from .head import absolute
from .markup import document, element

# Keys in a file. The protocol allows 50,000 addresses and 50 MB: of the longest slugs in any
# script, percent-encoded, these are 16 MB.
RANGE = 10_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"
NEWS_AGE = timedelta(days=2)
NEWS_MOST = 1_000
XML = "application/xml"

PAGES = ("home", "sections", "authors", "archive", "corrections", "how")
NAME = re.compile(r"([a-z]+)-(0|[1-9]\d{0,11})", re.ASCII)


@dataclass(frozen=True)
class Kind:
    """What has pages of its own.

    rows   returns those that readers may read, with `changed`: when the page last did, if known.
    view   the name of its page's address, which is made of `field`.
    """

    rows: Callable[[], QuerySet]
    view: str
    field: str = "slug"


def _articles():
    """When words went out, or a verdict was given. That one fell has no time of its own."""
    decided = Claim.objects.filter(article=OuterRef("pk"), decided_at__isnull=False).order_by()
    newest = decided.values("article").annotate(newest=Max("decided_at")).values("newest")
    out = F("first_published_at")
    return Article.objects.public().annotate(
        changed=Greatest(out, "revision__created", Coalesce(Subquery(newest), out))
    )


def _claims():
    return Claim.objects.public().annotate(changed=F("decided_at"))


def _with_articles(model, **told):
    """Return the rows of `model` with a public article: the names of others are the desk's."""
    listed = Article.objects.public().filter(**{field: OuterRef(of) for field, of in told.items()})
    return model.objects.filter(Exists(listed))


def _authors():
    lines = Byline.objects.filter(contributor=OuterRef("pk"), article__in=Article.objects.public())
    return Contributor.objects.filter(Exists(lines))


KINDS = {
    "articles": Kind(_articles, "reader:article"),
    "claims": Kind(_claims, "reader:claim", "pk"),
    "sections": Kind(lambda: _with_articles(Section, section="pk"), "reader:section"),
    "authors": Kind(_authors, "reader:author"),
    "tags": Kind(lambda: _with_articles(Tag, tags="pk"), "reader:tag"),
}


@require_safe
@cached_for_readers("sitemap_index")
def index(request):
    """The sitemap index: where every sitemap is."""
    names = [f"{name}-{number}" for name, kind in KINDS.items() for number in _ranges(kind.rows())]
    places = [
        element("sitemap", element("loc", absolute(reverse("reader:sitemap", args=[name]))))
        for name in ("pages", *names)
    ]
    return _answer(element("sitemapindex", *places, xmlns=NAMESPACE))


def _ranges(rows):
    """Yield the number of each range of keys that has a row; a query each, and one for the end."""
    keys = rows.order_by("pk").values_list("pk", flat=True)
    key = keys.first()
    while key is not None:
        yield key // RANGE
        key = keys.filter(pk__gte=(key // RANGE + 1) * RANGE).first()


@require_safe
@cached_for_readers("sitemap_index")
def sitemap(request, name):
    """One sitemap: `pages`, or a kind and the number of a range of its keys; 404 if it is empty."""
    if name == "pages":
        pages = [_url(reverse(f"reader:{page}")) for page in PAGES]
        return _answer(element("urlset", *pages, xmlns=NAMESPACE))
    match = NAME.fullmatch(name)
    if match is None or match[1] not in KINDS:
        raise Http404("There is no such sitemap.")
    kind, first = KINDS[match[1]], int(match[2]) * RANGE
    rows = kind.rows().filter(pk__gte=first, pk__lt=first + RANGE).order_by("pk")
    urls = [_url(reverse(kind.view, args=[key]), changed) for key, changed in _listed(rows, kind)]
    if not urls:
        raise Http404("There is nothing in this sitemap.")
    return _answer(element("urlset", *urls, xmlns=NAMESPACE))


def _listed(rows, kind):
    if "changed" in rows.query.annotations:
        return rows.values_list(kind.field, "changed")
    return ((key, None) for key in rows.values_list(kind.field, flat=True))


@require_safe
@cached_for_readers("news_sitemap")
def news(request):
    """The sitemap of news: what first went out in the last two days, and is not older elsewhere."""
    since = timezone.now() - NEWS_AGE
    # By the first an index finds them. An archive that was imported today is no news.
    found = Article.objects.public().filter(published_at__gte=since, first_published_at__gte=since)
    found = found.order_by("-published_at", "pk").only(
        "slug", "headline", "language", "first_published_at"
    )
    urls = map(_news, found[:NEWS_MOST])
    return _answer(element("urlset", *urls, xmlns=NAMESPACE, **{"xmlns:news": NEWS_NAMESPACE}))


def _news(article):
    language = (article.language or settings.LANGUAGE_CODE).partition("-")[0].lower()
    told = element(
        "news:news",
        element(
            "news:publication",
            element("news:name", settings.SITE_NAME),
            element("news:language", language),
        ),
        element("news:publication_date", rfc3339(article.first_published_at)),
        element("news:title", article.headline),
    )
    return element("url", element("loc", absolute(article.get_absolute_url())), told)


@require_safe
@cached_for_readers("robots")
def robots(request):
    """What crawlers are asked to leave alone, and where the sitemaps are (RFC 9309)."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Disallow: /search/",
        "",
        f"Sitemap: {absolute(reverse('reader:sitemap_index'))}",
        f"Sitemap: {absolute(reverse('reader:news_sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _url(path, changed=None):
    lastmod = element("lastmod", rfc3339(changed)) if changed else None
    return element("url", element("loc", absolute(path)), lastmod)


def _answer(root):
    return HttpResponse(document(root), content_type=XML)
