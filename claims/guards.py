"""What stands between a person and a step. Each guard returns a sentence, or None.

The first line of its docstring says for docs/workflow.md what holds where it does not object.

They read only what ClaimQuerySet.with_review has fetched, so that asking them of a whole
list costs no query; one or two where a claim with a verdict has no place. What they hold for
people, claims.apps.GUARDS holds in the database.
"""

from django.utils import timezone

from .binding import has_strayed
from .models import DECIDED, Anchor, Claim, Contribution, Status
from .rules import rule_for
from .support import falls_short, lacks_support, misses_its_words, standing_evidence

CHOOSE = "Put the claim onto the place you mean on the tagging page."
UNCERTAIN = (
    "Its words stand in other surroundings, or in several places: say on the tagging page where."
)
ELSEWHERE = "put it onto other words on the tagging page"
TAGGED_ALREADY = "These very words are tagged already, as claim {}."
PROPOSED = (Status.AWAITING_APPROVAL, *DECIDED)


def approvals_needed(claim):
    """Return how many people must approve a verdict on this claim.

    By the rule of when it was proposed, once one is; a rule that changes asks it of the next.
    """
    if claim.status in PROPOSED:
        return claim.decision.approvals_needed
    return rule_for(claim.kind, claim.sensitivity).approvals


def approvals_given(claim):
    """Return the approvals that the proposed or standing decision has.

    Without dissent, and without those of people who have recused themselves since.
    """
    if claim.decision is None:
        return []
    out = {c.person_id for c in claim.contributions.all() if c.role == Contribution.Role.RECUSED}
    return [one for one in claim.decision.approvals.all() if one.agrees and one.by_id not in out]


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


def has_not_recused(claim, by):
    """Whoever does it has not declared a conflict of interest."""
    if is_recused(claim, by):
        return "You have declared a conflict of interest in this claim. Somebody else does it."
    return None


def is_recused(claim, person):
    """Has `person` declared a conflict of interest in the claim?"""
    recused = Contribution.Role.RECUSED
    return any(c.person_id == person.pk for c in claim.contributions.all() if c.role == recused)


def has_not_recused_from_the_fact(claim, by):
    """Whoever does it has declared no conflict of interest in the claim whose verdict it adopts."""
    if rests_on_adopted(claim.decision):
        return interest_in(claim.decision.adopts.claim, by)
    return None


def interest_in(claim, by):
    """Return the sentence that keeps `by` from a deed on the fact of `claim`, or None."""
    if is_recused(claim, by):
        return (
            f"You have declared a conflict of interest in claim {claim.pk}, which states the same "
            "fact. Somebody else does it."
        )
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
        return f"The words are no longer in the article. Dismiss the claim, or {ELSEWHERE}."
    if claim.anchor == Anchor.AMBIGUOUS:
        return UNCERTAIN
    return None


def was_not_checked_or_words_are_gone(claim, by):
    """No verdict was ever proposed on it, its words are gone, or another claim has taken them.

    Dismissing is no way round a verdict: while the words stand, somebody checks them. Asked of
    the decision, not of the status: a recheck that was taken up and released is open. Words that
    stand in several places are not gone; a live claim on one of the places takes them over. Nor
    are they when the claim was put onto others and lost those.
    """
    if claim.decision_id is None:
        return None
    if claim.is_placed:
        return "The words still stand in the article. Take the claim up and check them again."
    if claim.anchor == Anchor.AMBIGUOUS:
        words, sentence = claim.exact, f"The words still stand, in several places. {CHOOSE}"
    elif _stand_elsewhere(claim):
        words, sentence = claim.decision.exact, f"The words that were checked still stand. {CHOOSE}"
    else:
        return None
    if Claim.objects.live().filter(article=claim.article_id, exact=words).exists():
        return None
    return sentence


def _stand_elsewhere(claim):
    """Has a claim lost other words than those that were checked, and these stand?"""
    checked = claim.decision.exact
    return checked != claim.exact and checked in claim.revision.text


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
    if claim.decision and has_strayed(claim):
        return "The words have changed since the verdict was proposed. Send it back."
    return None


def words_are_its_own(claim, by):
    """A person has looked at its words since an edit changed them in a way that may matter."""
    if claim.anchor == Anchor.DRIFTED:
        return (
            "The words have changed since this was tagged: say on the tagging page whether these "
            "are still its words."
        )
    return None


