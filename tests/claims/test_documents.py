"""Files as evidence: kept as they came, told of on the page, and handed to the desk alone."""

import errno
import json
from hashlib import sha256

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.errors import Invalid, NotAllowed, StepRefused
from articles.models import LedgerEntry
from claims import gathering, uploads, workflow
from claims.models import Claim, Document, Evidence
from newsroom import upload_limit
from newsroom.refusals import FILES_TOO_LARGE
from tests import factories as make
from tests.claims import files
from tests.claims.admin_pages import evidence_form, sentences, state, url
from tests.claims.pdfs import pdf

pytestmark = pytest.mark.django_db

DIGEST = sha256(files.TEXT).hexdigest()


@pytest.fixture(scope="module")
def made(made_once):
    return make.make_claim(), make.make_reviewer()


@pytest.fixture
def claim(made):
    return Claim.objects.get(pk=made[0].pk)


@pytest.fixture
def reviewer(made):
    return User.objects.get(pk=made[1].pk)


def upload(client, claim, data=files.TEXT, name="minutes.txt", **fields):
    """Send the form as a browser does, with a media type that says nothing true."""
    file = SimpleUploadedFile(name, data, content_type="application/x-something")
    return client.post(url("evidence", claim), evidence_form(claim, file=file, **fields))


def download(client, evidence):
    return client.get(url("file", evidence.claim, evidence.pk))


def body(response):
    return b"".join(response.streaming_content)


def decided(claim, reviewer):
    claim.refresh_from_db()
    told = {"verdict": "verified", "summary": "As the minutes say."}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    return workflow.take(claim, "approve", by=make.make_reviewer())


def error_beside_the_file(response):
    return response.context["evidence_form"].errors.get("file")


# --- what is kept -----------------------------------------------------------------------------


def test_a_file_is_kept_byte_for_byte_under_its_digest(claim, reviewer):
    evidence = make.make_document(claim, reviewer)

    document = evidence.document
    assert (document.sha256, document.size, document.media_type) == (DIGEST, 28, "text/plain")
    assert default_storage.open(document.path).read() == files.TEXT


def test_a_picture_keeps_what_its_camera_noted(claim, reviewer):
    noted = files.picture("JPEG", comment=b"Taken in the hall")

    evidence = make.make_document(claim, reviewer, noted, "hall.jpg")

    assert uploads.bytes_of(evidence.document) == noted


def test_the_same_bytes_are_kept_once(claim, reviewer):
    first = make.make_document(claim, reviewer)
    second = make.make_document(make.make_claim(), reviewer, name="copy.csv")

    assert (first.document, Document.objects.count()) == (second.document, 1)
    assert (first.document_name, second.document_name) == ("minutes.txt", "copy.csv")


def test_the_record_holds_the_digest_of_the_file_and_its_name(claim, reviewer):
    make.make_document(claim, reviewer)

    told = json.loads(LedgerEntry.objects.get(action="evidence.add").payload)
    assert (told["document"], told["file"]) == (DIGEST, "minutes.txt")


def test_a_data_set_with_a_file_needs_no_address(claim, reviewer):
    evidence = make.make_document(claim, reviewer, name="members.csv", kind="dataset")

    assert (evidence.url, evidence.document_name) == ("", "members.csv")


def test_only_a_document_or_a_data_set_has_a_file(claim, reviewer):
    with pytest.raises(Invalid) as refused:
        make.make_document(claim, reviewer, kind="interview")

    assert refused.value.errors == {
        "kind": "Only a document or a data set has a file. Choose one of these kinds."
    }
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "name", "stands"),
    [
        (files.TEXT, "minutes.txt", True),
        (pdf("Forty members were present."), "minutes.pdf", True),
        (b"40;members\n", "members.csv", False),
        (pdf(""), "scan.pdf", False),
        (files.picture("PNG"), "scan.png", None),
        (files.docx(), "minutes.docx", None),
    ],
)
def test_whether_the_excerpt_stands_in_the_file_is_noted(claim, reviewer, data, name, stands):
    assert make.make_document(claim, reviewer, data, name).excerpt_in_document is stands


def test_a_file_that_is_too_large_is_refused_before_it_is_read(claim, reviewer):
    class Unread:
        size = 20_000_001

    with pytest.raises(Invalid) as refused:
        gathering.judged(claim, Unread(), "", by=reviewer)

    assert refused.value.errors == {"file": uploads.TOO_LARGE.format(20_000_001, 20_000_000)}


def test_no_file_is_read_for_somebody_who_may_not_add_it(claim):
    with pytest.raises(NotAllowed):
        gathering.judged(claim, None, "", by=make.make_editor())


def test_no_file_is_read_for_a_claim_that_takes_no_evidence(reviewer):
    with pytest.raises(StepRefused):
        gathering.judged(make.make_decided_claim(), None, "", by=reviewer)


