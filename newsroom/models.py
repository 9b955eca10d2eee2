"""What is kept for readers, and for the caches between them and this site.

Nothing here is a record: every row can be made again, or is gone once it has done its work.
"""

from django.db import models
from django.db.models import Q

from articles.models import Article


class StoredPage(models.Model):
    """The page of one article, as readers are sent it. Made by newsroom.reader.store only.

    slug           of the article, by which a reader asks; empty while there is no page. An article
                   that was out keeps its own.
    zipped         its bytes, gzip; empty while there is none.
    etag           of the bytes as they were before, with its quotation marks.
    changed        when those bytes were first other ones, in seconds since 1970, UTC.
    head_sequence  of the article's chain when it was made: a later deed makes the page old.
    build          of the code, templates and settings that made it.
    fresh_until    when the first of its verdicts ends by itself, in the same seconds; None if
                   none does.
    rests_on       of other articles that it tells of, JSON: [[primary key, head_sequence], …], by
                   key; empty if there is none.
    keys           its surrogate keys, with spaces between.
    version        counts what makes it old and is no deed on the article: names that changed.
                   From a number by chance. Compared and set.

    Numbers and text, so that a row as the database gives it can be used as it is.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="stored_page"
    )
    slug = models.SlugField(max_length=120, allow_unicode=True, blank=True, db_index=False)
    etag = models.CharField(max_length=40, blank=True)
    changed = models.PositiveBigIntegerField(null=True)
    head_sequence = models.PositiveIntegerField(default=0)
    build = models.CharField(max_length=64, blank=True)
    fresh_until = models.PositiveBigIntegerField(null=True)
    rests_on = models.TextField(blank=True)
    keys = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    # Last in its row: SQLite would go through it to reach what stands behind.
    zipped = models.BinaryField(default=b"")

    class Meta:
        default_permissions = ()  # Nobody at the desk has to do with it.
        indexes = [models.Index(fields=["slug"], name="stored_page_slug")]
        constraints = [
            models.CheckConstraint(
                condition=Q(head_sequence=0)
                | (Q(changed__isnull=False) & ~Q(etag="") & ~Q(build="") & ~Q(zipped=b"")),
                name="stored_page_is_whole",
            ),
        ]

    def __str__(self):
        return f"Page of article {self.article_id}"


class UnrecordedChange(models.Model):
    """Readers are told something else, and no deed on an article says so.

    A name became another, of an author, a section, a publication, a tag; or the index of the
    search was made anew. By this lists and searches know that they are old (newsroom.reader.kept):
    the rows are counted, and never removed.
    """

    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Unrecorded change {self.pk}"


class Purge(models.Model):
    """A deed that the caches have to be told of: whatever they keep of an article is old.

    Written in the transaction of the deed, removed when every cache was told (newsroom.purging).
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    next_attempt = models.DateTimeField(db_index=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["next_attempt", "pk"]

    def __str__(self):
        return f"Purge of article {self.article_id}"
