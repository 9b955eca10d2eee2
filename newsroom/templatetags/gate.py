"""What the desk's first page says of publication: what was missed, and whether the worker runs."""

from django import template

from articles.models import Article
from newsroom import worker

register = template.Library()

SEE = "articles.view_article"
MOST = 20


@register.simple_tag
def missed_articles(person):
    """Return the articles that did not go out on time, MOST of them at most."""
    return list(Article.objects.missed()[:MOST]) if person.has_perm(SEE) else []


@register.simple_tag
def worker_complaints(person):
    """Return sentences about a worker that stands still or fails."""
    return worker.complaints() if person.has_perm(SEE) else []
