"""Where a person reads what they were told, and how it is marked as read."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from claims import notices, workflow
from claims.models import Claim, Notice
from newsroom.roles import EDITORS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = reverse("admin:claims_claim_notices")
READ = reverse("admin:claims_claim_notices_read")
INDEX = reverse("admin:index")
CHANGED = make.BODY.replace("has 40", "has 41")


@pytest.fixture(scope="module")
def fallen_key(made_once):
    return make.make_fallen_claim().pk


@pytest.fixture
def fallen(fallen_key):
    """A claim whose verdict was in force until its words changed."""
    return Claim.objects.get(pk=fallen_key)


@pytest.fixture
def reviewer(fallen):
    """Who approved its verdict, and was told."""
    return fallen.decision.approvals.get().by


def page(client, person, address=LIST):
    client.force_login(person)
    return client.get(address).content.decode()


def test_the_list_leads_to_what_changed(client, reviewer, fallen):
    found = page(client, reviewer)

    assert f'href="/admin/claims/claim/{fallen.pk}/change/#changed"' in found


def test_the_front_page_of_the_desk_shows_what_is_unread(client, reviewer, fallen):
    shown = f"/admin/claims/claim/{fallen.pk}/change/#changed" in page(client, reviewer, INDEX)

    notices.mark_read(reviewer)

    assert (shown, "#changed" in page(client, reviewer, INDEX)) == (True, False)


@pytest.mark.parametrize("address", [LIST, INDEX])
def test_nobody_reads_what_somebody_else_was_told(client, fallen, address):
    stranger = make.make_user(EDITORS, REVIEWERS, is_superuser=True)

    assert "41 members" not in page(client, stranger, address)


def test_the_header_counts_what_is_unread(client, reviewer):
    counted = '1<span class="visually-hidden"> unread</span>' in page(client, reviewer)

    notices.mark_read(reviewer)

    assert (counted, 'visually-hidden"> unread' in page(client, reviewer)) == (True, False)


@pytest.mark.parametrize("address", [LIST, INDEX])
def test_whoever_may_see_no_claims_any_more_is_shown_none(client, reviewer, address):
    reviewer.groups.clear()

    found = page(client, User.objects.get(pk=reviewer.pk), address)

    assert ("41 members" in found, "#changed" in found, LIST in found) == (False, False, False)


def mark(client, person, **data):
    client.force_login(person)
    return client.post(READ, data)


def unread(person):
    return notices.unread(person).count()


def test_one_notice_is_marked_as_read(client, reviewer):
    first = notices.unread(reviewer).get()
    other = make.make_claim()
    first_of_other = Notice(person=reviewer, claim=other, kind="gone", revision=other.revision)
    first_of_other.created = timezone.now()
    first_of_other.save()

    response = mark(client, reviewer, notice=first.pk)

    assert (response.url, list(notices.unread(reviewer))) == (LIST, [first_of_other])


def test_all_are_marked_as_read(client, reviewer):
    mark(client, reviewer, all="1")

    assert unread(reviewer) == 0


def test_nobody_marks_the_notice_of_somebody_else(client, reviewer):
    notice = notices.unread(reviewer).get()

    response = mark(client, make.make_reviewer(), notice=notice.pk)

    sentence = "There is no such notice of yours. Look at the list again."
    assert (response.status_code, sentence in response.content.decode(), unread(reviewer)) == (
        403,
        True,
        1,
    )


@pytest.mark.parametrize("key", ["x", "9" * 30, "-1", ""])
def test_what_is_no_notice_is_refused_with_a_sentence(client, reviewer, key):
    assert (mark(client, reviewer, notice=key).status_code, unread(reviewer)) == (403, 1)


def test_looking_marks_nothing(client, reviewer):
    client.force_login(reviewer)

    assert (client.get(READ).status_code, client.post(LIST).status_code, unread(reviewer)) == (
        405,
        405,
        1,
    )


@pytest.fixture(scope="module", params=[1, 3])
def told_of(made_once, request):
    """How many verdicts that somebody approved fell, and who that is."""
    reviewer = make.make_reviewer()
    for _ in range(request.param):
        claim = workflow.take(make.make_proposed_claim(), "approve", by=reviewer)
        make.revise(claim, CHANGED)
    return request.param, reviewer


@pytest.mark.parametrize(("address", "queries"), [(LIST, 5), (INDEX, 5)])
def test_no_notice_costs_a_query(client, django_assert_num_queries, address, queries, told_of):
    count, reviewer = told_of
    client.force_login(reviewer)

    with django_assert_num_queries(queries):
        found = client.get(address).content.decode()

    assert found.count("#changed") == count
