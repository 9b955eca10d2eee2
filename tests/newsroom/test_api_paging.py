"""Pages hold every row once, in order, whatever the rows have in common."""

import base64
import json
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from articles.models import Article
from claims.api import ClaimViewSet
from claims.models import Claim
from newsroom.api_views import ArticleViewSet
from newsroom.keyset import KeysetPagination
from tests.factories import make_article, make_claim, make_editor

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 1, 31, 12, tzinfo=UTC)


def pages(read, path, link="next"):
    """Return a list of ids or slugs for every page from `path` on."""
    found = []
    while path:
        page = read(path)
        found.append([row.get("slug") or row["id"] for row in page["results"]])
        path = page[link]
    return found


def last_page(read, path):
    while (page := read(path))["next"]:
        path = page["next"]
    return path


def paged(rows, view):
    """Return what reads the pages of `rows` alone: without accounts, filters and serializers."""

    def read(path):
        paginator, asked = KeysetPagination(), Request(APIRequestFactory().get(path))
        found = paginator.paginate_queryset(rows, asked, view)
        told = [{"id": row.pk, "slug": getattr(row, "slug", None)} for row in found]
        return paginator.get_paginated_response(told).data

    return read


@pytest.fixture
def read(client):
    """Read a page of the API, as an editor."""
    client.force_login(make_editor())
    return lambda path: client.get(path).json()


@pytest.fixture(scope="module")
def articles(made_once):
    """Seven articles: three of one time, two of another, two without a date.

    In the first are four claims: two of one day and weight, two without a day.
    """
    made = [make_article() for _ in range(7)]
    for words in ("council", "The council has 40 members.", "1901", "noon"):
        make_claim(made[0], words)
    Claim.objects.filter(exact__in=["council", "noon"]).update(due="2025-01-31", priority=1)
    times = [NOON, None, NOON, NOON + timedelta(microseconds=1), None, NOON, NOON + timedelta(1)]
    for article, time in zip(made, times, strict=True):
        Article.objects.filter(pk=article.pk).update(published_at=time, updated_at=NOON)
    return [article.slug for article in made]


@pytest.fixture
def claims(articles):
    return sorted(Claim.objects.values_list("pk", flat=True))


ORDERS = {
    "published_at": [0, 2, 5, 3, 6, 1, 4],
    "-published_at": [6, 3, 5, 2, 0, 4, 1],
    "updated_at": [0, 1, 2, 3, 4, 5, 6],
    "-updated_at": [6, 5, 4, 3, 2, 1, 0],
}


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("ordering", ORDERS)
def test_forwards_every_row_comes_once_and_in_order(articles, ordering, size):
    read = paged(Article.objects.all(), ArticleViewSet)

    found = pages(read, f"/?ordering={ordering}&page_size={size}")

    assert list(chain(*found)) == [articles[n] for n in ORDERS[ordering]]


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("ordering", ORDERS)
def test_backwards_every_row_comes_once_and_in_order(articles, ordering, size):
    read = paged(Article.objects.all(), ArticleViewSet)
    end = last_page(read, f"/?ordering={ordering}&page_size={size}")

    found = pages(read, end, link="previous")

    assert list(chain(*reversed(found))) == [articles[n] for n in ORDERS[ordering]]


@pytest.mark.parametrize("ordering", ["due", "-due", "priority", "-priority", "updated_at"])
def test_claims_are_paged_as_exactly(claims, ordering):
    read = paged(Claim.objects.all(), ClaimViewSet)

    found = pages(read, f"/?ordering={ordering}&page_size=1")

    assert sorted(chain(*found)) == claims


@pytest.mark.parametrize("ordering", ORDERS)
def test_the_api_pages_its_articles_so(read, articles, ordering):
    end = last_page(read, f"/api/v1/articles/?ordering={ordering}&page_size=3")

    found = pages(read, end, link="previous")

    order = [articles[n] for n in ORDERS[ordering]]
    assert found == [order[6:], order[3:6], order[:3]]


