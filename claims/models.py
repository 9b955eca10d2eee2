"""Claims, the evidence on them, and the decisions that bind a verdict to exact words.

Nothing here decides: a claim is written through claims.workflow and nowhere else.
Decisions, approvals and contributions are only ever inserted (claims.apps.GUARDS).
"""

import json
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.functional import cached_property

from articles.gate import in_words
from articles.models import Article, LedgerEntry, Revision, is_sha256
from articles.people import deed_by
from articles.text import sha256

from .anchoring import Anchor
from .correspondence import Comment as Comment
from .correspondence import Mail as Mail
from .correspondence import MailChoice as MailChoice
from .declared import Sameness as Sameness
from .documents import Document
from .snapshot_records import Snapshot as Snapshot
from .snapshot_records import Vouch as Vouch
from .snapshot_records import Watch as Watch


class Status(models.TextChoices):
    SUGGESTED = "suggested", "suggested"
    OPEN = "open", "open"
    IN_REVIEW = "in_review", "in review"
    AWAITING_APPROVAL = "awaiting_approval", "awaiting approval"
    VERIFIED = "verified", "verified"
    REFUTED = "refuted", "refuted"
    UNVERIFIABLE = "unverifiable", "unverifiable"
    RECHECK = "recheck", "to be rechecked"
    DISMISSED = "dismissed", "dismissed"


DECIDED = (Status.VERIFIED, Status.REFUTED, Status.UNVERIFIABLE)
UNDECIDED = (Status.OPEN, Status.IN_REVIEW, Status.AWAITING_APPROVAL, Status.RECHECK)
UNFINISHED = (Status.SUGGESTED, *UNDECIDED)
TO_BE_TAKEN_UP = (Status.OPEN, Status.IN_REVIEW, Status.RECHECK)
# What a change of the words takes a verdict off.
FALLS = (*DECIDED, Status.AWAITING_APPROVAL)
ANCHORS = [(anchor.value, anchor.value) for anchor in Anchor]
UNPLACED = (Anchor.LOST.value, Anchor.AMBIGUOUS.value)
STRAYED = (*UNPLACED, Anchor.DRIFTED.value, Anchor.MOVED.value)
NOBODYS = (Status.SUGGESTED, Status.DISMISSED)


def expired():
    """Return the condition, over claims, that a verdict was given and its last day is past.

    Days are those of the desk's time zone. Claim.is_expired asks the same of one claim.
    """
    return Q(status__in=DECIDED, decision__valid_until__lt=timezone.localdate())


def rests_on_fallen():
    """Return the condition, over claims, that their decision adopts one which is not in force.

    Whatever their status. Claim.adopted_fell asks the same of one with a verdict. That the day of
    the adopted one is past need not be asked: none is adopted for longer (claims.apps.GUARDS).
    """
    adopting = Decision.objects.filter(pk=OuterRef("decision"), adopts__isnull=False)
    stands = Q(adopts__claim__decision=F("adopts"), adopts__claim__status__in=DECIDED)
    return Q(Exists(adopting.exclude(stands)))


def adopted_fell():
    """Return the condition, over claims, that a verdict was given by adopting one that fell."""
    return Q(status__in=DECIDED) & rests_on_fallen()


def adoptable():
    """Return the key of what Claim.adoptable_id names, as an expression over claims."""
    checked = _others().filter(decision__adopts=None)
    same = Sameness.objects.standing().of(OuterRef("pk")).filter(Exists(checked))
    return Subquery(same.order_by("pk").values("other_id")[:1])


def first_hand():
    """Return the key of what Claim.first_hand_id names, as an expression over claims."""
    adopted = _others().filter(decision__adopts__isnull=False).values("decision__adopts__claim")
    same = Sameness.objects.standing().of(OuterRef("pk")).annotate(first_hand=Subquery(adopted))
    same = same.filter(first_hand__isnull=False)
    return Subquery(same.order_by("pk").values("first_hand")[:1])


def _others():
    """Return the other claim of a Sameness, where its verdict is in force."""
    return Claim.objects.in_force().filter(pk=OuterRef("other_id"))


