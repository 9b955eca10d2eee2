"""Fill a scratch database with a paper of any size, quickly and in constant memory.

    DATABASE_URL=postgres://…/newsroom_scratch python -m benchmarks.loader 1000000

The number is that of claims; every article has ten. Its name has to say that the database is
scratch, and it has to be empty: rows go in past the doors and past the triggers, which are put
back afterwards with the indexes and foreign keys, so that what was loaded is held by them all.
The chain of every article is whole (articles.ledger.verify); entries of evidence and decisions are
left out, to halve the disk that is needed.

Without arguments: 10,000 claims into an SQLite file of its own, which is removed.
"""

import os
import sys
import tempfile
import time
from contextlib import contextmanager

from benchmarks import _paper, _scratch

AT_ONCE = 500  # articles
EDITORS, REVIEWERS = 10, 30
ORDER = (
    "Article", "Revision", "LedgerEntry", "Claim", "Contribution", "Evidence", "Decision",
    "Approval", "Notice",
)  # fmt: skip


def main(claims=None):
    with tempfile.TemporaryDirectory() as folder:
        address = os.environ.get("DATABASE_URL") if claims else None
        _scratch.set_up(address or _scratch.url("load", folder))
        start = time.monotonic()
        load(claims or 10_000)
        print(f"{claims or 10_000:,} claims loaded in {time.monotonic() - start:.0f} s")


def load(claims):
    """Write a paper of so many claims, ten to an article, into the empty database of Django."""
    from articles.models import Article  # noqa: PLC0415

    if Article.objects.exists():
        sys.exit("There are articles in this database already. Name an empty one.")
    size = claims // _paper.CLAIMS
    paper = _paper.Paper(size=size, **people_and_places())
    write(paper.rows(some) for some in batches(size))


def batches(size):
    """Yield the numbers of so many articles, from 1, as ranges of AT_ONCE at most."""
    for first in range(1, size + 1, AT_ONCE):
        yield range(first, min(first + AT_ONCE, size + 1))


def write(parts):
    """Insert what Paper.rows() returned, part by part, into the database of Django."""
    models = {model.__name__: model for model in _models()}
    with _unguarded(models.values()):
        for found in parts:
            for name in ORDER:
                _write(models[name], found[name])


def _models():
    from django.apps import apps  # noqa: PLC0415

    return [
        model
        for app in ("articles", "claims")
        for model in apps.get_app_config(app).models.values()
    ]


def people_and_places():
    """Make the accounts, sections and sites of a paper; return them as Paper takes them."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from articles.models import Publication, Section  # noqa: PLC0415
    from newsroom.roles import EDITORS as EDIT  # noqa: PLC0415
    from newsroom.roles import REVIEWERS as REVIEW  # noqa: PLC0415

    people = {}
    for role, name, count in ((EDIT, "editor", EDITORS), (REVIEW, "reviewer", REVIEWERS)):
        people[f"{name}s"] = made = []
        for number in range(count):
            user = User.objects.create(username=f"{name}{number}", is_staff=True)
            user.groups.set(Group.objects.filter(name=role))
            made.append((user.pk, user.username))
    return people | {
        "sections": [
            Section.objects.create(name=f"Section {n}", slug=f"section-{n}").pk for n in range(12)
        ],
        "publications": [Publication.objects.create(name=f"Site {n}").pk for n in range(5)],
        "now": timezone.now(),
    }


def _write(model, rows):
    """Insert rows, as {column: value}; what they leave out is the field's default."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    if not rows:
        return
    fields = model._meta.concrete_fields
    now = timezone.now()
    defaults = [_default(field, now) for field in fields]
    names = [field.attname for field in fields]
    values = [
        tuple(row.get(name, default) for name, default in zip(names, defaults, strict=True))
        for row in rows
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            adapted = [
                tuple(f.get_db_prep_value(v, connection) for f, v in zip(fields, row, strict=True))
                for row in values
            ]
            marks = ", ".join(["%s"] * len(fields))
            into = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(into, adapted)


def _default(field, now):
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return now
    return field.get_default()


@contextmanager
def _unguarded(models):
    """Take off what would check or index row by row; put it back when all rows are there."""
    from django.core.management.color import no_style  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from articles import guarded_tables  # noqa: PLC0415

    guarded_tables.remove(connection, guarded_tables.watched())
    if connection.vendor != "postgresql":
        connection.disable_constraint_checking()
        with transaction.atomic():
            yield
        connection.check_constraints()
        connection.enable_constraint_checking()
    else:
        tables = [model._meta.db_table for model in models]
        put_back = _dropped(tables)
        yield
        with connection.cursor() as cursor:
            for statement in put_back:
                cursor.execute(statement)
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
            cursor.execute("VACUUM ANALYZE")
    guarded_tables.install(connection, guarded_tables.watched())


def _dropped(tables):
    """Drop foreign keys and secondary indexes; return the statements that put them back."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN_KEYS, [tables])
        keys = cursor.fetchall()
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    return [made for _, made in indexes] + [
        f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}' for table, name, made in keys
    ]


_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
"""
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)
    AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u'))
"""


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
