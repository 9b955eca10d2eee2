"""Evidence is added and retracted while a claim is checked, and never removed."""

import json

import pytest

from articles.errors import Conflict, Invalid, NotAllowed, StepRefused
from articles.models import LedgerEntry
from articles.text import sha256
from claims import gathering
from claims.models import Claim, Evidence, Status
from tests import factories as make

pytestmark = pytest.mark.django_db


def payload(action):
    return json.loads(LedgerEntry.objects.get(action=action).payload)


def count_of_everything():
    return Evidence.objects.count(), LedgerEntry.objects.count()


def retract(evidence, by=None, note="Mistaken."):
    evidence = Evidence.objects.select_related("claim").get(pk=evidence.pk)
    return gathering.retract_evidence(evidence, by=by or make.make_reviewer(), note=note)


def test_adding_evidence_moves_the_version_and_writes_one_entry():
    claim, reviewer = make.make_claim(), make.make_reviewer()

    evidence = make.make_evidence(claim, reviewer)

    claim.refresh_from_db()
    assert (claim.version, payload("evidence.add")) == (
        2,
        {
            "claim": claim.pk,
            "evidence": evidence.pk,
            "kind": "document",
            "stance": "supports",
            "tier": "primary",
            "is_confidential": False,
            "title": "Minutes of the meeting",
            "url": "",
            "excerpt": "Forty members were present.",
            "origin": "Minutes of the meeting",
            "excerpt_sha256": sha256("Forty members were present."),
        },
    )


def test_the_record_keeps_no_word_of_confidential_evidence():
    make.make_evidence(
        make.make_claim(),
        make.make_reviewer(),
        is_confidential=True,
        title="Letter of a source",
        url="https://example.org/hidden",
    )

    kept = LedgerEntry.objects.get(action="evidence.add").payload
    assert [word for word in ("Letter", "hidden", "Forty") if word in kept] == []


def test_evidence_is_kept_in_one_kind_of_space():
    evidence = make.make_evidence(
        make.make_claim(),
        make.make_reviewer(),
        title=" The\xa0minutes\x00 ",
        publisher="Town\r\nhall",
        excerpt=" Forty.\r\n",
    )

    assert (evidence.title, evidence.publisher, evidence.excerpt) == (
        "The minutes",
        "Town hall",
        "Forty.",
    )


WEB = "Give the full address, from https:// on."


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"title": ""},
            {"title": "Give the evidence a title: what it is, as its publisher names it."},
        ),
        ({"excerpt": " \x00"}, {"excerpt": "Quote the words that bear on the claim."}),
        ({"excerpt": None}, {"excerpt": "Quote the words that bear on the claim."}),
        ({"kind": "web"}, {"url": WEB}),
        ({"kind": "dataset", "url": ""}, {"url": f"{WEB[:-1]}, or the file."}),
        ({"url": "ftp://example.org/minutes"}, {"url": WEB}),
        ({"url": "javascript:alert(1)"}, {"url": WEB}),
        ({"url": "https://"}, {"url": "Enter a valid URL."}),
        ({"kind": "passage"}, {"passage_of": "Say which article the passage stands in."}),
        ({"kind": "rumour"}, {"kind": "Value 'rumour' is not a valid choice."}),
        (
            {"title": "a" * 301},
            {"title": "Ensure this value has at most 300 characters (it has 301)."},
        ),
    ],
)
def test_evidence_that_lacks_something_is_refused_with_a_sentence(fields, errors):
    claim = make.make_claim()
    before = count_of_everything()

    with pytest.raises(Invalid) as refused:
        make.make_evidence(claim, make.make_reviewer(), **fields)

    assert (refused.value.errors, count_of_everything()) == (errors, before)


def test_a_passage_stands_word_for_word_in_its_revision():
    claim, revision = make.make_claim(), make.make_article().revision

    with pytest.raises(Invalid) as refused:
        make.make_evidence(
            claim, make.make_reviewer(), kind="passage", passage_of=revision, excerpt="50 members"
        )

    assert refused.value.errors == {
        "excerpt": "These words do not stand in that article. Copy them from it."
    }


