"""How claims, their evidence and their decisions are told in JSON, and what a step takes."""

from datetime import UTC

from rest_framework import serializers

from articles.models import Status as ArticleStatus
from articles.people import name_of, public_name
from articles.serializers import Moment, OfferSerializer, Strict, said

from . import guards, workflow
from .models import Claim, Decision, Evidence, Priority, Sensitivity, Status, newest_copy
from .visibility import adopted_of, decision_of, evidence_of, may_read

STEPS = [(step.name, step.label) for step in workflow.STEPS]


class PersonSerializer(serializers.Serializer):
    """An account of the desk."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class SnapshotSerializer(serializers.Serializer):
    """A copy of what stands at the address of evidence."""

    captured_at = Moment(source="fetched_at")


class EvidenceSerializer(serializers.ModelSerializer):
    """Something that speaks for or against a claim.

    Of what is confidential, whoever may not read it is told null for all but its id, its kind,
    is_confidential and commitment_sha256.
    """

    KNOWN = ("id", "kind", "is_confidential", "commitment_sha256")

    url = serializers.SerializerMethodField(help_text="Where it can be read; empty if nowhere.")
    accessed_at = Moment(allow_null=True)
    snapshot_sha256 = serializers.SerializerMethodField(
        help_text="Of the WARC file with the newest copy. Null: no copy is kept."
    )
    snapshot = serializers.SerializerMethodField(help_text="The newest copy. Null: none is kept.")
    excerpt_stands = serializers.SerializerMethodField(
        help_text="Whether the excerpt was found in that copy. Null: it was not looked for."
    )
    document_sha256 = serializers.SerializerMethodField(
        help_text="Of the file that the desk keeps. Null: none is kept."
    )
    commitment_sha256 = serializers.SerializerMethodField(
        help_text="What binds the desk to confidential evidence without telling it. Else null."
    )

    class Meta:
        model = Evidence
        fields = (
            "id", "kind", "title", "url", "publisher", "origin", "published_on", "accessed_at",
            "excerpt", "stance", "tier", "is_confidential", "commitment_sha256",
            "document_sha256", "snapshot_sha256", "snapshot", "excerpt_stands",
        )  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            name: {"allow_null": True}
            for name in ("title", "publisher", "origin", "excerpt", "stance", "tier")
        }

    def to_representation(self, evidence):
        told = super().to_representation(evidence)
        if may_read(evidence, self.context["eyes"]):
            return told
        return dict.fromkeys(told) | {name: told[name] for name in self.KNOWN}

    def get_document_sha256(self, evidence) -> str | None:
        return evidence.document and evidence.document.sha256

    def get_commitment_sha256(self, evidence) -> str | None:
        return evidence.commitment_sha256 or None

    def get_url(self, evidence) -> str | None:
        source = evidence.passage_of and evidence.passage_of.article
        if evidence.url or not source or source.status != ArticleStatus.PUBLISHED:
            return evidence.url
        return self.context["request"].build_absolute_uri(source.get_absolute_url())

    def get_snapshot_sha256(self, evidence) -> str | None:
        copy = newest_copy(evidence)
        return copy and copy.warc_sha256

    def get_snapshot(self, evidence) -> SnapshotSerializer(allow_null=True):
        copy = newest_copy(evidence)
        return copy and SnapshotSerializer(copy).data

    def get_excerpt_stands(self, evidence) -> bool | None:
        copy = newest_copy(evidence)
        return copy and copy.excerpt_stands


class AdoptedSerializer(serializers.Serializer):
    """The claim that was checked, where a verdict is adopted; article is its slug."""

    claim = serializers.IntegerField(source="pk")
    article = serializers.CharField(source="article.slug")


class DecisionSerializer(serializers.ModelSerializer):
    """A verdict, and the words it binds: quote_sha256 is the digest of their UTF-8."""

    decided_at = serializers.SerializerMethodField(help_text="Null unless it is in force.")
    approved_by = serializers.SerializerMethodField()
    confirms = serializers.SerializerMethodField(
        help_text="Where it says again what fell with other words: their quote_sha256. Else null."
    )

    adopts = serializers.SerializerMethodField(
        help_text="Where it was checked, if that was elsewhere and you may see it. Else null."
    )

    class Meta:
        model = Decision
        fields = (
            "verdict", "rating", "summary", "decided_at", "valid_until", "approved_by",
            "quote_sha256", "confirms", "adopts",
        )  # fmt: skip
        read_only_fields = fields

    def get_confirms(self, decision) -> str | None:
        return decision.confirms and decision.confirms.quote_sha256

    def get_adopts(self, decision) -> AdoptedSerializer(allow_null=True):
        checked = adopted_of(decision, self.context["eyes"])
        return checked and AdoptedSerializer(checked).data

    def get_decided_at(self, decision) -> Moment(allow_null=True):
        moment = self.context["claim"].decided_at
        return moment and Moment().to_representation(moment.astimezone(UTC))

    def get_approved_by(self, decision) -> list[str]:
        names = [one.by_name for one in guards.approvals_given(self.context["claim"])]
        return names if self.context["eyes"].is_staff else [public_name(name) for name in names]


class ClaimSerializer(serializers.ModelSerializer):
    """A claim. The public is told null for what is the desk's own."""

    DESK = ("priority", "sensitivity", "due", "assignee", "tagged_by")

    article = serializers.CharField(source="article.slug", help_text="Its slug.")
    revision = serializers.IntegerField(
        source="revision.number", help_text="The one that start and end count in, by code points."
    )
    priority = serializers.ChoiceField(
        choices=Priority.choices, allow_null=True, help_text="Null for the public."
    )
    sensitivity = serializers.ChoiceField(
        choices=Sensitivity.choices, allow_null=True, help_text="Null for the public."
    )
    due = serializers.DateField(allow_null=True, help_text="Null for the public.")
    assignee = serializers.SerializerMethodField(help_text="Null for the public.")
    tagged_by = serializers.SerializerMethodField(help_text="Null for the public.")
    status = serializers.ChoiceField(choices=Status.choices)
    decision = serializers.SerializerMethodField(
        help_text="The one in force; for staff else the one last proposed."
    )
    evidence = serializers.SerializerMethodField()
    allowed_steps = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields = (
            "id", "article", "exact", "prefix", "suffix", "start", "end", "anchor", "revision",
            "statement", "kind", "claimant", "priority", "sensitivity", "due", "assignee",
            "tagged_by", "status", "decision", "evidence", "allowed_steps",
        )  # fmt: skip
        read_only_fields = fields

    def to_representation(self, claim):
        told = super().to_representation(claim)
        return told if self.context["eyes"].is_staff else told | dict.fromkeys(self.DESK)

    def get_assignee(self, claim) -> PersonSerializer(allow_null=True):
        return claim.assignee and {"id": claim.assignee_id, "name": name_of(claim.assignee)}

    def get_tagged_by(self, claim) -> PersonSerializer(allow_null=True):
        if claim.tagged_by_id is None:
            return None
        return {"id": claim.tagged_by_id, "name": claim.tagged_by_name}

    def get_decision(self, claim) -> DecisionSerializer(allow_null=True):
        decision = decision_of(claim, self.context["eyes"])
        context = {**self.context, "claim": claim}
        return decision and DecisionSerializer(decision, context=context).data

    def get_evidence(self, claim) -> EvidenceSerializer(many=True):
        found = evidence_of(claim, self.context["eyes"])
        return EvidenceSerializer(found, many=True, context=self.context).data

    def get_allowed_steps(self, claim) -> OfferSerializer(many=True):
        if not self.context["eyes"].is_staff:
            return []
        offered = workflow.allowed_steps(claim, self.context["request"].user)
        return OfferSerializer(offered, many=True).data


class ClaimStepSerializer(Strict, serializers.Serializer):
    """A step with a claim. A verdict is given by the step "propose" or taken over by "adopt"."""

    TAKEN_BY = {
        "verdict": ("propose",),
        "rating": ("propose",),
        "summary": ("propose", "adopt"),
        "valid_until": ("propose", "adopt"),
        "adopts": ("adopt",),
    }

    step = serializers.ChoiceField(choices=STEPS)
    note = said("note", allow_blank=True, default="")
    verdict = serializers.ChoiceField(choices=Decision.VERDICTS, required=False)
    rating = serializers.ChoiceField(
        choices=Decision.Rating.choices, required=False, allow_blank=True
    )
    summary = said("summary", required=False)
    valid_until = serializers.DateField(required=False, allow_null=True)
    adopts = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=10**18,
        help_text="Id of a claim that was declared the same: its verdict is taken over.",
    )

    def validate(self, told):
        errors = {
            name: f"Only the step {' or '.join(f'“{step}”' for step in steps)} takes it."
            for name, steps in self.TAKEN_BY.items()
            if name in told and told["step"] not in steps
        }
        if errors:
            raise serializers.ValidationError(errors)
        return told
