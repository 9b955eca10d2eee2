"""The steps of a claim, from open to decided and back: the table, and how one is taken.

STEPS is the table: the admin's buttons, the API's allowed_steps, docs/workflow.md and the
tests' matrix all come from it. The door for writing a claim is this module with claims.tagging,
claims.gathering, claims.following, claims.link_rot and claims.adoption; all of them write through
claims.writing.
"""

from django.db import transaction
from django.utils import timezone

from articles import ledger, text
from articles.errors import Invalid
from articles.people import name_of
from articles.steps import Step, named, noted, offers, refusal

from . import adopting, guards, notices, support
from .models import DECIDED, Anchor, Approval, Contribution, Decision, Notice, Status
from .rules import rule_for
from .writing import compare_and_set, contribute, fresh_copy, read_once

SEE = "claims.view_claim"
TAG = "claims.tag_claim"
REVIEW = "claims.review_claim"
APPROVE = "claims.approve_claim"
OBJECT = "claims.object_claim"

S = Status
STEPS = (
    Step("accept", "Accept suggestion", (S.SUGGESTED,), S.OPEN, TAG, "editors"),
    Step("dismiss", "Dismiss", (S.SUGGESTED, S.OPEN, S.RECHECK), S.DISMISSED, TAG, "editors",
         (guards.was_not_checked_or_words_are_gone, guards.did_not_write_the_words), ("note",)),
    Step("take_back", "Take back", (S.SUGGESTED, S.OPEN), S.DISMISSED, SEE,
         "editors, reviewers and publishers", (guards.is_own_and_untouched,)),
    Step("reopen", "Reopen", (S.DISMISSED,), S.OPEN, TAG, "editors",
         (guards.is_not_tagged_anew,)),
    Step("take_up", "Take up", (S.OPEN, S.RECHECK), S.IN_REVIEW, REVIEW, "reviewers",
         (guards.has_not_recused, guards.is_not_the_tagger, guards.is_free_or_mine)),
    Step("release", "Release", (S.IN_REVIEW,), S.OPEN, REVIEW, "reviewers",
         (guards.is_mine,)),
    Step("propose", "Propose verdict", (S.IN_REVIEW,), S.AWAITING_APPROVAL, REVIEW, "reviewers",
         (guards.has_not_recused, guards.is_not_the_tagger, guards.is_mine, guards.words_stand,
          guards.words_are_its_own, guards.has_evidence),
         ("verdict", "summary")),
    Step("adopt", "Adopt verdict", (S.IN_REVIEW,), S.AWAITING_APPROVAL, REVIEW, "reviewers",
         (guards.has_not_recused, guards.is_not_the_tagger, guards.is_mine, guards.words_stand,
          guards.words_are_its_own, guards.is_same_as_one_in_force),
         ("adopts",)),
    Step("approve", "Approve verdict", (S.AWAITING_APPROVAL,), None, APPROVE, "reviewers",
         (guards.is_second_pair_of_eyes, guards.has_not_recused_from_the_fact,
          guards.has_not_approved_yet, guards.words_stand,
          guards.words_are_its_own, guards.words_are_as_proposed,
          guards.verdict_is_not_out_of_date, guards.adopted_verdict_stands,
          guards.words_of_its_support_were_found, guards.rests_on_enough)),
    Step("send_back", "Send back", (S.AWAITING_APPROVAL,), S.IN_REVIEW, APPROVE, "reviewers",
         (guards.has_not_recused, guards.has_not_recused_from_the_fact, guards.is_not_the_tagger,
          guards.has_not_approved_yet),
         ("note",)),
    Step("confirm", "Confirm verdict", (S.RECHECK,), None, APPROVE, "reviewers",
         (guards.fell_with_its_words, guards.is_second_pair_of_eyes,
          guards.has_not_recused_from_the_fact, guards.words_stand,
          guards.verdict_would_still_be_valid, guards.evidence_says_the_same,
          guards.adopted_verdict_stands)),
    Step("recuse", "Recuse yourself",
         (S.OPEN, S.IN_REVIEW, S.AWAITING_APPROVAL, S.RECHECK), None, REVIEW, "reviewers",
         (guards.has_not_recused,), ("note",),
         "Which interest of yours it touches: colleagues read it, readers do not"),
    Step("object", "Object to verdict", DECIDED, S.RECHECK, OBJECT, "editors and reviewers",
         (), ("note",)),
)  # fmt: skip


def allowed_steps(claim, by):
    """Return an Offer for every step: what `by` may do with `claim` now, and why not the rest."""
    return offers(STEPS, claim, by)