def test_a_passage_that_stands_there_is_evidence():
    revision = make.make_article().revision

    evidence = make.make_evidence(
        make.make_claim(),
        make.make_reviewer(),
        kind="passage",
        passage_of=revision,
        excerpt="40 members",
    )

    assert evidence.passage_of == revision


@pytest.mark.parametrize("make_person", [make.make_user, make.make_editor, make.make_publisher])
def test_only_reviewers_add_evidence(make_person):
    with pytest.raises(NotAllowed, match="Only reviewers may add or retract evidence"):
        make.make_evidence(make.make_claim(), make_person())


@pytest.mark.parametrize(
    "status", sorted(set(Status) - {Status.OPEN, Status.IN_REVIEW, Status.RECHECK})
)
def test_evidence_does_not_change_under_a_verdict(status):
    claim = make.make_claim_with_status(status)
    before = count_of_everything()

    with pytest.raises(StepRefused, match="Evidence cannot change while the claim is"):
        make.make_evidence(claim, make.make_reviewer())

    assert count_of_everything() == before


@pytest.mark.parametrize("status", [Status.OPEN, Status.IN_REVIEW, Status.RECHECK])
def test_evidence_is_added_while_a_claim_is_checked(status):
    claim = make.make_claim_with_status(status)
    before = claim.evidence.count()

    make.make_evidence(claim, make.make_reviewer())

    assert claim.evidence.count() == before + 1


def test_evidence_on_a_stale_copy_is_refused():
    claim = make.make_claim()
    stale = Claim.objects.get(pk=claim.pk)
    make.make_evidence(claim, make.make_reviewer())

    with pytest.raises(Conflict):
        gathering.add_evidence(stale, by=make.make_reviewer(), kind="document", title="Minutes")


def test_retracted_evidence_stays_and_says_when_and_why():
    claim, reviewer = make.make_claim(), make.make_reviewer()
    evidence = make.make_evidence(claim, reviewer)

    retracted = retract(evidence)

    evidence.refresh_from_db()
    assert (evidence.retracted_at, payload("evidence.retract")) == (
        retracted.retracted_at,
        {"claim": claim.pk, "evidence": evidence.pk, "note": "Mistaken."},
    )


def test_evidence_is_retracted_once():
    evidence = make.make_evidence(make.make_claim(), make.make_reviewer())
    retract(evidence)
    before = count_of_everything()

    with pytest.raises(StepRefused, match="This evidence has been retracted already"):
        retract(evidence)

    assert count_of_everything() == before


@pytest.mark.parametrize("note", ["", " ", "\x00"])
def test_a_retraction_needs_a_reason(note):
    evidence = make.make_evidence(make.make_claim(), make.make_reviewer())

    with pytest.raises(Invalid) as refused:
        retract(evidence, note=note)

    assert refused.value.errors == {"note": "Say why the evidence is taken out."}


def test_only_reviewers_retract_evidence():
    evidence = make.make_evidence(make.make_claim(), make.make_reviewer())

    with pytest.raises(NotAllowed):
        retract(evidence, by=make.make_editor())


@pytest.mark.parametrize(
    "address",
    [
        "https://user:pw@example.org/minutes",
        "https://user@example.org",
        "http://@example.org/",
        "https://example.org:pw@evil.example.org/",
        "https://user\\@example.org/",
    ],
)
def test_an_address_with_a_user_in_it_is_refused(address):
    claim = make.make_claim()
    before = count_of_everything()

    with pytest.raises(Invalid) as refused:
        make.make_evidence(claim, make.make_reviewer(), kind="web", url=address)

    assert refused.value.errors == {
        "url": "Take the user name and password out of the address, up to its @."
    }
    assert count_of_everything() == before


@pytest.mark.parametrize(
    "address", ["https://example.org/@name/post", "https://example.org/?to=name@example.org"]
)
def test_an_at_sign_behind_the_host_is_no_user(address):
    evidence = make.make_evidence(make.make_claim(), make.make_reviewer(), kind="web", url=address)

    assert evidence.url == address


def test_a_note_too_long_for_the_record_is_refused():
    reviewer = make.make_reviewer()
    evidence = make.make_evidence(make.make_claim(), reviewer)

    with pytest.raises(Invalid) as refused:
        retract(evidence, by=reviewer, note="a" * 5001)

    assert refused.value.errors == {"note": "Shorten the note to 5,000 characters."}
