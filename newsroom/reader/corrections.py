"""Every correction of what readers can read, newest first."""

from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, Change, Revision
from articles.visibility import read_before, read_of

from . import head, listing
from .kept import PLACE, kept_for_readers

UNREAD = ("html", "text", "details")


@require_safe
@kept_for_readers("corrections", reads=PLACE)
def corrections(request):
    """The corrections of public articles, each with the version before it. Two queries.

    What was corrected in an article that was withdrawn is told nowhere: its notice stands instead.
    """
    of_it = Article.objects.public().filter(pk=OuterRef("article_id"))
    found = Revision.objects.filter(Exists(of_it), change=Change.CORRECTION)
    found = found.select_related("article").defer(*UNREAD)
    page = listing.page_of(found, request.GET, time="created")
    read = read_of({one.article_id for one in page.rows})
    rows = [(one, read_before(one, read)) for one in page.rows]
    context = {"page": page, "rows": rows, "head": head.of_list(request, "Corrections")}
    return render(request, "reader/corrections.html", context)
