"""What the pages of the lists cost: the same for any number of rows."""

from datetime import timedelta

import pytest
from django.db import transaction

from articles.importers.base import Author
from articles.models import Article

from .reader_lists import LISTS, THAT_DAY, publish
from .reader_pages import correct

pytestmark = pytest.mark.django_db

QUERIES = dict(zip(LISTS, [5, 3, 5, 2, 5, 5, 5, 7, 4, 3], strict=True))
OF_SECTIONS = "/sections/"


def make_row(n, section="Local"):
    byline = tuple(Author(name, "Reporter", None) for name in ("Writer A", f"Writer {n}"))
    day = THAT_DAY + timedelta(hours=n)
    correct(publish(section=section, byline=byline, published_at=day), standfirst="Forty.")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_sections_costs_the_same_for_any_number(
    client, django_assert_num_queries, count
):
    for n in range(count):
        make_row(n, section=f"Local {n}")

    with django_assert_num_queries(QUERIES[OF_SECTIONS]):
        response = client.get(OF_SECTIONS)

    assert response.content.count(b"Local") >= count


@pytest.fixture(scope="module", params=[1, 3])
def rows(made_once, request):
    with transaction.atomic():
        for n in range(request.param):
            make_row(n)
        yield request.param
        transaction.set_rollback(True)


@pytest.mark.parametrize("path", [path for path in LISTS if path != OF_SECTIONS])
def test_a_list_costs_the_same_for_any_number_of_rows(
    client, django_assert_num_queries, rows, path
):
    assert Article.objects.count() == rows

    with django_assert_num_queries(QUERIES[path]):
        response = client.get(path)

    assert response.status_code == 200
