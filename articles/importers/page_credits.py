"""Who wrote it: bylines, author boxes and closing biographies of news pages.

A name is a credit only where words around it say so ("By …", "… | Staff writer",
"… is the paper's editor, follow her on @…"). A bare name proves nothing.
"""

import re

from .base import Author
from .vocabulary import DESKS, NAMELESS, NOT_IN_NAMES, PARTICLES, ROLES

BYLINE = re.compile(
    r"^(?:by:?|(?:written|text|story|words) by:?|authors?:|reporter:|text:|müəllif:"
    r"|автор:)\s+(?P<rest>\S.*)$",
    re.IGNORECASE,
)
AGENCY_CREDIT = re.compile(
    r"^(?:(?:additional|further) )?(?P<deed>report|writ|edit|compil|translat|produc)\w*"
    r"(?:(?: and|,) (?:report|writ|edit|translat)\w+)* by:? (?P<names>\S.*)$",
    re.IGNORECASE,
)
LONGEST_AGENCY_CREDIT = 60  # words
SEPARATOR = re.compile(r"\s*(?:[|•·;,/]|\s[–—-]\s)\s*")
HANDLE = re.compile(r"(?<![\w.])@\w+(?:\.\w+)*")
POSSESSIVE = re.compile(r"^(?P<publication>[^\W\d_].*?)['’]s? (?P<role>\S.*)$")
BIOGRAPHY = re.compile(
    r"^(?P<name>\S+(?: \S+){1,4}?) (?P<verb>is|covers|writes|reports on|has (?:covered|written|"
    r"reported|worked)|works|edits|leads) (?P<rest>\S.*)$"
)
EMPLOYED = re.compile(r"^(?P<role>.+?) (?:at|for|with|of) (?P<publication>[^\W\d_].*)$")


def is_name(text):
    """Say whether `text` has the shape of a person's name: two to five capitalised words."""
    words = text.split()
    return (
        2 <= len(words) <= 5
        and all(_is_name_word(word) for word in words)
        and words[0][0].isupper()
        and not NOT_IN_NAMES & {word.strip(".").lower() for word in words}
    )


def _is_name_word(word):
    letters = word.replace(".", "").replace("-", "").replace("’", "").replace("'", "")
    return word in PARTICLES or (letters.isalpha() and word[0].isupper())


def is_role(text):
    """Say whether `text` ends in what people of a newsroom are ("Staff writer", "EU editor")."""
    head = re.split(r" (?:at|for|of|in|with) ", text.strip(" ."))[0]
    last = head.split()[-1].lower() if head.split() else ""
    named = ROLES & set(last.split("-")) or last in {"chief", "desk", "staff"}
    return bool(named) and len(text.split()) <= 8


def read_byline(text):
    """Return the authors that a byline names, or () if `text` is none."""
    match = BYLINE.match(text)
    rest = match["rest"] if match else text
    handles = HANDLE.findall(rest)
    pieces = [piece for piece in SEPARATOR.split(HANDLE.sub("", rest)) if piece]
    authors = _credited(pieces) if match else _with_role(pieces)
    if len(authors) == 1 and handles:
        return (Author(authors[0].name, authors[0].role, handles[0]),)
    return tuple(authors)


def _credited(pieces):
    """Return authors of what follows "By": "A", "A and B", "A, B and C", "A, role"."""
    names = re.split(r" (?:and|&) ", pieces[-1]) if pieces else []
    if len(names) > 1 and all(map(_is_credit, [*pieces[:-1], *names])):
        return [Author(name, None, None) for name in [*pieces[:-1], *names]]
    if pieces and _is_credit(pieces[0]):
        role = next((piece for piece in pieces[1:] if is_role(piece)), None)
        # What else stands behind a comma is as often an agency as an author: no author.
        return [Author(pieces[0], role, None)] if all(map(_is_short, pieces)) else []
    return []


def credited_by_agency(text):
    """Return the reporters of "(Reporting by A in TOWN and B; Editing by C)", or None.

    () where only other hands are named. A sentence that begins so is none: it goes on.
    """
    if len(text.split()) > LONGEST_AGENCY_CREDIT:
        return None
    parts = [part.strip() for part in text.strip("()[]. ").split(";")]
    matches = [AGENCY_CREDIT.match(part) for part in parts if part]
    if not matches or not all(matches):
        return None
    named = [(match["deed"].lower(), _credits_in(match["names"])) for match in matches]
    if not all(names for _, names in named):
        return None
    return tuple(
        Author(name, None, None) for deed, names in named if deed == "report" for name in names
    )


def _credits_in(names):
    """Return the names of "A in TOWN, B and C", or [] if anything else stands there."""
    pieces = re.split(r",? (?:and|&) |, ", names)
    people = [re.split(r" (?:in|at|from) (?=[^\W\d_a-z])", piece)[0] for piece in pieces]
    return people if all(map(_is_credit, people)) else []


def is_desk(text):
    """Say whether `text` is a desk or a nameless reporter ("Politics Desk", "Staff reporter")."""
    words = text.split()
    capital = text[:1].isupper() and len(words) <= 3
    return text.casefold() in NAMELESS or (
        capital and len(words) > 1 and words[-1].casefold() in DESKS and words[0].isalpha()
    )


def _is_short(piece):
    return len(piece.split()) <= 6


def _is_credit(text):
    """Say whether `text` may stand after "By": a name, or one word such as an agency's."""
    return (
        is_name(text)
        or is_desk(text)
        or (len(text.split()) == 1 and text[0].isupper() and text[1:].isalpha())
    )


def _with_role(pieces):
    if len(pieces) == 1 and is_desk(pieces[0]):
        return [Author(pieces[0], None, None)]
    if len(pieces) == 2 and is_name(pieces[0]) and is_role(pieces[1]):
        return [Author(pieces[0], pieces[1], None)]
    return []


def read_biography(text):
    """Return (Author, publication) of "NAME is PAPER's ROLE, follow …", or None.

    Only the form is judged; whether it closes an article or stands in it, the page tells.
    """
    match = BIOGRAPHY.match(text)
    if not match or not is_name(match["name"]):
        return None
    name, rest = match["name"], match["rest"]
    if match["verb"] != "is":
        return Author(name, None, _handle(text)), None
    clause = re.split(r"[,;]|\.(?:\s|$)| and | who |\bfollow\b", rest, flags=re.IGNORECASE)[0]
    clause = re.sub(r"^(?:an?|the) ", "", clause.strip())
    employed = POSSESSIVE.match(clause) or EMPLOYED.match(clause)
    role, paper = (employed["role"], employed["publication"]) if employed else (clause, None)
    if not is_role(role):
        return None
    return Author(name, role, _handle(text)), paper and paper.strip()


def _handle(text):
    match = HANDLE.search(text)
    return match[0] if match else None


def read_about(text):
    """Return the name in "About NAME", the heading of an author box; None for other headings."""
    _, about, name = text.rstrip(":").partition("About ")
    return name if about and text.startswith("About ") and is_name(name) else None


def merged(authors):
    """Return `authors` with each name once, keeping whichever role and handle is stated."""
    together = {}
    for author in authors:
        known = together.get(author.name.casefold(), author)
        together[author.name.casefold()] = Author(
            known.name, known.role or author.role, known.handle or author.handle
        )
    return tuple(together.values())
