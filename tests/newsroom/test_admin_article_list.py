"""The desk's list of articles: what it shows, finds and does to many at once."""

from datetime import UTC, datetime

import pytest

from articles import editing
from articles.models import Status
from claims.models import Status as ClaimStatus
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
)
from tests.newsroom.admin_articles import LIST, page, sentences, state, url

pytestmark = pytest.mark.django_db


def found(client, **query):
    response = client.get(LIST, query)
    return [article.headline for article in response.context["cl"].result_list]


def act(client, action, *articles):
    told = {"action": action, "_selected_action": [article.pk for article in articles]}
    return client.post(LIST, told, follow=True)


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
def test_it_is_searched_and_filtered(client, query, wanted):
    make_article(headline="Needle found")
    make_article(headline="Words of the body", html="<p>In a haystack stands a needle.</p>")
    make_article(headline="In Azerbaijani", language="az")
    make_claim(make_article(headline="With a claim"))
    editing.take(make_article(headline="Sent in"), "submit", by=make_editor())
    client.force_login(make_editor())

    assert sorted(found(client, **query)) == sorted(wanted)


def test_old_words_are_not_searched(client):
    article = make_article(html="<p>Once a needle.</p>")
    editing.revise(article, by=make_editor(), based_on=1, html="<p>Now other words.</p>")
    client.force_login(make_editor())

    assert found(client, q="needle") == []


def test_a_dismissed_claim_is_not_open(client):
    make_claim_with_status(ClaimStatus.DISMISSED)
    client.force_login(make_editor())

    assert found(client, open_claims="yes") == []


OLD, NEW = datetime(2023, 12, 31, 23, 59, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC)


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
def test_it_is_drilled_down_by_year_and_month_of_publication(client, chosen, expected):
    make_article(headline="Old", published_at=OLD)
    make_article(headline="New", published_at=NEW)
    make_article(headline="Undated")
    client.force_login(make_editor())

    assert found(client, published=chosen) == expected


@pytest.mark.parametrize(("query", "months"), [({}, 0), ({"published": "2023-12"}, 12)])
def test_each_year_is_offered_and_the_months_of_the_chosen_one(client, query, months):
    make_article(published_at=OLD)
    make_article(published_at=NEW)
    client.force_login(make_editor())

    specs = client.get(LIST, query).context["cl"].filter_specs
    [offered] = [spec.lookup_choices for spec in specs if spec.title == "publication date"]

    in_order = ["2024", "2023", *(f"2023-{n:02}" for n in range(1, 13))][: 2 + months]
    assert [name for name, _ in offered] == in_order


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


def test_a_step_is_taken_with_many_and_each_refusal_is_reported(client):
    draft, sent_in = make_article(), make_article(headline="Sent in before")
    editing.take(sent_in, "submit", by=make_editor())
    client.force_login(make_editor())

    response = act(client, "submit", draft, sent_in)

    draft.refresh_from_db()
    assert draft.status == Status.IN_REVIEW
    assert sorted(sentences(response)) == [
        f'<a href="{url("change", sent_in)}">Sent in before</a>: “Submit for review” is not '
        "possible while this is in review.",
        "Submit for review: done for 1 of 2.",
    ]


def test_bulk_publication_says_what_is_in_the_way_and_leaves_the_article(client):
    article = make_article(headline="Not ready")
    claim = make_claim(article)
    editing.take(article, "submit", by=make_editor())
    before = state(article)
    client.force_login(make_publisher())

    response = act(client, "publish", article)

    assert state(article) == before
    assert sentences(response) == [
        f'<a href="{url("change", article)}">Not ready</a>: Not published: One thing is in the way.'
        f'<ul class="blockers"><li><a href="/admin/claims/claim/{claim.pk}/change/">{WORDS}</a>: '
        "It is open: no verdict has been approved yet.</li></ul>"
    ]


def test_bulk_publication_names_ten_claims_in_the_way_and_leads_to_the_rest(client):
    numbers = range(11)
    article = make_article(html="".join(f"<p>Fact {n:02}.</p>" for n in numbers))
    for n in numbers:
        make_claim(article, words=f"Fact {n:02}.")
    editing.take(article, "submit", by=make_editor())
    client.force_login(make_publisher())

    (said,) = sentences(act(client, "publish", article))

    assert (said.count("/admin/claims/claim/"), said.count("<li>")) == (10, 11)
    assert said.endswith(f'<li><a href="{url("change", article)}">All 11</a></li></ul>')


