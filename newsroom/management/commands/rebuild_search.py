"""Write the words of every public article for searching anew."""

from django.core.management.base import BaseCommand

from articles.models import Article
from newsroom.models import UnrecordedChange
from newsroom.reader.search_filling import refill

STEP = 500


class Command(BaseCommand):
    help = (
        "Write what readers can search, the words of every public article, anew: once after an "
        "upgrade, or after a restored backup. Articles may be written and searched meanwhile, "
        "and it does no harm to run it again."
    )

    def handle(self, **options):
        found = refill(Article.objects.all(), self._told)
        UnrecordedChange.objects.create()
        self.stdout.write(f"{found} article{' is' if found == 1 else 's are'} found by searching.")

    def _told(self, done, of):
        if done % STEP == 0:
            self.stdout.write(f"{done} of {of} articles looked at.")
