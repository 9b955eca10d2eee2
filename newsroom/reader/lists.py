"""The articles of a section, of an author, under a tag; and the sections and authors there are.

What has no public article is not there: its name is the desk's alone.
"""

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, Contributor, Section, Tag

from . import head, listing
from .caching import about, key
from .kept import PLACE, kept_for_readers

AUTHORS = 200  # on one page


def public_sections():
    """Return the sections that have a public article, by name."""
    return Section.objects.filter(Exists(_public_of("section")))


@require_safe
@kept_for_readers("sections")
def sections(request):
    """The sections that have a public article, by name, each with its newest one. Two queries."""
    newest = _public_of("section").order_by("-published_at", "pk").values("pk")[:1]
    found = list(Section.objects.annotate(newest_pk=Subquery(newest)).filter(newest_pk__gt=0))
    articles = Article.objects.public().in_bulk([one.newest_pk for one in found])
    for one in found:
        one.newest = articles.get(one.newest_pk)
    # An article can be withdrawn between the two queries.
    found = [one for one in found if one.newest]
    context = {"sections": found, "head": head.of_page(request.path, "Sections")}
    return render(request, "reader/sections.html", context)


@require_safe
@kept_for_readers(reads=PLACE)
def section(request, slug):
    """The articles of one section, newest first."""
    named, listed = _listed(request, Section, slug, "section")
    return _page(request, "section", named, listed)


@require_safe
@kept_for_readers("authors", reads=PLACE)
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
    context["head"] = head.of_list(request, "Authors")
    return render(request, "reader/authors.html", context)


@require_safe
@kept_for_readers(reads=PLACE)
def author(request, slug):
    """The articles over which one name stands, newest first, and the roles it has in the newest."""
    named, listed = _listed(request, Contributor, slug, "contributors")
    return _page(request, "author", named, listed | {"roles": _roles(named, listed["rows"])})


def _roles(contributor, rows):
    """Return the roles of a contributor in the articles of a page, each once, newest first."""
    lines = (line for article, _ in rows for line in article.byline_set.all())
    return list(
        dict.fromkeys(line.role for line in lines if line.contributor == contributor and line.role)
    )


@require_safe
@kept_for_readers(reads=PLACE)
def tag(request, slug):
    """The articles under one tag, newest first."""
    named, listed = _listed(request, Tag, slug, "tags")
    return _page(request, "tag", named, listed)


def _page(request, kind, named, listed):
    """Return the page of what is published under the name of a section, an author or a tag."""
    context = {"about": named, "head": head.of_list(request, named.name), **listed}
    return about(render(request, f"reader/{kind}.html", context), keys=[key(kind, named.slug)])


def _public_of(field):
    return Article.objects.public().filter(**{field: OuterRef("pk")})


def _listed(request, model, slug, field):
    """Return the row of `model` with this slug, and the list of the articles that name it.

    Raises Http404 where there is no such row, or no article of it that readers may read.
    """
    # In one query, of which nobody can tell whether the name is there and has drafts alone.
    named = model.objects.filter(Exists(_public_of(field)), slug=slug).first()
    if named is None:
        raise Http404("Nothing is published here.")
    articles = Article.objects.public().filter(**{field: named})
    return named, listing.of_articles(articles, request.GET)
