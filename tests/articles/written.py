"""What tests of the pens share: an article in a status, and all that a pen writes."""

from articles import editing
from articles.models import Article, LedgerEntry, Status
from tests import factories as make

MORE = make.BODY + "<p>One more paragraph.</p>"


def make_article_with_status(status, by=None):
    article = make.make_article(by=by)
    if status == Status.DRAFT:
        return article
    if status == Status.IN_REVIEW:
        return editing.take(article, "submit", by=make.make_editor())
    if status == Status.SCHEDULED:
        return make.schedule(article)
    article = make.publish(article)
    if status == Status.WITHDRAWN:
        return editing.take(article, "withdraw", by=make.make_publisher(), note="A mix-up.")
    return article


def written(article):
    article = Article.objects.get(pk=article.pk)
    entries = LedgerEntry.objects.filter(article=article).values_list("action", "actor_id")
    return article.status, article.revision.number, article.head_sequence, list(entries)
