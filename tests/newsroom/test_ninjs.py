"""An article as ninjs 3.0 tells what is known of it, and nothing that is not."""

import json
from datetime import timedelta

import jsonschema
import pytest
import referencing
import time_machine

from articles.importers.base import Author
from newsroom.reader import ninjs
from tests import factories
from tests.conftest import CORPORA

from .machine_pages import HOSTILE, NOON, SITE, full_article, withdraw
from .reader_pages import correct

pytestmark = pytest.mark.django_db

GEOJSON = "https://geojson.org/schema/GeoJSON.json"
FULL = "/articles/council-meets/ninjs.json"
INDICATOR = "http://cv.iptc.org/newscodes/trustindicator/"


@pytest.fixture(scope="module")
def full(made_once):
    """One article with all there is, and one of hostile words."""
    with time_machine.travel(NOON, tick=False):
        told = dict.fromkeys(("headline", "standfirst", "dateline", "picture_credit"), HOSTILE)
        told |= dict.fromkeys(("image_caption", "picture_alt", "note"), HOSTILE)
        byline = (Author(HOSTILE, HOSTILE, HOSTILE),)
        hostile = full_article(**told, byline=byline, tags=(HOSTILE,))
        return full_article(publication="Paper One"), hostile


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL, settings.SITE_NAME = SITE, "Site One"


