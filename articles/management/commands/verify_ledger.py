"""Check the record: every chain, what rests on it, the checkpoints, and the triggers."""

from itertools import chain

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import checkpoints, guarded_tables, ledger, signals
from articles.models import Article, Checkpoint, LedgerEntry


class Command(BaseCommand):
    help = (
        "Check that every entry of the record still says what it said when it was written, that "
        "none is missing, that every revision, decision and piece of evidence is what its entry "
        "says, that every chain is as the daily checkpoints list it, and that the database still "
        "guards them; with --files, that every stored file is the one that was sealed. Exits with "
        "1 if not."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--article",
            metavar="SLUG",
            help="Check the record of this article only: the last part of its address.",
        )

        parser.add_argument(
            "--files",
            action="store_true",
            help="Read every uploaded file and every copy of evidence too. Takes as long as that.",
        )

    def handle(self, *, article, files, **options):
        articles = _chosen(article)
        broken = set()
        for problem in _problems(articles, is_whole=article is None):
            broken.add(problem.article)
            self.stdout.write(
                f"{_name(problem.article)}: entry {problem.sequence} does not hold. "
                f"{problem.sentence}"
            )
        unchained = [] if article else list(checkpoints.verify_chain())
        missing = guarded_tables.missing(connection, guarded_tables.watched())
        for sentence in unchained:
            self.stdout.write(sentence)
        for name in missing:
            self.stdout.write(f"The guard {name} is not on the database as it should be.")
        entries = LedgerEntry.objects.filter(article__in=articles).count()
        self.stdout.write(f"Checked: {_count(entries, 'entry', 'entries')} of {_many(articles)}.")
        if not article and (made := Checkpoint.objects.count()):
            self.stdout.write(f"Checked: {_count(made, 'checkpoint', 'checkpoints')}.")
        damaged = self._compare_files(articles) if files else 0
        if broken or unchained or missing or damaged:
            raise CommandError(_advice(len(broken), len(unchained), len(missing), damaged))
        self.stdout.write("The record holds.")

    def _compare_files(self, articles):
        """Say of each stored file what is wrong with it; return how many are not whole."""
        read = damaged = 0
        for problems in signals.files(articles):
            read, damaged = read + 1, damaged + bool(problems)
            for problem in problems:
                self.stdout.write(f"{_name(problem.article)}: {problem.sentence}")
        self.stdout.write(f"Checked: {_count(read, 'stored file', 'stored files')}.")
        return damaged


def _problems(articles, *, is_whole):
    """Yield every Problem: of the chains, of what rests on them, of what was listed of them."""
    return chain(
        ledger.verify(articles),
        signals.disagreements(articles),
        checkpoints.verify_heads(None if is_whole else articles),
    )


def _name(pk):
    slugs = Article.objects.filter(pk=pk).values_list("slug", flat=True)
    return slugs.first() or f"article {pk}, which is gone"


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


def _advice(broken, unchained, missing, damaged):
    sentences = []
    if broken:
        sentences.append(
            f"The record of {_count(broken, 'article', 'articles')} does not hold: compare it "
            "with a backup, and find out who changed it."
        )
    if unchained:
        sentences.append(
            f"{_count(unchained, 'checkpoint does', 'checkpoints do')} not hold: compare them "
            "with those that were published."
        )
    if missing:
        sentences.append(
            f"{_count(missing, 'guard is', 'guards are')} missing or changed: "
            "put them back with manage.py migrate, and find out who touched them."
        )
    if damaged:
        sentences.append(
            f"{_count(damaged, 'stored file is', 'stored files are')} missing or not what was "
            "sealed: restore each from a backup, under the same name."
        )
    return " ".join(sentences)
