"""What every importer hands over, whatever it reads: drafts, or a problem in a sentence."""

from dataclasses import dataclass
from datetime import datetime


class ImportProblem(ValueError):
    """A source that cannot be read. The message says what is wrong and what to do about it."""


@dataclass(frozen=True)
class Author:
    """A name in the byline, spelled as the source spells it; `handle` with its @."""

    name: str
    role: str | None
    handle: str | None


@dataclass(frozen=True)
class Draft:
    """One article as its source tells it. What the source does not say is None.

    headline_is_doubtful  whether the headline is a guess, for a person to confirm
    html          the body; not yet cleaned, that is done when it is written
    published_at  aware, or None where the source states no offset or zone
    language      BCP 47
    identifier    the source's own name for the article
    notes         what stands in the source but not in the body, each with its kind,
                  so that a person can see what the import took away
    picture       SHA-256 of a picture that is kept (articles.pictures), with words in its place
                  for those who do not see it, and whose it is; image_caption stands below it
    tags          what it is about, in a word or two each; in no order of their own
    """

    headline: str | None
    html: str
    section: str | None
    publication: str | None
    published_at: datetime | None
    byline: tuple[Author, ...]
    image_caption: str | None
    standfirst: str | None = None
    dateline: str | None = None
    language: str | None = None
    identifier: str | None = None
    notes: tuple[str, ...] = ()
    picture: str | None = None
    picture_alt: str | None = None
    picture_credit: str | None = None
    headline_is_doubtful: bool = False
    tags: tuple[str, ...] = ()