@transaction.atomic
def take(claim, step_name, *, by, note="", version=None, **decided):
    """Take a step: move the claim and write the record, or do neither. Return the claim.

    version   of the claim that the person was looking at; refused if it is not the newest.
    decided   for "propose": verdict, summary, and if wanted rating and valid_until; for "adopt":
              adopts, the key of a claim, and if wanted summary and valid_until.

    Raises NoSuchStep, StepRefused with the guard's sentence, NotAllowed, Invalid, and Conflict if
    another step was taken since `claim` was read.
    """
    step, note = named(STEPS, step_name), noted(note)
    article = ledger.lock(claim.article_id)
    fresh = fresh_copy(claim, version)
    with read_once(fresh, *_READ_BY_SEVERAL.get(step.name, ())):
        if error := refusal(step, fresh, by):
            raise error
        _has_what_it_needs(step, note=note, **decided)
        changes = _EFFECTS.get(step.name, _nothing)(fresh, by, note, **decided)
        old = fresh.status
        changes = {"status": step.new, "is_confirmable": False} | changes
        compare_and_set(fresh, **changes)
        ledger.append(article, f"claim.{step.name}", by=by, payload=_deed(fresh, old, note))
    notices.mark_dealt_with(fresh, by)
    return fresh


# What more than one guard of a step reads. What the deed itself writes is read only after it.
_HANDS_AND_EVIDENCE = ("contributions", "evidence__watch")
_READ_BY_SEVERAL = {
    "take_up": ("contributions",),
    "propose": _HANDS_AND_EVIDENCE,
    "adopt": ("contributions",),
    "approve": _HANDS_AND_EVIDENCE,
    "send_back": ("contributions",),
    "confirm": _HANDS_AND_EVIDENCE,
}


def _has_what_it_needs(step, **given):
    asked = {"note": "Say why.", "verdict": "Choose a verdict.", "summary": "Say what was found.",
             "adopts": "Choose the claim whose verdict is adopted."}  # fmt: skip
    said = {name for name, value in given.items() if text.normalise(str(value or "")).strip()}
    if missing := [name for name in step.needs if name not in said]:
        raise Invalid({name: asked[name] for name in missing})
    optional = {"note", *_OPTIONAL.get(step.name, ())}
    if surplus := sorted(said - optional - {*step.needs}):
        raise Invalid(dict.fromkeys(surplus, "This step does not take it."))


_OPTIONAL = {"propose": ("rating", "valid_until"), "adopt": ("summary", "valid_until")}


def _nothing(claim, by, note, **decided):
    return {}


def _accept(claim, by, note, **decided):
    contribute([claim], by, Contribution.Role.TAGGED)
    return {}


def _take_up(claim, by, note, **decided):
    return {"assignee": by}


def _release(claim, by, note, **decided):
    return {"assignee": None}


def _propose(claim, by, note, *, verdict, summary, rating="", valid_until=None):
    rating = rating or ""
    _check_verdict(verdict, rating, valid_until)
    _check_support(claim, verdict, by)
    summary = noted(summary, "summary")
    said = {"verdict": verdict, "rating": rating, "summary": summary, "valid_until": valid_until}
    return _proposed(claim, by, said)


def _adopt(claim, by, note, *, adopts, summary="", valid_until=None):
    said = adopting.said(claim, adopts, summary, valid_until)
    _check_verdict(said["verdict"], said["rating"], said["valid_until"])
    _check_adopted(claim, said, by)
    contribute([claim], adopting.declarer(said["sameness"]), Contribution.Role.MATCHED)
    return _proposed(claim, by, said)


def _proposed(claim, by, said):
    contribute([claim], by, Contribution.Role.PROPOSED)
    decision = _decide(claim, proposed_by=by, proposed_by_name=name_of(by), **said)
    notices.tell_people([(claim, Notice.Kind.AWAITING, notices.approvers(decision))], by)
    return _bound(decision)


def _bound(decision):
    """Return the columns of a claim that a decision was just bound to: its words are these."""
    return {"decision": decision, "anchor": Anchor.EXACT.value}


def _decide(claim, **said):
    """Bind what is said to the words of now, and to the rule of now."""
    rule = rule_for(claim.kind, claim.sensitivity, said["verdict"])
    return Decision.objects.create(
        claim=claim,
        revision=claim.revision,
        exact=claim.exact,
        quote_sha256=text.sha256(claim.exact),
        approvals_needed=rule.approvals,
        origins_needed=rule.origins,
        tier_needed=rule.tier,
        created=timezone.now(),
        **said,
    )


def _confirm(claim, by, note, **decided):
    """Say again, of the words of now, what the verdict that fell with the old ones said."""
    fallen = claim.decision
    said = {name: getattr(fallen, name) for name in _SAID_AGAIN}
    claim.decision = _decide(claim, confirms=fallen, **said)
    return _bound(claim.decision) | _approve(claim, by, note)


_SAID_AGAIN = (
    "verdict", "rating", "summary", "valid_until", "proposed_by_id", "proposed_by_name",
    "adopts", "sameness",
)  # fmt: skip


def _approve(claim, by, note, **decided):
    given = len(guards.approvals_given(claim)) + 1
    approval = _answer(claim, by, note, agrees=True)
    if given < claim.decision.approvals_needed:
        return {"status": S.AWAITING_APPROVAL}
    return {"status": claim.decision.verdict, "decided_at": approval.created}


