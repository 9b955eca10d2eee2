"""The queues' page is turned over: each claim is on one page, there and back."""

from itertools import chain

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from claims import queue_pages
from tests.claims.queue_pages import QUEUES, opened
from tests.factories import make_claim, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def claims(made_once):
    """The keys of five, in the order in which they were tagged."""
    today = timezone.localdate()
    told = ((2, None), (1, today), (2, today), (1, None), (3, today))
    return [make_claim(priority=priority, due=due).pk for priority, due in told]


@pytest.fixture(scope="module")
def editor_key(made_once):
    return make_editor().pk


@pytest.fixture
def editor(editor_key):
    return User.objects.get(pk=editor_key)


@pytest.mark.parametrize("sort", ["urgent", "due", "oldest", "newest", "untouched", "article"])
def test_pages_show_each_claim_once_there_and_back(client, monkeypatch, editor, claims, sort):
    monkeypatch.setattr(queue_pages, "ON_A_PAGE", 2)
    client.force_login(editor)

    there, address = [], f"?queue=all&sort={sort}"
    while address:
        page = client.get(reverse(QUEUES) + address).context["page"]
        there.append([claim.pk for claim in page.claims])
        last, address = page, page.later
    back, address = [], last.earlier
    while address:
        page = client.get(reverse(QUEUES) + address).context["page"]
        back.append([claim.pk for claim in page.claims])
        address = page.earlier

    assert [len(page) for page in there] == [2, 2, 1]
    assert sorted(chain.from_iterable(there)) == claims
    assert back == there[1::-1]


@pytest.mark.parametrize("edge", ["x", "999999", "9" * 40, "²"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_page_that_begins_nowhere_is_the_first(client, editor, claims, way, edge):
    response = opened(client, editor, sort="newest", **{way: edge})

    assert [row.claim.pk for row in response.context["rows"]] == claims[::-1]
    assert "this is the first page" in response.content.decode()
