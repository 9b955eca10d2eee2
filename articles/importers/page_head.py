"""The head of a saved page: what stands before the article's first paragraph."""

import re
from dataclasses import dataclass, replace

from .base import Author
from .page_credits import is_name
from .page_dates import read_date_line
from .page_furniture import (
    LONGEST_FURNITURE,
    Found,
    crumbs_of,
    read_appeal,
    read_credit_line,
    read_notice,
    read_photo,
)
from .page_lines import usual_gap
from .page_menu import CROWD, above, is_name_of_a_site, menus, names_a_paper
from .vocabulary import SECTIONS

TITLE = re.compile(r"^(?P<headline>.+\S)\s+[|–—-]\s+(?P<site>\S.*)$")
# Signs of a credit line that could not be read whole.
CREDIT = re.compile(r"^by\s|\d:\d\d(?!\d)|\b\d{1,2}/\d{1,2}/\d\d|\d ?[ap]m\b", re.IGNORECASE)
CLOCK = re.compile(r"^\d{1,2}[:.h]\d\d\b.{0,15}$")
# What mail programs and press offices write before a headline.
LABEL = re.compile(
    r"^(?:(?:subject|headline|title|re|fwd?|(?:press|media|news) release) ?: +)+(?=\S+ \S+ \S)",
    re.IGNORECASE,
)
LONGEST_HEAD = 400  # lines; a page saved whole starts with all its menus
SHORTEST_REPEATED = 3  # words
SHORTEST_REPEATED_IN_A_CROWD = 5  # words; entries of menus stand twice too
SHORTEST_IN_A_CROWD = 4  # words of a headline among menus
FAR_CREDITS = 5  # lines
SHORTEST_STANDFIRST = 6  # words of one without a full stop
LONGEST_SIGNATURE = 3  # words of a bare name
LONGEST_HEADLINE = 30  # words
LONGEST_CAPTION = 25  # words
SHORTEST_CRUMB_HEADLINE = 4  # words; sections have fewer


@dataclass(frozen=True)
class Headline:
    """The text taken for the headline; doubtful if nothing but its place speaks for it."""

    text: str
    is_doubtful: bool


def read(lines, foot):
    """Return {place: Found} for the lines of the head that are not body.

    lines  the page's Lines without its foot.
    foot   the Founds of the foot: a bare name at the head is an author, a bare site name
           a masthead, if the foot says so.

    A headline is without the label before it; the line is not, so the notes keep it.
    """
    lines = [replace(line, text=LABEL.sub("", line.text)) for line in lines]
    furniture, loose = _sorted(lines, _known_from(foot))
    crumbs = {place: parts for place in loose if (parts := crumbs_of(lines[place].text))}
    furniture |= menus(lines, [place for place in loose if place not in crumbs])
    loose = [place for place in loose if place not in crumbs and place not in furniture]
    headline = _headline(lines, loose, crumbs, furniture)
    furniture |= dict.fromkeys(crumbs, _breadcrumb(crumbs, headline))
    titles = {place: title for place in loose if (title := _title(lines[place].text, headline))}
    furniture |= titles
    start = min((*crumbs, *titles), default=0)
    sure = headline and not headline.is_doubtful
    furniture |= above(lines, [place for place in loose if place < start], crumbs or sure)
    rest = [place for place in loose if place not in furniture]
    return furniture | _caption(lines, rest, titles, furniture)


def _known_from(foot):
    """Return {text: Found} for the lines that the foot of the page explains."""
    known = {}
    for found in foot:
        known |= {
            author.name.casefold(): Found("byline", byline=(author,)) for author in found.byline
        }
        if found.publication:
            known[found.publication.casefold()] = Found("name of the site")
    return known


