"""The desk's page of an article: its words with their claims, its steps, its record."""

import pytest
from django.test import Client

from articles import editing
from articles.models import Article, Status
from claims import workflow
from claims.models import Claim
from claims.models import Status as ClaimStatus
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_claim_in_review,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_evidence,
    make_published_article,
    make_publisher,
    make_reviewer,
    make_user,
)
from tests.newsroom.admin_articles import page, sentences, state, url

pytestmark = pytest.mark.django_db

PLACES = [WORDS, "founded in 1901", "The meeting ended at noon."]
ROLES = [make_editor, make_reviewer, make_publisher]


def open_page(client, article, reader, name="change", *args):
    client.force_login(reader)
    return client.get(url(name, article, *args))


def take(client, article, step, by, revision=1, note=""):
    client.force_login(by)
    told = {"step": step, "revision": revision, "note": note}
    return client.post(url("steps", article), told)


@pytest.fixture(scope="module")
def editor(made_once):
    return make_editor()


@pytest.fixture(scope="module")
def reviewer(made_once):
    return make_reviewer()


@pytest.fixture(scope="module")
def publisher(made_once):
    return make_publisher()


@pytest.fixture(scope="module")
def keys(made_once):
    return {
        "article": make_article().pk,
        "blocked": editing.take(make_claim().article, "submit", by=make_editor()).pk,
        "in_review": make_claim_in_review().pk,
        "published": make_published_article().pk,
    }


@pytest.fixture
def article(keys):
    """A draft in which nothing is tagged."""
    return Article.objects.get(pk=keys["article"])


@pytest.fixture
def blocked(keys):
    """In review, with an open claim in the way."""
    return Article.objects.get(pk=keys["blocked"])


@pytest.fixture
def in_review(keys):
    """A claim that somebody checks."""
    return Claim.objects.get(pk=keys["in_review"])


@pytest.fixture
def published(keys):
    return Article.objects.get(pk=keys["published"])


@pytest.mark.parametrize("count", [1, 3])
def test_neither_a_claim_nor_a_revision_costs_a_query(
    client, article, editor, django_assert_num_queries, count
):
    for words in PLACES[:count]:
        make_decided_claim(make_claim(article, words))
    for n in range(1, count):
        editing.revise(article, by=editor, based_on=n, standfirst=f"Version {n}")
    client.force_login(editor)

    with django_assert_num_queries(12):
        client.get(url("change", article))


@pytest.mark.parametrize("name", ["revisions", "record"])
@pytest.mark.parametrize("count", [1, 3])
def test_no_line_of_the_longer_lists_costs_a_query(
    client, article, editor, django_assert_num_queries, name, count
):
    for n in range(1, count):
        editing.revise(article, by=editor, based_on=n, standfirst=f"Version {n}")
    client.force_login(editor)

    with django_assert_num_queries(6):
        client.get(url(name, article))


@pytest.mark.parametrize("name", ["change", "revisions", "record"])
@pytest.mark.parametrize("make_reader", ROLES)
def test_each_role_may_open_it(client, article, make_reader, name):
    assert open_page(client, article, make_reader(), name).status_code == 200


@pytest.mark.parametrize("name", ["change", "edit", "revisions", "record"])
def test_staff_without_a_role_are_told_whom_to_ask(client, name):
    article = make_article(headline="Not for everybody")

    response = open_page(client, article, make_user(), name)

    assert response.status_code == 403
    assert "Ask whoever keeps the accounts" in page(response)
    assert "Not for everybody" not in page(response)


def test_a_visitor_is_sent_to_log_in(client, article):
    assert client.get(url("change", article)).status_code == 302


def test_an_article_that_does_not_exist_is_not_found(client, editor):
    client.force_login(editor)

    assert client.get("/admin/articles/article/99999999999999999999/change/").status_code == 404


def test_every_claim_is_marked_and_leads_to_its_page(client, article, editor):
    claim = make_claim(article)

    shown = page(open_page(client, article, editor))

    assert f'<mark class="claim claim--open" id="claim-{claim.pk}"' in shown
    assert (
        f'<a class="claim-ref claim--open" href="/admin/claims/claim/{claim.pk}/change/"' in shown
    )


def test_what_is_in_the_way_is_listed_with_a_link_to_each_claim(client, editor):
    article = make_article(headline=None)
    claim = make_claim(article)

    blockers = open_page(client, article, editor).context["blockers"]

    assert [(blocker.label, where) for blocker, where in blockers] == [
        ("", None),
        (WORDS, f"/admin/claims/claim/{claim.pk}/change/"),
    ]


def test_the_body_is_shown_cleaned(client, editor):
    article = make_article(html="<p>Words</p><script>alert(1)</script>")

    assert "alert(1)" not in page(open_page(client, article, editor))


NOT_YET = "“{}” is not possible while this is draft, and only publishers may do it."


def test_every_step_is_a_button_or_says_why_not(client, article, editor):
    offers = open_page(client, article, editor).context["offers"]

    assert {offer.name: offer.reason for offer in offers} == {
        "submit": "",
        "return": "“Return to draft” is not possible while this is draft.",
        "schedule": NOT_YET.format("Schedule"),
        "unschedule": NOT_YET.format("Unschedule"),
        "publish": NOT_YET.format("Publish"),
        "override": NOT_YET.format("Ask for an override"),
        "withdraw": NOT_YET.format("Withdraw"),
        "restore": NOT_YET.format("Restore for review"),
    }


def test_publish_is_closed_while_something_is_in_the_way(client, blocked, publisher):
    offers = open_page(client, blocked, publisher).context["offers"]

    (publish,) = [offer for offer in offers if offer.name == "publish"]
    assert (publish.allowed, publish.reason) == (
        False,
        "Something is in the way of publication: see below.",
    )


