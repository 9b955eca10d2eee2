"""What of an article is searched, and when it is written: in the transaction of every deed.

Each deed adds an entry to the record of its article (articles.ledger), as its last act or before
others that do the same: what is written after the last of them is what is public once the
transaction is. So what is found is what readers may read now.
"""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from articles import ledger, search_index
from articles.models import Article, Contributor, LedgerEntry, Status, Tag
from articles.search_words import stems
from claims import verification
from claims.models import Claim
from newsroom.models import UnrecordedChange


@receiver(post_save, sender=LedgerEntry, dispatch_uid="search follows every deed")
def follow(*, instance, created, raw=False, **kwargs):
    article = instance.article
    if raw or article.first_published_at is None:
        return
    if article.status == Status.PUBLISHED:
        fill(article)
    else:
        search_index.forget(article.pk)


@receiver(post_save, sender=Contributor, dispatch_uid="search follows names")
@receiver(post_save, sender=Tag, dispatch_uid="search follows tags")
def rename(*, sender, instance, created, raw=False, **kwargs):
    """To change a name is no deed, and has no entry."""
    if not (raw or created):
        name = "contributors" if sender is Contributor else "tags"
        refill(Article.objects.public().filter(**{name: instance}))
        UnrecordedChange.objects.create()  # The index is another one now.


def fill(article):
    """Keep the words of a public article for searching, as they are now.

    Its row is taken, or is just being written (articles.ledger.lock).
    """
    claims = list(Claim.objects.filter(article=article).with_verdict().order_by("pk"))
    in_force = [claim for claim in claims if claim.is_decided]
    days = [claim.decision.valid_until for claim in in_force]
    authors = dict(article.contributors.order_by("byline__position").values_list("pk", "name"))
    tags = dict(article.tags.values_list("pk", "name"))
    lead = "\n".join([article.standfirst, *authors.values(), *tags.values()])
    words = _words(article, lead, [claim.statement for claim in in_force])
    facets = _facets(article, authors, tags, verification.of_claims(claims))
    search_index.write(article, words, facets, min(filter(None, days), default=None))


def _words(article, lead, statements):
    language = article.language
    return search_index.Words(
        headline=stems(article.headline, language),
        lead=stems(lead, language),
        checks=stems("\n".join(statements), language, search_index.MOST_WORDS),
        body=stems(article.revision.text, language, search_index.MOST_WORDS),
    )


def _facets(article, authors, tags, verified):
    """Yield what a search can be narrowed by: see newsroom.reader.facets."""
    if article.section_id:
        yield f"s{article.section_id}"
    for author in authors:
        yield f"a{author}"
    for tag in tags:
        yield f"t{tag}"
    yield f"{search_index.YEAR}{timezone.localtime(article.published_at).year}"
    if article.language:
        yield f"l{article.language.partition('-')[0].lower()}"
    yield f"v{verified.state.replace('_', '')}"


def refill(articles, told=None):
    """Write the words of `articles`, a queryset, anew; return how many are found now.

    One transaction an article. What is not public is forgotten. told, if given, is called after
    each with the number done and that of all.
    """
    public = 0
    keys = list(articles.order_by("pk").values_list("pk", flat=True))
    for done, pk in enumerate(keys, start=1):
        with transaction.atomic():
            article = ledger.lock(pk)
            if article.status == Status.PUBLISHED:
                fill(article)
                public += 1
            else:
                search_index.forget(pk)
        if told:
            told(done, len(keys))
    return public
