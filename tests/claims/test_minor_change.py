"""Once readers know an article, a minor change of it does not touch words that are checked."""

import pytest

from articles import editing
from articles.errors import Invalid
from articles.models import Article, LedgerEntry
from claims.models import Claim, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

PARAGRAPH = f"<p>{make.WORDS} It was founded in 1901.</p>\n"
CHANGED = make.BODY.replace("has 40", "has 41")


def change(article, html, label="minor"):
    told = {"by": make.make_publisher(), "based_on": article.revision.number}
    return editing.revise(article, html=html, change=label, note="The sense stays.", **told)


@pytest.mark.parametrize(
    "html",
    [
        CHANGED,
        make.BODY.replace(PARAGRAPH, ""),
        make.BODY.replace(PARAGRAPH, PARAGRAPH * 2),
    ],
)
def test_it_does_not_change_remove_or_double_them(html):
    article = make.make_published_article()
    claim, entries = article.claims.get(), LedgerEntry.objects.count()

    with pytest.raises(Invalid) as refused:
        change(article, html)

    assert refused.value.errors == {
        "change": "This is no minor change: it changes, removes or doubles words that are checked "
        f"(claim {claim.pk}, “{make.WORDS}”). Label it a correction, or leave those words."
    }
    after = Article.objects.get(pk=article.pk)
    assert (
        after.revision.number,
        Claim.objects.get(pk=claim.pk).status,
        LedgerEntry.objects.count(),
    ) == (1, Status.VERIFIED, entries)


def test_a_correction_does():
    article = make.make_published_article()

    change(article, CHANGED, "correction")

    assert article.claims.get().status == Status.RECHECK


@pytest.mark.parametrize(
    "html",
    [
        make.BODY.replace("ended at noon", "closed at noon"),
        make.BODY.replace("has 40 members", "has <b>40</b>  members"),
        f"<p>First.</p>{make.BODY}",
    ],
)
def test_it_changes_other_words_form_and_place(html):
    article = make.make_published_article()

    assert change(article, html).number == 2


def test_words_of_a_suggestion_are_nobodys_yet():
    article = make.publish(make.make_claim(suggested=True).article)

    assert change(article, CHANGED).number == 2


def test_of_many_claims_five_are_named_and_the_rest_counted():
    words = [f"Fact {n} is {n}0." for n in range(7)]
    article = make.make_article(html=f"<p>{' '.join(words)}</p>")
    for fact in words:
        make.make_decided_claim(make.make_claim(article, fact))
    article = make.publish(article)

    with pytest.raises(Invalid) as refused:
        change(article, "<p>Nothing of it.</p>")

    said = refused.value.errors["change"]
    assert (said.count("(claim") + said.count("; claim"), "and 2 more)" in said) == (5, True)


def test_before_publication_no_change_is_labelled_and_any_may_be_made():
    claim = make.make_decided_claim()

    assert make.revise(claim, CHANGED).status == Status.RECHECK
