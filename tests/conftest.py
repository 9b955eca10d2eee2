"""What every test may use, and what a machine without Chromium or the test material leaves out.

Nothing is skipped: tests that this machine cannot run are left out before the run, and named
with the way to get them at its end. Where REQUIRE_ALL is set (.ci/run), no Chromium is an error,
and no Java.
"""

import gc
import os
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connections, transaction
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from articles import guarded_tables, optional_cache
from articles.apps import GUARDS as ARTICLE_GUARDS
from claims.apps import GUARDS as CLAIM_GUARDS
from newsroom.roles import ROLES

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("NEWSROOM_CORPORA", ROOT.parent / "shared" / "corpora"))
# The first is Chromium without what draws windows: the same engine, in two thirds of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)

# What a mark needs, and how to get it.
NEEDS = {
    "browser": (
        CHROMIUM,
        "Chromium was not found. Install it (Debian: apt-get install chromium-headless-shell).",
    ),
    "java": (
        shutil.which("java"),
        "Java was not found. Install it (Debian: apt-get install default-jre-headless).",
    ),
    "corpus": (
        CORPORA.is_dir(),
        "The test material was not found. Set NEWSROOM_CORPORA to its folder.",
    ),
}
MISSING = {mark: sentence for mark, (present, sentence) in NEEDS.items() if not present}

# The same examples in every run, so that a red run means a change. HYPOTHESIS_PROFILE=search
# looks for new ones.
hypothesis_settings.register_profile("steady", max_examples=50, derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", max_examples=1000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_configure(config):
    # A live server's threads would keep their connections past the end, and then PostgreSQL
    # does not let the test database go.
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    # Hashing is slow on purpose, and nothing here tests it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    gc.set_threshold(50_000, 20, 20)  # Next to nothing that is imported is let go again.
    required = [MISSING[mark] for mark in ("browser", "java") if mark in MISSING]
    if required and os.environ.get("REQUIRE_ALL"):
        raise pytest.UsageError(f"REQUIRE_ALL is set. {' '.join(required)}")


def pytest_collection_finish():
    # What is imported by now stays to the end: to go through it again and again took a quarter
    # of the suite's time.
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config, items):
    # The modules beside this one have the longest tests: begun last, they would be waited for.
    items.sort(key=lambda item: item.path.parent != Path(__file__).parent)
    for mark in MISSING:
        left_out = [item for item in items if item.get_closest_marker(mark)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter):
    for mark, sentence in MISSING.items():
        terminalreporter.write_line(f"Left out: {mark} tests. {sentence}")
    if connections["default"].vendor == "sqlite" and not os.environ.get("REQUIRE_ALL"):
        terminalreporter.write_line(
            "Left out: the same suite on PostgreSQL. Set DATABASE_URL to a server of yours."
        )


# What migrating makes is the same for every test; to make it anew takes longer than most of them.
MADE_BY_MIGRATING = {
    "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"
}  # fmt: skip
_make_anew = TransactionTestCase._fixture_teardown


# The modules (one, if any) whose tables are not to be emptied yet.
_standing = []


def _empty_the_tables(self):
    """Insert-only tables refuse to be emptied between tests, as they should."""
    if _standing:
        return
    connection = connections["default"]
    guards = [*ARTICLE_GUARDS, *CLAIM_GUARDS]
    are_roles_whole = _are_roles_whole(connection)
    if (
        are_roles_whole
        and connection.vendor == "postgresql"
        and not guarded_tables.missing(connection, guards)
    ):
        return _delete_all_rows(connection, {guard.table for guard in guards})
    guarded_tables.remove(connection, guards)
    try:
        if are_roles_whole:
            flush = connection.ops.sql_flush(no_style(), _ours(connection))
            connection.ops.execute_sql_flush(flush)
        else:
            _make_anew(self)
    finally:
        guarded_tables.install(connection, guards)


def _are_roles_whole(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM auth_group_permissions")
        return cursor.fetchone() == (sum(map(len, ROLES.values())),)


def _ours(connection):
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted({*tables} - MADE_BY_MIGRATING)


def _delete_all_rows(connection, guarded):
    """In a sixth of the time that TRUNCATE takes: it makes the files of every table anew."""
    tables = _ours(connection)
    # As TRUNCATE does, wait first for whatever a live server is still writing.
    lock = f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE"
    off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in sorted(guarded)]
    on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in sorted(guarded)]
    with connection.cursor() as cursor:
        cursor.execute(";".join([lock, *off, *(f"DELETE FROM {table}" for table in tables)]))
        cursor.execute(";".join(on))


TransactionTestCase._fixture_teardown = _empty_the_tables


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let nothing that a live server left behind keep PostgreSQL from dropping the database."""
    yield
    if connections["default"].vendor == "postgresql":
        with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """What a module's fixtures make stays to its last test, and no longer.

    Each test undoes what it does to it. For tests that only look, and many of them.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stands(request, django_db_setup, django_db_blocker):
    """What is written stays to a module's last test, where a live server's threads see it too.

    As made_once, for transactional tests: nothing is undone between them.
    """
    with django_db_blocker.unblock():
        _standing.append(request.module)
        yield
        _standing.clear()
        TransactionTestCase("__init__")._fixture_teardown()


IN_MEMORY = settings.STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
}


def forget_what_is_kept():
    """A database that was rolled back gives the same keys again, and pages are kept under them."""
    for name in settings.CACHES:
        settings.CACHES[name]["KEY_PREFIX"] = caches[name].key_prefix = uuid4().hex
    optional_cache.forget_outages()


@pytest.fixture(autouse=True)
def nothing_kept_by_another_test():
    forget_what_is_kept()


@pytest.fixture(autouse=True)
def pictures_in_memory(settings):
    """No test leaves a picture on the disk."""
    settings.STORAGES = IN_MEMORY