def test_what_is_in_the_way_of_bulk_publication_is_text(client):
    article = make_article(html="<p>As &lt;script&gt;alert(1)&lt;/script&gt; says.</p>")
    make_claim(article, words="<script>alert(1)</script>")
    editing.take(article, "submit", by=make_editor())
    client.force_login(make_publisher())

    response = act(client, "publish", article)

    assert "<script>alert" not in page(response)


def test_a_blocker_that_is_no_claim_has_no_link_of_its_own(client):
    article = make_article(headline=None)
    editing.take(article, "submit", by=make_editor())
    client.force_login(make_publisher())

    (said,) = sentences(act(client, "publish", article))

    assert said.endswith(
        '<ul class="blockers"><li>The headline is provisional. Give the article its own.</li></ul>'
    )


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


def test_a_headline_is_text_in_a_refusal_too(client):
    article = make_article(headline="<script>alert(1)</script>")
    editing.take(article, "submit", by=make_editor())
    client.force_login(make_editor())

    response = act(client, "submit", article)

    assert "<script>alert" not in page(response)


@pytest.mark.parametrize(
    ("make_person", "actions"),
    [(make_editor, ["submit"]), (make_publisher, ["unschedule", "publish"]), (make_reviewer, [])],
)
def test_only_steps_of_ones_role_that_need_no_note_are_for_many(client, make_person, actions):
    make_article()
    client.force_login(make_person())

    form = client.get(LIST).context["action_form"]

    offered = [name for name, _ in form.fields["action"].choices if name] if form else []
    assert offered == actions


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


BAD_KEYS = ["x", "9" * 30, "-1", "²", "", "1.5"]
LEFT_OUT = "Part of what was selected is not in this list and was left out. Select it again."


@pytest.mark.parametrize("bad", BAD_KEYS)
@pytest.mark.parametrize("index", [{}, {"index": "0"}])
def test_a_selection_that_is_no_article_is_left_out_and_said(client, bad, index):
    article = make_article()
    client.force_login(make_editor())

    told = {"action": "submit", "_selected_action": [bad, article.pk], **index}
    response = client.post(LIST, told, follow=True)

    assert response.status_code == 200
    assert sentences(response) == [LEFT_OUT, "Submit for review: done for 1 of 1."]


@pytest.mark.parametrize("index", [{}, {"index": "0"}])
def test_a_selection_of_no_article_changes_nothing(client, index):
    article = make_article()
    before = state(article)
    client.force_login(make_editor())

    told = {"action": "submit", "_selected_action": "x", **index}
    response = client.post(LIST, told, follow=True)

    assert (response.status_code, sentences(response)[0]) == (200, LEFT_OUT)
    assert state(article) == before


@pytest.mark.parametrize("name", ["published", "published_at__year", "section__id__exact"])
def test_a_filter_that_cannot_be_read_is_left_out_and_said(client, name):
    make_article(published_at=OLD)
    client.force_login(make_editor())

    response = client.get(LIST, {name: "abc"}, follow=True)

    assert (response.status_code, response.context["cl"].result_count) == (200, 1)
    assert sentences(response) == ["That filter cannot be read: this is the whole list."]


@pytest.mark.parametrize("words", ["a" * 60_000, "a " * 30_000])
def test_a_search_that_is_too_long_is_cut_and_said(client, words):
    client.force_login(make_editor())

    response = client.get(LIST, {"q": words})

    assert response.status_code == 200
    assert response.context["cl"].query == words[:200]
    assert sentences(response) == [
        "A search has at most 200 characters: this is what the first 200 of yours find."
    ]


@pytest.mark.parametrize("name", ["section", "publication", "contributor"])
def test_a_search_for_names_that_is_too_long_is_cut_too(client, name):
    client.force_login(make_editor())

    response = client.get(f"/admin/articles/{name}/", {"q": "a" * 60_000})

    assert (response.status_code, response.context["cl"].query) == (200, "a" * 200)
