"""Make the checkpoint of today: a list of all heads, to be kept where nobody here can change it."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError

from articles import checkpoints
from articles.errors import DeskError
from articles.management.files import write_whole


class Command(BaseCommand):
    help = (
        "List where every record stands today (UTC), chained to the list of the day before, so "
        "that a record which somebody writes anew can be told. Run it once a day, and keep what "
        "it writes where whoever runs the database cannot change it. Run again, it changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--output", metavar="FILE", help="Write the checkpoint there, as JSON.")
        parser.add_argument(
            "--mail",
            metavar="ADDRESS",
            nargs="+",
            default=[],
            help="Mail its hash there, with where it is published.",
        )

    def handle(self, *, output, mail, **options):
        try:
            made = checkpoints.make()
        except DeskError as error:
            raise CommandError(str(error)) from None
        heads = f"{made.heads} {'head' if made.heads == 1 else 'heads'}"
        self.stdout.write(f"Checkpoint of {made.day}: {heads}, hash {made.hash}.")
        self.stdout.write(f"Published at {made.get_absolute_url()}.")
        if output:
            write_whole(output, checkpoints.published(made))
            self.stdout.write(f"Written to {output}.")
        if mail:
            self._mail(made, mail)
            self.stdout.write(f"Mailed to {', '.join(mail)}.")

    def _mail(self, made, addresses):
        """Send the hash, which stands for all that the checkpoint lists."""
        where = f"{settings.SITE_URL.rstrip('/')}{made.get_absolute_url()}"
        letter = EmailMessage(
            f"[{settings.SITE_NAME}] Checkpoint of {made.day}",
            f"Checkpoint of {made.day}\nheads: {made.heads}\nhash: {made.hash}\n"
            f"hash of the one before: {made.previous_hash or 'this is the first'}\n{where}\n\n"
            "Keep this mail: it shows later whether a record was written anew.\n",
            bcc=addresses,
        )
        try:
            letter.send()
        except OSError as error:  # Every error of SMTP and of the network is one.
            raise CommandError(
                f"It is made, and was not mailed: {error}. See to the mail server, then repeat."
            ) from None
