"""What the record costs: entries written and verified a second, beside bare SHA-256.

    python -m benchmarks.ledger [entries]

Works in a scratch SQLite database. Each entry is a transaction of its own, as a deed is. What
is verified has besides one revision for every 20 of them, each of 6,000 characters.
Times are processor seconds: other work on the machine does not count.
"""

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

ENTRIES_A_REVISION = 20
PARAGRAPHS = "<p>The town council met on Monday, and it has forty members.</p>\n" * 100
PAYLOAD = {"claim": 1, "from": "open", "to": "in_review", "note": "", "quote_sha256": "0" * 64}


def main(entries=5000):
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'scratch.sqlite3'}"
        _measure(entries)


def _measure(entries):
    _migrate()
    from articles import ledger  # noqa: PLC0415  The settings above come first.
    from articles.models import LedgerEntry  # noqa: PLC0415

    article = _article()
    written = _seconds(_write, article, entries)
    _revise(article, entries // ENTRIES_A_REVISION)
    problems = []
    verified = _seconds(lambda: problems.extend(ledger.verify()))
    if problems or LedgerEntry.objects.count() != entries + entries // ENTRIES_A_REVISION + 1:
        sys.exit(f"The record does not hold: {problems}")
    payloads = [text.encode() for text in LedgerEntry.objects.values_list("payload", flat=True)]
    bare = _seconds(lambda: [hashlib.sha256(payload).hexdigest() for payload in payloads])
    for name, count, seconds in (
        ("written", entries, written),
        ("verified", len(payloads), verified),
        ("bare SHA-256", len(payloads), bare),
    ):
        rate, ratio = count / seconds, bare / len(payloads) / (seconds / count)
        print(f"{name:<13} {rate:>12,.0f} entries/s   {ratio:.4f} of bare SHA-256")


def _migrate():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.DEBUG = False  # Debugging keeps every query.
    django.setup()
    call_command("migrate", verbosity=0)


def _article():
    from articles import editing  # noqa: PLC0415
    from articles.importers.base import Draft  # noqa: PLC0415

    said = dict.fromkeys(("section", "publication", "published_at", "image_caption"))
    return editing.write(Draft(headline="One", html=PARAGRAPHS, byline=(), **said), by=None)


def _write(article, entries):
    from django.db import transaction  # noqa: PLC0415

    from articles import ledger  # noqa: PLC0415

    for n in range(entries):
        with transaction.atomic():
            ledger.append(
                ledger.lock(article), "claim.take_up", by=None, payload=PAYLOAD | {"claim": n}
            )


def _revise(article, times):
    from articles import editing  # noqa: PLC0415

    for n in range(1, times + 1):
        body = PARAGRAPHS + f"<p>{n}</p>"
        editing.revise(article, by=None, based_on=n, html=body)


def _seconds(work, *arguments):
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
