"""From a source document to an article: new, changed, known, or not to be touched."""

import hashlib

import pytest

from articles import editing, importers, ledger
from articles.importers import Draft, Format
from articles.ingest import ingest
from articles.models import Article, LedgerEntry, Revision, SourceDocument
from tests.factories import make_claim, make_decided_claim, make_editor, make_user, publish

pytestmark = pytest.mark.django_db

PAGE = b"""Bridge opens after repairs

The bridge over the river opened on Monday. It had been closed for two years.

About 300 people came to the opening, the town said.
"""
CHANGED = PAGE.replace(b"300", b"400")


def bring(data=PAGE, name="bridge.txt", **options):
    return ingest(name, data, **options)[0]


def everything():
    return [model.objects.count() for model in (Article, Revision, SourceDocument, LedgerEntry)]


def test_a_new_source_becomes_a_draft_with_its_bytes_kept():
    outcome = bring()

    revision = outcome.article.revision
    assert (outcome.result, outcome.article.status) == ("created", "draft")
    assert bytes(revision.source.data) == PAGE
    assert revision.source.sha256 == hashlib.sha256(PAGE).hexdigest()


def test_the_same_source_again_is_unchanged_and_writes_nothing():
    bring()
    before = everything()

    assert bring().result == "unchanged"
    assert everything() == before


def test_the_same_bytes_under_another_name_are_known():
    first = bring().article
    outcome = bring(name="copy.txt")

    assert (outcome.result, outcome.article) == ("unchanged", first)
    assert "here already" in outcome.reason


def test_the_same_words_in_other_bytes_are_known():
    first = bring().article
    outcome = bring(PAGE.replace(b"\n", b"\r\n"), name="windows.txt")

    assert (outcome.result, outcome.article) == ("unchanged", first)


def test_a_changed_source_makes_a_new_revision_and_keeps_both_documents():
    bring()
    outcome = bring(CHANGED)

    assert (outcome.result, outcome.article.revisions.count()) == ("updated", 2)
    assert "400 people" in Article.objects.get().revision.text
    assert SourceDocument.objects.count() == 2


def test_a_changed_source_takes_the_claims_along():
    article = bring().article
    claim = make_decided_claim(make_claim(article, "About 300 people came to the opening"))
    bring(CHANGED)

    claim.refresh_from_db()
    assert (claim.status, claim.anchor, claim.exact) == (
        "recheck",
        "drifted",
        "About 400 people came to the opening",
    )


def test_a_changed_source_does_not_overwrite_what_the_desk_edited():
    article = bring().article
    editing.revise(article, by=make_editor(), based_on=1, headline="Bridge open again")
    before = everything()
    outcome = bring(CHANGED)

    assert (outcome.result, everything()) == ("refused", before)
    assert "The desk has edited" in outcome.reason


def test_a_changed_source_does_not_change_a_published_article():
    publish(bring().article)
    before = everything()
    outcome = bring(CHANGED)

    assert (outcome.result, everything()) == ("refused", before)
    assert "as a correction" in outcome.reason


def test_another_article_under_a_known_name_is_refused():
    bring()
    before = everything()
    outcome = bring(b"Library closes early\n\nThe library closes at five from next week on.\n")

    assert (outcome.result, everything()) == ("refused", before)
    assert "Rename the file" in outcome.reason


def test_a_source_that_was_changed_back_is_a_revision_of_its_own():
    for data in (PAGE, CHANGED, PAGE):
        outcome = bring(data)

    assert (outcome.result, outcome.article.revisions.count()) == ("updated", 3)


def test_what_cannot_be_read_is_refused_with_a_reason_and_writes_nothing():
    outcome = bring(b"")

    assert (outcome.result, everything()) == ("refused", [0, 0, 0, 0])
    assert outcome.reason.endswith(".")


def test_somebody_without_a_role_imports_nothing():
    outcome = bring(by=make_user())

    assert (outcome.result, outcome.reason) == ("refused", "Only editors may write articles.")
    assert everything() == [0, 0, 0, 0]


def test_an_import_is_in_the_record_with_the_digest_of_its_source():
    article = bring().article
    entry = article.ledger.get()

    assert entry.action == "article.write"
    assert hashlib.sha256(PAGE).hexdigest() in entry.payload
    assert list(ledger.verify()) == []


# Sources that an importer understands, and that cannot be stored


@pytest.fixture
def read_as(monkeypatch):
    """Let files named .test be read as the draft, or the error, that is given."""

    def read_as(headline="Bridge opens", html="<p>It opened on Monday.</p>", error=None, **told):
        def drafts(data):
            if error:
                raise error
            said = dict.fromkeys(("section", "publication", "published_at", "image_caption"))
            yield Draft(**({"headline": headline, "html": html, "byline": ()} | said | told))

        monkeypatch.setitem(importers.FORMATS, "test", Format("test", (".test",), drafts))

    return read_as


DEEP = "<div>" * 2000 + "words" + "</div>" * 2000


def test_a_body_that_is_refused_on_a_later_import_is_a_refusal(read_as):
    read_as()
    bring(b"1", "a.test")
    before = everything()
    read_as(headline="Another headline", html=DEEP)

    outcome = bring(b"2", "a.test")

    assert (outcome.result, everything()) == ("refused", before)
    assert "elements nested in each other" in outcome.reason


def test_two_versions_are_akin_by_their_headline_as_it_is_stored(read_as):
    read_as(headline="Bridge  opens")
    bring(b"1", "a.test")
    read_as(headline="Bridge  opens", html="<p>All is new.</p>")

    assert bring(b"2", "a.test").result == "updated"


@pytest.mark.parametrize("error", [ValueError("year 0"), OverflowError("year 0")])
def test_an_error_of_an_importer_is_a_refusal(read_as, error):
    read_as(error=error)

    outcome = bring(b"1", "a.test")

    assert (outcome.result, everything()) == ("refused", [0, 0, 0, 0])
    assert outcome.reason == (
        "Something in it cannot be stored: year 0. Mend the source, then import it."
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a\udcff.txt", "Its name is not in UTF-8. Rename it, then import it."),
        (
            "a" * 497 + ".txt",
            "Its name has 501 characters, more than 500. Shorten it, or name a folder nearer to "
            "the file.",
        ),
    ],
)
def test_a_name_that_cannot_be_stored_is_refused(name, reason):
    outcome = bring(name=name)

    assert (outcome.result, outcome.reason, everything()) == ("refused", reason, [0, 0, 0, 0])


def test_a_name_of_500_characters_is_kept():
    assert bring(name="ə" * 496 + ".txt").result == "created"


@pytest.mark.parametrize("identifier", ["a\udcff", "a" * 501])
def test_an_identifier_that_cannot_be_stored_is_refused(read_as, identifier):
    read_as(identifier=identifier)

    outcome = bring(b"1", "a.test")

    assert (outcome.result, everything()) == ("refused", [0, 0, 0, 0])
    assert outcome.reason.startswith("The source's own name for the article ")
