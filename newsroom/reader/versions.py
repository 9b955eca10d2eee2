"""What changed in an article since it went out: every public version beside the one before."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Change
from articles.rich_diff import compare, compare_lines
from articles.visibility import PUBLISHED, read_of

from .typesetting import direction, typeset

PAGE = 5
# What readers see besides headline and body -> its name. Whatever else a revision keeps of what
# was written stays with the desk.
LABELS = {
    "standfirst": "Standfirst",
    "byline": "Byline",
    "dateline": "Dateline",
    "image_caption": "Caption",
    "picture_alt": "Words for the picture",
    "picture_credit": "Credit of the picture",
    "section": "Section",
    "tags": "Tags",
    "publication": "First published in",
    "published_at": "Time of publication",
    "language": "Language",
}
KINDS = {Change.CORRECTION: "Correction", Change.MINOR: "Minor change", Change.NONE: "Changed"}
ANOTHER_PICTURE = mark_safe("Another picture, described in the same words.")


@dataclass(frozen=True)
class Version:
    """One public version, and what became in it of the one before.

    kind   what it was to readers, such as "Correction".
    at     when it went out.
    note   what was corrected; empty where nothing was.
    lines  (name, safe HTML of the difference) of each line that is not the same.
    body   safe HTML of the difference of the body; empty where it is the same.
    """

    number: int
    kind: str
    at: datetime
    note: str = ""
    lines: tuple[tuple[str, SafeString], ...] = ()
    body: str = ""


def told(article, before=None):
    """Return the values of the page: the public versions, newest first, PAGE at a time.

    before  number of a version, as it stands in an address: the page goes on with older ones.

    Raises Http404 if there is no such public version. Three queries.
    """
    read = sorted((number for _, number in read_of([article.pk])), reverse=True)
    if before is not None:
        read = read[_place(before, read) + 1 :]
    # The one after the last is compared with, and not listed.
    shown = list(article.revisions.filter(number__in=read[: PAGE + 1]).order_by("-number"))
    is_out_since = _published(article)
    versions = [
        _version(after, former) if former else Version(after.number, "Published here", is_out_since)
        for after, former in zip(shown, [*shown[1:], None], strict=True)
    ]
    return {
        "article": article,
        "direction": direction(article.language),
        "versions": versions[:PAGE],
        "older": read[PAGE - 1] if len(read) > PAGE else None,
    }


def _place(number, read):
    try:
        return [str(one) for one in read].index(number)
    except ValueError:
        raise Http404("There is no such version of this article.") from None


def _published(article):
    """Return when the article last went out: of what was public before, readers see nothing."""
    entries = article.ledger.filter(action=PUBLISHED).order_by("-sequence")
    return entries.values_list("created", flat=True).first()


def read_since(article, version):
    """Return when readers could first read a public version of an article; one query at most.

    One from before publication is as old as that: when it was written is the desk's business.
    """
    return version.created if version.change else _published(article)


def _version(after, before):
    return Version(
        number=after.number,
        kind=KINDS[after.change],
        at=after.created,
        # Of a minor change the note is for the desk.
        note=after.note if after.change == Change.CORRECTION else "",
        lines=tuple(_lines(before, after)),
        body=_body(before, after),
    )


def _body(before, after):
    if before.html == after.html:
        return ""
    return mark_safe(typeset(compare(before.html, after.html).html))


def _lines(before, after):
    """Yield (name, safe HTML) of what became of each line besides the body."""
    if before.headline != after.headline:
        yield "Headline", mark_safe(compare_lines(before.headline, after.headline))
    old, new = json.loads(before.details), json.loads(after.details)
    # Where it is publishing that dated the article, no revision before says so.
    old.setdefault("published_at", new.get("published_at"))
    if is_other_picture := old.get("picture") != new.get("picture"):
        yield "Picture", _picture(old, new)
    for name, label in LABELS.items():
        was, now = (_read(name, one.get(name)) for one in (old, new))
        if was != now and not (is_other_picture and name == "picture_alt"):
            yield label, mark_safe(compare_lines(was, now))


def _picture(old, new):
    """Return which picture went and which came, in words: one that went is not public any more."""
    was, now = old.get("picture_alt"), new.get("picture_alt")
    if was == now:
        return ANOTHER_PICTURE
    told = [f"<{tag}>{escape(alt)}</{tag}>" for tag, alt in (("del", was), ("ins", now)) if alt]
    return mark_safe(" ".join(told))


def _read(name, value):
    """Return a line of a revision's details as readers read it."""
    if not value:
        return ""
    if name == "byline":
        return "; ".join(_author(author) for author in value)
    if name == "published_at":
        at = timezone.localtime(datetime.fromisoformat(value))
        return formats.date_format(at, "j F Y, H:i T")
    return ", ".join(value) if isinstance(value, list) else value


def _author(author):
    return ", ".join(filter(None, (author[part] for part in ("name", "role", "handle"))))
