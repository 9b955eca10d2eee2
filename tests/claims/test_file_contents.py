"""A file is what its bytes are, and what is no file of evidence is sent back with a sentence."""

import struct
import zlib

import pytest

from claims import file_contents
from claims.file_contents import Contents, contents_of, name_for
from tests.claims import files
from tests.claims.pdfs import SCRIPT, dictionary, pdf

WORDS = files.TEXT.decode()
# What some scanners of viruses are tried with: words like others.
TRIAL = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$TRIAL-FILE!$H+H*"

TAKEN = {
    "application/pdf": pdf("Minutes"),
    "image/png": files.picture("PNG"),
    "image/jpeg": files.picture("JPEG"),
    "image/webp": files.picture("WEBP"),
    "text/plain": files.TEXT,
    file_contents.DOCX: files.docx(),
    file_contents.XLSX: files.xlsx(),
    file_contents.ODT: files.odt(),
    file_contents.ODS: files.ods(),
}


def refusal(data):
    with pytest.raises(ValueError, match=r"\.$") as refused:
        contents_of(data)
    return str(refused.value)


@pytest.mark.parametrize("media_type", TAKEN)
def test_a_file_is_what_its_bytes_are(media_type):
    assert contents_of(TAKEN[media_type]).media_type == media_type


def test_every_kind_that_is_taken_is_tried_here():
    assert TAKEN.keys() == file_contents.TAKEN.keys()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf("Minutes"), "Minutes"),
        (files.TEXT, WORDS),
        (b"\xef\xbb\xbf" + files.TEXT, WORDS),
        (WORDS.encode("utf-16"), WORDS),
        ("Şəhər;40\n".encode(), "Şəhər;40\n"),
        ("Şehir;40;başka çok söz\n".encode("cp1254"), "Şehir;40;başka çok söz\n"),
        (TRIAL, TRIAL.decode()),
        (files.picture("PNG"), None),
        (files.docx(), None),
    ],
    ids=["pdf", "text", "marked", "utf-16", "utf-8", "cp1254", "trial", "picture", "office"],
)
def test_words_are_read_where_there_are_any(data, words):
    assert contents_of(data).words == words


def test_how_a_large_table_is_written_is_told_by_a_part_of_it():
    row = "Şehir;40;başka çok söz\n"

    assert contents_of((row * 40_000).encode("cp1254")) == Contents("text/plain", row * 40_000)


