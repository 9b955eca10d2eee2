"""What readers are told of who first said it: how many sources, how many of them independent."""

import pytest

from .reader_pages import decided_on, page, text_of

pytestmark = pytest.mark.django_db

TOWN = {"publisher": "Town hall", "title": "Notice"}
REPRINT = {"publisher": "Site Two", "title": "Report", "origin": "Town hall"}
REGISTER = {"title": "Register of members"}
SECRET = {"title": "Letter", "origin": "The clerk", "is_confidential": True}


def counted(client, *evidence):
    return [text_of(node) for node in page(client, decided_on(*evidence)).css(".check .origins")]


def test_reprints_of_one_release_count_once(client):
    assert counted(client, TOWN, REPRINT, REGISTER) == ["3 sources, 2 independent origins."]


def test_two_that_are_one_are_called_one(client):
    assert counted(client, TOWN, REPRINT) == ["2 sources, 1 independent origin."]


def test_a_single_source_is_not_counted(client):
    assert counted(client, TOWN) == []


def test_confidential_evidence_is_not_counted_lest_it_tell_whose_it_is(client):
    assert counted(client, TOWN, REPRINT, SECRET) == ["2 sources shown, 1 independent origin."]


def test_the_origin_of_a_reprint_is_named_and_what_its_publisher_tells_is_not_said_twice(client):
    sources = page(client, decided_on(TOWN, REPRINT, REGISTER)).css(".sources li > p:first-child")

    assert [text_of(node) for node in sources] == [
        "Notice, Town hall",
        "Report, Site Two. Origin: Town hall",
        "Register of members",
    ]


def test_the_origin_of_confidential_evidence_is_told_nobody(client):
    article = decided_on(TOWN, SECRET)

    told = client.get(article.get_absolute_url()).content.decode()
    told += client.get(f"/api/v1/claims/?article={article.slug}").content.decode()

    assert ("Town hall" in told, "The clerk" in told) == (True, False)
