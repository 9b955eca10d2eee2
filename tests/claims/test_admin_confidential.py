"""Confidential evidence: who may not read it learns that it exists, and its kind."""

import pytest
from django.urls import reverse

from claims.models import Evidence
from tests.claims.admin_pages import LIST, evidence_form, url
from tests.factories import (
    make_claim,
    make_editor,
    make_evidence,
    make_publisher,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

SECRETS = {
    "title": "Talk in the car park",
    "excerpt": "Ask for the blue folder.",
    "url": "https://example.org/secret-address",
    "publisher": "A friend of the mayor",
}


def make_secret(claim, reviewer):
    return make_evidence(
        claim,
        reviewer,
        kind="interview",
        stance="refutes",
        tier="anonymous",
        is_confidential=True,
        **SECRETS,
    )


def page_for(client, claim, reader):
    client.force_login(reader)
    return client.get(url("change", claim)).content.decode()


def test_an_editor_learns_that_it_exists_and_its_kind(client):
    claim = make_claim()
    make_secret(claim, make_reviewer())

    page = page_for(client, claim, make_editor())

    assert "Confidential evidence" in page
    assert "Kind: interview or person." in page
    assert [secret for secret in SECRETS.values() if secret in page] == []


def test_an_editor_does_not_learn_what_it_speaks_for_or_who_speaks(client):
    claim = make_claim()
    make_secret(claim, make_reviewer())

    page = page_for(client, claim, make_editor())

    assert "refutes" not in page
    assert "anonymous source" not in page


def test_the_history_tells_no_more(client):
    claim = make_claim()
    make_secret(claim, make_reviewer())
    client.force_login(make_editor())

    (added, tagged) = client.get(url("change", claim)).context["history"]

    assert (added.what, added.detail) == ("Added confidential evidence", "interview or person")
    assert tagged.what == "Tagged these words as a claim"


@pytest.mark.parametrize("make_reader", [make_reviewer, make_publisher])
def test_reviewers_and_publishers_read_it(client, make_reader):
    claim = make_claim()
    make_secret(claim, make_reviewer())

    page = page_for(client, claim, make_reader())

    assert [secret for secret in SECRETS.values() if secret not in page] == []


@pytest.mark.parametrize("secret", SECRETS.values())
def test_the_list_does_not_find_a_claim_by_it(client, secret):
    make_secret(make_claim(), make_reviewer())
    client.force_login(make_editor())

    response = client.get(reverse(LIST), {"q": secret})

    assert response.context["cl"].result_count == 0


def test_an_editor_does_not_retract_it_by_a_forged_post(client):
    claim = make_claim()
    piece = make_secret(claim, make_reviewer())
    client.force_login(make_editor())

    response = client.post(url("retract", claim, piece.pk), {"version": 2, "note": "Out."})

    assert response.status_code == 404
    piece.refresh_from_db()
    assert piece.retracted_at is None


def test_a_reviewer_may_add_it(client):
    claim = make_claim()
    client.force_login(make_reviewer())

    client.post(url("evidence", claim), evidence_form(claim, is_confidential="on"))

    assert Evidence.objects.get().is_confidential


def test_an_editor_is_not_asked_whether_it_is_confidential(client):
    claim = make_claim()
    client.force_login(make_editor())

    form = client.get(url("change", claim)).context["evidence_form"]

    assert "is_confidential" not in form.fields