def verdict_is_not_out_of_date(claim, by):
    """The day until which the verdict would be valid has not passed."""
    last = claim.decision and claim.decision.valid_until
    if last and last < timezone.localdate():
        return f"The verdict would have been valid until {last.isoformat()}. Send it back."
    return None


def fell_with_its_words(claim, by):
    """A verdict was in force until its words changed, and nobody has taken a step since.

    An objection, a verdict that was only proposed, and one that ran out need a review.
    """
    if claim.decision_id is None:
        return "No verdict was ever given on this claim. Take it up and check it."
    if not claim.is_confirmable:
        return "Its verdict did not fall by a change of words alone. Take it up and check it again."
    return None


def verdict_would_still_be_valid(claim, by):
    """The day until which the verdict was valid has not passed."""
    last = claim.decision and claim.decision.valid_until
    if last and last < timezone.localdate():
        return f"The verdict was valid until {last.isoformat()}. Take it up and propose a new one."
    return None


def evidence_says_the_same(claim, by):
    """Evidence stands, and where the verdict rests on some that says the same, enough of it."""
    if rests_on_adopted(claim.decision):
        return _falls_short(claim, by)
    if not standing_evidence(claim):
        return "No evidence stands any more. Take it up and check it again."
    if does := claim.decision and lacks_support(claim, claim.decision.verdict):
        return f"No evidence here {does} any more. Take it up and check it again."
    if short := claim.decision and _falls_short(claim, by):
        return f"{short} Take it up and check it again."
    return None


def _falls_short(claim, by):
    """Return what the evidence lacks by the rule of now for the verdict that fell, or None."""
    verdict = claim.decision.verdict
    rule = rule_for(claim.kind, claim.sensitivity, verdict)
    return falls_short(claim, verdict, rule.origins, rule.tier, by, checked=_checked(claim))


def _checked(claim):
    """Return the claim on whose evidence the verdict rests: this one, or that which it adopts."""
    return claim.decision.adopts.claim if rests_on_adopted(claim.decision) else claim


def rests_on_enough(claim, by):
    """As many independent origins say the same as its rule asks for, one of them strong enough."""
    asked, checked = claim.decision, _checked(claim)
    needed = asked.origins_needed, asked.tier_needed
    short = falls_short(claim, asked.verdict, *needed, by, checked=checked)
    return short and f"{short} Send it back."


def rests_on_adopted(decision):
    """Does a decision rest on the evidence of the claim whose verdict it adopts?"""
    return decision is not None and decision.adopts_id is not None


def is_same_as_one_in_force(claim, by):
    """It is declared the same as a claim that was checked itself, whose verdict is in force."""
    if claim.adoptable_id is not None:
        return None
    if checked := claim.first_hand_id:
        return (
            f"The claim that it is declared the same as adopted its verdict from claim {checked}: "
            f"declare this one the same as claim {checked}."
        )
    return "No verdict to adopt: it is declared the same as no claim whose verdict is in force."


def adopted_verdict_stands(claim, by):
    """A verdict that it adopts is still in force, and both claims are still declared the same."""
    if not rests_on_adopted(claim.decision):
        return None
    if claim.decision.adopts.stands and claim.decision.sameness.retracted_at is None:
        return None
    is_proposed = claim.status == Status.AWAITING_APPROVAL
    way_on = "Send it back." if is_proposed else "Take it up and check it again."
    return f"The verdict on claim {claim.decision.adopts.claim_id} is adopted no more. {way_on}"


def words_of_its_support_were_found(claim, by):
    """Where the verdict rests on evidence that says the same, words of such evidence were found.

    Or a reviewer vouched for them, or nobody has looked for them yet.
    """
    checked = _checked(claim)
    if not any(map(misses_its_words, standing_evidence(checked))):
        return None
    if does := lacks_support(checked, claim.decision.verdict):
        return (
            f"No evidence here {does} with words that were found at its address. Send it back: a "
            "reviewer corrects the excerpt, or vouches for what they saw."
        )
    return None


def is_own_and_untouched(claim, by):
    """Whoever does it tagged the claim, and nothing at all was written on it since.

    Its version counts every write: another's hand, an edit, a review that was begun.
    """
    if claim.tagged_by_id != by.pk:
        return "Only whoever tagged the claim takes it back. Dismiss it, with a note."
    if claim.version > 1:
        return "Something has happened to this claim since you tagged it. Dismiss it, with a note."
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
