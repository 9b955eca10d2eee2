"""The page of a claim: what it shows, to whom, and in how many queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import editing
from claims import tagging, workflow
from claims.models import Status
from tests.claims.admin_pages import LIST, url
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_evidence,
    make_proposed_claim,
    make_publisher,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


def open_page(client, claim, reader):
    client.force_login(reader)
    return client.get(url("change", claim))


def edit(article, old, new):
    return editing.revise(
        article, by=make_editor(), based_on=article.revision.number, html=BODY.replace(old, new)
    )


@pytest.mark.parametrize("make_reader", [make_editor, make_reviewer, make_publisher])
def test_each_role_may_open_it(client, make_reader):
    assert open_page(client, make_claim(), make_reader()).status_code == 200


def test_staff_without_a_role_are_told_whom_to_ask(client):
    response = open_page(client, make_claim(), make_user())

    assert response.status_code == 403
    assert "Ask whoever keeps the accounts" in response.content.decode()
    assert WORDS not in response.content.decode()


def test_a_visitor_is_sent_to_log_in(client):
    claim = make_claim()

    response = client.get(url("change", claim))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_a_claim_that_does_not_exist_is_a_404_with_the_way_to_the_list(client):
    client.force_login(make_editor())

    response = client.get(reverse("admin:claims_claim_change", args=[999]))

    assert response.status_code == 404
    assert f'href="{reverse(LIST)}"' in response.content.decode()


def test_posting_to_the_page_itself_changes_nothing(client):
    claim = make_claim()
    client.force_login(make_editor())

    response = client.post(url("change", claim), {"status": "verified"})

    assert (response.status_code, response["Allow"]) == (405, "GET")


@pytest.mark.parametrize("name", ["step", "evidence", "facts"])
def test_what_only_takes_posts_answers_a_get_with_405(client, name):
    claim = make_claim()
    client.force_login(make_editor())

    response = client.get(url(name, claim))

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert url("change", claim) in response.content.decode()


def test_a_claim_is_neither_added_nor_deleted_here(client):
    claim = make_claim()
    client.force_login(make_user(is_superuser=True))

    assert client.get(reverse(LIST) + "add/").status_code == 404
    assert client.post(reverse(LIST) + f"{claim.pk}/delete/", {"post": "yes"}).status_code == 404


def test_the_words_stand_in_their_paragraph(client):
    response = open_page(client, make_claim(), make_editor())

    in_place = response.context["in_place"]
    assert (in_place.before, in_place.words) == ("", WORDS)
    assert in_place.after == " It was founded in 1901."
    assert f"{WORDS}</mark> It was founded in 1901." in response.content.decode()


def test_markup_in_an_article_arrives_escaped(client):
    article = make_article(html="<p>1 &lt;b&gt; is &amp; stays text.</p>")
    claim = make_claim(article, words="1 <b> is & stays text.")

    page = open_page(client, claim, make_editor()).content.decode()

    assert "1 &lt;b&gt; is &amp; stays text.</mark>" in page
    assert "1 <b>" not in page


def test_it_says_what_changed_since_it_was_checked(client):
    article = make_article()
    claim = make_decided_claim(make_claim(article))
    edit(article, "has 40 members", "has 41 members")

    page = open_page(client, claim, make_editor()).content.decode()

    assert "What changed since it was checked" in page
    assert '<del><span class="visually-hidden"> (removed: </span>40<' in page
    assert '<ins><span class="visually-hidden"> (added: </span>41<' in page
    assert "Last verdict, not in force" in page


def test_it_says_that_the_words_are_gone(client):
    article = make_article()
    claim = make_decided_claim(make_claim(article))
    edit(article, f"<p>{WORDS} It was founded in 1901.</p>\n", "")

    response = open_page(client, claim, make_editor())

    assert response.context["in_place"] is None
    assert response.context["anchored"] == "The words are no longer in the article."
    assert f"<blockquote>{WORDS} It was founded in 1901.</blockquote>" in response.content.decode()


def test_words_that_stand_as_checked_show_no_change(client):
    page = open_page(client, make_decided_claim(), make_editor()).content.decode()

    assert "What changed since it was checked" not in page
    assert "Verdict in force" in page


def test_a_sensitive_verdict_counts_its_approvals(client):
    claim = make_proposed_claim(sensitivity="sensitive")
    workflow.take(claim, "approve", by=make_reviewer())

    page = open_page(client, claim, make_editor()).content.decode()

    assert "Approvals: 1 of 2." in page


def test_the_words_a_verdict_binds_are_shown_with_their_digest(client):
    claim = make_proposed_claim()

    page = open_page(client, claim, make_editor()).content.decode()

    assert claim.decision.quote_sha256 in page


def test_dissent_stays_readable_after_a_new_verdict(client):
    reviewer = make_reviewer()
    claim = make_proposed_claim(reviewer=reviewer)
    claim = workflow.take(claim, "send_back", by=make_reviewer(), note="The minutes are older.")
    workflow.take(claim, "propose", by=reviewer, verdict="unverifiable", summary="No source.")

    response = open_page(client, claim, make_editor())

    assert [decision.verdict for decision in response.context["older_decisions"]] == ["verified"]
    page = response.content.decode()
    earlier = page[page.index("Earlier decisions") : page.index('id="steps"')]
    assert "The minutes are older." in earlier


def test_a_step_that_is_closed_gives_its_reason(client):
    tagger = make_editor()
    claim = make_claim(by=tagger)

    offers = {o.name: o for o in open_page(client, claim, tagger).context["offers"]}

    assert offers["dismiss"].allowed
    assert offers["take_up"].reason == "Only reviewers may do this: take up."
    page = client.get(url("change", claim)).content.decode()
    assert 'id="step-take_up-reason">Only reviewers may do this: take up.<' in page
    assert 'disabled aria-describedby="step-take_up-reason"' in page


def test_a_claim_is_overdue_until_it_is_done(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    late = make_claim(due=yesterday)
    done = make_decided_claim(due=yesterday)

    assert "overdue since" in open_page(client, late, make_editor()).content.decode()
    assert "overdue since" not in open_page(client, done, make_editor()).content.decode()


def test_only_editors_get_the_form_for_facts(client):
    claim = make_claim()

    assert not open_page(client, claim, make_reviewer()).context["facts_form"]
    assert open_page(client, claim, make_editor()).context["facts_form"]


def test_the_form_offers_people_with_a_role_and_nobody_else(client):
    editor, reviewer = make_editor(username="anna"), make_reviewer(username="berta")
    make_user(username="no-role")
    make_user(username="reader", is_staff=False)
    make_reviewer(username="left", is_active=False)
    claim = make_claim(by=editor)

    form = open_page(client, claim, editor).context["facts_form"]

    assert list(form.fields["assignee"].queryset) == [editor, reviewer]


def test_what_a_verdict_speaks_of_is_fixed_in_the_form(client):
    form = open_page(client, make_proposed_claim(), make_editor()).context["facts_form"]

    fixed = {name for name, field in form.fields.items() if field.disabled}
    assert fixed == {"statement", "kind", "claimant", "sensitivity"}


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_page_without_inline_script_or_style(client, status):
    page = open_page(client, make_claim_with_status(status), make_reviewer()).content.decode()

    assert "<style" not in page
    assert 'style="' not in page
    assert "<script>" not in page
    assert "onclick" not in page


def claim_with(pieces):
    """A claim with so many pieces of evidence, earlier decisions, and people to choose from."""
    reviewer = make_reviewer()
    claim = workflow.take(make_claim(), "take_up", by=reviewer)
    source = make_article()
    for _ in range(pieces):
        make_evidence(claim, reviewer, kind="passage", passage_of=source.revision, excerpt=WORDS)
    for _ in range(pieces):
        claim.refresh_from_db()
        claim = workflow.take(claim, "propose", by=reviewer, verdict="verified", summary="So.")
        claim = workflow.take(claim, "send_back", by=make_reviewer(), note="Look again.")
    return claim


@pytest.mark.parametrize("pieces", [1, 3])
def test_it_takes_as_many_queries_for_one_piece_as_for_three(
    client, django_assert_num_queries, pieces
):
    claim = claim_with(pieces)
    tagging.amend(claim, by=make_editor(), priority=1)
    client.force_login(make_editor())

    with django_assert_num_queries(10):
        response = client.get(url("change", claim))

    assert len(response.context["evidence"]) == pieces
    assert len(response.context["older_decisions"]) == pieces - 1
    assert len(response.context["history"]) == 3 + 3 * pieces
