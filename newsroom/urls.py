"""Every URL prefix of the site, on one screen."""

from django.contrib import admin
from django.urls import include, path

from . import pictures

handler400 = "newsroom.error_pages.unreadable"
handler500 = "newsroom.error_pages.our_mistake"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("newsroom.api_urls")),
    path("pictures/<slug:sha256>.<slug:extension>", pictures.picture, name="picture"),
    path("", include("newsroom.reader.urls")),
]
