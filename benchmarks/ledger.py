"""What the record costs: entries written and verified a second, beside bare SHA-256.

    python -m benchmarks.ledger [entries]

Works in a scratch SQLite database. Each entry is a transaction of its own, as a deed is.
Times are processor seconds: other work on the machine does not count.
"""

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

PAYLOAD = {"claim": 1, "from": "open", "to": "in_review", "note": "", "quote_sha256": "0" * 64}


def main(entries=5000):
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'scratch.sqlite3'}"
        _measure(entries)


def _measure(entries):
    _migrate()
    from articles import ledger  # noqa: PLC0415  The settings above come first.
    from articles.models import LedgerEntry  # noqa: PLC0415

    written = _seconds(_write, entries)
    problems = []
    verified = _seconds(lambda: problems.extend(ledger.verify()))
    if problems or LedgerEntry.objects.count() != entries:
        sys.exit(f"The record does not hold: {problems}")
    payloads = [text.encode() for text in LedgerEntry.objects.values_list("payload", flat=True)]
    bare = _seconds(lambda: [hashlib.sha256(payload).hexdigest() for payload in payloads])
    for name, seconds in (("written", written), ("verified", verified), ("bare SHA-256", bare)):
        rate, ratio = entries / seconds, bare / seconds
        print(f"{name:<13} {rate:>12,.0f} entries/s   {ratio:.4f} of bare SHA-256")


def _migrate():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.DEBUG = False  # Debugging keeps every query.
    django.setup()
    call_command("migrate", verbosity=0)


def _write(entries):
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from articles import ledger  # noqa: PLC0415
    from articles.models import Article  # noqa: PLC0415

    article = Article.objects.create(slug="one", headline="One", updated_at=timezone.now())
    for n in range(entries):
        with transaction.atomic():
            ledger.append(
                ledger.lock(article), "claim.take_up", by=None, payload=PAYLOAD | {"claim": n}
            )


def _seconds(work, *arguments):
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
