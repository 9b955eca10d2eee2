"""The page of an article, and of its earlier versions.

Everybody sees the same: nothing here asks who is reading.
"""

import json

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from articles.models import Article, Change
from articles.visibility import known_before, read_of

from . import sending, store, unchanged, versions
from .caching import about, cached_for_readers, key
from .typesetting import direction, typeset


@require_safe
def article(request, slug):
    """One article, what was found on its claims and on what evidence.

    410 once readers knew it and may no longer read it: withdrawn, or being reviewed again.
    """
    page = store.page(slug)
    if page is None:
        return _missing(request, slug)
    if same := sending.not_modified(request, page):
        return unchanged.say(same, request.environ, page)
    return sending.sent(request, page)


@require_safe
@cached_for_readers()
def version(request, slug, number):
    """An earlier version of an article, as its readers read it, and what was corrected since.

    404 for one that was never out; of an article that is out no more, as its page answers.
    """
    one = Article.objects.public().filter(slug=slug).select_related("revision").first()
    if one is None:
        return _missing(request, slug)
    if number == one.revision.number:
        return redirect(one)
    if (one.pk, number) not in read_of([one.pk]):
        raise Http404("There is no such version of this article.")
    shown = one.revisions.get(number=number)
    corrections = one.revisions.filter(number__gt=number, change=Change.CORRECTION)
    context = {
        "article": one,
        "version": shown,
        "read_since": versions.read_since(one, shown),
        "standfirst": json.loads(shown.details).get("standfirst", ""),
        "direction": direction(one.language),
        "body": mark_safe(typeset(shown.html)),
        "corrections": corrections.only("article_id", "note", "created"),
    }
    response = render(request, "reader/version.html", context)
    return about(response, keys=[key("article", one.pk)])


@require_safe
@cached_for_readers()
def changes(request, slug):
    """What changed between each public version of an article and the one before it, newest first.

    404 and 410 as its page answers.
    """
    one = Article.objects.public().filter(slug=slug).select_related("revision").first()
    if one is None:
        return _missing(request, slug)
    told = versions.told(one, request.GET.get("before"))
    response = render(request, "reader/changes.html", told)
    return about(response, keys=[key("article", one.pk)])


def _missing(request, slug):
    """Answer for an article that nobody reads: with its notice, if readers knew it."""
    if told := known_before(slug):
        # A browser may keep a 410 for ever, and this article may come back.
        gone = render(request, "410.html", told, status=410)
        gone["Cache-Control"] = "no-store"
        return gone
    raise Http404("There is no such article.")
