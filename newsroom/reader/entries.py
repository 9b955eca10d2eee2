"""What feeds tell of, as their entries: articles, checks, corrections. All of it is public."""

from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Article, Change, Revision
from claims import verification
from claims.models import Claim

from . import sentences
from .article_page import BYLINE
from .feed_formats import Author, Entry, Picture
from .full_text import full_text
from .head import absolute

ARTICLES = 30  # Some 200 kB of full text.
OTHERS = 50
# Verdicts that may be in force: found by an index, of which the public ones are then picked. Those
# of articles that are not out yet are among them.
LOOKED_AT = 2_000
# Long, and never told: readers of a feed count no code points.
UNTOLD = ("revision__text", "revision__details")


def latest(articles=None):
    """Return the newest of these public articles, of all without any, as entries.

    In a fixed number of queries.
    """
    articles = Article.objects.public() if articles is None else articles
    read = articles.select_related("section", "picture", "revision", "override").defer(*UNTOLD)
    read = read.prefetch_related(BYLINE, "tags").order_by("-published_at", "pk")
    found = list(read[:ARTICLES])
    counted = verification.of_articles(one.pk for one in found)
    corrected = _corrections_of(found)
    return tuple(
        _article(one, sentences.verification(counted[one.pk]), corrected.get(one.pk, []))
        for one in found
    )


def _corrections_of(articles):
    rows = Revision.objects.filter(article__in=articles, change=Change.CORRECTION)
    rows = rows.only("article_id", "note", "created").order_by("article_id", "-number")
    return {pk: list(of_one) for pk, of_one in groupby(rows, lambda one: one.article_id)}


def _article(article, verified, corrections):
    address = absolute(article.get_absolute_url())
    return Entry(
        id=address,
        url=address,
        title=article.headline,
        content=full_text(article, verified, corrections),
        published=article.published_at,
        updated=updated(article),
        summary=article.standfirst,
        authors=tuple(_author(line.contributor) for line in article.byline_set.all()),
        categories=_categories(article),
        language=article.language,
        picture=article.picture and _picture(article),
    )


def updated(article):
    """Return when its words last changed for readers: since it went out, else when it did."""
    newest = article.revision.created
    return newest if newest > article.first_published_at else article.published_at


def _author(contributor):
    return Author(contributor.name, absolute(contributor.get_absolute_url()))


def _categories(article):
    section = [article.section.name] if article.section else []
    return (*section, *(one.name for one in article.tags.all()))


def _picture(article):
    picture = article.picture
    return Picture(
        url=absolute(picture.get_absolute_url()),
        type=f"image/{picture.format}",
        width=picture.width,
        height=picture.height,
        alt=article.picture_alt,
        credit=article.picture_credit,
    )


def checks():
    """Return the verdicts in force that were given last, newest first, as entries."""
    dated = Claim.objects.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")
    claims = Claim.objects.public().filter(pk__in=dated.values("pk")[:LOOKED_AT])
    claims = claims.select_related("article", "decision").order_by("-decided_at", "-pk")
    return tuple(map(_check, claims[:OTHERS]))


def _check(claim):
    decision, article = claim.decision, claim.article
    found = sentences.verdict(claim.status, decision.get_rating_display())
    address = absolute(reverse("reader:claim", args=[claim.pk]))
    told = {"claim": claim, "found": found, "summary": decision.summary, "check": address}
    told |= {"article": article, "address": absolute(article.get_absolute_url())}
    return Entry(
        # One that is checked again is news.
        id=_tag(decision.created, f"decision/{decision.pk}"),
        url=address,
        title=f"{found}: {claim.statement}",
        content=render_to_string("reader/_check_text.html", told).strip(),
        published=claim.decided_at,
        updated=claim.decided_at,
        summary=decision.summary,
        categories=(found,),
    )


def corrections():
    """Return the newest corrections of articles that can be read now, as entries."""
    rows = Revision.objects.filter(change=Change.CORRECTION, article__in=Article.objects.public())
    rows = rows.select_related("article").defer("html", "text", "details")
    return tuple(map(_correction, rows.order_by("-created", "pk")[:OTHERS]))


def _correction(revision):
    article = revision.article
    address = absolute(article.get_absolute_url())
    told = {"correction": revision, "article": article, "address": address}
    return Entry(
        id=_tag(revision.created, f"revision/{revision.pk}"),
        url=address,
        title=f"Correction: {article.headline}",
        content=render_to_string("reader/_correction_text.html", told).strip(),
        published=revision.created,
        updated=revision.created,
        summary=revision.note,
        language=article.language,
    )


def _tag(moment, name):
    """Return an identifier that never changes, for what has no page to itself.

    moment  aware datetime, that never changes either: when what is named began.
    name    what it is called here, such as "decision/7".

    A tag URI, RFC 4151: whose name it is, a day (UTC) on which it was theirs, and theirs to give.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{moment:%Y-%m-%d}:{name}"
