"""What the page of an article says, as values for its template."""

from dataclasses import replace

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.safestring import mark_safe

from articles import html
from articles.models import Byline, Change
from articles.visibility import read_before, read_of
from claims import verification
from claims.marks import marks

from . import checks, head, sentences
from .related import related
from .typesetting import direction, typeset

BYLINE = Prefetch("byline_set", Byline.objects.select_related("contributor"))


def told(article):
    """Return everything the article's page says, read in a fixed number of queries."""
    claims = article.claims.exclude(status__in=verification.NOT_COUNTED).with_verdict()
    # As their references stand: each behind the last of its words.
    claims = list(claims.order_by("end", "start", "pk"))
    decided = [claim for claim in claims if claim.is_decided]
    prefetch_related_objects(decided, *checks.FOUND)
    marked = marks(decided, lambda claim: f"#check-{claim.pk}")
    # Its check stands on the page once: in the list at the end, and over the words when opened.
    marked = [replace(mark, opens=f"check-{mark.key}") for mark in marked]
    counted = verification.of_claims(claims)
    changes = article.revisions.exclude(change=Change.NONE).order_by("-number")
    changes = list(changes.only("article_id", "number", "change", "note", "created"))
    corrections = [one for one in changes if one.change == Change.CORRECTION]
    read = read_of([article.pk])
    newest = article.revision.created
    updated = newest if newest > article.first_published_at else None
    found = [checks.check(claim) for claim in decided]
    return {
        "head": head.of_article(article, found, corrections, updated),
        "article": article,
        "direction": direction(article.language),
        "body": mark_safe(typeset(html.mark(article.revision.html, marked))),
        "checks": found,
        "counted": counted,
        "verification": sentences.verification(counted),
        "updated": updated,
        "corrections": [(one, read_before(one, read)) for one in corrections],
        "override": _override(article),
        "minor_changes": sum(one.change == Change.MINOR for one in changes),
        "tags": article.tags.all(),
        "versions": len(read),
        "related": related(article),
    }


def _override(article):
    """Return what readers are told of the override by which the article is out, or None."""
    override = article.override
    if override is None or not override.is_for_readers:
        return None
    return {
        "reason": override.reason,
        "at": override.confirmed_at,
        "names": [*map(sentences.signature, (override.asked_name, override.confirmed_name))],
    }
