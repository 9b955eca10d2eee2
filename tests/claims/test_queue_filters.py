"""The address of the queues' page narrows it, by what a person would ask for."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from claims import workflow
from claims.models import Claim
from tests.claims.queue_pages import QUEUES, listed, opened
from tests.factories import WORDS, make_article, make_claim, make_editor, make_reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys(made_once):
    today = timezone.localdate()
    holder = make_reviewer(username="holder", first_name="Hanna", last_name="Holder")
    make_claim(make_article(section="Local"))
    wanted = make_claim(
        make_article(section="World"),
        kind="figure",
        priority=1,
        sensitivity="sensitive",
        assignee=holder,
        due=today,
    )
    workflow.take(wanted, "take_up", by=holder)
    return {"wanted": wanted.pk, "editor": make_editor().pk}


@pytest.fixture
def wanted(keys):
    """One of two claims, which differs from the other in all that can be filtered by."""
    return Claim.objects.get(pk=keys["wanted"])


@pytest.fixture
def editor(keys):
    return User.objects.get(pk=keys["editor"])


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
def test_it_filters_by(client, editor, wanted, name, value, shown):
    response = opened(client, editor, **{name: value})

    assert [row.claim.pk for row in response.context["rows"]] == [wanted.pk]
    assert [(label, said) for label, said, _ in response.context["narrowed"]] == [
        (name.capitalize(), shown)
    ]


def test_it_filters_by_article_named_by_number_or_address(client, editor, wanted):
    article = wanted.article
    ways = [
        str(article.pk),
        article.slug,
        "https://example.org" + reverse("admin:articles_article_change", args=[article.pk]),
    ]

    assert [listed(client, editor, article=way) for way in ways] == [[wanted.pk]] * 3


def test_filters_hold_together(client, editor, wanted):
    assert listed(client, editor, kind="figure", assignee="holder", due="today") == [wanted.pk]
    assert listed(client, editor, kind="figure", assignee="nobody") == []


def test_each_filter_can_be_taken_out_by_itself(client, editor):
    response = opened(client, editor, "overdue", kind="figure", priority="1", sort="due")

    ways = {label: address for label, _, address in response.context["narrowed"]}
    assert ways == {
        "Kind": "?queue=overdue&priority=1&sort=due",
        "Priority": "?queue=overdue&kind=figure&sort=due",
    }


def test_an_address_says_no_more_than_is_asked(client, editor):
    response = opened(client, editor, "mine", kind="figure", section="", sort="")

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
def test_a_filter_that_cannot_be_read_is_said_and_shows_nothing(
    client, editor, wanted, name, value, sentence
):
    response = opened(client, editor, **{name: value})

    assert response.status_code == 400
    assert response.context["view"].form.errors[name] == [sentence]
    assert WORDS not in response.content.decode()


def test_filters_that_find_nothing_lead_back_to_the_whole_queue(client, editor, wanted):
    page = opened(client, editor, kind="quote").content.decode()

    assert '<a href="?queue=all">Show the whole queue</a>' in page
