"""Which claims the filters of the REST list find, and who may ask what."""

from datetime import date

import pytest

from claims import workflow
from tests.claims.api_calls import LIST, ids
from tests.factories import make_article, make_claim, make_editor, make_reviewer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(made_once):
    """One claim of its own kind, beside two others."""
    editor, reviewer = make_editor(), make_reviewer()
    claim = make_claim(
        make_article(headline="Harbour opens"),
        by=editor,
        kind="figure",
        claimant="The mayor",
        statement="The council has forty seats.",
        priority=1,
        sensitivity="sensitive",
        due=date(2025, 1, 31),
    )
    claim = workflow.take(claim, "take_up", by=reviewer)
    make_claim(), make_claim()
    claim.reviewer, claim.editor = reviewer, editor
    return claim


@pytest.fixture
def odd(client, made):
    """The client is its editor."""
    client.force_login(made.editor)
    return made


@pytest.mark.parametrize(
    "query",
    [
        {"article": "harbour-opens"},
        {"status": "in_review"},
        {"kind": "figure"},
        {"claimant": "the MAYOR"},
        {"priority": "1"},
        {"sensitivity": "sensitive"},
        {"due_before": "2025-02-01"},
        {"tagged_by": "me"},
        {"q": "forty seats"},
    ],
)
def test_filters_find_the_claim(client, odd, query):
    assert ids(client.get(LIST, query)) == [odd.pk]


@pytest.mark.parametrize(
    "query",
    [
        {"article": "nothing"},
        {"anchor": "lost"},
        {"due_before": "2025-01-31"},
        {"assignee": "me"},
        {"assignee": "999999999999999999"},
        {"updated_after": "2100-01-01T00:00:00Z"},
    ],
)
def test_filters_find_nothing_else(client, odd, query):
    assert ids(client.get(LIST, query)) == []


def test_claims_are_found_by_who_has_them(client, odd):
    assert ids(client.get(LIST, {"assignee": odd.reviewer.pk})) == [odd.pk]
    assert len(ids(client.get(LIST, {"assignee": "nobody"}))) == 2
    assert ids(client.get(LIST, {"tagged_by": odd.editor.pk})) == [odd.pk]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "done"},
        {"kind": "rumour"},
        {"anchor": "there"},
        {"priority": "9" * 40},
        {"assignee": "9" * 40},
        {"assignee": "-1"},
        {"assignee": "somebody@example.org"},
        {"due_before": "soon"},
        {"updated_after": "9999-12-31T23:59:59-14:00"},
        {"q": "x" * 60_000},
        {"q": "a\0b"},
    ],
)
def test_a_value_that_no_filter_knows_is_refused_by_name(client, odd, query):
    response = client.get(LIST, query)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == list(query)


@pytest.mark.parametrize(
    "query",
    [
        {"assignee": "1"},
        {"tagged_by": "1"},
        {"priority": "1"},
        {"sensitivity": "sensitive"},
        {"due_before": "2100-01-01"},
        {"ordering": "due"},
        {"ordering": "-priority"},
    ],
)
@pytest.mark.parametrize(("login", "status"), [(False, 401), (True, 403)])
def test_the_public_cannot_ask_for_what_it_is_not_told(client, query, login, status):
    if login:
        client.force_login(make_user())

    assert client.get(LIST, query).status_code == status
