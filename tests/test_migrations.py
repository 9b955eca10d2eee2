"""Migrations go there and back, make what the models say, and leave the guards on the tables."""

import re

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from articles import guarded_tables
from articles.apps import GUARDS as ARTICLE_GUARDS
from articles.importers.base import Author
from articles.models import Contributor
from claims import workflow
from claims.apps import GUARDS as CLAIM_GUARDS
from claims.models import Claim, Contribution, Decision, Evidence, Notice
from tests import factories as make

pytestmark = pytest.mark.django_db
GUARDS = [*ARTICLE_GUARDS, *CLAIM_GUARDS]
OURS = ("articles", "claims", "newsroom")
# The oldest tables that are read: there the rows wait.
OLDEST = [("claims", "0003_notices"), ("articles", "0006_schedule_embargo_override")]
# Indexes that only PostgreSQL has, where it may: claims/migrations/0009_queue_indexes.py.
TRIGRAMS = {"claim_words", "article_headline_words"}
AUTHORS = (("Poet A", "@a"), ("Poet A", "@b"), ("Çağla Ə", ""), ("…", ""), ("Poet A 2", ""))


def tables():
    """Every table of ours with its columns and constraints."""
    with connection.cursor() as cursor:
        return {
            table: (columns_of(table, cursor), constraints_of(table, cursor))
            for table in connection.introspection.table_names(cursor)
            if table.partition("_")[0] in OURS
        }


def columns_of(table, cursor):
    cursor.execute(f"SELECT * FROM {table} WHERE 1 = 0")
    return sorted(column[:2] for column in cursor.description)


def constraints_of(table, cursor):
    """All that PostgreSQL tells of them. Django reads no long one of SQLite: there, their names."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s", [table])
        return sorted(re.findall(r'(?:CONSTRAINT|INDEX) "(\w+)"', str(cursor.fetchall())))
    constraints = connection.introspection.get_constraints(cursor, table)
    return sorted(
        (name, sorted(told.items(), key=str))
        for name, told in constraints.items()
        if name not in TRIGRAMS
    )


@pytest.fixture(scope="module")
def there_and_back(django_db_setup, django_db_blocker):
    """A desk at work, taken back to older tables and forth again: what was read on the way.

    Once for all who ask: every step of it builds the models of all migrations before it. And past
    the oldest tables that are read, to where there are none; its rows wait there meanwhile.
    """
    with django_db_blocker.unblock(), override_settings(MIGRATION_MODULES={}):
        # The suite's tables are made from the models, which is quicker: say so to the migrations.
        say_that_all_are_done()
        try:
            return read_on_the_way(make_a_desk())
        finally:
            empty_everything()


def say_that_all_are_done():
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(None).disk_migrations:
        recorder.record_applied(app, name)


def make_a_desk():
    reviewer = make.make_reviewer()
    make.make_fallen_claim()
    make.make_refused_article()
    make.make_decided_claim(sensitivity="sensitive")
    make.make_decided_claim(kind="figure", verdict="unverifiable")
    given = {"kind": "web", "url": "https://www.example.org/a", "title": "Page", "origin": "Clerk"}
    make.make_evidence(make.make_claim(), reviewer, **given)
    workflow.take(make.make_claim(), "recuse", by=reviewer, note="I sat on it.")
    confidential = make.make_evidence(make.make_claim(), reviewer, is_confidential=True)
    make.make_document(make.make_claim(), reviewer, kind="dataset")
    make.make_article(byline=tuple(Author(name, None, handle) for name, handle in AUTHORS))
    return confidential


def read_on_the_way(confidential):
    made_from_models = tables()
    told = set(Notice.objects.values_list("kind", flat=True))
    decided = set(Claim.objects.filter(decided_at__isnull=False).values_list("pk", flat=True))
    call_command("migrate", *OLDEST[0], verbosity=0)
    kinds = column("SELECT kind FROM claims_evidence ORDER BY id")
    kept = set(column("SELECT DISTINCT kind FROM claims_notice"))
    call_command("migrate", *OLDEST[1], verbosity=0)
    emptied = tables_once_undone()
    call_command("migrate", verbosity=0)
    rules = Decision.objects.order_by("pk").values_list(
        "claim__sensitivity", "verdict", "approvals_needed", "origins_needed", "tier_needed"
    )
    web = Evidence.objects.get(kind="web", url="https://www.example.org/a")
    return {
        "tables": (made_from_models, emptied, tables()),
        "guards missing": guarded_tables.missing(connection, GUARDS),
        "notices": (told, kept),
        "evidence": kinds,
        "rules": set(rules),
        "origin": (web.origin, web.origin_key),
        "lost verdicts": [
            one.pk for one in Claim.objects.filter(pk__in=decided) if not one.is_decided
        ],
        "recused": Contribution.objects.filter(role="recused").count(),
        "authors": list(Contributor.objects.values_list("name", "slug")),
        "salt": (Evidence.objects.get(pk=confidential.pk).salt, confidential.salt),
    }


def tables_once_undone():
    """Undo every migration, and do those again that were done, with the rows that there were."""
    rows = taken_out()
    call_command("migrate", "articles", "zero", verbosity=0)  # All others of ours build on it.
    emptied = tables()
    MigrationExecutor(connection).migrate(OLDEST)
    put_back(rows)
    return emptied


def taken_out():
    """Return {table: (its columns, its rows)} of every table of ours that has any row."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {table}")
            if rows := cursor.fetchall():
                found[table] = [f'"{column[0]}"' for column in cursor.description], rows
    return found


