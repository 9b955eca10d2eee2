"""The head of a saved page: what stands before the article's first paragraph."""

import re

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

TITLE = re.compile(r"^(?P<headline>.+\S)\s+[|–—-]\s+(?P<site>\S.*)$")
LONGEST_HEAD = 40  # lines
LONGEST_HEADLINE = 30  # words
LONGEST_CAPTION = 25  # words
SHORTEST_CRUMB_HEADLINE = 4  # words; sections have fewer


def read(lines, foot):
    """Return {place: Found} for the lines of the head that are not body.

    lines  the page's Lines without its foot.
    foot   the Founds of the foot: a bare name at the head is an author, a bare site name
           a masthead, if the foot says so.
    """
    furniture, loose = _sorted(lines, _known_from(foot))
    crumbs = {place: parts for place in loose if (parts := crumbs_of(lines[place].text))}
    loose = [place for place in loose if place not in crumbs]
    parts = next(iter(crumbs.values()), [])
    headline = _confirmed([lines[place].text for place in loose], parts) or _first_loose(
        lines, loose, furniture
    )
    in_crumb = parts and _names_headline(parts[-1], headline)
    headline = headline or (parts[-1] if in_crumb else None)
    sections = parts[:-1] if in_crumb else parts
    found = Found("breadcrumb", section=sections[-1] if sections else None, headline=headline)
    furniture |= dict.fromkeys(crumbs, found)
    titles = {place: title for place in loose if (title := _title(lines[place].text, headline))}
    rest = [place for place in loose if place not in titles]
    return furniture | titles | _caption(lines, rest, titles, furniture)


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
        elif not line.is_paragraph or (not loose and _may_be_headline(line)):
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


def _may_be_headline(line):
    return line.words <= LONGEST_HEADLINE and (line.text[-1] in "?!" or not line.is_closed)


def _leads_to_credits(lines, place):
    """Say whether a byline or a date follows: then the sentence before it is no paragraph yet."""
    following = lines[place + 1 : place + 2]
    return any(_furniture(line.text) and read_credit_line(line.text) for line in following)


def _repeats(text, others):
    """Say whether one of `others` is `text`, or its beginning cut off by a narrow page."""
    folded = text.casefold()
    return any(folded == o or (len(o) > 15 and folded.startswith(o)) for o in others)


def _confirmed(texts, crumbs):
    """Return the headline that stands in two places of the head, or None."""
    titles = [match["headline"] for text in texts if (match := TITLE.match(text))]
    others = [text.rstrip(" .…").casefold() for text in (*crumbs[-1:], *titles)]
    texts.sort(key=lambda text: bool(TITLE.match(text)))
    return next((text for text in texts if texts.count(text) > 1 or _repeats(text, others)), None)


def _first_loose(lines, loose, furniture):
    """Return the first short line, if it stands alone as a headline does."""
    if not loose or not _may_be_headline(lines[loose[0]]):
        return None
    place = loose[0]
    following = lines[place + 1]
    alone = following.gap > 0 or usual_gap(lines) == 0 or place + 1 in furniture
    return lines[place].text if alone else None


def _names_headline(crumb, headline):
    if headline is None:
        return len(crumb.split()) >= SHORTEST_CRUMB_HEADLINE
    return _repeats(headline, [crumb.rstrip(" .…").casefold()])


def _title(text, headline):
    """Return the Found of the headline, alone or with the site's name behind it, or None."""
    if headline and text.casefold() == headline.casefold():
        return Found("headline", headline=text)
    match = TITLE.match(text)
    if headline and match and match["headline"].casefold() == headline.casefold():
        return Found("page title", headline=headline, publication=match["site"])
    return None


def _caption(lines, loose, titles, furniture):
    """Return {place: Found} of the one short line under the headline: its picture's caption.

    Two such lines could be anything, so they stay; so does one beside a labelled caption.
    """
    under = [place for place in loose if titles and place > min(titles)]
    labelled = any(found.image_caption for found in furniture.values())
    if len(under) != 1 or labelled or lines[under[0]].words > LONGEST_CAPTION:
        return {}
    return {under[0]: Found("caption", image_caption=lines[under[0]].text)}
