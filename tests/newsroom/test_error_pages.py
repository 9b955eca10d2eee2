"""The pages for when something is wrong. No test here may ask a database: each would break off."""

import logging

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from newsroom import error_pages, outages

from .reader_pages import parsed, text_of


def unreadable(rf):
    return Client().get("/", headers={"host": "another.example"})


def our_mistake(rf):
    # Without a database, any page is a mistake of ours; no test says so more plainly.
    return Client(raise_request_exception=False).get("/")


def away(rf):
    return outages.answer(rf.get("/"), OperationalError())


@pytest.mark.parametrize(
    ("asked", "status", "title"),
    [
        (unreadable, 400, "Not understood"),
        (our_mistake, 500, "Our mistake"),
        (away, 503, "Not now"),
    ],
)
def test_without_a_database_a_page_still_says_what_the_site_is_called(
    rf, caplog, asked, status, title
):
    caplog.set_level(logging.CRITICAL)
    with override_settings(SITE_NAME="Site & Two"):
        response = asked(rf)
    tree = parsed(response)

    assert response.status_code == status
    assert text_of(tree.css_first("title")) == f"{title} · Site & Two"
    assert text_of(tree.css_first(".masthead-name")) == "Site & Two"
    assert b"Newsroom" not in response.content


def test_where_no_style_sheet_is_named_a_plain_sentence_is_said(rf, settings, tmp_path, caplog):
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    settings.STATIC_ROOT, settings.SITE_NAME = tmp_path, "Site & Two"
    response = error_pages.our_mistake(rf.get("/"))

    assert (response.status_code, response.text) == (
        500,
        f"<!doctype html><title>Site &amp; Two</title><p>{error_pages.PLAIN}</p>",
    )
