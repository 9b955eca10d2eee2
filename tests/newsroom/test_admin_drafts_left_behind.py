"""Unsaved work on an article that was closed meanwhile: kept to be copied, for its author only."""

import pytest
from django.test import Client

from articles import editing
from articles.models import Article, WorkingDraft
from tests.factories import make_article, make_editor, make_publisher, publish
from tests.newsroom.admin_articles import page, sentences, url
from tests.newsroom.test_admin_drafts import SECRET, keep, refused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def editor(made_once):
    return make_editor()


@pytest.fixture(scope="module")
def closed(editor):
    """Withdrawn while the editor had unsaved work on it."""
    article = make_article()
    keep(Client(), article, editor, html="<p>Half a sen")
    return editing.take(publish(article), "withdraw", by=make_publisher(), note="It was wrong.")


@pytest.fixture
def withdrawn(closed):
    return Article.objects.get(pk=closed.pk)


def test_a_withdrawn_article_says_so(client, withdrawn):
    status, sentence = refused(keep(client, withdrawn, make_publisher()))

    assert (status, sentence) == (
        409,
        "This article is withdrawn. Restore it for review before changing it.",
    )


@pytest.mark.parametrize(("name", "status"), [("change", 200), ("edit", 409)])
def test_work_on_an_article_that_is_closed_now_is_shown_to_copy(
    client, withdrawn, editor, name, status
):
    client.force_login(editor)

    response = client.get(url(name, withdrawn))

    assert response.status_code == status
    shown = response.context["left_behind"]
    assert shown["words"] == [("Headline", SECRET), ("Body", "<p>Half a sen")]
    assert f'readonly dir="auto">\n{SECRET}</textarea>' in page(response)


def test_it_is_thrown_away_there_and_nothing_is_refused(client, withdrawn, editor):
    client.force_login(editor)

    response = client.post(url("discard", withdrawn), {"draft_page": "one"}, follow=True)

    assert sentences(response) == ["Your unsaved work is thrown away."]
    assert response.context["left_behind"] is None
    assert WorkingDraft.objects.count() == 0


def test_nobody_else_reads_it_there(client, withdrawn):
    client.force_login(make_publisher())

    assert SECRET not in page(client.get(url("change", withdrawn)))
