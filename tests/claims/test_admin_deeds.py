"""What is done on the page of a claim: it reaches the doors, and a refusal loses nothing."""

import pytest

from articles import editing
from articles.desk import MARKED
from claims import workflow
from claims.models import Claim
from tests.claims.admin_pages import evidence_form, sentences, state, url
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_claim_in_review,
    make_decided_claim,
    make_editor,
    make_proposed_claim,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys(made_once):
    makers = make_claim, make_claim_in_review, make_proposed_claim, make_decided_claim
    return {make: make().pk for make in makers}


@pytest.fixture
def claim(keys):
    """A claim that nobody has taken up."""
    return Claim.objects.get(pk=keys[make_claim])


@pytest.fixture
def in_review(keys):
    """A claim that somebody has taken up and found evidence for."""
    return Claim.objects.get(pk=keys[make_claim_in_review])


@pytest.fixture
def proposed(keys):
    return Claim.objects.get(pk=keys[make_proposed_claim])


@pytest.fixture
def decided(keys):
    return Claim.objects.get(pk=keys[make_decided_claim])


def post(client, name, claim, by, data, *args, **options):
    client.force_login(by)
    return client.post(url(name, claim, *args), {"version": claim.version} | data, **options)


# Steps


def test_a_step_is_taken_and_leads_back_to_the_page(client, claim):
    reviewer = make_reviewer()

    response = post(client, "step", claim, reviewer, {"step": "take_up"}, follow=True)

    assert response.redirect_chain == [(url("change", claim), 302)]
    assert sentences(response) == ["Done: take up."]
    assert state(claim)[0] == "in_review"


def test_a_verdict_is_proposed_with_all_its_fields(client):
    reviewer = make_reviewer()
    claim = make_claim_in_review(reviewer=reviewer, stance="refutes")
    told = {
        "step": "propose",
        "verdict": "refuted",
        "rating": "misleading",
        "summary": "The number is older.",
        "valid_until": "2999-12-31",
    }

    post(client, "step", claim, reviewer, told)

    claim.refresh_from_db()
    decision = claim.decision
    assert claim.status == "awaiting_approval"
    assert (decision.verdict, decision.rating) == ("refuted", "misleading")
    assert decision.summary == "The number is older."
    assert decision.valid_until.isoformat() == "2999-12-31"


def test_a_step_that_does_not_exist_is_refused_by_name(client, claim):
    before = state(claim)

    response = post(client, "step", claim, make_editor(), {"step": "verify"})

    assert response.status_code == 400
    assert sentences(response)[0].startswith("There is no step “verify”.")
    assert state(claim) == before


def test_a_step_that_is_not_possible_now_is_a_409_with_its_sentence(client, claim):
    before = state(claim)

    response = post(client, "step", claim, make_reviewer(), {"step": "approve"})

    assert response.status_code == 409
    assert sentences(response) == ["“Approve verdict” is not possible while this is open."]
    assert state(claim) == before


def test_a_step_of_another_role_is_a_403_with_its_sentence(client, claim):
    before = state(claim)

    response = post(client, "step", claim, make_editor(), {"step": "take_up"})

    assert response.status_code == 403
    assert sentences(response) == ["Only reviewers may do this: take up."]
    assert state(claim) == before


@pytest.mark.parametrize(
    ("name", "data"),
    [("step", {"step": "take_up"}), ("evidence", {"title": "T"}), ("facts", {"priority": "1"})],
)
def test_staff_without_a_role_change_nothing(client, name, data, claim):
    before = state(claim)

    response = post(client, name, claim, make_user(), data)

    assert response.status_code == 403
    assert state(claim) == before


def test_nobody_approves_their_own_work_by_a_forged_post(client, proposed):
    claim, reviewer = proposed, proposed.assignee
    before = state(claim)

    response = post(client, "step", claim, reviewer, {"step": "approve"})

    assert response.status_code == 409
    assert "Somebody else approves it." in sentences(response)[0]
    assert state(claim) == before


