"""Comments on a claim, and the outbox: the mails that carry notices out of the house.

Part of claims.models, in a file of its own. A comment's words are only ever inserted
(claims.apps.GUARDS); claims.discussion writes it. Mails are written by claims.mailing and sent by
claims.outbox.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.people import deed_by


class Comment(models.Model):
    """What somebody of the desk said about a claim, for the desk. It blocks nothing.

    salt  stands before the text in the digest that the record keeps, and nowhere else.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="comments")
    author = deed_by()
    author_name = models.CharField(max_length=200)
    text = models.TextField()
    salt = models.CharField(max_length=32, blank=True)
    created = models.DateTimeField()
    resolved_by = deed_by()
    resolved_by_name = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_words"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by_name="")
                | (Q(resolved_at__isnull=False) & ~Q(resolved_by_name="")),
                name="comment_resolved_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.author_name}: {self.text[:80]}"


class MailChoice(models.Model):
    """How one person wants notices by mail. Without a row: at once."""

    class How(models.TextChoices):
        AT_ONCE = "at_once", "at once"
        DAILY = "daily", "once a day, in the morning"
        NONE = "none", "no mail"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_choice"
    )
    how = models.CharField(max_length=20, choices=How)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["at_once", "daily", "none"]), name="mail_choice_known"
            ),
        ]

    def __str__(self):
        return self.get_how_display()


class Mail(models.Model):
    """One mail of the outbox. It holds no words: they are made from its notices when it is sent.

    id            is in its Message-ID, which is the same at every attempt.
    day           of a daily one: the day it is sent on; two of one day there are none.
    next_attempt  from when on it may be sent (UTC); empty once it was sent or given up.
    attempts      counts claims by a worker; compared and set.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField(null=True)
    created = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_attempt = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="mail_daily_once"),
            models.CheckConstraint(
                condition=Q(
                    next_attempt__isnull=False, sent_at__isnull=True, given_up_at__isnull=True
                )
                | Q(next_attempt__isnull=True, sent_at__isnull=False, given_up_at__isnull=True)
                | Q(next_attempt__isnull=True, sent_at__isnull=True, given_up_at__isnull=False),
                name="mail_waits_or_is_done",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt"],
                condition=Q(next_attempt__isnull=False),
                name="mail_waiting",
            ),
            models.Index(fields=["-created", "id"], name="mail_newest_first"),
        ]

    def __str__(self):
        return "daily mail" if self.day else "mail"
