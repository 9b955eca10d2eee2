"""What to read next to an article, and why just that."""

from django.db.models import Value

from articles.models import Article, Byline
from claims.models import DECIDED, Sameness

MOST = 4


def related(article):
    """Return the public articles nearest to `article`, MOST at most, in one query.

    First those that state a fact of it, as people declared; then those with a tag of it, then
    those by its authors, then those of its section; the newest of each first.
    """
    others = Article.objects.public().exclude(pk=article.pk)
    ways = [
        # A fact is stated in few articles: no limit, which would have all claims looked through.
        *(others.filter(pk__in=of_facts) for of_facts in _stating_the_same(article)),
        _newest(others.filter(pk__in=_sharing(Article.tags.through, "tag", article))),
        _newest(others.filter(pk__in=_sharing(Byline, "contributor", article))),
    ]
    if article.section_id:
        ways.append(_newest(others.filter(section=article.section_id)))
    first, *more = (way.order_by().annotate(rank=Value(rank)) for rank, way in enumerate(ways))
    found = {}
    for one in sorted(first.union(*more, all=True), key=_place):
        found.setdefault(one.pk, one)
    return list(found.values())[:MOST]


def _newest(articles):
    # A query of its own within the other: SQLite puts no limit to a part of a union.
    newest = articles.order_by("-published_at", "pk").values("pk")[:MOST]
    return Article.objects.filter(pk__in=newest)


def _place(article):
    # The first two ways are one: a pair of claims has an order that says nothing.
    return max(article.rank, 1), -article.published_at.timestamp(), article.pk


def _sharing(model, name, article):
    """The articles that have one of this article's rows of `model`, a table between, in common."""
    its = model.objects.filter(article=article).values(name)
    return model.objects.filter(**{f"{name}__in": its}).values("article")


def _stating_the_same(article):
    """The articles of claims declared the same as one of this article, where both were decided.

    Two of them: a pair of claims names this article's first, or second.
    """
    pairs = Sameness.objects.standing()
    pairs = pairs.filter(first__status__in=DECIDED, second__status__in=DECIDED)
    yield pairs.filter(first__article=article).values("second__article")
    yield pairs.filter(second__article=article).values("first__article")
