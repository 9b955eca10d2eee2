"""The door of the importers: which files it takes, and what it says of the others."""

import pytest

from articles.importers import FORMATS, MAX_BYTES, ImportProblem, drafts_in, format_of

from .pages import PARAGRAPH


def refusal_of(name, data):
    with pytest.raises(ImportProblem) as refusal:
        list(drafts_in(name, data))
    return str(refusal.value)


@pytest.mark.parametrize("name", ["page.txt", "PAGE.TXT", "page.text", "folder/page.txt"])
def test_text_file_is_read_as_one_draft(name):
    (draft,) = drafts_in(name, PARAGRAPH.encode())

    assert draft.html == f"<p>{PARAGRAPH}</p>"


def test_what_the_source_does_not_say_is_none():
    (draft,) = drafts_in("page.txt", PARAGRAPH.encode())

    assert (draft.headline, draft.section, draft.publication, draft.published_at) == (None,) * 4
    assert (draft.byline, draft.image_caption, draft.notes) == ((), None, ())
    assert (draft.standfirst, draft.dateline, draft.language, draft.identifier) == (None,) * 4


@pytest.mark.parametrize("extension", [".txt", ".text"])
def test_extension_chooses_the_format(extension):
    assert format_of(f"page{extension}") is FORMATS["text"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("page.txt", b"", "The file is empty. Save the page again."),
        (
            "page.txt",
            b" \r\n\t \xc2\xa0\n",
            "The file holds nothing but white space. Save the page again.",
        ),
        (
            "page.txt",
            b"\xef\xbb\xbf",
            "The file holds nothing but white space. Save the page again.",
        ),
        (
            "page.docx",
            b"text",
            "Files named .docx are not read. Known extensions: .txt, .text.",
        ),
        ("page", b"text", "The file's name has no extension. Known extensions: .txt, .text."),
        (
            "page.txt",
            b"<!DOCTYPE html><p>text",
            "This is an HTML page, not plain text. Open it and save the page as text.",
        ),
        (
            "page.txt",
            b'<?xml version="1.0"?><a/>',
            "This is an XML file, not plain text. Open it and save the page as text.",
        ),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_a_sentence(name, data, sentence):
    assert refusal_of(name, data) == sentence


def test_file_that_is_too_large_is_refused_with_its_size():
    assert refusal_of("page.txt", b"x" * 50 * 1024 * 1024) == (
        "The file has 50.0 MB; at most 1 MB are read. Import a smaller part of it."
    )


def test_file_of_the_largest_size_is_read():
    (draft,) = drafts_in("page.txt", PARAGRAPH.encode().ljust(MAX_BYTES))

    assert draft.html == f"<p>{PARAGRAPH}</p>"
