"""The paper that the figures are measured on is one that the product could have made."""

import pytest
from django.db import connection

from articles import guarded_tables, html, ledger
from articles.models import Revision
from benchmarks import _invariants, _paper, loader
from claims.models import Claim

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_made_up_paper_holds():
    loader.load(40)

    claims = Claim.objects.select_related("article", "revision", "decision__revision")
    assert [said for claim in claims for said in _invariants._of_claim(claim)] == []
    assert (list(ledger.verify()), Claim.objects.count()) == ([], 40)
    for revision in Revision.objects.all():
        assert (html.clean(revision.html), html.text_of(revision.html)) == (
            revision.html,
            revision.text,
        )


def test_a_paper_has_as_many_claims_and_words_as_it_is_asked_for():
    paper = _paper.Paper(size=2, claims=3, words=200, **loader.people_and_places())

    loader.write([paper.rows([1, 2])])

    revisions = Revision.objects.select_related("article")
    assert [(len(one.text.split()) >= 200, one.article.claims.count()) for one in revisions] == [
        (True, 3),
        (True, 3),
    ]
    assert list(ledger.verify()) == []


def test_every_guard_is_back_once_it_is_loaded():
    loader.load(10)

    assert guarded_tables.missing(connection, guarded_tables.watched()) == []


def test_a_database_that_holds_articles_is_left_alone():
    loader.load(10)

    with pytest.raises(SystemExit, match="There are articles in this database already"):
        loader.load(10)
