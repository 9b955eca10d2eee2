"""Public pages. Everybody sees the same: nothing here asks who is reading."""

import json

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from articles import html
from articles.models import Article, Byline, Change
from articles.visibility import known_before, read_of
from claims import verification
from claims.marks import marks

from . import checks, paging, sentences

PAGE = 20
BYLINE = Prefetch("byline_set", Byline.objects.select_related("contributor"))


@require_safe
def home(request):
    """The latest published articles, newest first; `?before=` leads on to older ones."""
    listed = Article.objects.public().select_related("section", "publication")
    listed = _before(listed, request.GET.get("before")).order_by("-published_at", "pk")
    found = list(listed.prefetch_related(BYLINE)[: PAGE + 1])
    articles = found[:PAGE]
    counted = verification.of_articles(article.pk for article in articles)
    last = articles[-1] if len(found) > PAGE else None
    context = {
        "rows": [(one, sentences.verification(counted[one.pk])) for one in articles],
        "older": last and paging.cursor(last.published_at, last.pk),
        "is_first_page": "before" not in request.GET,
    }
    return render(request, "reader/home.html", context)


def _before(articles, cursor):
    if cursor is None:
        return articles
    try:
        time, pk = paging.place(cursor)
    except ValueError as error:
        raise Http404(str(error)) from None
    return articles.filter(Q(published_at__lt=time) | Q(published_at=time, pk__gt=pk))


@require_safe
def article(request, slug):
    """One article, what was found on its claims and on what evidence.

    410 once readers knew it and may no longer read it: withdrawn, or being reviewed again.
    """
    public = Article.objects.public().filter(slug=slug)
    public = public.select_related("section", "publication", "picture", "revision", "override")
    if one := public.prefetch_related(BYLINE).first():
        return render(request, "reader/article.html", _told(one))
    return _missing(request, slug)


@require_safe
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
        "standfirst": json.loads(shown.details).get("standfirst", ""),
        "body": mark_safe(shown.html),
        "corrections": corrections.only("article_id", "note", "created"),
    }
    return render(request, "reader/version.html", context)


def _missing(request, slug):
    """Answer for an article that nobody reads: with its notice, if readers knew it."""
    if told := known_before(slug):
        # A browser may keep a 410 for ever, and this article may come back.
        gone = render(request, "410.html", told, status=410)
        gone["Cache-Control"] = "no-store"
        return gone
    raise Http404("There is no such article.")


def _told(article):
    """Return everything the article's page says, read in a fixed number of queries."""
    claims = article.claims.exclude(status__in=verification.NOT_COUNTED).with_verdict()
    # As their references stand: each behind the last of its words.
    claims = list(claims.order_by("end", "start", "pk"))
    decided = [claim for claim in claims if claim.is_decided]
    prefetch_related_objects(decided, *checks.FOUND)
    marked = marks(decided, lambda claim: f"#check-{claim.pk}")
    counted = verification.of_claims(claims)
    changes = article.revisions.exclude(change=Change.NONE).order_by("-number")
    changes = list(changes.only("article_id", "number", "change", "note", "created"))
    corrections = [one for one in changes if one.change == Change.CORRECTION]
    newest = article.revision.created
    return {
        "article": article,
        "body": mark_safe(html.mark(article.revision.html, marked)),
        "checks": [checks.check(claim) for claim in decided],
        "counted": counted,
        "verification": sentences.verification(counted),
        "updated": newest if newest > article.first_published_at else None,
        "corrections": _with_corrected(article, corrections),
        "override": _override(article),
        "minor_changes": sum(one.change == Change.MINOR for one in changes),
    }


def _with_corrected(article, corrections):
    """Return [(correction, number of the version that it corrects)]; one query if there is any.

    That is the last one before it that readers have read.
    """
    read = {number for _, number in read_of([article.pk])} if corrections else set()
    return [
        (one, max((number for number in read if number < one.number), default=None))
        for one in corrections
    ]


def _override(article):
    """Return what readers are told of the override by which the article is out, or None."""
    override = article.override
    if override is None or not override.is_for_readers:
        return None
    return {
        "reason": override.reason,
        "at": override.confirmed_at,
        "names": [*map(sentences.signature, (override.asked_name, override.confirmed_name))],
    }
