"""Web pages of news sites saved as plain text.

The head of a page is what stands before its first paragraph; the foot is what stands after
its last one; between them every line is the article's, save for buttons and links that call
themselves so. Each line taken out of the body is kept, with its kind, in the Draft's notes.
"""

import re
from dataclasses import replace
from html import escape

from ..text import normalise
from . import page_body, page_foot, page_head
from .base import Draft, ImportProblem
from .encoding import decode
from .page_credits import merged
from .page_furniture import reporting_publication
from .page_lines import lines_of
from .page_markdown import plain
from .speeches import blocks_of

MARKUP = re.compile(r"\s*<(!doctype html|html|\?xml)\b", re.IGNORECASE)
LINE_END = re.compile(r"[\r\n]")
# In a file with line ends of its own, Unicode's stand where a typesetter broke a line for looks.
SOFT_BREAK = re.compile(r"(?<![.!?…:”\"\s])[\u2028\u2029](?!\s)")
MARKUP_NAMES = {"!doctype html": "an HTML page", "html": "an HTML page", "?xml": "an XML file"}


def drafts(data):
    """Yield the one Draft in `data`, the bytes of a saved page.

    Raises ImportProblem if the bytes are not text, or no sentence of an article is in them.
    """
    decoded = decode(data)
    _refuse_markup(decoded.text)
    text = SOFT_BREAK.sub(" ", decoded.text) if LINE_END.search(decoded.text) else decoded.text
    lines = [plain(line) for line in lines_of(normalise(text))]
    if not lines:
        raise ImportProblem("The file holds nothing but white space. Save the page again.")
    draft = _draft(lines)
    if decoded.guess:
        guess = f"Read as {decoded.guess}: the file does not say its encoding"
        draft = replace(draft, notes=(guess, *draft.notes))
    yield draft


def _refuse_markup(text):
    if match := MARKUP.match(text):
        raise ImportProblem(
            f"This is {MARKUP_NAMES[match[1].lower()]}, not plain text."
            " Open it and save the page as text."
        )


def _draft(lines):
    start_of_foot, foot = page_foot.read(lines)
    head = page_head.read(lines[:start_of_foot], foot.values())
    start = max(head, default=-1) + 1
    taken = {**head, **page_body.read(lines, start, start_of_foot), **foot}
    body = [line for place, line in enumerate(lines) if place not in taken]
    _refuse_without_sentence(body)
    return _assembled([taken[place] for place in sorted(taken)], body, _notes(lines, taken))


def _refuse_without_sentence(body):
    if not body:
        raise ImportProblem(
            "Nothing but page furniture was found in the file: no paragraph of an article."
            " Save the whole page as text and import it again."
        )
    if not any(line.holds_sentence for line in body):
        raise ImportProblem(
            "No whole sentence of an article was found in the file, only short lines."
            " Save the whole page as text and import it again."
        )


def _assembled(found, body, notes):
    paper = first(found, "publication") or next(
        (name for line in body[:2] if (name := reporting_publication(line.text))), None
    )
    return Draft(
        headline=first(found, "headline"),
        headline_is_doubtful=any(item.is_doubtful for item in found),
        html=html_of(blocks_of(body)),
        section=first(found, "section"),
        publication=paper,
        published_at=first(found, "published_at"),
        byline=_byline(found),
        image_caption=_image_caption(found),
        standfirst=first(found, "standfirst"),
        notes=notes,
    )


def _image_caption(found):
    """Return the caption of the lead picture: what stands at the head, or else comes first."""
    captions = {item.image_caption: item for item in found if item.image_caption}
    lead = [text for text, item in captions.items() if item.kind == "caption"]
    return " ".join(lead or list(captions)[:1]) or None


def _byline(found):
    """Return the authors, with a handle that names nobody given to the only one there is.

    Those whom only an agency's closing credits name are authors if no byline stands there.
    """
    signed = [author for item in found for author in item.byline]
    authors = merged(signed or [author for item in found for author in item.reporters])
    handle = first(found, "handle")
    if len(authors) == 1 and handle and not authors[0].handle:
        return (replace(authors[0], handle=handle),)
    return authors


def first(found, field):
    """Return the first value that any of `found` gives for `field`, or None."""
    return next((value for item in found if (value := getattr(item, field))), None)


def _notes(lines, taken):
    """Return the lines outside the body, save those that are a field word for word."""
    return tuple(
        f"{found.kind}: {lines[place].text}"
        for place, found in sorted(taken.items())
        if lines[place].text not in (found.headline, found.image_caption, found.standfirst)
    )


def html_of(blocks):
    """Return the Blocks as HTML, one a line; a speech's lines stand between its tags."""
    return "\n".join(_tagged(block) for block in blocks)


def _tagged(block):
    if block.speaker is None:
        return f"<{block.tag}>{_escaped(block.paragraphs[0])}</{block.tag}>"
    paragraphs = "\n".join(f"<p>{_escaped(text)}</p>" for text in block.paragraphs)
    return f"<blockquote>\n{paragraphs}\n<cite>{_escaped(block.speaker)}</cite>\n</blockquote>"


def _escaped(text):
    return escape(text, quote=False)
