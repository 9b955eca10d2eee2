"""Pages that are made when words or verdicts change, and not when a reader comes.

Every deed on an article, its claims, their evidence and decisions moves the head of its chain
(articles.ledger), in its own transaction. A page is kept with the head it was made under, so that
one comparison at every request tells whether it is still true, whoever did what, and whether or
not anything was told of it. What can change without a deed is compared as well: the heads of other
articles that it tells of, the last day of a verdict, names (StoredPage.version), and what made it.

What is compared is read before what is shown: a deed between the two makes a page that is thrown
away too early, and never one that is kept too long.
"""

import gzip
import json
import logging
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Min, Q, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from articles.models import Article, Status
from claims.models import DECIDED, Claim, Evidence
from newsroom.models import StoredPage

from . import article_page, build, caching
from .calendar import end_of

log = logging.getLogger(__name__)

PATIENCE = 200  # milliseconds that a reader waits for somebody who writes, on SQLite
_FACTS = ("pk", "version", "head_sequence", "rests_on", "build")
_PAGE = ("etag", "changed", "fresh_until", "keys", "zipped")


class Standing(NamedTuple):
    """What a kept page is compared by.

    version  of StoredPage.
    heads    {primary key: head_sequence} of its article and of the others that it tells of.
    """

    pk: int
    version: int
    heads: dict[int, int]


@dataclass(frozen=True)
class Page:
    """A page to be sent; for all but `standing` see StoredPage.

    changed   None where the page could not be kept: then nobody knows.
    zipped    gzip of its bytes.
    standing  by what stands() tells later whether it is still true; None where it is not kept.
    """

    etag: str
    changed: int | None
    fresh_until: int | None
    keys: str
    zipped: bytes
    standing: Standing | None = None

    @property
    def headers(self):
        """What caches are told of it now."""
        return {
            "Cache-Control": caching.cache_control(_time(self.changed), _time(self.fresh_until)),
            caching.SURROGATE_KEY: self.keys,
        }


def _time(seconds):
    return seconds and datetime.fromtimestamp(seconds, UTC)


def page(slug):
    """Return the Page of a public article, which is as the article is now; None if there is none.

    Two queries where it is kept. Where it is not, or not true any more, it is made now, and kept
    if the database can be written to at once.
    """
    if kept := _kept(slug):
        return kept
    pk = Article.objects.public().filter(slug=slug).values_list("pk", flat=True).first()
    return pk and make(pk)


def _kept(slug):
    """Return the kept Page if it is true, else None. What it is compared with is read last."""
    sql, params = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug if param is _ANY else param for param in params])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, version, head, rests_on, made_by, etag, changed, fresh_until, keys, zipped = row
    if made_by != build.stamp() or (fresh_until and fresh_until <= time.time()):
        return None
    standing = Standing(pk, version, {pk: head} | dict(json.loads(rests_on or "[]")))
    if not stands(standing):
        return None
    return Page(etag, changed, fresh_until, keys, bytes(zipped), standing)


def stands(standing):
    """Is the page of this Standing still true, and its article public? One query.

    Every way in which an article stops being public is a deed and moves its head. Its status is
    asked all the same, for whoever writes to the database by hand. Nothing is said of what else
    makes a page old: its last second, and what made it.
    """
    pk, version, heads = standing
    sql = _statement_of_a_standing(len(heads), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk, *heads])
        found = cursor.fetchall()
    is_public = (pk, Status.PUBLISHED) in {(row[0], row[-1]) for row in found}
    return is_public and {row[:-1] for row in found} == {(*one, version) for one in heads.items()}


_ANY = "any"  # Where the slug goes: this very object.


@cache
def _statement(vendor):
    """Return the SQL and its parameters. To write it takes several times as long as to run it.

    Of one table: to plan how to join two takes a database longer than to look into both.
    """
    rows = StoredPage.objects.filter(slug=_ANY).order_by().values_list(*_FACTS, *_PAGE)
    return rows.query.sql_with_params()


@cache
def _statement_of_a_standing(count, vendor):
    """The same for so many heads, each beside the version of the page, whose key comes first."""
    version = StoredPage.objects.filter(pk=0).values("version")
    articles = Article.objects.filter(pk__in=range(count)).order_by()
    rows = articles.annotate(version=Subquery(version)).values_list(
        "pk", "head_sequence", "version", "status"
    )
    return rows.query.sql_with_params()[0]


