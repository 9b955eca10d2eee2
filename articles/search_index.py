"""Where the words of public articles are kept, in the databases' own full-text search.

On SQLite they stand in an FTS5 table beside the entries, on PostgreSQL in a tsvector column with a
GIN index. Both are given words that articles.search_words has cut and stemmed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, connections
from django.db.models.signals import post_migrate
from django.utils import timezone

from .models import SearchEntry

MONTHS = 3  # before this one, in which the newest articles are looked for first
YEAR = "y"  # the letter of a facet that says in which year an article was published
# PostgreSQL keeps no place in a text beyond 16,383, and no tsvector over a megabyte.
MOST_WORDS = 12_000
MOST_BYTES = 600_000
_PARTS = {"headline": ("A", "^"), "lead": ("B", ""), "checks": ("C", "?"), "body": ("D", "")}
KEY_BITS = 30
FIRST = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Words:
    """The words of one article as they are compared (articles.search_words.stems), by weight."""

    headline: list
    lead: list
    checks: list
    body: list


def prepare(using=connection):
    """Make what entries need besides their table, where it is not there yet."""
    if SearchEntry._meta.db_table in using.introspection.table_names():
        with using.cursor() as cursor:
            for statement in _MAKE[using.vendor]:
                cursor.execute(statement)


def remove(using=connection):
    """Take off what prepare() made."""
    with using.cursor() as cursor:
        for statement in _UNMAKE[using.vendor]:
            cursor.execute(statement)


def watch(app_config):
    """Keep it there whenever the database has just been migrated."""
    post_migrate.connect(_after, sender=app_config, weak=False, dispatch_uid="search")


def _after(*, using, **kwargs):
    prepare(connections[using])


def write(article, words, facets, until=None):
    """Keep the Words of a public article instead of those kept before.

    In the caller's transaction.

    facets  words of letters and digits, of which the first letter tells the kind.
    """
    forget(article.pk)
    facets = " ".join(facets)
    key = key_of(article)
    SearchEntry.objects.create(id=key, article=article, facets=facets, until=until)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(INSERT, [key, *parts(words), facets])
        else:
            cursor.execute(_UPDATE, [vector(words, facets.split(), article.published_at), key])


def forget(article_id):
    """Let nothing of this article be found."""
    SearchEntry.objects.filter(article=article_id).delete()


def key_of(article):
    """Return the key of the entry of a public article."""
    minute = int((article.published_at - FIRST) / timedelta(minutes=1))
    return minute << KEY_BITS | article.pk


def parts(words):
    """Return the columns of FTS5 for these Words."""
    return [" ".join(getattr(words, part)[:MOST_WORDS]) for part in _PARTS]


def latest_months(today):
    """Return the words by which entries are found of the month of `today` and MONTHS before it."""
    last = today.year * 12 + today.month - 1
    return [_month(*divmod(month, 12)) for month in range(last - MONTHS, last + 1)]


def _month(year, months):
    return f"m{year}{months + 1:02}"


def vector(words, facets, published_at):
    """Return the text of a tsvector of these Words.

    What stands in the headline or in a check is kept once more under a sign of its own, so that an
    index finds it there. Parts lie apart, so that no phrase reaches from one into another. The
    month, in the desk's zone as the year is, is for an index to find the newest by, and no facet.
    """
    day = timezone.localtime(published_at)
    facets = [*facets, _month(day.year, day.month - 1)]
    found, size, place = {f"={facet}": [] for facet in facets}, 0, 1
    for part, (weight, sign) in _PARTS.items():
        for word in getattr(words, part)[: MOST_WORDS // (1 if part == "body" else 4)]:
            for lexeme in {word, sign + word}:
                if lexeme not in found:
                    size += len(lexeme.encode()) + 4
                    if size > MOST_BYTES:
                        break
                found.setdefault(lexeme, []).append(f"{place}{weight}")
            place += 1
        place += 10
    return " ".join(
        f"'{word}':{','.join(places[:255])}" if places else f"'{word}'"
        for word, places in found.items()
    )


_MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS articles_searchwords USING fts5("
        "headline, lead, checks, body, facets, tokenize = 'unicode61 remove_diacritics 0')",
        "CREATE TRIGGER IF NOT EXISTS articles_searchwords_go AFTER DELETE ON articles_searchentry "
        "BEGIN DELETE FROM articles_searchwords WHERE rowid = OLD.id; END",
    ],
    "postgresql": [
        "ALTER TABLE articles_searchentry ADD COLUMN IF NOT EXISTS words tsvector",
        # The words lie apart from the rows, so that the rows of many hits are few pages.
        "ALTER TABLE articles_searchentry SET (toast_tuple_target = 128)",
        "CREATE INDEX IF NOT EXISTS search_words ON articles_searchentry USING gin (words)",
    ],
}
_UNMAKE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS articles_searchwords_go",
        "DROP TABLE IF EXISTS articles_searchwords",
    ],
    "postgresql": [
        "DROP INDEX IF EXISTS search_words",
        "ALTER TABLE articles_searchentry DROP COLUMN IF EXISTS words",
    ],
}
INSERT = """
    INSERT INTO articles_searchwords (rowid, headline, lead, checks, body, facets)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
_UPDATE = "UPDATE articles_searchentry SET words = %s::tsvector WHERE id = %s"
