"""When readers could read a verdict: in force, and its article out."""

import pytest

from articles import editing
from articles.models import Article
from claims import adoption, spells, tagging, workflow
from claims.models import Claim
from tests import factories

pytestmark = pytest.mark.django_db


def step(article, name, **told):
    return editing.take(
        Article.objects.get(pk=article.pk), name, by=factories.make_publisher(), **told
    )


def read(claim):
    """Each spell of a claim as (verdict read, is it over, is it withdrawn)."""
    claim = Claim.objects.get(pk=claim.pk)
    named = {one.pk: number for number, one in enumerate(claim.decisions.all(), start=1)}
    return [(named[one.decision], one.until is not None, one.is_withdrawn)
            for one in spells.of(claim)]  # fmt: skip


def test_a_verdict_is_read_from_the_publication_of_its_article_on():
    article = factories.make_published_article()
    (spell,) = spells.of(article.claims.get())

    assert (spell.since, spell.until) == (
        article.ledger.get(action="article.publish").created,
        None,
    )


def test_a_verdict_given_after_publication_is_read_from_its_approval_on():
    article = factories.publish(factories.make_article())
    claim = factories.make_decided_claim(factories.make_claim(article))
    (spell,) = spells.of(claim)

    assert spell.since == article.ledger.get(action="claim.approve").created


def test_the_first_of_two_approvals_shows_readers_nothing():
    article = factories.publish(factories.make_article())
    claim = factories.make_proposed_claim(factories.make_claim(article, sensitivity="sensitive"))
    claim = workflow.take(claim, "approve", by=factories.make_reviewer())

    assert read(claim) == []


def test_a_verdict_that_fell_before_publication_was_never_read():
    claim = factories.object_to(factories.make_decided_claim())
    claim = factories.make_decided_claim(claim)
    factories.publish(claim.article)

    assert read(claim) == [(2, False, False)]


def test_a_claim_in_a_draft_was_never_read():
    assert read(factories.make_decided_claim()) == []


def by_objection(claim):
    factories.object_to(claim)


def by_an_edit(claim):
    html = factories.BODY.replace("has 40 members", "has 41 members")
    told = {"revision": 1, "html": html, "note": "It has 41."}
    editing.take(claim.article, "correct", by=factories.make_publisher(), **told)


def by_other_words(claim):
    revision = claim.article.revision
    start = revision.text.index("founded in 1901")
    place = {"revision": revision.number, "start": start, "end": start + 15}
    tagging.place(claim, by=factories.make_editor(), **place)


@pytest.mark.parametrize("fall", [by_objection, by_an_edit, by_other_words])
def test_a_verdict_is_read_until_it_falls(fall):
    claim = factories.make_published_article().claims.get()
    fall(claim)

    assert read(claim) == [(1, True, False)]


def test_a_verdict_that_adopts_another_is_read_until_that_one_falls():
    first = factories.make_published_article().claims.get()
    claim = factories.make_adopting_claim(first)
    factories.publish(claim.article)
    factories.object_to(first)
    adoption.fall_due()

    assert read(claim) == [(1, True, False)]


def test_a_verdict_of_now_follows_the_one_that_fell():
    claim = factories.make_published_article().claims.get()
    factories.make_decided_claim(factories.object_to(claim), verdict="refuted")

    assert read(claim) == [(1, True, False), (2, False, False)]


def test_what_is_done_to_another_claim_is_not_this_ones():
    article = factories.make_published_article()
    other = factories.make_decided_claim(factories.make_claim(article, "founded in 1901"))
    factories.object_to(other)

    assert read(article.claims.get(exact=factories.WORDS)) == [(1, False, False)]


def test_what_was_withdrawn_stays_so_when_the_article_comes_back():
    article = factories.make_published_article()
    step(article, "withdraw", note="Its source withdrew.")
    withdrawn = read(article.claims.get())
    step(article, "restore", note="It stands.")
    step(article, "publish")

    assert withdrawn == [(1, True, True)]
    assert read(article.claims.get()) == [(1, True, True), (1, False, False)]


def test_spells_are_read_in_one_query(django_assert_num_queries):
    claim = factories.make_published_article().claims.get()
    for _ in range(2):
        factories.make_decided_claim(factories.object_to(claim))

    with django_assert_num_queries(1):
        found = spells.of(claim)

    assert len(found) == 3
