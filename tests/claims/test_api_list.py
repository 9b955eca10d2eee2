"""The list of claims over REST: what it holds, and what it costs."""

import pytest

from tests.claims.api_calls import LIST, address, ids
from tests.claims.published_claims import quoting
from tests.factories import make_decided_claim, make_published_article, make_reviewer

pytestmark = pytest.mark.django_db


def test_a_decided_claim_of_an_unpublished_article_is_not_public(client):
    claim = make_decided_claim()

    answers = [client.get(address(claim, *rest)).status_code for rest in ((), ("evidence",))]

    assert (answers, ids(client.get(LIST))) == ([404, 404], [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_claims(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_published_article()

    with django_assert_num_queries(4):
        told_to_the_public = ids(client.get(LIST))
    client.force_login(make_reviewer())
    with django_assert_num_queries(6):
        told_to_staff = ids(client.get(LIST))

    assert (len(told_to_the_public), len(told_to_staff)) == (rows, rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_passages_cost_the_same_for_any_number_of_claims(client, django_assert_num_queries, rows):
    for _ in range(rows):
        quoting(make_published_article())

    with django_assert_num_queries(5):
        assert len(ids(client.get(LIST))) == 2 * rows
