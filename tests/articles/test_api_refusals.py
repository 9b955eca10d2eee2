"""What a step of the articles' API is refused for, field by field."""

import pytest

from articles.models import Article
from tests.articles.api_calls import step
from tests.factories import make_published_article, make_publisher

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def article(made_once):
    return make_published_article()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"step": "correct", "revision": 1, "note": "Why.", "body_html": "<p> </p>"}, "body_html"),
        ({"step": "correct", "revision": 1, "note": "Why."}, "body_html"),
        ({"step": "correct", "headline": "Other"}, "note"),
        ({"step": "correct", "note": "Why.", "change": ""}, "change"),
        ({"step": "correct", "note": "Why.", "headline": "Other"}, "revision"),
        ({"step": "correct", "revision": 1, "note": "Why.", "headline": "x" * 301}, "headline"),
        ({"step": "withdraw"}, "note"),
        ({"step": "withdraw", "note": "Why.", "headline": "Other"}, "headline"),
        ({"step": "withdraw", "note": "Why.", "status": "published"}, "status"),
        ({"step": "withdraw", "note": None}, "note"),
        ({"step": "withdraw", "note": ["Why."]}, "note"),
        ({"step": "withdraw", "note": "Why.", "revision": True}, "revision"),
        ({"step": "withdraw", "note": "Why.", "revision": 0}, "revision"),
        ({"step": "destroy"}, "step"),
        ({"note": "Why."}, "step"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_by_field(client, article, body, field):
    client.force_login(make_publisher())

    response = step(client, article, **body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert (Article.objects.get().status, Article.objects.get().revision.number) == ("published", 1)


def test_an_unknown_field_is_told_what_can_be_given(client, article):
    client.force_login(make_publisher())

    response = step(client, article, step="withdraw", note="Why.", slug="other")

    assert response.json()["errors"] == [
        {
            "field": "slug",
            "message": "This cannot be given here. What can: step, note, revision, headline, "
            "body_html, standfirst, change, at, shown_to_readers.",
            "code": "invalid",
        }
    ]
