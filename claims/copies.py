"""Copies of evidence as they are handed out to the desk: whole, and never to be run.

Who may have one is for the caller to ask.
"""

import hashlib

from django.core.files.storage import default_storage
from django.http import HttpResponse

NOT_THERE = (
    "This copy is not there, or not as it was kept. Go back to the claim; if it is listed there, "
    "tell whoever keeps the server: the record holds its digest."
)


def respond(snapshot, kind):
    """Return the response with a Snapshot's file or its words; None where it has none.

    kind  "warc", a download, or "text", the words as plain text.

    A file that is not what its digest says is not handed out.
    """
    if not snapshot.warc_sha256:
        return None
    if kind == "text":
        return _sealed(HttpResponse(snapshot.text, content_type="text/plain; charset=utf-8"))
    if kind != "warc" or (data := _whole(snapshot)) is None:
        return None
    response = HttpResponse(data, content_type="application/gzip")
    name = f"evidence-{snapshot.evidence_id}-copy-{snapshot.pk}.warc.gz"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _sealed(response)


def _whole(snapshot):
    try:
        with default_storage.open(snapshot.path) as file:
            data = file.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == snapshot.warc_sha256 else None


def _sealed(response):
    """What was fetched is somebody else's: a browser keeps it apart and loads nothing for it."""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