def told(client, article):
    response = client.get(f"{article.get_absolute_url()}ninjs.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return json.loads(response.content)


@pytest.fixture(scope="module")
def schema():
    """The schema as IPTC publishes it; of places on a map, which we do not tell, anything goes."""
    path = CORPORA / "news" / "ninjs" / "specification" / "ninjs-schema_3.0.json"
    anything = referencing.Resource({}, referencing.jsonschema.DRAFT202012)
    return jsonschema.Draft202012Validator(
        json.loads(path.read_text(encoding="utf-8")),
        registry=referencing.Registry().with_resource(GEOJSON, anything),
        format_checker=jsonschema.FormatChecker(),
    )


@pytest.mark.corpus
def test_an_article_holds_to_the_schema(client, full, schema):
    faults = [error.message for one in full for error in schema.iter_errors(told(client, one))]

    assert faults == []


@pytest.mark.corpus
def test_an_article_of_which_little_is_known_holds_to_the_schema(client, schema):
    bare = {"byline": (), "section": None, "publication": None, "language": None}
    article = factories.publish(factories.make_article(**bare))

    assert [error.message for error in schema.iter_errors(told(client, article))] == []


@pytest.mark.corpus
def test_a_breach_of_the_schema_is_found(client, full, schema):
    item = told(client, full[0]) | {"pubstatus": "usable"}

    assert len(list(schema.iter_errors(item))) == 1


def test_an_article_says_what_it_is_and_when_it_was_made(client, full):
    item = told(client, full[0])
    names = ("uri", "type", "representationType", "version", "firstCreated", "versionCreated",
             "contentCreated", "pubStatus", "language", "located")  # fmt: skip

    assert {name: item[name] for name in names} == {
        "uri": f"{SITE}/articles/council-meets/",
        "type": "text",
        "representationType": "full",
        "version": "2",
        "firstCreated": "2030-01-31T12:00:00Z",
        "versionCreated": "2030-01-31T12:00:00Z",
        "contentCreated": "2030-01-31T12:00:00Z",
        "pubStatus": "usable",
        "language": "en-GB",
        "located": "Town One, 3 May",
    }


def test_an_article_names_its_people_its_source_and_its_subjects(client, full):
    item = told(client, full[0])
    people = [
        {"name": f"Writer {one}", "rel": "author", "uri": f"{SITE}/authors/writer-{one.lower()}/"}
        for one in "AB"
    ]

    assert (item["by"], item["people"]) == ("Writer A (Reporter), Writer B", people)
    assert item["infoSources"] == [{"name": "Paper One"}]
    assert item["subjects"] == [
        {"name": "Local", "rel": "section", "uri": f"{SITE}/sections/local/"},
        {"name": "Budget", "rel": "tag", "uri": f"{SITE}/tags/budget/"},
        {"name": "Council", "rel": "tag", "uri": f"{SITE}/tags/council/"},
    ]


def test_an_article_tells_how_far_it_is_checked_and_what_was_corrected(client, full):
    plain = {"contentType": "text/plain"}

    assert told(client, full[0])["descriptions"] == [
        {"role": "standfirst", **plain, "value": "Forty members & a dog came. It rained."},
        {"role": "verification", **plain, "value": "1 claim verified"},
        {"role": "correction", **plain, "value": "It rained & more."},
    ]


def test_an_article_leads_to_how_it_is_checked_and_corrected(client, full):
    assert told(client, full[0])["trustIndicators"] == [
        {
            "role": f"{INDICATOR}factCheckingPolicy",
            "title": "How we check",
            "href": f"{SITE}/how-we-check/",
        },
        {
            "role": f"{INDICATOR}correctionsPolicy",
            "title": "How we correct",
            "href": f"{SITE}/how-we-check/#corrections",
        },
    ]


def test_the_body_is_told_as_html_without_marks_and_as_text_and_counted_without_captions(
    client, full
):
    html, text = told(client, full[0])["bodies"]
    words = 'The council has 40 members. See the other and elsewhere.\nIn words: <a href="/b">.'

    assert html["value"].startswith(
        f'<p>The council has 40 members. See <a href="{SITE}/articles/other/?a=1&amp;b=2">'
    )
    assert text["value"].split() == [*words.split(), "The", "old", "hall."]
    assert [(one["contentType"], one["wordCount"]) for one in (html, text)] == [
        ("text/html", 14),
        ("text/plain", 14),
    ]
    assert text["charCount"] == len(full[0].revision.text) - len("The old hall.")


def test_captions_within_captions_are_counted_once():
    class Revision:
        html = (
            "<p>One two</p><figure><figcaption>a<figure><figcaption>b</figcaption></figure>"
            "</figcaption></figure><p>three</p><figure><figcaption>c</figcaption></figure>"
        )
        text = "One twoabthreec"

    assert ninjs._without_captions(Revision) == "One twothree"


def test_the_picture_is_told_with_its_words_and_its_one_rendition(client, full):
    address = f"{SITE}{full[0].picture.get_absolute_url()}"

    assert told(client, full[0])["associations"] == [
        {
            "name": "main",
            "rel": "main picture",
            "uri": address,
            "type": "picture",
            "language": "en-GB",
            "by": "Photographer A",
            "descriptions": [
                {"role": "alt", "contentType": "text/plain", "value": "The hall from outside"},
                {"role": "caption", "contentType": "text/plain", "value": "The hall."},
            ],
            "renditions": [
                {
                    "name": "web",
                    "href": address,
                    "contentType": "image/jpeg",
                    "width": 8,
                    "height": 6,
                }
            ],
        }
    ]


def test_what_is_not_known_is_not_told(client):
    bare = {"byline": (), "section": None, "publication": None, "language": None}
    article = factories.publish(factories.make_article(**bare))

    assert set(told(client, article)) == {
        "uri", "standard", "type", "representationType", "version", "firstCreated",
        "versionCreated", "contentCreated", "pubStatus", "title", "headlines", "descriptions",
        "bodies", "trustIndicators", "altIds",
    }  # fmt: skip


def test_a_version_was_made_when_its_words_were_or_when_they_went_out(client):
    with time_machine.travel(NOON, tick=False) as clock:
        article = factories.make_article()
        clock.shift(timedelta(hours=1))
        article = factories.publish(article)
        out = told(client, article)
        clock.shift(timedelta(hours=1))
        corrected = told(client, correct(article, standfirst="So."))

    assert [(one["firstCreated"], one["versionCreated"]) for one in (out, corrected)] == [
        ("2030-01-31T13:00:00Z", "2030-01-31T13:00:00Z"),
        ("2030-01-31T13:00:00Z", "2030-01-31T14:00:00Z"),
    ]


def test_what_readers_may_not_read_is_not_told(client):
    draft, withdrawn = factories.make_article(), full_article(headline="Quillwort")
    withdraw(withdrawn)
    answers = [client.get(f"{one.get_absolute_url()}ninjs.json") for one in (draft, withdrawn)]

    assert [one.status_code for one in answers] == [404, 410]
    assert (answers[1].content, answers[1]["Cache-Control"]) == (b"", "no-store")


def test_who_has_it_is_answered_304_until_a_verdict_falls(client, full):
    first = client.get(FULL)
    etag = first["ETag"]
    again = client.get(FULL, headers={"If-None-Match": etag})
    factories.object_to(full[0].claims.get())
    fallen = client.get(FULL, headers={"If-None-Match": etag})

    assert first["Surrogate-Key"] == f"article-{full[0].pk}"
    assert (again.status_code, fallen.status_code) == (304, 200)
    assert json.loads(fallen.content)["descriptions"][1]["value"] == "1 claim is being checked"


def test_it_costs_the_same_for_any_number(client, django_assert_num_queries, full):
    many = {
        "byline": tuple(Author(f"Writer {n}", None, None) for n in range(3)),
        "tags": ("a", "b", "c"),
    }
    article = full_article(headline="Many", **many)
    for n in range(2):
        article = correct(article, standfirst=f"Version {n}")

    for one in (full[0], article):
        with django_assert_num_queries(5):
            told(client, one)
