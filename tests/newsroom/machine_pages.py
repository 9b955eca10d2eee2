"""What feeds, sitemaps and the like are asked for in tests, and articles that fill them."""

from datetime import UTC, datetime

from django.conf import settings
from django.test import override_settings

from articles import editing
from articles.importers.base import Author
from tests import factories

from .reader_pages import correct

RSS, ATOM_FEED, JSON_FEED = "/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json"
CHECKS, CORRECTIONS = "/feeds/checks.xml", "/feeds/corrections.xml"
SECTION = "/sections/local/feed.xml"
FEEDS = (RSS, ATOM_FEED, JSON_FEED, SECTION, CHECKS, CORRECTIONS)

SITE = "https://news.example"
NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)
HOSTILE = """]]></title><script>alert("x")</script> & '&amp;' <!-- \uffff"""
MEMORY = {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
BODY = (
    f"<p>{factories.WORDS} See <a href='/articles/other/?a=1&amp;b=2'>the other</a> and "
    "<a href='https://elsewhere.example/a'>elsewhere</a>.</p>"
    '<p>In words: &lt;a href="/b"&gt;.</p>'
    "<figure><img src='/pictures/in-text.png' alt='A hall'><figcaption>The old hall.</figcaption>"
    "</figure>"
)


def full_article(claimant="Speaker One", statement="", note="It rained & more.", **told):
    """Published, with all that an article may have, one verified claim and one correction."""
    told = {
        "headline": "Council meets",
        "html": BODY,
        "standfirst": "Forty members & a dog came.",
        "dateline": "Town One, 3 May",
        "language": "en-GB",
        "byline": (Author("Writer A", "Reporter", "@a"), Author("Writer B", None, None)),
        "tags": ("Budget", "Council"),
        "picture": _picture().sha256,
        "picture_alt": "The hall from outside",
        "picture_credit": "Photographer A",
        "image_caption": "The hall.",
    } | told
    article = factories.make_article(**told)
    said = {"statement": statement} if statement else {}
    factories.make_decided_claim(factories.make_claim(article, claimant=claimant, **said))
    article = factories.publish(article)
    return correct(article, standfirst=f"{told['standfirst']} It rained.", note=note)


def _picture():
    # What a module's tests share is made before any of them has its own settings.
    with override_settings(STORAGES=settings.STORAGES | MEMORY):
        return factories.make_picture()


def withdraw(article):
    return editing.take(article, "withdraw", by=factories.make_publisher(), note="Wrong.")
