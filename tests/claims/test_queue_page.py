"""The page of the queues: what it shows to whom, how an address narrows it, and what it costs."""

from datetime import timedelta
from itertools import chain

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import queue_pages, workflow, worklists
from claims.models import Claim
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


# Filters are the address


@pytest.fixture
def two_claims():
    """One claim, and another that differs in all that can be filtered by."""
    today = timezone.localdate()
    make_claim(make_article(section="Local"))
    wanted = make_claim(
        make_article(section="World"),
        kind="figure",
        priority=1,
        sensitivity="sensitive",
        assignee=make_reviewer(username="holder", first_name="Hanna", last_name="Holder"),
        due=today,
    )
    take(wanted, "take_up", wanted.assignee)
    return wanted


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("kind", "figure", "figure"),
        ("status", "in_review", "in review"),
        ("priority", "1", "high"),
        ("sensitivity", "sensitive", "sensitive: two approvals"),
        ("assignee", "holder", "Hanna Holder"),
        ("due", "today", "today"),
        ("section", "world", "world"),
    ],
)
def test_it_filters_by(client, two_claims, name, value, shown):
    response = opened(client, make_editor(), **{name: value})

    assert [row.claim.pk for row in response.context["rows"]] == [two_claims.pk]
    assert [(label, said) for label, said, _ in response.context["narrowed"]] == [
        (name.capitalize(), shown)
    ]


def test_it_filters_by_article_named_by_number_or_address(client, two_claims):
    article = two_claims.article
    editor = make_editor()
    ways = [
        str(article.pk),
        article.slug,
        "https://example.org" + reverse("admin:articles_article_change", args=[article.pk]),
    ]

    assert [listed(client, editor, article=way) for way in ways] == [[two_claims.pk]] * 3


def test_filters_hold_together(client, two_claims):
    editor = make_editor()

    assert listed(client, editor, kind="figure", assignee="holder", due="today") == [two_claims.pk]
    assert listed(client, editor, kind="figure", assignee="nobody") == []


def test_each_filter_can_be_taken_out_by_itself(client, two_claims):
    response = opened(client, make_editor(), "overdue", kind="figure", priority="1", sort="due")

    ways = {label: address for label, _, address in response.context["narrowed"]}
    assert ways == {
        "Kind": "?queue=overdue&priority=1&sort=due",
        "Priority": "?queue=overdue&kind=figure&sort=due",
    }


def test_an_address_says_no_more_than_is_asked(client):
    response = opened(client, make_editor(), "mine", kind="figure", section="", sort="")

    assert (response.status_code, response.url) == (
        302,
        reverse(QUEUES) + "?queue=mine&kind=figure",
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("kind", "x", "Select a valid choice. x is not one of the available choices."),
        ("status", "\0", "Select a valid choice. \0 is not one of the available choices."),
        ("due", "tomorrow", "Select a valid choice. tomorrow is not one of the available choices."),
        ("sort", "id", "Select a valid choice. id is not one of the available choices."),
        (
            "article",
            "9" * 30,
            f"No article here is named “{'9' * 30}”. Copy the address of its page.",
        ),
        ("article", "a\0b", "Null characters are not allowed."),
        ("section", "Nowhere", "No section is called “Nowhere”. Choose one that is offered."),
        (
            "assignee",
            "noone",
            "Nobody has the account “noone”. Type me, nobody, or an account that is offered.",
        ),
    ],
)
def test_a_filter_that_cannot_be_read_is_said_and_shows_nothing(client, name, value, sentence):
    make_claim()

    response = opened(client, make_editor(), **{name: value})

    assert response.status_code == 400
    assert response.context["view"].form.errors[name] == [sentence]
    assert WORDS not in response.content.decode()


def test_a_queue_that_does_not_exist_is_answered_with_those_that_do(client):
    response = opened(client, make_editor(), "nothing")

    assert response.status_code == 404
    assert "mine, approval, sent-back, unassigned" in response.content.decode()


@pytest.mark.parametrize("queue", worklists.QUEUES, ids=lambda queue: queue.name)
def test_an_empty_queue_says_what_that_means(client, queue):
    page = opened(client, make_reviewer(), queue.name)

    assert page.context["view"].queue.empty in page.content.decode()
    assert page.context["rows"] == []


def test_filters_that_find_nothing_lead_back_to_the_whole_queue(client):
    make_claim()

    page = opened(client, make_editor(), kind="figure").content.decode()

    assert '<a href="?queue=all">Show the whole queue</a>' in page


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


# Pages


@pytest.mark.parametrize("sort", ["urgent", "due", "oldest", "newest", "untouched", "article"])
def test_pages_show_each_claim_once_there_and_back(client, monkeypatch, sort):
    monkeypatch.setattr(queue_pages, "ON_A_PAGE", 2)
    today = timezone.localdate()
    for priority, due in ((2, None), (1, today), (2, today), (1, None), (3, today)):
        make_claim(priority=priority, due=due)
    editor = make_editor()
    client.force_login(editor)

    there, address = [], f"?queue=all&sort={sort}"
    while address:
        page = client.get(reverse(QUEUES) + address).context["page"]
        there.append([claim.pk for claim in page.claims])
        last, address = page, page.later
    back, address = [], last.earlier
    while address:
        page = client.get(reverse(QUEUES) + address).context["page"]
        back.append([claim.pk for claim in page.claims])
        address = page.earlier

    assert [len(page) for page in there] == [2, 2, 1]
    assert sorted(chain.from_iterable(there)) == sorted(Claim.objects.values_list("pk", flat=True))
    assert back == there[1::-1]


@pytest.mark.parametrize("edge", ["x", "999999", "9" * 40, "²"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_page_that_begins_nowhere_is_the_first(client, way, edge):
    claim = make_claim()

    response = opened(client, make_editor(), **{way: edge})

    assert [row.claim for row in response.context["rows"]] == [claim]
    assert "this is the first page" in response.content.decode()


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
