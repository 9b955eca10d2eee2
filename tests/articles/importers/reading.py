"""How the tests look at a Draft: its fields, its blocks, and every word it holds."""

import os
import re
from html import unescape
from pathlib import Path

from articles.importers import drafts_in

PROJECT = Path(__file__).parents[3]
SEEDS = PROJECT / "seeds"
SEED_NAMES = sorted(path.name for path in SEEDS.glob("*.txt"))


def corpora():
    """Return the folder of test material that is not part of the project."""
    default = PROJECT.parent / "shared" / "corpora"
    return Path(os.environ.get("NEWSROOM_CORPORA", default))


def draft_of(text):
    """Return the one Draft of a saved page."""
    (draft,) = drafts_in("page.txt", text.encode())
    return draft


def seed_draft(name):
    (draft,) = drafts_in(name, (SEEDS / name).read_bytes())
    return draft


def blocks(draft):
    """Return (tag, text) for each line of the body's HTML that holds text."""
    lines = re.findall(r"^<(p|h2|cite)>(.*)</\1>$", draft.html, re.MULTILINE)
    return [(tag, unescape(text)) for tag, text in lines]


def speeches(draft):
    """Return (speaker, paragraphs) for each blockquote."""
    found = re.findall(
        r"<blockquote>\n(.*?)\n<cite>(.*?)</cite>\n</blockquote>", draft.html, re.DOTALL
    )
    return [(unescape(who), re.findall(r"<p>(.*?)</p>", unescape(said))) for said, who in found]


def texts(draft, tag):
    return [text for name, text in blocks(draft) if name == tag]


def words(text):
    return re.findall(r"\S+", text.replace("\N{NO-BREAK SPACE}", " "))


def words_held_by(draft):
    """Return the words of the body without its cites, of every field, and of the notes."""
    body = [text for tag, text in blocks(draft) if tag != "cite"]
    fields = (draft.headline, draft.standfirst, draft.image_caption, *draft.notes)
    return words(" ".join([*body, *filter(None, fields)]))
