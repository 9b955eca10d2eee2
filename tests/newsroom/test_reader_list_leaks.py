"""Nothing that readers do not have is in a list of theirs, nor is a name that it alone bears."""

from datetime import UTC, datetime

import pytest

from articles import editing, scheduling
from articles.importers.base import Author
from tests import factories

from .reader_lists import LISTS, make_article, publish, withdraw, words_of
from .reader_pages import correct

pytestmark = pytest.mark.django_db

SECRET = "Quillwort"


def unpublished():
    """An article in each state in which readers do not have it, all of them where they look."""
    authors = (Author("Writer A", SECRET, "@writer_a"), Author(SECRET, SECRET, SECRET))
    shared = {"headline": SECRET, "standfirst": SECRET, "byline": authors}
    shared |= {"tags": ("Council", SECRET)}
    yield make_article(**shared)
    yield make_article(**shared, section=SECRET)
    yield editing.take(make_article(**shared), "submit", by=factories.make_editor())
    yield factories.schedule(make_article(**shared))
    embargoed, until = make_article(**shared), datetime(2999, 5, 1, tzinfo=UTC)
    scheduling.set_embargo(embargoed, until, by=factories.make_publisher(), note="Till then.")
    yield embargoed
    corrected = correct(factories.publish(make_article(**shared)), standfirst="", note=SECRET)
    yield withdraw(corrected)
    restored = withdraw(publish(**shared | {"published_at": datetime(1999, 3, 1, tzinfo=UTC)}))
    yield editing.take(restored, "restore", by=factories.make_publisher(), note="Again.")


@pytest.fixture(scope="module")
def unseen(made_once):
    publish(headline="Council meets")
    return list(unpublished())


@pytest.mark.parametrize("path", LISTS)
def test_no_list_tells_of_what_is_not_out(client, unseen, path):
    response = client.get(path)

    assert response.status_code == 200
    assert SECRET.casefold() not in response.content.decode().casefold()


def test_the_archive_counts_what_is_out(client, unseen):
    assert words_of(client.get("/archive/")) == "Archive 2024 March 1 article"


@pytest.mark.parametrize(
    ("path", "nothing"),
    [
        ("/sections/quillwort/", "/sections/none/"),
        ("/authors/quillwort/", "/authors/none/"),
        ("/tags/quillwort/", "/tags/none/"),
        ("/archive/1999/3/", "/archive/1999/4/"),
        ("/archive/1999/3/1/", "/archive/1999/3/2/"),
    ],
)
@pytest.mark.parametrize("query", ["", "?before=2099-01-01T00:00:00Z_1"])
def test_a_name_that_only_the_desk_knows_is_no_page(client, unseen, path, nothing, query):
    response = client.get(path + query)

    assert (response.status_code, response.content) == (404, client.get(nothing).content)
