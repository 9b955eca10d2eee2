"""What differs between two versions of an article, field by field, for people to read."""

import re
from dataclasses import astuple
from unicodedata import normalize

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from .html import text_of
from .models import Picture
from .reconciling import WRITTEN
from .rich_diff import ADDRESS, IMAGE, compare, compare_lines, image_in_words

NOTHING = mark_safe('<span class="quiet">Nothing: it was taken out.</span>')
FORMATTING = mark_safe('<p class="quiet">The formatting is different, and no word.</p>')

LINK = re.compile(rf"{ADDRESS.pattern}[^>]*>(.*?)</a>", re.DOTALL)


def rows(before, after, label_of):
    """Return [(label, safe HTML of the difference)] for each field in which two Drafts differ.

    label_of  function: name of a field of Draft -> its label. Bodies are canonical HTML.
    """
    found = [
        (label_of(name), difference(name, before, after))
        for name in WRITTEN
        if (getattr(before, name) or None) != (getattr(after, name) or None)
    ]
    if before.html != after.html:
        found.append((label_of("html"), mark_safe(compare(before.html, after.html).html)))
    return found


def difference(name, before, after):
    """Return what became of a field besides the body from one Draft to another, as safe HTML."""
    old, new = getattr(before, name), getattr(after, name)
    if not new:
        return NOTHING
    if name == "picture":
        return difference_of_pictures((old, before.picture_alt), (new, after.picture_alt))
    return mark_safe(compare_lines(shown(name, old), shown(name, new)))


def difference_of_pictures(before, after):
    """Return which lead picture went and which came, as safe HTML that leads to both.

    before, after  (SHA-256, words in its place), either None.
    """
    digests = [digest for digest, _ in (before, after) if digest]
    kept = {picture.sha256: picture for picture in Picture.objects.filter(sha256__in=digests)}
    told = [
        (mark_safe(f"<{tag}>"), _picture(kept.get(digest), words), mark_safe(f"</{tag}>"))
        for tag, (digest, words) in (("del", before), ("ins", after))
        if digest
    ]
    return format_html_join(" ", "{}{}{}", told)


def _picture(picture, words):
    """Return a Picture as a link that says what it shows and its size in pixels."""
    words = words or "not described"
    if picture is None:
        return f"{words} (a picture that is not kept here)"
    address, size = picture.get_absolute_url(), (picture.width, picture.height)
    return format_html('<a href="{}">{}</a> ({} × {} pixels)', address, words, *size)


def difference_of_blocks(before, after):
    """Return what became of some blocks of a body, as safe HTML, told by their words alone.

    Some blocks, such as the items of a list, cannot stand in a page by themselves. Where links
    and pictures lead is told among the words if that is different.
    """
    if not after:
        return NOTHING
    old, new = _told(before, after)
    told = mark_safe(f"<p>{compare_lines(old, new)}</p>")
    is_read_alike = normalize("NFC", old) == normalize("NFC", new)
    return told + FORMATTING if is_read_alike and before != after else told


def _told(before, after):
    """Return both as plain text, with the addresses in it if these are not the same in both."""
    if _addresses(before) != _addresses(after):
        before, after = _spelled_out(before), _spelled_out(after)
    return text_of(before).strip(), text_of(after).strip()


def _addresses(body):
    return ADDRESS.findall(body), IMAGE.findall(body)


def _spelled_out(body):
    """Return canonical HTML with the address of each link and picture among its words."""
    return LINK.sub(r"\2 [link: \1]", IMAGE.sub(image_in_words, body))


def shown(name, value):
    """Return what a field of a Draft says as one line of text."""
    if not value:
        return ""
    if name == "published_at":
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if name == "tags":
        return ", ".join(value)
    if name == "byline":
        return "; ".join(", ".join(filter(None, astuple(author))) for author in value)
    return value
