"""What became of an address given as evidence: copies of it, who saw it themselves, what is due.

Part of claims.models, in a file of its own. Snapshots and vouches are only ever inserted
(claims.apps.GUARDS). claims.capturing writes snapshots, claims.gathering vouches; both move the
Watch.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from articles.people import deed_by

KEPT = Q(
    Exact(Length("warc_sha256"), 64),
    Exact(Length("payload_sha256"), 64),
    Exact(Length("text_sha256"), 64),
    http_status__isnull=False,
)
NOT_KEPT = Q(warc_sha256="", payload_sha256="", text_sha256="", excerpt_stands=None) & ~Q(remark="")


class Snapshot(models.Model):
    """What came of one capture of the address of a piece of evidence.

    url, final_url  as asked, and after redirects; http_status is what the last one answered.
    fetched_at      when it was asked, UTC.
    warc_sha256     digest of the WARC file, under which it is stored; empty: no copy was kept.
    payload_sha256  digest of the body as decoded; text_sha256 is that of the UTF-8 of `text`.
    text            its words, as claims.page_text read them.
    excerpt_stands  whether the excerpt stands in them; None where there were none to look in.
    remark          a sentence: why there is no copy, or why there are no words.
    """

    evidence = models.ForeignKey("claims.Evidence", models.PROTECT, related_name="snapshots")
    url = models.URLField(max_length=2000)
    final_url = models.TextField(blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    fetched_at = models.DateTimeField()
    warc_sha256 = models.CharField(max_length=64, blank=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    excerpt_stands = models.BooleanField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=KEPT | NOT_KEPT, name="snapshot_kept_or_says_why"),
        ]

    def __str__(self):
        return self.remark or self.warc_sha256

    @property
    def path(self):
        """Where the storage has the WARC file. No address of the site leads there."""
        return path_of(self.warc_sha256)


def path_of(warc_sha256):
    return f"private/snapshots/{warc_sha256[:2]}/{warc_sha256}.warc.gz"


class Vouch(models.Model):
    """Somebody's word that they saw the excerpt themselves, where the copy does not show it."""

    evidence = models.ForeignKey("claims.Evidence", models.PROTECT, related_name="vouches")
    by = deed_by()
    by_name = models.CharField(max_length=200)
    note = models.TextField()
    created = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="vouch_says_how")]

    def __str__(self):
        return f"{self.by_name}: {self.note[:80]}"


class Watch(models.Model):
    """The address of one piece of evidence in the queue of what is to be fetched.

    newest        the last copy that was kept; vouch: of whoever saw what it does not show.
    next_attempt  when a worker takes it (UTC); empty: not again, or, of what is confidential, not
                  at all, unless somebody asks.
    is_asked      somebody asked, so that it is fetched whatever its claim's status.
    attempts      how often a worker claimed it; compared and set.
    copies        how many were kept. failures: how often in a row it failed for the time being.
    gone          how often in a row nobody answered for it any more, since gone_since.
    is_gone       this has been told: its claims were sent to recheck, if they rested on it.
    last_error    a sentence: why the last attempt brought no copy; tried_at is when.
    """

    evidence = models.OneToOneField(
        "claims.Evidence", models.PROTECT, primary_key=True, related_name="watch"
    )
    newest = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    vouch = models.ForeignKey(Vouch, models.PROTECT, null=True, related_name="+")
    next_attempt = models.DateTimeField(null=True)
    is_asked = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    copies = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    gone_since = models.DateTimeField(null=True)
    is_gone = models.BooleanField(default=False)
    last_error = models.CharField(max_length=500, blank=True)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gone=0, gone_since__isnull=True, is_gone=False)
                | Q(gone__gt=0, gone_since__isnull=False),
                name="watch_gone_since_when",
            ),
            models.CheckConstraint(
                condition=Q(copies=0, newest__isnull=True) | Q(copies__gt=0, newest__isnull=False),
                name="watch_names_its_copy",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt"],
                condition=Q(next_attempt__isnull=False),
                name="watch_due",
            )
        ]

    def __str__(self):
        return f"evidence {self.pk}"

    @property
    def misses_its_words(self):
        """Was the excerpt looked for and not found, and has nobody seen it themselves?"""
        is_missing = self.newest is not None and self.newest.excerpt_stands is False
        return is_missing and self.vouch_id is None
