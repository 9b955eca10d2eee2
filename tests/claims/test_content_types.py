"""What an answer is, by its header and its bytes."""

import pytest

from claims.content_types import judged

MANY = 10_000


@pytest.mark.parametrize(
    "body",
    [b"<!---->" * MANY + b"<p>x", b"<!-- a --> \n" * MANY, b"<!--" * MANY, b" <!-- -->" * MANY],
)
@pytest.mark.parametrize("header", [None, "application/octet-stream"])
def test_any_number_of_comments_is_the_beginning_of_a_page(header, body):
    assert judged(header, body) == ("text/html", "")


@pytest.mark.parametrize("before", [b" " * MANY, b"<" * MANY, b"<!" * MANY, b"- -->" * MANY])
def test_what_does_not_begin_as_a_page_is_plain_text(before):
    assert judged(None, before + b"<html>") == ("text/plain", "")


@pytest.mark.parametrize(
    "header",
    ["text/" + "a" * 128, "application/a\x00b", "text/pl ain", "a/b\tc", "text/<b>", "text/ü"],
)
def test_a_type_of_no_plain_name_is_as_if_nothing_were_said(header):
    assert judged(header, b"%PDF-1.7") == ("application/pdf", "")


def test_a_header_of_any_length_is_read():
    header = 'text/html; charset=utf-8; a="' + ";" * 65_000
    assert judged(header, b"x") == ("text/html", "utf-8")