def test_a_second_reviewer_approves(client, proposed):
    claim = proposed

    post(client, "step", claim, make_reviewer(), {"step": "approve"})

    assert state(claim)[0] == "verified"


def test_a_stale_page_is_a_409_and_keeps_what_was_typed(client, in_review):
    claim, reviewer = in_review, in_review.assignee
    told = {"step": "propose", "verdict": "verified", "summary": "As the minutes of May say."}
    stale = claim.version
    workflow.take(claim, "release", by=reviewer)
    before = state(claim)

    response = post(client, "step", claim, reviewer, told | {"version": stale})

    assert response.status_code == 409
    assert sentences(response) == [
        "Somebody else has just changed this claim. Look again and repeat."
    ]
    assert "As the minutes of May say." in response.content.decode()
    assert state(claim) == before


def test_the_page_after_a_lost_race_carries_the_new_version(client, in_review):
    claim, reviewer = in_review, in_review.assignee

    told = {"step": "propose", "verdict": "verified", "summary": "So.", "version": 1}
    response = post(client, "step", claim, reviewer, told)

    assert f'name="version" value="{claim.version}"' in response.content.decode()
    assert 'name="version" value="1"' not in response.content.decode()


@pytest.mark.parametrize(
    ("version", "status"), [("", 400), ("two", 400), ("-1", 409), ("9" * 30, 409)]
)
def test_a_version_that_is_none_is_refused(client, version, status, claim):
    before = state(claim)

    response = post(client, "step", claim, make_reviewer(), {"step": "take_up", "version": version})

    assert response.status_code == status
    assert len(sentences(response)) == 1
    assert state(claim) == before


def test_a_missing_note_is_asked_for_at_its_field(client, claim):
    response = post(client, "step", claim, make_editor(), {"step": "dismiss", "note": "  "})

    assert response.status_code == 400
    form = next(offer.form for offer in response.context["offers"] if offer.name == "dismiss")
    assert form.errors == {"note": ["Say why."]}
    assert state(claim)[0] == "open"


def test_a_verdict_without_its_rating_keeps_the_summary(client, in_review):
    claim, reviewer = in_review, in_review.assignee
    told = {"step": "propose", "verdict": "refuted", "summary": "It is not so."}

    response = post(client, "step", claim, reviewer, told)

    assert response.status_code == 400
    assert "It is not so." in response.content.decode()
    assert response.content.decode().count("false, misleading, outdated or missing context.") == 1


def test_a_day_that_is_none_is_marked_and_nothing_is_saved(client, in_review):
    claim, reviewer = in_review, in_review.assignee
    told = {"step": "propose", "verdict": "verified", "summary": "So.", "valid_until": "soon"}

    response = post(client, "step", claim, reviewer, told)

    assert response.status_code == 400
    assert sentences(response)[0].startswith("Nothing was saved.")
    assert state(claim)[0] == "in_review"


def test_a_post_without_its_token_changes_nothing(client, claim):
    client.handler.enforce_csrf_checks = True

    response = post(client, "step", claim, make_reviewer(), {"step": "take_up"})

    assert response.status_code == 403
    assert state(claim)[0] == "open"


# Evidence


def test_evidence_is_added_as_typed(client, claim):
    reviewer = make_reviewer()
    told = evidence_form(
        claim,
        kind="web",
        url="https://example.org/minutes",
        publisher="Town council",
        published_on="2020-05-01",
        accessed_at="2020-05-02T10:30",
    )

    response = post(client, "evidence", claim, reviewer, told)

    assert response.status_code == 302
    piece = claim.evidence.get()
    assert (piece.kind, piece.url) == ("web", "https://example.org/minutes")
    assert (piece.publisher, piece.added_by) == ("Town council", reviewer)
    assert piece.published_on.isoformat() == "2020-05-01"
    assert piece.accessed_at.isoformat() == "2020-05-02T10:30:00+00:00"


