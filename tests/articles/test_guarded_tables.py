"""Triggers are put on, taken off, and missed when gone. claims/test_constraints.py has them all."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from articles import guarded_tables
from articles.apps import GUARDS as ARTICLE_GUARDS
from articles.guarded_tables import Guard
from articles.models import Section
from claims.apps import GUARDS as CLAIM_GUARDS

pytestmark = pytest.mark.django_db

NO_X = Guard("articles_section", "no_x", "INSERT", "NEW.name = 'x'", "x is no section")


def test_every_guard_of_every_app_is_watched():
    watched = sorted(guard.name for guard in guarded_tables.watched())

    assert watched == sorted(guard.name for guard in [*ARTICLE_GUARDS, *CLAIM_GUARDS])


def test_every_guard_is_on_a_migrated_database():
    assert guarded_tables.missing(connection, guarded_tables.watched()) == []


def test_a_guard_refuses_while_its_condition_holds():
    guarded_tables.install(connection, [NO_X])
    Section.objects.create(name="y", slug="y")

    with pytest.raises(IntegrityError, match="x is no section"), transaction.atomic():
        Section.objects.create(name="x", slug="x")

    assert list(Section.objects.values_list("name", flat=True)) == ["y"]


def test_a_guard_that_was_taken_off_is_missing_and_refuses_nothing():
    guarded_tables.install(connection, [NO_X])
    guarded_tables.remove(connection, [NO_X])

    Section.objects.create(name="x", slug="x")

    assert guarded_tables.missing(connection, [NO_X]) == ["no_x"]


def hollow(guard):
    """The trigger of the same name that refuses nothing."""
    return replace(guard, when="1 = 2")


@pytest.mark.parametrize(
    "changed", [hollow(NO_X), replace(NO_X, event="UPDATE"), replace(NO_X, table="auth_group")]
)
def test_a_trigger_of_its_name_that_does_something_else_is_no_guard(changed):
    guarded_tables.install(connection, [changed])

    assert guarded_tables.missing(connection, [changed]) == []
    assert guarded_tables.missing(connection, [NO_X]) == ["no_x"]


ON_SECTION = "CREATE OR REPLACE TRIGGER no_x BEFORE INSERT ON articles_section FOR EACH ROW"
SWITCHED_OFF = {
    "sqlite": ["DROP TRIGGER no_x"],
    "postgresql": [
        "ALTER TABLE articles_section DISABLE TRIGGER no_x",
        "ALTER TABLE articles_section ENABLE REPLICA TRIGGER no_x",
        f"{ON_SECTION} WHEN (NEW.name = 'z') EXECUTE FUNCTION no_x()",
        "CREATE OR REPLACE FUNCTION no_x() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
    ],
}


@pytest.mark.parametrize("statement", SWITCHED_OFF[connection.vendor])
def test_a_guard_that_was_switched_off_is_missing(statement):
    guarded_tables.install(connection, [NO_X])

    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert guarded_tables.missing(connection, [NO_X]) == ["no_x"]


def test_a_guard_may_be_put_on_twice():
    guarded_tables.install(connection, [NO_X])
    guarded_tables.install(connection, [NO_X])

    assert guarded_tables.missing(connection, [NO_X]) == []


def test_a_guard_of_a_table_that_does_not_exist_yet_is_passed_over():
    later = Guard("articles_later", "no_later", "INSERT", "1 = 1", "not yet")

    guarded_tables.install(connection, [later])

    assert guarded_tables.missing(connection, [later]) == ["no_later"]


def test_only_postgresql_is_asked_for_guards_of_truncate():
    guard = Guard("articles_section", "no_truncate", "TRUNCATE", "1 = 1", "never")

    wanted = {"postgresql": ["no_truncate"], "sqlite": []}[connection.vendor]
    assert guarded_tables.missing(connection, [guard]) == wanted


@pytest.mark.django_db(transaction=True)
def test_a_migration_puts_back_what_somebody_took_off():
    guarded_tables.remove(connection, guarded_tables.watched())

    call_command("migrate", verbosity=0)

    assert guarded_tables.missing(connection, guarded_tables.watched()) == []
