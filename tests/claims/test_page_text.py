"""The words of what was fetched, as a reader would select them."""

import pytest

from claims import page_text
from claims.content_types import judged
from claims.page_text import words_of


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>The <b>coun</b>cil &amp; 40 members&hellip;</p>", "The council & 40 members…"),
        ("<p>One</p><p>two<br>three<ul><li>four<li>five</ul>", "One\ntwo\nthree\nfour\nfive"),
        ("<table><tr><td>40<td>members</table>", "40\nmembers"),
        ("<p>so\nme <i>words</i>", "so me words"),
        (
            "<title>T</title><style>p{}</style><p>One<script>two</script>"
            "<template><p>three</template><noscript>four</noscript><!-- five --> six",
            "One\n six",
        ),
        ("<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>after", "deep\nafter"),
        ("", ""),
        ("Plain words", "Plain words"),
        ("<p>a < b & c", "a < b & c"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>[&e;]', "]>\n[&e;]"),
    ],
)  # fmt: skip
def test_of_a_page_the_words_that_it_shows_are_read(html, words):
    assert words_of(html.encode(), "text/html", "utf-8") == words


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<p>мир é".encode(), ""),
        ("<p>мир é".encode("utf-8-sig"), "windows-1251"),
        ("\ufeff<p>мир é".encode("utf-16-le"), ""),
        ("<meta charset='utf-8'><p>мир é".encode(), "no-such-charset"),
    ],
)
def test_the_encoding_is_found_out(body, charset):
    assert words_of(body, "text/html", charset) == "мир é"


@pytest.mark.parametrize(
    ("body", "charset", "words"),
    [
        ("мир".encode("cp1251"), "windows-1251", "мир"),
        ("<meta content='text/html; charset=windows-1251'>мир".encode("cp1251"), "", "мир"),
        ("“40” €".encode("cp1252"), "iso-8859-1", "“40” €"),
        ("“40” €".encode("cp1252"), "", "“40” €"),
        (b"caf\xe9", "punycode", "café"),
        (b"40 \xff", "utf-8", "40 \ufffd"),
    ],
)
def test_words_in_older_encodings_are_read_as_browsers_read_them(body, charset, words):
    assert words_of(body, "text/html", charset) == words


def test_a_table_is_read_as_it_stands_and_cell_by_cell():
    table = b'town;members\nA;"40; all"\n'
    assert words_of(table, "text/csv") == (
        'town;members\nA;"40; all"\n\n\ntown\tmembers\nA\t40; all'
    )


def test_words_are_not_looked_for_in_what_holds_none():
    with pytest.raises(ValueError, match="not looked for in a file of the type image/png"):
        words_of(b"\x89PNG", "image/png")


@pytest.mark.parametrize(
    ("html", "words"), [("x" * 1000, "x" * 100), ("<p>x" * 1000, "x\n" * 49 + "x")]
)
def test_no_more_words_are_read_than_are_kept(monkeypatch, html, words):
    monkeypatch.setattr(page_text, "LONGEST", 100)
    assert words_of(html.encode(), "text/html") == words


def test_a_pdf_is_read_as_one():
    with pytest.raises(ValueError, match="PDF"):
        words_of(b"%PDF-1.7 broken", "application/pdf")


@pytest.mark.parametrize(
    ("header", "body", "found"),
    [
        ("Text/HTML; Charset=UTF-8", b"<p>x", ("text/html", "utf-8")),
        (None, b"<!-- x --><!doctype html>", ("text/html", "")),
        (None, b"words", ("text/plain", "")),
        ("application/octet-stream", b"%PDF-1.4", ("application/pdf", "")),
        ("application/octet-stream", b"PK\x03\x04", ("application/octet-stream", "")),
        ("application/pdf", b"\n%PDF-1.4", ("application/pdf", "")),
        ("application/zip", b"PK\x03\x04", ("application/zip", "")),
        ("image/png", b"\x89PNG", ("image/png", "")),
        ("text/html", "\ufeff<p>".encode("utf-16-le"), ("text/html", "")),
        ("nonsense", b"words", ("text/plain", "")),
    ],
)
def test_a_type_is_what_header_and_bytes_agree_on(header, body, found):
    assert judged(header, body) == found


@pytest.mark.parametrize(
    ("header", "body", "sentence"),
    [
        ("text/html", b"%PDF-1.4", "calls it text/html, but it is a PDF"),
        ("application/json", b"\x1f\x8b", "calls it application/json, but it is a gzip archive"),
        ("text/csv", b"a\0b", "calls it text/csv, but it is a binary file"),
        ("application/pdf", b"<p>x", "calls it a PDF, but it is none"),
    ],
)
def test_where_header_and_bytes_differ_it_is_said(header, body, sentence):
    with pytest.raises(ValueError, match=sentence):
        judged(header, body)
