"""Three Drafts become one: what each of two people changed is in it, or a question is asked."""

from datetime import UTC, datetime

import pytest

from articles import reconciling
from articles.importers.base import Author
from tests.factories import make_draft

BASE = make_draft(headline="First", html="<p>One.</p>\n<p>Two.</p>", standfirst="Before.")


def draft(**told):
    return make_draft(**{"headline": "First", "html": BASE.html, "standfirst": "Before."} | told)


def merged(theirs, mine, **choices):
    found = reconciling.reconcile(BASE, draft(**theirs), draft(**mine))
    return reconciling.settled(found, choices)


@pytest.mark.parametrize(
    ("theirs", "mine", "expected"),
    [
        ({"headline": "Theirs"}, {}, {"headline": "Theirs"}),
        ({}, {"headline": "Mine"}, {"headline": "Mine"}),
        ({"headline": "Same"}, {"headline": "Same"}, {"headline": "Same"}),
        ({}, {"standfirst": None}, {"standfirst": None}),
        ({"standfirst": None}, {"standfirst": ""}, {"standfirst": None}),
        ({"byline": ()}, {}, {"byline": ()}),
        (
            {"html": "<p>Theirs.</p>\n<p>Two.</p>"},
            {"html": "<p>One.</p>\n<p>Mine.</p>", "section": "Mine"},
            {"html": "<p>Theirs.</p>\n<p>Mine.</p>", "section": "Mine"},
        ),
    ],
)
def test_what_one_changed_or_both_alike_is_taken(theirs, mine, expected):
    result = merged(theirs, mine)

    assert {name: getattr(result, name) for name in expected} == expected


def test_of_what_nobody_changed_nothing_is_told():
    found = reconciling.reconcile(BASE, draft(headline="Theirs"), draft())

    assert [line.name for line in found.lines] == ["headline"]


def test_every_conflict_is_a_question_with_the_sides_that_may_be_chosen():
    theirs = draft(headline="Theirs", byline=(), html="<p>Theirs.</p>\n<p>Two.</p>")
    mine = draft(headline="Mine", byline=(Author("B", None, None),), html="<p>I.</p>\n<p>Two.</p>")

    found = reconciling.reconcile(BASE, theirs, mine)

    assert found.questions == {
        "headline": ("theirs", "mine"),
        "byline": ("theirs", "mine"),
        "body-0": ("theirs", "mine", "both"),
    }


def test_what_is_not_chosen_or_cannot_be_is_undecided():
    theirs = draft(headline="Theirs", html="<p>Theirs.</p>\n<p>Two.</p>")
    mine = draft(headline="Mine", html="<p>I.</p>\n<p>Two.</p>")
    found = reconciling.reconcile(BASE, theirs, mine)

    assert reconciling.undecided(found, {"headline": "both", "body-0": "both"}) == ["headline"]
    assert reconciling.undecided(found, {"headline": "mine"}) == ["body-0"]
    assert reconciling.undecided(found, {"headline": "mine", "body-0": "theirs"}) == []


def test_what_is_chosen_stands():
    theirs = {"headline": "Theirs", "html": "<p>Theirs.</p>\n<p>Two.</p>"}
    mine = {"headline": "Mine", "html": "<p>I.</p>\n<p>Two.</p>"}

    result = merged(theirs, mine, headline="mine", **{"body-0": "both"})

    assert (result.headline, result.html) == ("Mine", "<p>Theirs.</p>\n<p>I.</p>\n<p>Two.</p>")


def test_a_date_is_the_same_to_the_second():
    exact = datetime(2026, 3, 1, 12, 0, 5, 123456, tzinfo=UTC)

    found = reconciling.reconcile(
        BASE, draft(published_at=exact), draft(published_at=exact.replace(microsecond=0))
    )

    assert found.questions == {}
