"""Articles over REST: read them and their revisions, and take a step.

No claim is known here: newsroom.api_views adds what readers are told of claims.
"""

from urllib.parse import quote

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from . import editing, ledger
from .diff import operations
from .errors import DeskError, Gone, Invalid, NotAllowed
from .filters import ArticleFilter
from .models import Article
from .serializers import (
    ArticleSerializer,
    ArticleStepSerializer,
    OperationSerializer,
    RevisionLineSerializer,
    RevisionSerializer,
)
from .visibility import VIEW as VIEW_REVISIONS
from .visibility import known_before, revisions_visible_to

PAGED = ("cursor", "page_size")
LARGEST_NUMBER = 2**31 - 1
IF_MATCH = "If-Match"


class PreconditionMissing(DeskError):
    status = 428
    code = "precondition-required"


class Stale(DeskError):
    status = 412
    code = "precondition-failed"


class Endpoint(GenericViewSet):
    """What every resource does: refuse query parameters that it would otherwise ignore.

    parameters        names that an action takes, besides its filters.
    staff_parameters  those that would tell the public what it may not know.
    ordering          how the list is sorted; orderings are the fields a client may choose.
    """

    http_method_names = ("get", "head", "post")
    parameters = ()
    staff_parameters = ()
    staff_permission = None
    ordering = "id"
    orderings = ()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if self.action:
            self._check_parameters(request)

    def _check_parameters(self, request):
        known = self.known_parameters()
        sentence = (
            f"Nothing here is asked for by this. What can be: {', '.join(known) or 'nothing'}."
        )
        errors = {name: sentence for name in request.query_params if name not in known}
        for name, values in request.query_params.lists():
            if len(values) > 1:
                errors[name] = "Give it once."
        if errors:
            raise ValidationError(errors)
        private = [name for name in request.query_params if name in self.staff_parameters]
        if request.query_params.get("ordering", "").lstrip("-") in self.staff_parameters:
            private.append("ordering")
        if private and not request.user.has_perm(self.staff_permission):
            self._refuse(request, f"Only staff may ask by this: {', '.join(private)}.")

    def known_parameters(self):
        """Return the names of the query parameters of the action that is asked for."""
        if self.action != "list":
            return self.parameters
        return (*self.filterset_class.base_filters, *PAGED, "ordering")

    def need(self, permission, sentence):
        """Refuse with `sentence` unless whoever is asking has the permission."""
        if not self.request.user.has_perm(permission):
            self._refuse(self.request, sentence)

    def _refuse(self, request, sentence):
        if request.user.is_anonymous:
            raise NotAuthenticated(f"{sentence} Sign in first.")
        raise NotAllowed(sentence)

    def page_of(self, queryset, serializer, **context):
        """Return one page of a list that belongs to something."""
        rows = self.paginate_queryset(queryset)
        context = {**self.get_serializer_context(), **context}
        return self.get_paginated_response(serializer(rows, many=True, context=context).data)


def read(serializer, request):
    """Return what the body says. Raises ValidationError."""
    wish = serializer(data=request.data)
    wish.is_valid(raise_exception=True)
    return wish.validated_data


def matches(request, etag):
    """Does If-Match name this ETag? None if the header is absent. RFC 9110, section 13.1.1."""
    header = request.headers.get(IF_MATCH)
    if header is None:
        return None
    return header.strip() == "*" or etag in parse_etags(header)


def if_match(required):
    """Return the description of the If-Match header for the OpenAPI document."""
    return OpenApiParameter(
        IF_MATCH, str, OpenApiParameter.HEADER, required=required,
        description="The ETag of what you looked at. 412 if it has changed since.",
    )  # fmt: skip


def etag_of(article):
    """Return the article's ETag. A header is ASCII, a slug need not be."""
    return f'"{quote(article.slug)}-{article.revision.number}-{article.head_sequence}"'


