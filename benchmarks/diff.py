"""What comparing two long versions of an article costs: as plain text, as rich text, and merged.

    python -m benchmarks.diff

Bodies of 2,000 to 20,000 words in paragraphs, headings, lists and links; the newer version has
every tenth paragraph changed, some moved, added, removed, split and set bold. Then what is worst:
every word of every paragraph changed, and all of it in one paragraph. Processor seconds.
"""

import random
import sys
import time

from articles.diff import operations
from articles.html import clean, text_of
from articles.merge import merge
from articles.rich_diff import compare

SIZES = (2_000, 5_000, 10_000, 20_000)
A_PARAGRAPH = 50
MOST_SECONDS = 1.0


def main():
    chance = random.Random(1)
    vocabulary = [f"{a}{b}" for a in "bdfgklmnprst" for b in ("an", "ero", "ist", "ol", "une", "y")]
    vocabulary += [word * 2 for word in vocabulary] + ["the", "of", "and", "in"] * 20
    print("words           as text   as rich text   merged")
    slowest = 0.0
    for size in SIZES:
        base = _paragraphs(chance, vocabulary, size)
        theirs, mine = _edited(chance, base), _edited(chance, base)
        slowest = max(slowest, _line(f"{size:>6,}", *map(_body, (base, theirs, mine))))
    other, third = (_paragraphs(chance, vocabulary, size) for _ in range(2))
    slowest = max(slowest, _line("rewritten", *map(_body, (base, other, third))))
    whole = [f"<p>{' '.join(_words(version))}</p>" for version in (base, theirs, mine)]
    slowest = max(slowest, _line("one block", *map(clean, whole)))
    if slowest >= MOST_SECONDS:
        sys.exit(f"Two versions took {slowest:.2f} s, not less than {MOST_SECONDS} s.")


def _paragraphs(chance, vocabulary, size):
    count = size // A_PARAGRAPH
    return [" ".join(chance.choices(vocabulary, k=A_PARAGRAPH)) + "." for _ in range(count)]


def _edited(chance, paragraphs):
    edited = []
    for n, words in enumerate(paragraphs):
        deed = n % 40
        if deed == 7:
            edited.append(words.replace(" ", "</p><p>", 20).replace("</p><p>", " ", 19))
        elif deed == 17:
            edited.append(f"<b>{words}</b>")
        elif deed == 27:
            edited.insert(chance.randrange(len(edited)), words)
        elif deed % 10 == 5:
            edited.append(words.replace("the", "a", 2) + f" And {chance.randrange(999)} more.")
        elif deed != 37:
            edited.append(words)
    return edited


def _words(paragraphs):
    return [text_of(words) for words in paragraphs]


def _body(paragraphs):
    kinds = ["<h2>{}</h2>", "<ul><li>{}</li></ul>", '<p>{} <a href="/a">More</a></p>', "<p>{}</p>"]
    frames = (kinds[min(n % 12, 3)] for n in range(len(paragraphs)))
    return clean("".join(map(str.format, frames, paragraphs)))


def _line(name, base, theirs, mine):
    """Measure and print one line; return how long comparing the rich text took."""
    text = _seconds(operations, text_of(base), text_of(theirs))
    rich = _seconds(compare, base, theirs)
    merged = _seconds(merge, base, theirs, mine)
    print(f"{name:<13} {text:>8.3f} s {rich:>12.3f} s {merged:>7.3f} s")
    return rich


def _seconds(work, *arguments):
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


if __name__ == "__main__":
    main()
