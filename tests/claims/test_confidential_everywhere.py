"""Confidential evidence, and every place of the house: who may not read it, finds none of it.

One word stands in all that such evidence says. People follow every link from the front page, the
desk and the claim's page, ask every address of the API, and read every mail.
"""

import re
from hashlib import sha256

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client

from claims import discussion, gathering, workflow
from claims.models import Evidence
from tests import factories as make
from tests.claims.admin_pages import url
from tests.newsroom.test_api_leaks import addresses

pytestmark = pytest.mark.django_db

WORD = "quillwort"
FILE = f"The {WORD} was present.\n".encode()
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
# What would end the walk, or say nothing of evidence.
LEFT_OUT = ("/admin/logout/", "/static/", "/admin/password_change/")
MOST_PAGES = 400


def secret(claim, by, **fields):
    told = dict.fromkeys(("title", "publisher"), WORD) | {"is_confidential": True}
    told |= {"url": f"https://example.org/{WORD}", "excerpt": f"The {WORD} was present."}
    return make.make_document(claim, by, FILE, f"{WORD}.txt", **(told | fields))


@pytest.fixture(scope="module")
def claim(made_once):
    """Published and verified on confidential evidence, after some of it was retracted."""
    reviewer, editor = make.make_reviewer(), make.make_editor(username="mentioned")
    claim = make.make_claim_in_review(make.make_claim(by=editor), reviewer)
    secret(claim, reviewer)
    retracted = Evidence.objects.get(pk=secret(claim, reviewer).pk)
    gathering.retract_evidence(retracted, by=reviewer, note=f"It was {WORD}.")
    claim.refresh_from_db()
    told = {"verdict": "verified", "summary": "As the minutes say."}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    discussion.comment(claim, by=reviewer, comment="Look, @mentioned.")
    claim = workflow.take(claim, "approve", by=make.make_reviewer(first_name="Known"))
    make.publish(claim.article)
    return claim


def answers(client, starts):
    """Return {address: what it answers} for all that is linked from there."""
    found, waiting = {}, list(starts)
    while waiting and len(found) < MOST_PAGES:
        address = waiting.pop().replace("&amp;", "&")
        if address in found or address.startswith(LEFT_OUT):
            continue
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        found[address] = f"{response.headers} {content.decode(errors='replace')}"
        waiting += LINK.findall(found[address])
    return found


@pytest.fixture(autouse=True)
def stored(claim, pictures_in_memory):
    """The storage of each test is its own, and empty."""
    default_storage.save(pieces(claim)[0].document.path, ContentFile(FILE))


def walk(claim, make_person):
    client = Client()
    if make_person:
        client.force_login(make_person())
    desk = ["/admin/", "/admin/claims/claim/queues/", "/admin/claims/claim/notices/"]
    pages = ["/", url("change", claim), *(url("file", claim, one.pk) for one in pieces(claim))]
    return answers(client, [*desk, *pages, *addresses()])


def pieces(claim):
    return claim.evidence.filter(is_confidential=True)


def places(found, word):
    """Return the addresses, without their queries, that answer with the word."""
    return {at.split("?")[0] for at, said in found.items() if word in said.lower()}


def words(claim):
    """All that would tell of it, or let a guess be tried."""
    salts = pieces(claim).values_list("salt", flat=True)
    said = sha256(f"The {WORD} was present.".encode()).hexdigest()
    return [WORD, sha256(FILE).hexdigest(), said, *salts]


@pytest.mark.parametrize("make_person", [None, make.make_user, make.make_editor])
def test_who_may_not_read_it_finds_none_of_it_anywhere(claim, make_person):
    found = walk(claim, make_person)

    leaks = {word: places(found, word) for word in words(claim)}
    assert {word: at for word, at in leaks.items() if at} == {}


def test_who_may_read_it_finds_it_where_it_belongs(claim):
    found = walk(claim, make.make_reviewer)
    article = claim.article

    files = {url("file", claim, one.pk) for one in pieces(claim)}
    record = f"/admin/articles/article/{article.pk}/record.json"
    assert places(found, WORD) == files | {
        url("change", claim), f"/api/v1/claims/{claim.pk}/", f"/api/v1/claims/{claim.pk}/evidence/",
        "/api/v1/claims/", f"/api/v1/claims/{claim.pk}/history/",
        f"/api/v1/articles/{article.slug}/ledger/", record,
    }  # fmt: skip


@pytest.mark.parametrize("make_person", [None, make.make_editor, make.make_reviewer])
def test_everybody_finds_that_it_exists_its_kind_its_digest_and_who_reviewed_it(claim, make_person):
    client = Client()
    if make_person:
        client.force_login(make_person())
    standing = pieces(claim).get(retracted_at=None)

    page = client.get(claim.article.get_absolute_url()).content.decode()
    told = client.get(f"/api/v1/claims/{claim.pk}/").json()

    assert "Confidential evidence: document." in page
    assert f"<code>{standing.commitment_sha256}</code>" in page
    assert "approved by Known Of The Desk" in page
    assert [one["commitment_sha256"] for one in told["evidence"]] == [
        None,
        standing.commitment_sha256,
    ]


def test_no_mail_tells_of_it(claim):
    call_command("deliver_mail")

    sent = [f"{one.subject} {one.body}" for one in mail.outbox]
    assert sent != []
    assert [one for one in sent if WORD in one] == []


def test_the_digest_is_that_of_the_salt_the_file_and_the_excerpt(claim):
    standing = pieces(claim).get(retracted_at=None)

    lines = [standing.salt, sha256(FILE).hexdigest(), f"The {WORD} was present."]
    assert standing.commitment_sha256 == sha256("\n".join(lines).encode()).hexdigest()


def test_two_pieces_of_the_same_words_have_different_digests(claim):
    assert len({one.commitment_sha256 for one in pieces(claim)}) == 2
