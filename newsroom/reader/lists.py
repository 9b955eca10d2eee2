"""The articles of a section, of an author, under a tag; and the sections and authors there are.

What has no public article is not there: its name is the desk's alone.
"""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, Byline, Contributor, Section, Tag

from . import listing


@require_safe
def sections(request):
    """The sections that have a public article, by name."""
    of_it = Article.objects.public().filter(section=OuterRef("pk"))
    found = Section.objects.filter(Exists(of_it))
    return render(request, "reader/sections.html", {"sections": found})


@require_safe
def section(request, slug):
    """The articles of one section, newest first."""
    return _list(request, Section, slug, "reader/section.html", "section")


@require_safe
def authors(request):
    """The authors of public articles, by name."""
    lines = Byline.objects.filter(contributor=OuterRef("pk"), article__in=Article.objects.public())
    found = Contributor.objects.filter(Exists(lines)).order_by("slug")
    return render(request, "reader/authors.html", {"authors": found})


@require_safe
def author(request, slug):
    """The articles over which one name stands, newest first."""
    return _list(request, Contributor, slug, "reader/author.html", "contributors")


@require_safe
def tag(request, slug):
    """The articles under one tag, newest first."""
    return _list(request, Tag, slug, "reader/tag.html", "tags")


def _list(request, model, slug, template, field):
    """Show the public articles whose `field` has the row of `model` with this slug, or 404."""
    about = model.objects.filter(slug=slug).first()
    if about is None:
        raise Http404("Nothing is published here.")
    articles = Article.objects.public().filter(**{field: about})
    context = listing.of_articles(articles, request.GET)
    if not context["rows"] and not articles.exists():
        raise Http404("Nothing is published here.")
    return render(request, template, {"about": about, **context})
