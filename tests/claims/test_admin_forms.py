"""How an article is named where a passage of it is evidence."""

import pytest
from django.forms import ValidationError
from django.urls import reverse

from claims.forms import article_named
from tests.factories import make_article, make_editor, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    [
        lambda article: article.slug,
        lambda article: f" {article.slug} ",
        lambda article: str(article.pk),
        lambda article: article.get_absolute_url(),
        lambda article: f"https://news.example.org{article.get_absolute_url()}#claim-1",
        lambda article: reverse("admin:articles_article_change", args=[article.pk]),
    ],
    ids=["slug", "blanks", "number", "path", "address", "admin"],
)
def test_an_article_is_found_by(name):
    article = make_article()

    assert article_named(name(article), make_editor()) == article.revision


def test_a_slug_in_another_script_is_found_by_the_address_a_browser_copies():
    article = make_article(headline="Şəhər şurası toplandı")

    assert article_named(article.get_absolute_url(), make_editor()) == article.revision


def test_no_words_name_no_article():
    assert article_named("  ", make_editor()) is None


@pytest.mark.parametrize("words", ["nothing", "0", "9" * 40, "https://", "/", "http://[", "٣"])
def test_words_that_name_none_are_refused(words):
    with pytest.raises(ValidationError, match="Copy the address of its page"):
        article_named(words, make_editor())


def test_a_draft_is_not_found_by_who_may_not_see_it():
    with pytest.raises(ValidationError):
        article_named(make_article().slug, make_user())
