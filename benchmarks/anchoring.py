"""Measure claims.anchoring on real pairs of article versions, and its speed on made-up ones.

Usage, from the project's root: python -m benchmarks.anchoring [PLOT.svg]

Writes a prediction for each labelled span to a temporary file and has the scorer judge it, beside
its own baseline that searches for the quotation. The scorer's "kept" is our exact and moved, its
"changed" our drifted. Not every drift ends a verdict, so each verdict that would stand on words
labelled edited or deleted is printed too, with both wordings.

The corpus is looked for in NEWSROOM_CORPORA (default ../shared/corpora), the scorer
score_anchor.py in NEWSROOM_TOOLS (default ../shared/tools). PLOT.svg is drawn if it is named.
Times are processor seconds: other work on the machine does not count.
"""

import ast
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from benchmarks._cost_plot import draw, slope
from claims.anchoring import Anchor, Span, relocate

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("NEWSROOM_CORPORA", ROOT.parent / "shared" / "corpora"))
TOOLS = Path(os.environ.get("NEWSROOM_TOOLS", ROOT.parent / "shared" / "tools"))
SYLLABLES = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
SIZES = (1, 2, 4, 8)  # times 5,000 words and 750 claims


def main():
    files = sorted((CORPORA / "revisions").glob("*.jsonl"))
    if files:
        score(files)
    else:
        print(f"No revisions in {CORPORA}: set NEWSROOM_CORPORA to the folder of the corpora.")
    points = measure_speed()
    print(f"cost grows with the size to the power of {slope(points):.2f}")
    if len(sys.argv) > 1:
        title = "Seconds to relocate the claims of an edited article"
        plot = draw(points, title, "words plus claims (dashed: linear)", "s")
        Path(sys.argv[1]).write_text(plot, encoding="utf-8")


# --- accuracy -------------------------------------------------------------------------------------


def score(files):
    scorer = TOOLS / "score_anchor.py"
    if not scorer.exists():
        print(f"No score_anchor.py in {TOOLS}: set NEWSROOM_TOOLS to the folder of the scorer.")
        return
    started = time.process_time()
    predictions = [line for file in files for line in predict(file)]
    print(f"{len(predictions)} claims relocated in {time.process_time() - started:.2f} s")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as output:
        output.writelines(json.dumps(prediction) + "\n" for prediction in predictions)
        output.flush()
        ours = run(scorer, *files, "--pred", output.name)
    baseline = run(scorer, *files, "--baseline", "context")
    print(f"\n{'file':<16} {'label':<18} claims  right   share  baseline  else")
    for file, labels in ours.items():
        for label, counts in labels.items():
            print(row(file.split(".")[0], label, counts, baseline[file][label]))
    standing = [each for file in files for each in verdicts_that_stand(file)]
    print(f"\nverdicts that stand on words labelled edited or deleted: {len(standing)}")
    for name, before, after in standing:
        print(f"  {name}, white space only: {before.split() == after.split()}")
        print(f"    was {before!r}\n    is  {after!r}")


def verdicts_that_stand(file):
    """Yield where a label says that the words changed and `material` says that they did not."""
    for pair, spans, results in relocated(file):
        for span, found in zip(spans, results, strict=True):
            label = "format_only" if span.get("format_only") else span["label"]
            if label.startswith(("edited", "deleted")) and not found.material:
                name = f"{pair['id']} at {span['start']}, {label}"
                yield name, span["exact"], found.span.of(pair["v2"]["text"])


def predict(file):
    for pair, _, results in relocated(file):
        for i, found in enumerate(results):
            yield {
                "pair": pair["id"],
                "i": i,
                "start": found.span and found.span.start,
                "end": found.span and found.span.end,
                "status": status(found),
            }


@cache
def relocated(file):
    """Return each pair of versions with its labelled spans and where we find them."""
    pairs = map(json.loads, file.read_text(encoding="utf-8").strip().split("\n"))
    return [(pair, pair["spans"], _relocated(pair)) for pair in pairs]


def _relocated(pair):
    spans = [Span(span["start"], span["end"]) for span in pair["spans"]]
    return relocate(pair["v1"]["text"], pair["v2"]["text"], spans)


def status(found):
    """The scorer's word for an anchor."""
    if found.span is None:
        return "orphan"
    return "changed" if found.anchor == Anchor.DRIFTED else "kept"


def run(scorer, *arguments):
    """The scorer's tables: {file: {label: {count's name: count}}}."""
    command = [sys.executable, scorer, *arguments]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = [line.partition(" ") for line in output.strip().split("\n")]
    return {file: ast.literal_eval(table) for file, _, table in lines}


def row(file, label, counts, baseline):
    n, right = counts["n"], counts["ok"]
    others = {k: v for k, v in counts.items() if k not in ("n", "ok") and v}
    named = ", ".join(f"{v} {k}" for k, v in others.items())
    share = f"{right / n:>7.1%} {baseline['ok'] / n:>9.1%}"
    return f"{file:<16} {label:<18} {n:>6} {right:>6} {share}  {named}"


# --- speed ----------------------------------------------------------------------------------------


def measure_speed():
    """Print a table and return its points: (words plus claims, seconds, the best of three)."""
    print(f"\n{'words':>7} {'claims':>7} {'seconds':>8} {'kept':>6}   a made-up article, edited")
    return [measure(size) for size in SIZES]


def measure(size):
    chance = random.Random(size)
    old = article(chance, 5_000 * size)
    new = edited(chance, old)
    spans = claims(chance, old, 750 * size)
    seconds = min(seconds_for(old, new, spans) for _ in range(3))
    kept = sum(not each.material for each in relocate(old, new, spans)) / len(spans)
    words = len(old.split())
    print(f"{words:>7} {len(spans):>7} {seconds:>8.2f} {kept:>6.0%}")
    return words + len(spans), seconds


def seconds_for(old, new, spans):
    started = time.process_time()
    relocate(old, new, spans)
    return time.process_time() - started


def article(chance, size):
    """About `size` made-up words in sentences and paragraphs."""
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(4000)]
    paragraphs, words = [], 0
    while words < size:
        lengths = [chance.randint(6, 25) for _ in range(chance.randint(2, 6))]
        sentences = [" ".join(chance.choices(vocabulary, k=n)).capitalize() for n in lengths]
        paragraphs.append(". ".join(sentences) + ".")
        words += sum(lengths)
    return "\n".join(paragraphs)


def edited(chance, text):
    """One paragraph in fifty is deleted, one added, one moved, and every fourth has new words."""
    paragraphs = []
    for paragraph in text.split("\n"):
        fate = chance.random()
        words = paragraph.split(" ")
        if 0.06 < fate < 0.3:
            for _ in range(3):
                words[chance.randrange(len(words))] = "replaced"
        if fate > 0.02:
            paragraphs.append(" ".join(words))
        if fate < 0.04:
            paragraphs.append("Here stands a new paragraph.")
        elif fate < 0.06:
            paragraphs.insert(chance.randrange(len(paragraphs)), paragraphs.pop())
    return "\n".join(paragraphs)


def claims(chance, text, number):
    starts = [chance.randrange(len(text) - 200) for _ in range(number)]
    return [Span(start, start + chance.randint(20, 180)) for start in starts]


if __name__ == "__main__":
    main()
