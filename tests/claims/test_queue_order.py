"""The orders of the queues, and the way through a list in each of them."""

from datetime import date
from itertools import pairwise

import pytest

from claims.models import Claim
from claims.ordering import SORTS
from tests.factories import make_article, make_claim, revise

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def claims_to_sort(made_once):
    article, other = make_article(), make_article()
    make_claim(article, "met on Monday", due=date(2031, 1, 2))
    make_claim(article, "The town council", priority=1)
    make_claim(article, "The council has 40 members.", due=date(2031, 1, 1))
    make_claim(other, priority=1, due=date(2031, 1, 1))
    gone = make_claim(make_article(), priority=3)
    revise(gone, "<p>Nothing of it is left.</p>")
    make_claim(article, "The meeting ended at noon.", priority=1)


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
def test_the_way_through_a_list_meets_each_claim_once_and_back_again(sort):
    in_order = list(sort.applied(Claim.objects.all()))

    for backwards, way in ((False, in_order), (True, in_order[::-1])):
        for place, claim in enumerate(way):
            after = Claim.objects.filter(sort.beyond(claim, backwards=backwards))
            assert list(sort.applied(after, backwards=backwards)) == way[place + 1 :]


def test_urgent_claims_come_first_then_the_earliest_day_then_those_without():
    urgent = next(sort for sort in SORTS if sort.name == "urgent")
    ranks = [
        (claim.priority, claim.due or date.max, claim.pk)
        for claim in urgent.applied(Claim.objects.all())
    ]

    assert all(one < other for one, other in pairwise(ranks))
