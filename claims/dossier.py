"""All that the page of a claim shows, in a fixed number of queries.

What a reader may not see is not handed to the template: confidential evidence arrives there as
a Withheld, which knows its kind and a digest that tells nothing.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.utils import timezone

from articles import text
from articles.steps import Offer

from . import changed, guards, history, reach, rules, same_facts, support, workflow
from .forms import (
    CONFIDENTIAL,
    CommentForm,
    EvidenceForm,
    FactsForm,
    RetractForm,
    StepForm,
    VouchForm,
)
from .gathering import GATHERING
from .models import DECIDED, Anchor, Claim, Decision, Evidence, Sameness, Status
from .queues import DONE

ANCHORED = {
    Anchor.EXACT: "The words stand in the newest revision, at their place.",
    Anchor.MOVED: "The words stand in the newest revision, at another place than before.",
    Anchor.DRIFTED: "An edit changed the words. Nobody has said since that they are the claim's.",
    Anchor.LOST: "The words are no longer in the article.",
    Anchor.AMBIGUOUS: "The words stand in several places of the article, or may.",
}


@dataclass(frozen=True)
class FormedOffer(Offer):
    """A step with the form that asks for what it needs."""

    form: StepForm


@dataclass(frozen=True)
class Shown:
    """Evidence that the reader may read.

    form         retracts it, and is None where that is closed.
    vouch_form   says that the reader saw what its copy does not show; None where nobody has to.
    may_check    may the reader have its address fetched now?
    """

    evidence: Evidence
    form: RetractForm | None
    vouch_form: VouchForm | None
    may_check: bool


@dataclass(frozen=True)
class Withheld:
    """Confidential evidence, for everybody else; commitment is what readers are given too."""

    kind: str
    commitment: str


@dataclass(frozen=True)
class InPlace:
    """The words of a claim between the rest of their paragraph."""

    before: str
    words: str
    after: str


def find(claim_id):
    """Return the claim with all its page asks of it, or None."""
    claims = Claim.objects.with_review().select_related("revision", "decision__revision")
    same = Sameness.objects.standing().of(OuterRef("pk"))
    claims = claims.annotate(has_same=Exists(same), **reach.counts())
    claim = claims.prefetch_related(None).filter(pk=claim_id).first()
    if claim is not None:
        _read_along(claim)
    return claim


def _read_along(claim):
    """Read what with_review prefetches and more, of one claim, in five queries.

    Where it adopts the verdict of another claim, what is asked of both is read together.
    """
    adopts = claim.decision and claim.decision.adopts
    both = [claim, adopts.claim] if adopts else [claim]
    evidence = Evidence.objects.watched().with_passages()
    prefetch_related_objects(both, "contributions", Prefetch("evidence", evidence))
    decisions = Decision.objects.select_related("adopts")
    prefetch_related_objects([claim], Prefetch("decisions", decisions), "comments")
    given = [*claim.decisions.all(), *filter(None, [claim.decision])]
    prefetch_related_objects(given, "approvals")


def same_as(claim):
    """Return the SameFacts of a claim that was read with find(); no query where there are none."""
    return same_facts.of(claim) if claim.has_same else []


def step_form(claim, step, same, data=None):
    """Return the StepForm of `step` for a claim read with find(); same: its SameFacts."""
    decided = [one.other for one in same if one.other.is_decided]
    adoptable = [other for other in decided if other.decision.adopts_id is None]
    return StepForm(data, step=step, claim=claim, adoptable=adoptable, warning=reach.warning(claim))


def of(claim, reader, bound=None):
    """Return the context of the claim's page for `reader`, as a dict.

    bound  the form that was just refused: it is shown with what was typed, in its place.
    """

    def form(kind, **options):
        fresh = kind(**options)
        return bound if bound is not None and bound.name == fresh.name else fresh

    _date_proposals(claim)
    closed = gathering_closed(claim, reader)
    record = history.of(claim, with_confidential=reader.has_perm(CONFIDENTIAL))
    offers = workflow.allowed_steps(claim, reader)
    same = same_as(claim)
    return {
        "claim": claim,
        "in_place": in_place(claim),
        "anchored": ANCHORED[claim.anchor],
        "is_overdue": is_overdue(claim),
        "standing": standing(claim),
        "is_answered": claim.status in (Status.AWAITING_APPROVAL, *DECIDED),
        "changed": changed.of(claim, record),
        "confirmation": confirmation(claim, offers),
        "approvals_given": len(guards.approvals_given(claim)),
        "approvals_needed": guards.approvals_needed(claim),
        "older_decisions": older_decisions(claim),
        "evidence": [_card(one, reader, closed, form) for one in claim.evidence.all()],
        "rule": rules.in_words(rules.rule_for(claim.kind, claim.sensitivity)),
        "origins": origins(claim, reader),
        "recused": [deed for deed in record if deed.action == "claim.recuse"],
        "gathering_closed": closed,
        "evidence_form": form(EvidenceForm, reader=reader),
        "facts_form": reader.has_perm(workflow.TAG) and form(FactsForm, claim=claim),
        "same_facts": same,
        "warning": reach.warning(claim),
        "offers": [_formed(offer, form, claim, same) for offer in offers],
        "comments": claim.comments.all(),
        "comment_form": form(CommentForm),
        "history": record,
    }


def in_place(claim):
    """Return the claim's words InPlace, or None where they have none."""
    if not claim.is_placed:
        return None
    whole = claim.revision.text
    start, end = text.paragraph(whole, claim.start, claim.end)
    return InPlace(whole[start : claim.start], claim.exact, whole[claim.end : end])