@lru_cache(maxsize=1)
def _told_of_others(today):
    """Return {name: expression over claims} of what a claim has to do with others.

    today  the day that their verdicts are judged by: what is put together is for it alone.
    """
    place = OuterRef("article"), OuterRef("start"), OuterRef("end")
    twins = Claim.objects.at(*place).exclude(pk=OuterRef("pk")).values("pk")[:1]
    return {
        "twin_id": Subquery(twins), "adoptable_id": adoptable(), "first_hand_id": first_hand()
    }  # fmt: skip


class Kind(models.TextChoices):
    FIGURE = "figure", "figure"
    DATE = "date", "date"
    QUOTE = "quote", "quote"
    MEMBERSHIP = "membership", "membership"
    EVENT = "event", "event"
    AGREEMENT = "agreement", "agreement"
    POSITION = "position", "position"
    SUPERLATIVE = "superlative", "superlative"
    GEOGRAPHY = "geography", "geography"
    PREDICTION = "prediction", "prediction"
    OTHER = "other", "other"


class Sensitivity(models.TextChoices):
    NORMAL = "normal", "normal"
    SENSITIVE = "sensitive", "sensitive: two approvals"


class Priority(models.IntegerChoices):
    HIGH = 1, "high"
    NORMAL = 2, "normal"
    LOW = 3, "low"


class ClaimQuerySet(models.QuerySet):
    def public(self):
        """What readers see: decided, in an article they may read."""
        return self.in_force().filter(article__in=Article.objects.public())

    def in_force(self):
        """With a verdict that is valid today, and rests on none that fell."""
        return self.filter(~rests_on_fallen(), status__in=DECIDED).exclude(expired())

    def expired(self):
        """With a verdict whose last day is past, until following.expire has taken it off."""
        return self.filter(expired())

    def live(self):
        """Tagged in earnest, at a place: somebody answers for the words that stand there."""
        return self.exclude(status__in=NOBODYS).filter(start__isnull=False)

    def at(self, article, start, end):
        """Tagged on this very place, and not dismissed; suggestions too."""
        there = self.filter(article=article, start=start, end=end)
        return there.exclude(status=Status.DISMISSED).order_by("pk")

    def visible_to(self, user):
        """What `user` may see: everything with the permission, else what readers see."""
        return self if user.has_perm("claims.view_claim") else self.public()

    def undecided(self):
        """Tagged, and no verdict stands."""
        return self.filter(Q(status__in=UNDECIDED) | expired() | adopted_fell())

    def with_verdict(self):
        """With all that Claim.is_decided asks, and what tells of an adopted verdict. No query."""
        return self.select_related("decision__adopts__claim__article")

    def with_review(self):
        """With all that guards and pages ask of a claim, in a fixed number of queries."""
        claims = self.annotate(**_told_of_others(timezone.localdate())).with_verdict()
        return claims.select_related(
            "article", "assignee", "tagged_by", "decision__confirms", "decision__sameness"
        ).prefetch_related(
            Prefetch("evidence", Evidence.objects.watched().with_passages()),
            "contributions",
            "decision__approvals",
            "decision__adopts__claim__contributions",
        )


