"""Two claims that an edit has put on the very same words."""

import pytest

from articles import editing
from claims import tagging, workflow
from claims.models import Claim
from tests import factories as make

pytestmark = pytest.mark.django_db

NEXT = "This archive holds 1,200 maps."


@pytest.fixture
def twins():
    """(a claim on words, another that was tagged on more and of which an edit left the same)."""
    article = make.make_article(html=f"<p>{make.WORDS}</p><p>{NEXT}</p>")
    first = make.make_claim(article)
    more = {"start": 0, "end": len(make.WORDS) + 10}
    second = tagging.tag(article, by=make.make_editor(), revision=1, **more)
    html = f"<p>{NEXT}</p><p>{make.WORDS}</p>"
    editing.revise(article, by=make.make_editor(), based_on=1, html=html)
    return [Claim.objects.get(pk=claim.pk) for claim in (first, second)]


def test_of_two_claims_on_the_same_words_one_waits_to_be_looked_at(twins):
    assert [(one.exact, one.twin_id, one.anchor) for one in twins] == [
        (make.WORDS, twins[1].pk, "moved"),
        (make.WORDS, twins[0].pk, "drifted"),
    ]


def test_a_new_statement_does_not_say_whose_the_words_are(twins):
    claim = tagging.amend(twins[1], by=make.make_editor(), statement="It has maps.")

    assert (claim.statement, claim.anchor) == ("It has maps.", "drifted")


def test_where_the_other_was_dismissed_it_does(twins):
    workflow.take(twins[0], "dismiss", by=make.make_editor(), note="Twice the same.")
    claim = Claim.objects.get(pk=twins[1].pk)

    assert tagging.amend(claim, by=make.make_editor(), statement="So.").anchor == "exact"
