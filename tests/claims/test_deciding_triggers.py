"""What the database holds of verdicts when somebody goes round the doors: every trigger of them.

Who decides, on what, and what confirms or adopts a verdict (tests/claims/test_constraints.py).
"""

from contextlib import contextmanager
from copy import copy
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import guarded_tables
from articles.text import sha256
from claims import workflow
from claims.models import Approval, Claim, Contribution, Decision, Sameness, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@contextmanager
def guards_off():
    connection.check_constraints()  # PostgreSQL drops no trigger before what is deferred is done.
    guarded_tables.remove(connection, guarded_tables.watched())
    yield
    guarded_tables.install(connection, guarded_tables.watched())


@pytest.fixture(scope="module")
def awaiting(made_once):
    """Claims that await approval, by verdict and sensitivity."""
    return {
        (verdict, sensitivity): make.make_proposed_claim(verdict=verdict, sensitivity=sensitivity)
        for verdict in ("verified", "refuted", "unverifiable")
        for sensitivity in ("normal", "sensitive")
    }


@pytest.fixture
def proposed(awaiting):
    return awaiting["verified", "normal"]


@pytest.fixture
def sensitive(awaiting):
    return awaiting["verified", "sensitive"]


@pytest.fixture(scope="module")
def decided(made_once):
    return make.make_decided_claim()


@pytest.fixture(scope="module")
def matched(made_once):
    """An open claim, to be declared the same as another."""
    return make.make_claim()


@pytest.fixture(scope="module")
def reviewer(made_once):
    return make.make_reviewer()


# --- who decides ------------------------------------------------------------------------------


def approve(decision, by):
    return Approval.objects.create(
        decision=decision, by=by, by_name="Somebody", agrees=True, created=NOW
    )


def set_to_verified(claim):
    with transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(status=Status.VERIFIED, decided_at=NOW)


UNDECIDED = "a verdict needs its decision and every approval"


@pytest.mark.parametrize("role", Contribution.Role.values)
def test_an_approval_by_a_contributor_does_not_get_in(role, proposed):
    person = make.make_user()
    Contribution.objects.create(claim=proposed, person=person, person_name="Somebody", role=role)

    with pytest.raises(IntegrityError, match="four eyes"), transaction.atomic():
        approve(proposed.decision, person)

    assert proposed.decision.approvals.count() == 0


def test_dissent_by_a_contributor_gets_in(proposed):
    Approval.objects.create(
        decision=proposed.decision, by=proposed.assignee, agrees=False, note="No.", created=NOW
    )

    assert proposed.decision.approvals.count() == 1


@pytest.mark.parametrize("sensitivity", ["normal", "sensitive"])
def test_a_claim_without_its_approvals_does_not_become_verified(sensitivity, awaiting, reviewer):
    claim = awaiting["verified", sensitivity]
    if sensitivity == "sensitive":
        approve(claim.decision, reviewer)

    with pytest.raises(IntegrityError, match=UNDECIDED):
        set_to_verified(claim)

    assert Claim.objects.get(pk=claim.pk).status == Status.AWAITING_APPROVAL


def test_approvals_by_nobody_do_not_count(sensitive):
    approve(sensitive.decision, None)
    approve(sensitive.decision, None)

    with pytest.raises(IntegrityError, match=UNDECIDED):
        set_to_verified(sensitive)


def test_dissent_does_not_count_as_an_approval(proposed, reviewer):
    Approval.objects.create(
        decision=proposed.decision, by=reviewer, agrees=False, note="No.", created=NOW
    )

    with pytest.raises(IntegrityError, match=UNDECIDED):
        set_to_verified(proposed)


def test_another_verdict_than_the_approved_one_does_not_get_in(awaiting, reviewer):
    claim = awaiting["refuted", "normal"]
    approve(claim.decision, reviewer)

    with pytest.raises(IntegrityError, match=UNDECIDED):
        set_to_verified(claim)


def test_the_decision_of_another_claim_does_not_decide_this_one(decided):
    claim = make.make_claim_in_review()

    with pytest.raises(IntegrityError, match=UNDECIDED), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(
            status=Status.VERIFIED, decided_at=NOW, decision=decided.decision
        )