def put_back(found):
    guarded_tables.remove(connection, GUARDS)  # They know tables that are newer than these.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in found.items():
            into, values = ", ".join(columns), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({into}) VALUES ({values})", rows)
            if connection.vendor == "postgresql":
                for counted in connection.introspection.get_sequences(cursor, table):
                    newest = f"SELECT MAX({counted['column']}) FROM {table}"
                    cursor.execute(f"SELECT setval('{counted['name']}', ({newest}))")


def column(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [value for (value,) in cursor.fetchall()]


def empty_everything():
    guarded_tables.remove(connection, GUARDS)
    call_command("flush", interactive=False, verbosity=0)
    guarded_tables.install(connection, GUARDS)


def test_every_migration_can_be_undone_and_done_again(there_and_back):
    made_from_models, emptied, made_again = there_and_back["tables"]
    assert (emptied, made_again) == ({}, made_from_models)
    assert there_and_back["guards missing"] == []


def test_what_is_told_since_goes_where_the_older_table_has_no_word_for_it(there_and_back):
    told, kept = there_and_back["notices"]
    assert (told - kept, kept - told) == ({"awaiting", "not_published"}, set())


def test_what_was_decided_before_there_were_rules_stands_by_the_rule_of_then(there_and_back):
    assert there_and_back["rules"] == {
        ("normal", "verified", 1, 1, "anonymous"),
        ("sensitive", "verified", 2, 1, "anonymous"),
        ("normal", "unverifiable", 1, 0, ""),
    }
    assert there_and_back["lost verdicts"] == []


def test_older_evidence_is_its_own_origin_by_its_address(there_and_back):
    assert there_and_back["origin"] == ("example.org", "example.org")


def test_a_recusal_goes_where_the_older_table_has_no_word_for_it(there_and_back):
    assert there_and_back["recused"] == 0


def test_a_data_set_is_a_document_where_the_older_table_has_no_word_for_it(there_and_back):
    assert "dataset" not in there_and_back["evidence"]


def test_older_confidential_evidence_gets_the_salt_of_its_entry(there_and_back):
    migrated, of_then = there_and_back["salt"]
    assert migrated == of_then


def test_every_author_from_before_gets_a_page_of_their_own(there_and_back):
    assert {("Poet A", "poet-a"), ("Poet A", "poet-a-2"), ("Poet A 2", "poet-a-2-2")} | {
        ("Çağla Ə", "çağla-ə"), ("…", "contributor")
    } <= set(there_and_back["authors"])  # fmt: skip
