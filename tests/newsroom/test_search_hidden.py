"""What is not public is neither found nor counted, in whatever way it came to be hidden."""

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from tests import factories as make

from .search_secrets import (
    NOW,
    SECRET,
    embargoed,
    found,
    in_review,
    restored,
    said,
    scheduled,
    secret_article,
    withdrawn,
)

pytestmark = pytest.mark.django_db

HIDDEN = [secret_article, in_review, scheduled, embargoed, withdrawn, restored]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def told_before(made_once):
    """What is said of words that a public article has, while it is alone."""
    with time_machine.travel(NOW, tick=False):
        make.make_published_article(headline="Other words")
        return said(Client(), "words")


@pytest.fixture(scope="module", params=HIDDEN)
def hidden(told_before, request):
    """Beside it, an article that is not public."""
    with transaction.atomic():
        with time_machine.travel(NOW, tick=False):
            request.param()
        yield
        transaction.set_rollback(True)


def test_what_is_not_public_is_not_found(client, hidden):
    for query in ({}, {"section": "quillwort"}, {"tag": "quillwort"}, {"language": "eo"}):
        assert (query, found(client, SECRET, **query)) == (query, ([], []))


def test_nor_is_it_counted_where_something_else_is_found(client, told_before, hidden):
    assert said(client, "words") == told_before


@pytest.mark.parametrize("hidden", [in_review], indirect=True)
def test_everybody_finds_the_same(client, hidden):
    before = said(client, "words")
    caches["readers"].clear()  # Else they are sent what was kept for the others.
    client.force_login(make.make_publisher())

    assert said(client, "words") == before
