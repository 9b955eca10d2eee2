"""What a newsroom writes: articles, their revisions, and the record of every deed.

Nothing here decides. An article is written through articles.editing and nowhere else;
revisions, source documents and ledger entries are only ever inserted (articles.guarded_tables).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse

from .people import deed_by
from .search_entries import SearchEntry as SearchEntry


class Status(models.TextChoices):
    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    SCHEDULED = "scheduled", "scheduled"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class Change(models.TextChoices):
    """What a revision of a published article is to its readers."""

    NONE = "", "before publication"
    CORRECTION = "correction", "correction"
    MINOR = "minor", "minor change"


def is_sha256(field):
    """Return the condition that a column holds a digest of 64 hexadecimal digits."""
    return Q(Exact(Length(field), 64))


class Publication(models.Model):
    """Where an article first appeared: a paper, an agency, this site."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Section(models.Model):
    """A part of the paper, as its source names it."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reader:section", args=[self.slug])


class Tag(models.Model):
    """What an article is about, in a word or two, as the desk says it."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reader:tag", args=[self.slug])


class Contributor(models.Model):
    """A person whose name stands over articles. Not an account."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True)
    handle = models.CharField(
        max_length=100, blank=True, help_text="Name on a social network, with its @."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "handle"], name="contributor_once"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reader:author", args=[self.slug])


class SourceDocument(models.Model):
    """The bytes an article was imported from, exactly as they came."""

    name = models.CharField(max_length=500, help_text="File name or address it came under.")
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    format = models.CharField(max_length=50)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=is_sha256("sha256"), name="source_document_has_sha256")
        ]

    def __str__(self):
        return self.name


class PictureFormat(models.TextChoices):
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"


class Picture(models.Model):
    """A picture as it is stored and shown, under the digest of its bytes (articles.pictures)."""

    sha256 = models.CharField(max_length=64, unique=True)
    format = models.CharField(max_length=4, choices=PictureFormat)
    width = models.PositiveIntegerField(help_text="In pixels.")
    height = models.PositiveIntegerField(help_text="In pixels.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=is_sha256("sha256"), name="picture_has_sha256"),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1), name="picture_has_a_size"
            ),
            models.CheckConstraint(
                condition=Q(format__in=PictureFormat.values), name="picture_format_known"
            ),
        ]

    def __str__(self):
        return f"{self.sha256[:12]}.{self.format}"

    def get_absolute_url(self):
        return reverse("picture", args=[self.sha256, self.format])

    @property
    def path(self):
        """Its place in the storage."""
        return f"pictures/{self.sha256[:2]}/{self.sha256}.{self.format}"


class ArticleQuerySet(models.QuerySet):
    def public(self):
        """What readers may read."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user):
        """What `user` may see: everything with the permission, else what readers see."""
        return self if user.has_perm("articles.view_article") else self.public()

    def with_names(self):
        """With all that a list or page names: section, publication, picture, override, byline."""
        byline = Prefetch("byline_set", Byline.objects.select_related("contributor"))
        named = self.select_related("section", "publication", "picture", "override")
        return named.prefetch_related(byline)

    def missed(self):
        """Those that did not go out when they were to, and wait for somebody to look."""
        return self.filter(missed_at__isnull=False).order_by("missed_at", "pk")


