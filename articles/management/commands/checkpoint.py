"""Make the checkpoint of today: a list of all heads, to be kept where nobody here can change it."""

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

    def handle(self, *, output, **options):
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
