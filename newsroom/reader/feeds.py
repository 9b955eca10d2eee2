"""Feeds: articles with their full text, those of a section, checks, corrections."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article

from . import entries, feed_formats
from .caching import about, key
from .feed_formats import Feed
from .head import absolute
from .kept import kept_for_readers
from .lists import public_sections

# How a feed is written -> what it is called in HTTP.
TYPES = {
    feed_formats.rss: "application/rss+xml; charset=utf-8",
    feed_formats.atom: "application/atom+xml; charset=utf-8",
    feed_formats.json_feed: "application/feed+json",
}
LATEST = "The latest articles in full, each with what was corrected and how far it is checked."


@require_safe
@kept_for_readers("rss")
def rss(request):
    """The latest articles, RSS 2.0."""
    return _answer(request, feed_formats.rss, entries.latest(), description=LATEST)


@require_safe
@kept_for_readers("atom")
def atom(request):
    """The latest articles, Atom 1.0."""
    return _answer(request, feed_formats.atom, entries.latest(), description=LATEST)


@require_safe
@kept_for_readers("json_feed")
def json_feed(request):
    """The latest articles, JSON Feed 1.1."""
    return _answer(request, feed_formats.json_feed, entries.latest(), description=LATEST)


@require_safe
@kept_for_readers()
def section(request, slug):
    """The latest articles of a section, RSS 2.0; 404 where it has none that readers may read."""
    section = get_object_or_404(public_sections(), slug=slug)
    found = entries.latest(Article.objects.public().filter(section=section))
    told = {"title": section.name, "page": section.get_absolute_url()}
    answer = _answer(request, feed_formats.rss, found, description=LATEST, **told)
    return about(answer, keys=[key("section", slug)])


@require_safe
@kept_for_readers("checks_feed")
def checks(request):
    """The verdicts in force that were given last, Atom 1.0."""
    told = {"title": "Checks", "description": "What we checked and what we found, as it stands."}
    return _answer(request, feed_formats.atom, entries.checks(), **told)


@require_safe
@kept_for_readers("corrections_feed")
def corrections(request):
    """The newest corrections, Atom 1.0."""
    told = {"title": "Corrections", "description": "What we had wrong, and when we put it right."}
    page = reverse("reader:corrections")
    return _answer(request, feed_formats.atom, entries.corrections(), page=page, **told)


def _answer(request, write, found, *, description, title="", page="/"):
    feed = Feed(
        title=f"{title} · {settings.SITE_NAME}" if title else settings.SITE_NAME,
        description=description,
        site=settings.SITE_NAME,
        page=absolute(page),
        address=absolute(request.path),
        language=settings.LANGUAGE_CODE,
        hub=settings.WEBSUB_HUB,
        entries=found,
    )
    response = HttpResponse(write(feed), content_type=TYPES[write])
    if feed.hub:
        response["Link"] = f'<{feed.hub}>; rel="hub", <{feed.address}>; rel="self"'
    return response
