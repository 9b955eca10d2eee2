"""What a claim may adopt is judged by the day on which it is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims import workflow
from claims.models import Claim
from tests import factories as make

pytestmark = pytest.mark.django_db


def decided_until(last):
    claim = make.make_claim_in_review()
    told = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": last}
    claim = workflow.take(claim, "propose", by=claim.assignee, **told)
    return workflow.take(claim, "approve", by=make.make_reviewer())


def adoptable(claim):
    return Claim.objects.with_review().get(pk=claim.pk).adoptable_id


def test_a_verdict_may_be_adopted_to_the_end_of_its_last_day(monkeypatch):
    today = timezone.localdate()
    first = decided_until(today)
    claim = make.make_matched_claim(first)
    before = adoptable(claim)

    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))

    assert (before, adoptable(claim)) == (first.pk, None)