def test_a_claim_is_not_born_decided(decided):
    claim = copy(decided)
    claim.pk = None

    with pytest.raises(IntegrityError, match=UNDECIDED):
        claim.save(force_insert=True)


def test_a_claim_proposed_as_sensitive_stays_so(sensitive):
    with pytest.raises(IntegrityError, match="stays sensitive"):
        Claim.objects.filter(pk=sensitive.pk).update(sensitivity="normal")


@pytest.mark.parametrize(
    "columns", [{"statement": "The council is large."}, {"kind": "quote"}, {"claimant": "Somebody"}]
)
def test_what_a_proposed_verdict_speaks_of_does_not_change_under_it(columns, proposed):
    with pytest.raises(IntegrityError, match="does not change under it"):
        Claim.objects.filter(pk=proposed.pk).update(**columns)


def test_a_claim_is_not_made_sensitive_under_a_proposed_verdict(proposed):
    with pytest.raises(IntegrityError, match="does not change under it"):
        Claim.objects.filter(pk=proposed.pk).update(sensitivity="sensitive")


# --- what a verdict rests on ----------------------------------------------------------------------

RESTS = "as many independent origins as its rule asks for"


def approve_as_many_as_it_needs(claim):
    for _ in range(claim.decision.approvals_needed):
        approve(claim.decision, make.make_reviewer())


def set_to_its_verdict(claim):
    with transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(status=claim.decision.verdict, decided_at=NOW)


@pytest.mark.parametrize("verdict", ["verified", "refuted", "unverifiable"])
@pytest.mark.parametrize("sensitivity", ["normal", "sensitive"])
def test_a_verdict_on_enough_evidence_gets_in(verdict, sensitivity, awaiting):
    claim = awaiting[verdict, sensitivity]
    approve_as_many_as_it_needs(claim)

    set_to_its_verdict(claim)

    assert Claim.objects.get(pk=claim.pk).status == verdict


@pytest.mark.parametrize("verdict", ["verified", "refuted"])
def test_a_verdict_with_an_origin_too_few_does_not_get_in(verdict, awaiting):
    claim = awaiting[verdict, "sensitive"]
    approve_as_many_as_it_needs(claim)
    claim.evidence.filter(title="Register of members").update(retracted_at=NOW)

    with pytest.raises(IntegrityError, match=RESTS):
        set_to_its_verdict(claim)


def test_evidence_that_says_something_else_is_no_origin(sensitive):
    approve_as_many_as_it_needs(sensitive)
    with guards_off():
        sensitive.evidence.filter(title="Register of members").update(stance="context")

    with pytest.raises(IntegrityError, match=RESTS):
        set_to_its_verdict(sensitive)


def test_two_pieces_of_one_origin_count_once(sensitive):
    approve_as_many_as_it_needs(sensitive)
    with guards_off():
        sensitive.evidence.update(origin_key="one release")

    with pytest.raises(IntegrityError, match=RESTS):
        set_to_its_verdict(sensitive)


def test_a_verdict_on_sources_that_are_too_weak_does_not_get_in():
    claim = make.make_proposed_claim(kind="figure")
    approve_as_many_as_it_needs(claim)
    with guards_off():
        claim.evidence.update(tier="secondary")

    with pytest.raises(IntegrityError, match=RESTS):
        set_to_its_verdict(claim)


def test_a_verdict_on_no_evidence_at_all_does_not_get_in(awaiting):
    claim = awaiting["unverifiable", "normal"]
    approve_as_many_as_it_needs(claim)
    claim.evidence.update(retracted_at=NOW)

    with pytest.raises(IntegrityError, match=RESTS):
        set_to_its_verdict(claim)


def test_a_verdict_needs_the_approvals_that_its_decision_says(proposed, reviewer):
    with guards_off():
        Decision.objects.update(approvals_needed=2)
    approve(proposed.decision, reviewer)

    with pytest.raises(IntegrityError, match=UNDECIDED):
        set_to_verified(proposed)


def test_a_sensitive_claim_needs_two_approvals_whatever_its_decision_says(sensitive, reviewer):
    with guards_off():
        Decision.objects.update(approvals_needed=1)
    approve(sensitive.decision, reviewer)

    with pytest.raises(IntegrityError, match=UNDECIDED):
        set_to_verified(sensitive)


