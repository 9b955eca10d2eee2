"""What all endpoints share: refusals as problem details, who is asking, the OpenAPI document."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from tests.factories import make_article, make_claim, make_editor, make_published_article

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


def post(client, path, body, **headers):
    body = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(path, body, content_type="application/json", headers=headers)


def steps_of_a_claim():
    return f"/api/v1/claims/{make_claim().pk}/steps/"


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/articles", "/api/v2/articles/"])
def test_an_unknown_address_is_a_problem(client, path):
    response = client.get(path)

    assert response.headers["Content-Type"] == PROBLEM
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Nothing is at this address. Addresses end in a slash; see /api/docs/.",
    }


@pytest.mark.parametrize("path", ["/api/v1/articles/nothing/", "/api/v1/claims/9/"])
def test_what_does_not_exist_is_a_problem(client, path):
    response = client.get(path)

    assert (response.status_code, response.headers["Content-Type"]) == (404, PROBLEM)
    assert response.json()["detail"] == "Not found."


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/articles/a%00b/",
        "/api/v1/articles/a%ED%A0%80/",
        "/api/v1/claims/99999999999999999999999999/",
        "/api/v1/claims/999999999999999999/",
        "/api/v1/claims/-1/",
        "/api/v1/claims/%D9%A1/",
    ],
)
def test_an_address_that_no_database_can_hold_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_status_forged_in_another_method_changes_nothing(client, method):
    article = make_article()
    client.force_login(make_editor())

    response = getattr(client, method)(
        f"/api/v1/articles/{article.slug}/",
        {"status": "published"},
        content_type="application/json",
    )

    assert (response.status_code, response.headers["Content-Type"]) == (405, PROBLEM)
    assert response.json()["detail"] == (
        f"{method.upper()} does nothing here and changed nothing. Use GET. "
        "A status changes by a step: POST to …/steps/."
    )
    assert Article.objects.get().status == "draft"


def test_a_stranger_who_writes_is_asked_who_he_is(client):
    response = post(client, steps_of_a_claim(), {"step": "dismiss", "note": "No."})

    assert (response.status_code, response.headers["Content-Type"]) == (401, PROBLEM)
    assert response.headers["WWW-Authenticate"] == 'Session realm="newsroom"'
    assert response.json()["detail"] == "Sign in first."


def test_a_write_without_the_csrf_token_is_a_problem():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())

    response = post(client, steps_of_a_claim(), {"step": "dismiss", "note": "No."})

    assert (response.status_code, response.headers["Content-Type"]) == (403, PROBLEM)
    assert response.json()["detail"] == "CSRF Failed: CSRF cookie not set."


def test_a_write_with_the_csrf_token_is_taken():
    client = Client(enforce_csrf_checks=True)
    client.get("/admin/login/")
    client.force_login(make_editor())
    token = client.cookies["csrftoken"].value

    response = post(
        client, steps_of_a_claim(), {"step": "dismiss", "note": "No."}, **{"X-CSRFToken": token}
    )

    assert response.json()["status"] == "dismissed"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b'{"step": NaN}',
        b'{"step": "\\ud800"}',
        b'{"\\ud800": 1}',
        b"[" * 100_000,
        b'{"revision": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_body_that_is_not_json_is_told_so(client, body):
    client.force_login(make_editor())

    response = post(client, steps_of_a_claim(), body)

    assert (response.status_code, response.headers["Content-Type"]) == (400, PROBLEM)
    assert response.json()["detail"] == "The body is not JSON. Check it and send it again."


@pytest.mark.parametrize("body", ["[]", '"dismiss"', "null"])
def test_a_body_that_is_no_object_is_told_so(client, body):
    client.force_login(make_editor())

    response = post(client, steps_of_a_claim(), body)

    assert response.status_code == 400
    assert response.json()["detail"] == "Send one JSON object: names and values in braces."


def test_a_body_beyond_the_limit_is_not_read(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    client.force_login(make_editor())

    response = post(client, steps_of_a_claim(), {"step": "dismiss", "note": "No."})

    assert (response.status_code, response.headers["Content-Type"]) == (413, PROBLEM)
    assert response.json()["detail"] == "Send at most 20 bytes."


def test_a_form_is_told_that_json_is_wanted(client):
    client.force_login(make_editor())

    response = client.post(steps_of_a_claim(), {"step": "dismiss"})

    assert (response.status_code, response.headers["Content-Type"]) == (415, PROBLEM)


def test_a_nul_in_a_body_is_refused_by_field(client):
    client.force_login(make_editor())

    response = post(client, steps_of_a_claim(), {"step": "dismiss", "note": "a\0b"})

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == ["note"]


@pytest.mark.parametrize("name", ["colour", "a\0b", "cursor[]"])
def test_an_unknown_query_parameter_is_named(client, name):
    response = client.get("/api/v1/articles/nothing/revisions/", {name: "1"})

    assert response.json()["errors"] == [
        {
            "field": name,
            "message": "Nothing here is asked for by this. What can be: cursor, page_size.",
            "code": "invalid",
        }
    ]


def test_a_query_parameter_given_twice_is_refused(client):
    response = client.get("/api/v1/articles/?status=published&status=withdrawn")

    assert response.json()["errors"] == [
        {"field": "status", "message": "Give it once.", "code": "invalid"}
    ]


def test_a_filter_with_a_nul_is_refused(client):
    response = client.get("/api/v1/articles/?q=a%00b")

    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "q")


def test_an_accident_is_told_without_its_inside(client, monkeypatch, caplog):
    monkeypatch.setattr(Article.objects.__class__, "visible_to", lambda *args: 1 / 0)

    response = client.get("/api/v1/articles/")

    assert (response.status_code, response.headers["Content-Type"]) == (500, PROBLEM)
    assert "zero" not in response.content.decode()
    assert "ZeroDivisionError" in caplog.text


def test_only_json_is_spoken(client):
    response = client.get("/api/v1/articles/", headers={"Accept": "text/csv"})

    assert (response.status_code, response.headers["Content-Type"]) == (406, PROBLEM)


# The OpenAPI document and its page


def schema(client):
    return client.get("/api/schema/").json()


def test_the_openapi_document_is_valid_and_without_warning(tmp_path):
    path = tmp_path / "schema.yml"
    call_command("spectacular", fail_on_warn=True, validate=True, file=str(path))

    assert path.read_text().startswith("openapi: 3.1.0")


def test_every_operation_has_a_summary_and_tells_of_problems(client):
    found = [
        ("summary" in operation, "default" in operation["responses"])
        for operations in schema(client)["paths"].values()
        for operation in operations.values()
    ]
    assert found == [(True, True)] * 13


def test_the_page_of_the_api_has_no_inline_script_or_style(client):
    page = client.get("/api/docs/").content.decode()

    assert "<style" not in page
    assert page.count("<script") == len(re.findall(r"<script (?:type=\"module\" )?src=", page)) == 4
    assert page.count("</script>") == page.count("></script>") == 4


def test_the_page_of_the_api_may_show_inline_images_and_nothing_more(client):
    def policy(path):
        return sorted(client.get(path).headers["Content-Security-Policy"].split("; "))

    page, other = policy("/api/docs/"), policy("/api/schema/")

    assert [rule for rule in page if rule not in other] == ["img-src 'self' https: data:"]
    assert [rule for rule in other if rule not in page] == ["img-src 'self' https:"]


def test_the_script_of_the_page_is_a_file_of_its_own(client):
    response = client.get("/api/docs/", {"script": ""})

    assert response.headers["Content-Type"] == "application/javascript"
    assert "/api/schema/" in response.content.decode()


def test_times_are_told_in_utc_whatever_the_zone_of_the_site(client, settings):
    settings.TIME_ZONE = "Asia/Almaty"
    article = make_published_article()

    told = client.get(f"/api/v1/articles/{article.slug}/").json()

    assert told["first_published_at"] == article.first_published_at.isoformat().replace(
        "+00:00", "Z"
    )
