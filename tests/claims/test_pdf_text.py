"""The words of a PDF are read apart from everything: a hostile one costs seconds and a sentence."""

import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, EncodedStreamObject, NameObject

from claims import pdf_text
from claims.pdf_text import Limits
from tests.claims.pdfs import LAUNCH, SCRIPT, add_page, dictionary, pdf, pdf_with_a_note, written


def test_what_cannot_be_read_is_a_sentence():
    with pytest.raises(ValueError, match="This PDF is damaged: it cannot be opened"):
        pdf_text.words_of(b"")


def test_the_words_of_every_page_are_read_in_order():
    words = pdf_text.words_of(pdf("Forty members were present.", "The meeting ended."))

    assert words == "Forty members were present.\nThe meeting ended."


def words(data):
    return pdf_text.answer(data)["words"]


def test_a_scan_has_no_words():
    assert words(pdf("")) == ""


def test_a_file_inside_a_pdf_is_not_taken_for_its_words():
    assert words(pdf("Outside", attached=pdf("Inside"))) == "Outside"


def test_what_only_its_owner_may_change_is_read():
    assert words(pdf("Minutes", password="")) == "Minutes"


def test_one_locked_with_a_password_is_refused():
    assert pdf_text.answer(pdf("Minutes", password="secret")) == {"refused": pdf_text.LOCKED}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"%PDF-1.7\n<html><script>alert(1)</script></html>",
        pdf("Minutes")[:200],
        pdf(),
    ],
    ids=["nothing", "a header", "a page of the web", "cut off", "no pages"],
)
def test_what_cannot_be_opened_is_refused(data):
    assert pdf_text.answer(data) == {"refused": pdf_text.NO_PDF}


def test_a_loop_of_pages_is_refused():
    looped = b"".join([
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n",
        b"trailer<</Root 1 0 R>>\n%%EOF",
    ])  # fmt: skip

    assert pdf_text.answer(looped) == {"refused": pdf_text.NO_PDF}


def page_of(content, *filters):
    """A PDF of one page with `content`, packed as `filters` say."""
    writer = PdfWriter()
    stream = EncodedStreamObject()
    stream._data = content
    stream[NameObject("/Filter")] = ArrayObject(map(NameObject, filters))
    page = add_page(writer, "")
    page[NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)


def test_a_bomb_has_no_words():
    packed = zlib.compress(zlib.compress(b" " * 100_000_000, 9), 9)

    assert words(page_of(packed, "/FlateDecode", "/FlateDecode")) == ""


@pytest.mark.parametrize("limits", [Limits(cpu=1), Limits(wall=1)])
def test_what_takes_more_than_there_is_for_it_is_refused(limits):
    endless = page_of(zlib.compress(b"BT /F1 12 Tf (a) Tj ET " * 1_000_000), "/FlateDecode")

    with pytest.raises(ValueError, match="takes more time or memory"):
        pdf_text.read(endless, limits)


def test_what_takes_more_memory_than_there_is_for_it_is_refused():
    large = page_of(zlib.compress(b" " * 50_000_000), "/FlateDecode")

    with pytest.raises(ValueError, match="takes more time or memory"):
        pdf_text.read(large, Limits(memory=80_000_000))


def test_the_process_is_told_nothing_of_ours(monkeypatch, tmp_path):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "__init__.py").write_text("")
    (tmp_path / "claims" / "pdf_text.py").write_text(
        "import json, os\nprint(json.dumps({'words': str('SECRET_KEY' in os.environ), 'runs': 0}))"
    )
    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setattr(pdf_text, "ROOT", tmp_path)

    assert pdf_text.words_of(b"") == "False"


RUNNING = {
    "a script when it is opened": pdf("a", OpenAction=dictionary(SCRIPT)),
    "a program when it is opened": pdf("a", OpenAction=dictionary(LAUNCH)),
    "a script when it is closed": pdf("a", AA=dictionary({"/WC": dictionary(SCRIPT)})),
    "a script of its own": pdf("a", Names=dictionary({"/JavaScript": dictionary({})})),
    "a program after something else": pdf(
        "a", OpenAction=dictionary({"/S": NameObject("/GoTo"), "/Next": dictionary(LAUNCH)})
    ),
    "a program at a click": pdf_with_a_note(LAUNCH),
}


@pytest.mark.parametrize("data", RUNNING.values(), ids=RUNNING)
def test_what_starts_something_is_told(data):
    assert pdf_text.answer(data)["runs"] is True


@pytest.mark.parametrize(
    "data",
    [
        pdf("a"),
        pdf("a", OpenAction=ArrayObject([NameObject("/Fit")])),
        pdf("a", attached=b"words"),
        pdf_with_a_note(SCRIPT),
    ],
    ids=["nothing", "a place to open at", "a file inside", "a script at a click"],
)
def test_what_starts_nothing_by_itself_is_told(data):
    assert pdf_text.answer(data)["runs"] is False
