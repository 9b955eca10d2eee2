"""Migrations go there and back, and the guards are on the tables afterwards."""

import pytest
from django.core.management import call_command
from django.db import connection

from articles import guarded_tables
from articles.apps import GUARDS as ARTICLE_GUARDS
from claims.apps import GUARDS as CLAIM_GUARDS

GUARDS = [*ARTICLE_GUARDS, *CLAIM_GUARDS]


@pytest.mark.django_db(transaction=True)
def test_every_migration_can_be_undone_and_done_again():
    call_command("migrate", "claims", "zero", verbosity=0)
    call_command("migrate", "articles", "zero", verbosity=0)
    emptied = [
        table
        for table in connection.introspection.table_names()
        if table.startswith(("articles_", "claims_"))
    ]
    call_command("migrate", verbosity=0)

    assert emptied == []
    assert guarded_tables.missing(connection, GUARDS) == []