class Article(models.Model):
    """One article. Its words are in its newest revision."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    status = models.CharField(
        max_length=20, choices=Status, default=Status.DRAFT, db_index=True, editable=False
    )
    headline = models.CharField(max_length=300)
    headline_is_provisional = models.BooleanField(
        default=False, help_text="Made from the first words, because the source had none."
    )
    standfirst = models.TextField(blank=True)
    dateline = models.CharField(max_length=200, blank=True)
    image_caption = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    picture_alt = models.CharField(
        max_length=1000,
        blank=True,
        help_text="What the picture shows, for those who do not see it.",
    )
    picture_credit = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47; empty if unknown.")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True)
    publication = models.ForeignKey(Publication, models.PROTECT, null=True, blank=True)
    contributors = models.ManyToManyField(Contributor, through="Byline")
    tags = models.ManyToManyField(Tag, blank=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="As the source states it, else when it went out here."
    )
    first_published_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_notice = models.TextField(blank=True)
    scheduled_for = models.DateTimeField(null=True, editable=False)
    scheduled_by = deed_by(editable=False)
    missed_at = models.DateTimeField(
        null=True, editable=False, help_text="When it was to go out, if it was refused then."
    )
    missed_why = models.TextField(blank=True, editable=False)
    embargoed_until = models.DateTimeField(
        null=True, editable=False, help_text="It does not go out before."
    )
    # What waits to be confirmed; once the article is out, that by which it went out.
    override = models.ForeignKey(
        "Override", models.PROTECT, null=True, editable=False, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(db_index=True)
    # Null for an article written here: only imported ones have a name to be unique by.
    source_name = models.CharField(  # noqa: DJ001
        max_length=500, null=True, unique=True, editable=False
    )

    # The newest revision, and the head of the chain: what writers compare and set.
    revision = models.ForeignKey(
        "Revision", models.PROTECT, null=True, editable=False, related_name="+"
    )
    head_sequence = models.PositiveIntegerField(default=0, editable=False)
    head_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        permissions = [
            ("import_article", "Can import articles"),
            ("publish_article", "Can publish, correct and withdraw articles"),
            ("override_gate", "Can publish, with a second person, past claims in the way"),
        ]
        indexes = [
            models.Index(
                fields=["scheduled_for"],
                condition=Q(status=Status.SCHEDULED),
                name="article_schedule",
            ),
            models.Index(
                fields=["missed_at"],
                condition=Q(missed_at__isnull=False),
                name="article_missed",
            ),
            models.Index(fields=["status", "-published_at", "id"], name="article_front_page"),
            models.Index(
                fields=["section", "-published_at", "id"],
                condition=Q(status=Status.PUBLISHED),
                name="article_section_page",
            ),
            # Of the filters of the desk's list.
            models.Index(fields=["language"], name="article_language"),
            models.Index(fields=["published_at"], name="article_published_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="article_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
                | Q(published_at__isnull=False, first_published_at__isnull=False),
                name="article_public_has_dates",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
                | Q(headline_is_provisional=False),
                name="article_public_has_its_own_headline",
                violation_error_message="Give the article its own headline before it goes out.",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(status=Status.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="article_withdrawn_iff_dated",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Status.SCHEDULED, scheduled_for__isnull=False, scheduled_by__isnull=False
                )
                | (
                    ~Q(status=Status.SCHEDULED)
                    & Q(scheduled_for__isnull=True, scheduled_by__isnull=True)
                ),
                name="article_scheduled_iff_timed",
            ),
            models.CheckConstraint(
                condition=Q(missed_at__isnull=True, missed_why="")
                | (Q(status=Status.IN_REVIEW, missed_at__isnull=False) & ~Q(missed_why="")),
                name="article_missed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(embargoed_until__isnull=True) | ~Q(status=Status.PUBLISHED),
                name="article_public_has_no_embargo",
            ),
            models.CheckConstraint(
                condition=Q(scheduled_for__isnull=True)
                | Q(embargoed_until__isnull=True)
                | Q(scheduled_for__gte=F("embargoed_until")),
                name="article_scheduled_after_its_embargo",
            ),
            models.CheckConstraint(condition=~Q(headline=""), name="article_has_a_headline"),
            models.CheckConstraint(
                condition=Q(picture__isnull=True, picture_alt="", picture_credit="")
                | (Q(picture__isnull=False) & ~Q(picture_alt="")),
                name="article_picture_has_words",
                violation_error_message="Say what the picture shows.",
            ),
            models.CheckConstraint(
                condition=Q(head_sequence=0, head_hash="")
                | (Q(head_sequence__gt=0) & is_sha256("head_hash")),
                name="article_head_is_whole",
            ),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("reader:article", args=[self.slug])


class Byline(models.Model):
    """A contributor's place over one article."""

    article = models.ForeignKey(Article, models.CASCADE)
    contributor = models.ForeignKey(Contributor, models.PROTECT)
    role = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "contributor"], name="byline_once"),
            models.UniqueConstraint(fields=["article", "position"], name="byline_in_order"),
        ]


