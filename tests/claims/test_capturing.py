"""Copies of what evidence stands on: fetched by a worker, kept, recorded, and looked at again.

What becomes of a verdict whose address is looked at again is in test_capturing_again.py.
"""

import hashlib
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from warcio.archiveiterator import ArchiveIterator

from articles import ledger, text
from claims import capturing, gathering, watching
from claims.fetching import FetchRefused
from claims.models import Claim, Snapshot, Status, Watch
from tests import factories as make
from tests.claims.captures import (
    DAY,
    OTHER,
    PAGE,
    WORDS,
    capture,
    entries,
    later,
    make_decided_on,
    make_web_evidence,
    status_of,
)
from tests.claims.local_server import fetch_here, serving

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with serving() as server:
        yield server


@pytest.fixture
def address(server):
    return server.answers_with(PAGE)


@pytest.fixture(scope="module")
def claim_key(made_once):
    return make.make_claim().pk


@pytest.fixture
def claim(claim_key):
    """A claim that nobody has taken up."""
    return Claim.objects.get(pk=claim_key)


@pytest.fixture(scope="module")
def reviewer(made_once):
    return make.make_reviewer()


def warc_of(snapshot):
    with default_storage.open(snapshot.path) as file:
        return file.read()


# --- a copy is kept ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["web", "dataset"])
def test_what_stands_on_the_web_is_queued_with_the_deed(address, claim, reviewer, kind):
    evidence = make.make_evidence(claim, reviewer, kind=kind, url=address)

    watch = Watch.objects.get()

    assert (watch.evidence, watch.newest, watch.next_attempt <= timezone.now()) == (
        evidence,
        None,
        True,
    )


def test_what_does_not_stand_on_the_web_is_not_queued(address, claim, reviewer):
    make.make_evidence(claim, reviewer, url=address)
    assert Watch.objects.count() == 0


def test_a_copy_is_kept_with_its_digests_and_words(address, claim):
    evidence = make_web_evidence(claim, address)

    done = capture()
    copy = Snapshot.objects.get()

    assert (done.kept, done.failed, done.given_up, done.fell) == (1, [], [], [])
    assert (copy.evidence, copy.url, copy.final_url, copy.http_status) == (
        evidence,
        address,
        address,
        200,
    )
    assert (copy.text, copy.excerpt_stands, copy.remark) == (f"Minutes\n{WORDS}", True, "")
    assert copy.text_sha256 == text.sha256(copy.text)
    assert copy.payload_sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert copy.warc_sha256 == hashlib.sha256(warc_of(copy)).hexdigest()
    assert Watch.objects.get(evidence=evidence).newest == copy


def test_the_copy_is_a_warc_of_every_request_and_response(server, address, claim):
    make_web_evidence(claim, server.leads_to("/page", "/old"))

    capture()
    records = [
        (
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI"),
            record.rec_headers.get_header("WARC-IP-Address"),
            record.http_headers.get_statuscode() if record.rec_type == "response" else "",
            record.content_stream().read(),
        )
        for record in ArchiveIterator(BytesIO(warc_of(Snapshot.objects.get())), check_digests=True)
    ]

    assert records == [
        ("response", server.url("/old"), "127.0.0.1", "302", b""),
        ("request", server.url("/old"), "127.0.0.1", "", b""),
        ("response", address, "127.0.0.1", "200", PAGE.encode()),
        ("request", address, "127.0.0.1", "", b""),
    ]


def test_each_copy_is_an_entry_in_the_record(address, claim):
    evidence = make_web_evidence(claim, address)

    capture()
    copy = Snapshot.objects.get()

    assert entries(evidence, "evidence.capture") == [
        {
            "claim": evidence.claim_id,
            "evidence": evidence.pk,
            "snapshot": copy.pk,
            "http_status": 200,
            "warc_sha256": copy.warc_sha256,
            "payload_sha256": copy.payload_sha256,
            "text_sha256": copy.text_sha256,
            "excerpt_stands": True,
            "remark": "",
        }
    ]
    assert list(ledger.verify()) == []


def test_of_confidential_evidence_the_record_is_salted_and_marked(address, claim, reviewer):
    evidence = make_web_evidence(claim, address, is_confidential=True)
    gathering.check_address(evidence, by=reviewer)

    capture()
    (told,) = entries(evidence, "evidence.capture")

    assert (told["is_confidential"], len(told["salt"])) == (True, 32)


