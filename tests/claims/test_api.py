"""Claims over REST: what is told, to whom, and the steps."""

import pytest

from articles import editing, text
from claims import gathering, visibility, workflow
from claims.models import Claim, Evidence
from tests.claims.api_calls import LIST, address, ids, read, step
from tests.claims.published_claims import decide_and_publish, quoting
from tests.factories import (
    WORDS,
    make_article,
    make_claim,
    make_claim_in_review,
    make_claim_with_status,
    make_editor,
    make_evidence,
    make_proposed_claim,
    make_published_article,
    make_publisher,
    make_reviewer,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(made_once):
    return make_published_article().claims.get()


@pytest.fixture
def public(published):
    """A verified claim in a published article."""
    return Claim.objects.get(pk=published.pk)


@pytest.fixture(scope="module")
def tagged(made_once):
    return make_claim()


@pytest.fixture
def opened(tagged):
    """A claim that nobody has taken up, in a draft."""
    return Claim.objects.get(pk=tagged.pk)


@pytest.fixture(scope="module")
def proposed_key(made_once):
    return make_proposed_claim().pk


@pytest.fixture
def proposed(proposed_key):
    """A claim that waits for approval, in a draft."""
    return Claim.objects.get(pk=proposed_key)


# Reading


def test_a_claim_is_told_to_the_public_without_what_is_the_desks(client, public):
    evidence = public.evidence.get()
    approval = public.decision.approvals.get()

    assert read(client, public) == {
        "id": public.pk,
        "article": public.article.slug,
        "exact": WORDS,
        "prefix": public.prefix,
        "suffix": public.suffix,
        "start": public.start,
        "end": public.end,
        "anchor": "exact",
        "revision": 1,
        "statement": WORDS,
        "kind": "other",
        "claimant": "",
        "priority": None,
        "sensitivity": None,
        "due": None,
        "assignee": None,
        "tagged_by": None,
        "status": "verified",
        "decision": {
            "verdict": "verified",
            "rating": "",
            "summary": "As the minutes say.",
            "decided_at": public.decided_at.isoformat().replace("+00:00", "Z"),
            "valid_until": None,
            "approved_by": [approval.by_name],
            "quote_sha256": text.sha256(WORDS),
            "confirms": None,
            "adopts": None,
        },
        "evidence": [
            {
                "id": evidence.pk,
                "kind": "document",
                "title": "Minutes of the meeting",
                "url": "",
                "publisher": "",
                "origin": "Minutes of the meeting",
                "published_on": None,
                "accessed_at": None,
                "excerpt": "Forty members were present.",
                "stance": "supports",
                "tier": "primary",
                "is_confidential": False,
                "commitment_sha256": None,
                "document_sha256": None,
                "snapshot_sha256": None,
                "snapshot": None,
                "excerpt_stands": None,
            }
        ],
        "allowed_steps": [],
    }


def test_a_claim_is_told_to_staff_with_what_is_the_desks(client):
    editor, reviewer = make_editor(), make_reviewer()
    claim = make_claim(by=editor, priority=1, sensitivity="sensitive")
    workflow.take(claim, "take_up", by=reviewer)
    client.force_login(editor)

    told = read(client, claim)

    assert [told[name] for name in ("priority", "sensitivity", "assignee", "tagged_by")] == [
        1,
        "sensitive",
        {"id": reviewer.pk, "name": reviewer.get_full_name()},
        {"id": editor.pk, "name": editor.get_full_name()},
    ]


def test_staff_are_told_every_step_and_why_it_is_closed(client, proposed):
    client.force_login(make_reviewer())

    offers = {offer["name"]: offer for offer in read(client, proposed)["allowed_steps"]}

    assert list(offers) == [line.name for line in workflow.STEPS]
    assert offers["approve"] == {"name": "approve", "allowed": True, "reason": ""}
    assert offers["take_up"]["reason"] == (
        "“Take up” is not possible while this is awaiting approval."
    )


def test_staff_are_told_the_proposed_decision_as_not_in_force(client, proposed):
    client.force_login(make_editor())

    decision = read(client, proposed)["decision"]

    assert (decision["verdict"], decision["decided_at"], decision["approved_by"]) == (
        "verified",
        None,
        [],
    )


def test_a_decision_that_is_not_in_force_is_for_staff_alone(proposed):
    eyes = visibility.Eyes(is_staff=False, confidential=False)

    assert visibility.decision_of(proposed, eyes) is None


def test_a_claim_without_a_place_says_so(client, opened):
    editor = make_editor()
    editing.revise(opened.article, by=editor, based_on=1, html="<p>Quite other words.</p>")
    client.force_login(editor)

    told = read(client, opened)

    assert (told["anchor"], told["start"], told["end"], told["revision"]) == ("lost", None, None, 2)


def test_an_approver_without_a_name_does_not_sign_with_an_address(client, proposed):
    approver = make_reviewer(username="somebody@example.org", first_name="", last_name="")
    workflow.take(proposed, "approve", by=approver)
    publish(proposed.article)

    assert read(client, proposed)["decision"]["approved_by"] == ["a member of the desk"]


@pytest.mark.parametrize(
    "status", ["suggested", "open", "in_review", "awaiting_approval", "recheck", "dismissed"]
)
def test_an_undecided_claim_of_a_published_article_is_not_public(client, public, status):
    claim = make_claim_with_status(status, article=public.article, words="noon")

    answers = [client.get(address(claim, *rest)).status_code for rest in ((), ("evidence",))]

    assert answers == [404, 404]
    assert claim.pk not in ids(client.get(LIST))


def test_an_account_without_a_role_sees_what_the_public_sees(client, public):
    undecided = make_claim(public.article, "noon")
    anonymous = read(client, public)
    client.force_login(make_user())

    assert read(client, public) == anonymous
    assert client.get(address(undecided)).status_code == 404


# Evidence


@pytest.fixture(scope="module")
def with_evidence(made_once):
    """A published claim with open, confidential and retracted evidence."""
    reviewer = make_reviewer()
    claim = make_claim_in_review(reviewer=reviewer)
    make_evidence(claim, reviewer, title="Of a source", is_confidential=True)
    paper = make_evidence(claim, reviewer, title="Withdrawn paper")
    gathering.retract_evidence(Evidence.objects.get(pk=paper.pk), by=reviewer, note="Withdrawn.")
    return decide_and_publish(claim)


def evidence_told(client, claim):
    """The evidence that the claim tells of, and what is listed at its own address."""
    listed = client.get(address(claim, "evidence")).json()["results"]
    return read(client, claim)["evidence"], listed


def titles(client, claim):
    return [[one["title"] for one in found] for found in evidence_told(client, claim)]


@pytest.mark.parametrize("who", [None, make_editor, make_user])
def test_the_public_and_editors_learn_that_confidential_evidence_exists_and_its_kind(
    client, with_evidence, who
):
    if who:
        client.force_login(who())
    secret = with_evidence.evidence.get(is_confidential=True)

    told, listed = evidence_told(client, with_evidence)
    known = {
        "id": secret.pk,
        "kind": "document",
        "is_confidential": True,
        "commitment_sha256": secret.commitment_sha256,
    }
    assert [one["title"] for one in listed] == ["Minutes of the meeting", None]
    assert listed == told
    assert {name: value for name, value in listed[1].items() if value is not None} == known


@pytest.mark.parametrize("who", [make_reviewer, make_publisher])
def test_confidential_evidence_is_there_for_reviewers_and_publishers(client, with_evidence, who):
    client.force_login(who())

    assert titles(client, with_evidence) == [["Minutes of the meeting", "Of a source"]] * 2


@pytest.fixture(scope="module")
def quotes_published(published):
    return quoting(published.article)


@pytest.fixture(scope="module")
def quotes_draft(made_once):
    return quoting(make_article())


def test_a_passage_of_a_published_article_is_public_and_leads_there(
    client, public, quotes_published
):
    passage = read(client, quotes_published)["evidence"][1]

    assert passage["url"] == f"http://testserver/articles/{public.article.slug}/"


def test_a_passage_of_a_draft_is_not_public(client, quotes_draft):
    assert titles(client, quotes_draft) == [["Minutes of the meeting"]] * 2


def test_a_passage_of_a_draft_revision_of_a_published_article_is_not_public(
    client, quotes_published
):
    draft = make_article()
    first = draft.revision
    html = first.html.replace("noon", "one")
    editing.revise(draft, by=make_editor(), based_on=1, html=html)
    draft.refresh_from_db()
    publish(draft)

    assert titles(client, quoting(draft, first)) == [["Minutes of the meeting"]] * 2
    assert titles(client, quotes_published) == [["Minutes of the meeting", "P"]] * 2


def test_a_passage_of_a_draft_is_there_for_staff(client, quotes_draft):
    client.force_login(make_editor())

    assert titles(client, quotes_draft) == [["Minutes of the meeting", "P"]] * 2


# Steps


def test_a_step_is_taken_and_the_claim_told(client, opened):
    reviewer = make_reviewer()
    client.force_login(reviewer)

    response = step(client, opened, step="take_up")

    told = response.json()
    assert (response.status_code, told["status"]) == (200, "in_review")
    assert told["assignee"]["id"] == reviewer.pk
    assert response.headers["ETag"] == client.get(address(opened)).headers["ETag"]


def test_a_verdict_is_proposed_and_approved(client):
    reviewer = make_reviewer()
    claim = make_claim_in_review(reviewer=reviewer, stance="refutes")
    client.force_login(reviewer)
    proposed = step(
        client,
        claim,
        step="propose",
        verdict="refuted",
        rating="outdated",
        summary="It has 41 now.",
        valid_until="2100-01-31",
    ).json()
    client.force_login(make_reviewer())

    approved = step(client, claim, step="approve").json()

    assert (proposed["status"], approved["status"]) == ("awaiting_approval", "refuted")
    assert {name: approved["decision"][name] for name in ("verdict", "rating", "valid_until")} == {
        "verdict": "refuted",
        "rating": "outdated",
        "valid_until": "2100-01-31",
    }


def test_a_guard_objects_in_its_sentence(client, proposed):
    client.force_login(proposed.assignee)

    response = step(client, proposed, step="approve")

    assert (response.status_code, response.headers["Content-Type"]) == (
        409,
        "application/problem+json",
    )
    assert response.json()["detail"] == (
        "You added evidence to this claim and proposed a verdict on this claim. "
        "Somebody else approves it."
    )
    assert Claim.objects.get(pk=proposed.pk).status == "awaiting_approval"


@pytest.mark.parametrize("name", ["note", "summary"])
def test_words_too_long_for_the_record_are_refused_before_the_step_is_judged(client, opened, name):
    client.force_login(make_editor())
    told = {"verdict": "verified", "summary": "So.", name: "a" * 300_000}

    response = step(client, opened, step="propose", **told)

    assert (response.status_code, response.json()["errors"]) == (
        400,
        [
            {
                "field": name,
                "message": f"Shorten the {name} to 5,000 characters.",
                "code": "max_length",
            }
        ],
    )


def test_a_step_that_does_not_exist_is_a_400_as_at_the_desk(client, opened):
    client.force_login(make_editor())

    assert step(client, opened, step="verify").status_code == 400


def test_a_step_of_another_role_is_refused(client, opened):
    client.force_login(make_editor())

    response = step(client, opened, step="take_up")

    assert (response.status_code, response.json()["detail"]) == (
        403,
        "Only reviewers may do this: take up.",
    )


def test_a_step_on_what_was_read_before_is_refused(client, opened):
    client.force_login(make_editor())
    etag = client.get(address(opened)).headers["ETag"]
    workflow.take(opened, "take_up", by=make_reviewer())

    response = step(client, opened, {"If-Match": etag}, step="dismiss", note="No fact.")

    assert response.status_code == 412
    assert Claim.objects.get(pk=opened.pk).status == "in_review"


def test_a_step_on_what_was_just_read_is_taken(client, opened):
    client.force_login(make_editor())
    etag = client.get(address(opened)).headers["ETag"]

    response = step(client, opened, {"If-Match": etag}, step="dismiss", note="No fact.")

    assert response.json()["status"] == "dismissed"


def test_a_step_on_a_claim_that_cannot_be_seen_finds_nothing(client, opened):
    client.force_login(make_user())

    assert step(client, opened, step="dismiss", note="No.").status_code == 404


def test_a_stranger_is_asked_who_he_is_before_he_learns_what_there_is(client, opened):
    there = step(client, opened, step="dismiss", note="No.")
    not_there = client.post("/api/v1/claims/999/steps/", {}, content_type="application/json")

    assert there.status_code == not_there.status_code == 401
    assert there.json() == not_there.json()


@pytest.fixture(scope="module")
def in_review(made_once):
    return make_claim_in_review()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"step": "propose"}, ["verdict", "summary"]),
        ({"step": "propose", "verdict": "true", "summary": "So."}, ["verdict"]),
        ({"step": "propose", "verdict": "refuted", "summary": "So."}, ["rating"]),
        (
            {"step": "propose", "verdict": "verified", "summary": "So.", "valid_until": "soon"},
            ["valid_until"],
        ),
        (
            {
                "step": "propose",
                "verdict": "verified",
                "summary": "So.",
                "valid_until": "2001-01-01",
            },
            ["valid_until"],
        ),
        ({"step": "propose", "verdict": "verified", "summary": "So\0."}, ["summary"]),
        ({"step": "release", "verdict": "verified"}, ["verdict"]),
        ({"step": "release", "status": "verified"}, ["status"]),
        ({"step": "release", "by": 1, "version": 1}, ["by", "version"]),
        ({"step": "verify"}, ["step"]),
        ({}, ["step"]),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_by_field(client, in_review, body, fields):
    client.force_login(in_review.assignee)

    response = step(client, in_review, **body)

    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == fields
    assert Claim.objects.get(pk=in_review.pk).status == "in_review"