def test_an_editor_is_told_why_a_published_article_is_not_theirs_to_edit(client, published, editor):
    shown = page(open_page(client, published, editor))

    assert "Only publishers may change a published article." in shown


def test_a_step_is_taken(client, article, editor):
    response = take(client, article, "submit", by=editor)

    article.refresh_from_db()
    assert (response.status_code, article.status) == (302, Status.IN_REVIEW)


@pytest.mark.parametrize(
    ("step", "make_person", "revision", "status", "sentence"),
    [
        ("publish", make_publisher, 1, 409, "“Publish” is not possible while this is draft."),
        ("submit", make_reviewer, 1, 403, "Only editors may do this: submit for review."),
        ("abandon", make_editor, 1, 400, "There is no step “abandon”."),
        ("submit", make_editor, 7, 409, "Somebody was faster: revision 1 is the newest"),
        ("submit", make_editor, "", 400, "This page was incomplete."),
    ],
)
def test_a_step_that_is_not_allowed_says_why_and_changes_nothing(
    client, article, step, make_person, revision, status, sentence
):
    before = state(article)

    response = take(client, article, step, make_person(), revision)

    assert response.status_code == status
    assert sentences(response)[0].startswith(sentence)
    assert state(article) == before


def test_of_two_people_who_submit_the_second_is_told(client, article, editor):
    take(client, article, "submit", by=editor)
    before = state(article)

    response = take(client, article, "submit", by=make_editor())

    assert response.status_code == 409
    assert state(article) == before


def test_a_blocked_publication_lists_what_is_in_the_way_and_changes_nothing(
    client, blocked, publisher
):
    before = state(blocked)

    response = take(client, blocked, "publish", by=publisher)

    assert response.status_code == 409
    (said,) = sentences(response)
    assert said.startswith("Not published: ")
    assert len(response.context["blockers"]) == 1
    assert state(blocked) == before


def test_a_missing_note_is_asked_for_beside_its_field(client, published, publisher):
    before = state(published)

    response = take(client, published, "withdraw", by=publisher)

    assert response.status_code == 400
    assert response.context["note_error"] == "Say why: “Withdraw” needs a note."
    assert state(published) == before


def test_a_note_that_was_typed_is_kept_when_the_step_is_refused(client, published, publisher):
    response = take(client, published, "withdraw", publisher, 7, "It was wrong throughout.")

    assert response.status_code == 409
    assert "It was wrong throughout.</textarea>" in page(response)


@pytest.mark.parametrize("name", ["steps", "tag"])
def test_a_deed_is_not_done_by_a_link(client, article, editor, name):
    assert open_page(client, article, editor, name).status_code == 405


@pytest.mark.parametrize("name", ["steps", "tag", "edit"])
def test_a_deed_needs_the_token_of_its_form(article, editor, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(url(name, article), {"step": "submit"}).status_code == 403


def test_an_earlier_revision_is_read_as_it_was(client, editor, reviewer):
    article = make_article(html="<p>Words of old.</p>")
    editing.revise(article, by=editor, based_on=1, html="<p>Words of today.</p>")

    shown = page(open_page(client, article, reviewer, "revision", 1))

    assert "Words of old." in shown
    assert "Words of today." not in shown


def test_a_revision_of_another_article_is_not_found(client, article, published, editor):
    editing.revise(article, by=editor, based_on=1, html="<p>Words of today.</p>")

    assert open_page(client, published, editor, "revision", 2).status_code == 404


def test_the_record_tells_every_deed_newest_first(client, article, editor, reviewer):
    editing.take(article, "submit", by=editor)

    entries = open_page(client, article, reviewer, "record").context["entries"]

    assert [(entry.sequence, entry.what) for entry in entries] == [
        (2, "article: submit"),
        (1, "article: write"),
    ]


def test_the_record_keeps_confidential_evidence_to_itself(client, in_review, editor):
    make_evidence(
        in_review,
        in_review.assignee,
        is_confidential=True,
        title="Kept title",
        excerpt="Kept words",
    )

    response = open_page(client, in_review.article, editor, "record")

    newest = response.context["entries"][0]
    evidence = in_review.evidence.get(is_confidential=True)
    assert newest.lines == [
        ("claim", str(in_review.pk)),
        ("evidence", str(evidence.pk)),
        ("is confidential", "yes"),
    ]
    assert "Kept" not in page(response)


def test_the_article_page_shows_no_evidence(client, in_review, editor):
    make_evidence(
        in_review, in_review.assignee, is_confidential=True, excerpt="Words in confidence"
    )

    assert "Words in confidence" not in page(open_page(client, in_review.article, editor))


def test_a_claim_without_its_words_stands_first_among_the_claims(client, article, editor):
    lost = make_claim(article, words="founded in 1901")
    make_claim(article, words="met on Monday")
    without = BODY.replace(" It was founded in 1901.", "")
    editing.revise(article, by=editor, based_on=1, html=without)

    claims = open_page(client, article, editor).context["claims"]

    assert claims[0][0] == lost
    assert claims[0][0].is_placed is False


def test_what_was_objected_to_after_publication_needs_attention(
    client, published, editor, publisher
):
    workflow.take(published.claims.get(), "object", by=editor, note="The source is withdrawn.")

    shown = page(open_page(client, published, publisher))

    assert "Needs attention" in shown


def test_a_dismissed_claim_is_listed_but_not_marked(client, editor):
    claim = make_claim_with_status(ClaimStatus.DISMISSED)

    shown = page(open_page(client, claim.article, editor))

    assert f"/admin/claims/claim/{claim.pk}/change/" in shown
    assert "<mark" not in shown
