"""What every test may use, and what a machine without Chromium or the test material leaves out.

Nothing is skipped: tests that this machine cannot run are left out before the run, and named
with the way to get them at its end. Where REQUIRE_ALL is set (.ci/run), that is an error.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from articles import guarded_tables
from articles.apps import GUARDS as ARTICLE_GUARDS
from claims.apps import GUARDS as CLAIM_GUARDS

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("NEWSROOM_CORPORA", ROOT.parent / "shared" / "corpora"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

NEEDS = {
    "browser": (CHROMIUM, "Chromium was not found: install it (Debian: apt-get install chromium)"),
    "corpus": (
        CORPORA.is_dir(),
        "the test material was not found: set NEWSROOM_CORPORA to its folder",
    ),
}
left_out = {}

# The same examples in every run, so that a red run means a change. HYPOTHESIS_PROFILE=search
# looks for new ones.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", max_examples=1000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_modifyitems(config, items):
    for mark, (present, how_to_get_it) in NEEDS.items():
        missing = [] if present else [item for item in items if item.get_closest_marker(mark)]
        if missing:
            left_out[mark] = f"{len(missing)} {mark} tests: {how_to_get_it}."
            config.hook.pytest_deselected(items=missing)
            items[:] = [item for item in items if item not in missing]


def pytest_sessionfinish(session):
    if left_out and os.environ.get("REQUIRE_ALL"):
        session.exitstatus = pytest.ExitCode.USAGE_ERROR


def pytest_terminal_summary(terminalreporter):
    for sentence in left_out.values():
        terminalreporter.write_line(f"Left out: {sentence}")
    if connections["default"].vendor == "sqlite":
        terminalreporter.write_line(
            "Left out: the same suite on PostgreSQL: set DATABASE_URL to a server of yours."
        )


_empty_the_tables = TransactionTestCase._fixture_teardown


def _without_guards(self):
    """Insert-only tables refuse to be emptied between tests, as they should."""
    connection = connections["default"]
    guards = [*ARTICLE_GUARDS, *CLAIM_GUARDS]
    guarded_tables.remove(connection, guards)
    try:
        _empty_the_tables(self)
    finally:
        guarded_tables.install(connection, guards)


TransactionTestCase._fixture_teardown = _without_guards


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing is slow on purpose, and nothing here tests it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
