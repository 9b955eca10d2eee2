"""Lines and files that are made to take long: each is read within moments, or no test here ends."""

from articles.importers import page_furniture
from articles.importers.encoding import decode


def test_a_line_of_any_length_is_no_notice_of_copyright():
    assert page_furniture.read_appeal(f"© {'.' * 50_000}x") is None


def test_a_gap_of_any_length_is_no_count():
    line = f"Share{' ' * 5_000}x"
    assert page_furniture.COUNT.sub("", line) == line


def test_a_word_of_any_length_does_not_hold_up_the_guess_of_an_encoding():
    data = b"a" * 1_000_000 + b" caf\xe9 na\xefve"
    assert decode(data).text == data.decode("cp1252")
