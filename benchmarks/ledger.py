"""What the record costs: entries written and verified a second, beside bare SHA-256.

    python -m benchmarks.ledger [entries [entries of a whole paper]]

Works in a scratch SQLite database. Each entry is a transaction of its own, as a deed is. What
is verified has besides one revision for every 20 of them, each of 6,000 characters.
Times are processor seconds: other work on the machine does not count.

Then the record of a whole paper, loaded at once: articles of 20 entries, each with a revision.
All that verify_ledger goes through is measured, and today's checkpoint. Memory is what Python
allocates at its peak, over a tenth of the articles and over all of them.
"""

import hashlib
import os
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

ENTRIES_A_REVISION = 20
PARAGRAPHS = "<p>The town council met on Monday, and it has forty members.</p>\n" * 100
PAYLOAD = {"claim": 1, "from": "open", "to": "in_review", "note": "", "quote_sha256": "0" * 64}


def main(entries=5000, paper=20_000):
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'scratch.sqlite3'}"
        _measure(entries)
        _measure_a_paper(paper)


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


def _measure_a_paper(entries):
    """Load many articles beside the one above, and verify what verify_ledger verifies."""
    from articles import checkpoints, ledger, signals  # noqa: PLC0415
    from articles.models import Article  # noqa: PLC0415

    articles = _load(entries // ENTRIES_A_REVISION)
    made = _seconds(checkpoints.make)

    def verify(some):
        return [*ledger.verify(some), *signals.disagreements(some),
                *checkpoints.verify_heads(some)]  # fmt: skip

    chains = _seconds(lambda: list(ledger.verify(articles)))
    whole = _seconds(lambda: verify(articles) and sys.exit("The record does not hold."))
    lists = _seconds(lambda: list(checkpoints.verify_chain()))
    print(f"a paper of {len(articles):,} articles, {entries:,} entries:")
    print(f"chains and revisions   {entries / chains:>9,.0f} entries/s")
    print(f"and all that rests     {entries / whole:>9,.0f} entries/s")
    print(f"checkpoint             {made:>9.2f} s to make, {lists:.2f} s to verify")
    some = Article.objects.filter(pk__lt=articles[len(articles) // 10].pk, pk__gt=1)
    print(f"memory at its peak     {_peak(verify, some):>9,.0f} kB over a tenth of the articles")
    print(f"                       {_peak(verify, articles):>9,.0f} kB over all of them")


def _peak(work, *arguments):
    tracemalloc.start()
    work(*arguments)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024


def _load(count):
    """Write `count` articles past the door, as the door would; return them as a queryset."""
    from django.db import transaction  # noqa: PLC0415

    from articles.models import Article, LedgerEntry, Revision  # noqa: PLC0415

    last = Article.objects.latest("pk").pk
    shift = Revision.objects.latest("pk").pk
    for first in range(1, count + 1, 100):
        made = [_one(last + n, shift + n) for n in range(first, min(first + 100, count + 1))]
        with transaction.atomic():
            Article.objects.bulk_create(article for article, _, _ in made)
            Revision.objects.bulk_create(revision for _, revision, _ in made)
            LedgerEntry.objects.bulk_create(entry for *_, chain in made for entry in chain)
    return Article.objects.filter(pk__gt=last).order_by("pk")


def _one(pk, revision_pk):
    """Return an article, its revision and its entries, none of them saved."""
    from django.utils import timezone  # noqa: PLC0415

    from articles import text  # noqa: PLC0415
    from articles.models import Article, Revision  # noqa: PLC0415

    words = {"html": PARAGRAPHS, "text": text.normalise(PARAGRAPHS), "details": "{}"}
    said = {"headline": f"Number {pk}", "change": "", "note": ""}
    payload = {f"{name}_sha256": text.sha256(value) for name, value in words.items()}
    now = timezone.now()
    chain = _chain(pk, [said | payload | {"revision": 1}] + [PAYLOAD] * (ENTRIES_A_REVISION - 1))
    article = Article(
        pk=pk, slug=f"number-{pk}", headline=said["headline"], updated_at=now,
        revision_id=revision_pk, head_sequence=len(chain), head_hash=chain[-1].hash,
    )  # fmt: skip
    revision = Revision(
        pk=revision_pk, article_id=pk, number=1, author_name="", created=now, **words, **said
    )
    return article, revision, chain


def _chain(pk, payloads):
    from django.utils import timezone  # noqa: PLC0415

    from articles import ledger  # noqa: PLC0415
    from articles.models import LedgerEntry  # noqa: PLC0415

    chain, previous = [], ""
    for sequence, payload in enumerate(payloads, start=1):
        entry = LedgerEntry(
            article_id=pk, sequence=sequence, actor_name="Nobody", created=timezone.now(),
            action="article.write" if sequence == 1 else "claim.take_up",
            payload=ledger.canonical(payload), previous_hash=previous,
        )  # fmt: skip
        entry.hash = previous = ledger.digest(entry)
        chain.append(entry)
    return chain


def _seconds(work, *arguments):
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
