"""The rules of deciding: the table, what it says in words, and how the steps ask for it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.errors import Invalid, StepRefused
from claims import gathering, guards, tagging, workflow
from claims.models import Claim, Kind, Sensitivity, Status
from claims.rules import RULES, TIERS, Rule, in_words, reaches, rule_for
from tests import factories as make

DECIDED = ("verified", "refuted", "unverifiable")


# --- the table --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "sensitivity", "verdict", "rule"),
    [
        ("other", "normal", "verified", Rule(1, "secondary", 1)),
        ("other", "normal", "refuted", Rule(1, "secondary", 1)),
        ("other", "sensitive", "verified", Rule(2, "official", 2)),
        ("figure", "normal", "verified", Rule(1, "official", 1)),
        ("quote", "normal", "verified", Rule(1, "primary", 1)),
        ("quote", "sensitive", "refuted", Rule(2, "primary", 2)),
        ("agreement", "normal", "verified", Rule(1, "official", 1)),
        ("membership", "normal", "verified", Rule(1, "official", 1, 180)),
        ("superlative", "normal", "verified", Rule(2, "secondary", 1, 180)),
        ("superlative", "normal", "refuted", Rule(1, "secondary", 1, 180)),
        ("superlative", "sensitive", "refuted", Rule(2, "official", 2, 180)),
        ("position", "normal", "verified", Rule(1, "secondary", 1, 90)),
        ("prediction", "sensitive", "verified", Rule(2, "official", 2, 90)),
        ("date", "normal", "unverifiable", Rule(0, "", 1)),
        ("date", "sensitive", "unverifiable", Rule(0, "", 2)),
    ],
)
def test_the_rule_is_the_strictest_of_what_applies(kind, sensitivity, verdict, rule):
    assert rule_for(kind, sensitivity, verdict) == rule


@pytest.mark.parametrize("sensitivity", Sensitivity.values)
@pytest.mark.parametrize("kind", Kind.values)
def test_every_verdict_on_every_claim_has_a_rule_that_can_be_met(kind, sensitivity):
    rules = [rule_for(kind, sensitivity, verdict) for verdict in DECIDED]

    assert [rule.origins in (1, 2) and rule.tier in TIERS[2:] for rule in rules[:2]] == [True, True]
    assert {rule.approvals for rule in rules} == {2 if sensitivity == "sensitive" else 1}
    assert rules[2].origins == 0


def test_each_line_of_the_table_says_why():
    assert [row.why[-1] for row in RULES] == ["."] * len(RULES)


@pytest.mark.parametrize(
    ("tier", "least", "does"),
    [
        ("primary", "official", True),
        ("official", "official", True),
        ("secondary", "official", False),
        ("anonymous", "secondary", False),
        ("anonymous", "", True),
    ],
)
def test_a_source_is_measured_by_what_it_is(tier, least, does):
    assert reaches(tier, least) is does


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(1, "secondary", 1), "One origin, not anonymous, and one approval"),
        (
            Rule(2, "official", 2),
            "Two independent origins, at least one of them official or primary, and two approvals",
        ),
        (Rule(1, "primary", 2), "One origin, primary, and two approvals"),
        (Rule(0, "", 1), "At least one piece of evidence, whatever it says, and one approval"),
    ],
)
def test_a_rule_is_said_in_words(rule, words):
    assert in_words(rule) == words


# --- how the steps ask for it -----------------------------------------------------------------


def make_reviewed(*evidence, reader=None, **told):
    """A claim in review with these pieces of evidence; each is what differs from the usual."""
    reviewer = reader or make.make_reviewer()
    claim = workflow.take(make.make_claim(**told), "take_up", by=reviewer)
    for fields in evidence:
        make.make_evidence(claim, reviewer, **fields)
    claim.refresh_from_db()
    return claim


def propose(claim, verdict="verified"):
    rating = "false" if verdict == "refuted" else ""
    told = {"verdict": verdict, "summary": "As they say.", "rating": rating}
    return workflow.take(claim, "propose", by=claim.assignee, **told)


def refusal(claim, verdict="verified"):
    with pytest.raises(Invalid) as refused:
        propose(claim, verdict)
    return refused.value.errors


ONE, OTHER = {"origin": "Source One"}, {"origin": "Source Two"}
ADD = "Add what is missing, or choose another verdict."


@pytest.mark.django_db
def test_a_sensitive_claim_asks_for_a_second_origin_and_names_the_one_there_is():
    claim = make_reviewed(ONE, {"origin": "SOURCE  one", "title": "A reprint"},
                          kind="figure", sensitivity="sensitive")  # fmt: skip

    assert refusal(claim) == {
        "verdict": "The rule for a sensitive figure asks for 2 independent origins, each of which "
        f"supports the claim; here is 1: Source One. {ADD}"
    }


@pytest.mark.django_db
def test_two_origins_decide_a_sensitive_claim():
    claim = propose(make_reviewed(ONE, OTHER, sensitivity="sensitive"))

    assert (claim.status, claim.decision.origins_needed) == (Status.AWAITING_APPROVAL, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other", [{"stance": "context"}, {"stance": "refutes"}], ids=["context", "the contrary"]
)
def test_what_says_something_else_is_no_second_origin(other):
    claim = make_reviewed(ONE, OTHER | other, sensitivity="sensitive")

    assert list(refusal(claim)) == ["verdict"]


@pytest.mark.django_db
def test_retracted_evidence_is_no_second_origin():
    claim = make_reviewed(ONE, OTHER, sensitivity="sensitive")
    gathering.retract_evidence(claim.evidence.last(), by=claim.assignee, note="Withdrawn.")
    claim.refresh_from_db()

    assert "here is 1: Source One." in refusal(claim)["verdict"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "tier", "asks"),
    [
        ("other", "anonymous", "a claim asks for a source that is not anonymous"),
        ("figure", "secondary", "a figure asks for a source that is official or primary"),
        ("agreement", "secondary", "an agreement asks for a source that is official or primary"),
        ("quote", "official", "a quote asks for a source that is primary"),
    ],
)
def test_a_source_that_is_too_weak_is_not_enough(kind, tier, asks):
    claim = make_reviewed({"tier": tier}, kind=kind)

    assert refusal(claim) == {
        "verdict": f"The rule for {asks} and supports the claim; here is none. {ADD}"
    }


@pytest.mark.django_db
def test_an_anonymous_source_is_an_origin_beside_a_stronger_one():
    claim = make_reviewed(ONE | {"tier": "anonymous"}, OTHER, sensitivity="sensitive")

    assert propose(claim).status == Status.AWAITING_APPROVAL


@pytest.mark.django_db
def test_one_counter_example_refutes_a_superlative_that_two_would_have_to_verify():
    claim = make_reviewed(ONE, ONE | {"stance": "refutes"}, kind="superlative")

    assert "asks for 2 independent origins" in refusal(claim)["verdict"]
    assert propose(claim, "refuted").decision.origins_needed == 1


@pytest.mark.django_db
def test_that_nothing_could_be_established_rests_on_no_number_of_origins():
    claim = propose(make_reviewed({"stance": "context"}, sensitivity="sensitive"), "unverifiable")

    needed = claim.decision.approvals_needed, claim.decision.origins_needed
    assert (needed, claim.decision.tier_needed) == ((2, 0), "")


@pytest.mark.django_db
def test_a_confidential_origin_is_named_to_those_only_who_may_know_it():
    told = {"origin": "Source One", "is_confidential": True}
    claim = make_reviewed(told, sensitivity="sensitive")
    reader = make.make_user()
    reader.user_permissions.add(Permission.objects.get(codename="review_claim"))
    Claim.objects.filter(pk=claim.pk).update(assignee=reader)
    claim.refresh_from_db()

    assert "here is 1: a confidential source." in refusal(claim)["verdict"]
    assert "Source One" not in refusal(claim)["verdict"]


@pytest.mark.django_db
def test_so_many_approvals_are_needed_as_the_rule_asks_for_when_the_verdict_is_proposed():
    claim = make.make_claim_in_review()
    before = guards.approvals_needed(claim)

    claim = propose(claim)

    claim.decision.approvals_needed = 2  # As if the table had asked for two on that day.
    assert (before, guards.approvals_needed(claim)) == (1, 2)


# --- once a verdict is proposed ------------------------------------------------------------------


@pytest.mark.django_db
def test_a_verdict_whose_evidence_is_gone_is_sent_back():
    claim = make.make_proposed_claim(sensitivity="sensitive")
    claim.evidence.filter(title="Register of members").update(retracted_at=timezone.now())

    with pytest.raises(StepRefused) as refused:
        workflow.take(claim, "approve", by=make.make_reviewer())

    assert str(refused.value) == (
        "The rule for a sensitive claim asks for 2 independent origins, each of which supports the "
        "claim; here is 1: Minutes of the meeting. Send it back."
    )


@pytest.mark.django_db
def test_a_verdict_on_evidence_that_is_all_gone_is_sent_back():
    claim = make.make_proposed_claim()
    claim.evidence.update(retracted_at=timezone.now())

    with pytest.raises(StepRefused) as refused:
        workflow.take(claim, "approve", by=make.make_reviewer())

    assert str(refused.value) == (
        "The rule for a claim asks for one origin that supports the claim; here is none. "
        "Send it back."
    )


@pytest.mark.django_db
def test_the_bar_is_not_raised_under_a_verdict_but_once_it_fell():
    claim, editor = make.make_decided_claim(), make.make_editor()
    with pytest.raises(StepRefused, match="what its verdict speaks of is fixed"):
        tagging.amend(claim, by=editor, sensitivity="sensitive")
    claim = workflow.take(claim, "object", by=editor, note="It may harm somebody.")

    claim = tagging.amend(claim, by=editor, sensitivity="sensitive")

    claim = workflow.take(claim, "take_up", by=make.make_reviewer())
    assert "asks for 2 independent origins" in refusal(claim)["verdict"]


@pytest.mark.django_db
def test_a_verdict_that_fell_is_not_confirmed_of_a_claim_whose_bar_was_raised():
    claim = make.make_fallen_claim()

    claim = tagging.amend(claim, by=make.make_editor(), kind="superlative")

    with pytest.raises(StepRefused, match="Its verdict did not fall by a change of words alone"):
        workflow.take(claim, "confirm", by=make.make_reviewer())


@pytest.mark.django_db
def test_a_verdict_that_fell_is_not_confirmed_on_fewer_origins_than_its_rule_asks_for():
    claim = make.make_fallen_claim(sensitivity="sensitive")
    register = claim.evidence.get(title="Register of members")
    gathering.retract_evidence(register, by=make.make_reviewer(), note="It is a copy.")
    claim.refresh_from_db()

    with pytest.raises(StepRefused) as refused:
        workflow.take(claim, "confirm", by=make.make_reviewer())

    assert str(refused.value) == (
        "The rule for a sensitive claim asks for 2 independent origins, each of which supports the "
        "claim; here is 1: Minutes of the meeting. Take it up and check it again."
    )


PAST = {"due": "This day has passed already. Choose today or a later day."}


@pytest.mark.django_db
def test_no_claim_is_tagged_for_a_day_that_is_past():
    yesterday, article = timezone.localdate() - timedelta(days=1), make.make_article()

    with pytest.raises(Invalid) as refused:
        tagging.tag(article, by=make.make_editor(), revision=1, start=0, end=3, due=yesterday)

    assert refused.value.errors == PAST


@pytest.mark.django_db
def test_no_claim_is_put_off_to_a_day_that_is_past():
    yesterday, claim = timezone.localdate() - timedelta(days=1), make.make_claim()

    with pytest.raises(Invalid) as refused:
        tagging.amend(claim, by=make.make_editor(), due=yesterday)

    assert refused.value.errors == PAST


@pytest.mark.django_db
def test_a_claim_whose_day_went_by_is_amended_all_the_same():
    yesterday = timezone.localdate() - timedelta(days=1)
    claim = make.make_claim(due=yesterday)

    claim = tagging.amend(claim, by=make.make_editor(), due=yesterday, priority=1)

    assert (claim.due, claim.priority) == (yesterday, 1)
