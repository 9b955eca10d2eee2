"""The list of claims: what it shows, finds and filters, and its bulk steps."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from tests.claims.admin_pages import LIST, sentences, state, url
from tests.factories import (
    WORDS,
    make_article,
    make_claim,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_proposed_claim,
    make_publisher,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


def listed(client, reader, **query):
    client.force_login(reader)
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return sorted(claim.pk for claim in response.context["cl"].result_list)


def in_bulk(client, by, action, *claims):
    client.force_login(by)
    data = {"action": action, "_selected_action": [claim.pk for claim in claims]}
    return client.post(reverse(LIST), data, follow=True)


@pytest.mark.parametrize("make_reader", [make_editor, make_reviewer, make_publisher])
def test_each_role_sees_every_claim(client, make_reader):
    claims = [make_claim(), make_decided_claim()]

    assert listed(client, make_reader()) == [claim.pk for claim in claims]


def test_staff_without_a_role_are_told_whom_to_ask(client):
    make_claim()
    client.force_login(make_user())

    response = client.get(reverse(LIST))

    assert response.status_code == 403
    assert "Ask whoever keeps the accounts" in response.content.decode()
    assert WORDS not in response.content.decode()


def test_the_words_lead_to_the_page(client):
    claim = make_claim()
    client.force_login(make_editor())

    page = client.get(reverse(LIST)).content.decode()

    assert f'href="{url("change", claim)}">{WORDS}</a>' in page


def test_a_day_that_passed_is_said_in_words(client):
    make_claim(due=timezone.localdate() - timedelta(days=1))
    client.force_login(make_editor())

    assert ">overdue</strong>" in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_row_as_for_three(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_claim(assignee=make_reviewer(), due=timezone.localdate())
    client.force_login(make_editor())

    with django_assert_num_queries(5):
        client.get(reverse(LIST))


@pytest.mark.parametrize(
    "words", ["40 members", "town hall has forty", "speaker nine", "A headline of its own"]
)
def test_it_finds_a_claim_by_words_statement_claimant_and_headline(client, words):
    claim = make_claim(
        make_article(headline="A headline of its own"),
        statement="The town hall has forty seats.",
        claimant="Speaker Nine",
    )
    make_claim(make_article(), words="It was founded in 1901.")

    assert listed(client, make_editor(), q=words) == [claim.pk]


def test_it_filters_by_who_has_it(client):
    me, other = make_editor(), make_reviewer()
    mine = make_claim(assignee=me)
    theirs = make_claim(assignee=other)
    free = make_claim()

    assert listed(client, me, assignee="me") == [mine.pk]
    assert listed(client, me, assignee="nobody") == [free.pk]
    assert listed(client, me, assignee=str(other.pk)) == [theirs.pk]
    assert listed(client, me, assignee="x") == []


def test_it_names_only_those_who_have_claims(client):
    me, busy = make_editor(), make_reviewer(first_name="Berta", last_name="Two")
    make_reviewer(first_name="Idle", last_name="Hands")
    make_claim(assignee=busy, by=make_editor())
    client.force_login(me)

    filters = client.get(reverse(LIST)).context["cl"].filter_specs

    (assignee,) = [spec for spec in filters if spec.title == "assignee"]
    assert [label for _, label in assignee.lookup_choices] == ["me", "nobody", "Berta Two"]


def test_it_filters_by_day(client):
    today = timezone.localdate()
    sunday = today + timedelta(days=6 - today.weekday())
    past = make_claim(due=today - timedelta(days=1))
    make_decided_claim(due=today - timedelta(days=1))
    now = make_claim(due=today)
    late_this_week = make_claim(due=sunday)
    make_claim(due=sunday + timedelta(days=1))
    whenever = make_claim()
    editor = make_editor()

    assert listed(client, editor, due="overdue") == [past.pk]
    assert now.pk in listed(client, editor, due="today")
    assert listed(client, editor, due="week") == [now.pk, late_this_week.pk]
    assert listed(client, editor, due="none") == [whenever.pk]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"status__exact": "open"}, {}),
        ({"kind__exact": "figure"}, {"kind": "figure"}),
        ({"anchor__exact": "exact"}, {}),
        ({"sensitivity__exact": "sensitive"}, {"sensitivity": "sensitive"}),
        ({"priority__exact": "1"}, {"priority": 1}),
    ],
)
def test_it_filters_by(client, query, told):
    claim = make_claim(**told)

    assert listed(client, make_editor(), **query) == [claim.pk]


def test_urgent_claims_come_first_and_then_the_earliest_day(client):
    today = timezone.localdate()
    whenever = make_claim()
    soon = make_claim(due=today)
    urgent = make_claim(priority=1)
    client.force_login(make_editor())

    response = client.get(reverse(LIST))

    assert list(response.context["cl"].result_list) == [urgent, soon, whenever]


# Bulk


def test_each_role_is_offered_the_steps_that_need_only_a_click(client):
    make_claim()
    offered = {}
    for role, reader in (("editor", make_editor()), ("reviewer", make_reviewer())):
        client.force_login(reader)
        form = client.get(reverse(LIST)).context["action_form"]
        offered[role] = [name for name, _ in form.fields["action"].choices if name]

    assert offered == {
        "editor": [
            "step_accept",
            "step_take_back",
            "step_reopen",
            "assign_to_me",
            "priority_high",
            "priority_normal",
            "priority_low",
        ],
        "reviewer": ["step_take_back", "step_take_up", "step_release"],
    }


def test_a_bulk_step_counts_what_it_did_and_reports_each_refusal(client):
    good = [make_claim_with_status("suggested"), make_claim_with_status("suggested")]
    bad = [make_claim(statement="One"), make_decided_claim(statement="Two")]

    response = in_bulk(client, make_editor(), "step_accept", *good, *bad)

    assert sorted(sentences(response)) == sorted(
        [
            f'<a href="{url("change", bad[0])}">“{bad[0]}”</a>: '
            "“Accept suggestion” is not possible while this is open.",
            f'<a href="{url("change", bad[1])}">“{bad[1]}”</a>: '
            "“Accept suggestion” is not possible while this is verified.",
            "Accept suggestion: 2 claims.",
        ]
    )
    assert {state(claim)[0] for claim in good} == {"open"}


def test_nobody_approves_in_bulk_beside_rows_that_show_no_evidence(client):
    reviewer, claim = make_reviewer(), make_proposed_claim()
    before = state(claim)

    in_bulk(client, reviewer, "step_approve", claim)

    assert state(claim) == before


def test_a_bulk_step_of_another_role_changes_nothing(client):
    claim = make_proposed_claim()
    before = state(claim)

    in_bulk(client, make_editor(), "step_approve", claim)

    assert state(claim) == before


def test_words_of_a_claim_are_escaped_in_a_report(client):
    article = make_article(html="<p>1 &lt;b&gt; is text.</p>")
    claim = make_claim(article, words="1 <b> is text.")

    response = in_bulk(client, make_editor(), "step_accept", claim)

    assert "“1 &lt;b&gt; is text.”" in response.content.decode()


def test_claims_are_assigned_to_me_and_set_to_a_priority_in_bulk(client):
    editor, claims = make_editor(), [make_claim(), make_claim()]

    in_bulk(client, editor, "assign_to_me", *claims)
    in_bulk(client, editor, "priority_low", *claims)

    assert list(Claim.objects.values_list("assignee", "priority")) == [(editor.pk, 3)] * 2


def test_claims_are_not_deleted_in_bulk(client):
    claim = make_claim()

    in_bulk(client, make_user(is_superuser=True), "delete_selected", claim)

    assert Claim.objects.count() == 1


BAD_KEYS = ["x", "9" * 30, "-1", "²", "", "1.5"]
LEFT_OUT = "Part of what was selected is not in this list and was left out. Select it again."


@pytest.mark.parametrize("bad", BAD_KEYS)
@pytest.mark.parametrize("index", [{}, {"index": "0"}])
def test_a_selection_that_is_no_claim_is_left_out_and_said(client, bad, index):
    claim = make_claim_with_status("suggested")
    client.force_login(make_editor())

    told = {"action": "step_accept", "_selected_action": [bad, claim.pk], **index}
    response = client.post(reverse(LIST), told, follow=True)

    assert response.status_code == 200
    assert sentences(response) == [LEFT_OUT, "Accept suggestion: 1 claim."]


@pytest.mark.parametrize("index", [{}, {"index": "0"}])
def test_a_selection_of_no_claim_changes_nothing(client, index):
    claim = make_claim_with_status("suggested")
    before = state(claim)
    client.force_login(make_editor())

    told = {"action": "step_accept", "_selected_action": "x", **index}
    response = client.post(reverse(LIST), told, follow=True)

    assert (response.status_code, sentences(response)[0]) == (200, LEFT_OUT)
    assert state(claim) == before


@pytest.mark.parametrize("words", ["a" * 60_000, "a " * 30_000])
def test_a_search_that_is_too_long_is_cut_and_said(client, words):
    client.force_login(make_editor())

    response = client.get(reverse(LIST), {"q": words})

    assert response.status_code == 200
    assert response.context["cl"].query == words[:200]
    assert sentences(response) == [
        "A search has at most 200 characters: this is what the first 200 of yours find."
    ]
