"""Articles over REST with what their claims add: verification, annotations, the record."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django_filters import ChoiceFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from articles.api import PAGED
from articles.api import ArticleViewSet as ArticlesAlone
from articles.filters import ArticleFilter as FilterAlone
from articles.models import LedgerEntry
from articles.serializers import ArticleSerializer as ArticleAlone
from articles.serializers import LedgerEntrySerializer
from claims import annotations, verification, visibility
from claims.api import record
from claims.models import Claim

from .keyset import PAGE_SIZE


class CountsSerializer(serializers.Serializer):
    """Claims by what became of them. A suggested or dismissed one is not counted."""

    total = serializers.IntegerField()
    verified = serializers.IntegerField()
    refuted = serializers.IntegerField()
    unverifiable = serializers.IntegerField()
    undecided = serializers.IntegerField()


class VerificationSerializer(serializers.Serializer):
    """How far an article is verified."""

    state = serializers.ChoiceField(choices=[state.value for state in verification.State])
    claims = CountsSerializer(source="*")


@extend_schema_serializer(component_name="Article")
class ArticleSerializer(ArticleAlone):
    """An article."""

    verification = serializers.SerializerMethodField()

    class Meta(ArticleAlone.Meta):
        # In the order of the contract: after the words, before the record.
        fields = tuple(
            part
            for name in ArticleAlone.Meta.fields
            for part in (("verification", name) if name == "ledger_head" else (name,))
        )
        read_only_fields = fields

    def get_verification(self, article) -> VerificationSerializer:
        return VerificationSerializer(self.context["verification"][article.pk]).data


class ArticleFilter(FilterAlone):
    has_open_claims = ChoiceFilter(
        choices=[("true", "true"), ("false", "false")],
        method="by_open_claims",
        label="Are there claims without a verdict?",
    )

    def by_open_claims(self, queryset, name, value):
        undecided = Exists(Claim.objects.undecided().filter(article=OuterRef("pk")))
        return queryset.filter(undecided if value == "true" else ~undecided)


class LinkedData(JSONRenderer):
    media_type = annotations.MEDIA_TYPE


class ArticleViewSet(ArticlesAlone):
    """Articles with their claims."""

    serializer_class = ArticleSerializer
    filterset_class = ArticleFilter

    def told(self, articles):
        counted = verification.of_articles(article.pk for article in articles)
        context = {**self.get_serializer_context(), "verification": counted}
        return ArticleSerializer(articles, many=True, context=context).data

    @extend_schema(summary="Read an article's record", responses=LedgerEntrySerializer(many=True))
    @action(detail=True, filter_backends=(), parameters=PAGED, ordering="sequence", orderings=())
    def ledger(self, request, slug):
        self.need("articles.view_ledgerentry", "Only staff may read the record.")
        return record(self, LedgerEntry.objects.filter(article=self.article()))

    @extend_schema(
        summary="Read an article's claims as Web Annotations",
        description="An AnnotationCollection with its first page; with cursor or page_size an "
        "AnnotationPage. Positions count Unicode code points of body_text.",
        parameters=[
            OpenApiParameter("cursor", str, description="Where the page begins, from next."),
            OpenApiParameter("page_size", int, description="How many to a page."),
        ],
        responses={(200, annotations.MEDIA_TYPE): OpenApiResponse(OpenApiTypes.OBJECT)},
    )
    @action(
        detail=True,
        renderer_classes=[LinkedData, JSONRenderer],
        filter_backends=(),
        parameters=PAGED,
        ordering="id",
        orderings=(),
    )
    def annotations(self, request, slug):
        article = self.article()
        claims = Claim.objects.visible_to(request.user).filter(article=article)
        rows = self.paginate_queryset(claims.with_verdict())
        here = request.build_absolute_uri(request.path)
        is_page = bool(request.query_params)
        address = request.build_absolute_uri() if is_page else first_page(here)
        page = annotations.page(
            self._annotations(article, rows),
            address=address,
            collection=here,
            following=self.paginator.next,
        )
        if is_page:
            return Response(page)
        label, total = f"Claims in “{article.headline}”", claims.count()
        return Response(annotations.collection(page, address=here, label=label, total=total))

    def _annotations(self, article, claims):
        request = self.request
        eyes = visibility.Eyes(request.user.has_perm(visibility.STAFF), confidential=False)
        source = request.build_absolute_uri(article.get_absolute_url())
        return [
            annotations.annotation(
                claim,
                visibility.decision_of(claim, eyes),
                address=reverse("api:claim-detail", args=[claim.pk], request=request),
                source=source,
            )
            for claim in claims
        ]


def first_page(address):
    """Return the address of a collection's first page, which is not that of the collection."""
    return replace_query_param(address, "page_size", PAGE_SIZE)


class NothingHere(APIView):
    """The answer to every address under /api/ that has no other."""

    schema = None
    authentication_classes = ()

    def initial(self, request, *args, **kwargs):
        raise Http404("Nothing is at this address. Addresses end in a slash; see /api/docs/.")