def make(pk):
    """Render the page of an article anew, keep it if that can be done at once, and return it.

    None if the article is not public, or not any more.
    """
    if not StoredPage.objects.filter(pk=pk).exists():
        # By a number that no page of it had: where the table was emptied, a Standing outlives it.
        row = [StoredPage(article_id=pk, version=secrets.randbelow(2**30))]
        _if_it_can_be(partial(StoredPage.objects.bulk_create, row, ignore_conflicts=True))
    articles = Article.objects.public().filter(pk=pk).prefetch_related(article_page.BYLINE, "tags")
    article = articles.select_related(
        "section", "publication", "picture", "revision", "override", "stored_page"
    ).first()
    if article is None:
        return None
    made = _made(article)
    made["changed"] = _keep(getattr(article, "stored_page", None), made)
    return Page(**{name: made[name] for name in _PAGE})


def _made(article):
    """Return the columns of the article's StoredPage, but for `changed`."""
    others = dict(_others(article).order_by().values_list("pk", "head_sequence"))
    made = {
        "slug": article.slug,
        "head_sequence": article.head_sequence,
        "build": build.stamp(),
        "fresh_until": _end_of_a_verdict(article),
    }
    told = article_page.told(article)
    others = {one.pk: one.head_sequence for one in told.get("related", ())} | others
    content = _rendered(told)
    return made | {
        "rests_on": json.dumps(sorted(others.items())) if others else "",
        "keys": " ".join([*_keys(article), *(caching.key("article", pk) for pk in sorted(others))]),
        "zipped": gzip.compress(content, mtime=0),
        "etag": caching.etag_of(content),
    }


def _rendered(told):
    # A request that nobody sent: what depends on who reads, or from where, cannot be on the page.
    return render_to_string("reader/article.html", told, HttpRequest()).encode()


def _keep(kept, made):
    """Keep the page unless names have changed meanwhile; return its time of change, or None."""
    if kept is None:
        return None
    changed = kept.changed
    if changed is None or kept.etag != made["etag"]:
        # Two pages of one second would be one to whoever asks by If-Modified-Since.
        changed = max(int(time.time()), changed + 1 if changed else 0)
    mine = StoredPage.objects.filter(pk=kept.pk, version=kept.version)
    is_kept = _if_it_can_be(partial(mine.update, **made, changed=changed))
    return changed if is_kept else None


def _others(article):
    """Return the other articles that the page tells of: quoted as evidence, or checked there."""
    standing = Evidence.objects.filter(claim__article=article, retracted_at=None)
    quoted = standing.filter(passage_of__isnull=False).values("passage_of__article")
    adopting = Claim.objects.filter(article=article, decision__adopts__isnull=False)
    adopted = adopting.values("decision__adopts__claim__article")
    return Article.objects.filter(Q(pk__in=quoted) | Q(pk__in=adopted)).exclude(pk=article.pk)


def _end_of_a_verdict(article):
    """Return when the first of the verdicts that stand today ends, or None."""
    standing = Claim.objects.filter(article=article, status__in=DECIDED)
    days = standing.filter(decision__valid_until__gte=timezone.localdate())
    last = days.aggregate(last=Min("decision__valid_until"))["last"]
    return last and int(end_of(last).timestamp())


def _keys(article):
    keys = [caching.key("article", article.pk)]
    if article.section:
        keys.append(caching.key("section", article.section.slug))
    return keys + [caching.key("author", one.contributor.slug) for one in article.byline_set.all()]


def forget(articles):
    """Say of the pages of `articles`, a queryset, that a name which stands on them has changed.

    In the transaction that changes it.
    """
    pages = StoredPage.objects.filter(article__in=articles)
    pages.update(version=F("version") + 1, head_sequence=0)


def catch_up(articles, most=None):
    """Make the pages of `articles`, a queryset, that are not as they should be; yield each key.

    most  how many at the most.

    What it does not find, a reader's request does: other articles that a page tells of.
    """
    old = (
        Q(stored_page=None)
        | ~Q(stored_page__head_sequence=F("head_sequence"))
        | ~Q(stored_page__build=build.stamp())
        | Q(stored_page__fresh_until__lte=time.time())
    )
    for pk in articles.public().filter(old).order_by().values_list("pk", flat=True)[:most]:
        try:
            make(pk)
        # Its readers get the error that is logged here; the other pages do not suffer for it.
        except Exception:
            log.exception("The page of article %s could not be made.", pk)
        yield pk


def _if_it_can_be(written):
    """Call `written` now, and return what it does; None, at once, where nothing can be written.

    A reader waits for nobody who writes, and reads on when nobody can.
    """
    try:
        with _little_patience(), transaction.atomic():
            return written()
    except DatabaseError as error:
        log.warning("A page could not be kept: %s", " ".join(str(error).split()))
        return None


@contextmanager
def _little_patience():
    if connection.vendor != "sqlite":  # There, pages have rows of their own, and locks too.
        yield
        return
    connection.ensure_connection()
    run = connection.connection.execute
    patience = run("PRAGMA busy_timeout").fetchone()[0]
    run(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        run(f"PRAGMA busy_timeout = {patience}")
