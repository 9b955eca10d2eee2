"""Bytes to text, on made-up words."""

import codecs

import pytest

from articles.importers import ImportProblem
from articles.importers.encoding import Decoded, decode

GERMAN = "Die Brücke über den Fluss wird größer, schöner und müheloser zu überqueren sein."
TURKISH = "Köprü gelecek yıl açılacak; işçiler çalışmayı sürdürüyor, bütçe değişmedi."
RUSSIAN = "Мост через реку будет открыт в следующем году, сказал представитель города."
POLISH = "Most zostanie otwarty w przyszłym roku; budżet się nie zmienił, powiedział ktoś."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_names_the_encoding_and_is_no_text(encoding):
    marked = ("\ufeff" + TURKISH).encode(encoding)

    assert decode(marked).text == TURKISH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_unicode_without_a_mark_is_told_by_its_form(encoding):
    assert decode(TURKISH.encode(encoding)).text == TURKISH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "iso8859-1"),
        (TURKISH, "cp1254"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        ("Un café à la carte, s’il vous plaît…", "cp1252"),
    ],
)
def test_older_encodings_are_told_by_their_letters(text, encoding):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        ("橋は来年開通する予定です。市長が発表しました。", "shift_jis", "Shift-JIS"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (TURKISH, "utf-16-le", "UTF-16-LE"),
    ],
)
def test_guessed_encoding_is_named(text, encoding, guess):
    assert decode(text.encode(encoding)) == Decoded(text, guess)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso2022_jp"])
def test_encoding_that_shows_itself_is_no_guess(encoding):
    assert decode("橋は来年開通する。".encode(encoding)).guess is None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a ZIP archive (or a document of an office program)"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"{\\rtf1 text}", "a Rich Text document"),
    ],
)
def test_known_binary_file_is_refused_by_its_name(data, name):
    with pytest.raises(ImportProblem) as refusal:
        decode(data)

    assert str(refusal.value) == (
        f"This is {name}, not text. Save it as plain text in UTF-8 and import it again."
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"text with a \x00 in it", "NUL bytes"),
        (codecs.BOM_UTF8 + b"text with a \x00 in it", "NUL characters"),
        (codecs.BOM_UTF8 + b"caf\xe9", "says it is UTF-8, but byte 3 is not"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "says it is UTF-16-LE"),
        ("Brücke über müde Flüsse".encode()[:-4] + b"\xc3", "UTF-8, but damaged at byte"),
        (b"caf\xe9 \xff\xfe\xfa \xc0\xaf \xed\xa0\x80 \xe2\x82", "cannot be told with confidence"),
        (b"\x1b$x text", "encoding is unknown"),
    ],
)
def test_bytes_that_cannot_be_told_are_refused_with_the_reason(data, reason):
    with pytest.raises(ImportProblem, match=reason):
        decode(data)


@pytest.mark.parametrize(
    "words",
    [
        b"the town\xe2\x80 council",
        b"it\xe2\x99s time",
        b"it\x80\x99s time",
        b"the caf\xc3 owner",
        b"the \xc3cole school",
        b"ten\xc2 euros",
        b"\xe2\x80\x9cYes\xe2\x80 they said",
        b"caf\xc3\xa9, \xff and \xfe",
    ],
)
def test_one_broken_sequence_in_an_english_file_is_damage_and_no_other_encoding(words):
    with pytest.raises(ImportProblem, match="The file is UTF-8, but damaged at byte"):
        decode(b"The council met on Monday and agreed on the plan. " + words)


@pytest.mark.parametrize(
    "words", ["the café owner", "it’s “time” in café’s", "«perché» disse", "costs “5€” today"]
)
def test_one_word_in_an_older_encoding_in_an_english_file_is_read(words):
    english = "The council met on Monday and agreed on the plan. "

    assert decode((english + words).encode("cp1252")).text == english + words
