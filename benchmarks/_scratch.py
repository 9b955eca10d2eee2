"""Scratch databases for benchmarks: made beside DATABASE_URL's, or in a folder, never the desk's.

A database is only ever filled or beaten if its name says that it is scratch.
"""

import os
import sys
from pathlib import Path

import environ


def url(name, folder):
    """Return the address of the scratch database `name`, as DATABASE_URL takes one.

    On the PostgreSQL server that DATABASE_URL names, where it is made if it is not there; else
    an SQLite file in `folder`.
    """
    name = f"scratch_{name}"
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{Path(folder) / name}.sqlite3"
    _make(server, name)
    return f"{server.rpartition('/')[0]}/{name}"


def _make(server, name):
    import psycopg  # noqa: PLC0415  SQLite needs no such thing.

    with psycopg.connect(server, autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if there.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')


def set_up(address):
    """Point Django at the scratch database `address` and migrate it."""
    if "scratch" not in environ.Env.db_url_config(address)["NAME"]:
        sys.exit("This would fill a database with nonsense: only one whose name says “scratch”.")
    os.environ["DATABASE_URL"] = address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django  # noqa: PLC0415  The settings above come first.
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.DEBUG = False  # Debugging keeps every query.
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    call_command("migrate", verbosity=0)
