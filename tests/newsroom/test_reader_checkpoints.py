"""The checkpoints that anybody may keep: the list of them, and each."""

import json
from datetime import UTC, datetime

import pytest
import time_machine

from articles import checkpoints
from newsroom.reader import checkpoints as pages
from tests import factories as make

pytestmark = pytest.mark.django_db


def make_on(*days):
    for day in days:
        with time_machine.travel(datetime(2030, 1, day, 12, tzinfo=UTC), tick=False):
            made = checkpoints.make()
    return made


def test_the_list_tells_the_newest_first(client):
    make.make_article()
    second = make_on(2, 3)

    first = second.previous_hash
    assert client.get("/checkpoints/").json() == {
        "checkpoints": [
            {
                "day": "2030-01-03",
                "hash": second.hash,
                "previous_hash": first,
                "heads": 1,
                "url": "/checkpoints/2030-01-03.json",
            },
            {
                "day": "2030-01-02",
                "hash": first,
                "previous_hash": "",
                "heads": 1,
                "url": "/checkpoints/2030-01-02.json",
            },
        ],
        "older": None,
    }


def test_the_list_of_none_is_empty(client):
    assert client.get("/checkpoints/").json() == {"checkpoints": [], "older": None}


def test_a_long_list_leads_on_to_what_is_older(client, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    make_on(2, 3, 4)

    first = client.get("/checkpoints/").json()
    second = client.get(first["older"]).json()

    days = [[one["day"] for one in page["checkpoints"]] for page in (first, second)]
    assert days == [["2030-01-04", "2030-01-03"], ["2030-01-02"]]
    assert second["older"] is None


def test_a_checkpoint_is_served_as_it_is_published(client):
    make.make_article()
    made = make_on(2)

    response = client.get("/checkpoints/2030-01-02.json")

    text = b"".join(response.streaming_content).decode()
    assert text == "".join(checkpoints.published(made))
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "application/json",
        "public, max-age=31536000, immutable",
    )


def test_a_checkpoint_tells_nothing_of_a_draft_but_that_there_is_one(client):
    article = make.make_article(headline="Quillwort")
    make_on(2)

    text = b"".join(client.get("/checkpoints/2030-01-02.json").streaming_content).decode()

    assert json.loads(text)["heads"] == [
        {
            "hash": article.head_hash,
            "record": article.ledger.get(sequence=1).hash,
            "sequence": 1,
        }
    ]


@pytest.mark.parametrize(
    "address",
    ["2030-01-03.json", "today.json", "2030-02-31.json", "?before=yesterday", "2030-01-02"],
)
def test_what_is_not_there_is_404(client, address):
    make_on(2)

    assert client.get(f"/checkpoints/{address}").status_code == 404


@pytest.mark.parametrize("address", ["", "2030-01-02.json"])
def test_a_checkpoint_is_only_read(client, address):
    make_on(2)

    assert client.post(f"/checkpoints/{address}").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_query_however_many_there_are(client, count, django_assert_num_queries):
    make_on(*range(2, 2 + count))

    with django_assert_num_queries(1):
        client.get("/checkpoints/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_checkpoint_takes_three_queries_however_much_it_lists(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        make.make_article()
    make_on(2)

    with django_assert_num_queries(3):
        list(client.get("/checkpoints/2030-01-02.json").streaming_content)


def test_the_page_of_an_article_leads_to_the_checkpoints(client):
    article = make.make_published_article()

    assert '<a href="/checkpoints/">' in client.get(article.get_absolute_url()).content.decode()


def test_whoever_has_a_checkpoint_gets_no_second_copy(client):
    made = checkpoints.make()
    address = made.get_absolute_url()

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first["ETag"], again.status_code, again.content) == (f'"{made.hash}"', 304, b"")