class Claim(models.Model):
    """A statement tagged in the words of an article.

    start and end count code points of revision.text, half-open; both empty when the words
    are lost or stand in several places. exact, prefix and suffix are a W3C TextQuoteSelector.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="claims")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    anchor = models.CharField(max_length=20, choices=ANCHORS, default=Anchor.EXACT.value)

    statement = models.TextField(help_text="The claim in one sentence that stands alone.")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    claimant = models.CharField(max_length=200, blank=True, help_text="Whose statement it is.")
    sensitivity = models.CharField(max_length=20, choices=Sensitivity, default=Sensitivity.NORMAL)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    due = models.DateField(null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    tagged_by = deed_by()
    tagged_by_name = models.CharField(max_length=200)

    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    decision = models.ForeignKey("Decision", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_confirmable = models.BooleanField(
        default=False,
        help_text="A verdict was in force until the words changed; nobody took a step since.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts writes; compared and set.")
    created = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["article", "start", "pk"]
        permissions = [
            ("tag_claim", "Can tag, accept, dismiss and assign claims"),
            ("object_claim", "Can object to a verdict"),
            ("review_claim", "Can take up claims, add evidence and propose verdicts"),
            ("approve_claim", "Can approve verdicts or send them back"),
        ]
        indexes = [
            models.Index(fields=["article", "start"], name="claim_in_text_order"),
            # Of the desk's queues (claims.worklists), each in its own order.
            models.Index(
                fields=["assignee", "priority", "due", "id"],
                condition=Q(status__in=UNFINISHED),
                name="claim_mine",
            ),
            models.Index(
                fields=["priority", "due", "id"],
                condition=Q(assignee__isnull=True, status__in=TO_BE_TAKEN_UP),
                name="claim_unassigned",
            ),
            models.Index(
                fields=["due", "id"], condition=Q(status__in=UNFINISHED), name="claim_unfinished"
            ),
            models.Index(
                fields=["priority", "due", "id"],
                condition=Q(status__in=UNFINISHED, start__isnull=True),
                name="claim_lost_words",
            ),
            models.Index(fields=["status", "priority", "due", "id"], name="claim_queue"),
            # Of the list of claims: of every one, and of the few that do not stand as tagged.
            models.Index(
                fields=["anchor", "priority", "due", "id"],
                condition=Q(anchor__in=STRAYED),
                name="claim_strayed",
            ),
            models.Index(fields=["priority", "due", "id"], name="claim_urgent_first"),
            # Of the feed of checks.
            models.Index(
                fields=["-decided_at", "-id"],
                condition=Q(decided_at__isnull=False),
                name="claim_newest_verdict",
            ),
            models.Index(
                fields=["priority", "due", "id"],
                condition=Q(status__in=UNFINISHED),
                name="claim_urgent_unfinished",
            ),
            models.Index(fields=["due"], name="claim_due"),
            # Of the desk's pace (claims.backlog): counted without a look at the claims.
            models.Index(
                fields=["status", "created"],
                condition=Q(status__in=UNFINISHED),
                name="claim_ages",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="claim_status_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="claim_kind_known"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=Sensitivity.values), name="claim_sensitivity_known"
            ),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="claim_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(anchor__in=[value for value, _ in ANCHORS]), name="claim_anchor_known"
            ),
            models.CheckConstraint(
                condition=Q(anchor__in=UNPLACED, start__isnull=True, end__isnull=True)
                | (~Q(anchor__in=UNPLACED) & Q(start__isnull=False, end__isnull=False)),
                name="claim_placed_iff_anchored",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(Exact(Length("exact"), F("end") - F("start"))),
                name="claim_span_fits_its_words",
            ),
            models.CheckConstraint(condition=~Q(exact=""), name="claim_has_words"),
            models.CheckConstraint(condition=~Q(statement=""), name="claim_has_a_statement"),
            models.CheckConstraint(
                condition=Q(status__in=DECIDED, decision__isnull=False, decided_at__isnull=False)
                | (~Q(status__in=DECIDED) & Q(decided_at__isnull=True)),
                name="claim_decided_iff_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=DECIDED, anchor__in=UNPLACED),
                name="claim_decided_stands_in_the_text",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.AWAITING_APPROVAL) | Q(decision__isnull=False),
                name="claim_awaiting_has_a_proposal",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmable=False)
                | Q(status=Status.RECHECK, decision__isnull=False),
                name="claim_confirmable_in_recheck_only",
            ),
        ]

    def __str__(self):
        return self.exact if len(self.exact) <= 80 else f"{self.exact[:79]}…"

    @property
    def is_decided(self):
        """Does a verdict stand today? Reads the decision."""
        return self.status in DECIDED and not (self.is_expired or self.adopted_fell)

    @property
    def adopted_fell(self):
        """Was a verdict given by adopting one that is not in force any more?"""
        adopts = self.decision.adopts_id if self.status in DECIDED else None
        return adopts is not None and not self.decision.adopts.stands

    @property
    def is_expired(self):
        """Was a verdict given whose last day, in the desk's time zone, is past?"""
        last = self.decision.valid_until if self.status in DECIDED else None
        return last is not None and last < timezone.localdate()

    @property
    def is_placed(self):
        return self.start is not None

    @property
    def is_live(self):
        """Does somebody answer, with this claim, for words that stand in the article?"""
        return self.is_placed and self.status not in NOBODYS

    @cached_property
    def twin_id(self):
        """Key of another claim on this very place that is not dismissed, or None.

        ClaimQuerySet.with_review reads it along, without a query.
        """
        there = Claim.objects.at(self.article_id, self.start, self.end)
        return there.exclude(pk=self.pk).values_list("pk", flat=True).first()

    @cached_property
    def adoptable_id(self):
        """Key of a claim declared the same whose verdict, its own, is in force; or None.

        ClaimQuerySet.with_review reads it along, without a query.
        """
        return self._asked(adoptable())

    @cached_property
    def first_hand_id(self):
        """Key of the claim whose verdict, in force, one declared the same adopted; or None.

        ClaimQuerySet.with_review reads it along, without a query.
        """
        return self._asked(first_hand())

    def _asked(self, other):
        asked = Claim.objects.annotate(other=other)
        return asked.values_list("other", flat=True).get(pk=self.pk)


