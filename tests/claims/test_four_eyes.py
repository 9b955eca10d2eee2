"""Whoever shaped what is verified does not approve it: every deed that shapes it, one by one."""

import pytest

from articles import editing
from articles.errors import StepRefused
from articles.models import Article
from claims import gathering, tagging, workflow
from claims.models import Claim, Status
from newsroom.roles import EDITORS, PUBLISHERS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db

ELSEWHERE = "The meeting ended at noon."


@pytest.fixture(scope="module")
def key(made_once):
    return make.make_claim().pk


@pytest.fixture
def claim(key):
    """Open, and nobody has a hand in it but an editor who tagged it."""
    return Claim.objects.get(pk=key)


def make_everybody():
    """Somebody who has every role of the desk, so that four eyes alone can refuse them."""
    return make.make_user(EDITORS, REVIEWERS, PUBLISHERS)


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


def decide(claim, by):
    """Take the claim, in whatever status, to an approval by `by`; return why it is refused."""
    claim, reviewer = fresh(claim), make.make_reviewer()
    if claim.status in (Status.OPEN, Status.RECHECK):
        claim = workflow.take(claim, "take_up", by=reviewer)
    if claim.status == Status.IN_REVIEW:
        Claim.objects.filter(pk=claim.pk).update(assignee=reviewer)
        make.make_evidence(claim, reviewer)
        told = {"verdict": "verified", "summary": "As the minutes say."}
        claim = workflow.take(fresh(claim), "propose", by=reviewer, **told)
    offers = workflow.allowed_steps(fresh(claim), by)
    return next(offer.reason for offer in offers if offer.name == "approve")


def revise(claim, by, **changes):
    article = Article.objects.get(pk=claim.article_id)
    editing.revise(article, by=by, based_on=article.revision.number, **changes)
    return fresh(claim)


# --- a deed, and the hand it leaves -----------------------------------------------------------


def tags(person, claim):
    return make.make_claim(claim.article, ELSEWHERE, by=person)


def suggests(person, claim):
    suggestion = make.make_claim(claim.article, ELSEWHERE, by=person, suggested=True)
    return workflow.take(suggestion, "accept", by=make.make_editor())


def accepts(person, claim):
    suggestion = make.make_claim(claim.article, ELSEWHERE, suggested=True)
    return workflow.take(suggestion, "accept", by=person)


def writes_the_words(person, claim):
    return make.make_claim(make.make_article(by=person))


def changes_the_words(person, claim):
    html = claim.article.revision.html.replace("has 40 members", "has 41 members")
    return make.affirm(revise(claim, person, html=html))


def brings_the_words_back(person, claim):
    html = claim.article.revision.html
    revise(claim, make.make_editor(), html=html.replace(make.WORDS, ""))
    return revise(claim, person, html=html)


def puts_it_onto_other_words(person, claim):
    revision = claim.article.revision
    span = tagging.places(revision, ELSEWHERE)[0]
    number = revision.number
    return tagging.place(claim, by=person, revision=number, start=span.start, end=span.end)


def says_the_words_are_still_its_own(person, claim):
    html = claim.article.revision.html.replace("has 40 members", "has 41 members")
    return make.affirm(revise(claim, make.make_editor(), html=html), by=person)


def amends(**told):
    def deed(person, claim):
        return tagging.amend(claim, by=person, **told)

    return deed


def adds_evidence(person, claim):
    make.make_evidence(claim, person)
    return claim


def retracts_evidence(person, claim):
    claim = make.make_claim_in_review(claim)
    gathering.retract_evidence(claim.evidence.get(), by=person, note="It is a copy.")
    return claim


def proposes(person, claim):
    return make.make_proposed_claim(claim, reviewer=person)


def proposes_what_was_sent_back_and_proposed_by_another(person, claim):
    claim = make.make_proposed_claim(claim, reviewer=person)
    return workflow.take(claim, "send_back", by=make.make_reviewer(), note="Look again.")


def recuses(person, claim):
    return workflow.take(claim, "recuse", by=person, note="I sat on it.")