@pytest.mark.parametrize("path", ["", "evidence/", "history/"])
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_status_forged_in_another_method_changes_nothing(client, opened, path, method):
    client.force_login(make_editor())

    response = getattr(client, method)(
        address(opened) + path, {"status": "verified"}, content_type="application/json"
    )

    assert (response.status_code, Claim.objects.get(pk=opened.pk).status) == (405, "open")


# History


def test_the_history_holds_the_entries_that_name_the_claim_and_no_other(client):
    article = make_article()
    claim, other = make_claim(article), make_claim(article, "noon")
    workflow.take(other, "dismiss", by=make_editor(), note=f'"claim":{claim.pk},')
    html = article.revision.html.replace("council met", "whole council met")
    editing.revise(article, by=make_editor(), based_on=1, html=html)
    client.force_login(make_editor())

    rows = client.get(address(claim, "history")).json()["results"]

    assert [row["action"] for row in rows] == ["claim.tag"]
    assert rows[0]["payload"]["claim"] == claim.pk


def test_the_history_tells_an_editor_of_confidential_evidence_its_number_only(
    client, with_evidence
):
    def confidential():
        rows = client.get(address(with_evidence, "history"), {"page_size": 200}).json()["results"]
        return [row["payload"] for row in rows if row["payload"].get("is_confidential")]

    client.force_login(make_editor())
    assert [sorted(payload) for payload in confidential()] == [
        ["claim", "evidence", "is_confidential"]
    ]
    client.force_login(make_reviewer())
    assert "excerpt_sha256" in confidential()[0]


@pytest.mark.parametrize(("login", "status"), [(False, 401), (True, 403)])
def test_the_history_is_not_for_others(client, public, login, status):
    if login:
        client.force_login(make_user())

    assert client.get(address(public, "history")).status_code == status


# Cost


@pytest.fixture(scope="module", params=[1, 3])
def with_pieces(made_once, request):
    """A published claim with one piece of evidence, or with three."""
    claim = make_claim_in_review()
    for _ in range(request.param - 1):
        make_evidence(claim, claim.assignee)
    return decide_and_publish(claim)


@pytest.mark.parametrize(
    ("rest", "public", "staff"), [("", 4, 6), ("evidence/", 5, 7), ("history/", 0, 4)]
)
def test_what_belongs_to_a_claim_costs_the_same_for_any_number_of_it(
    client, django_assert_num_queries, with_pieces, rest, public, staff
):
    with django_assert_num_queries(public):
        client.get(address(with_pieces) + rest)
    client.force_login(make_reviewer())
    with django_assert_num_queries(staff):
        assert client.get(address(with_pieces) + rest).status_code == 200
