"""Addresses of the REST API."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from claims.api import ClaimViewSet

from .api_schema import Docs, Schema
from .api_views import ArticleViewSet, NothingHere

router = SimpleRouter()
router.register("articles", ArticleViewSet, basename="article")
router.register("claims", ClaimViewSet, basename="claim")

app_name = "api"
urlpatterns = [
    path("v1/", include(router.urls)),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    re_path("", NothingHere.as_view()),
]
