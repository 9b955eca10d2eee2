"""What is not there for readers, and what they are told instead."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles import editing
from newsroom import error_pages
from tests import factories

from .reader_pages import parsed, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", [None, "submit"])
def test_an_unpublished_article_looks_like_none(client, admin_client, step):
    article = factories.make_article()
    if step:
        editing.take(article, step, by=factories.make_editor())
    nothing = client.get("/articles/nothing/")
    here = [one.get(article.get_absolute_url()) for one in (client, admin_client)]

    assert nothing.status_code == 404
    assert [(one.status_code, one.content) for one in here] == [(404, nothing.content)] * 2


def test_no_browser_keeps_the_page_of_a_withdrawn_article(client):
    article = factories.make_published_article()
    editing.take(article, "withdraw", by=factories.make_publisher(), note="Its source withdrew.")

    assert client.get(article.get_absolute_url())["Cache-Control"] == "no-store"


def test_a_withdrawn_article_is_gone_and_says_why(client):
    article = factories.make_published_article(headline="Forty members")
    editing.take(article, "withdraw", by=factories.make_publisher(), note="Its source withdrew.")
    response = client.get(article.get_absolute_url())
    said = text_of(parsed(response).css_first("main"))

    assert response.status_code == 410
    article.refresh_from_db()
    assert said == (
        "This article was withdrawn "
        f"{article.withdrawn_at.strftime('%-d %B %Y, %H:%M UTC')} "
        "Its source withdrew. The latest articles"
    )


def test_an_article_that_is_reviewed_again_is_gone_and_says_so(client):
    body = "<p>The council has 40 members. A needle.</p>"
    article = factories.make_published_article(headline="Forty members", html=body)
    publisher, editor = factories.make_publisher(), factories.make_editor()
    editing.take(article, "withdraw", by=publisher, note="Its source withdrew.")
    pages = []
    for step, by in (("restore", publisher), ("return", editor)):
        editing.take(article, step, by=by, note="Not for readers.")
        pages.append(client.get(article.get_absolute_url()))

    assert [response.status_code for response in pages] == [410, 410]
    for response in pages:
        tree = parsed(response)
        assert text_of(tree.css_first("title")) == "Article under review · Newsroom"
        assert text_of(tree.css_first("main")) == (
            "This article is being reviewed again It was published before, and is not for reading "
            "until the review has ended. The latest articles"
        )
        leaks = ("needle", "Forty", "40 members", "source withdrew", "Not for readers")
        assert [leak for leak in leaks if leak in response.content.decode()] == []


@pytest.mark.parametrize(
    "path", ["/articles/a%00b/", "/articles/a.b/", "/articles/" + "a" * 5000 + "/"]
)
def test_an_address_that_no_article_has_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_pages_are_only_read(client):
    article = factories.make_published_article()

    assert [client.post(path).status_code for path in ("/", article.get_absolute_url())] == [
        405
    ] * 2


def test_the_page_of_our_own_mistakes_needs_nothing():
    tree = LexborHTMLParser(error_pages.page("500.html"))

    assert text_of(tree.css_first("h1")) == "Something went wrong here"
    assert text_of(tree.css_first("title")) == "Our mistake · Newsroom"


def test_a_request_that_cannot_be_read_is_answered_in_words(client):
    client.force_login(factories.make_editor())

    response = client.get("/admin/articles/article/?revision__text__regex=a")

    assert response.status_code == 400
    assert text_of(parsed(response).css_first("h1")) == "This request cannot be read"