def test_the_api_pages_its_claims_so(read, claims):
    found = pages(read, "/api/v1/claims/?ordering=-due&page_size=1")

    assert sorted(chain(*found)) == claims


def test_a_row_that_arrives_meanwhile_moves_no_other(read, articles):
    first = read("/api/v1/articles/?ordering=-updated_at&page_size=3")
    late = make_article()

    assert list(chain(*pages(read, first["next"]))) == [articles[n] for n in (3, 2, 1, 0)]
    assert read("/api/v1/articles/?page_size=1")["results"][0]["slug"] == late.slug


def test_one_page_leads_nowhere(read, articles):
    page = read("/api/v1/articles/?page_size=7")

    assert (page["next"], page["previous"]) == (None, None)


def test_filters_stay_in_the_links(read, articles):
    Article.objects.filter(slug__in=articles[:3]).update(language="az")

    assert pages(read, "/api/v1/articles/?language=az&page_size=2&ordering=updated_at") == [
        articles[:2],
        articles[2:3],
    ]


def test_a_far_page_costs_what_the_first_costs(read, articles, django_assert_num_queries):
    last = last_page(read, "/api/v1/articles/?page_size=3")
    for path in ("/api/v1/articles/?page_size=3", last):
        with django_assert_num_queries(6):
            read(path)


def cursor(*told):
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


NOW = NOON.isoformat()


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "é",
        "a\0b",
        "A" * 5000,
        base64.urlsafe_b64encode(b"[" * 2900).decode(),
        cursor(),
        cursor("-updated_at", False, NOW),
        cursor("updated_at", False, NOW, 1),
        cursor("-published_at", False, NOW, 1),
        cursor("-updated_at", "no", NOW, 1),
        cursor("-updated_at", False, NOW, 0),
        cursor("-updated_at", False, NOW, 2**63),
        cursor("-updated_at", False, NOW, 1.5),
        cursor("-updated_at", False, NOW, True),
        cursor("-updated_at", False, NOW, "1"),
        cursor("-updated_at", False, None, 1),
        cursor("-updated_at", False, 7, 1),
        cursor("-updated_at", False, "2025-01-31T12:00:00", 1),
        cursor("-updated_at", False, "0001-01-01T00:00:00+14:00", 1),
        cursor("-updated_at", False, "2025-01-31", 1),
    ],
)
def test_a_cursor_that_is_none_of_ours_is_refused(client, forged):
    response = client.get("/api/v1/articles/", {"cursor": forged})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {
            "field": "cursor",
            "message": "This is no cursor of this list in this order. Begin again without it.",
            "code": "invalid",
        }
    ]


@pytest.mark.parametrize("value", ["a\0b", "\ud800", 7, None])
def test_a_cursor_with_words_that_no_database_can_hold_is_refused(client, value):
    query = {"ordering": "headline", "cursor": cursor("headline", False, value, 1)}

    assert client.get("/api/v1/articles/", query).status_code == 400


@pytest.mark.parametrize("key", [0, -1, 2**63, 10**40])
def test_a_cursor_with_a_key_beyond_the_database_is_refused(client, key):
    query = {"cursor": cursor("id", False, key, 1)}

    assert client.get("/api/v1/claims/", query).status_code == 400


@pytest.mark.parametrize("size", ["0", "201", "-1", "1.5", "many", "9" * 5000, "٣"])
def test_a_page_size_out_of_bounds_is_refused(client, size):
    response = client.get("/api/v1/claims/", {"page_size": size})

    assert response.json()["errors"][0]["message"] == "Give a number from 1 to 200."


@pytest.mark.parametrize("ordering", ["slug", "--updated_at", "pk", "-", "revision__text"])
def test_an_order_that_is_not_offered_is_refused(client, ordering):
    response = client.get("/api/v1/articles/", {"ordering": ordering})

    assert response.json()["errors"][0]["message"] == (
        "Order by one of: updated_at, published_at, headline; with - in front, descending."
    )