class Contribution(models.Model):
    """One person's hand in one claim. Whoever has one never approves it."""

    class Role(models.TextChoices):
        TAGGED = "tagged", "tagged this claim"
        WORDED = "worded", "wrote or changed these words"
        EVIDENCE = "evidence", "added evidence to this claim"
        PROPOSED = "proposed", "proposed a verdict on this claim"
        RECUSED = "recused", "declared a conflict of interest"
        MATCHED = "matched", "declared this claim the same as the one whose verdict it adopts"

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="contributions")
    person = deed_by()
    person_name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "person", "role"], name="contribution_once"),
            models.CheckConstraint(
                condition=Q(
                    role__in=["tagged", "worded", "evidence", "proposed", "recused", "matched"]
                ),
                name="contribution_role_known",
            ),
        ]

    def __str__(self):
        return f"{self.person_name} {self.get_role_display()}"


class EvidenceQuerySet(models.QuerySet):
    def watched(self):
        """With its file and what became of its address, in one query; not with the copy's words."""
        read = self.select_related("document", "watch__newest", "watch__vouch")
        return read.defer("watch__newest__text")

    def with_passages(self):
        """With the article that it is a passage of, in the same query."""
        return self.select_related("passage_of__article")


class Evidence(models.Model):
    """Something that speaks for or against a claim. Retracted rather than removed.

    document  the file that is kept, if any; document_name is what it was called when it came.
    excerpt_in_document  does the excerpt stand in the file? None where its words are not read.
    salt      of what is confidential: with it, commitment_sha256 lets nobody try a guess.
    """

    class Kind(models.TextChoices):
        WEB = "web", "web page"
        DOCUMENT = "document", "document"
        PASSAGE = "passage", "passage of an article here"
        INTERVIEW = "interview", "interview or person"
        DATASET = "dataset", "data set"

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "supports"
        REFUTES = "refutes", "refutes"
        CONTEXT = "context", "gives context"

    class Tier(models.TextChoices):
        PRIMARY = "primary", "primary source"
        OFFICIAL = "official", "official source"
        SECONDARY = "secondary", "secondary source"
        ANONYMOUS = "anonymous", "anonymous source"

    ON_THE_WEB = (Kind.WEB, Kind.DATASET)
    WITH_A_FILE = (Kind.DOCUMENT, Kind.DATASET)

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=2000, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    origin = models.CharField(
        max_length=300,
        blank=True,
        help_text="Who said it first: reprints of one release count once.",
    )
    # Folding a name may make three characters of one.
    origin_key = models.CharField(max_length=900, blank=True, editable=False)
    published_on = models.DateField(null=True, blank=True)
    accessed_at = models.DateTimeField(null=True, blank=True)
    excerpt = models.TextField(help_text="The very words that bear on the claim.")
    stance = models.CharField(max_length=20, choices=Stance)
    tier = models.CharField(max_length=20, choices=Tier)
    passage_of = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    document_name = models.CharField(max_length=200, blank=True)
    excerpt_in_document = models.BooleanField(null=True, blank=True)
    is_confidential = models.BooleanField(
        default=False, help_text="Only reviewers and publishers may read it."
    )
    salt = models.CharField(max_length=32, blank=True, editable=False)
    added_by = deed_by()
    added_by_name = models.CharField(max_length=200)
    created = models.DateTimeField(auto_now_add=True)
    retracted_at = models.DateTimeField(null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        verbose_name_plural = "evidence"
        permissions = [("view_confidential_evidence", "Can read confidential evidence")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(excerpt=""),
                name="evidence_has_an_excerpt",
                violation_error_message="Quote the words that bear on the claim.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["web", "dataset"])
                | Q(kind="dataset", document__isnull=False)
                | Q(url__startswith="http://")
                | Q(url__startswith="https://"),
                name="evidence_on_the_web_has_its_address",
                violation_error_message="Give the full address, from https:// on.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="passage") | Q(passage_of__isnull=False),
                name="evidence_passage_names_its_revision",
                violation_error_message="Say which article the passage stands in.",
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="http://") | Q(url__startswith="https://"),
                name="evidence_address_is_http",
                violation_error_message="Give the full address, from https:// on.",
            ),
            models.CheckConstraint(
                condition=~Q(origin="") & ~Q(origin_key=""), name="evidence_has_an_origin"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["web", "document", "passage", "interview", "dataset"]),
                name="evidence_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(stance__in=["supports", "refutes", "context"]),
                name="evidence_stance_known",
            ),
            models.CheckConstraint(
                condition=Q(tier__in=["primary", "official", "secondary", "anonymous"]),
                name="evidence_tier_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    document__isnull=True, document_name="", excerpt_in_document__isnull=True
                )
                | (Q(document__isnull=False) & ~Q(document_name="")),
                name="evidence_file_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(kind__in=["document", "dataset"]),
                name="evidence_file_is_of_a_document",
                violation_error_message="Only a document or a data set has a file.",
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False, salt="")
                | (Q(is_confidential=True) & ~Q(salt="")),
                name="evidence_salted_iff_confidential",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_on_the_web(self):
        """Is it what stands at its address, so that a copy can be fetched?"""
        return self.kind in self.ON_THE_WEB and bool(self.url)

    @property
    def commitment_sha256(self):
        """What readers are given of confidential evidence; "" where nothing is confidential."""
        if not self.is_confidential:
            return ""
        return commitment(self.salt, self.document and self.document.sha256, self.excerpt)


