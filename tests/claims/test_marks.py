"""Claims as marks over the words of their article."""

import pytest

from articles import editing
from articles.html import Mark
from claims.marks import LABELS, css, marks
from claims.models import Status
from tests.factories import WORDS, make_claim, make_claim_with_status, make_editor

pytestmark = pytest.mark.django_db


def address(claim):
    return f"/claims/{claim.pk}/"


@pytest.mark.parametrize("status", LABELS)
def test_a_claim_becomes_a_mark_that_says_how_it_stands(status):
    claim = make_claim_with_status(status)

    assert marks([claim], address) == [
        Mark(
            claim.start,
            claim.start + len(WORDS),
            str(claim.pk),
            css(status),
            LABELS[status],
            f"/claims/{claim.pk}/",
        )
    ]


def test_a_dismissed_claim_is_no_mark():
    assert marks([make_claim_with_status(Status.DISMISSED)], address) == []


def test_a_claim_whose_words_are_gone_is_no_mark():
    claim = make_claim()
    editing.revise(claim.article, by=make_editor(), based_on=1, html="<p>Other words.</p>")
    claim.refresh_from_db()

    assert marks([claim], address) == []


def test_classes_are_written_with_dashes():
    assert css(Status.AWAITING_APPROVAL) == "claim--awaiting-approval"
