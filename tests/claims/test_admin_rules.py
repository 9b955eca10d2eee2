"""What the page of a claim says of its rule, its origins and who recused, and what it asks."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from claims import workflow
from claims.models import Evidence
from tests.claims.admin_pages import evidence_form, state, url
from tests.factories import (
    make_claim,
    make_claim_in_review,
    make_editor,
    make_evidence,
    make_proposed_claim,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


def opened(client, claim, reader):
    client.force_login(reader)
    return LexborHTMLParser(client.get(url("change", claim)).content.decode())


def words_of(tree, selector):
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def make_reprinted(reviewer, **fields):
    """A claim with three pieces of evidence, of which the first and the last are one release."""
    claim = make_claim()
    for title, origin in (("One", "Town hall"), ("Two", "Register"), ("Three", "TOWN HALL")):
        make_evidence(claim, reviewer, title=title, origin=origin, **fields)
    return claim


def test_it_says_which_evidence_counts_together(client):
    claim = make_reprinted(make_reviewer())

    tree = opened(client, claim, make_editor())

    assert "2 independent origins" in words_of(tree, "#evidence h3")
    assert words_of(tree, ".origins li") == [
        "Town hall: no. 1, 3; they count once.",
        "Register: no. 2.",
    ]


def test_it_says_the_rule_for_this_claim(client):
    claim = make_claim(kind="quote", sensitivity="sensitive")

    tree = opened(client, claim, make_editor())

    assert words_of(tree, "#evidence .quiet")[0] == (
        "The rule for this claim: Two independent origins, at least one of them primary, and two "
        "approvals."
    )


def test_the_origin_of_confidential_evidence_is_not_told_to_an_editor(client):
    claim = make_reprinted(make_reviewer(), is_confidential=True)

    page = opened(client, claim, make_editor()).html

    assert ("Town hall" in page, "Register" in page) == (False, False)
    assert "Town hall" in opened(client, claim, make_reviewer()).html


def test_whoever_adds_evidence_is_offered_the_origins_there_are(client):
    tree = opened(client, make_reprinted(make_reviewer()), make_reviewer())

    offered = [option.attributes["value"] for option in tree.css("#evidence-origins option")]
    field = tree.css_first("#evidence-origin").attributes
    assert (offered, field["list"]) == (["Town hall", "Register"], "evidence-origins")


def test_the_origin_that_is_typed_is_kept(client):
    claim = make_claim()
    client.force_login(make_reviewer())

    client.post(url("evidence", claim), evidence_form(claim, origin="Town hall"))

    assert Evidence.objects.get().origin == "Town hall"


def test_a_proposal_that_lacks_an_origin_says_so_and_keeps_what_was_typed(client):
    reviewer = make_reviewer()
    claim = workflow.take(make_claim(sensitivity="sensitive"), "take_up", by=reviewer)
    make_evidence(claim, reviewer, origin="Town hall")
    client.force_login(reviewer)
    claim.refresh_from_db()
    before = state(claim)
    told = {"step": "propose", "verdict": "verified", "summary": "So.", "version": claim.version}

    response = client.post(url("step", claim), told)

    tree = LexborHTMLParser(response.content.decode())
    assert (response.status_code, state(claim)) == (400, before)
    assert "here is 1: Town hall." in words_of(tree, "#step-propose-verdict_error")[0]
    assert words_of(tree, "#step-propose-summary") == ["So."]


def test_a_last_day_is_suggested_where_facts_age_and_never_filled_in(client):
    reviewer = make_reviewer()
    claim = make_claim_in_review(reviewer=reviewer, kind="position")

    tree = opened(client, claim, reviewer)

    day = timezone.localdate() + timedelta(days=90)
    (told,) = words_of(tree, "#step-propose-valid_until_helptext")
    assert told.endswith(f"A position ages: {day.isoformat()} is suggested.")
    assert tree.css_first("#step-propose-valid_until").attributes.get("value") is None


def test_no_last_day_is_suggested_for_what_does_not_age(client):
    reviewer = make_reviewer()

    tree = opened(client, make_claim_in_review(reviewer=reviewer, kind="event"), reviewer)

    assert words_of(tree, "#step-propose-valid_until_helptext") == [
        "After this day it is rechecked. Empty: no end."
    ]


def test_it_names_who_recused_and_why(client):
    reviewer = make_reviewer(username="member")
    claim = workflow.take(make_claim(), "recuse", by=reviewer, note="I sat on this council.")

    tree = opened(client, claim, make_editor())

    (told, *_) = words_of(tree, "#steps > p")
    assert told.startswith("Member Of The Desk has declared a conflict of interest, ")
    assert told.endswith(": I sat on this council.")


def test_whoever_recuses_is_told_who_reads_the_reason(client):
    tree = opened(client, make_claim(), make_reviewer())

    assert words_of(tree, "#step-recuse-note_helptext") == [
        "Which interest of yours it touches: colleagues read it, readers do not."
    ]


def test_dissent_is_shown_with_its_reason_once_another_verdict_stands(client):
    reviewer, other = make_reviewer(), make_reviewer(username="second")
    claim = make_proposed_claim(reviewer=reviewer)
    claim = workflow.take(claim, "send_back", by=other, note="The minutes are a draft.")
    told = {"verdict": "verified", "summary": "The minutes were adopted."}
    claim = workflow.take(claim, "propose", by=reviewer, **told)

    tree = opened(client, claim, make_editor())

    (said,) = words_of(tree, ".older .answers li")
    assert said.startswith("Sent back by Second Of The Desk, ")
    assert said.endswith(": The minutes are a draft.")


def test_somebody_without_the_permission_does_not_learn_a_confidential_origin_from_a_step(client):
    reviewer, reader = make_reviewer(), make_user()
    for codename in ("view_claim", "review_claim", "approve_claim"):
        reader.user_permissions.add(Permission.objects.get(codename=codename))
    claim = workflow.take(make_claim(sensitivity="sensitive"), "take_up", by=reviewer)
    for origin in ("Town hall", "Register"):
        make_evidence(claim, reviewer, origin=origin, is_confidential=True)
    claim.refresh_from_db()
    workflow.take(claim, "propose", by=reviewer, verdict="verified", summary="So.")
    claim.evidence.filter(origin="Register").update(retracted_at=timezone.now())

    page = opened(client, claim, reader).html

    assert ("here is 1: a confidential source." in page, "Town hall" in page) == (True, False)
