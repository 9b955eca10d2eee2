"""Readers find what is public now, and learn nothing of the rest: not its words, not its number."""

from datetime import timedelta

import pytest
import time_machine

from articles import editing, scheduling
from articles.models import Article, SearchEntry, Status
from claims import workflow
from tests import factories as make

from .search_secrets import LATER, NOW, SECRET, found, said, scheduled, secret_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_it_is_found_once_it_is_out(client, clock):
    scheduled()
    clock.move_to(LATER)
    assert len(list(scheduling.publish_due())) == 1

    assert found(client, SECRET, section="quillwort") == ([SECRET], [f"{SECRET} words to check."])


def test_what_goes_out_past_the_gate_is_found_and_its_open_claim_is_not(client):
    asker, second = make.make_publisher(), make.make_publisher()
    article = make.make_claim().article
    article = editing.take(article, "submit", by=make.make_editor())
    article = editing.take(article, "override", by=asker, note="The town needs to know.")
    editing.take(article, "confirm_override", by=second)

    assert found(client, "council") == ([article.headline], [])


def test_an_article_is_gone_even_where_its_words_were_left_behind(client):
    make.publish(secret_article())
    entry = SearchEntry.objects.get()
    Article.objects.update(status=Status.WITHDRAWN, withdrawn_at=NOW)

    assert found(client, SECRET) == ([], [])
    assert SearchEntry.objects.get() == entry


def test_a_statement_is_found_while_its_verdict_is_in_force(client):
    article = make.make_article()
    claim = make.make_decided_claim(make.make_claim(article, statement=f"{SECRET} has members."))
    make.publish(article)
    before = found(client, SECRET)
    make.object_to(claim)

    assert before == ([article.headline], [f"{SECRET} has members."])
    assert found(client, SECRET) == ([], [])


def test_a_verdict_whose_day_is_past_is_not_shown_nor_counted(client, clock):
    article = make.make_article()
    claim = make.make_claim_in_review(make.make_claim(article))
    told = {"verdict": "verified", "summary": "So.", "valid_until": NOW.date()}
    claim = workflow.take(claim, "propose", by=claim.assignee, **told)
    workflow.take(claim, "approve", by=make.make_reviewer())
    make.publish(article)
    before = found(client, "council 40", verdict="verified")
    clock.move_to(NOW + timedelta(days=1))

    assert before == ([article.headline], [make.WORDS])
    assert found(client, "council 40", verdict="verified") == ([], [])
    assert "All claims verified" not in said(client, "council 40")
    assert found(client, "council 40") == ([article.headline], [])


def test_what_rests_on_a_verdict_that_fell_is_not_shown(client, django_capture_on_commit_callbacks):
    first = make.make_decided_claim()
    claim = make.make_adopting_claim(first)
    article = make.publish(Article.objects.get(pk=claim.article_id))
    before = found(client, "council 40")
    make.object_to(first)
    at_once = found(client, "council 40")

    assert before == ([article.headline], [make.WORDS])
    assert at_once == ([article.headline], [])


def test_and_is_not_counted_as_verified_once_that_is_written(
    client, django_capture_on_commit_callbacks
):
    first = make.make_decided_claim()
    claim = make.make_adopting_claim(first)
    make.publish(Article.objects.get(pk=claim.article_id))
    with django_capture_on_commit_callbacks(execute=True):
        make.object_to(first)

    assert found(client, "council", verdict="verified") == ([], [])
