"""Send the mails that wait in the outbox."""

from time import sleep

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from articles.people import name_of
from claims import outbox


class Command(BaseCommand):
    help = (
        "Send the mails that wait in the outbox and are due; what fails is tried again later, for "
        "about a week. Run it every minute, or once with --watch; several at once do no harm."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--watch",
            metavar="SECONDS",
            type=int,
            help="Go on for ever, and look again after so many seconds.",
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="First put back into the outbox what was given up.",
        )

    def handle(self, *, watch, again, **options):
        if watch is not None and watch < 1:
            raise CommandError("--watch takes a number of seconds: 1 or more.")
        if again:
            self.stdout.write(f"Back in the outbox: {outbox.try_again()}.")
        self._round(is_quiet=False)
        while watch:
            sleep(watch)
            close_old_connections()
            self._round(is_quiet=True)

    def _round(self, *, is_quiet):
        """Send what is due and say what came of it; nothing at all if quiet and nothing did."""
        done = outbox.deliver()
        for mail, sentence in done.failed:
            when = mail.next_attempt.isoformat(timespec="seconds")
            to = name_of(mail.person)
            self.stderr.write(f"Attempt {mail.attempts} to {to} failed: {sentence} Again: {when}.")
        for mail, sentence in done.given_up:
            self.stderr.write(f"Given up, to {name_of(mail.person)}: {sentence}")
        if is_quiet and not (done.sent or done.failed or done.given_up):
            return
        waiting, given_up = outbox.standing()
        self.stdout.write(
            f"Sent: {done.sent}. Failed: {len(done.failed)}. Waiting: {waiting}. "
            f"Given up: {given_up}."
        )
        if given_up:
            self.stdout.write("What was given up is tried again with --again.")
