"""Addresses of what is for machines: feeds, sitemaps, agency and fact-check formats."""

from django.urls import path

from . import (
    claim_reviews,
    feeds,
    ninjs,
    sitemaps,
    slugs,  # noqa: F401  It registers what the addresses below name.
)

urlpatterns = [
    path("feeds/rss.xml", feeds.rss, name="rss"),
    path("feeds/atom.xml", feeds.atom, name="atom"),
    path("feeds/feed.json", feeds.json_feed, name="json_feed"),
    path("feeds/checks.xml", feeds.checks, name="checks_feed"),
    path("feeds/corrections.xml", feeds.corrections, name="corrections_feed"),
    path("sections/<unicode_slug:slug>/feed.xml", feeds.section, name="section_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemaps/<slug:name>.xml", sitemaps.sitemap, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("claimreviews.json", claim_reviews.claim_reviews, name="claim_reviews"),
    path("articles/<unicode_slug:slug>/ninjs.json", ninjs.ninjs, name="ninjs"),
]
