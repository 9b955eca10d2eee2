"""How articles, their revisions and their record are told in JSON, and what a step takes."""

import json
from datetime import UTC, datetime
from functools import partial

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from . import editing
from .models import Article, Byline, Change, LedgerEntry, Override, Revision, Status
from .people import public_name
from .steps import LONGEST_NOTE, too_long

Moment = partial(serializers.DateTimeField, default_timezone=UTC, read_only=True)
STEPS = [(step.name, step.label) for step in editing.STEPS]
CHANGES = [(change.value, change.label) for change in (Change.CORRECTION, Change.MINOR)]


def said(name, **options):
    """Return the field of a note or the like: too long a one is refused before all else."""
    told = {"max_length": too_long(name)}
    return serializers.CharField(max_length=LONGEST_NOTE, error_messages=told, **options)


class Strict:
    """A serializer that names what it does not take, where the framework would ignore it."""

    def to_internal_value(self, data):
        told = super().to_internal_value(data)
        taken = [name for name, field in self.fields.items() if not field.read_only]
        sentence = f"This cannot be given here. What can: {', '.join(taken)}."
        if unknown := [name for name in data if name not in taken]:
            raise serializers.ValidationError(dict.fromkeys(unknown, sentence))
        return told


def refuse_all_but(step, told, names):
    """Raise ValidationError if `told` has one of `names`, which only that step takes."""
    if told["step"] != step and (given := [name for name in names if name in told]):
        raise serializers.ValidationError(dict.fromkeys(given, f"Only the step “{step}” takes it."))


class OfferSerializer(serializers.Serializer):
    """A step as it stands for who is asking; reason says why it is not allowed."""

    name = serializers.CharField()
    allowed = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)


class BylineSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="contributor.name")
    handle = serializers.CharField(source="contributor.handle")

    class Meta:
        model = Byline
        fields = ("name", "role", "handle")
        read_only_fields = fields


class PictureSerializer(serializers.Serializer):
    """The lead picture of an article: where it is, its size in pixels, and the words with it."""

    url = serializers.SerializerMethodField(help_text="For anyone while the article is public.")
    width = serializers.IntegerField(source="picture.width")
    height = serializers.IntegerField(source="picture.height")
    alt = serializers.CharField(source="picture_alt")
    credit = serializers.CharField(source="picture_credit")
    caption = serializers.CharField(source="image_caption")

    def get_url(self, article) -> str:
        return self.context["request"].build_absolute_uri(article.picture.get_absolute_url())


