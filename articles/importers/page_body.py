"""What stands between the paragraphs of a saved page and is not the article's.

Only lines that name themselves are taken out: buttons, invitations, labelled captions, the
credits of an agency, and short lines under a heading such as "More from".
"""

import re
from dataclasses import replace

from .page_furniture import (
    Found,
    heads_a_list_of_links,
    read_agency_credit,
    read_notice,
    read_photo,
)

ITEM = re.compile(r"[-–—•*]\s|\d+[.)]")
LONGEST_LIST = 6  # lines under one heading
LONGEST_LINK = 25  # words


def read(lines, start, end):
    """Return {place: Found} for the lines from `start` up to `end` that are not body."""
    found = {
        place: item
        for place in range(start, end)
        if (item := _read_line(lines[place].text)) is not None
    }
    return found | _links(lines, start, end)


def _read_line(text):
    if found := read_photo(text):
        return replace(found, kind="caption in the text")
    return read_notice(text) or read_agency_credit(text)


def _links(lines, start, end):
    """Return the headings of links between paragraphs, with the short lines under them."""
    found = {}
    for place in range(start + 1, end):
        if heads_a_list_of_links(lines[place].text) and (links := _under(lines, place, end)):
            found |= dict.fromkeys(links, Found("link to another article"))
            found[place] = Found("heading of links")
    return found


def _under(lines, place, end):
    """Return the places of the lines under a heading of links.

    Of several short lines the one right above a paragraph may be its sub-heading: it stays.
    Many short lines, or items of a list, may be the article's: they all stay.
    """
    links = []
    for below in range(place + 1, min(place + 1 + LONGEST_LIST, end)):
        line = lines[below]
        if line.is_paragraph or line.words > LONGEST_LINK or ITEM.match(line.text):
            return links[:-1] if len(links) > 1 else links
        links.append(below)
    return links if len(links) < LONGEST_LIST else []
