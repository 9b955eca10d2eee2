"""Who first said what a piece of evidence says: reprints of one release count once.

An origin is a name, as somebody at the desk typed it or as the evidence gives it away. Two names
are one origin if they differ by case and white space only. Pure but for the kinds of evidence.
"""

import unicodedata
from urllib.parse import urlsplit

from articles import text

from .models import Evidence

NAME_LENGTH, KEY_LENGTH = (
    Evidence._meta.get_field(name).max_length for name in ("origin", "origin_key")
)


def effective_origin(evidence):
    """Return the name of the origin of `evidence`: never empty once it has a title.

    What was typed; else its publisher; else the publication of the article whose passage it is;
    else the host of its address; else its title, as of an interview or a paper. Two papers of one
    title and no publisher count as one: to say otherwise, somebody types their origins.
    """
    typed, publisher = _one_line(evidence.origin), _one_line(evidence.publisher)
    told = publisher or _publication(evidence) or _host(evidence.url) or evidence.title
    return typed or told[:NAME_LENGTH]


def _publication(evidence):
    if evidence.kind != Evidence.Kind.PASSAGE or evidence.passage_of is None:
        return ""
    publication = evidence.passage_of.article.publication
    return publication.name if publication else ""


def _host(url):
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # An address that is none is refused by the door, in its own words.
        return ""


def _one_line(words):
    return " ".join(text.normalise(words or "").split())


def folded(name):
    """Return the key by which two names of an origin are the same: no case, no white space."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()[:KEY_LENGTH]


def independent_origins(evidence):
    """Return the keys of the origins of these pieces of evidence, as a set."""
    return {one.origin_key for one in evidence}
