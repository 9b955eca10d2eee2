"""Copies of evidence, and vouches, that are not what the record says of them are found."""

import pytest
from django.db import connection
from django.utils import timezone

from articles import guarded_tables
from articles.models import Article
from claims import capturing, gathering, recorded
from claims.fetching import Exchange, Fetched, FetchRefused
from claims.models import Snapshot, Vouch, Watch
from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "https://example.org/minutes"


def answering(words):
    """A fetch that finds a page with these words, whatever is asked for."""
    body, now = words.encode(), timezone.now()
    said = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + body
    exchange = Exchange(URL, "192.0.2.1", now, b"GET /minutes HTTP/1.1\r\n\r\n", said)
    return lambda url: Fetched(URL, 200, (), body, "text/plain", "", now, (exchange,))


def refusing(url):
    raise FetchRefused("The address cannot be fetched.", permanent=True)


@pytest.fixture
def captured():
    """Evidence of which one copy was kept, one was not, and whose words were vouched for."""
    reviewer = make.make_reviewer()
    evidence = make.make_evidence(make.make_claim(), reviewer, kind="web", url=URL)
    capturing.capture_due(fetch=answering("Other words."))
    evidence.claim.refresh_from_db()
    gathering.vouch(evidence, by=reviewer, note="Seen.")
    gathering.check_address(evidence, by=reviewer)
    capturing.capture_due(fetch=refusing)
    return evidence


def disagreements():
    return [one.sentence for one in recorded.verify(Article.objects.all())]


def test_what_was_captured_and_vouched_for_agrees_with_the_record(captured):
    assert (disagreements(), Snapshot.objects.count(), Vouch.objects.count()) == ([], 2, 1)


@pytest.mark.parametrize(
    ("model", "change", "named", "entry", "part"),
    [
        (Snapshot, {"excerpt_stands": True}, "Copy", 4, "excerpt_stands"),
        (Snapshot, {"text": "Forty members were present."}, "Copy", 4, "words"),
        (Snapshot, {"warc_sha256": "0" * 64}, "Copy", 4, "warc_sha256"),
        (Vouch, {"note": "Not seen."}, "Vouch", 5, "note"),
    ],
)
def test_what_was_changed_is_found(captured, model, change, named, entry, part):
    guarded_tables.remove(connection, guarded_tables.watched())
    row = model.objects.order_by("pk").first()
    model.objects.filter(pk=row.pk).update(**change)

    assert disagreements() == [f"{named} {row.pk} is not what entry {entry} says: {part}."]


def test_what_was_removed_or_inserted_is_found(captured):
    guarded_tables.remove(connection, guarded_tables.watched())
    Watch.objects.all().delete()
    kept, failed = Snapshot.objects.order_by("pk")
    failed.delete()
    failed.pk = kept.pk + 100
    failed.save(force_insert=True)

    assert disagreements() == [
        f"Copy {failed.pk - 99}, which entry 6 made, is missing.",
        f"No entry tells of copy {failed.pk}: somebody inserted it.",
    ]
