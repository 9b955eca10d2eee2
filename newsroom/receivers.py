"""What becomes old for readers, and for the caches on their way, when something is written."""

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver

from articles.models import Article, Contributor, LedgerEntry, Publication, Section, Tag
from articles.visibility import PUBLISHED

from . import purging
from .models import StoredPage, UnrecordedChange
from .reader import store
from .reader.related import related

# How an article bears each name that may be changed.
NAMES = {Contributor: "contributors", Section: "section", Publication: "publication", Tag: "tags"}


@receiver(post_save, sender=LedgerEntry, dispatch_uid="caches hear of every deed")
def hear_of_a_deed(*, instance, **kwargs):
    """A deed on an article that readers know, or that just goes out to them."""
    known = Article.objects.filter(pk=instance.article_id, first_published_at__isnull=False)
    if settings.PURGE_URLS and known.exists():
        purging.note([instance.article_id])
    if instance.action == PUBLISHED and StoredPage.objects.exists():
        # What is nearest to it leads to it from now on.
        store.forget(Article.objects.filter(pk__in=[one.pk for one in related(instance.article)]))


def forget_a_name(*, sender, instance, created, **kwargs):
    """A name that stands on pages is another one: no article was written to, so nothing tells."""
    if created:
        return
    UnrecordedChange.objects.create()
    bearing = Article.objects.filter(**{NAMES[sender]: instance})
    store.forget(bearing)
    purging.note(bearing.public().values_list("pk", flat=True))


for model in NAMES:
    post_save.connect(forget_a_name, sender=model, dispatch_uid=f"pages bear {model.__name__}")
