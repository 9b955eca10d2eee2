"""Import articles from files and folders."""

import os
import stat
import sys
from collections import Counter
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from articles import importers, ingest

RESULTS = (ingest.CREATED, ingest.UPDATED, ingest.UNCHANGED, ingest.REFUSED)


class Command(BaseCommand):
    help = (
        "Imports articles from files or folders. The bytes of every source are kept. "
        "Running it again changes nothing; a changed source updates its article."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen.")
        parser.add_argument("--by", metavar="USERNAME", help="Who imports; goes into the record.")

    def handle(self, *, paths, dry_run, by, **options):
        by = by and self.user(by)
        with undone() if dry_run else nullcontext():
            outcomes, passed_over = self.bring_in(paths, by)
        self.report(outcomes, passed_over, dry_run)
        refused = sum(outcome.result == ingest.REFUSED for outcome in outcomes)
        if refused or not outcomes:
            raise CommandError(
                f"{refused} refused, for the reasons above. Nothing of them was stored."
                if refused
                else "There is nothing to import in what was named."
            )

    def bring_in(self, paths, by):
        progress = Console(stderr=True)
        outcomes, passed_over = [], []
        for path in paths:
            sources, others = sources_in(path)
            passed_over += others
            for name, source in track(
                sources,
                f"Importing {escape(shown(path))}",
                console=progress,
                disable=not progress.is_terminal,
            ):
                outcomes += read(name, source, by=by)
        return outcomes, passed_over

    def user(self, name):
        try:
            return get_user_model().objects.get_by_natural_key(name)
        except get_user_model().DoesNotExist:
            raise CommandError(f"There is no account “{name}”.") from None

    def report(self, outcomes, passed_over, dry_run):
        table = Table("source", "result", "article or reason", box=None)
        for outcome in outcomes:
            said = outcome.reason or (outcome.article and str(outcome.article)) or ""
            table.add_row(escape(shown(outcome.name)), outcome.result, escape(said))
        self.stdout.write(drawn(table))
        for path in passed_over:
            self.stdout.write(f"passed over, not an article: {shown(path)}")
        counts = Counter(outcome.result for outcome in outcomes)
        tally = ", ".join(f"{counts[result]} {result}" for result in RESULTS)
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{tally}.")


@contextmanager
def undone():
    """Let all files be brought in, each seeing those before it, and undo it all at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def drawn(table):
    """Return the table as text, as wide as the terminal, or wide enough for a log."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def shown(path):
    """Return a path as it can be printed: what is not UTF-8 in it stands as \\xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def sources_in(path):
    """Return ([(name, path)] to import, [path] that no importer reads).

    A file named by a person is always tried; in a folder, what no importer reads is listed.
    What cannot be looked at, a broken link or a folder, is tried too, and so refused.
    """
    if not path.is_dir():
        return [(path.name, path)], []
    files, unread = [], []
    for folder, folders, names in os.walk(path, onerror=unread.append):
        # A link to a folder is not followed: it may lead in a circle.
        links = [name for name in folders if os.path.islink(Path(folder, name))]
        files += [Path(folder, name) for name in (*names, *links)]
    read = {file for file in files if importers.reads(file.name) or is_broken_link(file)}
    others = sorted(set(files) - read)
    read |= {Path(error.filename) for error in unread}
    return [(file.relative_to(path).as_posix(), file) for file in sorted(read)], others


def is_broken_link(path):
    return os.path.islink(path) and not os.path.exists(path)


def read(name, path, *, by):
    """Return the outcomes of one file, whatever is wrong with it."""
    try:
        if reason := refusal(path.stat()):
            return [ingest.Outcome(name, ingest.REFUSED, reason)]
        data = path.read_bytes()
    except OSError as error:
        reason = f"It cannot be read: {error.strerror}."
        if is_broken_link(path):
            reason = "It is a link to a file that is not there. Put the file itself there."
        return [ingest.Outcome(name, ingest.REFUSED, reason)]
    return ingest.ingest(name, data, by=by)


def refusal(about):
    """Return why a file is not even opened, or None. A pipe would keep us waiting for ever."""
    if not stat.S_ISREG(about.st_mode):
        return "It is not a file. Name a file, or the folder it lies in."
    if about.st_size > importers.MAX_BYTES:
        megabytes, limit = about.st_size / 1_000_000, importers.MAX_BYTES // 1_000_000
        return f"It has {megabytes:.0f} MB; a source has at most {limit} MB. Split it."
    return None
