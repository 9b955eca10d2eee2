"""The page of the queues: what it shows to whom, and what it costs.

How an address narrows it is in test_queue_filters.py, and how it is turned over in
test_queue_turning.py.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import workflow, worklists
from tests.claims.queue_pages import QUEUES, listed, opened
from tests.factories import (
    WORDS,
    make_article,
    make_claim,
    make_claim_with_status,
    make_editor,
    make_proposed_claim,
    make_publisher,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


# Who sees it


def test_a_stranger_is_sent_to_the_login(client):
    make_claim()

    response = client.get(reverse(QUEUES))

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("queue", [queue.name for queue in worklists.QUEUES])
def test_staff_without_a_role_see_no_claim_and_no_count(client, queue):
    make_claim(due=timezone.localdate() - timedelta(days=1))

    response = opened(client, make_user(), queue)

    assert response.status_code == 403
    assert "Ask whoever keeps the accounts" in response.content.decode()
    assert WORDS not in response.content.decode()
    assert "badge--count" not in response.content.decode()


@pytest.mark.parametrize("make_reader", [make_editor, make_publisher])
def test_nothing_waits_for_the_approval_of_those_who_may_not(client, make_reader):
    make_proposed_claim()

    assert listed(client, make_reader(), "approval") == []


def test_my_own_proposal_does_not_wait_for_my_approval(client):
    me = make_reviewer()
    make_proposed_claim(reviewer=me)
    others = make_proposed_claim()

    assert listed(client, me, "approval") == [others.pk]


def test_an_address_that_says_me_means_whoever_opens_it(client):
    first, second = make_reviewer(), make_reviewer()
    one, other = make_claim(assignee=first), make_claim(assignee=second)

    assert listed(client, first, assignee="me") == [one.pk]
    assert listed(client, second, assignee="me") == [other.pk]


def test_why_a_proposal_was_sent_back_stands_beside_it(client):
    me = make_reviewer()
    claim = make_claim_with_status("in_review", reviewer=me)
    take(claim, "propose", me, verdict="verified", summary="As the minutes say.")
    take(claim, "send_back", make_reviewer(first_name="Vera"), note="One source is not enough.")

    page = opened(client, me, "sent-back").content.decode()

    assert "Sent back by Vera Of The Desk: One source is not enough." in page


def take(claim, step, by, **told):
    claim.refresh_from_db()
    workflow.take(claim, step, by=by, **told)


# What it says


def test_a_queue_that_does_not_exist_is_answered_with_those_that_do(client):
    response = opened(client, make_editor(), "nothing")

    assert response.status_code == 404
    assert "mine, approval, sent-back, unassigned" in response.content.decode()


@pytest.mark.parametrize("queue", worklists.QUEUES, ids=lambda queue: queue.name)
def test_an_empty_queue_says_what_that_means(client, queue):
    page = opened(client, make_reviewer(), queue.name)

    assert page.context["view"].queue.empty in page.content.decode()
    assert page.context["rows"] == []


def test_no_person_and_no_article_is_listed_who_has_no_part_in_the_desk(client):
    make_article(headline="A headline of its own")
    make_user(first_name="Stranger")
    make_reviewer(first_name="Colleague")

    page = opened(client, make_editor()).content.decode()

    assert "Colleague Of The Desk" in page
    assert "A headline of its own" not in page
    assert "Stranger" not in page


def test_words_of_a_claim_are_escaped(client):
    make_claim(make_article(html="<p>1 &lt;b&gt; is text.</p>"), words="1 <b> is text.")

    page = opened(client, make_editor()).content.decode()

    assert "1 &lt;b&gt; is text.</a>" in page


# Cost


ALL_FILTERS = {
    "section": "Local",
    "kind": "other",
    "status": "open",
    "priority": "2",
    "sensitivity": "normal",
    "assignee": "gone",
    "due": "today",
    "sort": "urgent",
}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_queue_takes_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_claim(assignee=make_reviewer(), due=timezone.localdate())
    client.force_login(make_editor())

    with django_assert_num_queries(6):
        response = client.get(reverse(QUEUES), {"queue": "all"})

    assert len(response.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_with_every_filter_and_on_a_later_page_it_takes_nine(
    client, django_assert_num_queries, rows
):
    article = make_article()
    gone = make_user(username="gone")
    words = [WORDS, "met on Monday", "It was founded in 1901.", "The town council"]
    claims = [
        make_claim(article, one, assignee=gone, due=timezone.localdate())
        for one in words[: rows + 1]
    ]
    client.force_login(make_editor())
    asked = {"queue": "all", "article": article.pk, "after": claims[0].pk, **ALL_FILTERS}

    with django_assert_num_queries(9):
        response = client.get(reverse(QUEUES), asked)

    assert len(response.context["rows"]) == rows


def test_no_query_counts_more_than_it_says(client, django_assert_max_num_queries):
    make_claim()
    client.force_login(make_editor())

    with django_assert_max_num_queries(12) as asked:
        client.get(reverse(QUEUES), {"queue": "all"})

    [counting] = [one["sql"] for one in asked.captured_queries if is_count(one["sql"])]
    assert counting.count("LIMIT 100") == counting.count("COUNT(") == 6


def is_count(sql):
    """Does it count claims? One's own notices are few."""
    return "COUNT(" in sql and "claims_notice" not in sql
