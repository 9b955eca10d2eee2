"""Real files in known encodings: right or refused, seldom wrong."""

import pytest

from articles.importers import ImportProblem
from articles.importers.encoding import decode

from .reading import corpora

pytestmark = pytest.mark.corpus

# Python's names for encodings that the collections call otherwise.
PYTHON_NAMES = {
    "ibm866": "cp866",
    "ibm852": "cp852",
    "mac-centraleurope": "mac_latin2",
    "maccyrillic": "mac_cyrillic",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "shift_jis": "cp932",
}
UNKNOWN_TO_PYTHON = {"viscii", "euc-tw"}


def files_with_encodings():
    """Yield (bytes, encoding) of the two collections of detectors' test files."""
    folder = corpora() / "unicode"
    for path in sorted(folder.glob("uchardet/*/*")):
        yield path.read_bytes(), path.name.removesuffix(".txt").replace(".", "-")
    for path in sorted(folder.glob("chardet/*/*")):
        encoding = path.parent.name.removesuffix("-turkish").removesuffix("-russian")
        yield path.read_bytes(), encoding


def outcome(data, encoding):
    encoding = PYTHON_NAMES.get(encoding.lower(), encoding)
    try:
        text = decode(data).text
    except ImportProblem:
        return "refused"
    if encoding in UNKNOWN_TO_PYTHON:
        return "wrong"
    return "right" if text == data.decode(encoding).lstrip("\ufeff") else "wrong"


def generated(name):
    return (corpora() / "unicode" / "generated" / name).read_bytes()


def test_nine_tenths_of_the_files_are_right_and_few_of_the_rest_wrong():
    outcomes = [outcome(*file) for file in files_with_encodings()]

    assert outcomes.count("right") >= 0.9 * len(outcomes)
    assert outcomes.count("wrong") <= 0.03 * len(outcomes)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac_cyrillic"])
def test_russian_equals_its_twin_but_for_what_the_encoding_lacks(encoding):
    data = generated("ru.utf8.txt").decode().encode(encoding, "replace")

    assert decode(data).text == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1254", "iso8859-9"])
def test_azerbaijani_in_turkish_encodings_equals_its_twin(encoding):
    text = generated("az-1254.utf8.txt").decode()
    data = text.encode(encoding, "replace")

    assert decode(data).text == data.decode(encoding)


@pytest.mark.parametrize("name", ["az.utf16le-bom.txt", "az.utf16be-bom.txt"])
def test_marked_utf16_equals_its_twin(name):
    assert decode(generated(name)) == decode(generated("az.utf8.txt"))


def test_broken_utf8_is_refused_rather_than_guessed():
    with pytest.raises(ImportProblem, match="cannot be told with confidence"):
        decode(generated("invalid-utf8.txt"))


def test_archive_is_refused_by_its_name():
    with pytest.raises(ImportProblem, match="This is a ZIP archive"):
        decode(generated("zip-traversal.zip"))
