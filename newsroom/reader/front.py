"""The front page: what was published last."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from claims import verification

from . import paging, sentences
from .article_page import BYLINE

PAGE = 20


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
