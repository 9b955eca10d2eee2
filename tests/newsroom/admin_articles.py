"""What tests of the desk's article pages share: addresses, and what a deed would change."""

from django.urls import reverse

from articles.models import Article


def url(name, article, *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


LIST = "/admin/articles/article/"


def state(article):
    """Everything a deed would change: the article, its words, its claims and its record."""
    fresh = Article.objects.get(pk=article.pk)
    return (
        fresh.status,
        fresh.headline,
        fresh.revision.number,
        fresh.head_hash,
        list(fresh.claims.order_by("pk").values_list("pk", "status", "version")),
    )


def sentences(response):
    """The messages of a page, or of the one it leads to."""
    return [str(message) for message in response.context["messages"]]


def page(response):
    return response.content.decode()


def found(client, **query):
    """The headlines that the list shows."""
    response = client.get(LIST, query)
    return [article.headline for article in response.context["cl"].result_list]
