"""The front page: what was published last."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article

from . import listing
from .lists import public_sections


@require_safe
def home(request):
    """The latest published articles, newest first; `?before=` leads on to older ones."""
    listed = listing.of_articles(Article.objects.public(), request.GET)
    return render(request, "reader/home.html", {"sections": public_sections(), **listed})