def _send_back(claim, by, note, **decided):
    _answer(claim, by, note, agrees=False)
    people = {claim.decision.proposed_by_id, claim.assignee_id}
    notices.tell_people([(claim, Notice.Kind.SENT_BACK, people)], by)
    return {}


def _recuse(claim, by, note, **decided):
    """Step aside for good: what `by` holds is free again, and what they proposed is off.

    An approval of theirs no longer counts, and a verdict they had a say in is not confirmed.
    """
    approved = any(approval.by_id == by.pk for approval in guards.approvals_given(claim))
    contribute([claim], by, Contribution.Role.RECUSED)
    is_mine = claim.assignee_id == by.pk
    is_my_proposal = claim.decision is not None and claim.decision.proposed_by_id == by.pk
    leaves = (claim.status == S.IN_REVIEW and is_mine) or (
        claim.status == S.AWAITING_APPROVAL and is_my_proposal
    )
    return {
        "status": S.OPEN if leaves else claim.status,
        "assignee": None if is_mine else claim.assignee,
        "is_confirmable": claim.is_confirmable and not (is_my_proposal or approved),
    }


def _object(claim, by, note, **decided):
    notices.tell([(claim, Notice.Kind.OBJECTED)], by)
    return {"decided_at": None, "assignee": None}


_EFFECTS = {
    "accept": _accept,
    "take_up": _take_up,
    "release": _release,
    "propose": _propose,
    "adopt": _adopt,
    "approve": _approve,
    "send_back": _send_back,
    "confirm": _confirm,
    "recuse": _recuse,
    "object": _object,
}


def _answer(claim, by, note, *, agrees):
    return Approval.objects.create(
        decision=claim.decision,
        by=by,
        by_name=name_of(by),
        agrees=agrees,
        note=note,
        created=timezone.now(),
    )


*_RATINGS, _LAST_RATING = Decision.Rating.labels
HOW_IT_IS_WRONG = f"Say how it is wrong: {', '.join(_RATINGS)} or {_LAST_RATING}."


def _check_verdict(verdict, rating, valid_until):
    errors = {}
    if verdict not in DECIDED:
        errors["verdict"] = "The verdict is verified, refuted or unverifiable."
    if verdict == S.REFUTED and rating not in Decision.Rating.values:
        errors["rating"] = HOW_IT_IS_WRONG
    if verdict != S.REFUTED and rating:
        errors["rating"] = "Only a refuted claim has a rating."
    if valid_until and valid_until < timezone.localdate():
        errors["valid_until"] = "This day has passed already."
    if errors:
        raise Invalid(errors)


def _check_support(claim, verdict, by):
    if does := support.lacks_support(claim, verdict):
        sentence = f"No evidence here {does}. Add some that does, or choose another verdict."
        if any(map(support.misses_its_words, support.standing_evidence(claim))):
            sentence += (
                " Evidence whose words were not found at its address counts once a reviewer "
                "vouches for them."
            )
        raise Invalid({"verdict": sentence})
    rule = rule_for(claim.kind, claim.sensitivity, verdict)
    if short := support.falls_short(claim, verdict, rule.origins, rule.tier, by):
        raise Invalid({"verdict": f"{short} Add what is missing, or choose another verdict."})


def _check_adopted(claim, said, by):
    """What another claim needed is not always enough for this one: that may be sensitive."""
    verdict, checked = said["verdict"], said["adopts"].claim
    if sentence := guards.interest_in(checked, by):
        raise Invalid({"adopts": sentence})
    rule = rule_for(claim.kind, claim.sensitivity, verdict)
    if short := support.falls_short(claim, verdict, rule.origins, rule.tier, by, checked=checked):
        raise Invalid({"adopts": f"{short} Check this claim for itself."})


def _deed(claim, old, note):
    """What the record keeps of a step: the words by their digest, the verdict in full."""
    deed = {
        "claim": claim.pk,
        "from": str(old),
        "to": str(claim.status),
        "note": note,
        "revision": claim.revision.number,
        "quote_sha256": text.sha256(claim.exact),
    }
    if claim.decision and claim.status in (S.AWAITING_APPROVAL, *DECIDED):
        deed["decision"] = {
            "id": claim.decision.pk,
            "verdict": claim.decision.verdict,
            "rating": claim.decision.rating,
            "summary": claim.decision.summary,
            "valid_until": _day(claim.decision.valid_until),
            "quote_sha256": claim.decision.quote_sha256,
            "evidence": [evidence.pk for evidence in support.standing_evidence(claim)],
            **{name: getattr(claim.decision, name) for name in _NEEDED},
        }
        if claim.decision.confirms_id:
            deed["decision"]["confirms"] = claim.decision.confirms_id
        if guards.rests_on_adopted(claim.decision):
            deed["decision"]["adopts"] = claim.decision.adopts_id
            deed["decision"]["sameness"] = claim.decision.sameness_id
    return deed


_NEEDED = ("approvals_needed", "origins_needed", "tier_needed")


def _day(date):
    return date and date.isoformat()
