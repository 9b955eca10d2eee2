"""Which revisions readers have seen, and so may see again.

A revision was public if it was the newest while the article was out. The record tells: an article
goes out with a revision, takes each later one to its readers, and ends with its withdrawal.
"""

import json

from .models import Article, LedgerEntry

VIEW = "articles.view_revision"
PUBLISHED, REVISED, WITHDRAWN = "article.publish", "article.revise", "article.withdraw"


def revisions_visible_to(article, user):
    """Return the revisions of `article` that `user` may read, as a queryset."""
    if user.has_perm(VIEW):
        return article.revisions.all()
    return article.revisions.filter(number__in=[number for _, number in read_of([article.pk])])


def known_before(slug):
    """Return what readers are told of an article that they knew and may no longer read, or None.

    A dict: withdrawn_at, which is None while it is being reviewed again, and withdrawal_notice.
    The caller has found no public article of that slug.
    """
    known = Article.objects.filter(slug=slug, first_published_at__isnull=False)
    return known.values("withdrawn_at", "withdrawal_notice").first()


def read_of(article_ids):
    """Return {(article id, revision number)} that readers may read of these articles. One query.

    Of an article that they may not read now, none; of one that was withdrawn and came back, those
    since.
    """
    entries = LedgerEntry.objects.filter(
        action__in=(PUBLISHED, REVISED, WITHDRAWN),
        article__in=Article.objects.public().filter(pk__in=article_ids),
    )
    is_out, read = {}, set()
    rows = entries.order_by("article_id", "sequence").values_list("article_id", "action", "payload")
    for article_id, action, payload in rows:
        if action != REVISED:
            is_out[article_id] = action == PUBLISHED
        if action == WITHDRAWN:
            # What was withdrawn stays so, whatever of the article goes out again.
            read = {one for one in read if one[0] != article_id}
        if is_out.get(article_id):
            read.add((article_id, json.loads(payload)["revision"]))
    return read


def read_before(revision, read):
    """Return the number of the last revision before this one that readers have read, or None.

    read  what read_of() returns for its article, and for others if it likes.
    """
    numbers = (number for article_id, number in read if article_id == revision.article_id)
    return max((number for number in numbers if number < revision.number), default=None)


def is_public(revision, read):
    """Have readers read this revision, and may they still?

    read  what read_of() returns for its article.
    """
    return (revision.article_id, revision.number) in read
