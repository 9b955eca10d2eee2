"""Check the record: every entry of every chain, and the triggers that guard it."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import guarded_tables, ledger
from articles.models import Article, LedgerEntry


class Command(BaseCommand):
    help = (
        "Check that every entry of the record still says what it said when it was written, that "
        "none is missing, that every revision is what its entry says, and that the database still "
        "guards them. Exits with 1 if not."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--article",
            metavar="SLUG",
            help="Check the record of this article only: the last part of its address.",
        )

    def handle(self, *, article, **options):
        articles = _chosen(article)
        broken = 0
        for problem in ledger.verify(articles):
            broken += 1
            name = Article.objects.get(pk=problem.article).slug
            self.stdout.write(f"{name}: entry {problem.sequence} does not hold. {problem.sentence}")
        missing = guarded_tables.missing(connection, guarded_tables.watched())
        for name in missing:
            self.stdout.write(f"The guard {name} is not on the database as it should be.")
        entries = LedgerEntry.objects.filter(article__in=articles).count()
        self.stdout.write(f"Checked: {_count(entries, 'entry', 'entries')} of {_many(articles)}.")
        if broken or missing:
            raise CommandError(_advice(broken, missing))
        self.stdout.write("The record holds.")


def _chosen(slug):
    if slug is None:
        return Article.objects.all()
    articles = Article.objects.filter(slug=slug)
    if not articles.exists():
        raise CommandError(f"No article has the slug “{slug}”. It is the last part of its address.")
    return articles


def _many(articles):
    return _count(articles.count(), "article", "articles")


def _count(number, one, many):
    return f"{number} {one if number == 1 else many}"


def _advice(broken, missing):
    sentences = []
    if broken:
        sentences.append(
            f"The record of {_count(broken, 'article', 'articles')} does not hold: compare it "
            "with a backup, and find out who changed it."
        )
    if missing:
        sentences.append(
            f"{_count(len(missing), 'guard is', 'guards are')} missing or changed: "
            "put them back with manage.py migrate, and find out who touched them."
        )
    return " ".join(sentences)
