"""The desk's list of articles: how it is searched and filtered."""

from datetime import UTC, datetime

import pytest

from articles import editing
from tests.factories import make_article, make_claim, make_editor
from tests.newsroom.admin_articles import LIST, found, sentences

pytestmark = pytest.mark.django_db

OLD, NEW = datetime(2023, 12, 31, 23, 59, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(made_once):
    """Articles, and an editor who looks for them."""
    articles = [
        make_article(headline="Needle found"),
        make_article(headline="Words of the body", html="<p>In a haystack stands a needle.</p>"),
        make_article(headline="In Azerbaijani", language="az"),
        make_claim(make_article(headline="With a claim")).article,
        editing.take(make_article(headline="Sent in"), "submit", by=make_editor()),
        make_article(headline="Old", published_at=OLD),
        make_article(headline="New", published_at=NEW),
    ]
    return articles, make_editor()


@pytest.fixture
def articles(client, made):
    articles, editor = made
    client.force_login(editor)
    return articles


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"q": "needle"}, ["Needle found", "Words of the body"]),
        ({"status__exact": "in_review"}, ["Sent in"]),
        ({"language": "az"}, ["In Azerbaijani"]),
        ({"language": "unknown", "q": "sent"}, ["Sent in"]),
        ({"open_claims": "yes"}, ["With a claim"]),
        ({"open_claims": "no", "q": "sent"}, ["Sent in"]),
    ],
)
def test_it_is_searched_and_filtered(client, articles, query, wanted):
    assert sorted(found(client, **query)) == sorted(wanted)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("2024", ["New"]),
        ("2024-12", ["New"]),
        ("2024-11", []),
        ("2023", ["Old"]),
        ("2023-12", ["Old"]),
    ],
)
def test_it_is_drilled_down_by_year_and_month_of_publication(client, articles, chosen, expected):
    assert found(client, published=chosen) == expected


@pytest.mark.parametrize(("query", "months"), [({}, 0), ({"published": "2023-12"}, 12)])
def test_each_year_is_offered_and_the_months_of_the_chosen_one(client, articles, query, months):
    specs = client.get(LIST, query).context["cl"].filter_specs
    [offered] = [spec.lookup_choices for spec in specs if spec.title == "publication date"]

    in_order = ["2024", "2023", *(f"2023-{n:02}" for n in range(1, 13))][: 2 + months]
    assert [name for name, _ in offered] == in_order


@pytest.mark.parametrize("name", ["published", "published_at__year", "section__id__exact"])
def test_a_filter_that_cannot_be_read_is_left_out_and_said(client, articles, name):
    response = client.get(LIST, {name: "abc"}, follow=True)

    assert (response.status_code, response.context["cl"].result_count) == (200, len(articles))
    assert sentences(response) == ["That filter cannot be read: this is the whole list."]


@pytest.mark.parametrize("words", ["a" * 60_000, "a " * 30_000])
def test_a_search_that_is_too_long_is_cut_and_said(client, articles, words):
    response = client.get(LIST, {"q": words})

    assert response.status_code == 200
    assert response.context["cl"].query == words[:200]
    assert sentences(response) == [
        "A search has at most 200 characters: this is what the first 200 of yours find."
    ]


@pytest.mark.parametrize("name", ["section", "publication", "contributor"])
def test_a_search_for_names_that_is_too_long_is_cut_too(client, articles, name):
    response = client.get(f"/admin/articles/{name}/", {"q": "a" * 60_000})

    assert (response.status_code, response.context["cl"].query) == (200, "a" * 200)
