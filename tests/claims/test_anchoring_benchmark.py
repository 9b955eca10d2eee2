"""The figures that benchmarks.anchoring prints, held on the real pairs of article versions."""

import os
from pathlib import Path

import pytest

from benchmarks import _cost_plot, anchoring
from claims.anchoring import Span

ROOT = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("NEWSROOM_CORPORA", ROOT.parent / "shared" / "corpora"))
FILES = sorted((CORPORA / "revisions").glob("*.jsonl"))


def label(span):
    return "format_only" if span.get("format_only") else span["label"]


def labelled(file, *labels):
    """Each labelled span with one of `labels` and where it was found."""
    return [
        (span, found)
        for _, spans, results in anchoring.relocated(file)
        for span, found in zip(spans, results, strict=True)
        if label(span) in labels
    ]


@pytest.mark.corpus
@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in FILES])
def test_words_that_no_edit_touched_are_kept_at_their_exact_place(file):
    kept = labelled(file, "kept", "kept_moved", "kept_repeated")
    assert [(found.span, anchoring.status(found)) for _, found in kept] == [
        (Span(span["gold_start"], span["gold_end"]), "kept") for span, _ in kept
    ]


@pytest.mark.corpus
@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in FILES])
def test_no_verdict_stands_on_words_that_changed_in_more_than_white_space(file):
    standing = anchoring.verdicts_that_stand(file)
    assert [name for name, was, now in standing if was.split() != now.split()] == []


@pytest.mark.corpus
@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in FILES])
def test_words_that_were_deleted_are_told_lost(file):
    deleted = [anchoring.status(found) for _, found in labelled(file, "deleted")]
    assert deleted.count("orphan") >= 0.95 * len(deleted)


@pytest.mark.parametrize("power", [1, 1.5, 2])
def test_the_slope_of_a_cost_is_its_power(power):
    points = [(size, 3 * size**power) for size in (10, 20, 40, 80)]
    assert _cost_plot.slope(points) == pytest.approx(power)


def test_the_plot_names_its_axes_and_escapes_its_title():
    plot = _cost_plot.draw([(10, 1.0), (20, 2.0)], "a < b", "words", "seconds")
    shown = ("a &lt; b", ">words<", ">seconds<", ">20<", ">2.00<")
    assert [plot.count(text) for text in shown] == [2, 1, 1, 1, 1]
