"""What keeps an article from going out: everything is named at once, and nothing goes by."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from articles import editing
from articles.errors import Blocked, Invalid, StepRefused
from articles.models import Article, LedgerEntry
from claims import workflow
from claims.models import Claim, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

GONE = "Its words are no longer where they were: dismiss it or tag the words anew."
DOUBLED = (
    "Its words stand in other surroundings, or in several places: say on the tagging page where."
)
REASONS = {
    Status.OPEN: "It is open: no verdict has been approved yet.",
    Status.IN_REVIEW: "It is in review: no verdict has been approved yet.",
    Status.AWAITING_APPROVAL: "It is awaiting approval: no verdict has been approved yet.",
    Status.REFUTED: "It is refuted: change the words, then have it checked again.",
    Status.RECHECK: "It has to be rechecked: a reviewer takes it up.",
}
NO_REASON = set(Status) - REASONS.keys()


def in_review(article):
    return editing.take(article, "submit", by=make.make_editor())


def publish(article):
    return editing.take(article, "publish", by=make.make_publisher())


@pytest.mark.parametrize("status", REASONS)
def test_the_gate_names_a_claim_that_is_in_the_way_and_writes_nothing(status):
    claim = make.make_claim_with_status(status)
    article = in_review(claim.article)
    entries = LedgerEntry.objects.count()

    with pytest.raises(Blocked) as refused:
        publish(article)

    assert str(refused.value) == "Not published: One thing is in the way."
    assert [vars(blocker) for blocker in refused.value.blockers] == [
        {
            "detail": REASONS[status],
            "kind": "claim",
            "key": claim.pk,
            "label": make.WORDS,
            "status": status,
        }
    ]
    assert (Article.objects.get().status, LedgerEntry.objects.count()) == ("in_review", entries)


@pytest.mark.parametrize("status", sorted(NO_REASON))
def test_a_claim_that_is_settled_or_nobodys_lets_the_article_through(status):
    article = in_review(make.make_claim_with_status(status).article)

    assert publish(article).status == "published"


def test_an_article_that_states_a_date_in_the_future_does_not_go_out():
    article = in_review(make.make_article(published_at=datetime(2999, 5, 1, 8, 30, tzinfo=UTC)))

    with pytest.raises(Blocked) as refused:
        publish(article)

    assert [blocker.detail for blocker in refused.value.blockers] == [
        "The article states a date in the future: 1 May 2999, 08:30 UTC. Correct it, or wait for "
        "it."
    ]
    assert Article.objects.get().status == "in_review"


def test_the_stated_day_itself_lets_the_article_through():
    article = in_review(make.make_article(published_at=timezone.now()))

    assert publish(article).status == "published"


def test_a_published_article_is_given_no_date_in_the_future():
    article, publisher = make.make_published_article(), make.make_publisher()
    told = {"change": "correction", "note": "So.", "based_on": article.revision.number}

    with pytest.raises(Invalid) as refused:
        editing.revise(article, by=publisher, published_at=datetime(2999, 5, 1, tzinfo=UTC), **told)

    assert refused.value.errors == {
        "published_at": "This date lies in the future. Give the right one."
    }


@pytest.mark.parametrize(("anchor", "sentence"), [("lost", GONE), ("ambiguous", DOUBLED)])
def test_a_claim_without_its_words_is_in_the_way(anchor, sentence):
    claim = make.make_claim()
    Claim.objects.filter(pk=claim.pk).update(anchor=anchor, start=None, end=None)

    assert [blocker.detail for blocker in editing.blockers(claim.article)] == [sentence]


def edit(claim, html):
    article = Article.objects.get(pk=claim.article_id)
    number = article.revision.number
    editing.revise(article, by=make.make_editor(), based_on=number, html=html)
    return Claim.objects.get(pk=claim.pk)


def dismiss(claim):
    return workflow.take(claim, "dismiss", by=make.make_editor(), note="The words are gone.")


def reasons(claim):
    return [
        blocker.detail for blocker in editing.blockers(Article.objects.get(pk=claim.article_id))
    ]


WITHOUT = make.BODY.replace(make.WORDS, "")
STANDS = "It is dismissed, but its words still stand: reopen it."


def test_a_dismissed_claim_is_not_as_long_as_its_words_are_gone():
    claim = dismiss(edit(make.make_decided_claim(verdict="refuted"), WITHOUT))

    assert (claim.anchor, reasons(claim)) == ("lost", [])


def test_refuted_words_that_are_taken_out_and_put_back_do_not_get_out():
    claim = dismiss(edit(make.make_decided_claim(verdict="refuted"), WITHOUT))

    claim = edit(claim, make.BODY)

    assert (claim.status, reasons(claim)) == (Status.RECHECK, [REASONS[Status.RECHECK]])


def test_refuted_words_that_are_moved_and_doubled_do_not_get_out():
    one, last = "<p>The town council met on Monday.</p>", "<p>It ended at noon.</p>"
    words = "The council has 40."
    article = make.make_article(html=f"{one}<p>{words}</p>{last}")
    claim = make.make_decided_claim(make.make_claim(article, words), verdict="refuted")
    doubled = f"<p>{words}</p>{one}{last}<p>{words}</p>"

    claim = edit(claim, doubled)

    assert (claim.anchor, reasons(claim)) == ("ambiguous", [DOUBLED])
    with pytest.raises(StepRefused, match="The words still stand, in several places"):
        dismiss(claim)


def doubled_and_tagged_anew():
    """A claim once refuted, dismissed for another on one of the places; both of them."""
    claim = make.make_decided_claim(verdict="refuted")
    paragraph = f"<p>{make.WORDS} It was founded in 1901.</p>\n"
    claim = edit(claim, make.BODY.replace(paragraph, paragraph + paragraph))
    other = make.make_claim(Article.objects.get(pk=claim.article_id))
    return dismiss(claim), other


def test_where_another_claim_holds_the_words_only_that_one_is_in_the_way():
    claim, other = doubled_and_tagged_anew()

    found = editing.blockers(Article.objects.get(pk=claim.article_id))

    assert [(blocker.key, blocker.detail) for blocker in found] == [
        (other.pk, REASONS[Status.OPEN])
    ]


def test_once_the_other_is_dismissed_as_well_the_first_is_in_the_way():
    claim, other = doubled_and_tagged_anew()
    dismiss(other)

    assert reasons(claim) == [STANDS]
    reopened = workflow.take(claim, "reopen", by=make.make_editor())
    assert reasons(reopened) == [DOUBLED]


def test_a_verdict_that_has_expired_is_in_the_way(monkeypatch):
    reviewer, today = make.make_reviewer(), timezone.localdate()
    claim = make.make_claim_in_review(reviewer=reviewer)
    told = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": today}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    claim = workflow.take(claim, "approve", by=make.make_reviewer())
    assert reasons(claim) == []

    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))

    day = date_format(today, "j F Y")
    assert reasons(claim) == [
        f"Its verdict was valid until {day}: object, and a reviewer takes it up again."
    ]


def test_a_provisional_headline_is_in_the_way():
    article = in_review(make.make_article(headline=None))

    with pytest.raises(Blocked) as refused:
        publish(article)

    assert [blocker.detail for blocker in refused.value.blockers] == [
        "The headline is provisional. Give the article its own."
    ]


def test_the_gate_names_everything_that_is_in_the_way():
    article = make.make_article(headline=None)
    make.make_claim(article)
    make.make_decided_claim(
        make.make_claim(article, "The meeting ended at noon."), verdict="refuted"
    )
    article = in_review(article)

    with pytest.raises(Blocked, match=r"Not published: 3 things are in the way\.") as refused:
        publish(article)

    assert [(blocker.kind, blocker.status) for blocker in refused.value.blockers] == [
        ("article", ""),
        ("claim", Status.OPEN),
        ("claim", Status.REFUTED),
    ]


def test_a_claim_of_another_article_is_not_in_the_way():
    make.make_claim()

    assert publish(in_review(make.make_article())).status == "published"


def test_a_claim_that_fell_keeps_a_restored_article_back():
    article = make.make_published_article()
    publisher = make.make_publisher()
    article = editing.take(article, "withdraw", by=publisher, note="A number was wrong.")
    article = editing.take(article, "restore", by=publisher, note="It is put right.")
    editing.revise(
        article,
        by=make.make_editor(),
        based_on=1,
        change="correction",
        note="It has one more.",
        html=make.BODY.replace("has 40 members", "has 41 members"),
    )

    with pytest.raises(Blocked) as refused:
        publish(article)

    assert [blocker.status for blocker in refused.value.blockers] == [Status.RECHECK]


@pytest.mark.parametrize("count", [1, 3])
def test_the_gate_asks_the_same_for_one_claim_and_for_three(count, django_assert_num_queries):
    article = make.make_article()
    for words in ("The town council met", make.WORDS, "The meeting ended at noon.")[:count]:
        make.make_claim(article, words)

    with django_assert_num_queries(2):
        found = editing.blockers(article)

    assert len(found) == count


def test_a_sensitive_claim_that_one_has_approved_says_how_many_are_missing():
    claim = make.make_proposed_claim(sensitivity="sensitive")

    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    assert reasons(claim) == ["It is awaiting approval: 1 of 2 approvals."]


def test_a_verdict_that_fell_with_its_words_may_be_confirmed():
    assert reasons(make.make_fallen_claim()) == [
        "Its words have changed: a reviewer confirms the verdict, or takes it up again."
    ]