def newest_copy(evidence):
    """Return the newest Snapshot that was kept of evidence read with watched(), or None."""
    watch = getattr(evidence, "watch", None)
    return watch and watch.newest


def commitment(salt, document, excerpt):
    """Return what binds us to confidential evidence and tells nobody what it says.

    document  SHA-256 of the file, or None.

    SHA-256 of the UTF-8 of three lines: the salt, the document (empty without one), the excerpt.
    docs/confidential-evidence.md tells how it is proved later.
    """
    return sha256(f"{salt}\n{document or ''}\n{excerpt}")


class Decision(models.Model):
    """A verdict proposed on exact words. In force once enough people have approved it.

    quote_sha256  digest of the UTF-8 of `exact`: verified means these words.
    confirms      the decision that fell with its words, where this one says the same of the
                  words of then; it keeps the name of whoever proposed that one.
    *_needed      the rule (claims.rules) that was in force when it was proposed or confirmed.
    adopts        the decision on another claim that this one takes over; it adopts none itself.
    sameness      what was declared of the two claims.
    """

    class Rating(models.TextChoices):
        FALSE = "false", "false"
        MISLEADING = "misleading", "misleading"
        OUTDATED = "outdated", "outdated"
        MISSING_CONTEXT = "missing_context", "missing context"

    VERDICTS = [(status.value, status.label) for status in DECIDED]

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=20, choices=VERDICTS)
    rating = models.CharField(max_length=20, choices=Rating, blank=True)
    summary = models.TextField(help_text="What was found, for readers.")
    valid_until = models.DateField(null=True, blank=True)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    exact = models.TextField()
    quote_sha256 = models.CharField(max_length=64)
    proposed_by = deed_by()
    proposed_by_name = models.CharField(max_length=200)
    confirms = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    approvals_needed = models.PositiveSmallIntegerField()
    origins_needed = models.PositiveSmallIntegerField()
    tier_needed = models.CharField(max_length=20, blank=True, choices=Evidence.Tier)
    adopts = models.ForeignKey("self", models.PROTECT, null=True, related_name="adoptions")
    sameness = models.ForeignKey(Sameness, models.PROTECT, null=True, related_name="+")
    created = models.DateTimeField()

    class Meta:
        ordering = ["created", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(adopts__isnull=True, sameness__isnull=True)
                | Q(adopts__isnull=False, sameness__isnull=False),
                name="decision_adopts_where_declared_the_same",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["verified", "refuted", "unverifiable"]),
                name="decision_verdict_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    verdict="refuted",
                    rating__in=["false", "misleading", "outdated", "missing_context"],
                )
                | (~Q(verdict="refuted") & Q(rating="")),
                name="decision_rated_iff_refuted",
            ),
            models.CheckConstraint(condition=~Q(summary=""), name="decision_has_a_summary"),
            models.CheckConstraint(condition=is_sha256("quote_sha256"), name="decision_has_sha256"),
            models.CheckConstraint(
                condition=Q(approvals_needed__in=[1, 2]), name="decision_needs_approvals"
            ),
            models.CheckConstraint(
                condition=Q(verdict="unverifiable", origins_needed=0, tier_needed="")
                | Q(
                    ~Q(verdict="unverifiable"),
                    origins_needed__gte=1,
                    tier_needed__in=["primary", "official", "secondary", "anonymous"],
                ),
                name="decision_rests_on_origins",
            ),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()}, proposed by {self.proposed_by_name}"

    @property
    def stands(self):
        """Is it what its claim says now? Whether its last day is past is not asked."""
        return self.claim.decision_id == self.pk and self.claim.status in DECIDED


