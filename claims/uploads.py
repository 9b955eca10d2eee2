"""Files given as evidence: judged by their bytes, kept as they came, and handed out only whole.

A file is written before its row, and compared with its digest whenever it is read: what a crash
left half-written, or a disk damaged, is never taken for it, and is put right when the same file
comes again.
"""

import errno
import hashlib
from contextlib import suppress
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.errors import DeskError, Invalid

from .excerpts import stands_in
from .file_contents import contents_of, name_for
from .models import Document

MAX_BYTES = 20_000_000
TOO_LARGE = (
    "The file has {:,} bytes, more than the {:,} that are kept. Divide it, or save it smaller."
)
NO_ROOM = (
    "Nothing was saved: the server has no room for the file. Tell whoever keeps the server, and "
    "send the form again later."
)
NOT_WRITTEN = (
    "Nothing was saved: the server cannot write the file. Tell whoever keeps the server, and send "
    "the form again later."
)
NOT_WHOLE = (
    "The file as it was given is no longer there: it is missing or has changed. Tell whoever keeps "
    "the server; the record holds its digest."
)


class NotKept(DeskError):
    """The storage does not take a file now."""

    status = 503
    code = "not-kept"


class NotWhole(DeskError):
    """What the storage has is not what was kept."""

    status = 500
    code = "not-whole"


@dataclass(frozen=True)
class Judged:
    """A file that may be kept.

    name         what it is to be called.
    has_excerpt  does the excerpt stand in its words? None where they are not read.
    """

    data: bytes
    name: str
    media_type: str
    has_excerpt: bool | None


def judged(file, excerpt):
    """Return an uploaded file as Judged; takes seconds for a large one. Writes nothing.

    Raises Invalid, under "file", with what to do about a file that is not kept.
    """
    if file.size > MAX_BYTES:
        raise Invalid({"file": TOO_LARGE.format(file.size, MAX_BYTES)})
    data = file.read()
    try:
        contents = contents_of(data)
        name = name_for(file.name, contents.media_type)
    except ValueError as error:
        raise Invalid({"file": str(error)}) from None
    found = None if contents.words is None else stands_in(excerpt, contents.words)
    return Judged(data, name, contents.media_type, found)


def keep(file):
    """Keep a Judged file; return its Document, the one there is if the bytes are known.

    Raises NotKept, and then nothing is left of it.
    """
    sha256 = hashlib.sha256(file.data).hexdigest()
    told = {"size": len(file.data), "media_type": file.media_type}
    if not _is_whole(kept := Document(sha256=sha256)):
        _write(kept.path, file.data)
    return Document.objects.get_or_create(sha256=sha256, defaults=told)[0]


def bytes_of(document):
    """Return the bytes of a Document. Raises NotWhole where they are not what was kept."""
    try:
        with default_storage.open(document.path) as file:
            data = file.read()
    except OSError:
        raise NotWhole(NOT_WHOLE) from None
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise NotWhole(NOT_WHOLE)
    return data


def _is_whole(document):
    try:
        return bool(bytes_of(document))
    except NotWhole:
        return False


def _write(path, data):
    """Write a file; what stands there, left by a crash or damaged since, is taken away first."""
    try:
        default_storage.delete(path)
        default_storage.save(path, ContentFile(data))
    except OSError as error:
        with suppress(OSError):
            default_storage.delete(path)
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise NotKept(NO_ROOM if is_full else NOT_WRITTEN) from None
