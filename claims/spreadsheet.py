"""A table as a CSV file that a spreadsheet opens as it is: RFC 4180, with a byte order mark.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
Injection"). Pure.
"""

import csv
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def written(columns, rows):
    """Return the text of the file: a line of headings and one for each row."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    lines = csv.writer(out)
    for row in (columns, *rows):
        lines.writerow(map(_cell, row))
    return out.getvalue()


def _cell(value):
    """Return what stands in a cell. A number is written by us, and is no formula."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value
