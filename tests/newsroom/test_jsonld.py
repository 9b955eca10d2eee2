"""What pages tell machines: which keys, in what form, and that nothing gets out of its element."""

import importlib.util
import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsroom.reader import jsonld
from tests.conftest import CORPORA

SITE = "https://news.example"
PUBLISHER = jsonld.Publisher(
    name="Site One",
    url=f"{SITE}/",
    logo=f"{SITE}/icon.svg",
    policy=f"{SITE}/how/",
    corrections=f"{SITE}/how/#corrections",
)
ORGANIZATION = {
    "@type": "NewsMediaOrganization",
    "name": "Site One",
    "url": f"{SITE}/",
    "logo": {"@type": "ImageObject", "url": f"{SITE}/icon.svg"},
    "publishingPrinciples": f"{SITE}/how/",
    "correctionsPolicy": f"{SITE}/how/#corrections",
    "verificationFactCheckingPolicy": f"{SITE}/how/",
}
AT = datetime(2030, 1, 31, 12, 30, 5, 999, tzinfo=UTC)
REGISTER = jsonld.Cited("Register", "https://example.org/r", "Office One", date(2029, 5, 3))
STORY = jsonld.Story(
    url=f"{SITE}/articles/council/",
    headline="Council meets",
    published=AT,
    modified=AT.replace(day=31, hour=13),
    description="What the minutes say.",
    authors=(("Writer A", f"{SITE}/authors/writer-a/"),),
    source="Paper One",
    picture=jsonld.Picture(f"{SITE}/p.jpeg", 8, 6, "A hall.", "The hall.", "Studio One"),
    section=("Local", f"{SITE}/sections/local/"),
    tags=("Council", "Hall"),
    language="en-GB",
    corrections=((AT, "The day was wrong."),),
    citations=(REGISTER,),
    words=900,
)
REVIEW = jsonld.Review(
    url=f"{SITE}/claims/7/",
    claimed="The council has 40 members.",
    claimant="Speaker One",
    verdict="Refuted: false",
    rating=1,
    summary="It has 41.",
    decided=AT,
    appears=(STORY.url, STORY.headline, AT),
    citations=(REGISTER,),
)
CITED = {
    "@type": "CreativeWork",
    "name": "Register",
    "url": "https://example.org/r",
    "publisher": {"@type": "Organization", "name": "Office One"},
    "datePublished": "2029-05-03",
}
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>",
    "&lt;/script&gt;",
    "\u2028\u2029",
    "\"'\\",
    "</SCRIPT\n>",
    "\0",
]


def test_an_article_says_all_that_is_known_of_it():
    assert jsonld.news_article(STORY, PUBLISHER) == {
        "@type": "NewsArticle",
        "url": f"{SITE}/articles/council/",
        "mainEntityOfPage": f"{SITE}/articles/council/",
        "headline": "Council meets",
        "description": "What the minutes say.",
        "author": [
            {"@type": "Person", "name": "Writer A", "url": f"{SITE}/authors/writer-a/"},
        ],
        "datePublished": "2030-01-31T12:30:05+00:00",
        "dateModified": "2030-01-31T13:30:05+00:00",
        "image": {
            "@type": "ImageObject",
            "url": f"{SITE}/p.jpeg",
            "width": 8,
            "height": 6,
            "caption": "The hall.",
            "description": "A hall.",
            "creditText": "Studio One",
        },
        "publisher": ORGANIZATION,
        "sourceOrganization": {"@type": "Organization", "name": "Paper One"},
        "articleSection": "Local",
        "keywords": ["Council", "Hall"],
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "wordCount": 900,
        "correction": [
            {
                "@type": "CorrectionComment",
                "datePublished": "2030-01-31T12:30:05+00:00",
                "text": "The day was wrong.",
            }
        ],
        "citation": [CITED],
        "publishingPrinciples": f"{SITE}/how/",
    }


def test_what_is_unknown_of_an_article_is_left_out():
    bare = jsonld.Story(STORY.url, "Council meets", AT, AT, words=3)

    assert list(jsonld.news_article(bare, PUBLISHER)) == [
        "@type",
        "url",
        "mainEntityOfPage",
        "headline",
        "datePublished",
        "dateModified",
        "publisher",
        "isAccessibleForFree",
        "wordCount",
        "publishingPrinciples",
    ]


