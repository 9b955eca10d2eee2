"""Copies of evidence on the pages: what they say, who may have them, who vouches."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from articles.errors import Invalid, NotAllowed, StepRefused
from articles.models import LedgerEntry
from claims import gathering, workflow
from claims.models import Claim, Evidence, Notice, Snapshot, Status, Vouch, Watch
from claims.snapshot_records import path_of
from tests import factories as make
from tests.claims.admin_pages import sentences, url

pytestmark = pytest.mark.django_db

WARC = b"a file of the archive"


def make_copied(stands=True, by=None, claim=None, **fields):
    """Evidence on the web with one copy, as capturing leaves it."""
    claim, by = claim or make.make_claim(), by or make.make_reviewer()
    told = {"kind": "web", "url": "https://example.org/minutes"}
    evidence = make.make_evidence(claim, by, **(told | fields))
    make.keep_copy(evidence, WARC, stands)
    return evidence


def page(client, evidence, reader):
    client.force_login(reader)
    return client.get(url("change", evidence.claim)).content.decode()


def copy_url(evidence, kind):
    return url("copy", evidence.claim, evidence.pk, Watch.objects.get().newest_id, kind)


# --- what the page says ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stands", "sentence"),
    [
        (True, "<strong>Found:</strong> these words stand in the page as it was on"),
        (False, "<strong>Not found:</strong> these words were not found in the page as it was on"),
        (None, "<strong>Not looked for</strong> in the page as it was on"),
    ],
)
def test_beside_evidence_stands_whether_its_words_were_found(client, stands, sentence):
    assert sentence in page(client, make_copied(stands), make.make_editor())


def test_before_anybody_looked_the_page_says_so(client):
    evidence = make.make_evidence(
        make.make_claim(), make.make_reviewer(), kind="web", url="https://example.org/"
    )
    assert "Not fetched yet." in page(client, evidence, make.make_editor())


def test_why_confidential_evidence_is_not_fetched_is_said_until_somebody_asks(client):
    reviewer = make.make_reviewer()
    told = {"kind": "web", "url": "https://example.org/", "is_confidential": True}
    evidence = make.make_evidence(make.make_claim(), reviewer, **told)
    before = page(client, evidence, reviewer)

    client.post(url("check", evidence.claim, evidence.pk))
    after = page(client, evidence, reviewer)

    assert (
        "<strong>Not fetched:</strong> it is confidential, and fetching tells the site that "
        "somebody looks. Check the address now, if that does no harm."
    ) in before
    assert ("Not fetched yet." in before, "Not fetched yet." in after) == (False, True)
    assert "somebody looks" not in after


def test_why_nothing_could_be_fetched_is_said(client):
    evidence = make.make_evidence(
        make.make_claim(), make.make_reviewer(), kind="web", url="https://example.org/"
    )
    Watch.objects.update(last_error="The site did not answer in time.", tried_at=evidence.created)

    said = page(client, evidence, make.make_editor())

    assert "<strong>Not fetched:</strong> The site did not answer in time." in said


@pytest.mark.parametrize("count", [1, 3])
def test_copies_cost_the_page_no_query(client, django_assert_num_queries, count):
    claim, reviewer = make.make_claim(), make.make_reviewer()
    for _ in range(count):
        make_copied(claim=claim, by=reviewer)
    client.force_login(make.make_editor())

    with django_assert_num_queries(9):
        client.get(url("change", claim))


# --- who may have a copy -----------------------------------------------------------------------


def test_the_desk_downloads_the_file_as_it_was_kept(client):
    evidence = make_copied()
    client.force_login(make.make_editor())

    response = client.get(copy_url(evidence, "warc"))

    assert response.content == WARC
    name = f"evidence-{evidence.pk}-copy-{Snapshot.objects.get().pk}.warc.gz"
    headers = {
        "Content-Type": "application/gzip",
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert {header: response[header] for header in headers} == headers
    assert "no-store" in response["Cache-Control"].split(", ")


def test_the_desk_reads_the_words_as_plain_text(client):
    evidence = make_copied()
    client.force_login(make.make_editor())

    response = client.get(copy_url(evidence, "text"))

    assert response.content.decode() == Snapshot.objects.get().text
    assert (response["Content-Type"], response["Content-Security-Policy"]) == (
        "text/plain; charset=utf-8",
        "sandbox; default-src 'none'",
    )


@pytest.mark.parametrize("kind", ["warc", "text"])
def test_whoever_may_not_see_claims_gets_no_copy(client, kind):
    evidence = make_copied()
    client.force_login(make.make_user())
    assert client.get(copy_url(evidence, kind)).status_code == 403


@pytest.mark.parametrize("kind", ["warc", "text"])
@pytest.mark.parametrize(
    ("make_reader", "status"),
    [(make.make_editor, 404), (make.make_reviewer, 200), (make.make_publisher, 200)],
)
def test_a_copy_of_confidential_evidence_is_for_those_who_may_read_it(
    client, kind, make_reader, status
):
    evidence = make_copied(is_confidential=True)
    client.force_login(make_reader())
    assert client.get(copy_url(evidence, kind)).status_code == status


def test_no_copy_is_had_under_the_number_of_other_evidence(client):
    """An editor may read the one; the copy is of the other, which is confidential."""
    secret = make_copied(is_confidential=True)
    plain = make.make_evidence(secret.claim, make.make_reviewer())
    client.force_login(make.make_editor())

    response = client.get(url("copy", secret.claim, plain.pk, Snapshot.objects.get().pk, "text"))

    assert response.status_code == 404


def test_a_file_that_was_changed_is_not_handed_out(client):
    evidence = make_copied()
    default_storage.delete(Snapshot.objects.get().path)
    default_storage.save(Snapshot.objects.get().path, ContentFile(b"another file"))
    client.force_login(make.make_editor())
    assert client.get(copy_url(evidence, "warc")).status_code == 404


def test_no_public_address_leads_to_a_copy(client):
    make_copied()
    path = path_of(Snapshot.objects.get().warc_sha256)
    statuses = {
        client.get(f"{prefix}{path}").status_code for prefix in ("/", "/media/", "/static/")
    }
    assert statuses == {404}


def test_of_confidential_evidence_an_editor_sees_no_copy_on_the_page(client):
    evidence = make_copied(is_confidential=True)
    assert Snapshot.objects.get().warc_sha256 not in page(client, evidence, make.make_editor())
    assert Snapshot.objects.get().warc_sha256 in page(client, evidence, make.make_reviewer())


# --- the button --------------------------------------------------------------------------------


def test_a_reviewer_has_the_address_checked_which_only_queues_it(client):
    evidence, reviewer = make_copied(), make.make_reviewer()
    Watch.objects.update(next_attempt=None)
    assert "Check the address now" in page(client, evidence, reviewer)

    response = client.post(url("check", evidence.claim, evidence.pk), follow=True)

    assert sentences(response) == [
        "The address will be fetched shortly. Look at this page again then."
    ]
    watch = Watch.objects.get()
    assert (watch.is_asked, watch.next_attempt is not None, watch.copies) == (True, True, 1)


def test_an_editor_neither_sees_nor_may_press_it(client):
    evidence, editor = make_copied(), make.make_editor()
    assert "Check the address now" not in page(client, evidence, editor)

    response = client.post(url("check", evidence.claim, evidence.pk))

    assert (response.status_code, Watch.objects.get().is_asked) == (403, False)


def test_evidence_without_an_address_is_not_checked():
    evidence = make.make_evidence(make.make_claim(), make.make_reviewer())
    with pytest.raises(StepRefused):
        gathering.check_address(evidence, by=make.make_reviewer())


def test_evidence_older_than_the_queue_is_queued_when_somebody_asks():
    evidence, reviewer = make_copied(), make.make_reviewer()
    Watch.objects.all().delete()

    gathering.check_address(Evidence.objects.get(), by=reviewer)

    assert Watch.objects.get().evidence == evidence


# --- words that were not found -----------------------------------------------------------------


def test_evidence_whose_words_were_not_found_supports_nothing():
    reviewer = make.make_reviewer()
    claim = workflow.take(make.make_claim(), "take_up", by=reviewer)
    make_copied(False, reviewer, claim)
    claim.refresh_from_db()

    with pytest.raises(Invalid) as refused:
        propose(claim, reviewer)

    assert refused.value.errors["verdict"] == (
        "No evidence here supports the claim. Add some that does, or choose another verdict. "
        "Evidence whose words were not found at its address counts once a reviewer vouches for "
        "them."
    )


@pytest.mark.parametrize("stands", [True, None])
def test_evidence_whose_words_were_found_or_not_looked_for_supports_it(stands):
    reviewer = make.make_reviewer()
    claim = workflow.take(make.make_claim(), "take_up", by=reviewer)
    make_copied(stands, reviewer, claim)
    claim.refresh_from_db()
    assert propose(claim, reviewer).status == Status.AWAITING_APPROVAL


def propose(claim, by):
    return workflow.take(claim, "propose", by=by, verdict="verified", summary="As the page says.")


def test_what_was_looked_for_only_after_the_proposal_holds_up_the_approval():
    reviewer = make.make_reviewer()
    claim = workflow.take(make.make_claim(), "take_up", by=reviewer)
    evidence = make_copied(True, reviewer, claim)
    claim.refresh_from_db()
    claim = propose(claim, reviewer)
    make.keep_copy(evidence, b"another", stands=False)

    with pytest.raises(StepRefused, match="Send it back: a reviewer corrects the excerpt"):
        workflow.take(claim, "approve", by=make.make_reviewer())


def test_other_evidence_that_does_the_same_lets_it_be_approved():
    claim, reviewer = make.make_claim(), make.make_reviewer()
    evidence = make_copied(True, reviewer, claim)
    claim = make.make_proposed_claim(Claim.objects.get(pk=claim.pk))
    make.keep_copy(evidence, b"another", stands=False)

    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    assert claim.status == Status.VERIFIED


def test_a_reviewer_vouches_and_the_evidence_counts_again(client):
    reviewer = make.make_reviewer()
    claim = workflow.take(make.make_claim(), "take_up", by=reviewer)
    evidence = make_copied(False, reviewer, claim)
    claim.refresh_from_db()
    assert "Vouch for the words of no. 1" in page(client, evidence, reviewer)

    client.post(
        url("vouch", claim, evidence.pk),
        {"version": claim.version, "note": "Seen on the page, which a script writes."},
    )
    claim.refresh_from_db()

    assert propose(claim, reviewer).status == Status.AWAITING_APPROVAL
    assert "“Seen on the page, which a script writes.”" in page(client, evidence, reviewer)


def test_a_vouch_is_in_the_record_and_its_author_does_not_approve():
    evidence, reviewer = make_copied(False), make.make_reviewer()

    vouch = gathering.vouch(evidence, by=reviewer, note="Seen.", version=2)

    entry = LedgerEntry.objects.get(action="evidence.vouch")
    assert json.loads(entry.payload) == {
        "claim": evidence.claim_id,
        "evidence": evidence.pk,
        "vouch": vouch.pk,
        "note": "Seen.",
    }
    hands = evidence.claim.contributions.filter(role="evidence")
    assert reviewer.pk in hands.values_list("person", flat=True)


def test_of_confidential_evidence_a_vouch_is_withheld_with_it(client):
    evidence, reviewer = make_copied(False, is_confidential=True), make.make_reviewer()
    gathering.vouch(evidence, by=reviewer, note="The friend of the mayor showed me.", version=2)

    entry = json.loads(LedgerEntry.objects.get(action="evidence.vouch").payload)

    assert (entry["is_confidential"], len(entry["salt"])) == (True, 32)
    assert "friend of the mayor" not in page(client, evidence, make.make_editor())
    assert "friend of the mayor" in page(client, evidence, make.make_reviewer())


def test_nobody_vouches_without_saying_how():
    evidence = make_copied(False)
    with pytest.raises(Invalid, match="Say where and when you saw these words"):
        gathering.vouch(evidence, by=make.make_reviewer(), note=" ", version=2)


def test_an_editor_does_not_vouch():
    evidence = make_copied(False)
    with pytest.raises(NotAllowed):
        gathering.vouch(evidence, by=make.make_editor(), note="Seen.", version=2)
    assert Vouch.objects.count() == 0


@pytest.mark.parametrize("stands", [True, None])
def test_nobody_vouches_for_words_that_are_not_missing(stands):
    evidence = make_copied(stands)
    with pytest.raises(StepRefused, match="Nobody has to vouch"):
        gathering.vouch(evidence, by=make.make_reviewer(), note="Seen.", version=2)


# --- readers and the API -----------------------------------------------------------------------


@pytest.fixture
def public():
    article = make.make_article()
    reviewer = make.make_reviewer()
    claim = workflow.take(make.make_claim(article), "take_up", by=reviewer)
    make_copied(True, reviewer, claim)
    claim.refresh_from_db()
    workflow.take(propose(claim, reviewer), "approve", by=make.make_reviewer())
    make.publish(article)
    return claim


def test_readers_are_told_of_the_copy_and_its_digest(client, public):
    copy = Snapshot.objects.get()

    told = client.get(reverse("reader:article", args=[public.article.slug])).content.decode()

    assert f"SHA-256 <code>{copy.warc_sha256}</code>" in told
    assert f"{copy.fetched_at:%-d %B %Y}</time>, SHA-256" in told


def test_the_api_tells_of_the_copy(client, public):
    copy = Snapshot.objects.get()

    (told,) = client.get(f"/api/v1/claims/{public.pk}/").json()["evidence"]

    assert {name: told[name] for name in ("snapshot_sha256", "snapshot", "excerpt_stands")} == {
        "snapshot_sha256": copy.warc_sha256,
        "snapshot": {"captured_at": copy.fetched_at.isoformat().replace("+00:00", "Z")},
        "excerpt_stands": True,
    }


def test_a_notice_of_evidence_that_changed_is_one_to_recheck():
    notice = Notice(kind=Notice.Kind.EVIDENCE_CHANGED, by_name="the system")
    assert (notice.heading, str(notice), notice.place) == (
        "To be rechecked",
        "Words that it rests on no longer stand where they were found.",
        "changed",
    )
