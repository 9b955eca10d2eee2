"""Writing a new article on the desk."""

import re
from datetime import UTC, datetime

import pytest

from articles.models import Article, Picture
from tests.factories import (
    make_article,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
    picture_file,
)
from tests.newsroom.admin_articles import LIST, page, sentences
from tests.newsroom.test_admin_article_edit import WORDS_FOR_IT

pytestmark = pytest.mark.django_db


def write(client, by, **told):
    client.force_login(by)
    sent = {"byline-TOTAL_FORMS": "2", "byline-INITIAL_FORMS": "0"} | told
    return client.post(f"{LIST}add/", sent, follow=True)


def test_an_article_is_written(client):
    write(
        client,
        make_editor(),
        headline="A new one",
        html="<p>Words.</p>",
        section="Local",
        published_at="2026-03-01T12:30:00",
        **{"byline-0-name": "Writer A", "byline-0-role": "Reporter"},
    )

    article = Article.objects.get()
    assert (article.headline, article.revision.html) == ("A new one", "<p>Words.</p>")
    assert article.section.name == "Local"
    assert article.published_at == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert article.byline_set.get().contributor.name == "Writer A"


def test_an_article_without_a_headline_gets_a_provisional_one(client):
    write(client, make_editor(), html="<p>The first words.</p>")

    article = Article.objects.get()
    assert (article.headline, article.headline_is_provisional) == ("The first words.", True)


def test_an_article_without_words_is_refused_and_what_was_typed_is_kept(client):
    response = write(client, make_editor(), headline="Typed with care")

    assert response.status_code == 400
    assert response.context["form"].errors["html"][0].startswith("The body has no words.")
    assert 'value="Typed with care"' in page(response)
    assert Article.objects.count() == 0


@pytest.mark.parametrize("make_person", [make_reviewer, make_publisher, make_user])
def test_only_editors_write_articles(client, make_person):
    response = write(client, make_person(), headline="Not mine to write", html="<p>Words.</p>")

    assert response.status_code == 403
    assert "Only editors may write articles." in page(response)
    assert Article.objects.count() == 0


def test_what_is_taken_out_of_a_new_article_is_told(client):
    response = write(client, make_editor(), html="<p>Words <font>more</font></p>")
    assert sentences(response)[0].endswith("the tag font.")


def test_a_new_article_has_its_picture_from_the_start(client):
    write(client, make_editor(), html="<p>Words.</p>", picture_file=picture_file(), **WORDS_FOR_IT)

    assert Article.objects.get().picture == Picture.objects.get()


def test_the_sections_that_are_known_are_offered(client):
    make_article(section="Local")
    make_article(section="Abroad")
    client.force_login(make_editor())

    response = client.get(f"{LIST}add/")

    assert re.findall(r'<option value="([^"]*)"', page(response)) == ["Abroad", "Local"]
