"""The desk's list of articles: what it shows, and to whom."""

import pytest

from articles import editing
from claims.models import Status as ClaimStatus
from tests.factories import (
    BODY,
    make_article,
    make_claim,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
)
from tests.newsroom.admin_articles import LIST, found, page

pytestmark = pytest.mark.django_db


def rows(count):
    for _ in range(count):
        make_claim(make_article(section="Local", publication="Site One"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_row_costs_no_query(client, django_assert_num_queries, count):
    rows(count)
    client.force_login(make_editor())
    client.get(LIST)

    with django_assert_num_queries(10):
        client.get(LIST)


@pytest.mark.parametrize("make_reader", [make_editor, make_reviewer, make_publisher])
def test_each_role_may_open_it(client, make_reader):
    client.force_login(make_reader())

    assert client.get(LIST).status_code == 200


def test_it_says_how_far_each_article_is_verified(client):
    article = make_article()
    make_decided_claim(make_claim(article))
    make_claim(article, words="founded in 1901")
    client.force_login(make_editor())

    (shown,) = client.get(LIST).context["cl"].result_list

    assert shown.verification.state == "partly_verified"
    assert (shown.verification.verified, shown.verification.undecided) == (1, 1)


def test_a_provisional_headline_is_flagged(client):
    make_article(headline=None)
    client.force_login(make_editor())

    assert page(client.get(LIST)).count("badge--provisional") == 1


def test_old_words_are_not_searched(client):
    article = make_article(html="<p>Once a needle.</p>")
    editing.revise(article, by=make_editor(), based_on=1, html="<p>Now other words.</p>")
    client.force_login(make_editor())

    assert found(client, q="needle") == []


def test_a_dismissed_claim_is_not_open(client):
    make_claim_with_status(ClaimStatus.DISMISSED)
    client.force_login(make_editor())

    assert found(client, open_claims="yes") == []


def test_each_language_is_offered_once(client):
    for language in ("pl", "en", "pl", ""):
        make_article(language=language)
    client.force_login(make_editor())

    specs = client.get(LIST).context["cl"].filter_specs
    [offered] = [spec.lookup_choices for spec in specs if spec.title == "language"]

    assert offered == [("unknown", "unknown"), ("en", "en"), ("pl", "pl")]


def test_it_is_sorted_by_what_has_an_index_and_by_nothing_else(client):
    for headline in ("First", "Second"):
        make_article(headline=headline)
    client.force_login(make_editor())
    columns = client.get(LIST).context["cl"].list_display
    by_headline, by_time = (columns.index(name) for name in ("headline_shown", "updated_at"))

    sorted_by = {name: found(client, o=name) for name in (by_headline, by_time, -by_time)}

    assert list(sorted_by.values()) == [
        ["Second", "First"],
        ["First", "Second"],
        ["Second", "First"],
    ]


def test_articles_without_a_section_or_publication_are_found_by_a_word_for_it(client):
    make_article(headline="Bare", section=None, publication=None)
    make_article(headline="Placed")
    client.force_login(make_editor())

    filters = client.get(LIST).context["cl"]

    named = {
        spec.title: [choice["display"] for choice in spec.choices(filters)][-1]
        for spec in filters.filter_specs
        if spec.title in ("section", "publication")
    }
    assert named == {"section": "None", "publication": "None"}
    assert found(client, section__isnull="True") == ["Bare"]


def test_staff_without_a_role_are_told_whom_to_ask(client):
    make_article(headline="Not for everybody")
    client.force_login(make_user())

    response = client.get(LIST)

    assert response.status_code == 403
    assert "Ask whoever keeps the accounts" in page(response)
    assert "Not for everybody" not in page(response)


def test_the_start_page_tells_staff_without_a_role_whom_to_ask(client):
    client.force_login(make_user(username="newcomer"))

    response = client.get("/admin/")

    assert response.status_code == 200
    assert "You are signed in as newcomer, but you have no role here yet" in page(response)


@pytest.mark.parametrize("name", ["section", "publication", "contributor"])
def test_names_are_looked_at_and_not_written(client, name):
    make_article()
    client.force_login(make_editor())

    assert client.get(f"/admin/articles/{name}/").status_code == 200
    assert client.get(f"/admin/articles/{name}/add/").status_code == 403
    assert client.post(f"/admin/articles/{name}/1/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "name", ["article/1/delete", "article/1/history", "revision", "ledgerentry"]
)
def test_there_is_no_page_that_writes_past_the_door(client, name):
    make_article(html=BODY)
    client.force_login(make_user(is_superuser=True))

    assert client.get(f"/admin/articles/{name}/").status_code == 404