def recuse(claim, person):
    return Contribution.objects.create(
        claim=claim, person=person, person_name="Somebody", role="recused"
    )


def test_an_approval_by_somebody_who_recused_since_does_not_count(proposed, reviewer):
    approve(proposed.decision, reviewer)
    recuse(proposed, reviewer)

    with pytest.raises(IntegrityError, match=UNDECIDED):
        set_to_verified(proposed)


def test_dissent_by_somebody_who_recused_does_not_get_in(proposed, reviewer):
    recuse(proposed, reviewer)

    with pytest.raises(IntegrityError, match="four eyes"):
        Approval.objects.create(
            decision=proposed.decision, by=reviewer, agrees=False, note="No.", created=NOW
        )


@pytest.mark.parametrize(
    "columns",
    [
        {"statement": "The council has many members."},
        {"kind": "figure"},
        {"claimant": "Somebody"},
        {"exact": "The council has 41 members."},
    ],
)
def test_what_a_verdict_speaks_of_does_not_change_under_it(columns, decided):
    with pytest.raises(IntegrityError, match="does not change under it"):
        Claim.objects.filter(pk=decided.pk).update(**columns)


def test_the_words_change_with_the_revision_and_the_rest_once_no_verdict_stands(decided):
    rows = Claim.objects.filter(pk=decided.pk)
    revision = make.make_article().revision
    rows.update(exact=make.WORDS.upper(), revision=revision)

    rows.update(kind="figure", status="open", decided_at=None)

    claim = rows.get()
    assert (claim.exact, claim.kind) == (make.WORDS.upper(), "figure")


# --- what confirms a verdict ---------------------------------------------------------------------


def forge_a_confirmation(fallen, claim=None, **said):
    """Insert a decision that confirms `fallen`, but for what is `said` differently."""
    copied = ("verdict", "rating", "summary", "exact", "approvals_needed", "origins_needed",
              "tier_needed")  # fmt: skip
    told = {name: getattr(fallen, name) for name in copied}
    with transaction.atomic():
        return Decision.objects.create(
            claim=claim or fallen.claim,
            revision=fallen.revision,
            quote_sha256=fallen.quote_sha256,
            confirms=fallen,
            created=NOW,
            **(told | said),
        )


IN_FORCE = "a verdict is confirmed as it was, once it had been in force"


@pytest.fixture(scope="module")
def fallen(made_once):
    return make.make_fallen_claim(verdict="refuted").decision


@pytest.mark.parametrize(
    "said",
    [
        {"verdict": "unverifiable", "rating": "", "origins_needed": 0, "tier_needed": ""},
        {"rating": "misleading"},
        {"summary": "Something else was found."},
    ],
)
def test_a_confirmation_that_says_something_else_does_not_get_in(said, fallen):
    with pytest.raises(IntegrityError, match=IN_FORCE):
        forge_a_confirmation(fallen, **said)


def test_a_confirmation_of_another_claims_verdict_does_not_get_in(fallen, matched):
    with pytest.raises(IntegrityError, match=IN_FORCE):
        forge_a_confirmation(fallen, matched)


@pytest.mark.parametrize("approvals", [0, 1])
def test_a_confirmation_of_a_verdict_that_was_never_in_force_does_not_get_in(approvals, sensitive):
    for _ in range(approvals):
        approve(sensitive.decision, make.make_reviewer())

    with pytest.raises(IntegrityError, match=IN_FORCE):
        forge_a_confirmation(sensitive.decision)


def test_a_confirmation_of_a_verdict_that_was_in_force_gets_in():
    fallen = make.make_fallen_claim(sensitivity="sensitive").decision

    assert forge_a_confirmation(fallen).confirms == fallen


# --- what adopts a verdict -----------------------------------------------------------------------


LAST = NOW.date() + timedelta(days=30)


@pytest.fixture(scope="module")
def checked(made_once):
    """Refuted until a day."""
    reviewer = make.make_reviewer()
    claim = make.make_claim_in_review(reviewer=reviewer, stance="refutes")
    said = {"verdict": "refuted", "rating": "false", "summary": "It is 50.", "valid_until": LAST}
    claim = workflow.take(claim, "propose", by=reviewer, **said)
    return workflow.take(claim, "approve", by=make.make_reviewer())