def _sorted(lines, known):
    """Return ({place: Found}, places of other short lines) up to the first paragraph."""
    furniture, loose = {}, []
    for place, line in enumerate(lines[:LONGEST_HEAD]):
        if found := known.get(line.text.casefold()) or _furniture(line.text):
            furniture[place] = found
        elif loose and _signs(lines, place, lines[loose[-1]]):
            furniture[place] = Found("byline", byline=(Author(line.text, None, None),))
        elif _opens_an_entry(lines, place):
            break
        elif not line.is_paragraph or _is_label(line) or (not loose and _may_be_headline(line)):
            loose.append(place)
        elif loose and _leads_to_credits(lines, place):
            furniture[place] = Found("standfirst", standfirst=line.text)
        else:
            break
    # A page of short lines only has no head to tell from its body.
    return (furniture, loose) if len(furniture) + len(loose) < len(lines) else (furniture, [])


def _furniture(text):
    if len(text) > LONGEST_FURNITURE:
        return None
    readers = (read_notice, read_credit_line, read_photo, read_appeal)
    return next((found for reader in readers if (found := reader(text))), None)


def _is_label(line):
    return line.words <= 3 and line.text.endswith(":")


def _opens_an_entry(lines, place):
    """Say whether a time of day stands over a paragraph: the first entry of a live page."""
    under = lines[place + 1 : place + 2]
    return bool(CLOCK.match(lines[place].text) and under and under[0].is_paragraph)


def _may_be_headline(line):
    if CREDIT.search(line.text):
        return False
    return line.words <= LONGEST_HEADLINE and (line.text[-1] in "?!" or not line.is_closed)


def _leads_to_credits(lines, place):
    """Say whether a byline or a date follows: then the sentence before it is no paragraph yet."""
    following = lines[place + 1 : place + 2]
    return any(
        (_furniture(line.text) and read_credit_line(line.text))
        or _signs(lines, place + 1, lines[place])
        for line in following
    )


def _signs(lines, place, above):
    """Say whether a bare name stands between a headline or standfirst and a date."""
    text, under = lines[place].text, lines[place + 1 : place + 2]
    return (
        is_name(text)
        and len(text.split()) <= LONGEST_SIGNATURE
        and above.words >= SHORTEST_IN_A_CROWD
        and not is_name_of_a_site(above.text)
        and bool(under and read_date_line(under[0].text))
    )


def _breadcrumb(crumbs, headline):
    parts = next(iter(crumbs.values()), [])
    in_crumb = parts and _names_headline(parts[-1], headline)
    sections = parts[:-1] if in_crumb else parts
    return Found(
        "breadcrumb",
        section=sections[-1] if sections else None,
        headline=headline and headline.text,
        is_doubtful=bool(headline and headline.is_doubtful),
    )


# The headline


def _headline(lines, loose, crumbs, furniture):
    """Return the Headline of the page, or None."""
    parts = next(iter(crumbs.values()), [])
    if confirmed := _confirmed([lines[place].text for place in loose], parts):
        return confirmed
    start = min(crumbs, default=-1)
    below = [place for place in loose if place > start]
    if guess := _guessed(lines, below, furniture):
        return guess
    if parts and len(parts[-1].split()) >= SHORTEST_CRUMB_HEADLINE:
        return Headline(parts[-1], is_doubtful=parts[-1][-1] in ".…")
    return None


def _repeats(text, others):
    """Say whether one of `others` is `text`, or its beginning cut off by a narrow page."""
    folded = text.casefold()
    return any(folded == o or (len(o) > 15 and folded.startswith(o)) for o in others)


def _confirmed(texts, crumbs):
    """Return the Headline that stands in two places of the head, or None.

    Among many lines, menus stand twice too: there only a breadcrumb or page title makes sure.
    """
    titles = [match["headline"] for text in texts if (match := TITLE.match(text))]
    others = [text.rstrip(" .…").casefold() for text in (*crumbs[-1:], *titles)]
    texts.sort(key=lambda text: bool(TITLE.match(text)))
    for text in texts:
        if _repeats(text, others):
            return Headline(text, is_doubtful=False)
        if _stands_twice(text, texts):
            return Headline(text, is_doubtful=len(texts) > CROWD)
    return None


def _stands_twice(text, texts):
    shortest = SHORTEST_REPEATED if len(texts) <= CROWD else SHORTEST_REPEATED_IN_A_CROWD
    return len(text.split()) >= shortest and texts.count(text) > 1


