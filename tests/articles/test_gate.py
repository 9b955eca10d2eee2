"""What keeps an article from going out: everything is named at once, and nothing goes by."""

import pytest

from articles import editing
from articles.errors import Blocked
from articles.models import Article, LedgerEntry
from claims.models import Claim, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

GONE = "Its words are no longer where they were: dismiss it or tag the words anew."
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


@pytest.mark.parametrize("anchor", ["lost", "ambiguous"])
def test_a_claim_without_its_words_is_in_the_way(anchor):
    claim = make.make_claim()
    Claim.objects.filter(pk=claim.pk).update(anchor=anchor, start=None, end=None)

    assert [blocker.detail for blocker in editing.blockers(claim.article)] == [GONE]


def test_a_dismissed_claim_without_its_words_is_not():
    claim = make.make_claim_with_status(Status.DISMISSED)
    Claim.objects.filter(pk=claim.pk).update(anchor="lost", start=None, end=None)

    assert editing.blockers(claim.article) == []


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

    with django_assert_num_queries(1):
        found = editing.blockers(article)

    assert len(found) == count
