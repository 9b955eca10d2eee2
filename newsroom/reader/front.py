"""The front page: what was published last."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article

from . import listing


@require_safe
def home(request):
    """The latest published articles, newest first; `?before=` leads on to older ones."""
    return render(
        request, "reader/home.html", listing.of_articles(Article.objects.public(), request.GET)
    )