def test_words_that_are_not_there_are_said_not_to_be(server, claim):
    make_web_evidence(claim, server.answers_with(OTHER))
    capture()
    assert Snapshot.objects.get().excerpt_stands is False


@pytest.mark.parametrize(
    ("body", "content_type", "remark"),
    [
        (
            b"\x89PNG",
            "image/png",
            "Words are not looked for in a file of the type image/png.",
        ),
        (b"<script>write()</script>", "text/html", capturing.NO_WORDS),
    ],
)
def test_where_no_words_can_be_read_nothing_is_said_of_the_excerpt(
    server, claim, body, content_type, remark
):
    make_web_evidence(claim, server.answers_with(body, Content_Type=content_type))

    capture()
    copy = Snapshot.objects.get()

    assert (copy.excerpt_stands, copy.text, copy.remark) == (None, "", remark)


def test_what_a_database_cannot_hold_is_left_out_of_the_words(server, claim):
    body = f"{WORDS}{' ' * 1100}\x00\x01"
    make_web_evidence(claim, server.answers_with(body, Content_Type="text/plain"))
    capture()
    assert Snapshot.objects.get().text == WORDS


def test_nothing_is_fetched_twice(address, claim):
    make_web_evidence(claim, address)
    capture()
    assert (capture().kept, Snapshot.objects.count()) == (0, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_each_address_costs_the_same(address, django_assert_num_queries, count):
    for _ in range(count):
        make_web_evidence(make.make_claim(), address)

    with django_assert_num_queries(3 + 12 * count):
        capture()


# --- what fails --------------------------------------------------------------------------------


def test_a_server_that_fails_is_asked_again_ever_later_and_given_up_at_last(server, claim):
    evidence = make_web_evidence(claim, server.answers_with("", status=503))
    waits, now = [], timezone.now()

    for _ in range(capturing.ATTEMPTS - 1):
        done = capture(now)
        assert [sentence for _, sentence in done.failed] == [
            "The site answered 503, Service Unavailable."
        ]
        waits.append(Watch.objects.get().next_attempt - now)
        now += waits[-1]
    done = capture(now)

    assert waits == [capturing.FIRST_DELAY * 2**n for n in range(capturing.ATTEMPTS - 1)]
    assert [sentence for _, sentence in done.given_up] == [
        "The site answered 503, Service Unavailable."
    ]
    assert (Watch.objects.get().next_attempt, Snapshot.objects.get().http_status) == (None, 503)
    assert [entry["remark"] for entry in entries(evidence, "evidence.capture")] == [
        "The site answered 503, Service Unavailable."
    ]


def test_no_wait_is_longer_than_a_day():
    assert capturing.delay(50) == DAY


def test_a_refused_address_is_given_up_at_once(claim):
    make_web_evidence(claim, "http://127.0.0.1:22/")

    done = capturing.capture_due()

    sentence = "The address names port 22; only 80 and 443 are fetched from."
    assert [said for _, said in done.given_up] == [sentence]
    assert (Snapshot.objects.get().remark, Watch.objects.get().next_attempt) == (sentence, None)


def test_an_address_that_never_answered_is_given_up_after_three_attempts_over_days(server, claim):
    evidence = make_web_evidence(claim, server.answers_with("", status=404))
    make.make_decided_claim(Claim.objects.get(pk=claim.pk))

    given_up = [len(capture(later(days=day)).given_up) for day in range(3)]

    assert given_up == [0, 0, 1]
    assert status_of(evidence) == Status.VERIFIED


def test_a_copy_that_cannot_be_stored_is_tried_again(address, claim, settings, tmp_path):
    (tmp_path / "private").write_text("No folder.")
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": disk | {"OPTIONS": {"location": tmp_path}}}
    make_web_evidence(claim, address)

    done = capture()

    assert [sentence for _, sentence in done.failed] == [
        "The copy could not be made: NotADirectoryError."
    ]
    assert Snapshot.objects.count() == 0


def test_one_address_that_fails_does_not_keep_the_others_from_being_fetched(address, claim):
    make_web_evidence(claim, "http://10.0.0.1/")
    make_web_evidence(claim, address)

    done = capture()

    assert (len(done.given_up), done.kept) == (1, 1)


def test_an_address_is_fetched_by_one_worker_at_a_time_and_again_if_that_one_died(address, claim):
    make_web_evidence(claim, address)
    found = []

    def dying(url):
        found.append(capture().kept)  # Another worker, meanwhile.
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        capturing.capture_due(fetch=dying)

    assert found == [0]
    assert (capture().kept, capture(timezone.now() + capturing.LEASE).kept) == (0, 1)


def test_a_worker_whose_lease_ran_out_writes_nothing(address, claim):
    make_web_evidence(claim, address)

    def slow(url):
        capture(timezone.now() + capturing.LEASE)  # Another takes it over, and is quicker.
        return fetch_here(url)

    done = capturing.capture_due(fetch=slow)

    assert (done.kept, Snapshot.objects.count()) == (0, 1)


def test_retracted_evidence_is_not_fetched(address, claim, reviewer):
    evidence = make_web_evidence(claim, address, by=reviewer)
    evidence.claim.refresh_from_db()
    gathering.retract_evidence(evidence, by=reviewer, note="Wrong page.")

    assert (capture().kept, Watch.objects.get().next_attempt) == (0, None)


# --- what an answer says of itself -------------------------------------------------------------


def says(handler, header, body):
    """Answer with such bytes of a Content-Type as http.server would not send."""
    length = b"Content-Length: %d\r\n" % len(body)
    told = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n" % header
    handler.wfile.write(told + length + b"Connection: close\r\n\r\n" + body)


@pytest.mark.parametrize(
    ("header", "body", "kept_as"),
    [
        (b"text/" + b"a" * 700, b"PK\x03\x04", "application/octet-stream"),
        (b"application/a\x00b", WORDS.encode(), "text/plain"),
        (b"application/" + b"b" * 700, WORDS.encode(), "text/plain"),
        (b"text/" + b"p" * 127, WORDS.encode(), "text/" + "p" * 127),
    ],
)
def test_whatever_an_answer_calls_itself_its_copy_is_kept(server, claim, header, body, kept_as):
    make_web_evidence(claim, server.does(lambda handler: says(handler, header, body)))

    done = capture()

    assert (done.kept, Snapshot.objects.get().content_type) == (1, kept_as)


@pytest.mark.parametrize("said", ["x" * 700, "x\x00y", "x\ud800y"])
@pytest.mark.parametrize("permanent", [True, False])
def test_whatever_is_said_of_a_failure_can_be_noted(claim, said, permanent):
    make_web_evidence(claim, "https://example.org/")

    def failing(url):
        raise FetchRefused(said, permanent=permanent)

    capturing.capture_due(fetch=failing)

    assert Watch.objects.get().last_error == text.normalise(said)[:500]


def test_an_answer_that_cannot_be_noted_is_said_to_be_one_and_keeps_no_other_back(address, claim):
    first = make_web_evidence(claim, f"{address}?first")
    make_web_evidence(claim, address)

    def garbling(url):
        fetched = fetch_here(address)
        return fetched if url == address else replace(fetched, fetched_at=None)

    done = capturing.capture_due(fetch=garbling)

    sentence = "What the site answered could not be noted: IntegrityError."
    assert (done.kept, [(one.pk, why) for one, why in done.failed]) == (1, [(first.pk, sentence)])
    assert Watch.objects.get(evidence=first).last_error == sentence


# --- what is confidential ----------------------------------------------------------------------


def make_confidential(claim, server, status=200):
    return make_web_evidence(claim, server.answers_with(PAGE, status=status), is_confidential=True)


def asked_for(server, since):
    return len(server.seen) - since


def test_the_address_of_confidential_evidence_is_not_fetched_by_itself(server, claim):
    make_confidential(claim, server)
    queued, before = Watch.objects.get().next_attempt, len(server.seen)

    capture(later(days=400))

    assert (queued, asked_for(server, before)) == (None, 0)


def test_one_that_was_queued_before_that_rule_is_taken_out(server, claim):
    make_confidential(claim, server)
    Watch.objects.update(next_attempt=timezone.now())
    before = len(server.seen)

    capture()

    assert (asked_for(server, before), Watch.objects.get().next_attempt) == (0, None)


def test_one_that_falls_due_within_a_round_is_not_fetched_either(server, claim):
    evidence = make_confidential(claim, server)
    Watch.objects.update(next_attempt=later(hours=1))

    found = watching.due(later(hours=2))

    assert (evidence.watch.pk, found.count()) == (evidence.pk, 0)


@pytest.mark.parametrize("status", [200, 404, 503])
def test_who_asks_for_it_has_it_fetched_once(server, claim, reviewer, status):
    evidence = make_confidential(claim, server, status)
    before = len(server.seen)
    gathering.check_address(evidence, by=reviewer)

    capture()
    make.make_decided_claim(Claim.objects.get(pk=claim.pk))
    capture(later(days=400))

    watch = Watch.objects.get()
    assert (asked_for(server, before), watch.next_attempt, watch.is_asked) == (1, None, False)


# --- looked at again ---------------------------------------------------------------------------


def test_while_no_verdict_rests_on_it_nothing_is_fetched_again_until_somebody_asks(
    address, claim, reviewer
):
    evidence = make_web_evidence(claim, address)
    capture()

    put_off = capture(later(days=1)).kept
    gathering.check_address(evidence, by=reviewer)

    assert (put_off, capture().kept, Snapshot.objects.count()) == (0, 1, 2)


def test_two_queries_put_off_whatever_is_not_due(address, django_assert_num_queries):
    for _ in range(3):
        make_web_evidence(make.make_claim(), address)
    capture()

    with django_assert_num_queries(2):
        watching.put_off(later(days=2))


def test_words_that_were_never_found_do_not_fall(server, claim):
    evidence = make_web_evidence(claim, server.answers_with(OTHER))
    capture()
    make.make_decided_claim(Claim.objects.get(pk=claim.pk))

    capture(later(days=2))

    assert (Snapshot.objects.count(), status_of(evidence)) == (2, Status.VERIFIED)


@pytest.mark.parametrize(
    ("verdict", "stance", "falls"),
    [
        ("verified", "supports", True),
        ("verified", "refutes", False),
        ("verified", "context", False),
        ("refuted", "refutes", True),
        ("refuted", "supports", False),
        ("unverifiable", "supports", True),
        ("unverifiable", "refutes", True),
        ("unverifiable", "context", False),
    ],
)
def test_a_verdict_falls_with_the_evidence_it_rests_on(
    server, address, claim, verdict, stance, falls
):
    evidence = make_decided_on(claim, address, verdict, stance=stance)
    server.answers_with(OTHER)
    capture(later(days=1))
    assert (status_of(evidence) == Status.RECHECK) == falls


def test_of_confidential_evidence_the_fall_tells_nothing_but_itself(
    server, address, claim, reviewer
):
    evidence = make_web_evidence(claim, address, is_confidential=True)
    gathering.check_address(evidence, by=reviewer)
    capture()
    make.make_decided_claim(Claim.objects.get(pk=claim.pk))
    server.answers_with(OTHER)
    gathering.check_address(evidence, by=reviewer)

    capture()
    (entry,) = entries(evidence, "claim.evidence_changed")

    assert (entry["is_confidential"], len(entry["salt"])) == (True, 32)


def test_a_vouch_ends_when_a_later_copy_shows_the_words(server, claim, reviewer):
    evidence = make_web_evidence(claim, server.answers_with(OTHER), by=reviewer)
    capture()
    evidence.claim.refresh_from_db()
    gathering.vouch(evidence, by=reviewer, note="Seen.")
    gathering.check_address(evidence, by=reviewer)
    capture()
    still = Watch.objects.get().vouch
    server.answers_with(PAGE)
    gathering.check_address(evidence, by=reviewer)

    capture()

    assert (still.note, Watch.objects.get().vouch) == ("Seen.", None)


# --- the command -------------------------------------------------------------------------------


def test_the_command_says_what_came_of_a_round(claim):
    make_web_evidence(claim, "http://10.0.0.1/")
    out, err = StringIO(), StringIO()

    call_command("capture_evidence", stdout=out, stderr=err)

    assert err.getvalue() == (
        f"Evidence {Watch.objects.get().pk}: The address leads into a private network or to this "
        "machine: nothing was fetched. Noted in the record.\n"
    )
    assert out.getvalue() == (
        "Copies kept: 0. To be rechecked: 0. Waiting for their first copy: 0. Watched: 0.\n"
    )
