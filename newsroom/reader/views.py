"""Public pages. Everybody sees the same: nothing here asks who is reading."""

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from articles import html
from articles.models import Article, Byline, Change
from articles.visibility import known_before
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
    public = public.select_related("section", "publication", "picture", "revision")
    if one := public.prefetch_related(BYLINE).first():
        return render(request, "reader/article.html", _told(one))
    if told := known_before(slug):
        # A browser may keep a 410 for ever, and this article may come back.
        gone = render(request, "410.html", told, status=410)
        gone["Cache-Control"] = "no-store"
        return gone
    raise Http404("There is no such article.")


def _told(article):
    """Return everything the article's page says, read in a fixed number of queries."""
    claims = article.claims.exclude(status__in=verification.NOT_COUNTED).select_related("decision")
    # As their references stand: each behind the last of its words.
    claims = list(claims.order_by("end", "start", "pk"))
    decided = [claim for claim in claims if claim.is_decided]
    prefetch_related_objects(decided, *checks.FOUND)
    marked = marks(decided, lambda claim: f"#check-{claim.pk}")
    counted = verification.of_claims(claims)
    changes = article.revisions.exclude(change=Change.NONE).order_by("-number")
    changes = list(changes.only("article_id", "change", "note", "created"))
    newest = article.revision.created
    return {
        "article": article,
        "body": mark_safe(html.mark(article.revision.html, marked)),
        "checks": [checks.check(claim) for claim in decided],
        "counted": counted,
        "verification": sentences.verification(counted),
        "updated": newest if newest > article.first_published_at else None,
        "corrections": [one for one in changes if one.change == Change.CORRECTION],
        "minor_changes": sum(one.change == Change.MINOR for one in changes),
    }
