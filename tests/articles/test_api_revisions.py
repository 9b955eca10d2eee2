"""Revisions, comparison and record over REST: what is told, and to whom."""

import json

import pytest

from articles import editing
from articles.models import Article, LedgerEntry
from tests.articles.api_calls import address
from tests.factories import (
    BODY,
    make_article,
    make_claim,
    make_decided_claim,
    make_editor,
    make_publisher,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(made_once):
    """Written, revised as a draft, published, corrected, changed a little."""
    article = make_article()
    body = BODY.replace("noon", "dusk")
    editing.revise(article, by=make_editor(), based_on=1, note="Draft note.", html=body)
    article.refresh_from_db()
    make_decided_claim(make_claim(article))
    editing.take(article, "submit", by=make_editor())
    publisher = make_publisher()
    editing.take(article, "publish", by=publisher)
    for word, change in (("one", "correction"), ("two", "minor")):
        article.refresh_from_db()
        told = {"note": f"Is {word}.", "html": BODY.replace("noon", word), "change": change}
        editing.take(article, "correct", by=publisher, revision=article.revision.number, **told)
    return article.pk


@pytest.fixture
def corrected(made):
    return Article.objects.get(pk=made)


def revisions(client, article):
    rows = client.get(address(article, "revisions")).json()["results"]
    return [(row["number"], row["change"], row["note"]) for row in rows]


def test_the_public_is_told_the_revisions_that_went_out(client, corrected):
    assert revisions(client, corrected) == [
        (2, "", ""),
        (3, "correction", "Is one."),
        (4, "minor", ""),
    ]


def test_staff_are_told_every_revision(client, corrected):
    client.force_login(make_editor())

    assert revisions(client, corrected) == [
        (1, "", ""),
        (2, "", "Draft note."),
        (3, "correction", "Is one."),
        (4, "minor", "Is two."),
    ]


def test_the_authors_of_revisions_are_for_staff(client, corrected):
    def authors():
        rows = client.get(address(corrected, "revisions")).json()["results"]
        return {row["author"] is None for row in rows}

    assert authors() == {True}
    client.force_login(make_editor())
    assert authors() == {False}


def test_nothing_that_was_withdrawn_is_public_again_but_what_goes_out_anew(client, corrected):
    publisher, editor = make_publisher(), make_editor()
    editing.take(corrected, "withdraw", by=publisher, note="Wrong.")
    editing.take(corrected, "restore", by=publisher, note="Right.")
    for n, word in ((4, "three"), (5, "four")):
        told = {"html": BODY.replace("noon", word), "change": "minor", "note": "So."}
        editing.revise(corrected, by=editor, based_on=n, **told)
    assert client.get(address(corrected, "revisions")).status_code == 410

    editing.take(corrected, "publish", by=publisher)

    assert [number for number, *_ in revisions(client, corrected)] == [6]


@pytest.mark.parametrize(("number", "status"), [(1, 404), (2, 200), (3, 200), (9, 404)])
def test_the_public_reads_the_revisions_that_went_out(client, corrected, number, status):
    assert client.get(address(corrected, "revisions", number)).status_code == status


def test_a_revision_is_told_with_its_words(client, corrected):
    told = client.get(address(corrected, "revisions", 3)).json()

    revision = corrected.revisions.get(number=3)
    assert told == {
        "number": 3,
        "headline": revision.headline,
        "change": "correction",
        "note": "Is one.",
        "author": None,
        "created": revision.created.isoformat().replace("+00:00", "Z"),
        "standfirst": "",
        "body_html": revision.html,
        "body_text": revision.text,
    }


def test_two_revisions_are_compared_word_by_word(client, corrected):
    told = client.get(address(corrected, "diff"), {"from": 2, "to": 3}).json()

    assert told[1:] == [
        {"op": "delete", "text": "dusk"},
        {"op": "insert", "text": "one"},
        {"op": "equal", "text": "."},
    ]
    assert told[0]["text"].endswith("The meeting ended at ")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"from": 1, "to": 2}, 404),
        ({"from": 2, "to": 1}, 404),
        ({"from": 2}, 400),
        ({"from": "x", "to": 2}, 400),
        ({"from": 2, "to": 10**30}, 400),
        ({"from": 2, "to": 3, "by": "line"}, 400),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(client, corrected, query, status):
    assert client.get(address(corrected, "diff"), query).status_code == status


def test_the_record_is_told_to_staff_entry_by_entry(client, corrected):
    client.force_login(make_editor())

    told = client.get(address(corrected, "ledger"), {"page_size": 2}).json()["results"]

    entries = LedgerEntry.objects.filter(article=corrected)[:2]
    assert [(row["sequence"], row["action"], row["hash"]) for row in told] == [
        (entry.sequence, entry.action, entry.hash) for entry in entries
    ]
    assert told[1]["payload"] == json.loads(entries[1].payload)


@pytest.mark.parametrize(("login", "status"), [(False, 401), (True, 403)])
def test_the_record_is_not_for_others(client, corrected, login, status):
    if login:
        client.force_login(make_user())

    assert client.get(address(corrected, "ledger")).status_code == status
