"""Fetch the addresses of evidence that are due."""

from time import sleep

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from claims import capturing


class Command(BaseCommand):
    help = (
        "Fetch the addresses of evidence that are due, keep copies, and send claims to recheck "
        "whose evidence has gone or changed. Run it every minute, or once with --watch; several "
        "at once do no harm."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--watch",
            metavar="SECONDS",
            type=int,
            help="Go on for ever, and look again after so many seconds.",
        )

    def handle(self, *, watch, **options):
        if watch is not None and watch < 1:
            raise CommandError("--watch takes a number of seconds: 1 or more.")
        self._round(is_quiet=False)
        while watch:
            sleep(watch)
            close_old_connections()
            self._round(is_quiet=True)

    def _round(self, *, is_quiet):
        """Fetch what is due and say what came of it; nothing at all if quiet and nothing did."""
        done = capturing.capture_due()
        for one, sentence in done.failed:
            when = one.next_attempt.isoformat(timespec="seconds")
            self.stderr.write(f"Evidence {one.pk}: {sentence} Again: {when}.")
        for one, sentence in done.given_up:
            self.stderr.write(f"Evidence {one.pk}: {sentence} Noted in the record.")
        for claim in done.fell:
            self.stderr.write(f"Claim {claim.pk} is to be rechecked: what it rests on has changed.")
        if is_quiet and not (done.kept or done.failed or done.given_up):
            return
        waiting, watched = capturing.standing()
        self.stdout.write(
            f"Copies kept: {done.kept}. To be rechecked: {len(done.fell)}. "
            f"Waiting for their first copy: {waiting}. Watched: {watched}."
        )
