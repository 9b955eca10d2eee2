"""The foot of a saved page: what stands after the article's last paragraph."""

import re

from .base import Author
from .page_credits import HANDLE, is_name, read_about, read_biography, read_byline
from .page_furniture import (
    LONGEST_FURNITURE,
    RULE,
    Found,
    heads_a_list_of_links,
    read_appeal,
    read_credit_line,
    read_notice,
)

ABOUT_THE_AUTHOR = re.compile(r"^(?:about the )?authors?:?$", re.IGNORECASE)
# "Follow Jane Doe on the network: @handle", "She tweets at @handle", "Network: @handle".
FOLLOW = re.compile(
    r"^(?:(?:you can )?(?:follow|contact|reach|tweet|e-?mail)"
    r" (?:him|her|them|the author|(?P<name>[^@]+?))(?:,? (?:on|at|via|by)\b[^@]*|:? ?)"
    r"|(?:he|she|they|(?P<who>[^@]+?)) (?:tweets?|posts?|can be (?:reached|followed|found))"
    r" (?:as|at|on|by|via)\b[^@]*"
    r"|(?:on )?\w+ ?:? ?|)(?P<at>\(?@\w|[\w.+-]+@[\w-]+\.\w)",
    re.IGNORECASE,
)
LONGEST_FOLLOW = 15  # words
OF_A_PERSON = re.compile(r"\b(?:he|she|they|his|her|their|writes|covers|reports on|@\w+)\b", re.I)


def read(lines):
    """Return (start, {place: Found}): where the foot starts, and what its lines are.

    It is read upwards, and ends below the first line that is not surely furniture.
    """
    found = _list_of_links(lines) | _author_box(lines)
    top = [line.text for line in lines[:10] if len(line.text) <= LONGEST_FURNITURE]
    credited = {author.name for text in top for author in read_byline(text)}
    credited |= {text for text in top if is_name(text)}
    for place in range(len(lines) - 1, -1, -1):
        if place not in found:
            item = _read_line(lines, place, credited)
            if item is None:
                return place + 1, found
            found[place] = item
    return 0, found


def _read_line(lines, place, credited):
    text = lines[place].text
    if len(text) > LONGEST_FURNITURE:
        return None
    return (
        read_notice(text)
        or read_appeal(text)
        or _follow(text)
        or _biography(lines, place, credited)
        or read_credit_line(text)
    )


def _list_of_links(lines):
    """Return the lines from the last "Related" on, if nothing but short lines follows it."""
    heads = [place for place, line in enumerate(lines) if heads_a_list_of_links(line.text)]
    if not heads or not heads[0]:
        return {}
    start = heads[-1]
    links = {}
    for place in range(start + 1, len(lines)):
        text = lines[place].text
        if lines[place].is_paragraph and not (read_appeal(text) or read_biography(text)):
            return {}
        if not (read_appeal(text) or read_notice(text) or read_biography(text)):
            links[place] = Found("link to another article")
    return {start: Found("heading of links"), **links}


def _author_box(lines):
    """Return the lines of "About NAME" and the sentences about NAME under it."""
    for place in range(max(1, len(lines) - 8), len(lines)):
        text = lines[place].text
        name = read_about(text)
        if name or ABOUT_THE_AUTHOR.match(text):
            return _box(lines, place, name)
    return {}


def _box(lines, start, name):
    authors = (Author(name, None, None),) if name else ()
    box = {start: Found("author box", byline=authors)}
    for place in range(start + 1, len(lines)):
        found = _read_in_box(lines[place].text, name)
        if not found:
            return {} if place == start + 1 else box
        box[place] = found
    return box


def _read_in_box(text, name):
    if found := read_notice(text) or read_appeal(text) or _follow(text):
        return found
    if biography := read_biography(text):
        return _found_in(biography)
    if not _is_about(text, name):
        return None
    handle = HANDLE.search(text)
    return Found("biography", handle=handle and handle[0])


def _is_about(text, name):
    """Say whether `text` speaks of a person of that name, not of a company."""
    starts = ("He ", "She ", "They ", *((name, name.split()[-1]) if name else ()))
    return text.startswith(starts) and bool(OF_A_PERSON.search(text))


def _biography(lines, place, credited):
    """Return the Found of a biography that something besides its form makes an author's."""
    text = lines[place].text
    biography = read_biography(text)
    if not biography:
        return None
    above = lines[place - 1].text if place else ""
    author, _ = biography
    sure = (
        author.handle
        or author.name in credited
        or RULE.match(above)
        or ABOUT_THE_AUTHOR.match(above)
    )
    return _found_in(biography) if sure else None


def _found_in(biography):
    author, publication = biography
    return Found("biography", byline=(author,), publication=publication)


def _follow(text):
    """Return the Found of "Follow NAME on …: @handle", of an address or a bare handle, or None."""
    if len(text) > LONGEST_FURNITURE or len(text.split()) > LONGEST_FOLLOW:
        return None
    if not (match := FOLLOW.match(text)):
        return None
    name, handle = match["name"] or match["who"], HANDLE.search(text)
    if name and not is_name(name):
        return None
    if not handle:
        return Found("address of the author")
    if name:
        return Found("handle", byline=(Author(name, None, handle[0]),))
    return Found("handle", handle=handle[0])
