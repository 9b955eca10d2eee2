"""Claims over REST: read them with their evidence and their history, and take a step."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from articles.api import PAGED, Endpoint, Stale, if_match, matches, read
from articles.models import LedgerEntry
from articles.serializers import LedgerEntrySerializer

from . import visibility, workflow
from .filters import ClaimFilter
from .models import Claim, Evidence
from .serializers import ClaimSerializer, ClaimStepSerializer, EvidenceSerializer


def etag_of(claim):
    return f'"{claim.pk}-{claim.version}"'


class ClaimViewSet(Endpoint):
    """Claims, to read and to take through their steps."""

    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter
    lookup_value_regex = "[0-9]{1,18}"
    ordering = "id"
    orderings = ("id", "updated_at", "due", "priority")
    staff_parameters = ("assignee", "tagged_by", "priority", "sensitivity", "due_before", "due")
    staff_permission = visibility.STAFF

    def get_queryset(self):
        seen = Claim.objects.visible_to(self.request.user)
        if self.action == "history":
            return seen  # Nothing of it is told, only what was done with it.
        seen = seen.with_review().select_related("revision")
        return seen.defer("revision__html", "revision__text", "revision__details")

    def told(self, claims):
        """Return claims as JSON tells them to whoever is asking."""
        eyes = visibility.eyes_of(self.request.user, claims)
        context = {**self.get_serializer_context(), "eyes": eyes}
        return ClaimSerializer(claims, many=True, context=context).data

    def answer(self, claim):
        """Return the response that tells one claim, with its ETag."""
        return Response(self.told([claim])[0], headers={"ETag": etag_of(claim)})

    @extend_schema(summary="List claims")
    def list(self, request):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.told(rows))

    @extend_schema(summary="Read a claim")
    def retrieve(self, request, pk):
        return self.answer(self.get_object())

    @extend_schema(
        summary="Take a step with a claim",
        request=ClaimStepSerializer,
        parameters=[if_match(required=False)],
    )
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated], filter_backends=())
    def steps(self, request, pk):
        claim = self.get_object()
        wish = read(ClaimStepSerializer, request)
        if matches(request, etag_of(claim)) is False:
            raise Stale("The claim has changed since you read it. Read it again and repeat.")
        # From here on the claim's version is compared by the door itself.
        workflow.take(claim, wish.pop("step"), by=request.user, **wish)
        return self.answer(self.get_queryset().get(pk=claim.pk))

    @extend_schema(summary="List the evidence on a claim", responses=EvidenceSerializer(many=True))
    @action(detail=True, filter_backends=(), parameters=PAGED, ordering="id", orderings=())
    def evidence(self, request, pk):
        claim = self.get_object()
        eyes = visibility.eyes_of(request.user, [claim])
        seen = visibility.evidence_of(claim, eyes)
        evidence = Evidence.objects.watched().filter(pk__in=[one.pk for one in seen])
        evidence = evidence.select_related("passage_of__article")
        return self.page_of(evidence, EvidenceSerializer, eyes=eyes)

    @extend_schema(
        summary="Read what was done with a claim", responses=LedgerEntrySerializer(many=True)
    )
    @action(detail=True, filter_backends=(), parameters=PAGED, ordering="sequence", orderings=())
    def history(self, request, pk):
        self.need("articles.view_ledgerentry", "Only staff may read what was done with a claim.")
        return record(self, entries_of(self.get_object()))


def entries_of(claim):
    """Return the entries of its article's record that name the claim, as a queryset.

    A payload is canonical JSON: a number in it ends at a comma or a brace, and no text in it can
    hold a bare quotation mark.
    """
    named = f'"claim":{claim.pk}'
    return LedgerEntry.objects.filter(
        Q(payload__contains=f"{named},") | Q(payload__contains=f"{named}}}"),
        article=claim.article_id,
    )


def record(view, entries):
    """Return one page of ledger entries, as whoever is asking may read them."""
    allowed = view.request.user.has_perm(visibility.CONFIDENTIAL)
    return view.page_of(entries, LedgerEntrySerializer, may_read_confidential=allowed)
