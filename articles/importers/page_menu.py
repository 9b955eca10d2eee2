"""What a site sets above its articles: its name, its menus, the label of a section."""

import re

from .page_furniture import Found
from .vocabulary import MASTHEADS, PARTICLES, SECTIONS, SMALL

MENU_GAP = re.compile(r"\s{2,}|\t|\s+[|•·]\s+")
LONGEST_NAME_OF_A_SITE = 4  # words
LONGEST_ABOVE = 5  # words of a line over the headline that is no part of it
LONGEST_LABEL = 4  # words of an entry in a menu
CROWD = 8  # short lines in a row: a menu, not an article


def menus(lines, loose):
    """Return {place: Found} of menus: several sections in a line, or in lines of their own."""
    sections = [place for place in loose if lines[place].text.casefold() in SECTIONS]
    menus = {place for place in loose if _is_menu(lines[place].text)}
    if len(sections) > 1:
        # One beside the headline may be the article's own; a row of them is the site's.
        menus |= {place for place in sections if {place - 1, place + 1} & {*sections, *menus}}
    return dict.fromkeys(sorted(menus), Found("menu of the site"))


def _is_menu(text):
    items = MENU_GAP.split(text)
    named = sum(item.casefold() in SECTIONS for item in items)
    short = all(0 < len(item.split()) <= 3 and item[0].isupper() for item in items)
    return len(items) > 1 and short and (len(items) > 2 or named > 0)


def is_name_of_a_site(text):
    """Say whether `text` has the shape of a masthead: few words, all of them capitalised."""
    words = text.split()
    return len(words) <= LONGEST_NAME_OF_A_SITE and all(
        word[0].isupper() or word in SMALL | PARTICLES or "." in word for word in words
    )


def names_a_paper(text):
    """Say whether `text` is a masthead for sure ("The Example Gazette", "example.org")."""
    words = text.casefold().split()
    domain = len(words) == 1 and re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}", words[0])
    return bool(domain) or (
        len(words) > 1 and is_name_of_a_site(text) and bool(MASTHEADS & set(words))
    )


def above(lines, places, is_sure):
    """Return {place: Found} of the lines over the headline or the breadcrumb.

    places   of the lines in question; where there are many, no name among them is the paper's.
    is_sure  whether what stands below them is the headline, or a breadcrumb.
    """
    if len(places) >= CROWD:
        labels = [place for place in places if _is_label(lines[place], is_sure)]
        return dict.fromkeys(labels, Found("line above the headline"))
    named = {place: _named(lines[place].text) for place in places}
    return {
        place: named[place] or Found("line above the headline")
        for place in places
        if named[place] or (is_sure and lines[place].words <= LONGEST_ABOVE)
    }


def _named(text):
    if names_a_paper(text):
        return Found("name of the site", publication=text)
    if text.casefold() in SECTIONS:
        return Found("section", section=text)
    return None


def _is_label(line, is_sure):
    """Say whether a line over a headline, one of many, is an entry of the site's menu."""
    longest = LONGEST_ABOVE if is_sure else LONGEST_LABEL
    return line.words <= longest and not line.is_closed and not re.search(r"\d", line.text)
