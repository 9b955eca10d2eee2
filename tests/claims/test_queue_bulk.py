"""What is done to many claims at once: each through its door, each refusal named."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import tagging
from claims.models import Claim
from newsroom.roles import EDITORS, REVIEWERS
from tests.claims.admin_pages import sentences, state, url
from tests.claims.queue_pages import choice, in_bulk
from tests.factories import (
    make_claim,
    make_claim_in_review,
    make_decided_claim,
    make_editor,
    make_proposed_claim,
    make_publisher,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_claims_are_assigned_prioritised_and_given_a_day_at_once(client):
    day = timezone.localdate() + timedelta(days=3)
    reviewer, claims = make_reviewer(username="holder"), [make_claim(), make_claim()]

    response = in_bulk(
        client, make_editor(), *claims, assignee="holder", priority="1", due=day.isoformat()
    )

    assert sentences(response) == ["Done: 2 claims."]
    told = list(Claim.objects.values_list("assignee", "priority", "due"))
    assert told == [(reviewer.pk, 1, day)] * 2


def test_what_is_left_empty_stays_as_it_is(client):
    claim = make_claim(assignee=make_reviewer(), due=timezone.localdate())

    in_bulk(client, make_editor(), claim, priority="3")

    was = claim.assignee_id, claim.due
    claim.refresh_from_db()
    assert (claim.assignee_id, claim.due, claim.priority) == (*was, 3)


def test_claims_are_taken_from_whoever_has_them(client):
    claim = make_claim(assignee=make_reviewer())

    in_bulk(client, make_editor(), claim, assignee="nobody")

    claim.refresh_from_db()
    assert claim.assignee is None


def test_each_deed_is_in_the_record(client):
    claims = [make_claim(), make_claim()]
    before = [state(claim)[-1] for claim in claims]

    in_bulk(client, make_editor(), *claims, priority="1")

    assert [state(claim)[-1] for claim in claims] == [entries + 1 for entries in before]


def test_each_refusal_is_named_with_a_link_that_stays_in_the_queue_and_the_rest_is_done(client):
    person = make_user(EDITORS, REVIEWERS)
    own, other = make_claim(by=person), make_claim()
    taken = make_claim_in_review(reviewer=make_reviewer())

    address = "?queue=all&kind=other"
    response = in_bulk(client, person, own, other, taken, step="take_up", address=address)

    def link(claim):
        address = f"{url('change', claim)}?queue=all&amp;kind=other"
        return f'<a href="{address}">Claim {claim.pk}: “{claim}”</a>'

    assert sentences(response) == [
        f"{link(own)}: You tagged this claim. Somebody else reviews it.",
        f"{link(taken)}: “Take up” is not possible while this is in review.",
        "Done: 1 claim.",
    ]
    assert response.redirect_chain == [(reverse("admin:claims_claim_queues") + address, 302)]
    assert [state(claim)[0] for claim in (own, other, taken)] == [
        "open",
        "in_review",
        "in_review",
    ]


def test_a_claim_that_somebody_changed_since_is_left_as_it_is(client):
    claim = make_claim()
    seen = choice(claim)
    tagging.amend(claim, by=make_editor(), priority=3)
    before = state(claim)

    response = in_bulk(client, make_editor(), seen, priority="1")

    assert sentences(response)[0].endswith(
        "Somebody else has just changed this claim. Look again and repeat."
    )
    assert state(claim) == before


def test_what_was_approved_is_what_was_looked_at(client):
    claim = make_proposed_claim()
    seen = choice(claim)
    tagging.amend(claim, by=make_editor(), priority=3)
    before = state(claim)

    in_bulk(client, make_reviewer(), seen, step="approve")

    assert state(claim) == before


def test_a_change_and_a_step_are_done_both_or_not_at_all(client):
    decided = make_decided_claim()
    before = state(decided)

    response = in_bulk(
        client, make_user("Editors", "Reviewers"), decided, priority="1", step="take_up"
    )

    assert "not possible while this is verified" in sentences(response)[0]
    assert (state(decided), decided.priority) == (before, 2)


PASSED = "This day has passed already. Choose today or a later day."
UNKNOWN = "Nobody at this desk has the account “{}”. Type one that is offered, or nobody."


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("due", "2001-01-01", PASSED),
        ("due", "soon", "Give the day as year-month-day, such as 2030-01-31."),
        ("assignee", "noone", UNKNOWN.format("noone")),
        ("assignee", "stranger", UNKNOWN.format("stranger")),
        ("assignee", "left", UNKNOWN.format("left")),
        ("priority", "9", "Select a valid choice. 9 is not one of the available choices."),
        ("step", "confirm", "Select a valid choice. confirm is not one of the available choices."),
        ("step", "dismiss", "Select a valid choice. dismiss is not one of the available choices."),
    ],
)
def test_what_cannot_be_done_to_any_is_said_once_and_nothing_typed_is_lost(
    client, name, value, sentence
):
    make_user(username="stranger")
    make_reviewer(username="left", is_active=False)
    claim = make_claim()
    before = state(claim)
    told = {"priority": "1", name: value}

    response = in_bulk(client, make_user("Editors", "Reviewers"), claim, **told)

    assert response.status_code == 400
    assert response.context["bulk"].errors == {name: [sentence]}
    assert [row.is_chosen for row in response.context["rows"]] == [True]
    assert {field: response.context["bulk"][field].value() for field in told} == told
    assert state(claim) == before


def test_today_is_no_day_that_has_passed(client):
    claim = make_claim()

    in_bulk(client, make_editor(), claim, due=timezone.localdate().isoformat())

    claim.refresh_from_db()
    assert claim.due == timezone.localdate()


@pytest.mark.parametrize(
    ("chosen", "told", "sentence"),
    [
        ([], {"priority": "1"}, "No claim is chosen. Tick those that are meant."),
        (["1-1"], {}, "Say what is to be done with them."),
        (["1-1"] * 201, {"priority": "1"}, "Choose at most 200 claims at a time."),
    ],
)
def test_a_deed_without_a_claim_or_a_claim_without_a_deed_is_refused(
    client, chosen, told, sentence
):
    response = in_bulk(client, make_editor(), *chosen, **told)

    assert response.status_code == 400
    assert response.context["bulk"].non_field_errors() == [sentence]


@pytest.mark.parametrize("bad", ["x", "x-1", "-1", "9" * 30 + "-1", "²-1", "999999-1"])
def test_a_choice_that_is_no_claim_is_said_and_the_rest_is_done(client, bad):
    claim = make_claim()

    response = in_bulk(client, make_editor(), bad, claim, priority="1")

    gone = "Not done: There is no such claim any more. Open the queue again."
    assert sentences(response) == [gone, "Done: 1 claim."]


@pytest.mark.parametrize("version", ["", "-", "-x", "-²"])
def test_a_choice_without_the_version_that_was_seen_changes_nothing(client, version):
    claim = make_claim()
    before = state(claim)

    in_bulk(client, make_editor(), f"{claim.pk}{version}", priority="1")

    assert state(claim) == before


@pytest.mark.parametrize("make_person", [make_reviewer, make_publisher])
def test_only_editors_assign_prioritise_and_set_due_even_with_a_forged_form(client, make_person):
    claim = make_claim()
    before = state(claim)

    response = in_bulk(
        client, make_person(), claim, assignee="nobody", priority="1", due="2999-01-01"
    )

    assert response.status_code == 400
    assert (state(claim), Claim.objects.get().priority) == (before, 2)


def test_staff_without_a_role_do_nothing_and_read_nothing(client):
    claim = make_claim()
    before = state(claim)

    response = in_bulk(client, make_user(), claim, priority="1")

    assert response.status_code == 403
    assert str(claim) not in response.content.decode()
    assert state(claim) == before


def test_its_address_takes_only_what_the_form_sends(client):
    client.force_login(make_editor())

    assert client.get(reverse("admin:claims_claim_bulk") + "?queue=all").status_code == 405
    assert client.post(reverse("admin:claims_claim_queues")).status_code == 405


def test_a_form_that_nobody_was_given_is_refused():
    claim, client = make_claim(), Client(enforce_csrf_checks=True)
    before = state(claim)

    assert in_bulk(client, make_editor(), claim, priority="1").status_code == 403
    assert state(claim) == before