@pytest.mark.parametrize(("kind", "read"), [("web", True), ("document", False)])
def test_something_on_the_web_was_read_now_unless_told_otherwise(client, kind, read, claim):
    told = evidence_form(claim, kind=kind, url="https://example.org/minutes")

    post(client, "evidence", claim, make_reviewer(), told)

    assert (claim.evidence.get().accessed_at is not None) is read


USER_IN_ADDRESS = "Take the user name and password out of the address, up to its @."


@pytest.mark.parametrize(
    ("lacks", "field", "sentence"),
    [
        ({"kind": "web", "url": ""}, "url", "Give the full address, from https:// on."),
        ({"excerpt": " "}, "excerpt", "Quote the words that bear on the claim."),
        ({"url": "javascript:alert(1)"}, "url", "Give the full address, from https:// on."),
        ({"url": "https://user:pw@example.org/"}, "url", USER_IN_ADDRESS),
        ({"kind": "passage"}, "passage_of", "Say which article the passage stands in."),
    ],
)
def test_evidence_that_lacks_something_is_asked_for_it_once(client, lacks, field, sentence, claim):
    before = state(claim)
    told = evidence_form(claim, title="A title that was typed", **lacks)

    response = post(client, "evidence", claim, make_reviewer(), told)

    assert response.status_code == 400
    assert response.context["evidence_form"].errors == {field: [sentence]}
    assert sentences(response) == [MARKED]
    assert response.content.decode().count(sentence) == 1
    assert 'value="A title that was typed"' in response.content.decode()
    assert state(claim) == before


@pytest.mark.parametrize("address", ["http://[", "https://", "HTTP:/example.org", "//example.org"])
def test_an_address_that_leads_nowhere_is_refused_at_its_field(client, address, claim):
    response = post(
        client, "evidence", claim, make_reviewer(), evidence_form(claim, kind="web", url=address)
    )

    assert response.status_code == 400
    assert list(response.context["evidence_form"].errors) == ["url"]


def test_the_page_opens_at_the_first_field_that_is_wrong(client, claim):
    told = evidence_form(claim, kind="web", url="", excerpt="")

    response = post(client, "evidence", claim, make_reviewer(), told)

    form = response.context["evidence_form"]
    assert [name for name in form.fields if "autofocus" in form.fields[name].widget.attrs] == [
        "url"
    ]


def test_a_passage_is_of_the_newest_revision_of_its_article(client, claim):
    article = make_article()
    editing.revise(
        article, by=make_editor(), based_on=1, html=BODY.replace("at noon", "in the evening")
    )
    told = evidence_form(claim, kind="passage", passage_of=article.slug, excerpt="in the evening")

    post(client, "evidence", claim, make_reviewer(), told)

    assert claim.evidence.get().passage_of.number == 2
    assert claim.evidence.get().passage_of.article == article


def test_an_excerpt_that_is_not_in_the_passage_is_refused(client, claim, decided):
    told = evidence_form(claim, kind="passage", passage_of=decided.article.slug, excerpt="Nowhere.")

    response = post(client, "evidence", claim, make_reviewer(), told)

    assert response.status_code == 400
    assert list(response.context["evidence_form"].errors) == ["excerpt"]
    assert claim.evidence.count() == 0


def test_a_passage_of_no_article_says_how_to_name_one(client, claim):
    told = evidence_form(claim, kind="passage", passage_of="no-such-article")

    response = post(client, "evidence", claim, make_reviewer(), told)

    assert response.status_code == 400
    assert response.context["evidence_form"].errors == {
        "passage_of": ["No article here is named “no-such-article”. Copy the address of its page."]
    }
    assert 'value="no-such-article"' in response.content.decode()


def test_evidence_on_a_decided_claim_is_refused_and_kept_on_the_page(client, decided):
    claim = decided
    before = state(claim)

    response = post(
        client, "evidence", claim, make_reviewer(), evidence_form(claim, title="Typed in vain")
    )

    assert response.status_code == 409
    assert 'value="Typed in vain"' in response.content.decode()
    assert state(claim) == before


