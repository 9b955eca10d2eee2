"""What stands between a person and a step. Each guard returns a sentence, or None.

The first line of its docstring says for docs/workflow.md what holds where it does not object.

They read only what ClaimQuerySet.with_review has fetched, so that asking them of a whole
list costs no query; one query where a claim with a verdict is ambiguous. What they hold for
people, claims.apps.GUARDS holds in the database.
"""

from django.utils import timezone

from . import anchoring
from .models import Anchor, Claim, Contribution, Sensitivity, Status

TAGGED_ALREADY = "These very words are tagged already, as claim {}."
APPROVALS = {Sensitivity.NORMAL.value: 1, Sensitivity.SENSITIVE.value: 2}


def approvals_needed(claim):
    """Return how many people must approve a verdict on this claim."""
    return APPROVALS[claim.sensitivity]


def approvals_given(claim):
    """Return the approvals that the proposed or standing decision has, without dissent."""
    if claim.decision is None:
        return []
    return [approval for approval in claim.decision.approvals.all() if approval.agrees]


def standing_evidence(claim):
    """Return the evidence that has not been retracted."""
    return [evidence for evidence in claim.evidence.all() if evidence.retracted_at is None]


def hands_of(claim, by):
    """Return the labels of every hand that `by` has had in the claim."""
    return [
        contribution.get_role_display()
        for contribution in claim.contributions.all()
        if contribution.person_id == by.pk
    ]


def is_not_the_tagger(claim, by):
    """Whoever tagged or accepted the claim leaves it to somebody else."""
    tagged = Contribution.Role.TAGGED
    if any(c.person_id == by.pk for c in claim.contributions.all() if c.role == tagged):
        return "You tagged this claim. Somebody else reviews it."
    return None


def is_free_or_mine(claim, by):
    """Nobody else is assigned to it."""
    if claim.assignee_id not in (None, by.pk):
        return f"This claim is assigned to {claim.assignee}. Ask an editor to reassign it."
    return None


def is_mine(claim, by):
    """Whoever does it has taken the claim up."""
    if claim.assignee_id != by.pk:
        holder = claim.assignee or "Nobody"
        return f"{holder} has taken up this claim, not you. Ask an editor to assign it to you."
    return None


def words_stand(claim, by):
    """Its words stand in the article, in one place."""
    if claim.anchor == Anchor.LOST:
        return "The words are no longer in the article. Dismiss the claim or tag it anew."
    if claim.anchor == Anchor.AMBIGUOUS:
        return "The words stand in several places. Tag the place you mean and dismiss this claim."
    return None


def was_not_checked_or_words_are_gone(claim, by):
    """No verdict was ever proposed on it, its words are gone, or another claim has taken them.

    Dismissing is no way round a verdict: while the words stand, somebody checks them. Asked of
    the decision, not of the status: a recheck that was taken up and released is open. Words that
    stand in several places are not gone; a live claim on one of the places takes them over.
    """
    if claim.decision_id is None or claim.anchor == Anchor.LOST:
        return None
    if claim.anchor != Anchor.AMBIGUOUS:
        return "The words still stand in the article. Take the claim up and check them again."
    if not Claim.objects.live().filter(article=claim.article_id, exact=claim.exact).exists():
        return "The words still stand, in several places. Tag the place you mean first."
    return None


def did_not_write_the_words(claim, by):
    """Whoever wrote or changed its words leaves it to somebody else, unless it is a suggestion."""
    worded = Contribution.Role.WORDED
    if claim.status == Status.SUGGESTED:
        return None
    if any(c.person_id == by.pk for c in claim.contributions.all() if c.role == worded):
        return "You wrote or changed these words. Somebody else dismisses the claim."
    return None


def is_not_tagged_anew(claim, by):
    """No other claim is tagged on the very same words by now."""
    if claim.is_placed and claim.twin_id is not None:
        return TAGGED_ALREADY.format(claim.twin_id)
    return None


def words_are_as_proposed(claim, by):
    """The words still say what they said when the verdict was proposed."""
    if claim.decision and anchoring.is_material(claim.decision.exact, claim.exact):
        return "The words have changed since the verdict was proposed. Send it back."
    return None


def verdict_is_not_out_of_date(claim, by):
    """The day until which the verdict would be valid has not passed."""
    last = claim.decision and claim.decision.valid_until
    if last and last < timezone.localdate():
        return f"The verdict would have been valid until {last.isoformat()}. Send it back."
    return None


def has_evidence(claim, by):
    """At least one piece of evidence stands."""
    if not standing_evidence(claim):
        return "Add at least one piece of evidence first."
    return None


def is_second_pair_of_eyes(claim, by):
    """Whoever does it had no hand in its tagging, words, evidence or verdict."""
    if hands := hands_of(claim, by):
        return f"You {' and '.join(hands)}. Somebody else approves it."
    return None


def has_not_approved_yet(claim, by):
    """Whoever does it has not approved this verdict already."""
    if any(approval.by_id == by.pk for approval in approvals_given(claim)):
        return "You have approved this already. A sensitive claim needs a second person."
    return None
