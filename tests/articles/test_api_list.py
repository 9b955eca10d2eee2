"""The list of articles over REST: who sees what of it, and what it costs."""

import pytest

from tests.articles.api_calls import LIST, address, read, slugs
from tests.factories import (
    make_article,
    make_claim,
    make_editor,
    make_overridden_article,
    make_published_article,
    make_publisher,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_an_account_without_a_role_sees_what_the_public_sees(client):
    public, draft = make_published_article(), make_article()
    client.force_login(make_user())

    assert slugs(client.get(LIST)) == [public.slug]
    assert read(client, public)["allowed_steps"] == []
    assert client.get(address(draft)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_articles(
    client, django_assert_num_queries, rows
):
    articles = [make_published_article() for _ in range(rows)]
    make_claim(articles[0], "noon")

    with django_assert_num_queries(4):
        told_to_the_public = slugs(client.get(LIST))
    client.force_login(make_editor())
    with django_assert_num_queries(6):
        told_to_staff = slugs(client.get(LIST))

    assert (len(told_to_the_public), len(told_to_staff)) == (rows, rows)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_overrides_wait(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        make_overridden_article()
    client.force_login(make_publisher())

    with django_assert_num_queries(6):
        told = client.get(LIST).json()["results"]
    assert len([article for article in told if article["override"]]) == count
