"""Measure articles.html.clean on the attack corpus and on bodies of growing size.

Usage, from the project's root: python -m benchmarks.sanitizer

Prints how many payloads there are, how many are refused, violate the allow-list or change when
cleaned again, and the slowest; then processor seconds for bodies up to the caps. The corpus is
looked for in NEWSROOM_CORPORA, default ../shared/corpora.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from articles.allowlist import ATTRIBUTES, ELEMENTS
from articles.html import MAX_BYTES, MAX_DEPTH, MAX_TAGS, BodyRefused, Mark, clean, mark, text_of

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("NEWSROOM_CORPORA", ROOT.parent / "shared" / "corpora"))
ADDRESS = re.compile(r"https?://[^/\\]|mailto:[^@]+@|/(?![/\\])")
PARAGRAPH = 'Nine words and <a href="/a?b=1&amp;c=2">one link</a> make ten, <em>says</em> one. '

# The slowest bodies that we could think of, each just within the caps.
HOSTILE = {
    "paragraphs": "<p>x</p>" * (MAX_TAGS // 2),
    "links": '<a href="https://host.example">x</a>' * (MAX_TAGS // 2),
    "images": "<img src=/i>" * MAX_TAGS,
    "escaped": "<p>" + "&amp;" * (MAX_TAGS - 2) + "x" * (MAX_BYTES - 6 * MAX_TAGS),
    "nested": ("<i>" * MAX_DEPTH + "x" + "</i>" * MAX_DEPTH) * (MAX_TAGS // MAX_DEPTH // 2),
    "astray in a table": "<table>" + "<b>x</b><i>x</i>" * (MAX_TAGS // 4 - 1),
    "unended": "<p><b>" * 3 + "<p>x</p>" * 2900,
    "overlapping": "<b><i>x</b></i>" * 660 + "<p>x</p>" * (MAX_TAGS // 2 - 1320),
    "white space": ("<p>" + " " * 150 + "x") * (MAX_TAGS // 2),
    "unfinished tags": "<a b='" * MAX_TAGS,
}


def seconds(function, *arguments):
    """Return (processor seconds, result or the BodyRefused that was raised)."""
    start = time.process_time()
    try:
        result = function(*arguments)
    except BodyRefused as refusal:
        result = refusal
    return time.process_time() - start, result


def payloads():
    for path in sorted((CORPORA / "sanitizer").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], row["payload"]


def violates(cleaned):
    nodes = LexborHTMLParser(f"<!doctype html><body>{cleaned}").body.traverse(include_text=False)
    return any(
        node.tag not in ELEMENTS | {"body"}
        or not set(node.attributes) <= set(ATTRIBUTES.get(node.tag, ()))
        or not all(
            ADDRESS.match(node.attributes[name])
            for name in ("href", "src", "cite")
            if name in node.attributes
        )
        for node in nodes
    )


def corpus():
    total = refused = violations = changed = 0
    slowest = (0, "none")
    for key, payload in payloads():
        total += 1
        spent, cleaned = seconds(clean, payload)
        slowest = max(slowest, (spent, key))
        if isinstance(cleaned, BodyRefused):
            refused += 1
            continue
        violations += violates(cleaned)
        changed += clean(cleaned) != cleaned
    print(f"payloads {total}, refused {refused}, violations {violations}, not idempotent {changed}")
    print(f"slowest {slowest[0]:.3f} s ({slowest[1]})")
    return violations + changed


def scaling():
    print("\nan article with links     bytes   clean s   text_of s   mark 300 s   mark 3000 s")
    for size in (10_000, 100_000, MAX_TAGS // 7 * 100):
        body = clean(f"<p>{PARAGRAPH * 5}</p>" * max(1, size // 480))
        spent = [seconds(clean, body)[0], seconds(text_of, body)[0]]
        words = [found.span() for found in re.finditer(r"\w+", text_of(body))]
        for count in (300, 3000):
            marks = [Mark(a, b, str(n)) for n, (a, b) in enumerate(words[:count])]
            spent.append(seconds(mark, body, marks)[0])
        print(f"{len(body):>31,}", *(f"{one:>11.4f}" for one in spent))


def hostile():
    print("\na hostile body at the caps   bytes   clean s   outcome")
    for name, body in HOSTILE.items():
        spent, result = seconds(clean, body)
        outcome = "refused" if isinstance(result, BodyRefused) else "cleaned"
        print(f"{name:<22} {len(body):>11,} {spent:>9.2f}   {outcome}")


def main():
    failures = 0
    if (CORPORA / "sanitizer").is_dir():
        failures = corpus()
    else:
        print("The attack corpus was not found: set NEWSROOM_CORPORA to the corpora's folder.")
    scaling()
    hostile()
    if failures:
        sys.exit(f"{failures} payloads of the corpus were not cleaned as they should be.")


if __name__ == "__main__":
    main()
