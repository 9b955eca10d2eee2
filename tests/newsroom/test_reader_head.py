"""The head of a page: what search engines, and whoever shares its address, are told of it."""

import json
from datetime import UTC, datetime

import pytest

from articles.importers.base import Author
from newsroom.reader import head
from tests import factories

from .reader_pages import correct, decide, page, parsed
from .test_reader_hostile import HOSTILE

pytestmark = pytest.mark.django_db

SITE = "https://news.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL, settings.SITE_NAME, settings.TIME_ZONE = f"{SITE}/", "Site One", "Asia/Baku"


def told(tree):
    """What the head says, as (name, content) in its order."""
    return [
        (node.attributes.get("property") or node.attributes["name"], node.attributes["content"])
        for node in tree.css("head meta[property], head meta[name]")
        if node.attributes.get("name") not in ("viewport", "color-scheme")
    ]


def data(tree):
    return [json.loads(node.text()) for node in tree.css("script[type='application/ld+json']")]


def full_article():
    return factories.make_article(
        headline="Council meets",
        standfirst="What the minutes say.",
        language="en-GB",
        published_at=datetime(2024, 3, 12, 4, 30, tzinfo=UTC),
        byline=(Author("Writer A", "Reporter", "@writer_a"), Author("Writer B", None, None)),
        tags=("Hall", "Council"),
        picture=factories.make_picture().sha256,
        picture_alt="A hall.",
        picture_credit="Studio One",
        image_caption="The hall.",
    )


def test_an_article_is_told_in_opengraph(client):
    article = factories.publish(full_article())
    published = "2024-03-12T08:30:00+04:00"

    assert told(page(client, article)) == [
        ("description", "What the minutes say."),
        ("og:description", "What the minutes say."),
        ("og:title", "Council meets"),
        ("og:type", "article"),
        ("og:url", f"{SITE}/articles/council-meets/"),
        ("og:site_name", "Site One"),
        ("og:locale", "en_GB"),
        ("og:image", f"{SITE}{article.picture.get_absolute_url()}"),
        ("og:image:width", "8"),
        ("og:image:height", "6"),
        ("og:image:alt", "A hall."),
        ("twitter:card", "summary_large_image"),
        ("article:published_time", published),
        ("article:modified_time", published),
        ("article:section", "Local"),
        ("article:tag", "Council"),
        ("article:tag", "Hall"),
        ("article:author", f"{SITE}/authors/writer-a/"),
        ("article:author", f"{SITE}/authors/writer-b/"),
    ]


def test_an_article_is_told_in_json_ld(client):
    article = full_article()
    evidence = {"kind": "web", "title": "Register", "url": "https://example.org/register"}
    decide(factories.make_claim(article), evidence | {"publisher": "Office One"})
    article = correct(factories.publish(article), standfirst="New.", note="The day was wrong.")
    news, crumbs = data(page(client, article))
    at = news["dateModified"]

    assert datetime.fromisoformat(at) == article.revision.created.replace(microsecond=0)
    assert at.endswith("+04:00")
    assert {name: news[name] for name in ("@type", "author", "keywords", "description")} == {
        "@type": "NewsArticle",
        "author": [
            {"@type": "Person", "name": "Writer A", "url": f"{SITE}/authors/writer-a/"},
            {"@type": "Person", "name": "Writer B", "url": f"{SITE}/authors/writer-b/"},
        ],
        "keywords": ["Council", "Hall"],
        "description": "New.",
    }
    assert news["correction"] == [
        {"@type": "CorrectionComment", "datePublished": at, "text": "The day was wrong."}
    ]
    assert news["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "Register",
            "url": "https://example.org/register",
            "publisher": {"@type": "Organization", "name": "Office One"},
        }
    ]
    assert news["wordCount"] == len(article.revision.text.split())
    assert news["publisher"]["logo"]["url"] == f"{SITE}/static/newsroom/icon.svg"
    assert [(one["name"], one["item"]["@id"]) for one in crumbs["itemListElement"]] == [
        ("Site One", f"{SITE}/"),
        ("Local", f"{SITE}/sections/local/"),
        ("Council meets", f"{SITE}/articles/council-meets/"),
    ]


def test_another_paper_that_printed_it_first_is_its_source_and_we_are_not(client, settings):
    article = factories.make_published_article(publication="Paper One")
    (news, _) = data(page(client, article))
    settings.SITE_NAME = "Paper One"
    (our_own, _) = data(page(client, article))

    assert news["sourceOrganization"] == {"@type": "Organization", "name": "Paper One"}
    assert "sourceOrganization" not in our_own


def test_an_article_of_which_little_is_known_is_told_without_guesses(client):
    article = factories.make_article(html=f"<p>{'word ' * 60}</p>", section=None, byline=())
    tree = page(client, factories.publish(article))
    names = [name for name, _ in told(tree)]

    assert dict(told(tree))["description"] == "word " * 39 + "word…"
    assert names == [
        "description",
        "og:description",
        "og:title",
        "og:type",
        "og:url",
        "og:site_name",
        "twitter:card",
        "article:published_time",
        "article:modified_time",
    ]
    assert dict(told(tree))["twitter:card"] == "summary"


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en-GB", "en_GB"), ("kk-Cyrl-KZ", "kk_KZ"), ("kk-Cyrl", ""), ("en", ""), ("", "")],
)
def test_a_locale_is_told_where_the_region_is_known(language, locale):
    assert head._locale(language) == locale


def test_the_same_evidence_under_two_claims_is_cited_once(client):
    article = factories.make_article()
    for words in (factories.WORDS, "founded in 1901"):
        decide(factories.make_claim(article, words), {"title": "Minutes"})
    (news, _) = data(page(client, factories.publish(article)))

    assert news["citation"] == [{"@type": "CreativeWork", "name": "Minutes"}]


def test_evidence_that_readers_are_not_shown_is_not_cited(client):
    article = factories.make_article()
    decide(factories.make_claim(article), {"title": "Quillwort", "is_confidential": True})
    (news, _) = data(page(client, factories.publish(article)))

    assert "citation" not in news


def test_hostile_words_stay_words_in_the_head(client):
    article = factories.make_article(
        headline=HOSTILE,
        standfirst=HOSTILE,
        section=HOSTILE,
        tags=(HOSTILE.replace(",", ""),),
        byline=(Author(HOSTILE, None, None),),
    )
    tree = page(client, factories.publish(article))
    news, crumbs = data(tree)

    assert [node.attributes for node in tree.css("script")] == [{"type": "application/ld+json"}] * 2
    assert (news["headline"], crumbs["itemListElement"][1]["name"]) == (HOSTILE, HOSTILE)
    assert dict(told(tree))["article:tag"] == HOSTILE


def test_every_page_announces_the_feeds(client):
    article = factories.make_published_article()
    paths = ["/", article.get_absolute_url(), "/how-we-check/", "/nothing/"]
    announced = [
        [
            (node.attributes["type"], node.attributes["href"])
            for node in parsed(client.get(path)).css("link[rel=alternate][href^='/feeds/']")
        ]
        for path in paths
    ]

    assert announced == [
        [
            ("application/rss+xml", "/feeds/rss.xml"),
            ("application/atom+xml", "/feeds/atom.xml"),
            ("application/feed+json", "/feeds/feed.json"),
        ]
    ] * len(paths)


def test_a_page_is_told_by_its_canonical_address(client):
    tree = parsed(client.get("/how-we-check/?from=elsewhere"))

    assert tree.css_first("link[rel=canonical]").attributes["href"] == f"{SITE}/how-we-check/"
