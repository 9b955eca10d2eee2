"""What news sites leave around an article, recognised line by line, on good evidence only.

A line that might be the writer's stays in the body: showing a stray line is a blemish,
dropping a sentence is a loss.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from .base import Author
from .page_credits import BYLINE, read_byline
from .page_dates import read_date_line
from .vocabulary import BUTTONS, HOME

LONGEST_FURNITURE = 400  # code points


@dataclass(frozen=True)
class Found:
    """A line that is not body: its kind, for the notes, and what it says of the article."""

    kind: str
    section: str | None = None
    headline: str | None = None
    publication: str | None = None
    published_at: datetime | None = None
    byline: tuple[Author, ...] = ()
    image_caption: str | None = None
    standfirst: str | None = None
    handle: str | None = None


CRUMBS = (" / ", " > ", " » ", " › ", " → ", " :: ", " | ")

RULE = re.compile(r"^(?:[-–—_*=~•·#]\s?){3,}$")
COUNT = re.compile(r"\s*[(:]?\s*\d[\d,.]*[kKmM]?\s*\)?$")
# What announces other texts of the site: with words behind the colon, or over a list.
RELATED = re.compile(
    r"^(?:(?:also read|read also|read more|read next|see also|related(?: (?:articles?|news|stories"
    r"|topics|content|posts))?|more (?:stories|news|on this|on this topic)|you (?:may|might) also"
    r" (?:like|be interested in)|recommended(?: for you)?|latest news|most read|trending"
    r"|editor['’]?s['’]? (?:picks?|choice))\s*(?P<colon>:?))(?P<rest>.*)$",
    re.IGNORECASE,
)
# Sentences of the site about itself; they count at the head and the foot of a page only.
APPEALS = re.compile(
    r"^(?:follow (?:us|@)|subscribe\b|sign up (?:for|to)\b|join (?:us|our)\b|share (?:this|on|via)"
    r"|like us on|find us on|download our|click here|support our|get (?:our|the) (?:app|newsletter)"
    r"|for more (?:news|stories),? (?:visit|follow)|tags?:|topics?:|keywords?:|categor(?:y|ies):"
    r"|filed under|views?:|hits:|page views|comments are closed|\d[\d,. ]* (?:views|comments|shares"
    r"|min(?:ute)?s? read)$|\d+ min(?:ute)?s? read|(?:this site|we) uses? cookies|cookie|privacy"
    r" policy|terms (?:of|and)|contact us|about us|all rights reserved|reproduction|reading time"
    r"|read time|estimated reading)",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"^(?:copyright\b\s*)?(?:©|\(c\)|copyright\b)\s*(?:©\s*)?(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*"
    r"(?:by )?(?P<name>.*?)[\s.,|]*(?:(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[\s.,|]*)"
    r"(?:all rights reserved.*)?$",
    re.IGNORECASE,
)
PHOTO = re.compile(
    r"^(?:photos?|image|picture|photo credit|image credit|photo caption|image caption|caption"
    r"|illustration)(?P<by> by)?\s*:?\s+(?P<rest>\S.*)$",
    re.IGNORECASE,
)
REPORTS = re.compile(
    r"(?:^|[,.] )(?P<name>[^\W\d_a-z][\w.-]*(?: [^\W\d_a-z][\w.-]*){0,2}),?"
    r" (?:reports|has reported)\b"
)
NO_PAPER = re.compile(
    r"ministry|committee|office|department|police|bank|government|president|it|he|she|they|service"
    r"|bureau|minister|council|company|court",
    re.IGNORECASE,
)


def crumbs_of(text):
    """Return the parts of a breadcrumb, without the home page, or None.

    `A / B` and `A | B` count only with a home page in front: prose and titles use them too.
    """
    for mark in CRUMBS:
        parts = [part.strip() for part in (text + " ").split(mark)]
        at_home = parts[0].lower() in HOME
        if len(parts) < 2 or not (at_home or mark in (" > ", " » ", " › ", " → ")):
            continue
        if all(len(part.split()) <= 4 for part in parts[:-1]):
            return [part for part in parts[at_home:] if part]
    return None


def read_notice(text):
    """Return the Found of a line that is furniture wherever it stands, or None."""
    bare = COUNT.sub("", text.strip(" »›>→…:.")).casefold()
    if RULE.match(text):
        return Found("rule")
    if bare in BUTTONS and text[-1] not in ".!?":
        return Found("button of the page")
    related = RELATED.match(text)
    if related and related["colon"] and related["rest"] and len(text.split()) <= 30:
        return Found("link to another article")
    return None


def heads_a_list_of_links(text):
    """Say whether `text` stands over other articles of the site ("Related", "Also read:")."""
    related = RELATED.match(text)
    return bool(related) and not related["rest"].strip(" :")


def read_appeal(text):
    """Return the Found of a line of the site about itself, or None."""
    if (match := COPYRIGHT.match(text)) and len(text.split()) <= 20:
        name = match["name"].strip()
        return Found("copyright", publication=name if 0 < len(name.split()) <= 5 else None)
    if APPEALS.match(text) and len(text.split()) <= 30:
        return Found("appeal of the site")
    return None


def read_photo(text):
    """Return the Found of a caption that calls itself one, or None."""
    match = PHOTO.match(text)
    if not match or (":" not in text and not match["by"]) or len(text.split()) > 60:
        return None
    words = match["rest"].split()
    # "Photo: Jane Doe" is a credit and needs its label; a description stands for itself.
    is_credit = match["by"] or len(words) < 3 or all(word[0].isupper() for word in words)
    return Found("caption", image_caption=text if is_credit else match["rest"])


def read_credit_line(text):
    """Return the Found of a line of dates and bylines, in any order, or None."""
    if date := read_date_line(text):
        return _dated(date, ())
    for left, right in _cuts(text):
        date = read_date_line(left) or read_date_line(right)
        authors = read_byline(left) if BYLINE.match(left) or read_date_line(right) else ()
        authors = authors or (read_byline(right) if BYLINE.match(right) else ())
        if date and authors:
            return _dated(date, authors)
    authors = read_byline(text)
    return Found("byline", byline=authors) if authors else None


def _cuts(text):
    """Yield every way to cut a line in two at a separator, or before a "by"."""
    for match in re.finditer(r"\s*[|•·,]\s*|\s+[–—-]\s+|\s+(?=by )", text, re.IGNORECASE):
        yield text[: match.start()], text[match.end() :]


def _dated(date, authors):
    kind = f"date that {date.why}" if date.why else "date"
    return Found(kind, published_at=date.moment, byline=authors)


def reporting_publication(text):
    """Return the paper in "…, NAME reports", or None."""
    match = REPORTS.search(text)
    if match and not any(NO_PAPER.fullmatch(word) for word in match["name"].split()):
        return match["name"].strip(".")
    return None
