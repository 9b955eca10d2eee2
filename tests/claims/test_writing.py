"""What a step reads of a claim: once for all of its guards, and anew for whoever goes on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import workflow
from tests.factories import (
    make_claim,
    make_claim_in_review,
    make_evidence,
    make_proposed_claim,
    make_reviewer,
)

pytestmark = pytest.mark.django_db
PROPOSED = {"verdict": "verified", "summary": "As the minutes say."}


def steps_of_a_verdict(pieces):
    """Yield what proposes, then what approves a verdict on so many pieces of evidence."""
    reviewer = make_reviewer()
    claim = make_claim_in_review(reviewer=reviewer)
    for number in range(1, pieces):
        make_evidence(claim, reviewer, title=f"Register {number}")
    claim.refresh_from_db()
    yield lambda: workflow.take(claim, "propose", by=reviewer, **PROPOSED)
    claim.refresh_from_db()
    yield lambda: workflow.take(claim, "approve", by=make_reviewer())


def tables_read(step):
    with CaptureQueriesContext(connection) as asked:
        step()
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    return [sql.split(" FROM ")[1].split()[0].strip('"') for sql in read]


@pytest.mark.parametrize("pieces", [1, 3])
def test_what_a_verdict_rests_on_is_read_once_for_all_guards(pieces):
    for step in steps_of_a_verdict(pieces):
        read = tables_read(step)

        assert [read.count("claims_evidence"), read.count("claims_watch")] == [1, 1]


def test_whose_hands_were_in_it_is_read_once_for_all_guards():
    claim, reviewer = make_claim(), make_reviewer()

    read = tables_read(lambda: workflow.take(claim, "take_up", by=reviewer))

    assert read.count("claims_contribution") == 1


def test_whose_hand_a_step_noted_is_read_of_the_claim_that_it_gives_back():
    claim = make_proposed_claim()

    assert "proposed" in {one.role for one in claim.contributions.all()}
