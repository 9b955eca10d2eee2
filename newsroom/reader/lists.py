"""The articles of a section, of an author, under a tag; and the sections and authors there are.

What has no public article is not there: its name is the desk's alone.
"""

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, Contributor, Section, Tag

from . import listing

AUTHORS = 200  # on one page


def public_sections():
    """Return the sections that have a public article, by name."""
    return Section.objects.filter(Exists(_public_of("section")))


@require_safe
def sections(request):
    """The sections that have a public article, by name, each with its newest one. Two queries."""
    newest = _public_of("section").order_by("-published_at", "pk").values("pk")[:1]
    found = list(Section.objects.annotate(newest_pk=Subquery(newest)).filter(newest_pk__gt=0))
    articles = Article.objects.public().in_bulk([one.newest_pk for one in found])
    for one in found:
        one.newest = articles.get(one.newest_pk)
    return render(request, "reader/sections.html", {"sections": found})


@require_safe
def section(request, slug):
    """The articles of one section, newest first."""
    about, listed = _listed(request, Section, slug, "section")
    return render(request, "reader/section.html", {"about": about, **listed})


@require_safe
def authors(request):
    """The authors of public articles, in the order of their addresses; `?after=` leads on."""
    after = request.GET.get("after")
    found = Contributor.objects.filter(Exists(_public_of("contributors"))).order_by("slug")
    if after:
        found = found.filter(slug__gt=after.replace("\0", ""))
    found = list(found[: AUTHORS + 1])
    context = {
        "authors": found[:AUTHORS],
        "is_first": not after,
        "older": found[AUTHORS - 1].slug if len(found) > AUTHORS else None,
    }
    return render(request, "reader/authors.html", context)


@require_safe
def author(request, slug):
    """The articles over which one name stands, newest first, and the roles it has in the newest."""
    about, listed = _listed(request, Contributor, slug, "contributors")
    context = {"about": about, "roles": _roles(about, listed["rows"]), **listed}
    return render(request, "reader/author.html", context)


def _roles(contributor, rows):
    """Return the roles of a contributor in the articles of a page, each once, newest first."""
    lines = (line for article, _ in rows for line in article.byline_set.all())
    return list(
        dict.fromkeys(line.role for line in lines if line.contributor == contributor and line.role)
    )


@require_safe
def tag(request, slug):
    """The articles under one tag, newest first."""
    about, listed = _listed(request, Tag, slug, "tags")
    return render(request, "reader/tag.html", {"about": about, **listed})


def _public_of(field):
    return Article.objects.public().filter(**{field: OuterRef("pk")})


def _listed(request, model, slug, field):
    """Return the row of `model` with this slug, and the list of the articles that name it.

    Raises Http404 where there is no such row, or no article of it that readers may read.
    """
    about = model.objects.filter(slug=slug).first()
    if about is None:
        raise Http404("Nothing is published here.")
    articles = Article.objects.public().filter(**{field: about})
    listed = listing.of_articles(articles, request.GET)
    if not listed["rows"] and not articles.exists():
        raise Http404("Nothing is published here.")
    return about, listed
