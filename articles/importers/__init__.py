"""Importers: the bytes of a file to Drafts. Pure: no database, no framework.

A format is one module with `drafts(data)`, and one line in FORMATS.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from . import text_page
from .base import Author, Draft, ImportProblem

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "Author",
    "Draft",
    "Format",
    "ImportProblem",
    "drafts_in",
    "format_of",
]

MAX_BYTES = 1024 * 1024  # a whole novel; a news page has some kilobytes


@dataclass(frozen=True)
class Format:
    """A kind of file: `drafts` takes its bytes, yields its articles, raises ImportProblem."""

    name: str
    extensions: tuple[str, ...]
    drafts: Callable[[bytes], Iterator[Draft]]


FORMATS = {
    "text": Format("web page saved as plain text", (".txt", ".text"), text_page.drafts),
}


def drafts_in(name: str, data: bytes) -> Iterator[Draft]:
    """Yield the articles of a file.

    name  str, the file's name; its extension chooses the format, whatever its case.
    data  bytes, the whole file.

    Raises ImportProblem, with the reason in a sentence, before the first Draft or between two:
    for an empty, too large or binary file, an unknown extension, or a file without an article.
    """
    _refuse_size(data)
    yield from format_of(name).drafts(data)


def _refuse_size(data):
    if len(data) > MAX_BYTES:
        size, limit = len(data) / 1024**2, MAX_BYTES // 1024**2
        raise ImportProblem(
            f"The file has {size:.1f} MB; at most {limit} MB are read. Import a smaller part of it."
        )
    if not data:
        raise ImportProblem("The file is empty. Save the page again.")


def reads(name: str) -> bool:
    """Return whether any format reads files of this name."""
    extension = PurePath(name).suffix.lower()
    return any(extension in known.extensions for known in FORMATS.values())


def format_of(name: str) -> Format:
    """Return the Format that reads files of this name; raise ImportProblem if none does."""
    extension = PurePath(name).suffix.lower()
    for known in FORMATS.values():
        if extension in known.extensions:
            return known
    read = ", ".join(extension for known in FORMATS.values() for extension in known.extensions)
    kind = (
        f"Files named {extension} are not read" if extension else "The file's name has no extension"
    )
    raise ImportProblem(f"{kind}. Known extensions: {read}.")
