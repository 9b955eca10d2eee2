"""Nothing of the desk's own is on a public page: one word is put everywhere, and looked for."""

import pytest

from articles import editing
from articles.importers.base import Author
from articles.models import LedgerEntry
from claims import gathering, tagging, workflow
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "Quillwort"


def secret_user(make):
    """Somebody whose every name and address holds the word."""
    name = f"{SECRET}{next(factories._numbers)}"
    return make(username=name, first_name=name, last_name=name)


def secret_evidence(claim, by, **fields):
    told = dict.fromkeys(("title", "publisher", "excerpt"), SECRET)
    told |= {"kind": "interview", "url": f"https://example.org/{SECRET}"}
    return factories.make_evidence(claim, by, **(told | fields))


def verified_claim_with_secrets(article):
    """Words that were sent back, then verified, on evidence partly secret and partly retracted."""
    reviewer = secret_user(factories.make_reviewer)
    claim = factories.make_claim(article, by=secret_user(factories.make_editor))
    claim = tagging.amend(claim, by=factories.make_editor(), assignee=reviewer)
    claim = workflow.take(claim, "take_up", by=reviewer)
    factories.make_evidence(claim, reviewer)
    secret_evidence(claim, reviewer, is_confidential=True)
    retracted = secret_evidence(claim, reviewer)
    claim.refresh_from_db()
    gathering.retract_evidence(retracted, by=reviewer, note=SECRET)
    propose(claim, reviewer, f"At first: {SECRET}.")
    send_back(claim)
    propose(claim, reviewer, "As the minutes say.")
    claim.refresh_from_db()
    return workflow.take(claim, "approve", by=factories.make_reviewer(), note=SECRET)


def propose(claim, by, summary):
    claim.refresh_from_db()
    workflow.take(claim, "propose", by=by, verdict="verified", summary=summary)


def send_back(claim):
    claim.refresh_from_db()
    workflow.take(claim, "send_back", by=secret_user(factories.make_reviewer), note=SECRET)


def secret_claims(article):
    """Claims that readers do not know of, in every undecided status and dismissed."""
    told = {"article": article, "claimant": SECRET, "priority": 1}
    statuses = ("suggested", "open", "in_review", "awaiting_approval", "dismissed")
    parts = ("The town", "council met", "on Monday", "founded", "in 1901")
    for status, words in zip(statuses, parts, strict=True):
        factories.make_claim_with_status(
            status, words=words, statement=f"{SECRET} {words}.", **told
        )
    fallen = factories.make_claim(article, "ended at noon", statement=SECRET, claimant=SECRET)
    fallen = factories.make_decided_claim(fallen)
    workflow.take(fallen, "object", by=factories.make_editor(), note=SECRET)


@pytest.fixture(scope="module")
def published(made_once):
    article = factories.make_article(by=secret_user(factories.make_editor))
    verified_claim_with_secrets(article)
    article = editing.take(article, "submit", by=secret_user(factories.make_editor))
    article = editing.take(article, "return", by=secret_user(factories.make_editor), note=SECRET)
    article = factories.publish(article)
    article = editing.take(
        article,
        "correct",
        by=secret_user(factories.make_publisher),
        revision=article.revision.number,
        change="minor",
        note=SECRET,
        standfirst="Forty, say the minutes.",
    )
    secret_claims(article)
    return article


def make_secret_article():
    told = dict.fromkeys(("headline", "standfirst", "section", "publication", "dateline"), SECRET)
    told |= {"html": f"<p>{SECRET}</p>", "byline": (Author(SECRET, SECRET, SECRET),)}
    return factories.make_article(**told)


def withdrawn_article():
    article = factories.publish(make_secret_article())
    return editing.take(
        article, "withdraw", by=secret_user(factories.make_publisher), note="Wrong."
    )


def said_by(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    return (response.content.decode() + str(response.headers)).casefold()


def test_the_word_is_where_the_desk_can_read_it(published):
    assert LedgerEntry.objects.filter(payload__contains=SECRET).count() > 5


def test_the_front_page_tells_no_secret(client, published):
    make_secret_article()
    withdrawn_article()
    said = said_by(client, "/", 200)

    assert published.headline.casefold() in said
    assert SECRET.casefold() not in said
    assert "@example.org" not in said


def test_an_article_tells_no_secret(client, published):
    said = said_by(client, published.get_absolute_url(), 200)

    assert "confidential evidence: interview or person." in said
    assert "1 of 5 claims verified, 4 being checked" in said
    assert SECRET.casefold() not in said
    assert "@example.org" not in said


def test_a_withdrawn_article_tells_no_secret(client):
    said = said_by(client, withdrawn_article().get_absolute_url(), 410)

    assert "wrong." in said
    assert SECRET.casefold() not in said


def test_a_draft_tells_no_secret(client):
    assert SECRET.casefold() not in said_by(client, make_secret_article().get_absolute_url(), 404)


def test_an_approver_whose_name_is_an_address_stays_unnamed(client):
    article = factories.make_article()
    claim = factories.make_proposed_claim(factories.make_claim(article))
    nameless = factories.make_reviewer(username="someone@example.org", first_name="", last_name="")
    workflow.take(claim, "approve", by=nameless)
    said = said_by(client, factories.publish(article).get_absolute_url(), 200)

    assert "approved by a member of the desk." in said
    assert "@example.org" not in said


def test_who_dissented_is_not_among_those_who_approved(client):
    article = factories.make_published_article()
    dissent = {"by": secret_user(factories.make_reviewer), "by_name": SECRET, "note": "No."}
    decision = article.claims.get().decision
    decision.approvals.create(agrees=False, created=decision.created, **dissent)

    assert SECRET.casefold() not in said_by(client, article.get_absolute_url(), 200)


def test_the_pages_of_claims_tell_no_secret(client, published):
    answers = [
        (claim.status, client.get(f"/claims/{claim.pk}/")) for claim in published.claims.all()
    ]
    said = "".join(response.content.decode() for _, response in answers)

    assert sorted((status, response.status_code) for status, response in answers) == [
        ("awaiting_approval", 404),
        ("dismissed", 404),
        ("in_review", 404),
        ("open", 404),
        ("recheck", 410),
        ("suggested", 404),
        ("verified", 200),
    ]
    assert "Confidential evidence: interview or person." in said
    assert (SECRET.casefold() in said.casefold(), "@example.org" in said) == (False, False)
