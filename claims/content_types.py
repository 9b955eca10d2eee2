"""What was fetched is what its server calls it: header and bytes agree. Pure.

Browsers guess where these differ (https://mimesniff.spec.whatwg.org/); a copy kept as evidence
must not depend on a guess.
"""

import re
from email.message import Message

from articles.importers.encoding import MAGIC, MARKS

PDF, HTML, PLAIN = "application/pdf", "text/html", "text/plain"
# What servers say of a file that they know nothing of.
_NOTHING_SAID = ("", "application/octet-stream", "binary/octet-stream", "application/x-download")
_TEXT = re.compile(r"text/.*|application/(?:.*\+)?(?:json|xml|javascript)")
# As the standard above, section 7.1, has it: a comment at the beginning is one of a page.
_IS_HTML = re.compile(rb"\s*<(?:!--|(?:!doctype\s+html|html|head|body)\b)", re.I)
# What a type may be named, RFC 6838, section 4.2: any other is as if nothing were said.
_NAME = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
_TYPE = re.compile(f"{_NAME}/{_NAME}")
_LONGEST_HEADER = 1000  # characters; its parser takes the square of its length
_LOOKED_AT = 1024


def judged(header, body):
    """Return (media type in lower case, declared charset or "") of `body`, bytes.

    header  the Content-Type as the server sent it, or None.

    Raises ValueError, a sentence, where the bytes are something else.
    """
    told = Message()
    told["Content-Type"] = (header or "")[:_LONGEST_HEADER]
    claimed = _named(told) if header else ""
    charset = str(told.get_param("charset", "") or "").strip().lower()
    found, start = _binary(body), body[:_LOOKED_AT]
    if claimed in _NOTHING_SAID:
        return _by_bytes(found, start), charset
    if claimed == PDF and b"%PDF-" not in start:
        raise ValueError("The site calls it a PDF, but it is none: nothing was kept.")
    if found and _TEXT.fullmatch(claimed):
        raise ValueError(f"The site calls it {claimed}, but it is {found}: nothing was kept.")
    return claimed, charset


def _named(told):
    named = told.get_content_type()
    return named if _TYPE.fullmatch(named) else ""


def is_text(content_type):
    """Is it of a type whose bytes are characters?"""
    return bool(_TEXT.fullmatch(content_type))


def _by_bytes(found, start):
    if start.startswith(b"%PDF-"):
        return PDF
    if found:
        return "application/octet-stream"
    return HTML if _IS_HTML.match(start) else PLAIN


def _binary(body):
    """Return what kind of binary file the bytes are, as "a ZIP archive"; "" for text."""
    for magic, name in MAGIC:
        if body.startswith(magic):
            return name
    is_wide = body.startswith(tuple(mark for mark, _ in MARKS))
    return "a binary file" if b"\0" in body[:_LOOKED_AT] and not is_wide else ""