class Revision(models.Model):
    """The words of an article at one time. Never changed; editing makes a new one.

    text is the textContent of html (articles.html.text_of); every offset counts its code points.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=300)
    html = models.TextField()
    text = models.TextField()
    details = models.TextField(help_text="Canonical JSON of standfirst, byline and the like.")
    change = models.CharField(max_length=20, choices=Change, blank=True, default=Change.NONE)
    note = models.TextField(blank=True, help_text="Public for a correction, else for the desk.")
    source = models.ForeignKey(SourceDocument, models.PROTECT, null=True)
    author = deed_by()
    author_name = models.CharField(max_length=200)
    created = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(
                fields=["-created", "id"],
                condition=Q(change=Change.CORRECTION),
                name="revision_corrections",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_counts_from_one"),
            models.CheckConstraint(condition=~Q(text=""), name="revision_has_words"),
            models.CheckConstraint(
                condition=Q(change__in=Change.values), name="revision_change_known"
            ),
            models.CheckConstraint(
                condition=Q(change=Change.NONE) | ~Q(note=""),
                name="revision_change_has_a_note",
                violation_error_message="Say what changed and why.",
            ),
        ]

    def __str__(self):
        return f"{self.headline}, revision {self.number}"


class LedgerEntry(models.Model):
    """One deed in the chain of one article. Made by articles.ledger.append only."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="ledger")
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=50)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    created = models.DateTimeField()
    payload = models.TextField(help_text="Canonical JSON, the bytes that were hashed.")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["article", "sequence"]
        verbose_name_plural = "ledger entries"
        constraints = [
            models.UniqueConstraint(fields=["article", "sequence"], name="ledger_numbered_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="ledger_counts_from_one"),
            models.CheckConstraint(condition=is_sha256("hash"), name="ledger_entry_has_sha256"),
            models.CheckConstraint(
                condition=Q(sequence=1, previous_hash="")
                | (Q(sequence__gt=1) & is_sha256("previous_hash")),
                name="ledger_entry_has_a_link",
            ),
        ]

    def __str__(self):
        return f"{self.sequence} {self.action}"


class Checkpoint(models.Model):
    """Where every record stood on one day (UTC). Made by articles.checkpoints.make only.

    hash           SHA-256 of the checkpoint as it is published, which lists all heads.
    previous_hash  that of the checkpoint before; empty for the first.
    """

    day = models.DateField(unique=True)
    heads = models.PositiveIntegerField(help_text="How many records it lists.")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    created = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(condition=is_sha256("hash"), name="checkpoint_has_sha256"),
            models.CheckConstraint(
                condition=Q(previous_hash="") | is_sha256("previous_hash"),
                name="checkpoint_has_a_link",
            ),
        ]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("reader:checkpoint", args=[self.day])


class CheckpointHead(models.Model):
    """A head that a checkpoint was the first to list; it stands until the article's next one.

    record  hash of the article's first entry: its name in what is published.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    day = models.DateField()
    record = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="checkpoint_head_once_a_day"),
            models.CheckConstraint(
                condition=Q(sequence__gte=1) & is_sha256("hash") & is_sha256("record"),
                name="checkpoint_head_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.sequence} on {self.day:%Y-%m-%d}"


class WorkingDraft(models.Model):
    """What somebody has typed and not yet saved. Theirs alone; see articles.drafts."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="Empty: an article that is not written yet.",
    )
    based_on = models.PositiveIntegerField(
        null=True, help_text="Number of the revision that it was typed over."
    )
    page = models.CharField(max_length=32, help_text="The page it was typed in.")
    typed = models.TextField(help_text="JSON: each field of the form as it was typed.")
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "article"], name="working_draft_once"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(article__isnull=True),
                name="working_draft_of_a_new_article_once",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=True, based_on__isnull=True)
                | Q(article__isnull=False, based_on__isnull=False),
                name="working_draft_based_on_a_revision",
            ),
        ]

    def __str__(self):
        return f"Unsaved work of {self.kept_at:%Y-%m-%d %H:%M}"


class Presence(models.Model):
    """Somebody has an article open for editing; see articles.presence."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen = models.DateTimeField(help_text="When their page was last heard of.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "person"], name="presence_once"),
            models.CheckConstraint(
                condition=Q(seen__gte=F("since")), name="presence_seen_after_it_began"
            ),
        ]

    def __str__(self):
        return f"{self.person} since {self.since:%Y-%m-%d %H:%M}"


class Override(models.Model):
    """A publication past claims that are in the way: asked for by one person, confirmed by another.

    Made by articles.overrides only. What was asked for is never changed; it is confirmed once, or
    voided once.

    blockers  canonical JSON of what was in the way when it was asked for: it covers no more.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="overrides")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    blockers = models.TextField()
    reason = models.TextField()
    shown_to_readers = models.BooleanField()
    asked_by = deed_by()
    asked_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    confirmed_by = deed_by()
    confirmed_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_why = models.TextField(blank=True)

    class Meta:
        ordering = ["article", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(confirmed_at__isnull=True, voided_at__isnull=True),
                name="override_waits_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False), name="override_asked_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, confirmed_name="")
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_name="")
                ),
                name="override_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="override_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_why="")
                | (Q(voided_at__isnull=False, confirmed_at__isnull=True) & ~Q(voided_why="")),
                name="override_voided_or_confirmed",
            ),
        ]

    def __str__(self):
        return f"{self.article}: {self.reason}"

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None

    @property
    def is_for_readers(self):
        """Are readers told of it? Of one that was not confirmed, nobody is."""
        return self.is_confirmed and self.shown_to_readers


class WorkerBeat(models.Model):
    """When a round of the worker last ran, and how that ended (manage.py work)."""

    name = models.CharField(max_length=50, unique=True)
    last_run = models.DateTimeField()
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
