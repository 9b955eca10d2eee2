"""The newest come first whichever slices of time they lie in, on either database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles import search_finding, search_index
from articles.search_words import asked
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 15)
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
# About where the latest months begin (1 October), and where last year does.
DAYS_AGO = (0, 14, 15, 45, 105, 106, 107, 378, 379, 380, 745, 1500)
DATES = [NOON - timedelta(days=days) for days in DAYS_AGO]


@pytest.fixture(scope="module")
def articles(made_once):
    """A public article of each of DATES."""
    return [make.publish(make.make_article(published_at=at)) for at in DATES]


def found(typed, facets=(), today=TODAY, **told):
    hits, _ = search_finding.find(asked(typed), list(facets), today, **told)
    return [hit.published_at for hit in hits]


@pytest.mark.parametrize("most", range(1, len(DATES) + 2))
def test_so_many_of_the_newest_are_found(articles, most):
    assert found("members", most=most) == DATES[:most]


@pytest.mark.parametrize("most", [1, 2, 9])
@pytest.mark.parametrize("year", [2025, 2024, 2021])
def test_and_so_many_of_one_year(articles, year, most):
    of_the_year = [at for at in DATES if at.year == year]

    assert found("members -nowhere", [f"y{year}"], most=most) == of_the_year[:most]


def test_what_comes_out_on_the_last_evening_of_a_month_is_the_newest(articles, settings):
    settings.TIME_ZONE = "America/New_York"
    # The next month has begun where clocks show UTC.
    evening = datetime(2026, 2, 1, 4, tzinfo=UTC)
    make.publish(make.make_article(published_at=evening))

    assert found("members", today=timezone.localdate(evening), most=1) == [evening]


def test_the_latest_months_are_this_one_and_those_before_it():
    assert search_index.latest_months(TODAY) == ["m202510", "m202511", "m202512", "m202601"]


def test_an_entry_bears_its_month():
    words = search_index.Words([], [], [], ["council"])

    assert search_index.vector(words, ["len"], NOON) == "'=len' '=m202601' 'council':31D"