def confirmation(claim, offers):
    """Return the Offer to confirm the verdict, while the claim is to be rechecked; else None."""
    if claim.status != Status.RECHECK:
        return None
    return next(offer for offer in offers if offer.name == "confirm")


def is_overdue(claim):
    """Is the claim's day past while somebody still has to do something about it?"""
    return claim.status not in DONE and claim.due is not None and claim.due < timezone.localdate()


def standing(claim):
    """Return what the claim's newest decision is to it now, as a heading; None without one."""
    if claim.decision is None:
        return None
    if claim.is_decided:
        return "Verdict in force"
    if claim.status == Status.AWAITING_APPROVAL:
        return "Proposed verdict"
    return "Last verdict, not in force"


def _date_proposals(claim):
    """Set proposed_at of each decision: of one that confirms, when the first was proposed."""
    first = {}
    for decision in claim.decisions.all():
        decision.proposed_at = first.get(decision.confirms_id, decision.created)
        first[decision.pk] = decision.proposed_at
    if claim.decision is not None:
        claim.decision.proposed_at = first[claim.decision_id]


def older_decisions(claim):
    newest_first = reversed(claim.decisions.all())
    return [decision for decision in newest_first if decision.pk != claim.decision_id]


def gathering_closed(claim, reader):
    """Return why `reader` cannot change the evidence now, as a sentence, or None."""
    if not reader.has_perm(workflow.REVIEW):
        return "Only reviewers may add or retract evidence."
    if claim.status not in GATHERING:
        return f"Evidence cannot change while the claim is {claim.get_status_display()}."
    return None


def may_read(evidence, reader):
    return not evidence.is_confidential or reader.has_perm(CONFIDENTIAL)


@dataclass(frozen=True)
class Together:
    """Standing evidence of one origin, which counts once; numbers are those of its cards."""

    origin: str
    numbers: list[int]


def origins(claim, reader):
    """Return what counts together, as a list of Together; without what `reader` may not read."""
    found = {}
    for number, one in enumerate(claim.evidence.all(), start=1):
        if one.retracted_at is None and may_read(one, reader):
            found.setdefault(one.origin_key, Together(one.origin, [])).numbers.append(number)
    return list(found.values())


def _card(evidence, reader, closed, form):
    if not may_read(evidence, reader):
        return Withheld(evidence.get_kind_display(), evidence.commitment_sha256)
    asked = form(RetractForm, evidence=evidence)
    is_open = closed is None and evidence.retracted_at is None
    vouching = form(VouchForm, evidence=evidence)
    is_wanting = is_open and support.misses_its_words(evidence)
    return Shown(
        evidence,
        form=asked if is_open or asked.is_bound else None,
        vouch_form=vouching if is_wanting or vouching.is_bound else None,
        may_check=reader.has_perm(workflow.REVIEW)
        and evidence.is_on_the_web
        and evidence.retracted_at is None,
    )


def _formed(offer, form, claim, same):
    def asked():
        return step_form(claim, offer, same)

    return FormedOffer(**vars(offer), form=form(asked))
