"""Deleting an account breaks nothing and erases nobody's deeds."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles.models import Article, LedgerEntry, Revision
from claims import tagging, workflow
from claims.models import Approval, Contribution, Decision, Evidence, Sameness
from tests import factories as make

from .admin_articles import url

pytestmark = pytest.mark.django_db

DEEDS = (
    (LedgerEntry, "actor_id", "actor_name"),
    (Revision, "author_id", "author_name"),
    (Evidence, "added_by_id", "added_by_name"),
    (Decision, "proposed_by_id", "proposed_by_name"),
    (Approval, "by_id", "by_name"),
    (Contribution, "person_id", "person_name"),
    (Sameness, "declared_by_id", "declared_by_name"),
)


@pytest.fixture(scope="module")
def world(made_once):
    """An article, published and checked by people who all leave; one claim is in review."""
    article = make.make_published_article(by=make.make_editor())
    claim = make.make_claim_in_review(make.make_claim(article, "met on Monday"))
    make.declare_same(claim, article.claims.exclude(pk=claim.pk).get())
    return article.pk


@pytest.fixture
def article(world):
    return Article.objects.get(pk=world)


def deeds():
    return [list(model.objects.order_by("pk").values_list("pk", *names)) for model, *names in DEEDS]


def leave():
    for user in User.objects.all():
        user.delete()


@pytest.mark.usefixtures("article")
def test_every_deed_keeps_who_did_it():
    before = deeds()

    leave()

    assert (deeds(), all(before)) == (before, True)


@pytest.mark.usefixtures("article")
def test_the_record_holds_without_them(capsys):
    call_command("checkpoint")

    leave()

    call_command("verify_ledger")
    assert capsys.readouterr().out.splitlines()[-1] == "The record holds."


@pytest.mark.parametrize("name", ["change", "revisions", "record"])
def test_the_pages_of_an_article_open_and_name_them(client, article, name):
    publisher = LedgerEntry.objects.get(action="article.publish").actor_name
    writer = article.revision.author_name
    leave()
    client.force_login(make.make_editor())

    response = client.get(url(name, article))

    shown = writer if name == "revisions" else publisher
    assert (response.status_code, shown in response.content.decode()) == (200, True)


def test_the_page_of_a_claim_opens_and_names_them(client, article):
    approval = Approval.objects.get()
    leave()
    client.force_login(make.make_reviewer())

    response = client.get(f"/admin/claims/claim/{approval.decision.claim_id}/change/")

    assert (response.status_code, approval.by_name in response.content.decode()) == (200, True)


def test_readers_see_what_they_saw(client, article):
    before = client.get(article.get_absolute_url()).content

    leave()

    assert client.get(article.get_absolute_url()).content == before


def test_what_somebody_was_reviewing_goes_on_with_another(article):
    leave()
    claim = article.claims.get(status="in_review")
    reviewer = make.make_reviewer()

    claim = tagging.amend(claim, by=make.make_editor(), assignee=reviewer)
    claim = workflow.take(claim, "propose", by=reviewer, verdict="verified", summary="As it says.")

    assert claim.status == "awaiting_approval"
