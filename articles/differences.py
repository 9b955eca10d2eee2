"""What differs between two versions of an article, field by field, for people to read."""

from dataclasses import astuple

from django.utils import timezone
from django.utils.safestring import mark_safe

from .html import text_of
from .reconciling import WRITTEN
from .rich_diff import compare, compare_lines

NOTHING = mark_safe('<span class="quiet">Nothing: it was taken out.</span>')
FORMATTING = mark_safe('<p class="quiet">The formatting is different, and no word.</p>')


def rows(before, after, label_of):
    """Return [(label, safe HTML of the difference)] for each field in which two Drafts differ.

    label_of  function: name of a field of Draft -> its label. Bodies are canonical HTML.
    """
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in WRITTEN)
    found = [
        (label_of(name), difference(name, old, new))
        for name, old, new in pairs
        if (old or None) != (new or None)
    ]
    if before.html != after.html:
        found.append((label_of("html"), mark_safe(compare(before.html, after.html).html)))
    return found


def difference(name, before, after):
    """Return what became of a field besides the body, as safe HTML."""
    if not after:
        return NOTHING
    return mark_safe(compare_lines(shown(name, before), shown(name, after)))


def difference_of_blocks(before, after):
    """Return what became of some blocks of a body, as safe HTML, told by their words alone.

    Some blocks, such as the items of a list, cannot stand in a page by themselves.
    """
    if not after:
        return NOTHING
    old, new = text_of(before).strip(), text_of(after).strip()
    told = mark_safe(f"<p>{compare_lines(old, new)}</p>")
    return told + FORMATTING if old == new and before != after else told


def shown(name, value):
    """Return what a field of a Draft says as one line of text."""
    if not value:
        return ""
    if name == "published_at":
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if name == "byline":
        return "; ".join(", ".join(filter(None, astuple(author))) for author in value)
    if name == "picture":
        return f"picture {value[:12]}"
    return value
