"""Every address that a reader can ask for, of whatever there is in the database, public or not.

EXAMPLES is the table: the name of an address in newsroom.reader.urls, and what to fill it with. A
new public page is one line here, and with it in every test of the whole site: nothing leaks, it
is valid HTML, all can use it, nothing runs in it.
"""

from datetime import UTC, datetime

from django.urls import get_resolver, reverse

from articles.models import Article, Checkpoint, Contributor, Revision, Section, Tag
from claims.models import Claim
from newsroom.reader import paging, urls
from newsroom.reader.sitemaps import KINDS

# What never was: an article, a section, an author.
NOBODY = "never-written"
OLDER = "?before=" + paging.cursor(datetime(2999, 1, 1, tzinfo=UTC), 1)


def alone():
    return [()]


def slugs_of(model):
    return lambda: [*model.objects.values_list("slug"), (NOBODY,)]


def versions():
    return [*Revision.objects.values_list("article__slug", "number"), (NOBODY, 1)]


def days():
    """Of drafts too: a day on which only they were dated must not be there."""
    return Article.objects.filter(published_at__isnull=False).values_list("published_at", flat=True)


EXAMPLES = {
    "home": alone,
    "article": slugs_of(Article),
    "version": versions,
    "sections": alone,
    "section": slugs_of(Section),
    "authors": alone,
    "author": slugs_of(Contributor),
    "tag": slugs_of(Tag),
    "archive": alone,
    "archive_month": lambda: {(day.year, day.month) for day in days()},
    "archive_day": lambda: {(day.year, day.month, day.day) for day in days()},
    "corrections": alone,
    "changes": slugs_of(Article),
    "claim": lambda: [*Claim.objects.values_list("pk"), (10**9,)],
    "how": alone,
    "record_verifier": alone,
    "rss": alone,
    "atom": alone,
    "json_feed": alone,
    "checks_feed": alone,
    "corrections_feed": alone,
    "section_feed": slugs_of(Section),
    "sitemap_index": alone,
    "sitemap": lambda: [("pages",), *((f"{kind}-0",) for kind in KINDS)],
    "news_sitemap": alone,
    "robots": alone,
    "claim_reviews": alone,
    "ninjs": slugs_of(Article),
    "search": alone,
    "checkpoints": alone,
    "checkpoint": lambda: Checkpoint.objects.values_list("day"),
}
# What is asked of an address besides itself.
QUERIES = dict.fromkeys(("home", "section", "author", "tag", "corrections"), (OLDER,)) | {
    # Words that stand in drafts too, and words that stand in drafts alone.
    "search": ("?q=council", "?q=zyxdraft"),
}


def names():
    """Return the name of every address that newsroom.reader.urls knows."""
    return {name for name in get_resolver(urls.__name__).reverse_dict if isinstance(name, str)}


def addresses():
    """Return [(name, address)] for every row there is, in an order that no database decides."""
    return [
        (name, reverse(f"reader:{name}", args=row) + query)
        for name, rows in EXAMPLES.items()
        for row in sorted(rows())
        for query in ("", *QUERIES.get(name, ()))
    ]


def answers(client):
    """Return [(name, address, response)] for every address."""
    return [(name, address, client.get(address)) for name, address in addresses()]


def said(response):
    """Return all that a response tells, its headers too."""
    return f"{response.headers} {b''.join(response).decode(errors='replace')}"


def pages(client):
    """Return [(name, address, response)] for every address that answers with a page."""
    return [
        (name, address, response)
        for name, address, response in answers(client)
        if response.headers["Content-Type"].startswith("text/html") and response.content
    ]


def one_of_each_kind(client):
    """Return the addresses of pages, one of each name, and one of each refusal.

    The longest: whatever can be wrong with the others can be wrong with it. One in another
    direction of writing is a kind of its own.
    """
    found = {}
    for name, address, response in sorted(pages(client), key=lambda row: len(row[2].content)):
        kind = name if response.status_code == 200 else response.status_code
        found[kind, b'lang="ar"' in response.content] = address
    return list(found.values())
