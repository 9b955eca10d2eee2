"""A newsroom that was just migrated: the roles are there, and nobody has one."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError

from articles.models import Article
from newsroom.roles import ROLES
from tests.factories import make_editor

from .test_demo import quickstart

pytestmark = pytest.mark.django_db


def test_migrating_makes_the_roles_and_no_account():
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(ROLES)
    assert User.objects.count() == 0


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_exactly_the_permissions_of_the_table(role):
    held = Group.objects.get(name=role).permissions.values_list(
        "content_type__app_label", "codename"
    )
    assert sorted(f"{app}.{name}" for app, name in held) == sorted(ROLES[role])


def test_nobody_who_is_there_already_is_taken_for_a_demo_account():
    make_editor(username="editor1")
    with pytest.raises(CommandError, match="already: editor1"):
        quickstart()
    assert Article.objects.count() == 0
