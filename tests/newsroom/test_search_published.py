"""Of a published article readers find what it says now, and no claim without a verdict."""

import pytest

from articles.models import Article, Contributor, Tag
from claims.models import Claim
from tests import factories as make

from .reader_pages import correct
from .search_secrets import SECRET, found, said

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(made_once):
    return make.make_published_article(standfirst="Of the ferry.", tags=("Water",))


@pytest.fixture
def published(made):
    return Article.objects.get(pk=made.pk)


@pytest.mark.parametrize(
    "status", ["suggested", "open", "in_review", "awaiting_approval", "recheck", "dismissed"]
)
def test_a_claim_without_a_verdict_is_in_no_answer(client, published, status):
    claim = make.make_claim_with_status(
        status,
        article=published,
        words="It was founded in 1901.",
        statement=f"{SECRET} was founded.",
    )
    assert claim.article == published
    assert found(client, SECRET) == ([], [])
    assert SECRET not in said(client, "council")


def test_a_correction_is_found_and_what_it_replaced_is_not(client, published):
    before = found(client, "ferry")
    correct(published, standfirst="Of the harbour.", headline="Harbour")

    assert before == ([published.headline], [])
    assert (found(client, "ferry"), found(client, "harbour")) == (([], []), (["Harbour"], []))


def test_an_edit_that_takes_a_verdict_off_is_known_to_the_search(client, published):
    html = make.BODY.replace("has 40 members", "has 41 members")
    correct(published, html=html)

    assert found(client, "council", verdict="verified") == ([], [])
    assert Claim.objects.get().status == "recheck"


def test_an_author_and_a_tag_are_found_by_their_new_name(client, published):
    for one in (Contributor.objects.get(), Tag.objects.get()):
        one.name = f"{SECRET} {one.pk}{one._meta.model_name}"
        one.save()

    names = (f"{SECRET} contributor", "Writer A", "Water", SECRET)
    assert [found(client, name)[0] for name in names] == [[], [], [], [published.headline]]
