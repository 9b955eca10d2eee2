"""A database that is read-only, full, locked or gone: a sentence, a 503, and nothing half done."""

import errno
import logging

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from articles.models import LedgerEntry
from claims.models import Comment
from newsroom import outages
from tests.factories import (
    make_claim,
    make_claim_in_review,
    make_published_article,
    make_reviewer,
)
from tests.test_races import many_connections  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db(transaction=True)
PROBLEM = "application/problem+json"


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def read_only():
    if connection.vendor == "sqlite":
        run("PRAGMA query_only = ON")
        return "PRAGMA query_only = OFF"
    run("SET default_transaction_read_only = on")
    return "SET default_transaction_read_only = off"


def full():
    """SQLite may take no further page; PostgreSQL refuses with the code of a full disk."""
    if connection.vendor == "sqlite":
        run("VACUUM")  # Or there may be room in pages that were given back.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        return "PRAGMA max_page_count = 4294967294"
    run(
        "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
    )
    run("CREATE TRIGGER disk_full BEFORE INSERT ON claims_comment EXECUTE FUNCTION disk_full()")
    return "DROP FUNCTION disk_full() CASCADE"


@pytest.fixture(params=[(read_only, outages.READ_ONLY), (full, outages.FULL)], ids=lambda p: p[0])
def outage(request, caplog):
    """Call it: then nothing can be written. Its `sentence` says why."""
    mended = []
    brings, sentence = request.param
    caplog.set_level(logging.ERROR)

    def begin():
        mended.append(brings())

    begin.sentence = outages.NOT_SAVED.format(sentence)
    yield begin
    for statement in mended:
        run(statement)


def words(response):
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def comment(client, claim, **headers):
    said = {"comment": "Look at the minutes. " * 200}
    address = f"/admin/claims/claim/{claim.pk}/comments/"
    return client.post(address, said, headers=headers)


def test_whoever_sends_a_form_is_told_and_nothing_is_written(client, outage, caplog):
    claim = make_claim()
    client.force_login(make_reviewer())
    before = LedgerEntry.objects.count()
    outage()

    response = comment(client, claim)

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert outage.sentence in words(response)
    assert (Comment.objects.count(), LedgerEntry.objects.count()) == (0, before)
    assert "Outage: POST" in caplog.text


def test_a_script_is_told_in_json(client, outage):
    claim = make_claim()
    client.force_login(make_reviewer())
    outage()

    response = comment(client, claim, **{"Sec-Fetch-Dest": "empty"})

    assert (response.status_code, response.json()) == (503, {"detail": outage.sentence})


def test_a_read_only_database_is_a_problem_of_the_api(client):
    claim, reviewer = make_claim(), make_reviewer()
    client.force_login(reviewer)
    address = f"/api/v1/claims/{claim.pk}/steps/"
    mended = read_only()

    response = client.post(address, {"step": "take_up"}, content_type="application/json")
    run(mended)

    assert (response.status_code, response["Content-Type"]) == (503, PROBLEM)
    assert response["Retry-After"] == "60"
    assert response.json() == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": outages.NOT_SAVED.format(outages.READ_ONLY),
    }


def test_what_cannot_be_written_can_still_be_read(client):
    claim = make_claim()
    client.force_login(make_reviewer())
    mended = read_only()

    response = client.get(f"/admin/claims/claim/{claim.pk}/change/")
    run(mended)

    assert response.status_code == 200


def test_readers_read_on_where_no_page_can_be_kept(client, caplog):
    article = make_published_article()
    mended = read_only()

    answers = [client.get(article.get_absolute_url()) for _ in range(2)]
    run(mended)

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert "A page could not be kept" in caplog.text


def test_signing_in_on_a_read_only_database_is_no_traceback(client):
    user = make_reviewer()
    mended = read_only()

    response = client.post("/admin/login/", {"username": user.username, "password": "secret"})
    run(mended)

    assert response.status_code == 503
    assert outages.NOT_SAVED.format(outages.READ_ONLY) in words(response)


def test_a_session_that_cannot_be_kept_is_no_traceback(rf):
    request = rf.get("/admin/")
    middleware = outages.OutageMiddleware(lambda request: HttpResponse())
    middleware.process_request(request)
    request.session["read"] = "yes"
    mended = read_only()

    response = middleware.process_response(request, HttpResponse())
    run(mended)

    assert (response.status_code, outages.READ_ONLY in words(response)) == (503, True)


