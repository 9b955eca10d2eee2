"""Send the mails that wait in the outbox."""

from django.core.management.base import BaseCommand

from articles.people import name_of
from claims import outbox


class Command(BaseCommand):
    help = (
        "Send the mails that wait in the outbox and are due; what fails is tried again later, for "
        "about a week. The worker does it by itself (manage.py work); several at once do no harm."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--again",
            action="store_true",
            help="First put back into the outbox what was given up.",
        )

    def handle(self, *, again, **options):
        if again:
            self.stdout.write(f"Back in the outbox: {outbox.try_again()}.")
        done = outbox.deliver()
        for mail, sentence in done.failed:
            when = mail.next_attempt.isoformat(timespec="seconds")
            to = name_of(mail.person)
            self.stderr.write(f"Attempt {mail.attempts} to {to} failed: {sentence} Again: {when}.")
        for mail, sentence in done.given_up:
            self.stderr.write(f"Given up, to {name_of(mail.person)}: {sentence}")
        waiting, given_up = outbox.standing()
        self.stdout.write(
            f"Sent: {done.sent}. Failed: {len(done.failed)}. Waiting: {waiting}. "
            f"Given up: {given_up}."
        )
        if given_up:
            self.stdout.write("What was given up is tried again with --again.")
