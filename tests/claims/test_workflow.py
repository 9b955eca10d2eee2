"""What each step of a claim writes, what it must be given, and what a refusal leaves alone."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import editing, text
from articles.errors import Conflict, Invalid, NoSuchStep, NotAllowed, StepRefused
from articles.models import Article, LedgerEntry
from claims import gathering, workflow
from claims.management.commands import draw_workflow
from claims.models import Approval, Claim, Contribution, Decision, Evidence, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

STAGES = (
    Status.SUGGESTED,
    Status.OPEN,
    Status.IN_REVIEW,
    Status.AWAITING_APPROVAL,
    Status.VERIFIED,
    Status.DISMISSED,
)


@pytest.fixture(scope="module")
def stages(made_once):
    return {status: make.make_claim_with_status(status).pk for status in STAGES}


@pytest.fixture
def at(stages):
    """A claim at each stage of its way, each in an article of its own: at(status)."""
    return lambda status: Claim.objects.get(pk=stages[status])


@pytest.fixture
def opened(at):
    return at(Status.OPEN)


@pytest.fixture
def in_review(at):
    return at(Status.IN_REVIEW)


@pytest.fixture
def proposed(at):
    return at(Status.AWAITING_APPROVAL)


@pytest.fixture
def decided(at):
    return at(Status.VERIFIED)


@pytest.fixture(scope="module")
def sensitive_key(made_once):
    return make.make_proposed_claim(sensitivity="sensitive").pk


@pytest.fixture
def sensitive(sensitive_key):
    """A claim that awaits two approvals."""
    return Claim.objects.get(pk=sensitive_key)


def last_entry(claim):
    entry = LedgerEntry.objects.filter(article=claim.article_id).last()
    return entry.action, entry.actor_id, json.loads(entry.payload)


def count_of_everything():
    models = (Approval, Contribution, Decision, LedgerEntry)
    return [model.objects.count() for model in models]


def propose(claim, **given):
    told = {"verdict": "verified", "summary": "As the minutes say."}
    return workflow.take(claim, "propose", by=claim.assignee, **(told | given))


# --- what a step writes -----------------------------------------------------------------------


def test_accepting_a_suggestion_counts_as_tagging_it(at):
    claim, editor = at(Status.SUGGESTED), make.make_editor()

    workflow.take(claim, "accept", by=editor)

    assert list(claim.contributions.filter(person=editor).values_list("role", flat=True)) == [
        "tagged"
    ]


def test_whoever_takes_a_claim_up_is_its_assignee(opened):
    reviewer = make.make_reviewer()

    claim = workflow.take(opened, "take_up", by=reviewer)

    assert claim.assignee == reviewer


def test_a_released_claim_is_nobodys(in_review):
    claim = in_review

    claim = workflow.take(claim, "release", by=claim.assignee)

    assert (claim.status, claim.assignee) == (Status.OPEN, None)


def test_a_proposal_binds_the_verdict_to_the_words(in_review):
    claim = in_review

    decision = propose(claim, valid_until=timezone.localdate()).decision

    assert (decision.exact, decision.quote_sha256, decision.revision_id, decision.proposed_by) == (
        claim.exact,
        text.sha256(claim.exact),
        claim.revision_id,
        claim.assignee,
    )


def test_a_proposal_keeps_what_was_found_with_one_kind_of_line_end(in_review):
    decision = propose(in_review, summary=" One.\r\nTwo.\x00 ").decision

    assert decision.summary == "One.\nTwo."


def test_the_last_approval_sets_verdict_and_time():
    claim = make.make_proposed_claim(verdict="refuted")

    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    assert (claim.status, claim.decided_at) == (
        Status.REFUTED,
        claim.decision.approvals.get().created,
    )


def test_an_approval_may_carry_a_note(proposed):
    claim = proposed

    claim = workflow.take(claim, "approve", by=make.make_reviewer(), note="Clear.")

    assert claim.decision.approvals.get().note == "Clear."


def test_dissent_is_kept_when_the_claim_is_decided_later(proposed):
    claim, doubter = proposed, make.make_reviewer()
    claim = workflow.take(claim, "send_back", by=doubter, note="One source is not enough.")
    claim = workflow.take(propose(claim), "approve", by=make.make_reviewer())

    kept = Approval.objects.filter(decision__claim=claim).values_list("by", "agrees", "note")

    assert kept.first() == (doubter.pk, False, "One source is not enough.")


def test_an_objection_drops_the_verdict_and_keeps_the_decision(decided):
    claim = decided

    after = workflow.take(claim, "object", by=make.make_editor(), note="The source is withdrawn.")

    assert (after.status, after.decided_at, after.assignee, after.decision) == (
        Status.RECHECK,
        None,
        None,
        claim.decision,
    )


def test_a_step_writes_one_entry_with_the_words_and_the_verdict(proposed):
    claim, reviewer = proposed, make.make_reviewer()
    before = LedgerEntry.objects.count()

    claim = workflow.take(claim, "approve", by=reviewer)

    decision = claim.decision
    assert LedgerEntry.objects.count() == before + 1
    assert last_entry(claim) == (
        "claim.approve",
        reviewer.pk,
        {
            "claim": claim.pk,
            "from": "awaiting_approval",
            "to": "verified",
            "note": "",
            "revision": 1,
            "quote_sha256": text.sha256(make.WORDS),
            "decision": {
                "id": decision.pk,
                "verdict": "verified",
                "rating": "",
                "summary": "As the minutes say.",
                "valid_until": None,
                "quote_sha256": text.sha256(make.WORDS),
                "evidence": [claim.evidence.get().pk],
                "approvals_needed": 1,
                "origins_needed": 1,
                "tier_needed": "secondary",
            },
        },
    )


def test_the_record_of_a_proposal_says_until_when_it_is_valid(in_review):
    today = timezone.localdate()

    claim = propose(in_review, valid_until=today)

    assert last_entry(claim)[2]["decision"]["valid_until"] == today.isoformat()


def test_the_record_names_standing_evidence_only(in_review):
    claim = in_review
    first = claim.evidence.get()
    second = make.make_evidence(claim, claim.assignee)
    claim.refresh_from_db()
    gathering.retract_evidence(first, by=claim.assignee, version=claim.version, note="Mistaken.")
    claim.refresh_from_db()

    propose(claim)

    assert last_entry(claim)[2]["decision"]["evidence"] == [second.pk]


def test_what_a_step_returns_knows_what_the_step_changed(in_review):
    claim = in_review

    proposed = propose(claim)

    offered = {offer.name: offer for offer in workflow.allowed_steps(proposed, claim.assignee)}
    assert offered["approve"].reason == (
        "You added evidence to this claim and proposed a verdict on this claim. "
        "Somebody else approves it."
    )


def test_a_claim_may_be_released_taken_up_and_dismissed_as_often_as_it_takes(opened):
    claim, reviewer, editor = opened, make.make_reviewer(), make.make_editor()
    for _ in range(2):
        claim = workflow.take(claim, "take_up", by=reviewer)
        claim = workflow.take(claim, "release", by=reviewer)
        claim = workflow.take(claim, "dismiss", by=editor, note="Not a fact.")
        claim = workflow.take(claim, "reopen", by=editor)

    assert (claim.status, claim.version) == (Status.OPEN, 9)


# --- what it must be given --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "step", "by"),
    [
        (Status.OPEN, "dismiss", make.make_editor),
        (Status.AWAITING_APPROVAL, "send_back", make.make_reviewer),
        (Status.VERIFIED, "object", make.make_editor),
    ],
)
@pytest.mark.parametrize("note", ["", "  \n", "\x00"])
def test_a_note_of_no_words_is_refused(at, status, step, by, note):
    claim = at(status)
    before = count_of_everything()

    with pytest.raises(Invalid) as refused:
        workflow.take(claim, step, by=by(), note=note)

    assert refused.value.errors == {"note": "Say why."}
    assert count_of_everything() == before


def test_a_note_is_kept_in_characters_that_can_be_stored(opened):
    claim = workflow.take(
        opened, "dismiss", by=make.make_editor(), note="Not\x00 a fact\ud800.\r\n"
    )

    assert last_entry(claim)[2]["note"] == "Not a fact\N{REPLACEMENT CHARACTER}."


NEXT_YEAR = timezone.localdate() + timedelta(days=365)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"verdict": ""}, {"verdict": "Choose a verdict."}),
        ({"summary": " "}, {"summary": "Say what was found."}),
        ({"summary": "\x00"}, {"summary": "Say what was found."}),
        (
            {"verdict": "recheck"},
            {"verdict": "The verdict is verified, refuted or unverifiable."},
        ),
        (
            {"verdict": "refuted"},
            {"rating": "Say how it is wrong: false, misleading, outdated or missing context."},
        ),
        (
            {"verdict": "refuted", "rating": "bad"},
            {"rating": "Say how it is wrong: false, misleading, outdated or missing context."},
        ),
        ({"rating": "false"}, {"rating": "Only a refuted claim has a rating."}),
        (
            {"verdict": "refuted", "rating": "false"},
            {
                "verdict": "No evidence here refutes the claim. "
                "Add some that does, or choose another verdict."
            },
        ),
        (
            {"valid_until": timezone.localdate() - timedelta(days=1)},
            {"valid_until": "This day has passed already."},
        ),
        ({"colour": "red"}, {"colour": "This step does not take it."}),
    ],
)
def test_a_proposal_that_lacks_something_is_refused_with_a_sentence(in_review, given, errors):
    claim = in_review
    before = count_of_everything()

    with pytest.raises(Invalid) as refused:
        propose(claim, **given)

    assert refused.value.errors == errors
    assert count_of_everything() == before


@pytest.mark.parametrize(
    "given",
    [
        {"verdict": "verified", "valid_until": NEXT_YEAR},
        {"verdict": "verified", "rating": None},
        {"verdict": "refuted", "rating": "missing_context"},
        {"verdict": "unverifiable", "rating": ""},
    ],
)
def test_a_whole_proposal_is_taken(given):
    stance = "refutes" if given["verdict"] == "refuted" else "supports"
    claim = make.make_claim_in_review(stance=stance)

    assert propose(claim, **given).status == Status.AWAITING_APPROVAL


@pytest.mark.parametrize("stance", ["refutes", "context"])
def test_nothing_is_verified_on_evidence_that_does_not_support_it(stance):
    claim = make.make_claim_in_review(stance=stance)

    with pytest.raises(Invalid, match="No evidence here supports the claim"):
        propose(claim, verdict="verified")


def test_evidence_that_was_retracted_supports_nothing():
    reviewer = make.make_reviewer()
    claim = make.make_claim_in_review(reviewer=reviewer)
    make.make_evidence(claim, reviewer, stance="context")
    support = Evidence.objects.get(claim=claim, stance="supports")
    gathering.retract_evidence(support, by=reviewer, note="It is of another year.")
    claim.refresh_from_db()

    with pytest.raises(Invalid, match="No evidence here supports the claim"):
        workflow.take(claim, "propose", by=reviewer, verdict="verified", summary="So.")


def test_a_step_refuses_what_it_would_ignore(proposed):
    claim = proposed

    with pytest.raises(Invalid) as refused:
        workflow.take(claim, "approve", by=make.make_reviewer(), verdict="refuted")

    assert refused.value.errors == {"verdict": "This step does not take it."}


def test_a_step_takes_empty_fields_for_none(proposed):
    claim = proposed

    claim = workflow.take(
        claim, "approve", by=make.make_reviewer(), verdict="", summary=None, valid_until=None
    )

    assert claim.status == Status.VERIFIED


def test_an_unknown_step_is_refused_with_those_there_are(opened):
    with pytest.raises(NoSuchStep) as refused:
        workflow.take(opened, "publish", by=make.make_editor())

    assert str(refused.value) == (
        "There is no step “publish”. The steps are: accept, dismiss, take_back, reopen, take_up, "
        "release, propose, adopt, approve, send_back, confirm, recuse, object."
    )


# --- who was faster ---------------------------------------------------------------------------


def test_of_two_stale_copies_the_second_writes_nothing(opened):
    claim = opened
    stale = Claim.objects.get(pk=claim.pk)
    workflow.take(claim, "take_up", by=make.make_reviewer())
    before = count_of_everything(), Claim.objects.values().get(pk=claim.pk)

    with pytest.raises(Conflict, match="Somebody else has just changed this claim"):
        workflow.take(stale, "dismiss", by=make.make_editor(), note="Not a fact.")

    assert (count_of_everything(), Claim.objects.values().get(pk=claim.pk)) == before


def test_a_step_on_the_version_that_a_person_saw_is_refused_once_there_is_a_newer_one(opened):
    claim = opened
    seen = claim.version
    claim = workflow.take(claim, "take_up", by=make.make_reviewer())

    with pytest.raises(Conflict):
        workflow.take(claim, "release", by=claim.assignee, version=seen)


def test_two_steps_in_a_row_need_no_second_look(in_review):
    claim = in_review

    claim = workflow.take(propose(claim), "approve", by=make.make_reviewer())

    assert claim.status == Status.VERIFIED


def test_an_edit_of_the_article_makes_every_copy_of_its_claims_stale(opened):
    claim = opened
    article = Article.objects.get(pk=claim.article_id)
    editing.revise(article, by=make.make_editor(), based_on=1, html=make.BODY + "<p>One more.</p>")

    with pytest.raises(Conflict):
        workflow.take(claim, "take_up", by=make.make_reviewer())


# --- two approvals ----------------------------------------------------------------------------


def test_a_sensitive_claim_is_decided_by_two_people(sensitive):
    claim = sensitive
    statuses = []
    for _ in range(2):
        claim = workflow.take(claim, "approve", by=make.make_reviewer())
        statuses.append((claim.status, claim.decided_at is None))

    assert statuses == [(Status.AWAITING_APPROVAL, True), (Status.VERIFIED, False)]


def test_one_person_cannot_give_both_approvals(sensitive):
    claim, reviewer = sensitive, make.make_reviewer()
    claim = workflow.take(claim, "approve", by=reviewer)

    with pytest.raises(StepRefused, match="You have approved this already"):
        workflow.take(claim, "approve", by=reviewer)


def test_an_approval_given_before_it_was_sent_back_does_not_count_for_the_next_proposal(sensitive):
    claim, first = sensitive, make.make_reviewer()
    claim = workflow.take(claim, "approve", by=first)
    claim = workflow.take(claim, "send_back", by=make.make_reviewer(), note="Look again.")
    claim = propose(claim)

    claim = workflow.take(claim, "approve", by=first)

    assert claim.status == Status.AWAITING_APPROVAL


def test_an_approval_given_before_the_words_changed_does_not_count_afterwards(sensitive):
    claim, first = sensitive, make.make_reviewer()
    claim = workflow.take(claim, "approve", by=first)
    article = Article.objects.get(pk=claim.article_id)
    body = make.BODY.replace("has 40 members", "has 41 members")
    editing.revise(article, by=make.make_editor(), based_on=1, html=body)
    claim.refresh_from_db()
    fallen = claim.status
    claim = workflow.take(claim, "take_up", by=make.make_reviewer())

    claim = workflow.take(propose(make.affirm(claim)), "approve", by=first)

    assert (fallen, claim.status) == (Status.RECHECK, Status.AWAITING_APPROVAL)


# --- the table --------------------------------------------------------------------------------


def test_nobody_without_a_role_is_offered_anything(opened):
    offers = workflow.allowed_steps(opened, make.make_user())

    assert [offer.allowed for offer in offers] == [False] * len(workflow.STEPS)


def test_a_dead_button_says_who_may_do_it(opened):
    offered = workflow.allowed_steps(opened, make.make_user())

    offers = {offer.name: offer for offer in offered}
    assert offers["take_up"].reason == "Only reviewers may do this: take up."


def test_where_the_status_objects_too_a_dead_button_says_so_first(opened):
    offers = workflow.allowed_steps(opened, make.make_user())

    assert offers[0].reason == (
        "“Accept suggestion” is not possible while this is open, and only editors may do it."
    )


def test_who_may_do_a_step_is_told_of_the_status_alone(opened):
    offers = workflow.allowed_steps(opened, make.make_editor())

    assert offers[0].reason == "“Accept suggestion” is not possible while this is open."


@pytest.mark.parametrize("name", ["note", "summary"])
def test_words_too_long_for_the_record_are_refused(in_review, name):
    claim = in_review
    given = {"verdict": "verified", "summary": "So."} | {name: "a" * 5001}

    with pytest.raises(Invalid) as refused:
        workflow.take(claim, "propose", by=claim.assignee, **given)

    assert refused.value.errors == {name: f"Shorten the {name} to 5,000 characters."}


def test_a_role_that_does_not_reach_is_told_so(opened):
    with pytest.raises(NotAllowed, match="Only reviewers may do this: take up"):
        workflow.take(opened, "take_up", by=make.make_editor())


def test_what_is_allowed_costs_no_query_once_the_claims_are_read(django_assert_num_queries):
    article, reviewer = make.make_article(), make.make_reviewer()
    make.make_claim(article)
    make.make_proposed_claim(make.make_claim(article, "The meeting ended at noon."))
    reviewer.has_perm("claims.review_claim")
    claims = list(Claim.objects.with_review().filter(article=article))

    with django_assert_num_queries(0):
        offers = [workflow.allowed_steps(claim, reviewer) for claim in claims]

    assert [len(offer) for offer in offers] == [len(workflow.STEPS)] * 2


def test_whether_words_were_tagged_anew_costs_no_query_either(at, django_assert_num_queries):
    claim = at(Status.DISMISSED)
    make.make_claim(claim.article)
    editor = make.make_editor()
    editor.has_perm("claims.tag_claim")
    claim = Claim.objects.with_review().get(pk=claim.pk)

    with django_assert_num_queries(0):
        offers = {offer.name: offer for offer in workflow.allowed_steps(claim, editor)}

    assert offers["reopen"].reason.startswith("These very words are tagged already")


@pytest.mark.parametrize("count", [1, 3])
def test_reading_claims_for_review_costs_the_same_for_one_and_for_three(
    count, django_assert_num_queries
):
    article = make.make_article()
    for words in ("The town council met", make.WORDS, "The meeting ended at noon.")[:count]:
        make.make_proposed_claim(make.make_claim(article, words))

    with django_assert_num_queries(4):
        claims = list(Claim.objects.with_review().filter(article=article))

    assert len(claims) == count


def test_every_guard_says_in_words_what_it_asks():
    lacking = [
        guard.__name__
        for step in workflow.STEPS
        for guard in step.guards
        if not (guard.__doc__ or "").split("\n", 1)[0].endswith(".")
    ]

    assert lacking == []


def test_every_step_whose_outcome_depends_is_drawn_with_each_outcome():
    depends = {step.name for step in workflow.STEPS if step.new is None}

    assert {name for name, _ in draw_workflow.OUTCOMES} | draw_workflow.STAYS.keys() == depends


# --- adopting a verdict -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def same(made_once):
    """The keys of a claim that is refuted, and of one in review that is the same."""
    first = make.make_decided_claim(verdict="refuted")
    return first.pk, make.make_matched_claim(first).pk


@pytest.fixture
def first(same):
    return Claim.objects.get(pk=same[0])


@pytest.fixture
def matched(same):
    return Claim.objects.get(pk=same[1])


def adopt(matched, first, **told):
    return workflow.take(matched, "adopt", by=matched.assignee, adopts=first.pk, **told)


def test_an_adopted_verdict_says_what_the_first_one_says_of_its_own_words(matched, first):
    claim = adopt(matched, first)
    made = claim.decision

    assert (claim.status, made.adopts, made.proposed_by) == (
        Status.AWAITING_APPROVAL,
        first.decision,
        claim.assignee,
    )
    assert (made.verdict, made.rating, made.summary, made.valid_until, made.exact) == (
        "refuted",
        "false",
        "As the minutes say.",
        None,
        claim.exact,
    )


def test_it_is_in_force_once_it_is_approved(matched, first):
    claim = workflow.take(adopt(matched, first), "approve", by=make.make_reviewer())

    assert (claim.status, claim.is_decided) == (Status.REFUTED, True)


def test_the_record_says_what_was_adopted_on_what(matched, first):
    claim = adopt(matched, first)
    action, _, said = last_entry(claim)

    assert (action, said["decision"]["adopts"], said["decision"]["sameness"]) == (
        "claim.adopt",
        claim.decision.adopts_id,
        claim.decision.sameness_id,
    )


def test_a_summary_of_its_own_and_an_earlier_day_may_be_given(matched, first):
    told = {"summary": "The same minutes say so.", "valid_until": NEXT_YEAR}

    claim = adopt(matched, first, **told)

    assert (claim.decision.summary, claim.decision.valid_until) == (
        "The same minutes say so.",
        NEXT_YEAR,
    )


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"adopts": "Choose the claim whose verdict is adopted."}),
        (
            {"adopts": -1},
            {
                "adopts": "No verdict is in force on such a claim that was declared the same. "
                "Choose one of those listed."
            },
        ),
        (
            {"verdict": "verified"},
            {"verdict": "This step does not take it."},
        ),
        (
            {"valid_until": timezone.localdate() - timedelta(days=1)},
            {"valid_until": "This day has passed already."},
        ),
    ],
)
def test_what_cannot_be_adopted_is_refused_with_a_sentence(matched, first, given, errors):
    told = ({"adopts": first.pk} | given) if given else {}
    before = count_of_everything()

    with pytest.raises(Invalid) as refused:
        workflow.take(matched, "adopt", by=matched.assignee, **told)

    assert (refused.value.errors, count_of_everything()) == (errors, before)