@pytest.mark.usefixtures("many_connections")
def test_a_lock_that_lasts_too_long_is_waited_for_and_then_told(client):
    claim = make_claim_in_review()
    client.force_login(User.objects.get(pk=claim.assignee_id))
    other = connection.copy()
    if connection.vendor == "sqlite":
        run("PRAGMA busy_timeout = 1")
        begin = "BEGIN IMMEDIATE"
    else:
        run("SET lock_timeout = '10ms'")
        begin = "BEGIN; LOCK TABLE articles_article"
    with other.cursor() as cursor:
        cursor.execute(begin)
        response = comment(client, claim)
        cursor.execute("ROLLBACK")
    other.close()
    if connection.vendor == "postgresql":
        run("RESET lock_timeout")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert outages.NOT_SAVED.format(outages.BUSY) in words(response)
    assert Comment.objects.count() == 0


@pytest.fixture
def away():
    """What Django raises where there is no such database."""
    other = connection.copy()
    other.settings_dict = connection.settings_dict | {"NAME": "/no/such/folder/at/all"}
    with pytest.raises(OperationalError) as raised:
        other.ensure_connection()
    return raised.value


def test_a_database_that_is_gone_leaves_it_open_what_was_saved(away):
    assert outages.told(away, "POST") == outages.UNCERTAIN
    assert outages.told(away, "GET") == outages.AWAY
    assert outages.headers(away)["Retry-After"] == "60"


def test_a_disk_that_is_full_of_pictures_is_told_too():
    assert outages.reason(OSError(errno.ENOSPC, "No space left on device")) == outages.FULL


def test_a_mistake_of_ours_is_no_outage():
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")

    assert outages.told(raised.value, "POST") is None
    assert outages.reason(OSError(errno.ENOENT, "No such file")) is None
    assert outages.reason(ValueError("x")) is None


# --- what is sent and does not arrive whole, or comes too late --------------------------------


class BrokenOff:
    """The body of a request whose sender is gone."""

    def read(self, *size):
        raise OSError("connection reset by peer")

    readline = read


@pytest.mark.parametrize("enforce_csrf_checks", [True, False])
def test_a_form_that_breaks_off_on_its_way_is_refused(enforce_csrf_checks):
    claim, client = make_claim(), Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(make_reviewer())

    response = client.post(
        f"/admin/claims/claim/{claim.pk}/comments/", **{"wsgi.input": BrokenOff()}
    )

    assert response.status_code == 400
    assert "Nothing was saved: what you sent broke off" in words(response)
    assert Comment.objects.count() == 0


def test_a_body_that_breaks_off_is_a_problem_of_the_api(client):
    claim = make_claim()
    client.force_login(make_reviewer())

    response = client.post(
        f"/api/v1/claims/{claim.pk}/steps/",
        content_type="application/json",
        **{"wsgi.input": BrokenOff(), "CONTENT_LENGTH": "20"},
    )

    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)


def test_a_form_that_is_sent_after_the_session_ended_is_refused_with_a_sentence(client):
    claim, before = make_claim(), LedgerEntry.objects.count()

    response = comment(client, claim, **{"Sec-Fetch-Dest": "document"})

    assert response.status_code == 403
    assert "Nothing was saved: you are not signed in any more." in words(response)
    assert LedgerEntry.objects.count() == before


def test_a_script_whose_session_ended_is_led_to_where_one_signs_in(client):
    response = comment(client, make_claim(), **{"Sec-Fetch-Dest": "empty"})

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/admin/login/")


def test_a_role_that_is_taken_away_before_the_step_is_asked_for_again(client):
    claim, reviewer = make_claim(), make_reviewer()
    client.force_login(reviewer)
    client.get(f"/admin/claims/claim/{claim.pk}/change/")
    reviewer.groups.clear()

    response = client.post(
        f"/admin/claims/claim/{claim.pk}/steps/", {"step": "take_up", "version": claim.version}
    )

    assert response.status_code == 403
    assert "Your account has no role that reaches claims." in words(response)
    claim.refresh_from_db()
    assert (claim.status, claim.assignee_id) == ("open", None)
