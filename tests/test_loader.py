"""The paper that the figures are measured on is one that the product could have made."""

import pytest
from django.db import connection

from articles import guarded_tables, html, ledger
from articles.models import Revision
from benchmarks import _invariants, loader
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


def test_every_guard_is_back_once_it_is_loaded():
    loader.load(10)

    assert guarded_tables.missing(connection, guarded_tables.watched()) == []


def test_a_database_that_holds_articles_is_left_alone():
    loader.load(10)

    with pytest.raises(SystemExit, match="There are articles in this database already"):
        loader.load(10)
