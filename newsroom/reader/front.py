"""The front page: what was published last."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article

from . import head, listing
from .kept import PLACE, kept_for_readers
from .lists import public_sections


@require_safe
@kept_for_readers("home", reads=PLACE)
def home(request):
    """The latest published articles, newest first; `?before=` leads on to older ones."""
    listed = listing.of_articles(Article.objects.public(), request.GET)
    told = {"sections": public_sections(), "head": head.of_list(request, settings.SITE_NAME)}
    return render(request, "reader/home.html", told | listed)
