"""The words of claims within a stored body: spans in, HTML with <mark> out."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .body import pieces, text_of


@dataclass(frozen=True)
class Mark:
    """Words to be marked: `[start, end)` in code points of text_of(body).

    key    names the claim: letters, digits or dashes, no white space.
    css    further class names for its words and its reference.
    label  what a screen reader says for the reference; the reference has no text of its own.
    href   where the reference leads; "" for none.
    opens  id of the popover that the reference opens instead, where a browser can; "" for none.
    """

    start: int
    end: int
    key: str
    css: str = ""
    label: str = ""
    href: str = ""
    opens: str = ""


def mark(body, marks: Sequence[Mark]):
    """Return `body`, canonical HTML, with the words of `marks` in <mark> elements.

    A <mark class="claim" data-claims="KEY KEY"> covers a run of words within one element and
    one set of claims, listed in the order of their starts. The first of a claim has the id
    claim-KEY, or an empty <span> before it has, where several begin. After the last, an empty
    <a class="claim-ref"> leads to the claim's href, behind any link that the words stand in. Where
    the claim has a popover, a <button class="claim-open"> follows: a page shows one of the two.
    The text of the body is not changed by any of it.

    Raises ValueError, a sentence, if a span is empty, holds no words or is not in the body, or
    if a key has white space or comes twice.
    """
    check(marks, text_of(body))
    marks = sorted(marks, key=lambda m: (m.start, -m.end))
    out, place, in_link = [], {}, None  # place: key -> what its reference follows, in `out`
    for piece, claims in _runs(body, marks):
        out.append(_marked(piece, claims, place) if claims else piece)
        place |= dict.fromkeys((m.key for m in claims), len(out) - 1)
        if piece.startswith("<a "):
            in_link = set()
        elif in_link is not None:
            in_link.update(m.key for m in claims)
        if piece == "</a>":
            # A link must not hold another, so the references of its words come behind it.
            place |= dict.fromkeys(in_link, len(out) - 1)
            in_link = None
    for m in marks:
        out[place[m.key]] += _reference(m)
    return "".join(out)


def check(marks, text):
    """Raise ValueError, a sentence, unless all `marks` have a key and words in `text`."""
    keys = [m.key for m in marks]
    if len(set(keys)) < len(keys):
        raise ValueError("Two claims have the same key: give each its own.")
    for m in marks:
        if m.key.split() != [m.key]:
            raise ValueError(f"The key {m.key!r} of a claim is empty or has white space in it.")
        if not 0 <= m.start < m.end <= len(text) or text[m.start : m.end].isspace():
            raise ValueError(
                f"Claim {m.key} has no words at {m.start} to {m.end} of this text of "
                f"{len(text)} characters: select its words again in the current revision."
            )


def _runs(body, marks):
    """Yield (HTML, claims): each tag, and each run of words with the claims that cover it.

    One sweep from cut to cut, a cut being where claims start or end.
    """
    cuts = sorted({m.start for m in marks} | {m.end for m in marks}, reverse=True)
    waiting, claims, position = marks[::-1], [], 0
    for piece, is_tag in pieces(body):
        if is_tag:
            yield piece, ()
            continue
        between_blocks = not piece.strip("\n\t")
        first, end = position, position + len(piece)
        while position < end:
            if cuts and cuts[-1] == position:
                cuts.pop()
                claims = [m for m in claims if m.end > position]
                while waiting and waiting[-1].start == position:
                    claims.append(waiting.pop())
            stop = min(end, cuts[-1]) if cuts else end
            words = escape(piece[position - first : stop - first], quote=False)
            yield words, () if between_blocks else tuple(claims)
            position = stop


def _marked(words, claims, begun):
    """Return `words` in a <mark>; the claims that begin with them have their id there."""
    names = " ".join(dict.fromkeys(name for m in claims for name in ("claim", *m.css.split())))
    keys = " ".join(m.key for m in claims)
    new = [f' id="claim-{escape(m.key)}"' for m in claims if m.key not in begun]
    # An element has one id: where several claims begin, the others get an empty element each.
    targets = "".join(f"<span{other}></span>" for other in new[1:])
    return (
        f'{targets}<mark class="{escape(names)}"{"".join(new[:1])} data-claims="{escape(keys)}">'
        f"{words}</mark>"
    )


def _reference(m):
    if not m.href:
        return ""
    css, label = escape(" ".join(["", *m.css.split()])), f'aria-label="{escape(m.label)}"'
    link = f'<a class="claim-ref{css}" href="{escape(m.href)}" {label}></a>'
    if not m.opens:
        return link
    target = escape(m.opens)
    return f'{link}<button class="claim-open{css}" popovertarget="{target}" {label}></button>'
