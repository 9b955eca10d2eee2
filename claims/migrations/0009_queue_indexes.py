"""The desk's queues, lists and search cost among a million claims what they cost among few.

A search for words anywhere in a text needs trigrams on PostgreSQL: the extension pg_trgm, which
the owner of a database may create. Where that is not possible, and on SQLite, a search reads every
claim, as it did; docs/operations.md says how to have it later.
"""

import sys

from django.db import Error, migrations, models, transaction

WORDS = {
    "claim_words": (
        "claims_claim",
        "UPPER(exact) gin_trgm_ops, UPPER(statement) gin_trgm_ops, "
        "UPPER(claimant::text) gin_trgm_ops",
    ),
    "article_headline_words": ("articles_article", "UPPER(headline::text) gin_trgm_ops"),
}
WITHOUT = """
The extension pg_trgm could not be created ({}), so a search reads every claim.
docs/operations.md says how to mend it.
"""
UNFINISHED = ["suggested", "open", "in_review", "awaiting_approval", "recheck"]


def index_words(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except Error as error:
        sys.stderr.write(WITHOUT.format(str(error).strip()))
        return
    for name, (table, expressions) in WORDS.items():
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({expressions})")


def forget_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in WORDS:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


def index(name, *fields, **condition):
    made = models.Index(
        fields=fields, name=name, condition=models.Q(**condition) if condition else None
    )
    return migrations.AddIndex(model_name="claim", index=made)


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0005_checkpoints"),
        ("claims", "0008_one_fact"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="claim", name="claim_queue"),
        index("claim_mine", "assignee", "priority", "due", "id", status__in=UNFINISHED),
        index(
            "claim_unassigned", "priority", "due", "id",
            assignee__isnull=True, status__in=["open", "in_review", "recheck"],
        ),
        index("claim_unfinished", "due", "id", status__in=UNFINISHED),
        index("claim_lost_words", "id", status__in=UNFINISHED, start__isnull=True),
        index("claim_queue", "status", "priority", "due", "id"),
        index(
            "claim_strayed", "anchor", "priority", "due", "id",
            anchor__in=["lost", "ambiguous", "drifted", "moved"],
        ),
        index("claim_urgent_first", "priority", "due", "id"),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(
                fields=["decision"], condition=models.Q(agrees=False), name="approval_dissent"
            ),
        ),
        migrations.RunPython(index_words, forget_words),
    ]
