"""What an uploaded file is: by its bytes, never by what it is called or said to be.

Only kinds that open without running anything are taken. Of those that are a ZIP archive inside,
as office programs write them, what they are stands in the archive: Office Open XML in
[Content_Types].xml (ECMA-376, part 2, 10.1.2), OpenDocument in the entry "mimetype" (OpenDocument
1.3, part 2, 3.3).
"""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image, UnidentifiedImageError

from articles.importers.base import ImportProblem
from articles.importers.encoding import decode

from . import pdf_text

PDF, TEXT = "application/pdf", "text/plain"
PICTURES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # How cameras write several JPEGs in one file.
    "WEBP": "image/webp",
}
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{_OOXML}.wordprocessingml.document", f"{_OOXML}.spreadsheetml.sheet"
ODT, ODS = (f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet"))

# Media type -> what people call it, and the endings of its name; the first is added to others.
TAKEN = {
    PDF: ("a PDF", ("pdf",)),
    "image/png": ("a PNG picture", ("png",)),
    "image/jpeg": ("a JPEG picture", ("jpg", "jpeg")),
    "image/webp": ("a WebP picture", ("webp",)),
    TEXT: ("plain text", ("txt", "csv", "tsv")),
    DOCX: ("a DOCX document", ("docx",)),
    XLSX: ("an XLSX table", ("xlsx",)),
    ODT: ("an ODT document", ("odt",)),
    ODS: ("an ODS table", ("ods",)),
}

MAX_PIXELS = 60_000_000  # As articles.pictures: some 180 MB of memory while it is read.
MAX_ENTRIES = 10_000
MAX_UNPACKED = 300_000_000  # bytes that an archive says it holds
MAX_NAMED = 200_000  # bytes of the entry that says what an archive is
SAMPLE = 100_000  # bytes that tell the encoding of a text
LONGEST_STEM = 150  # characters of a name before its ending

EMPTY = "This file is empty. Choose the one that holds something."
NOT_TAKEN = (
    "Files of this kind are not kept as evidence. Save it as PDF, DOCX, XLSX, ODT, ODS, CSV, plain "
    "text, JPEG, PNG or WebP, and choose that."
)
NO_LETTERS = "Which letters this text is written in cannot be told. Save it as plain text in UTF-8."
MARKUP = (
    "This is code or a page of the web, not plain text. Print the page to a PDF, and choose that."
)
RUNS = (
    "This PDF starts a script or a program when it is opened. Print it to a new PDF, and choose "
    "that."
)
TWO_FILES = "This file is two in one: {} and an archive. Save it anew, and choose that."
BAD_PICTURE = "This picture is damaged: it cannot be read to its end. Choose another copy of it."
LARGE_PICTURE = f"This picture has more than {MAX_PIXELS:,} pixels. Save it smaller."
BAD_ARCHIVE = "This document is damaged: it cannot be opened. Save it anew, and choose that."
LARGE_ARCHIVE = (
    "This document unpacks to more than there is room for. Save it as PDF, and choose that."
)
LOCKED_ARCHIVE = "This document is locked with a password. Save a copy without one."
MACROS = "This document has macros: programs of its own. Save it without them, or as PDF."

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = re.compile(r"(?:<[a-z!?/]|#!|\{\\rtf)", re.I)


# What decoders raise on bytes that are no whole picture.
_BAD_PICTURE = (OSError, SyntaxError, ValueError, EOFError, TypeError, OverflowError, struct.error)
# What zipfile raises on bytes that are no whole archive, or are packed in a way it does not know.
_BAD_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError,
    RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Contents:
    """What a file is.

    media_type  one of TAKEN.
    words       that can be read in it; None where none are looked for.
    """

    media_type: str
    words: str | None


def contents_of(data: bytes) -> Contents:
    """Return what a file is. Raises ValueError with a sentence that says what to do."""
    if not data.strip():
        raise ValueError(EMPTY)
    if data.startswith(b"%PDF-"):
        return _alone(data, _pdf(data))
    if data.startswith(b"PK\x03\x04"):
        return Contents(_office(data), None)
    if picture := _picture(data):
        return _alone(data, Contents(picture, None))
    return Contents(TEXT, _text(data))


def name_for(name: str, media_type: str) -> str:
    """Return what a file of this type is called when it is shown and handed out.

    name  as it came: only its last part counts. Control characters and those that turn the
          direction of writing are taken out; an ending of no such type gets one behind it.

    Raises ValueError if the name says that the file is something else that is taken.
    """
    called, endings = TAKEN[media_type]
    name = "".join(filter(str.isprintable, re.split(r"[/\\]", name)[-1]))
    name = " ".join(name.split()).strip(". ") or "document"
    ending = PurePosixPath(name).suffix[1:].lower()
    if ending in endings:
        stem = name[: -len(ending) - 1]
    elif any(ending in others for _, others in TAKEN.values()):
        raise ValueError(
            f"The name ends in .{ending}, but this is {called}. Choose the file that you meant, or "
            "give this one the name of what it is."
        )
    else:
        stem, ending = name, endings[0]
    return f"{stem[:LONGEST_STEM]}.{ending}"


def _alone(data, contents):
    """Refuse what an unpacking program would take for an archive: two files for two readers."""
    if zipfile.is_zipfile(BytesIO(data)):
        raise ValueError(TWO_FILES.format(TAKEN[contents.media_type][0]))
    return contents


def _pdf(data):
    pdf = pdf_text.read(data)
    if pdf.runs:
        raise ValueError(RUNS)
    return Contents(PDF, pdf.words)


def _picture(data):
    """Return the media type of a picture that can be read to its end; None if it is none."""
    try:
        with Image.open(BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as image:
            media_type, pixels = PICTURES[image.format], image.width * image.height
            if pixels <= MAX_PIXELS:
                image.load()
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValueError(LARGE_PICTURE) from None
    except _BAD_PICTURE:
        raise ValueError(BAD_PICTURE) from None
    if pixels > MAX_PIXELS:
        raise ValueError(LARGE_PICTURE)
    return media_type


def _text(data):
    try:
        words = decode(data).text if _says_what_it_is(data) else _by_its_letters(data)
    except ImportProblem:
        raise ValueError(NO_LETTERS if _is_textual(data) else NOT_TAKEN) from None
    if _CONTROLS.search(words):
        raise ValueError(NOT_TAKEN)
    if _MARKUP.match(words.lstrip()):
        raise ValueError(MARKUP)
    return words


def _is_textual(data):
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data[:SAMPLE])


def _says_what_it_is(data):
    """Is its encoding no guess, or the file small enough to guess from all of it?"""
    if len(data) <= SAMPLE or b"\0" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _by_its_letters(data):
    """Return the text of a large file whose encoding a sample of its lines beyond ASCII tells."""
    beyond = b"".join(line for line in data.splitlines(keepends=True) if not line.isascii())
    guess = decode(beyond[:SAMPLE]).guess
    try:
        return data.decode((guess or "utf-8").replace(" ", ""))
    except (UnicodeDecodeError, LookupError):
        raise ImportProblem(NO_LETTERS) from None


def _office(data):
    """Return the media type of an office document, from inside its archive."""
    _refuse_long_directory(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_archive(archive.infolist())
            media_type = _open_document(archive) or _office_open_xml(archive)
    except _BAD_ARCHIVE:
        raise ValueError(BAD_ARCHIVE) from None
    if media_type is None:
        raise ValueError(NOT_TAKEN)
    return media_type


def _refuse_long_directory(data):
    """Refuse a directory that would take memory to read, before it is read (APPNOTE 4.3.16).

    No document of this size needs the directory of large archives (4.3.15).
    """
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 22 or b"PK\x06\x07" in data[end - 20 : end]:
        raise ValueError(BAD_ARCHIVE)
    entries, size = struct.unpack_from("<HI", data, end + 10)
    if entries > MAX_ENTRIES or size > MAX_ENTRIES * 300:
        raise ValueError(LARGE_ARCHIVE)


def _refuse_archive(entries):
    if len(entries) > MAX_ENTRIES or sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise ValueError(LARGE_ARCHIVE)
    if any(one.flag_bits & 1 for one in entries):
        raise ValueError(LOCKED_ARCHIVE)
    if any(_is_program(one.filename) for one in entries):
        raise ValueError(MACROS)


def _is_program(name):
    name = name.lower()
    return name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/"))


def _open_document(archive):
    """The first entry says it, and is not packed."""
    first = archive.infolist()[0] if archive.infolist() else None
    if first is None or first.filename != "mimetype" or first.file_size > 100:
        return None
    named = archive.read(first).decode("ascii", "replace").strip()
    return named if named in (ODT, ODS) else None


def _office_open_xml(archive):
    if "[Content_Types].xml" not in archive.namelist():
        return None
    with archive.open("[Content_Types].xml") as file:
        types = file.read(MAX_NAMED).decode("utf-8", "replace")
    if "macroEnabled" in types:
        raise ValueError(MACROS)
    main = {f"{media_type}.main+xml": media_type for media_type in (DOCX, XLSX)}
    found = [main[named] for named in main if f'"{named}"' in types]
    return found[0] if len(found) == 1 else None