def _guessed(lines, loose, furniture):
    """Return the Headline among short lines that nothing confirms, or None."""
    if len(loose) > CROWD:
        return _in_a_crowd(lines, loose, furniture)
    labels = {place for place in loose if lines[place].text.casefold() in SECTIONS}
    loose = [place for place in loose if place not in labels and not CLOCK.match(lines[place].text)]
    places = [place for place in loose if not names_a_paper(lines[place].text)]
    places = [place for place in places if not is_name_of_a_site(lines[place].text)] or places
    places = [place for place in places if lines[place].words >= SHORTEST_REPEATED] or places
    if not places or not _may_be_headline(lines[places[0]]):
        return None
    place = _over_credits(lines, places, furniture)
    if not _stands_alone(lines, place, furniture):
        return None
    return Headline(lines[place].text, not _is_sure(lines, place, loose, furniture))


def _in_a_crowd(lines, loose, furniture):
    """Return the Headline among menus: the last long line, of those over credits if there are."""
    long = [
        place
        for place in loose
        if lines[place].words >= SHORTEST_IN_A_CROWD and _may_be_headline(lines[place])
    ]
    credited = [place for place in long if _has_credits_below(place, furniture)]
    last = (credited or long)[-1:]
    return Headline(lines[last[0]].text, is_doubtful=True) if last else None


def _has_credits_below(place, furniture):
    return any(_has_credit(place + step, furniture) for step in range(1, FAR_CREDITS + 1))


def _over_credits(lines, places, furniture):
    """Return the first of the lines that stand together over a credit line, else of all."""
    run = [place for place in places[:-1] if {*range(place, places[-1])} <= {*places}]
    if _has_credit(places[-1] + 1, furniture) and lines[places[-1]].words >= SHORTEST_REPEATED:
        return min([*run, places[-1]])
    return places[0]


def _has_credit(place, furniture):
    found = furniture.get(place)
    return bool(found and (found.byline or found.standfirst or found.kind.startswith("date")))


def _stands_alone(lines, place, furniture):
    following = lines[place + 1]
    return following.gap > 0 or usual_gap(lines) == 0 or place + 1 in furniture


def _is_sure(lines, place, loose, furniture):
    """Say whether a line can only be the headline.

    It is if credits follow it, or if it comes first and has at most a caption beside it; not
    if it has the shape of a masthead.
    """
    below = furniture.get(place + 1)
    if below and (below.byline or below.standfirst):
        return True
    if is_name_of_a_site(lines[place].text):
        return False
    return _has_credit(place + 1, furniture) or (place == loose[0] and len(loose) <= 2)


def _names_headline(crumb, headline):
    return bool(headline) and _repeats(headline.text, [crumb.rstrip(" .…").casefold()])


def _title(text, headline):
    """Return the Found of the headline, alone or with the site's name behind it, or None."""
    if headline is None:
        return None
    if text.casefold() == headline.text.casefold():
        return Found("headline", headline=text, is_doubtful=headline.is_doubtful)
    match = TITLE.match(text)
    if match and match["headline"].casefold() == headline.text.casefold():
        return Found("page title", headline=headline.text, publication=match["site"])
    return None


def _caption(lines, loose, titles, furniture):
    """Return {place: Found} of the one short line under the headline: its picture's caption.

    Two such lines could be anything, so they stay; so does one beside a labelled caption.
    """
    under = [place for place in loose if titles and place > min(titles)]
    crowded = len(loose) > CROWD
    labelled = any(found.image_caption for found in furniture.values())
    if len(under) != 1 or crowded or labelled or lines[under[0]].words > LONGEST_CAPTION:
        return {}
    text = lines[under[0]].text
    if CREDIT.search(text):
        return {}
    if text.casefold() in SECTIONS:
        return {under[0]: Found("section", section=text)}
    if lines[under[0]].words >= SHORTEST_STANDFIRST and _has_credit(under[0] + 1, furniture):
        return {under[0]: Found("standfirst", standfirst=text)}
    return {under[0]: Found("caption", image_caption=text)}
