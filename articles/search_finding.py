"""Find public articles by the databases' own full-text search (articles.search_index).

The databases are given words that articles.search_words has cut and stemmed, and nothing that a
reader typed: no operator of theirs can be reached, and both find the same.

Work is bounded, not only the answer: a search reads the newest MOST_FOUND articles that hold its
words, and of those with the words in their headline the newest MOST_TITLED besides. A word that
stands in every article costs what those cost.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from .models import Article
from .search_index import FIRST, KEY_BITS, YEAR, latest_months

MOST_FOUND = 1_000
MOST_TITLED = 200
# PostgreSQL: for how many, the best by headline and then the newest, all words are weighed.
MOST_WEIGHED = 300


@dataclass(frozen=True)
class Hit:
    """An article that was found.

    rank  the higher the better, and comparable within one answer; published_at in whole minutes.
    """

    article: int
    published_at: datetime
    facets: tuple[str, ...]
    rank: float


def find(search, facets, today, *, part="body", most=None):
    """Return (the Hits of a Search among public articles, newest first; may there be more?).

    At most `most` (MOST_FOUND), and as many as MOST_TITLED with the words in their headline
    besides; none where nothing is wanted. For words in a row, PostgreSQL reads through the newest
    `most` that hold each. One query; on PostgreSQL one statement more, in a transaction.

    What was withdrawn left the index with the deed. Should it not have, it is not found either.

    facets  the words an entry has to have besides.
    today   date; what the facets of an entry say of verdicts is left out when its day is past.
    part    "checks" to look into those alone, and not for headlines.
    """
    if not (search.wanted or facets):
        return [], False
    most = MOST_FOUND if most is None else most
    ask = _find_sqlite if connection.vendor == "sqlite" else _find_postgresql
    rows = ask(search, facets, part, most, today)
    hits = (
        Hit(article, FIRST + timedelta(minutes=key >> KEY_BITS), _held(told, until, today), rank)
        for key, article, told, until, rank, fits in rows
        if fits
    )
    return [hit for hit in hits if set(facets) <= {*hit.facets}], len(rows) >= most


def _held(facets, until, today):
    is_past = until is not None and date.fromisoformat(str(until)) < today
    return tuple(one for one in facets.split() if not (is_past and one.startswith("v")))


def _public():
    """Return the SQL of the ids of what readers may read, and its parameters."""
    return Article.objects.public().order_by().values("id").query.sql_with_params()


def _find_sqlite(search, facets, part, most, today):
    is_body = part == "body"
    asked = _match(search, facets, _TEXT if is_body else "{checks}")
    titled = _match(search, facets, "{headline}")
    sql, public = _public()
    with connection.cursor() as cursor:
        told = [asked, most, titled, MOST_TITLED if is_body else 0, *public]
        cursor.execute(_SQLITE_FIND.format(public=sql), told)
        return cursor.fetchall()


_TEXT = "{headline lead checks body}"


def _match(search, facets, columns):
    """Return the search in FTS5's language: our own words between quotation marks."""
    wanted = [f"{columns}: ({_strings(term)})" for term in search.wanted]
    wanted += [f'facets: "{facet}"' for facet in facets]
    unwanted = "".join(f" NOT {_TEXT}: ({_strings(term)})" for term in search.unwanted)
    return f"({' AND '.join(wanted)}){unwanted}"


def _strings(term):
    return " OR ".join(f'"{" ".join(row)}"' for row in term.rows)


def _find_postgresql(search, facets, part, most, today):
    sign = "" if part == "body" else "?"
    loose, exact = (_query(search, facets, sign, joint) for joint in (" & ", " <-> "))
    asked = {
        "loose": loose,
        "exact": exact,
        "titled": _query(search, facets, "^", " & "),
        "any": " | ".join(_lexeme(word) for t in search.wanted for row in t.rows for word in row),
        "lately": " | ".join(_lexeme(month, "=") for month in latest_months(today)),
        "recent": " | ".join(_lexeme(f"{YEAR}{today.year - n}", "=") for n in (0, 1)),
        "is_exact": loose == exact,
        "found": most,
        "by_title": 0 if sign else MOST_TITLED,
        "weighed": MOST_WEIGHED,
    }
    sql, public = _public()
    named = {f"public{n}": value for n, value in enumerate(public)}
    sql %= tuple(f"%({name})s" for name in named)
    with transaction.atomic(), connection.cursor() as cursor:
        # To weigh up a text it has to be unpacked, which the planner does not reckon with: only
        # the index may say where a word stands.
        cursor.execute("SET LOCAL enable_seqscan = off")
        newest, titled = (
            _newest("newest", "loose", "found"),
            _newest("titled", "titled", "by_title"),
        )
        find = _POSTGRESQL_FIND.format(newest=newest, titled=titled, public=sql)
        cursor.execute(find, asked | named)
        return cursor.fetchall()