# --- a storage that fails ---------------------------------------------------------------------


class FullStorage(InMemoryStorage):
    """Has no room for what is to be written, and half of it is there by then."""

    def _save(self, name, content):
        super()._save(name, content.__class__(b"half"))
        raise OSError(errno.ENOSPC, "No space left on device")


def keep_in(settings, storage):
    backend = {"BACKEND": f"{storage.__module__}.{storage.__name__}"}
    settings.STORAGES = settings.STORAGES | {"default": backend}


def test_a_full_disk_is_a_sentence_and_leaves_nothing(client, claim, reviewer, settings):
    keep_in(settings, FullStorage)
    client.force_login(reviewer)
    before = state(claim)

    response = upload(client, claim)

    assert (response.status_code, sentences(response)) == (503, [uploads.NO_ROOM])
    assert (state(claim), Document.objects.count()) == (before, 0)
    assert not default_storage.exists(f"evidence/{DIGEST}")


def test_a_folder_that_cannot_be_written_is_a_sentence(claim, reviewer, settings, tmp_path):
    backend = "django.core.files.storage.FileSystemStorage"
    on_disk = {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": on_disk}
    (tmp_path / "evidence").write_text("No folder.")

    with pytest.raises(uploads.NotKept) as refused:
        make.make_document(claim, reviewer)

    assert (str(refused.value), Document.objects.count()) == (uploads.NOT_WRITTEN, 0)


@pytest.mark.parametrize("there", [files.TEXT[:9], files.TEXT.upper()])
def test_what_a_crash_or_a_disk_left_damaged_is_written_anew(claim, reviewer, there):
    default_storage.save(f"evidence/{DIGEST}", SimpleUploadedFile("damaged", there))

    evidence = make.make_document(claim, reviewer)

    assert uploads.bytes_of(evidence.document) == files.TEXT


def test_a_file_that_changed_on_the_disk_is_not_handed_out(client, claim, reviewer):
    evidence = make.make_document(claim, reviewer)
    default_storage.delete(evidence.document.path)
    default_storage.save(evidence.document.path, SimpleUploadedFile("x", files.TEXT.upper()))
    client.force_login(reviewer)

    response = download(client, evidence)

    assert (response.status_code, response.context["sentence"]) == (500, uploads.NOT_WHOLE)


def test_a_file_that_is_gone_from_the_disk_is_a_sentence(client, claim, reviewer):
    evidence = make.make_document(claim, reviewer)
    default_storage.delete(evidence.document.path)
    client.force_login(reviewer)

    assert download(client, evidence).context["sentence"] == uploads.NOT_WHOLE


# --- the form ---------------------------------------------------------------------------------


def test_a_file_is_added_by_the_form(client, claim, reviewer):
    client.force_login(reviewer)

    response = upload(client, claim)

    evidence = Evidence.objects.get()
    assert (response.status_code, evidence.document.sha256) == (302, DIGEST)
    page = client.get(url("change", claim)).content.decode()
    assert "These words stand in the file." in page
    assert DIGEST in page


def test_words_that_are_not_in_the_file_are_told_and_taken(client, claim, reviewer):
    client.force_login(reviewer)

    response = client.get(upload(client, claim, b"Fifty members.\n").url)

    assert sentences(response) == [
        "The excerpt was not found in the words of the file. If the file is a scan it has none; "
        "otherwise compare them.",
        "The evidence is added.",
    ]
    assert "These words were not found in the file." in response.content.decode()


def test_a_document_without_a_file_says_so(client, claim, reviewer):
    make.make_evidence(claim, reviewer)
    client.force_login(reviewer)

    assert "No copy is kept here." in client.get(url("change", claim)).content.decode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "minutes.txt"),
        (b"<html><script>alert(1)</script></html>", "minutes.pdf"),
        (pdf("Minutes")[:200], "minutes.pdf"),
        (files.TEXT, "minutes.pdf"),
        (files.picture("PNG"), "minutes.pdf"),
    ],
    ids=["empty", "HTML called a PDF", "half a PDF", "text called a PDF", "a picture called a PDF"],
)
def test_a_file_that_is_none_is_refused_beside_its_field(client, claim, reviewer, data, name):
    client.force_login(reviewer)
    before = state(claim)

    response = upload(client, claim, data, name)

    assert (response.status_code, len(error_beside_the_file(response))) == (400, 1)
    assert (state(claim), Document.objects.count()) == (before, 0)


def test_a_refused_form_keeps_what_was_typed_and_asks_for_the_file_again(client, claim, reviewer):
    client.force_login(reviewer)

    response = upload(client, claim, title="", publisher="Town hall")

    form = response.context["evidence_form"]
    assert (form["publisher"].value(), form["excerpt"].value()) == (
        "Town hall",
        "Forty members were present.",
    )
    assert form.errors["file"] == [
        "Choose the file again: it was not kept, and a browser does not send it twice."
    ]


