"""Every ClaimReview in one document: of other people's statements, in force, and no others."""

import json
from datetime import timedelta

import pytest
import time_machine

from newsroom.reader import claim_reviews
from tests import factories

from .machine_pages import HOSTILE, NOON, SITE
from .test_jsonld import vocabulary as vocabulary

pytestmark = pytest.mark.django_db

PATH = "/claimreviews.json"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.SITE_URL, settings.SITE_NAME = SITE, "Site One"
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def said(client):
    response = client.get(PATH)
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
    return json.loads(b"".join(response))


def reviews(client):
    return [one["item"] for one in said(client)["dataFeedElement"]]


def reviewed(article=None, words=factories.WORDS, **told):
    """A verified statement of somebody else."""
    article = article or factories.make_article()
    told = {"claimant": "Speaker One", "statement": words} | told
    return factories.make_decided_claim(factories.make_claim(article, words, **told))


def test_the_document_is_a_data_feed_of_this_site(client):
    assert said(client) == {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "url": f"{SITE}/claimreviews.json",
        "publisher": {"@type": "Organization", "name": "Site One", "url": f"{SITE}/"},
        "dataFeedElement": [],
    }


def test_an_element_is_the_claim_review_of_its_page_with_the_day_it_was_decided(client, clock):
    claim = reviewed()
    clock.shift(timedelta(days=1))
    factories.publish(claim.article)
    page = client.get(f"/claims/{claim.pk}/").content.decode()
    [element] = said(client)["dataFeedElement"]
    on_the_page = json.loads(
        page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    )

    assert (element["@type"], element["dateModified"]) == (
        "DataFeedItem",
        "2030-01-31T12:00:00+00:00",
    )
    assert {"@context": "https://schema.org"} | element["item"] == on_the_page


def test_only_statements_of_others_with_a_verdict_in_force_in_public_articles_are_there(client):
    article = factories.make_article()
    kept = reviewed(article)
    reviewed(article, "in 1901", claimant="")
    fallen = reviewed(article, "at noon")
    factories.publish(article)
    factories.object_to(fallen)
    factories.make_claim(article, "The town", claimant="Speaker Two")
    reviewed(factories.make_article(headline="A draft"))

    assert [one["url"] for one in reviews(client)] == [f"{SITE}/claims/{kept.pk}/"]


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_vocabulary_has_nothing_to_object_to(client, request):
    factories.publish(reviewed().article)
    errors = []
    request.getfixturevalue("vocabulary").check(said(client), "$", errors, [])

    assert errors == []


def test_hostile_words_stay_words(client):
    claim = reviewed(statement=HOSTILE, claimant=HOSTILE)
    factories.publish(claim.article)
    [review] = reviews(client)

    assert review["claimReviewed"] == HOSTILE
    assert review["itemReviewed"]["author"]["name"] == HOSTILE


def published_with(count):
    article = factories.make_article(html="".join(f"<p>It is {n}.</p>" for n in range(100, 105)))
    for number in range(count):
        reviewed(article, f"It is {100 + number}.")
    return factories.publish(article)


def test_however_long_it_is_each_claim_is_there_once(client, monkeypatch):
    monkeypatch.setattr(claim_reviews, "CHUNK", 2)
    published_with(5)

    assert [one["claimReviewed"] for one in reviews(client)] == [
        f"It is {number}." for number in range(100, 105)
    ]


def test_it_is_read_in_chunks_of_a_fixed_number_of_queries(
    client, monkeypatch, django_assert_num_queries
):
    published_with(5)
    with django_assert_num_queries(3):
        reviews(client)

    monkeypatch.setattr(claim_reviews, "CHUNK", 3)
    with django_assert_num_queries(6):
        reviews(client)


def test_a_shared_cache_keeps_it_for_a_short_time(client):
    response = client.get(PATH)

    assert ("s-maxage=30" in response["Cache-Control"], response["Surrogate-Key"]) == (
        True,
        "claim_reviews",
    )


def test_it_is_only_read(client):
    assert client.post(PATH).status_code == 405
