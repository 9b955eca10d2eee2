"""The signs of Markdown (https://spec.commonmark.org/) on the lines that give fields.

A page saved as text may be written in it. Only signs that hide what a line is are taken off:
those of a heading, and emphasis around credits. In prose an asterisk is the writer's.
"""

import re
from dataclasses import replace

from .page_furniture import read_credit_line

HEADING = re.compile(r"#{1,6}\s+(?=\S)")
CLOSING = re.compile(r"(?<!\s)\s+#+$")
LONGEST_CREDITS = 200  # code points
EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_])")


def plain(line):
    """Return the Line without the signs of a heading, or of emphasis around author or date."""
    if HEADING.match(line.text):
        words = CLOSING.sub("", HEADING.sub("", line.text, count=1))
        return replace(line, text=words)
    if len(line.text) > LONGEST_CREDITS or not EMPHASIS.search(line.text):
        return line
    bare = EMPHASIS.sub(r"\2", line.text)
    return replace(line, text=bare) if read_credit_line(bare) else line