class OverrideSerializer(serializers.ModelSerializer):
    """A publication past claims that were in the way: one that waits, or that was confirmed."""

    asked_by = serializers.SerializerMethodField()
    asked_at = Moment()
    confirmed_by = serializers.SerializerMethodField(help_text="Empty while it waits.")
    confirmed_at = Moment(allow_null=True)

    class Meta:
        model = Override
        fields = (
            "reason", "shown_to_readers", "asked_by", "asked_at", "confirmed_by", "confirmed_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_asked_by(self, override) -> str:
        return self._told(override.asked_name)

    def get_confirmed_by(self, override) -> str:
        return self._told(override.confirmed_name)

    def _told(self, name):
        return name if self.context["is_staff"] else public_name(name)


class LedgerHeadSerializer(serializers.Serializer):
    """The newest entry of the article's record."""

    sequence = serializers.IntegerField(source="head_sequence")
    hash = serializers.CharField(source="head_hash")


class ArticleSerializer(serializers.ModelSerializer):
    """An article without what only the claims know (newsroom.api_views adds that)."""

    section = serializers.CharField(source="section.name", default=None, allow_null=True)
    publication = serializers.CharField(source="publication.name", default=None, allow_null=True)
    byline = BylineSerializer(source="byline_set", many=True)
    tags = serializers.SlugRelatedField("name", many=True, read_only=True)
    picture = serializers.SerializerMethodField()
    published_at = Moment(allow_null=True)
    first_published_at = Moment(allow_null=True)
    updated_at = Moment()
    status = serializers.ChoiceField(choices=Status.choices)
    scheduled_for = Moment(allow_null=True, help_text="For staff.")
    embargoed_until = Moment(allow_null=True, help_text="For staff.")
    override = serializers.SerializerMethodField(
        help_text="By which it is out; the public is told of one whose reason is for readers."
    )
    revision = serializers.IntegerField(source="revision.number")
    body_html = serializers.CharField(source="revision.html")
    body_text = serializers.CharField(source="revision.text")
    ledger_head = LedgerHeadSerializer(source="*")
    url = serializers.SerializerMethodField(help_text="The public page; null while there is none.")
    allowed_steps = serializers.SerializerMethodField()

    class Meta:
        model = Article
        fields = (
            "slug", "headline", "headline_is_provisional", "standfirst", "section", "publication",
            "language", "byline", "tags", "picture", "dateline", "published_at",
            "first_published_at", "updated_at", "status", "scheduled_for", "embargoed_until",
            "override", "revision", "body_html", "body_text", "ledger_head", "url",
            "allowed_steps",
        )  # fmt: skip
        read_only_fields = fields

    def get_url(self, article) -> str | None:
        if article.status != Status.PUBLISHED:
            return None
        return self.context["request"].build_absolute_uri(article.get_absolute_url())

    def get_override(self, article) -> OverrideSerializer(allow_null=True):
        is_staff = self.context["request"].user.has_perm("articles.view_article")
        override = article.override
        if override is None or not (override.is_for_readers or is_staff):
            return None
        return OverrideSerializer(override, context={"is_staff": is_staff}).data

    def get_picture(self, article) -> PictureSerializer(allow_null=True):
        told = PictureSerializer(article, context=self.context)
        return told.data if article.picture else None

    def get_allowed_steps(self, article) -> OfferSerializer(many=True):
        user = self.context["request"].user
        if not user.has_perm("articles.view_article"):
            return []
        return OfferSerializer(editing.allowed_steps(article, user), many=True).data


@extend_schema_field(OpenApiTypes.DATETIME)
class At(serializers.Field):
    """A moment with its offset from UTC (RFC 3339): which zone was meant is not guessed."""

    default_error_messages = {"invalid": "Give a time with its offset: 2030-01-31T12:00:00+01:00."}

    def to_internal_value(self, data):
        try:
            moment = datetime.fromisoformat(data)
            if moment.tzinfo:
                return moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            pass
        return self.fail("invalid")


class ArticleStepSerializer(Strict, serializers.Serializer):
    """A step with an article. What a correction changes is taken by that step alone."""

    CORRECTED = ("headline", "body_html", "standfirst", "change")
    TAKEN = {"correct": CORRECTED, "schedule": ("at",), "override": ("shown_to_readers",)}

    step = serializers.ChoiceField(choices=STEPS)
    note = said("note", allow_blank=True, default="")
    revision = serializers.IntegerField(
        required=False, min_value=1, help_text="The newest one, as you know it."
    )
    headline = serializers.CharField(required=False)
    body_html = serializers.CharField(required=False, trim_whitespace=False)
    standfirst = serializers.CharField(required=False, allow_blank=True)
    change = serializers.ChoiceField(choices=CHANGES, required=False)
    at = At(required=False, help_text="For “schedule”.")
    shown_to_readers = serializers.BooleanField(
        required=False, help_text="For “override”, whose reason is the note."
    )

    def validate(self, told):
        for step, names in self.TAKEN.items():
            refuse_all_but(step, told, names)
        return told


class RevisionLineSerializer(serializers.ModelSerializer):
    """A revision without its words. The public is told no author, and a correction's note only."""

    author = serializers.SerializerMethodField(help_text="Null for the public.")
    note = serializers.SerializerMethodField()
    created = Moment()

    class Meta:
        model = Revision
        fields = ("number", "headline", "change", "note", "author", "created")
        read_only_fields = fields

    def get_author(self, revision) -> str | None:
        return revision.author_name if self.context["is_staff"] else None

    def get_note(self, revision) -> str:
        is_told = self.context["is_staff"] or revision.change == Change.CORRECTION
        return revision.note if is_told else ""


class RevisionSerializer(RevisionLineSerializer):
    """A revision with its words."""

    standfirst = serializers.SerializerMethodField()
    body_html = serializers.CharField(source="html")
    body_text = serializers.CharField(source="text")

    class Meta(RevisionLineSerializer.Meta):
        fields = (*RevisionLineSerializer.Meta.fields, "standfirst", "body_html", "body_text")
        read_only_fields = fields

    def get_standfirst(self, revision) -> str:
        return json.loads(revision.details).get("standfirst", "")


class OperationSerializer(serializers.Serializer):
    """A run of text that both revisions have, or that the newer one gained or lost."""

    op = serializers.ChoiceField(choices=["equal", "insert", "delete"])
    text = serializers.CharField()


class LedgerEntrySerializer(serializers.ModelSerializer):
    """One deed of an article's record.

    Of confidential evidence only its number is told to those who may not read it: even a digest
    lets a guess be tried.
    """

    payload = serializers.SerializerMethodField()
    created = Moment()

    class Meta:
        model = LedgerEntry
        fields = (
            "sequence", "action", "actor_id", "actor_name", "created", "payload",
            "previous_hash", "hash",
        )  # fmt: skip
        read_only_fields = fields

    def get_payload(self, entry) -> dict:
        payload = json.loads(entry.payload)
        if payload.get("is_confidential") and not self.context["may_read_confidential"]:
            return {name: payload[name] for name in ("claim", "evidence", "is_confidential")}
        return payload
