"""A verdict that fell with its words is confirmed on the words of now; a tag is taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import text
from articles.errors import StepRefused
from articles.models import LedgerEntry
from claims import following, gathering, tagging, workflow
from claims.models import DECIDED, Approval, Claim, Decision, Status
from newsroom.roles import EDITORS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
NOW_READS = make.WORDS.replace("40", "41")
PARAGRAPH = f"<p>{make.WORDS} It was founded in 1901.</p>\n"


@pytest.fixture(scope="module")
def each_fallen(made_once):
    """A claim whose verdict fell with its words, by verdict."""
    return {verdict: make.make_fallen_claim(verdict=verdict) for verdict in DECIDED}


@pytest.fixture
def fallen(each_fallen):
    return each_fallen[Status.VERIFIED]


@pytest.fixture(scope="module")
def sensitive(made_once):
    return make.make_fallen_claim(sensitivity="sensitive")


@pytest.fixture(scope="module")
def decided(made_once):
    return make.make_decided_claim()


@pytest.fixture(scope="module")
def objected(made_once):
    return make.make_claim_with_status(Status.RECHECK)


def confirm(claim, by=None):
    return workflow.take(claim, "confirm", by=by or make.make_reviewer())


def reason(claim, step, by=None):
    """Why `by`, a reviewer without a hand in it, may not take the step now; "" if they may."""
    offers = workflow.allowed_steps(stored(claim), by or make.make_reviewer())
    return next(offer.reason for offer in offers if offer.name == step)


def stored(claim):
    return Claim.objects.get(pk=claim.pk)


# --- what it writes ---------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", DECIDED)
def test_the_claim_has_the_verdict_that_it_had(verdict, each_fallen):
    claim = confirm(each_fallen[verdict])

    assert (claim.status, claim.is_decided, claim.is_confirmable) == (verdict, True, False)


def test_the_new_decision_says_the_same_of_the_words_of_now(each_fallen):
    fallen = each_fallen[Status.REFUTED]

    decision = confirm(fallen).decision

    assert (
        decision.confirms,
        decision.exact,
        decision.quote_sha256,
        decision.revision_id,
        decision.verdict,
        decision.rating,
        decision.summary,
        decision.valid_until,
        decision.proposed_by,
        decision.proposed_by_name,
    ) == (
        fallen.decision,
        NOW_READS,
        text.sha256(NOW_READS),
        fallen.revision_id,
        "refuted",
        "false",
        "As the minutes say.",
        None,
        fallen.decision.proposed_by,
        fallen.decision.proposed_by_name,
    )


def test_the_fallen_decision_stays_as_it_was(fallen):
    confirm(fallen)

    old = Decision.objects.get(pk=fallen.decision_id)
    assert (old.exact, old.confirms, old.approvals.count()) == (make.WORDS, None, 1)


def test_whoever_confirms_has_approved_it(fallen):
    reviewer = make.make_reviewer()

    claim = confirm(fallen, reviewer)

    approval = Approval.objects.get(decision=claim.decision)
    assert (approval.by, approval.agrees, approval.created) == (reviewer, True, claim.decided_at)


def test_the_entry_names_the_decision_that_was_confirmed(fallen):
    claim = confirm(fallen)

    entry = LedgerEntry.objects.filter(article=claim.article_id).last()
    assert (entry.action, f'"confirms":{fallen.decision_id},' in entry.payload) == (
        "claim.confirm",
        True,
    )


def test_a_sensitive_verdict_is_confirmed_by_two(sensitive):
    first = confirm(sensitive)

    second = workflow.take(first, "approve", by=make.make_reviewer())

    assert (first.status, second.status) == (Status.AWAITING_APPROVAL, Status.VERIFIED)


def test_the_first_of_the_two_is_not_the_second(sensitive):
    reviewer = make.make_reviewer()
    claim = confirm(sensitive, reviewer)

    assert reason(claim, "approve", reviewer) == (
        "You have approved this already. A sensitive claim needs a second person."
    )


def test_a_verdict_that_was_confirmed_falls_and_is_confirmed_again(fallen):
    claim = confirm(fallen)
    claim = make.revise(claim, make.BODY.replace("has 40", "has 42"))

    assert confirm(claim).decision.exact == make.WORDS.replace("40", "42")


def test_a_verdict_that_fell_by_placing_the_claim_is_confirmed(decided):
    span = tagging.places(decided.revision, "The council")[0]
    told = {"revision": 1, "start": span.start, "end": span.end}
    claim = tagging.place(decided, by=make.make_editor(), **told)

    assert confirm(claim).decision.exact == "The council"


# --- who ---------------------------------------------------------------------------------------


def test_whoever_approved_it_the_first_time_may_confirm_it(fallen):
    assert reason(fallen, "confirm", fallen.decision.approvals.get().by) == ""


def test_whoever_changed_the_words_does_not_confirm_the_verdict(decided):
    person = make.make_user(EDITORS, REVIEWERS)
    claim = make.revise(decided, make.BODY.replace("has 40", "has 41"), person)

    assert reason(claim, "confirm", person) == (
        "You wrote or changed these words. Somebody else approves it."
    )


def test_whoever_proposed_it_does_not_confirm_it(fallen):
    assert reason(fallen, "confirm", fallen.decision.proposed_by) == (
        "You added evidence to this claim and proposed a verdict on this claim. "
        "Somebody else approves it."
    )


# --- when it takes a review instead ------------------------------------------------------------

REVIEW = "Its verdict did not fall by a change of words alone. Take it up and check it again."


def test_after_an_objection_it_takes_a_review(objected):
    assert reason(objected, "confirm") == REVIEW


def test_after_an_objection_no_edit_makes_it_a_click(objected):
    claim = make.revise(objected, make.BODY.replace("has 40", "has 41"))

    assert reason(claim, "confirm") == REVIEW


def test_a_verdict_that_was_only_proposed_takes_a_review():
    claim = make.revise(make.make_proposed_claim(), make.BODY.replace("has 40", "has 41"))

    assert reason(claim, "confirm") == REVIEW


def test_half_a_confirmation_that_fell_takes_a_review(sensitive):
    claim = confirm(sensitive)
    claim = make.revise(claim, make.BODY.replace("has 40", "has 42"))

    assert reason(claim, "confirm") == REVIEW


def test_a_claim_that_came_back_from_dismissal_takes_a_review(decided):
    claim = make.revise(decided, make.BODY.replace(PARAGRAPH, ""))
    claim = workflow.take(claim, "dismiss", by=make.make_editor(), note="The words are gone.")
    claim = make.revise(claim, make.BODY)

    assert (claim.status, reason(claim, "confirm")) == (Status.RECHECK, REVIEW)


def test_a_claim_that_was_never_judged_has_nothing_to_confirm():
    claim = make.make_claim()
    Claim.objects.filter(pk=claim.pk).update(status=Status.RECHECK)

    assert reason(claim, "confirm") == (
        "No verdict was ever given on this claim. Take it up and check it."
    )


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        (
            make.BODY.replace(PARAGRAPH, ""),
            "The words are no longer in the article. Dismiss the claim, or put it onto other "
            "words on the tagging page.",
        ),
        (
            make.BODY.replace(PARAGRAPH, PARAGRAPH + PARAGRAPH),
            "Its words stand in other surroundings, or in several places: say on the tagging page "
            "where.",
        ),
    ],
)
def test_no_verdict_is_confirmed_on_words_that_stand_nowhere_or_twice(html, sentence, decided):
    assert reason(make.revise(decided, html), "confirm") == sentence


def retract(claim):
    evidence = claim.evidence.get(retracted_at=None)
    claim = stored(claim)
    gathering.retract_evidence(
        evidence, by=make.make_reviewer(), note="Mistaken.", version=claim.version
    )


def test_without_any_evidence_it_takes_a_review(fallen):
    retract(fallen)

    assert reason(fallen, "confirm") == (
        "No evidence stands any more. Take it up and check it again."
    )


@pytest.mark.parametrize(
    ("verdict", "does"),
    [(Status.VERIFIED, "supports the claim"), (Status.REFUTED, "refutes the claim")],
)
def test_without_evidence_that_says_the_same_it_takes_a_review(verdict, does, each_fallen):
    claim = stored(each_fallen[verdict])
    retract(claim)
    make.make_evidence(claim, make.make_reviewer(), stance="context")

    assert reason(claim, "confirm") == (
        f"No evidence here {does} any more. Take it up and check it again."
    )


@pytest.fixture(scope="module")
def until_today(made_once):
    """In force on its last day."""
    claim = make.make_claim_in_review()
    told = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": TODAY}
    claim = workflow.take(claim, "propose", by=claim.assignee, **told)
    return workflow.take(claim, "approve", by=make.make_reviewer())


@pytest.fixture
def tomorrow(monkeypatch):
    """Call it, and it is the day after."""
    day = TODAY + timedelta(days=1)
    return lambda: monkeypatch.setattr(timezone, "localdate", lambda: day)


def test_a_verdict_keeps_its_last_day(until_today):
    claim = make.revise(until_today, make.BODY.replace("has 40", "has 41"))

    assert confirm(claim).decision.valid_until == TODAY


def test_a_verdict_whose_day_passed_after_its_fall_is_proposed_anew(until_today, tomorrow):
    claim = make.revise(until_today, make.BODY.replace("has 40", "has 41"))
    tomorrow()

    assert reason(claim, "confirm") == (
        f"The verdict was valid until {TODAY.isoformat()}. Take it up and propose a new one."
    )


def test_an_expired_verdict_is_proposed_anew(until_today, tomorrow):
    tomorrow()
    following.expire()

    assert reason(until_today, "confirm") == REVIEW


# --- taking a tag back -------------------------------------------------------------------------

OTHERS = "Only whoever tagged the claim takes it back. Dismiss it, with a note."
TOUCHED = "Something has happened to this claim since you tagged it. Dismiss it, with a note."


@pytest.fixture(scope="module")
def key(made_once):
    return make.make_claim().pk


@pytest.fixture
def tagged(key):
    """By an editor, and nobody has touched it since."""
    return Claim.objects.get(pk=key)


@pytest.mark.parametrize(
    ("make_person", "suggested"), [(make.make_editor, False), (make.make_reviewer, True)]
)
def test_whoever_tagged_a_claim_takes_it_back_without_a_note(make_person, suggested):
    person = make_person()
    claim = make.make_claim(by=person, suggested=suggested)

    claim = workflow.take(claim, "take_back", by=person)

    assert claim.status == Status.DISMISSED


def test_even_if_he_wrote_the_words():
    editor = make.make_editor()
    claim = make.make_claim(make.make_article(by=editor), by=editor)

    assert workflow.take(claim, "take_back", by=editor).status == Status.DISMISSED


def test_nobody_takes_back_what_another_tagged(tagged):
    assert reason(tagged, "take_back", make.make_editor()) == OTHERS


def touch_by_amending(claim):
    tagging.amend(claim, by=make.make_editor(), priority=1)


def touch_by_evidence(claim):
    make.make_evidence(claim, make.make_reviewer())


def touch_by_a_review_that_was_released(claim):
    reviewer = make.make_reviewer()
    workflow.take(workflow.take(claim, "take_up", by=reviewer), "release", by=reviewer)


def touch_by_an_edit(claim):
    make.revise(claim, make.BODY.replace("has 40", "has 41"))


@pytest.mark.parametrize(
    "touch",
    [touch_by_amending, touch_by_evidence, touch_by_a_review_that_was_released, touch_by_an_edit],
)
def test_what_anybody_has_touched_is_dismissed_with_a_note_instead(touch, tagged):
    touch(tagged)

    assert reason(tagged, "take_back", tagged.tagged_by) == TOUCHED


def test_a_suggestion_that_was_accepted_is_not_taken_back():
    reviewer = make.make_reviewer()
    claim = make.make_claim(by=reviewer, suggested=True)
    workflow.take(claim, "accept", by=make.make_editor())

    with pytest.raises(StepRefused, match="Something has happened"):
        workflow.take(stored(claim), "take_back", by=reviewer)