def test_an_editor_adds_no_evidence(client, claim):
    response = post(client, "evidence", claim, make_editor(), evidence_form(claim))

    assert response.status_code == 403
    assert claim.evidence.count() == 0


def test_evidence_is_retracted_with_a_note(client, in_review):
    claim, reviewer = in_review, in_review.assignee
    piece = claim.evidence.get()

    response = post(client, "retract", claim, reviewer, {"note": "Not the minutes."}, piece.pk)

    assert response.status_code == 302
    piece.refresh_from_db()
    assert piece.retracted_at is not None


def test_retracting_without_a_note_opens_that_very_form_again(client, in_review):
    claim, reviewer = in_review, in_review.assignee
    piece = claim.evidence.get()

    response = post(client, "retract", claim, reviewer, {"note": ""}, piece.pk)

    assert response.status_code == 400
    (card,) = response.context["evidence"]
    assert card.form.errors == {"note": ["Say why the evidence is taken out."]}
    piece.refresh_from_db()
    assert piece.retracted_at is None


def test_evidence_of_another_claim_is_not_retracted_from_here(client, claim, in_review):
    piece = in_review.evidence.get()

    response = post(client, "retract", claim, in_review.assignee, {"note": "Wrong page."}, piece.pk)

    assert response.status_code == 404
    piece.refresh_from_db()
    assert piece.retracted_at is None


# Facts


def facts(claim, **changed):
    told = {
        "statement": claim.statement,
        "kind": claim.kind,
        "claimant": claim.claimant,
        "sensitivity": claim.sensitivity,
        "priority": claim.priority,
        "due": "",
        "assignee": "",
    }
    return told | changed


def test_an_editor_assigns_a_claim_and_sets_its_day(client, claim):
    reviewer = make_reviewer()

    post(
        client,
        "facts",
        claim,
        make_editor(),
        facts(claim, assignee=reviewer.pk, due="2999-01-01", priority="1"),
    )

    claim.refresh_from_db()
    assert (claim.assignee, claim.due.isoformat(), claim.priority) == (reviewer, "2999-01-01", 1)


def test_a_form_sent_back_unchanged_writes_nothing(client, claim):
    before = state(claim)

    response = post(client, "facts", claim, make_editor(), facts(claim))

    assert response.status_code == 302
    assert state(claim) == before


def test_an_empty_statement_is_asked_for(client, claim):
    response = post(
        client, "facts", claim, make_editor(), facts(claim, statement="", claimant="Speaker Two")
    )

    assert response.status_code == 400
    assert list(response.context["facts_form"].errors) == ["statement"]
    assert 'value="Speaker Two"' in response.content.decode()


def test_a_reviewer_does_not_change_the_facts(client, claim):
    before = state(claim)

    response = post(
        client, "facts", claim, make_reviewer(), facts(claim, statement="Something else.")
    )

    assert response.status_code == 403
    assert state(claim) == before


def test_a_statement_typed_while_a_verdict_was_proposed_is_refused_not_dropped(client, proposed):
    claim = proposed
    before = state(claim)

    response = post(
        client, "facts", claim, make_editor(), facts(claim, statement="Other words were meant.")
    )

    assert response.status_code == 409
    assert "what its verdict speaks of is fixed" in sentences(response)[0]
    assert "Other words were meant." in response.content.decode()
    assert state(claim) == before


def test_a_claim_with_a_verdict_is_still_assigned(client, proposed):
    claim, reviewer = proposed, make_reviewer()
    what_a_browser_sends = {"priority": "2", "due": "", "assignee": reviewer.pk}

    response = post(client, "facts", claim, make_editor(), what_a_browser_sends)

    assert response.status_code == 302
    assert state(claim)[2] == reviewer.pk


def test_somebody_without_a_role_is_not_made_assignee(client, claim):
    response = post(client, "facts", claim, make_editor(), facts(claim, assignee=make_user().pk))

    assert response.status_code == 400
    assert list(response.context["facts_form"].errors) == ["assignee"]
    assert state(claim)[2] is None
    assert claim.exact == WORDS
