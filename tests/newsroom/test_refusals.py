"""Forms that are out of date or too large: a sentence says what to do, and nothing is saved."""

import errno
from io import BytesIO

import pytest
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client

from newsroom import refusals
from tests.factories import make_article, make_editor
from tests.newsroom.admin_articles import LIST, page, state, url

pytestmark = pytest.mark.django_db

TOO_LARGE = refusals.TOO_LARGE.format(6_000_000)
SCRIPT = {"Sec-Fetch-Dest": "empty"}


@pytest.fixture(params=[True, False], ids=["with-token-check", "without"])
def at_desk(request):
    client = Client(enforce_csrf_checks=request.param)
    client.force_login(make_editor())
    client.get(f"{LIST}add/")  # For the cookie of the token.
    return client


def test_an_outdated_form_says_what_to_do():
    article, client = make_article(), Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    before = state(article)

    response = client.post(url("edit", article), {"headline": "Typed"})

    assert response.status_code == 403
    assert refusals.OUTDATED in page(response)
    assert state(article) == before


def test_more_than_is_read_at_once_says_so(at_desk):
    article = make_article()
    before = state(article)

    response = at_desk.post(url("edit", article), {"html": "x" * 6_000_001})

    assert (response.status_code, TOO_LARGE in page(response)) == (413, True)
    assert "<h1>Too large</h1>" in page(response)
    assert state(article) == before


def test_a_form_that_is_one_line_of_bytes_says_so_too(at_desk):
    sent = "html=" + "x" * 6_000_001
    kind = "application/x-www-form-urlencoded"

    response = at_desk.post(f"{LIST}add/", sent, content_type=kind)

    assert (response.status_code, TOO_LARGE in page(response)) == (413, True)


def test_a_script_is_told_in_json(at_desk):
    response = at_desk.post(f"{LIST}add/draft/", {"html": "x" * 6_000_001}, headers=SCRIPT)

    assert (response.status_code, response.json()) == (413, {"detail": TOO_LARGE})


class FullDisk(FileUploadHandler):
    """Where a large file waits while it is read, there is no room."""

    def receive_data_chunk(self, raw_data, start):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_that_no_disk_has_room_for_says_so(at_desk, settings):
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.FullDisk"]
    article = make_article()
    before = state(article)

    response = at_desk.post(url("edit", article), {"picture_file": BytesIO(b"a" * 200_000)})

    assert (response.status_code, refusals.NO_ROOM in page(response)) == (503, True)
    assert state(article) == before