def many_pixels(side):
    """The beginning of a PNG that says it has `side` by `side` pixels."""
    parts = (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def chunk(name, body):
    """A part of a PNG: its length, itself and its checksum (PNG, third edition, 5.3)."""
    checksum = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + checksum


def noted(size):
    """A PNG with a note that unpacks to `size` bytes."""
    whole = files.picture("PNG")
    note = chunk(b"zTXt", b"Note\0\0" + zlib.compress(b" " * size))
    return whole[:33] + note + whole[33:]


def lying(data):
    """An archive whose directory says that its entries unpack to 4 GB each."""
    place = data.index(b"PK\x01\x02") + 24
    return data[:place] + b"\xff\xff\xff\xf0" + data[place + 4 :]


def many_entries():
    data = files.docx()
    end = data.rindex(b"PK\x05\x06")
    return data[: end + 10] + struct.pack("<H", 20_000) + data[end + 12 :]


def locked(data):
    place = data.index(b"PK\x01\x02") + 8
    return data[:place] + b"\x01" + data[place + 1 :]


REFUSED = {
    "nothing": (b"", file_contents.EMPTY),
    "white space": (b" \n\t", file_contents.EMPTY),
    "a page of the web": (b" <!DOCTYPE html><p>Minutes", file_contents.MARKUP),
    "a page of the web called a PDF": (b"<script>alert(1)</script>%PDF-1.7", file_contents.MARKUP),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', file_contents.MARKUP),
    "XML": (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', file_contents.MARKUP),
    "a script of a shell": (b"#!/bin/sh\necho", file_contents.MARKUP),
    "a program": (b"MZ\x90\x00\x03\x00\x00\x00", file_contents.NOT_TAKEN),
    "a GIF": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", file_contents.NOT_TAKEN),
    "noise": (bytes(range(1, 256)), file_contents.NOT_TAKEN),
    "letters nobody can tell": (b"\x83\xe9\xb0 \xfc\x81\x8d" * 40, file_contents.NO_LETTERS),
    "a text with control characters": (b"Minutes\x01\x02", file_contents.NOT_TAKEN),
    "a PDF with a script": (pdf("a", OpenAction=dictionary(SCRIPT)), file_contents.RUNS),
    "a PDF and an archive": (
        pdf("Minutes") + files.archive({"a.class": b"a"}),
        file_contents.TWO_FILES.format("a PDF"),
    ),
    "a picture and an archive": (
        files.picture("PNG") + files.archive({"a.class": b"a"}),
        file_contents.TWO_FILES.format("a PNG picture"),
    ),
    "half a picture": (files.picture("PNG", (300, 300))[:-60], file_contents.BAD_PICTURE),
    "too many pixels": (many_pixels(8_000), file_contents.LARGE_PICTURE),
    "a bomb in what it notes": (noted(2_000_000), file_contents.BAD_PICTURE),
    "a bomb of pixels": (many_pixels(30_000), file_contents.LARGE_PICTURE),
    "any archive": (files.archive({"a.txt": b"a"}), file_contents.NOT_TAKEN),
    "half an archive": (files.docx()[:-30], file_contents.BAD_ARCHIVE),
    "a broken archive": (files.docx().replace(b"PK\x01\x02", b"PKxx"), file_contents.BAD_ARCHIVE),
    "a bomb": (lying(files.docx()), file_contents.LARGE_ARCHIVE),
    "very many entries": (many_entries(), file_contents.LARGE_ARCHIVE),
    "a locked document": (locked(files.docx()), file_contents.LOCKED_ARCHIVE),
    "macros": (files.docx(**{"word/vbaProject.bin": b"a"}), file_contents.MACROS),
    "macros by its type": (
        files.office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        file_contents.MACROS,
    ),
    "macros of an open document": (files.odt(**{"Basic/a.xml": b"a"}), file_contents.MACROS),
    "an open document of another kind": (
        files.open_document("application/vnd.oasis.opendocument.graphics"),
        file_contents.NOT_TAKEN,
    ),
    "two documents in one": (
        files.office(f'{file_contents.DOCX}.main+xml" b="{file_contents.XLSX}.main+xml'),
        file_contents.NOT_TAKEN,
    ),
}


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_evidence_is_sent_back_with_what_to_do(data, sentence):
    assert refusal(data) == sentence


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("minutes.txt", "minutes.txt"),
        ("Minutes.CSV", "Minutes.csv"),
        ("../../etc/minutes.txt", "minutes.txt"),
        ("C:\\desk\\minutes.txt", "minutes.txt"),
        ("minutes\x00\r\n.txt", "minutes.txt"),
        ("minutes\u202etxt.exe", "minutestxt.exe.txt"),
        ("minutes.hta", "minutes.hta.txt"),
        ("minutes", "minutes.txt"),
        ("  many   spaces .txt", "many spaces .txt"),
        (".txt", "txt.txt"),
        ("...", "document.txt"),
        ("", "document.txt"),
        ("Şəhər.txt", "Şəhər.txt"),
        ("a" * 10_000 + ".txt", "a" * 150 + ".txt"),
        ("a" * 10_000, "a" * 150 + ".txt"),
    ],
)
def test_a_name_is_shown_without_what_could_deceive(given, shown):
    assert name_for(given, "text/plain") == shown


def test_a_name_that_says_another_kind_is_sent_back():
    with pytest.raises(ValueError, match=r"ends in \.pdf, but this is plain text"):
        name_for("minutes.PDF", "text/plain")
