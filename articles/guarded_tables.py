"""Triggers that hold a rule inside the database, on SQLite and on PostgreSQL.

A guard in Python gives a person a sentence; these hold when somebody goes round it with SQL.
They are taken off before a migration and put back after it, because SQLite rebuilds a table
to alter it and would lose them silently (see docs/decisions/003-triggers-after-migrate.md).
"""

from dataclasses import dataclass
from functools import partial

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

# The guards of every app that has any, by its label: what verify_ledger looks for.
WATCHED = {}


@dataclass(frozen=True)
class Guard:
    """Refuse `event` on a row of `table` while `when` holds.

    name     of the trigger; unique in the database.
    event    INSERT, UPDATE, DELETE, or TRUNCATE (which SQLite does not have).
    when     SQL over NEW and OLD that both databases understand.
    message  what the database says; apostrophes are not allowed in it.
    """

    table: str
    name: str
    event: str
    when: str
    message: str


def insert_only(table, *keys, changed="1 = 1"):
    """Return the guards of a table whose rows are never changed, replaced or removed.

    keys  tuples of columns that are unique together. INSERT OR REPLACE removes a row
          without a DELETE trigger on SQLite, so an existing key is refused beforehand.
    changed  SQL over NEW and OLD: which updates are refused; every one, if not given.
    """
    message = f"{table} is insert-only"
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE "
        + " AND ".join(f"{column} = NEW.{column}" for column in key)
        + ")"
        for key in (("id",), *keys)
    )
    return [
        Guard(table, f"{table}_no_update", "UPDATE", changed, message),
        Guard(table, f"{table}_no_delete", "DELETE", "1 = 1", message),
        Guard(table, f"{table}_no_truncate", "TRUNCATE", "1 = 1", message),
        Guard(table, f"{table}_no_replace", "INSERT", taken, message),
    ]


def watch(app_config, guards):
    """Keep `guards` on the database whenever it has just been migrated or flushed."""
    WATCHED[app_config.label] = guards
    pre_migrate.connect(
        partial(_before, guards=guards), sender=app_config, weak=False, dispatch_uid="guards off"
    )
    post_migrate.connect(
        partial(_after, guards=guards), sender=app_config, weak=False, dispatch_uid="guards on"
    )


def _before(*, using, guards, **kwargs):
    remove(connections[using], guards)


def _after(*, using, guards, **kwargs):
    install(connections[using], guards)


def install(connection, guards):
    """Put every guard on its table; a table that does not exist yet is passed over."""
    remove(connection, guards)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for guard in guards:
            if guard.table in tables:
                for statement in _create(connection.vendor, guard):
                    cursor.execute(statement)


def remove(connection, guards):
    """Take every guard off. For migrations and for tests that empty the tables."""
    with connection.cursor() as cursor:
        for guard in guards:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {guard.name}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}")


def watched():
    """Return every guard that any app keeps on the database."""
    return [guard for guards in WATCHED.values() for guard in guards]


def missing(connection, guards):
    """Return the names of the guards that are not on the database as install() puts them there.

    A trigger of the right name that does something else, or is switched off, guards nothing.
    """
    standing, definition = (
        (_POSTGRESQL_STANDING, _definition_postgresql)
        if connection.vendor == "postgresql"
        else (_SQLITE_STANDING, _create_sqlite)
    )
    with connection.cursor() as cursor:
        cursor.execute(standing)
        present = set(cursor.fetchall())
    wanted = [guard for guard in guards if _create(connection.vendor, guard)]
    return [guard.name for guard in wanted if tuple(definition(guard)) not in present]


_SQLITE_STANDING = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"

# Its text as PostgreSQL prints it differs from release to release; these parts do not. A
# trigger of its own WHEN or UPDATE OF fires less often than ours, and one enabled for replicas
# only ('R') never fires here.
_POSTGRESQL_STANDING = """
    SELECT t.tgname, c.relname, t.tgtype, p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL
    AND t.tgattr::text = '' AND pg_table_is_visible(c.oid)
"""
# The bits of pg_trigger.tgtype, from PostgreSQL's catalog/pg_trigger.h.
_ROW, _BEFORE = 1, 2
_EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


def _definition_postgresql(guard):
    kind = _BEFORE | _EVENTS[guard.event] | (0 if guard.event == "TRUNCATE" else _ROW)
    return guard.name, guard.table, kind, _body(guard)


def _create(vendor, guard):
    return _create_postgresql(guard) if vendor == "postgresql" else _create_sqlite(guard)


def _create_sqlite(guard):
    if guard.event == "TRUNCATE":
        return []
    return [
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"WHEN {guard.when} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    ]


def _create_postgresql(guard):
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $${_body(guard)}$$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
    ]


def _body(guard):
    return (
        f" BEGIN IF {guard.when} THEN RAISE EXCEPTION '{guard.message}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN COALESCE(NEW, OLD); END "
    )
