"""The desk's list of articles: what is done to many at once."""

import pytest

from articles import editing
from articles.models import Article, Status
from tests.factories import (
    WORDS,
    make_article,
    make_claim,
    make_editor,
    make_publisher,
    make_reviewer,
)
from tests.newsroom.admin_articles import LIST, page, sentences, state, url

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def editor(made_once):
    return make_editor()


@pytest.fixture(scope="module")
def publisher(made_once):
    return make_publisher()


@pytest.fixture(scope="module")
def draft(made_once):
    return make_article()


@pytest.fixture
def article(draft):
    return Article.objects.get(pk=draft.pk)


def act(client, action, *articles):
    told = {"action": action, "_selected_action": [article.pk for article in articles]}
    return client.post(LIST, told, follow=True)


def test_a_step_is_taken_with_many_and_each_refusal_is_reported(client, article, editor):
    sent_in = make_article(headline="Sent in before")
    editing.take(sent_in, "submit", by=editor)
    client.force_login(editor)

    response = act(client, "submit", article, sent_in)

    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW
    assert sorted(sentences(response)) == [
        f'<a href="{url("change", sent_in)}">Sent in before</a>: “Submit for review” is not '
        "possible while this is in review.",
        "Submit for review: done for 1 of 2.",
    ]


def test_bulk_publication_says_what_is_in_the_way_and_leaves_the_article(client, editor, publisher):
    article = make_article(headline="Not ready")
    claim = make_claim(article)
    editing.take(article, "submit", by=editor)
    before = state(article)
    client.force_login(publisher)

    response = act(client, "publish", article)

    assert state(article) == before
    assert sentences(response) == [
        f'<a href="{url("change", article)}">Not ready</a>: Not published: One thing is in the way.'
        f'<ul class="blockers"><li><a href="/admin/claims/claim/{claim.pk}/change/">{WORDS}</a>: '
        "It is open: no verdict has been approved yet.</li></ul>"
    ]


def test_bulk_publication_names_ten_claims_in_the_way_and_leads_to_the_rest(
    client, editor, publisher
):
    numbers = range(11)
    article = make_article(html="".join(f"<p>Fact {n:02}.</p>" for n in numbers))
    for n in numbers:
        make_claim(article, words=f"Fact {n:02}.")
    editing.take(article, "submit", by=editor)
    client.force_login(publisher)

    (said,) = sentences(act(client, "publish", article))

    assert (said.count("/admin/claims/claim/"), said.count("<li>")) == (10, 11)
    assert said.endswith(f'<li><a href="{url("change", article)}">All 11</a></li></ul>')


def test_what_is_in_the_way_of_bulk_publication_is_text(client, editor, publisher):
    article = make_article(html="<p>As &lt;script&gt;alert(1)&lt;/script&gt; says.</p>")
    make_claim(article, words="<script>alert(1)</script>")
    editing.take(article, "submit", by=editor)
    client.force_login(publisher)

    response = act(client, "publish", article)

    assert "<script>alert" not in page(response)


def test_a_blocker_that_is_no_claim_has_no_link_of_its_own(client, editor, publisher):
    article = make_article(headline=None)
    editing.take(article, "submit", by=editor)
    client.force_login(publisher)

    (said,) = sentences(act(client, "publish", article))

    assert said.endswith(
        '<ul class="blockers"><li>The headline is provisional. Give the article its own.</li></ul>'
    )


def test_a_headline_is_text_in_a_refusal_too(client, editor):
    article = make_article(headline="<script>alert(1)</script>")
    editing.take(article, "submit", by=editor)
    client.force_login(editor)

    response = act(client, "submit", article)

    assert "<script>alert" not in page(response)


@pytest.mark.parametrize(
    ("make_person", "actions"),
    [(make_editor, ["submit"]), (make_publisher, ["unschedule", "publish"]), (make_reviewer, [])],
)
def test_only_steps_of_ones_role_that_need_no_note_are_for_many(
    client, article, make_person, actions
):
    client.force_login(make_person())

    form = client.get(LIST).context["action_form"]

    offered = [name for name, _ in form.fields["action"].choices if name] if form else []
    assert offered == actions


BAD_KEYS = ["x", "9" * 30, "-1", "²", "", "1.5"]
LEFT_OUT = "Part of what was selected is not in this list and was left out. Select it again."


@pytest.mark.parametrize("bad", BAD_KEYS)
@pytest.mark.parametrize("index", [{}, {"index": "0"}])
def test_a_selection_that_is_no_article_is_left_out_and_said(client, article, editor, bad, index):
    client.force_login(editor)

    told = {"action": "submit", "_selected_action": [bad, article.pk], **index}
    response = client.post(LIST, told, follow=True)

    assert response.status_code == 200
    assert sentences(response) == [LEFT_OUT, "Submit for review: done for 1 of 1."]


@pytest.mark.parametrize("index", [{}, {"index": "0"}])
def test_a_selection_of_no_article_changes_nothing(client, article, editor, index):
    before = state(article)
    client.force_login(editor)

    told = {"action": "submit", "_selected_action": "x", **index}
    response = client.post(LIST, told, follow=True)

    assert (response.status_code, sentences(response)[0]) == (200, LEFT_OUT)
    assert state(article) == before