def number(request, name):
    """Return a revision number from the query. Raises ValidationError."""
    asked = request.query_params.get(name, "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return int(asked)
    raise ValidationError({name: "Give the number of a revision."})


def _missing(known):
    """Return why an article is not to be had; `known` is what known_before() says of it."""
    if known is None:
        return Http404()
    if known["withdrawn_at"] is None:
        return Gone("This article was published before, and is being reviewed again.")
    return Gone("This article was withdrawn.", **known)


class ArticleViewSet(Endpoint):
    """Articles, to read and to take through their steps."""

    serializer_class = ArticleSerializer
    filterset_class = ArticleFilter
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
    ordering = "-updated_at"
    orderings = ("updated_at", "published_at", "headline")

    def get_queryset(self):
        seen = Article.objects.visible_to(self.request.user).with_names()
        return seen.select_related("revision").prefetch_related("tags")

    def get_object(self):
        """Return the article of the address. Raises Http404, and Gone where readers knew it."""
        return self._of_the_address(self.get_queryset())

    def article(self):
        """Return the article of the address, for what belongs to it. Raises Http404 and Gone."""
        return self._of_the_address(Article.objects.visible_to(self.request.user))

    def _of_the_address(self, seen):
        slug = self.kwargs["slug"]
        if article := seen.filter(slug=slug).first():
            return article
        raise _missing(known_before(slug))

    def told(self, articles):
        """Return articles as JSON tells them."""
        context = self.get_serializer_context()
        return self.get_serializer_class()(articles, many=True, context=context).data

    def answer(self, article):
        """Return the response that tells one article, with its ETag."""
        return Response(self.told([article])[0], headers={"ETag": etag_of(article)})

    @extend_schema(summary="List articles")
    def list(self, request):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.told(rows))

    @extend_schema(summary="Read an article")
    def retrieve(self, request, slug):
        article = self.get_object()
        # What staff are told also depends on who they are, of which the ETag knows nothing.
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if request.user.is_anonymous and etag_of(article) in known:
            return Response(status=304, headers={"ETag": etag_of(article)})
        return self.answer(article)

    @extend_schema(
        summary="Take a step with an article",
        request=ArticleStepSerializer,
        parameters=[if_match(required=True)],
    )
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated], filter_backends=())
    def steps(self, request, slug):
        article = self.article()
        wish = read(ArticleStepSerializer, request)
        if request.headers.get(IF_MATCH) is None:
            raise PreconditionMissing(
                "Send the article's ETag as If-Match, so that nobody's work is overwritten."
            )
        if "body_html" in wish:
            wish["html"] = wish.pop("body_html")
        self._take(article, wish.pop("step"), wish)
        return self.answer(self.get_queryset().get(pk=article.pk))

    def _take(self, article, step, wish):
        # The row is locked before the ETag is compared: nothing comes between that and the step.
        with transaction.atomic():
            if not matches(self.request, etag_of(ledger.lock(article))):
                raise Stale("The article has changed since you read it. Read it again and repeat.")
            try:
                editing.take(article, step, by=self.request.user, **wish)
            except Invalid as error:
                names = {"html": "body_html"}
                raise Invalid({names.get(k, k): said for k, said in error.errors.items()}) from None

    def _revisions(self):
        """Return (revisions of the article that may be read, whether as staff)."""
        article, user = self.article(), self.request.user
        return revisions_visible_to(article, user), {"is_staff": user.has_perm(VIEW_REVISIONS)}

    @extend_schema(
        summary="List an article's revisions", responses=RevisionLineSerializer(many=True)
    )
    @action(detail=True, filter_backends=(), parameters=PAGED, ordering="number", orderings=())
    def revisions(self, request, slug):
        revisions, context = self._revisions()
        return self.page_of(
            revisions.defer("html", "text", "details"), RevisionLineSerializer, **context
        )

    @extend_schema(summary="Read a revision", responses=RevisionSerializer)
    @action(detail=True, url_path=r"revisions/(?P<number>[0-9]{1,9})", filter_backends=())
    def revision(self, request, slug, number):
        revisions, context = self._revisions()
        found = get_object_or_404(revisions, number=int(number))
        return Response(RevisionSerializer(found, context=context).data)

    @extend_schema(
        summary="Compare two revisions, word by word",
        parameters=[
            OpenApiParameter("from", int, required=True, description="Number of a revision."),
            OpenApiParameter("to", int, required=True, description="Number of a revision."),
        ],
        responses=OperationSerializer(many=True),
    )
    @action(detail=True, filter_backends=(), pagination_class=None, parameters=("from", "to"))
    def diff(self, request, slug):
        revisions, _ = self._revisions()
        before = get_object_or_404(revisions, number=number(request, "from"))
        after = get_object_or_404(revisions, number=number(request, "to"))
        found = operations(before.text, after.text)
        return Response(OperationSerializer(found, many=True).data)
