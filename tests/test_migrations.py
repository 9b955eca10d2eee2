"""Migrations go there and back, make what the models say, and leave the guards on the tables."""

import re

import pytest
from django.core.management import call_command
from django.db import connection

from articles import guarded_tables
from articles.apps import GUARDS as ARTICLE_GUARDS
from claims import workflow
from claims.apps import GUARDS as CLAIM_GUARDS
from claims.models import Claim, Contribution, Decision, Evidence, Notice
from tests import factories as make

GUARDS = [*ARTICLE_GUARDS, *CLAIM_GUARDS]
# Indexes that only PostgreSQL has, where it may: claims/migrations/0009_queue_indexes.py.
TRIGRAMS = {"claim_words", "article_headline_words"}


def tables():
    """Every table of ours with its columns and constraints."""
    with connection.cursor() as cursor:
        return {
            table: (columns_of(table, cursor), constraints_of(table, cursor))
            for table in connection.introspection.table_names(cursor)
            if table.startswith(("articles_", "claims_"))
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


@pytest.fixture
def as_migrated(transactional_db, settings):
    """The suite's tables are made from the models, which is quicker: say so to the migrations."""
    settings.MIGRATION_MODULES = {}
    call_command("migrate", fake=True, verbosity=0)


def test_what_is_told_since_goes_where_the_older_table_has_no_word_for_it(as_migrated):
    make.make_reviewer()
    make.make_fallen_claim()
    told = set(Notice.objects.values_list("kind", flat=True))

    call_command("migrate", "claims", "0003", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT kind FROM claims_notice")
        kept = {kind for (kind,) in cursor.fetchall()}
    call_command("migrate", verbosity=0)

    assert (told, kept) == ({"awaiting", "changed"}, {"changed"})


def test_what_was_decided_before_there_were_rules_stands_by_the_rule_of_then(as_migrated):
    claim, reviewer = make.make_decided_claim(sensitivity="sensitive"), make.make_reviewer()
    make.make_decided_claim(kind="figure", verdict="unverifiable")
    given = {"kind": "web", "url": "https://www.example.org/a", "title": "Page", "origin": "Clerk"}
    make.make_evidence(make.make_claim(), reviewer, **given)
    workflow.take(make.make_claim(), "recuse", by=reviewer, note="I sat on it.")

    call_command("migrate", "claims", "0004", verbosity=0)
    call_command("migrate", verbosity=0)

    told = Decision.objects.values_list("approvals_needed", "origins_needed", "tier_needed")
    keys = Evidence.objects.order_by("pk").values_list("origin", "origin_key")
    assert list(told.order_by("pk")) == [(2, 1, "anonymous"), (1, 0, "")]
    assert keys.last() == ("example.org", "example.org")
    assert Claim.objects.get(pk=claim.pk).is_decided
    assert not Contribution.objects.filter(role="recused").exists()


def test_every_migration_can_be_undone_and_done_again(as_migrated):
    made_from_models = tables()

    call_command("migrate", "claims", "zero", verbosity=0)
    call_command("migrate", "articles", "zero", verbosity=0)
    emptied = tables()
    call_command("migrate", verbosity=0)

    assert (emptied, tables()) == ({}, made_from_models)
    assert guarded_tables.missing(connection, GUARDS) == []


def test_older_confidential_evidence_gets_the_salt_of_its_entry(as_migrated):
    claim, reviewer = make.make_claim(), make.make_reviewer()
    evidence = make.make_evidence(claim, reviewer, is_confidential=True)
    make.make_document(claim, reviewer, kind="dataset")

    call_command("migrate", "claims", "0004", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM claims_evidence ORDER BY id")
        kinds = [kind for (kind,) in cursor.fetchall()]
    call_command("migrate", verbosity=0)

    kept = type(evidence).objects.get(pk=evidence.pk)
    assert (kinds, kept.salt) == (["document", "document"], evidence.salt)
