"""Whoever answered for a verdict is told when it falls, and nobody else is.

What else is told is in test_notices_of_work.py, and where it is read in test_notices_read.py.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles import editing
from articles.errors import Conflict
from articles.models import Article
from claims import following, notices, tagging, workflow
from claims.models import Claim, Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def decided_key(made_once):
    return make.make_decided_claim().pk


@pytest.fixture
def decided(decided_key):
    """A claim whose verdict is in force."""
    return Claim.objects.get(pk=decided_key)


PARAGRAPH = f"<p>{make.WORDS} It was founded in 1901.</p>\n"
CHANGED = make.BODY.replace("has 40", "has 41")


def told(claim):
    """Who was told of the claim that it is to be rechecked, in order of the accounts."""
    others = list(Notice.HEADINGS)
    rows = Notice.objects.filter(claim=claim).exclude(kind__in=others).order_by("person", "pk")
    return list(rows.values_list("person", "kind"))


def people_of(claim):
    """Accounts of proposer and approvers of the claim's decision."""
    approvers = claim.decision.approvals.values_list("by", flat=True)
    return sorted({claim.decision.proposed_by_id, *approvers})


def object_to(claim, by=None):
    by = by or make.make_editor()
    return workflow.take(Claim.objects.get(pk=claim.pk), "object", by=by, note="Look again.")


def place(claim, words="40 members"):
    span = tagging.places(claim.revision, words)[0]
    told = {"revision": claim.revision.number, "start": span.start, "end": span.end}
    return tagging.place(claim, by=make.make_editor(), **told)


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (CHANGED, "changed"),
        (make.BODY.replace(PARAGRAPH, ""), "gone"),
        (make.BODY.replace(PARAGRAPH, PARAGRAPH * 2), "doubled"),
    ],
)
def test_an_edit_that_takes_a_verdict_off_tells_who_proposed_and_approved_it(html, kind, decided):
    claim = decided

    make.revise(claim, html)

    assert told(claim) == [(person, kind) for person in people_of(claim)]


def test_an_objection_tells_them(decided):
    claim = decided

    object_to(claim)

    assert told(claim) == [(person, "objected") for person in people_of(claim)]


def test_putting_it_onto_other_words_tells_them(decided):
    claim = decided

    place(claim)

    assert told(claim) == [(person, "placed") for person in people_of(claim)]


def test_the_end_of_its_last_day_tells_them(monkeypatch):
    reviewer, today = make.make_reviewer(), timezone.localdate()
    claim = make.make_claim_in_review(reviewer=reviewer)
    said = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": today}
    claim = workflow.take(claim, "propose", by=reviewer, **said)
    claim = workflow.take(claim, "approve", by=make.make_reviewer())
    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))

    following.expire()

    assert told(claim) == [(person, "expired") for person in people_of(claim)]


def test_words_that_come_back_tell_them(decided):
    claim = make.revise(decided, make.BODY.replace(PARAGRAPH, ""))
    claim = workflow.take(claim, "dismiss", by=make.make_editor(), note="The words are gone.")

    claim = make.revise(claim, make.BODY)

    assert told(claim) == [
        (person, kind) for person in people_of(claim) for kind in ("gone", "returned")
    ]


def test_its_assignee_is_told(decided):
    assignee = make.make_reviewer()
    claim = tagging.amend(decided, by=make.make_editor(), assignee=assignee)

    object_to(claim)

    assert told(claim) == [(p, "objected") for p in sorted({assignee.pk, *people_of(claim)})]


def test_whoever_did_it_knows_already(decided):
    claim = decided
    approver = claim.decision.approvals.get().by

    object_to(claim, by=approver)

    assert told(claim) == [(claim.decision.proposed_by_id, "objected")]


def test_whoever_sent_the_verdict_back_once_is_not_told():
    dissenter, said = make.make_reviewer(), {"verdict": "verified", "summary": "So it is."}
    claim = make.make_proposed_claim()
    claim = workflow.take(claim, "send_back", by=dissenter, note="Look again.")
    claim = workflow.take(claim, "propose", by=claim.assignee, **said)
    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    claim = make.revise(claim, CHANGED)

    assert told(claim) == [(person, "changed") for person in people_of(claim)]
    assert dissenter.pk not in people_of(claim)


def test_an_account_that_is_gone_or_closed_is_told_nothing(decided):
    claim = decided
    proposer, approver = people_of(claim)
    User.objects.filter(pk=proposer).delete()
    User.objects.filter(pk=approver).update(is_active=False)

    make.revise(claim, CHANGED)

    assert told(claim) == []


def test_a_verdict_that_stands_tells_nobody(decided):
    claim = decided

    make.revise(claim, make.BODY + "<p>One more.</p>")

    assert told(claim) == []


def test_what_was_rolled_back_was_told_nobody(decided):
    claim = decided
    Article.objects.filter(pk=claim.article_id).update(head_hash="0" * 64)
    stale = Article.objects.get(pk=claim.article_id)

    with pytest.raises(Conflict):
        editing.revise(stale, by=make.make_editor(), based_on=7, html=CHANGED)

    assert told(claim) == []


def test_nobody_has_the_same_notice_unread_twice(decided):
    claim = decided
    for html in (CHANGED, make.BODY.replace("has 40", "has 42")):
        claim = make.revise(claim, html)
        claim = workflow.take(claim, "confirm", by=make.make_reviewer())
    proposer = claim.decision.proposed_by_id

    assert [kind for person, kind in told(claim) if person == proposer] == ["changed"]


def test_once_it_is_read_the_next_fall_is_told_again(decided):
    claim = decided
    proposer = claim.decision.proposed_by
    claim = make.revise(claim, CHANGED)
    notices.mark_read(proposer)
    claim = workflow.take(claim, "confirm", by=make.make_reviewer())

    claim = make.revise(claim, make.BODY.replace("has 40", "has 42"))

    assert [kind for person, kind in told(claim) if person == proposer.pk] == ["changed"] * 2


def test_a_notice_says_who_did_what_in_which_revision(decided):
    claim = decided
    make.revise(claim, CHANGED, by=make.make_editor(first_name="Anna", last_name="One"))

    notice = Notice.objects.filter(claim=claim).first()

    assert (str(notice), notice.revision.number) == ("Anna One changed its words.", 2)


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_the_same_for_one_claim_and_for_three(count, django_assert_num_queries):
    article = make.make_article()
    for words in (make.WORDS, "The town council met on Monday.", "The meeting ended at noon.")[
        :count
    ]:
        make.make_decided_claim(make.make_claim(article, words))
    claims = article.claims.select_related("decision")
    told = [(claim, Notice.Kind.CHANGED) for claim in claims]

    with django_assert_num_queries(6):
        notices.tell(told, by=None)

    assert Notice.objects.filter(kind="changed").count() == 2 * count


def test_telling_nothing_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        notices.tell([], by=None)

    assert Notice.objects.count() == 0