@pytest.mark.parametrize(
    "name", ["a" * 10_000 + ".txt", "../../../etc/minutes.txt", "\u202efdp.txt"]
)
def test_a_name_that_could_deceive_is_made_plain(client, claim, reviewer, name):
    client.force_login(reviewer)

    upload(client, claim, name=name)

    shown = Evidence.objects.get().document_name
    assert (len(shown) <= 154, "/" in shown, "\u202e" in shown) == (True, False, False)


def test_a_form_of_a_gigabyte_is_refused_by_its_length_alone(client, claim, reviewer, monkeypatch):
    monkeypatch.setattr(upload_limit, "MAX_BYTES", 1_000)
    client.force_login(reviewer)
    before = state(claim)

    response = upload(client, claim, b"a" * 1_000)

    assert response.status_code == 413
    assert FILES_TOO_LARGE.format(28_000_000) in response.content.decode()
    assert state(claim) == before


# --- who gets it ------------------------------------------------------------------------------


def test_it_is_handed_out_as_an_attachment_that_runs_nowhere(client, claim, reviewer):
    evidence = make.make_document(claim, reviewer, pdf("Minutes"), "Şəhər.pdf")
    client.force_login(make.make_editor())

    response = download(client, evidence)

    assert body(response) == pdf("Minutes")
    assert {
        name: response[name]
        for name in (
            "Content-Type", "Content-Disposition", "Content-Security-Policy",
            "X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Cache-Control",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''%C5%9E%C9%99h%C9%99r.pdf",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("make_person", "status"),
    [(make.make_editor, 200), (make.make_reviewer, 200), (make.make_publisher, 200),
     (make.make_user, 403)],
)  # fmt: skip
def test_the_desk_gets_a_file(client, claim, reviewer, make_person, status):
    evidence = make.make_document(claim, reviewer)
    client.force_login(make_person())

    assert download(client, evidence).status_code == status


@pytest.mark.parametrize(
    ("make_person", "status"),
    [(make.make_editor, 404), (make.make_reviewer, 200), (make.make_publisher, 200),
     (make.make_user, 403)],
)  # fmt: skip
def test_a_confidential_file_is_for_those_who_may_read_it(
    client, claim, reviewer, make_person, status
):
    evidence = make.make_document(claim, reviewer, is_confidential=True)
    client.force_login(make_person())

    assert download(client, evidence).status_code == status


def test_a_stranger_is_asked_to_log_in(client, claim, reviewer):
    response = download(client, make.make_document(claim, reviewer))

    assert response.url.startswith(reverse("admin:login"))


def test_a_file_is_found_by_its_own_claim_alone(client, claim, reviewer):
    evidence = make.make_document(claim, reviewer, is_confidential=True)
    client.force_login(reviewer)

    assert client.get(url("file", make.make_claim(), evidence.pk)).status_code == 404


def test_evidence_without_a_file_has_none_to_hand_out(client, claim, reviewer):
    client.force_login(reviewer)

    assert download(client, make.make_evidence(claim, reviewer)).status_code == 404


def test_a_retracted_file_stays_for_the_desk(client, claim, reviewer):
    evidence = make.make_document(claim, reviewer)
    claim.refresh_from_db()
    evidence = Evidence.objects.get(pk=evidence.pk)
    gathering.retract_evidence(evidence, by=reviewer, note="A copy.")
    client.force_login(reviewer)

    assert body(download(client, evidence)) == files.TEXT


@pytest.mark.parametrize(
    "address",
    ["/pictures/{}.txt", "/pictures/{}.png", "/evidence/{}", "/media/evidence/{}", "/static/{}"],
)
def test_no_address_made_of_the_digest_leads_to_it(client, claim, reviewer, address):
    make.make_document(claim, reviewer, files.picture("PNG"), "scan.png")
    digest = Document.objects.get().sha256

    assert client.get(address.format(digest)).status_code == 404


def test_readers_are_given_the_digest_and_never_the_file(client, reviewer):
    claim = make.make_claim_in_review(reviewer=reviewer)
    evidence = make.make_document(claim, reviewer)
    article = make.publish(decided(claim, reviewer).article)

    page = client.get(article.get_absolute_url()).content.decode()
    listed = client.get(f"/api/v1/claims/{claim.pk}/evidence/").json()["results"]

    assert f"We keep a copy of the file. Its SHA-256: <code>{DIGEST}</code>" in page
    assert [one["document_sha256"] for one in listed] == [None, DIGEST]
    assert (evidence.document_name in page, download(client, evidence).status_code) == (False, 302)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_costs_the_same_queries_for_any_number_of_them(
    client, claim, reviewer, django_assert_num_queries, rows
):
    for number in range(rows):
        evidence = make.make_document(claim, reviewer, b"%d" % number)
    client.force_login(reviewer)

    with django_assert_num_queries(3):
        assert download(client, evidence).status_code == 200
