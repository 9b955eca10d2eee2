"""A table as a CSV file: what a spreadsheet makes of it, and what it must not."""

import pytest

from claims.spreadsheet import written


def test_a_table_begins_with_the_mark_that_tells_its_encoding():
    assert written(("Name", "Çay"), [("ə", 1)]) == "\ufeffName,Çay\r\nə,1\r\n"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1"])
def test_what_a_spreadsheet_would_reckon_is_made_text(cell):
    assert written((cell,), []).strip("\ufeff\r\n").strip('"') == f"'{cell}"


def test_a_number_stays_a_number():
    assert written(("Late",), [(-3,), (1.5,)]) == "\ufeffLate\r\n-3\r\n1.5\r\n"


def test_commas_and_quotes_keep_their_cell():
    assert written(("A",), [('He said "no", twice',)]) == '\ufeffA\r\n"He said ""no"", twice"\r\n'
