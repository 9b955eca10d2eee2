"""Which revisions readers have seen, and so may see again.

A revision was public if the article went out with it, which the record tells, or if it was made
while the article was out: then, and only then, it is labelled a correction or a minor change.
"""

import json

from django.db.models import Q

from .models import Article, Change, LedgerEntry, Status

VIEW = "articles.view_revision"


def revisions_visible_to(article, user):
    """Return the revisions of `article` that `user` may read, as a queryset."""
    if user.has_perm(VIEW):
        return article.revisions.all()
    if article.status != Status.PUBLISHED:
        return article.revisions.none()
    went_out = [number for _, number in went_out_with([article.pk])]
    return article.revisions.filter(~Q(change=Change.NONE) | Q(number__in=went_out))


def went_out_with(article_ids):
    """Return {(article id, revision number)} that public articles went out with, in one query."""
    entries = LedgerEntry.objects.filter(
        action="article.publish", article__in=Article.objects.public().filter(pk__in=article_ids)
    )
    rows = entries.order_by().values_list("article_id", "payload")
    return {(article_id, json.loads(payload)["revision"]) for article_id, payload in rows}


def is_public(revision, went_out):
    """Have readers seen this revision, and may they see its article now?

    revision  read with its article.
    went_out  what went_out_with() returns for that article.
    """
    if revision.article.status != Status.PUBLISHED:
        return False
    return revision.change != Change.NONE or (revision.article_id, revision.number) in went_out
