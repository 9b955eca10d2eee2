"""The body of an article as it may be stored: cleaned once, when it is written.

clean() is the gate. The other names are what may be done with a body that has passed it. This
is the only module that imports bleach.
"""

import re
from html import escape

from bleach.sanitizer import Cleaner

from .allowlist import ATTRIBUTES, ELEMENTS, INLINE, VOID
from .body import Speech, speaker_at, speeches, text_of
from .canonical import canonical
from .marking import Mark, mark
from .text import normalise
from .tokens import RAW, tokens

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_TAGS",
    "BodyRefused",
    "Mark",
    "Speech",
    "clean",
    "mark",
    "speaker_at",
    "speeches",
    "text_of",
]

# Measured with benchmarks/sanitizer.py: the worst body within these takes under two seconds.
MAX_BYTES = 1_000_000
MAX_TAGS = 12_000
MAX_DEPTH = 60
# In units of one inline element repeated in one block; an end tag out of order costs as many as:
MISNESTED = 30
MAX_REPAIRS = 20_000

RENAMED = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "strike": "s",
    "tt": "code",
    "kbd": "code",
    "samp": "code",
    "tfoot": "tbody",
} | dict.fromkeys(
    # They part words, so their place is kept; canonical() makes paragraphs of what they hold.
    {
        "address",
        "article",
        "aside",
        "caption",
        "center",
        "dir",
        "details",
        "dialog",
        "fieldset",
        "footer",
        "form",
        "header",
        "hgroup",
        "legend",
        "main",
        "menu",
        "nav",
        "optgroup",
        "option",
        "search",
        "section",
        "summary",
    },
    "div",
)
# Left out with all that they hold: it is not the article's words.
DROPPED = RAW | frozenset(
    {"svg", "math", "object", "applet", "audio", "video", "canvas", "template", "button", "select"}
)
KEPT = ELEMENTS | {"div"}
# bleach's parser loses elements that stand wrongly in a table at the top of a fragment. So no
# table stands there: all is within this element, whose tags in the source are renamed above.
ROOT = "main"

# Starting one of these ends the last one, so a row of them unended is no depth. For each to
# nest there must be another element in between, which counts.
SELF_ENDING = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody"})


class BodyRefused(ValueError):
    """The body is too large to be cleaned in reasonable time. The message is a sentence."""


def clean(html):
    """Return `html` (str, from anywhere) as the canonical HTML that may be stored and shown.

    Only what articles.allowlist names is left of it, in the one form that articles.canonical
    describes: clean(clean(html)) == clean(html). Scripts, styles, embedded objects and the like
    go with their content; any other element goes alone and its words stay.

    Raises BodyRefused if there are more than MAX_BYTES of UTF-8, MAX_TAGS tags and escaped
    characters (`&amp;` and the like) or MAX_DEPTH elements within each other, before or after
    cleaning, or if repairing its nesting would take too long.
    """
    html = normalise(html)
    refuse_if_too_large(html, "<")
    prepared = _prepared(html)
    refuse_if_too_large(prepared, "<&")
    refuse_if_too_tangled(prepared)
    cleaned = canonical(tokens(_sanitised(prepared)))
    # Repairing nesting and escaping may make it longer; it must pass again as it is.
    refuse_if_too_large(cleaned, "<&")
    refuse_if_too_tangled(cleaned)
    return cleaned


def refuse_if_too_large(html, signs):
    """Raise BodyRefused for more bytes, or more of the `signs` that begin markup, than allowed."""
    size = len(html.encode())
    if size > MAX_BYTES:
        raise BodyRefused(
            f"The body has {size:,} bytes, more than {MAX_BYTES:,}: "
            "divide it into several articles, or remove what is embedded in it."
        )
    tags = sum(map(html.count, signs))
    if tags > MAX_TAGS:
        raise BodyRefused(
            f"The body has {tags:,} tags and escaped characters, more than {MAX_TAGS:,}: "
            "remove formatting, or divide it into several articles."
        )


def refuse_if_too_tangled(html):
    """Raise BodyRefused if `html`, well-formed tags, is nested too deeply or too wrongly.

    bleach's parser is quadratic in depth, and repeats every inline element that is left open
    in each block that follows. Counts both in one pass, without repairing anything.
    """
    still_open, inlines, repairs = [], 0, 0
    for slash, name in re.findall(r"<(/?)(\w+)", html):
        if name not in INLINE and name not in VOID:
            repairs += inlines
        if not slash and name not in VOID and name not in SELF_ENDING:
            still_open.append(name)
            inlines += name in INLINE
        elif slash and name in still_open:
            repairs += 0 if still_open[-1] == name else MISNESTED
            del still_open[-1 - still_open[::-1].index(name)]
            inlines -= name in INLINE
        if len(still_open) > MAX_DEPTH or repairs > MAX_REPAIRS:
            raise BodyRefused(
                f"The body has more than {MAX_DEPTH} elements nested in each other or left "
                "unended, or too many that overlap: paste it as plain text, or end its tags."
            )


def _prepared(html):
    """Return `html` with known tags only, well-formed, without the content that is dropped."""
    out, dropping = [], []  # dropping: (name, where its content starts in out)
    for token in tokens(html):
        if isinstance(token, str):
            out.append(escape(normalise(token), quote=False))
            continue
        name = RENAMED.get(token.name, token.name)
        if name == "a" and not token.closing and "href" not in token.attributes:
            continue  # An old page's target of a link: often unended, and kept by nothing below.
        if name in KEPT:
            out.append(_tag(name, token))
        elif name in RAW:
            continue
        elif name in DROPPED and not token.closing:
            dropping.append((name, len(out)))
        elif name in DROPPED:
            _drop(name, out, dropping)
    return "".join(out)


def _drop(name, out, dropping):
    """Forget what was written since the innermost `name` started. If it never ends, it stays."""
    recent = [started for started, _ in dropping[-MAX_DEPTH:]]
    if name in recent:
        innermost = len(dropping) - 1 - recent[::-1].index(name)
        del out[dropping[innermost][1] :]
        del dropping[innermost:]


def _tag(name, token):
    if token.closing:
        return f"</{name}>"
    offered = ATTRIBUTES.get(name, ())
    kept = "".join(
        f' {key}="{escape(value)}"' for key, value in token.attributes.items() if key in offered
    )
    return f"<{name}{kept}>"


def _sanitised(html):
    """Return what bleach leaves of `html`, nested as the HTML standard has it."""
    # A new one each time: a Cleaner is not thread-safe.
    cleaner = Cleaner(
        tags=KEPT | {ROOT},
        attributes={name: list(forms) for name, forms in ATTRIBUTES.items()},
        protocols={"http", "https", "mailto"},
        strip=True,
        strip_comments=True,
    )
    return cleaner.clean(f"<{ROOT}>{html}")