class ApprovalQuerySet(models.QuerySet):
    def counting(self):
        """Without dissent, and without those of people who have recused themselves since."""
        recused = Contribution.objects.filter(
            claim=OuterRef("decision__claim"), person=OuterRef("by"), role="recused"
        )
        return self.filter(~Exists(recused), agrees=True)


class Approval(models.Model):
    """One person's word on a proposed decision: agreed, or sent back. Dissent is kept."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="approvals")
    by = deed_by()
    by_name = models.CharField(max_length=200)
    agrees = models.BooleanField()
    note = models.TextField(blank=True)
    created = models.DateTimeField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "by"], name="approval_once_a_person"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(note=""), name="approval_dissent_has_a_reason"
            ),
        ]
        # Few are: what was sent back is found without reading the others.
        indexes = [
            models.Index(fields=["decision"], condition=Q(agrees=False), name="approval_dissent"),
            # Of the desk's pace (claims.pace): what was given in a range of days.
            models.Index(fields=["created"], condition=Q(agrees=True), name="approval_given"),
        ]

    def __str__(self):
        return f"{self.by_name} {'agrees' if self.agrees else 'sends back'}"


NOTICES = [
    "changed", "gone", "doubled", "returned", "placed", "objected", "expired",
    "assigned", "mentioned", "sent_back", "awaiting", "overdue", "adopted_fell",
    "evidence_gone", "evidence_changed", "not_published",
]  # fmt: skip


class Notice(models.Model):
    """Somebody is told that a claim waits for them, or that a verdict of theirs fell.

    Or that an article did not go out on time: such a one is about the article, and about no claim.

    Private to `person`. Written in the transaction of the deed.

    kind      what happened; by_name is who did it.
    revision  the newest of the article when it happened.
    entry     of one about an article: what the record says of it, and of what was in the way.
    comment   of a mention: the one it stands in; unknown of those told before it was kept.
    due       of one that tells of an overdue claim: its day.
    mail      what carries it out of the house, if anything does.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", "{} changed its words."
        GONE = "gone", "{} took its words out of the article."
        DOUBLED = "doubled", "Since an edit by {} its words stand in several places."
        RETURNED = "returned", "Since an edit by {} its words stand in the article again."
        PLACED = "placed", "{} put it onto other words."
        OBJECTED = "objected", "{} objected to its verdict."
        EXPIRED = "expired", "The last day of its verdict has passed."
        ADOPTED_FELL = "adopted_fell", "The verdict that it adopted is no longer in force."
        ASSIGNED = "assigned", "{} assigned it to you."
        MENTIONED = "mentioned", "{} mentioned you in a comment on it."
        SENT_BACK = "sent_back", "{} sent its verdict back."
        AWAITING = "awaiting", "{} proposed a verdict on it."
        OVERDUE = "overdue", "Its day has passed."
        EVIDENCE_GONE = "evidence_gone", "Evidence that it rests on is no longer at its address."
        EVIDENCE_CHANGED = (
            "evidence_changed",
            "Words that it rests on no longer stand where they were found.",
        )
        NOT_PUBLISHED = "not_published", "It was to go out on {}. {}"

    # Of every other kind: it is to be rechecked.
    HEADINGS = {
        Kind.NOT_PUBLISHED: "Not published on time",
        Kind.AWAITING: "Awaiting approval",
        Kind.SENT_BACK: "Sent back",
        Kind.ASSIGNED: "Assigned to you",
        Kind.OVERDUE: "Overdue",
        Kind.MENTIONED: "You were mentioned",
    }

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="claim_notices"
    )
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="notices")
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(LedgerEntry, models.PROTECT, null=True, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    by_name = models.CharField(max_length=200)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    due = models.DateField(null=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="notices")
    created = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = [F("read_at").desc(nulls_first=True), "-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "claim", "kind"],
                condition=Q(read_at__isnull=True),
                name="notice_unread_once",
            ),
            models.UniqueConstraint(
                fields=["person", "claim", "due"],
                condition=Q(due__isnull=False),
                name="notice_overdue_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="overdue", due__isnull=False)
                | (~Q(kind="overdue") & Q(due__isnull=True)),
                name="notice_overdue_names_its_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NOTICES),
                name="notice_kind_known",
            ),
            models.UniqueConstraint(fields=["person", "entry"], name="notice_refusal_once"),
            models.CheckConstraint(
                condition=Q(kind="not_published", article__isnull=False, entry__isnull=False)
                & Q(claim__isnull=True)
                | Q(claim__isnull=False, article__isnull=True, entry__isnull=True)
                & ~Q(kind="not_published"),
                name="notice_of_a_claim_or_an_article",
            ),
            models.CheckConstraint(
                condition=Q(comment__isnull=True) | Q(kind="mentioned"),
                name="notice_comment_mentions",
            ),
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_inbox")]

    def __str__(self):
        said = (self.by_name,)
        if self.entry_id:
            at = datetime.fromisoformat(self.refused["scheduled_for"])
            said = in_words(at), self.refused["note"]
        return self.get_kind_display().format(*said)

    @cached_property
    def refused(self):
        """Of one about an article: what the record says of it (articles.moving.put_back)."""
        return json.loads(self.entry.payload)

    @property
    def heading(self):
        """What it is about, in a few words."""
        return self.HEADINGS.get(self.kind, "To be rechecked")

    @property
    def place(self):
        """The part of the claim's or the article's page that answers it: an id there."""
        if self.comment_id:
            return f"comment-{self.comment_id}"
        where = {
            self.Kind.MENTIONED: "discussion",
            self.Kind.SENT_BACK: "decision",
            self.Kind.NOT_PUBLISHED: "missed",
        }
        return where.get(self.kind, "steps" if self.kind in self.HEADINGS else "changed")
