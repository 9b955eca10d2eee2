"""The account of a session, read with what every page of the desk asks of it."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission

from claims import workflow
from claims.templatetags.notices import unread_count
from newsroom.accounts import OneQuery
from newsroom.roles import EDITORS, PUBLISHERS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db


def give(user, deed):
    user.user_permissions.add(Permission.objects.get(codename=deed))


def as_django_reads(user):
    return ModelBackend().get_user(user.pk).get_all_permissions()


@pytest.mark.parametrize("roles", [(), (EDITORS,), (EDITORS, REVIEWERS)])
def test_it_may_what_its_roles_may_and_what_it_may_itself(roles):
    user = make.make_user(*roles)
    give(user, "tag_claim")
    give(user, "view_logentry")

    assert OneQuery().get_user(user.pk).get_all_permissions() == as_django_reads(user)


def test_a_superuser_may_everything():
    user = make.make_user(is_superuser=True)

    assert OneQuery().get_user(user.pk).get_all_permissions() == as_django_reads(user)


def test_permissions_and_unread_notices_come_with_the_account(django_assert_num_queries):
    user = make.make_reviewer()
    give(user, "tag_claim")

    with django_assert_num_queries(1):
        read = OneQuery().get_user(user.pk)
        assert (read.has_perm(workflow.TAG), unread_count(read)) == (True, 0)


def test_it_comes_with_how_many_notices_are_unread():
    reviewer = make.make_reviewer()
    make.make_proposed_claim()

    assert OneQuery().get_user(reviewer.pk).unread_notices == unread_count(reviewer) == 1


@pytest.mark.parametrize("change", [{"is_active": False}, None])
def test_a_closed_account_or_one_that_is_gone_is_nobody(change):
    user = make.make_editor()
    if change is None:
        user.delete()
    else:
        type(user).objects.update(**change)

    assert OneQuery().get_user(user.pk or 0) is None


def test_a_role_that_is_taken_away_holds_no_longer_than_the_request(client, rf):
    user = make.make_publisher()
    client.force_login(user)
    request = rf.get("/")
    request.session = client.session
    before = get_user(request).has_perm("articles.publish_article")

    user.groups.remove(Group.objects.get(name=PUBLISHERS))

    assert (before, get_user(request).has_perm("articles.publish_article")) == (True, False)