def _query(search, facets, sign, joint):
    """Return the search as a tsquery. With "&" for a joint, words in a row need not be in a row."""
    wanted = [_rows(term, sign, joint) for term in search.wanted]
    wanted += [_lexeme(facet, "=") for facet in facets]
    # Not to be there in a row is more than not to be there: that is for the exact one to say.
    unwanted = [one for one in search.unwanted if joint != " & " or len(one.rows[0]) == 1]
    return " & ".join(wanted + [f"!{_rows(term, '', joint)}" for term in unwanted])


def _rows(term, sign, joint):
    rows = (joint.join(_lexeme(word, sign) for word in row) for row in term.rows)
    return f"({' | '.join(f'({row})' for row in rows)})"


def _lexeme(word, sign=""):
    return f"'{sign}{word}'"


# FTS5 gives rows newest first without sorting them; a CROSS JOIN keeps it in front.
_SQLITE_FIND = """
    WITH newest AS MATERIALIZED (
        SELECT rowid AS id, -bm25(articles_searchwords, 10, 4, 2, 1, 0) AS rank
        FROM articles_searchwords WHERE articles_searchwords MATCH %s
        ORDER BY rowid DESC LIMIT %s
    ), titled AS MATERIALIZED (
        SELECT rowid AS id, -bm25(articles_searchwords, 10, 4, 2, 1, 0) AS rank
        FROM articles_searchwords WHERE articles_searchwords MATCH %s
        ORDER BY rowid DESC LIMIT %s
    ), found AS MATERIALIZED (
        SELECT id, rank FROM newest
        UNION ALL SELECT id, rank FROM titled WHERE id NOT IN (SELECT id FROM newest)
    )
    SELECT e.id, e.article_id, e.facets, e.until, found.rank, 1
    FROM found CROSS JOIN articles_searchentry e ON e.id = found.id
    WHERE (SELECT COUNT(*) FROM ({public}) public WHERE public.id = e.article_id) > 0
    ORDER BY e.id DESC
"""
# Each slice of time is read where those before it have too few: of words that stand everywhere, all
# that hold one would be put in order. "+ 0": to walk through all entries by their key, and unpack
# each, is no way to find the newest.
_SLICES = (
    "%(lately)s::tsquery",
    "%(recent)s::tsquery && !!%(lately)s::tsquery",
    "!!%(recent)s::tsquery",  # The latest months lie in the recent years.
)
_SLICE = """{name} AS MATERIALIZED (
        SELECT * FROM {before} UNION ALL (
            SELECT id, article_id, facets, until FROM articles_searchentry
            WHERE (SELECT COUNT(*) FROM {before}) < %({most})s
            AND words @@ (%({query})s::tsquery && {when})
            ORDER BY id + 0 DESC LIMIT %({most})s
        ) ORDER BY id DESC LIMIT %({most})s
    )"""
_POSTGRESQL_FIND = """
    WITH none AS (
        SELECT id, article_id, facets, until FROM articles_searchentry WHERE FALSE
    ), {newest}, {titled}, found AS MATERIALIZED (
        SELECT *, FALSE AS is_titled FROM newest WHERE id NOT IN (SELECT id FROM titled)
        UNION ALL SELECT *, TRUE FROM titled
    ), best AS MATERIALIZED (
        SELECT id FROM found ORDER BY is_titled DESC, id DESC LIMIT %(weighed)s
    )
    SELECT id, article_id, facets, until, CASE WHEN id IN (SELECT id FROM best) THEN (
            SELECT ts_rank(e.words, %(any)s::tsquery, 1) FROM articles_searchentry e
            WHERE e.id = found.id
        ) ELSE 0 END, %(is_exact)s OR (
            SELECT e.words @@ %(exact)s::tsquery FROM articles_searchentry e WHERE e.id = found.id
        )
    FROM found
    WHERE (SELECT COUNT(*) FROM ({public}) public WHERE public.id = found.article_id) > 0
    ORDER BY id DESC
"""


def _newest(name, query, most):
    """Return the table `name` of the newest `most` that `query` finds: parameters both."""
    names = ["none", f"{name}_lately", f"{name}_recent", name]
    return ", ".join(
        _SLICE.format(name=names[n + 1], before=names[n], query=query, most=most, when=when)
        for n, when in enumerate(_SLICES)
    )
