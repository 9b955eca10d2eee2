"""The desk's pages about an article's earlier words: the list, one revision, two compared."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from .differences import difference_of_pictures
from .ledger import canonical
from .record import readable
from .rich_diff import KINDS, compare, compare_lines

A_PAGE = 50
LONGEST_NUMBER = 9  # Digits that any database takes for a number of its own.
TEMPLATES = "admin/articles/article"
CHOOSE = "Choose two different revisions of this article to compare."
TOLD = {
    "added": "added",
    "removed": "removed",
    "changed": "changed",
    "moved": "moved",
    "formatted": "formatted otherwise",
}


class RevisionPages:
    """Part of articles.admin.ArticleAdmin."""

    compare_template = f"{TEMPLATES}/compare.html"

    def revision_pages(self):
        """Return the (route, view, name) of these pages."""
        return [
            ("<int:pk>/revisions/", self.revisions_view, "revisions"),
            ("<int:pk>/revisions/compare/", self.compare_view, "compare"),
            ("<int:pk>/revisions/<int:number>/", self.revision_view, "revision"),
        ]

    @method_decorator(require_safe)
    def revisions_view(self, request, pk):
        return self.revisions_page(request, self.article_of(request, pk))

    def revisions_page(self, request, article, status=200):
        found = Paginator(revisions_of(article), A_PAGE).get_page(request.GET.get("page"))
        return self.render(
            request,
            f"{TEMPLATES}/revisions.html",
            article,
            status,
            title="Revisions",
            revisions=found,
            newest=article.revision.number,
        )

    @method_decorator(require_safe)
    def revision_view(self, request, pk, number):
        article = self.article_of(request, pk)
        revision = get_object_or_404(article.revisions, number=number)
        return self.render(
            request,
            f"{TEMPLATES}/revision.html",
            article,
            title=f"Revision {number}",
            revision=revision,
            details=readable(revision.details),
            body=mark_safe(revision.html),
        )

    @method_decorator(require_safe)
    def compare_view(self, request, pk):
        """Show what became of `from`, a revision's number, in `to`; the older one comes first."""
        article = self.article_of(request, pk)
        numbers = [request.GET.get(name, "") for name in ("from", "to")]
        if not all(map(_is_number, numbers)) or int(numbers[0]) == int(numbers[1]):
            messages.error(request, CHOOSE)
            return self.revisions_page(request, article, 400)
        numbers = sorted(map(int, numbers))
        found = {one.number: one for one in article.revisions.filter(number__in=numbers)}
        if missing := [str(number) for number in numbers if number not in found]:
            sentence = f"This article has no revision {' and no revision '.join(missing)}. {CHOOSE}"
            messages.error(request, sentence)
            return self.revisions_page(request, article, 404)
        before, after = (found[number] for number in numbers)
        body = compare(before.html, after.html)
        return self.render(
            request,
            self.compare_template,
            article,
            title=f"Revision {before.number} compared with revision {after.number}",
            before=before,
            after=after,
            between=revisions_of(article).filter(number__gt=numbers[0], number__lte=numbers[1]),
            rows=_rows(before, after),
            summary=_summary(body),
            body=mark_safe(body.html),
            newest=article.revision.number,
            **self.about_comparison(request, article, *numbers),
        )

    def about_comparison(self, request, article, first, last):
        """Return what else the page says of the revisions after `first`, up to `last`."""
        return {}


def revisions_of(article):
    """Return the article's revisions, newest first, without their words."""
    return article.revisions.defer("html", "text", "details").order_by("-number")


def _is_number(value):
    return value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER


def _rows(before, after):
    """Return [(label, safe HTML)] of each line besides the body that is not the same in both."""
    old, new = _lines(before), _lines(after)
    labels = list(dict.fromkeys([*new, *old]))
    return [
        (label.capitalize(), _difference(label, old, new))
        for label in labels
        if old.get(label) != new.get(label)
    ]


def _difference(label, old, new):
    """Return what became of one line of two revisions, as safe HTML."""
    if label == "picture":
        pictures = [(lines.get(label), lines.get("picture alt")) for lines in (old, new)]
        return difference_of_pictures(*pictures)
    return mark_safe(compare_lines(old.get(label, ""), new.get(label, "")))


def _lines(revision):
    """Return {label: value} of all that a revision says besides its body, both plain text."""
    details = json.loads(revision.details)
    byline = "; ".join(
        ", ".join(filter(None, (author["name"], author["role"], author["handle"])))
        for author in details.pop("byline", ())
    )
    own = {
        "headline": revision.headline,
        "standfirst": details.pop("standfirst", ""),
        "byline": byline,
        "tags": ", ".join(details.pop("tags", ())),
    }
    return {name: value for name, value in own.items() if value} | dict(
        readable(canonical(details))
    )


def _summary(body):
    """Return in words what a Comparison of two bodies tells of."""
    counts = [(getattr(body, kind), TOLD[kind]) for kind in KINDS]
    told = [f"{count} {word}" for count, word in counts if count]
    return f"Paragraphs of the body: {', '.join(told)}." if told else "The body is the same."