def test_a_review_names_who_said_it_and_where_it_stands():
    assert jsonld.claim_review(REVIEW, PUBLISHER) == {
        "@type": "ClaimReview",
        "url": f"{SITE}/claims/7/",
        "claimReviewed": "The council has 40 members.",
        "datePublished": "2030-01-31T12:30:05+00:00",
        "author": ORGANIZATION,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Refuted: false",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
        },
        "reviewBody": "It has 41.",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Speaker One"},
            "appearance": {
                "@type": "NewsArticle",
                "url": f"{SITE}/articles/council/",
                "headline": "Council meets",
                "datePublished": "2030-01-31T12:30:05+00:00",
            },
        },
        "citation": [CITED],
        "publishingPrinciples": f"{SITE}/how/",
    }


def test_what_was_not_established_has_words_and_no_number():
    open_one = replace(REVIEW, verdict="Could not be established", rating=None)

    assert jsonld.claim_review(open_one, PUBLISHER)["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Could not be established",
    }


def test_breadcrumbs_are_counted_from_one():
    assert jsonld.breadcrumbs([("Site One", SITE), ("Council meets", STORY.url)]) == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": 1,
                "name": "Site One",
                "item": {"@type": "WebPage", "@id": SITE},
            },
            {
                "@type": "ListItem",
                "position": 2,
                "name": "Council meets",
                "item": {"@type": "WebPage", "@id": STORY.url},
            },
        ],
    }


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_in_their_element_and_stay_the_same(words):
    element = jsonld.element({"@type": "Thing", "name": words})
    tree = LexborHTMLParser(f"<head>{element}</head><p>after</p>")

    (script,) = tree.css("script")
    assert json.loads(script.text()) == {
        "@context": "https://schema.org",
        "@type": "Thing",
        "name": words,
    }
    assert [node.text() for node in tree.css("body > *")] == ["after"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_character_that_html_or_a_script_would_read_is_written(words):
    element = jsonld.element({"@type": "Thing", "name": words})
    inner = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")

    assert [one for one in "<>&\u2028\u2029\0" if one in inner] == []


@pytest.fixture(scope="module")
def vocabulary():
    """The independent checker: schema.org's own vocabulary, and what search engines ask for."""
    schema = CORPORA / "schemaorg" / "schemaorg-current-https.jsonld"
    path = CORPORA.parent / "tools" / "claimreview_check.py"
    spec = importlib.util.spec_from_file_location("claimreview_check", path)
    checker = importlib.util.module_from_spec(spec)
    arguments, sys.argv = sys.argv, [str(path), str(schema)]
    try:
        spec.loader.exec_module(checker)
    finally:
        sys.argv = arguments
    return checker


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(
    "node",
    [
        # Its vocabulary asks for a quantity with a unit where search engines ask for pixels.
        jsonld.news_article(replace(STORY, picture=None), PUBLISHER),
        jsonld.news_article(jsonld.Story(STORY.url, "Council meets", AT, AT), PUBLISHER),
        jsonld.breadcrumbs([("Site One", f"{SITE}/"), ("Council meets", STORY.url)]),
    ],
)
def test_the_vocabulary_has_nothing_to_object_to(vocabulary, node):
    errors, warnings = [], []
    vocabulary.check({"@context": jsonld.CONTEXT} | node, "$", errors, warnings)

    assert (errors, warnings) == ([], [])


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_vocabulary_knows_all_that_is_said_of_a_picture(vocabulary):
    errors, warnings = [], []
    vocabulary.check(jsonld.news_article(STORY, PUBLISHER)["image"], "$", errors, warnings)

    assert (errors, [said.partition(":")[0] for said in warnings]) == ([], ["$.width", "$.height"])


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_review_has_all_that_search_engines_ask_for(vocabulary):
    errors, warnings = [], []
    node = jsonld.claim_review(REVIEW, PUBLISHER)
    vocabulary.check(node, "$", errors, warnings)
    vocabulary.google(node, errors, warnings)

    assert (errors, warnings) == ([], [])


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_review_without_a_number_lacks_nothing_that_is_required(vocabulary):
    errors, warnings = [], []
    vocabulary.google(
        jsonld.claim_review(replace(REVIEW, rating=None), PUBLISHER), errors, warnings
    )

    assert (errors, warnings) == ([], ["google: numeric rating incomplete"])
