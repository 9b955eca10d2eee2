"""Addresses of the pages that anyone may read."""

from django.urls import include, path

from . import (
    archive,
    checkpoints,
    claim_page,
    corrections,
    front,
    how_we_check,
    lists,
    search_page,
    slugs,  # noqa: F401  It registers what the addresses below name.
    views,
)

app_name = "reader"
urlpatterns = [
    path("", front.home, name="home"),
    path("articles/<unicode_slug:slug>/", views.article, name="article"),
    path("articles/<unicode_slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("sections/", lists.sections, name="sections"),
    path("sections/<unicode_slug:slug>/", lists.section, name="section"),
    path("authors/", lists.authors, name="authors"),
    path("authors/<unicode_slug:slug>/", lists.author, name="author"),
    path("tags/<unicode_slug:slug>/", lists.tag, name="tag"),
    path("articles/<unicode_slug:slug>/changes/", views.changes, name="changes"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<int:year>/<int:month>/", archive.month, name="archive_month"),
    path("archive/<int:year>/<int:month>/<int:day>/", archive.day, name="archive_day"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("claims/<int:pk>/", claim_page.claim, name="claim"),
    path("how-we-check/", how_we_check.page, name="how"),
    path("how-we-check/record_verifier.py", how_we_check.verifier, name="record_verifier"),
    path("search/", search_page.search, name="search"),
    path("checkpoints/", checkpoints.listed, name="checkpoints"),
    path("checkpoints/<str:day>.json", checkpoints.checkpoint, name="checkpoint"),
    path("", include("newsroom.reader.machine_urls")),
]
