"""Nothing of the desk's own is told to machines: one word is put everywhere, and looked for."""

from datetime import timedelta

import pytest
import time_machine

from articles import scheduling
from articles.importers.base import Author
from claims import workflow
from claims.models import Claim
from tests import factories

from .feed_rules import SITEMAP, read
from .machine_pages import FEEDS, NOON, withdraw
from .test_reader_leaks import (
    SECRET,
    make_secret_article,
    secret_user,
    verified_claim_with_secrets,
)

pytestmark = pytest.mark.django_db

SECRET_TOLD = dict.fromkeys(("headline", "standfirst", "section", "publication"), SECRET)
SECRET_TOLD |= {"html": f"<p>{SECRET}</p>", "tags": (SECRET,)}
SECRET_TOLD |= {"byline": (Author(SECRET, SECRET, SECRET),)}


def waiting_articles():
    """Of every kind that readers do not know of, or no more."""
    factories.make_article(**SECRET_TOLD)
    factories.editing.take(make_secret_article(), "submit", by=factories.make_editor())
    factories.schedule(factories.make_article(**SECRET_TOLD), NOON + timedelta(days=9))
    later = {"by": factories.make_publisher(), "note": SECRET}
    article = factories.editing.take(make_secret_article(), "submit", by=factories.make_editor())
    scheduling.set_embargo(article, NOON + timedelta(days=9), **later)
    withdraw(factories.publish(factories.make_article(**SECRET_TOLD)))


def lapsed_claims(article):
    """One whose last day is yesterday, and one that adopts the verdict on the claim returned."""
    told = {"statement": SECRET, "claimant": SECRET}
    claim = factories.make_claim_in_review(factories.make_claim(article, "council met", **told))
    claim = workflow.take(
        claim,
        "propose",
        by=claim.assignee,
        verdict="verified",
        summary=SECRET,
        valid_until=(NOON - timedelta(days=1)).date(),
    )
    workflow.take(claim, "approve", by=factories.make_reviewer())
    first = factories.make_decided_claim()
    adopting = factories.make_claim(article, "on Monday", **told)
    factories.make_adopting_claim(first, claim=adopting)
    return first


def addresses(client, article):
    yield from FEEDS
    yield from ("/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/claimreviews.json")
    index = read(client.get("/sitemap.xml").content)
    for place in index.iter(f"{SITEMAP}loc"):
        yield "/" + place.text.split("/", 3)[3]
    yield f"{article.get_absolute_url()}ninjs.json"


def test_machines_are_told_nothing_that_is_the_desks_own(client):
    with time_machine.travel(NOON - timedelta(days=3), tick=False) as clock:
        article = factories.make_article(by=secret_user(factories.make_editor))
        verified_claim_with_secrets(article)
        adopted = lapsed_claims(article)
        article = factories.publish(article)
        clock.move_to(NOON)
        Claim.objects.filter(pk=adopted.pk).update(status="recheck", decided_at=None)
        minor = {"revision": 1, "change": "minor", "note": SECRET, "standfirst": "Forty."}
        by = secret_user(factories.make_publisher)
        article = factories.editing.take(article, "correct", by=by, **minor)
        waiting_articles()
        paths = list(addresses(client, article))
        said = {path: b"".join(client.get(path)).decode().casefold() for path in paths}

    told = [path for path in paths if SECRET.casefold() in said[path] or "@example" in said[path]]
    assert told == []
    assert {"/sitemaps/articles-0.xml", "/sitemaps/claims-0.xml"} < {*paths}
    assert "the council has 40 members." in said["/feeds/checks.xml"]
