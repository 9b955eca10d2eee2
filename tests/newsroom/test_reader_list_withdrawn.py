"""What is withdrawn leaves every list."""

import pytest

from articles.models import Article

from .reader_lists import publish, withdraw, words_of
from .reader_pages import correct

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def corrected(made_once):
    correct(publish(headline="Council meets"), standfirst="Forty.")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/sections/", 200),
        ("/sections/local/", 404),
        ("/authors/", 200),
        ("/authors/writer-a/", 404),
        ("/tags/council/", 404),
        ("/archive/", 200),
        ("/archive/2024/3/", 404),
        ("/archive/2024/3/12/", 404),
        ("/corrections/", 200),
    ],
)
def test_a_withdrawn_article_leaves_every_list_at_once(client, corrected, path, status):
    before = client.get(path)
    links = {"/authors/": "Writer A", "/archive/": "March"}
    word = links.get(path, "Council meets")
    withdraw(Article.objects.get())
    after = client.get(path)

    assert word in words_of(before)
    assert (after.status_code, word in words_of(after)) == (status, False)