@pytest.fixture(scope="module")
def same(checked, matched):
    return make.declare_same(checked, matched)


@pytest.fixture(scope="module")
def adopting(checked):
    return make.make_adopting_claim(checked)


def forge_an_adoption(first, claim, same=None, **said):
    """Insert a decision that adopts that of `first`, but for what is `said` differently."""
    told = {"verdict": "refuted", "rating": "false", "valid_until": LAST, "adopts": first.decision}
    told |= {"approvals_needed": 1, "origins_needed": 1, "tier_needed": "secondary"}
    told = {"exact": claim.exact, "revision": claim.revision, "summary": "So."} | told | said
    with transaction.atomic():
        return Decision.objects.create(
            claim=claim,
            sameness=same or make.declare_same(first, claim),
            quote_sha256=sha256(claim.exact),
            created=NOW,
            **told,
        )


ADOPTED = "what is adopted is the verdict of another claim declared the same"


@pytest.mark.parametrize(
    "said",
    [
        {"verdict": "unverifiable", "rating": ""},
        {"rating": "misleading"},
        {"valid_until": None},
        {"valid_until": LAST + timedelta(days=1)},
    ],
)
def test_an_adoption_that_says_something_else_does_not_get_in(said, checked, matched, same):
    with pytest.raises(IntegrityError, match=ADOPTED):
        forge_an_adoption(checked, matched, same, **said)


def test_a_claim_does_not_adopt_its_own_verdict(checked, same):
    with pytest.raises(IntegrityError, match=ADOPTED):
        forge_an_adoption(checked, checked, same)


def test_a_verdict_is_not_adopted_where_others_were_declared_the_same(checked, same):
    with pytest.raises(IntegrityError, match=ADOPTED):
        forge_an_adoption(checked, make.make_claim(), same)


def test_a_verdict_is_not_adopted_by_way_of_a_third_claim(checked, adopting):
    claim = make.make_claim()
    same = make.declare_same(adopting, claim)

    with pytest.raises(IntegrityError, match=ADOPTED):
        forge_an_adoption(checked, claim, same)


@pytest.fixture(scope="module")
def asked(reviewer):
    """The decision to adopt the verdict of a claim from which `reviewer` has recused."""
    first = make.make_claim()
    recuse(first, reviewer)
    first = make.make_decided_claim(first)
    return make.make_adopting_claim(first, Status.AWAITING_APPROVAL).decision


@pytest.mark.parametrize("agrees", [True, False])
def test_whoever_recused_on_the_first_claim_does_not_answer_what_adopts_it(agrees, asked, reviewer):
    told = {"by": reviewer, "by_name": "Somebody", "agrees": agrees, "note": "So.", "created": NOW}

    with pytest.raises(IntegrityError, match="four eyes"), transaction.atomic():
        Approval.objects.create(decision=asked, **told)

    assert approve(asked, asked.adopts.proposed_by).agrees


def test_a_verdict_is_not_adopted_once_that_was_taken_back(checked, matched, same):
    Sameness.objects.filter(pk=same.pk).update(retracted_at=NOW)

    with pytest.raises(IntegrityError, match=ADOPTED):
        forge_an_adoption(checked, matched, same)


@pytest.mark.parametrize("approvals", [0, 1])
def test_a_verdict_that_was_never_in_force_is_not_adopted(approvals, awaiting, matched):
    first = awaiting["refuted", "sensitive"]
    for _ in range(approvals):
        approve(first.decision, make.make_reviewer())

    with pytest.raises(IntegrityError, match=ADOPTED):
        forge_an_adoption(first, matched, valid_until=None)


def test_an_adopted_verdict_is_not_adopted_again(adopting, matched):
    with pytest.raises(IntegrityError, match=ADOPTED):
        forge_an_adoption(adopting, matched)


@pytest.mark.parametrize("days", [0, 1])
def test_a_verdict_is_adopted_for_no_longer_than_it_was_given(days, checked, matched, same):
    made = forge_an_adoption(checked, matched, same, valid_until=LAST - timedelta(days=days))

    assert made.adopts == checked.decision
