"""Feeds tell what is public now, newest first, in a fixed number of queries."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

from .feed_rules import ATOM, faults_of_atom, faults_of_json_feed, faults_of_rss, read
from .machine_pages import (
    ATOM_FEED,
    CHECKS,
    CORRECTIONS,
    FEEDS,
    JSON_FEED,
    NOON,
    RSS,
    SECTION,
    SITE,
    full_article,
    withdraw,
)
from .reader_pages import correct

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.SITE_URL, settings.SITE_NAME = SITE, "Site One"
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def titles(client, path):
    return [one.text for one in read(client.get(path).content).iter(f"{ATOM}title")][1:]


def test_feeds_of_nothing_hold_to_their_specifications(client):
    documents = {path: client.get(path).content for path in FEEDS}

    assert faults_of_rss(documents[RSS]) == []
    assert faults_of_json_feed(json.loads(documents[JSON_FEED])) == []
    assert [faults_of_atom(documents[path]) for path in (ATOM_FEED, CHECKS, CORRECTIONS)] == [
        [],
        [],
        [],
    ]


def test_an_article_of_which_little_is_known_is_told_as_it_is(client, clock):
    published = NOON - timedelta(days=900)
    told = {"byline": (), "section": None, "language": None, "published_at": published}
    factories.publish(factories.make_article(headline="Plain", html="<p>So.</p>", **told))
    [item] = json.loads(client.get(JSON_FEED).content)["items"]

    assert item == {
        "id": f"{SITE}/articles/plain/",
        "url": f"{SITE}/articles/plain/",
        "title": "Plain",
        "content_html": (
            f'<p>So.</p>\n<hr>\n<p><a href="{SITE}/articles/plain/">No claims checked: '
            "what was checked, and how</a></p>"
        ),
        "date_published": "2027-08-15T12:00:00Z",
        "date_modified": "2027-08-15T12:00:00Z",
    }
    assert faults_of_rss(client.get(RSS).content) == []
    assert faults_of_atom(client.get(ATOM_FEED).content) == []


def test_an_article_was_updated_when_its_words_changed_last(client, clock):
    article = factories.publish(factories.make_article())
    clock.shift(timedelta(hours=1))
    correct(article, standfirst="So.")
    [item] = json.loads(client.get(JSON_FEED).content)["items"]

    assert (item["date_published"], item["date_modified"]) == (
        "2030-01-31T12:00:00Z",
        "2030-01-31T13:00:00Z",
    )


@pytest.mark.parametrize("shown", [True, False])
def test_a_feed_tells_of_an_override_where_readers_are_told(client, shown):
    article = factories.make_overridden_article(shown_to_readers=shown)
    factories.editing.take(article, "confirm_override", by=factories.make_publisher())
    [item] = json.loads(client.get(JSON_FEED).content)["items"]

    assert ("The town needs to know today." in item["content_html"]) is shown


def test_a_feed_lists_the_newest_articles_first_and_no_more_than_its_number(client, monkeypatch):
    monkeypatch.setattr("newsroom.reader.entries.ARTICLES", 2)
    for day in (1, 3, 2):
        at = NOON.replace(day=day)
        factories.publish(factories.make_article(headline=f"Day {day}", published_at=at))

    assert titles(client, ATOM_FEED) == ["Day 3", "Day 2"]


def test_the_feed_of_a_section_lists_its_articles_alone(client):
    factories.publish(factories.make_article(headline="Near", section="Local"))
    factories.publish(factories.make_article(headline="Far", section="World"))
    channel = read(client.get(SECTION).content)[0]

    assert [channel.findtext("title"), channel.findtext("link")] == [
        "Local · Site One",
        f"{SITE}/sections/local/",
    ]
    assert [one.text for one in channel.iterfind("item/title")] == ["Near"]


def test_a_section_without_public_articles_has_no_feed(client):
    factories.make_article(section="Local")
    paths = (SECTION, "/sections/nothing/feed.xml")

    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_the_verdict_given_last_comes_first(client, clock):
    article = factories.make_article()
    first = factories.make_proposed_claim(factories.make_claim(article))
    clock.shift(timedelta(minutes=1))
    factories.make_decided_claim(factories.make_claim(article, "at noon", statement="At noon."))
    clock.shift(timedelta(minutes=1))
    factories.workflow.take(first, "approve", by=factories.make_reviewer())
    factories.publish(article)

    assert titles(client, CHECKS) == [f"Verified: {factories.WORDS}", "Verified: At noon."]


def test_a_claim_that_is_checked_again_is_another_entry(client, clock):
    claim = factories.make_published_article().claims.get()
    before = read(client.get(CHECKS).content).findtext(f"{ATOM}entry/{ATOM}id")
    factories.make_decided_claim(factories.object_to(claim), verdict="unverifiable")
    after = read(client.get(CHECKS).content).findtext(f"{ATOM}entry/{ATOM}id")

    assert titles(client, CHECKS) == [f"Could not be established: {factories.WORDS}"]
    assert before != after


def test_a_minor_change_is_no_correction(client):
    correct(factories.make_published_article(), standfirst="So!", change="minor")

    assert titles(client, CORRECTIONS) == []


def test_a_feed_costs_the_same_for_any_number(client):
    def queries():
        counted = {}
        for path in FEEDS:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                client.get(path)
            counted[path] = len(captured)
        return counted

    full_article()
    one = queries()
    for _ in range(2):
        full_article()

    assert one == {RSS: 6, ATOM_FEED: 6, JSON_FEED: 6, SECTION: 7, CHECKS: 2, CORRECTIONS: 2}
    assert queries() == one


def test_the_newest_verdicts_are_found_by_their_index(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(CHECKS)
    sql = captured[1]["sql"]  # The first asks whether it is kept.
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of tables with nothing in them it would read every row.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' * (connection.vendor == 'sqlite')}{sql}")
        plan = str(cursor.fetchall())

    assert "claim_newest_verdict" in plan


def test_who_has_a_feed_is_answered_304_until_it_changes(client):
    full_article()
    etags = {path: client.get(path)["ETag"] for path in FEEDS}

    def codes():
        conditions = {path: {"If-None-Match": etag} for path, etag in etags.items()}
        return {client.get(path, headers=conditions[path]).status_code for path in FEEDS}

    assert codes() == {304}
    full_article()
    assert codes() == {200}


def test_a_feed_is_only_read(client):
    assert {client.post(path).status_code for path in FEEDS} == {405}


def test_a_withdrawn_article_leaves_every_feed_at_once(client):
    full_article(headline="Kept")
    article = full_article(headline="Quillwort")
    told = {path: b"uillwort" in client.get(path).content for path in FEEDS}
    withdraw(article)
    after = {path: client.get(path).content for path in FEEDS}

    assert told == dict.fromkeys(FEEDS, True)
    assert {path: b"uillwort" in after[path] for path in FEEDS} == dict.fromkeys(FEEDS, False)
    assert {path: b"Kept" in after[path] for path in FEEDS} == dict.fromkeys(FEEDS, True)


def test_a_fallen_verdict_leaves_the_feed_of_checks_at_once(client):
    claim = full_article().claims.get()
    before = titles(client, CHECKS)
    factories.object_to(claim)

    assert (len(before), titles(client, CHECKS)) == (1, [])