SHAPED = {
    tags: "tagged this claim",
    suggests: "tagged this claim",
    accepts: "tagged this claim",
    writes_the_words: "wrote or changed these words",
    changes_the_words: "wrote or changed these words",
    brings_the_words_back: "wrote or changed these words",
    puts_it_onto_other_words: "wrote or changed these words",
    says_the_words_are_still_its_own: "wrote or changed these words",
    amends(statement="The council is large."): "wrote or changed these words",
    amends(kind="date"): "wrote or changed these words",
    amends(claimant="Speaker One"): "wrote or changed these words",
    adds_evidence: "added evidence to this claim",
    retracts_evidence: "added evidence to this claim",
    proposes: "added evidence to this claim and proposed a verdict on this claim",
    proposes_what_was_sent_back_and_proposed_by_another: (
        "added evidence to this claim and proposed a verdict on this claim"
    ),
    recuses: "declared a conflict of interest",
}


@pytest.mark.parametrize(("deed", "hand"), SHAPED.items())
def test_whoever_shaped_it_does_not_approve_it(deed, hand, claim):
    person = make_everybody()

    assert decide(deed(person, claim), person) == f"You {hand}. Somebody else approves it."


def test_whoever_made_it_sensitive_does_not_approve_it(claim):
    person, reviewer = make_everybody(), make.make_reviewer()
    claim = tagging.amend(claim, by=person, sensitivity="sensitive")
    claim = make.make_proposed_claim(claim, reviewer)

    assert decide(claim, person) == "You wrote or changed these words. Somebody else approves it."


def assigns(person, claim):
    return tagging.amend(claim, by=person, assignee=make.make_reviewer(), priority=1)


def takes_it_up_and_lets_it_go(person, claim):
    claim = workflow.take(claim, "take_up", by=person)
    return workflow.take(claim, "release", by=person)


def dismisses_and_reopens(person, claim):
    claim = workflow.take(claim, "dismiss", by=person, note="No fact.")
    return workflow.take(claim, "reopen", by=person)


def sends_back(person, claim):
    return workflow.take(
        make.make_proposed_claim(claim), "send_back", by=person, note="Look again."
    )


def objects(person, claim):
    return workflow.take(make.make_decided_claim(claim), "object", by=person, note="Look again.")


def edits_elsewhere(person, claim):
    html = claim.article.revision.html.replace("ended at noon", "ended at one")
    return revise(claim, person, html=html)


@pytest.mark.parametrize(
    "deed",
    [
        assigns, takes_it_up_and_lets_it_go, dismisses_and_reopens, sends_back, objects,
        edits_elsewhere,
    ],
)  # fmt: skip
def test_whoever_shaped_nothing_of_it_may_approve_it(deed, claim):
    person = make_everybody()
    claim = deed(person, claim)
    Claim.objects.filter(pk=claim.pk, status=Status.OPEN).update(assignee=None)

    assert decide(claim, person) == ""


# --- the two approvals of a sensitive claim ------------------------------------------------------


@pytest.fixture(scope="module")
def first(made_once):
    return make.make_reviewer()


@pytest.fixture(scope="module")
def half_approved(first):
    claim = make.make_proposed_claim(sensitivity="sensitive")
    return workflow.take(claim, "approve", by=first)


def test_an_edit_of_the_words_between_the_two_voids_the_first(half_approved, first):
    html = half_approved.article.revision.html.replace("has 40 members", "has 41 members")
    claim = revise(half_approved, make.make_editor(), html=html)
    fell = claim.status

    claim = workflow.take(make.affirm(claim), "take_up", by=make.make_reviewer())
    told = {"verdict": "verified", "summary": "As the minutes say."}
    claim = workflow.take(claim, "propose", by=claim.assignee, **told)
    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    assert (fell, claim.status) == (Status.RECHECK, Status.AWAITING_APPROVAL)
    assert claim.decision.approvals.count() == 1
    assert workflow.take(claim, "approve", by=first).status == Status.VERIFIED


def test_an_edit_elsewhere_between_the_two_voids_nothing(half_approved, first):
    html = half_approved.article.revision.html.replace("ended at noon", "ended at one")
    claim = revise(half_approved, make.make_editor(), html="<p>A new beginning.</p>" + html)

    with pytest.raises(StepRefused, match="You have approved this already"):
        workflow.take(claim, "approve", by=first)

    assert workflow.take(claim, "approve", by=make.make_reviewer()).status == Status.VERIFIED
