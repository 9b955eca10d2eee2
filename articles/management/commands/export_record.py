"""Write an article's whole record as JSON, to be checked on any machine."""

from django.core.management.base import BaseCommand, CommandError

from articles.management.files import write_whole
from articles.models import Article
from articles.record_export import exported


class Command(BaseCommand):
    help = (
        "Write an article's whole record as JSON: what articles/record_verifier.py checks, on any "
        "machine. What confidential evidence says is left out, unless asked for."
    )

    def add_arguments(self, parser):
        parser.add_argument("article", metavar="ARTICLE", help="The last part of its address.")
        parser.add_argument("--output", metavar="FILE", help="Write it there; else it is printed.")
        parser.add_argument(
            "--with-confidential",
            action="store_true",
            help="Include what is recorded of confidential evidence: for those who may read it.",
        )

    def handle(self, *, article, output, with_confidential, **options):
        found = Article.objects.filter(slug=article).first()
        if found is None:
            raise CommandError(
                f"No article has the slug “{article}”. It is the last part of its address."
            )
        parts = exported(found, with_confidential=with_confidential)
        if output is None:
            for part in parts:
                self.stdout.write(part, ending="")
            return
        write_whole(output, parts)
        self.stdout.write(f"Written to {output}.")
