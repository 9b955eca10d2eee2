"""Bytes of a text file to text: byte order mark, UTF-8, and only then a guess that must hold.

charset-normalizer proposes, letters decide: the letters beyond ASCII in a text all belong to
one alphabet, and no capital stands behind a small letter. A proposal that fails is mojibake.
"""

import codecs
import itertools
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

from .base import ImportProblem

SAVE_AS = "Save it as plain text in UTF-8 and import it again."

MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or a document of an office program)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a Rich Text document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)

# UTF-32 first: its little-endian mark begins with the one of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Letters beyond ASCII, language by language; capitals follow from them.
ALPHABETS = tuple(
    frozenset(letters + letters.upper() + "İ" * ("ı" in letters))
    for letters in (
        "àâæçéèêëîïôœùûüÿ",  # French
        "äöüß",  # German
        "áéíóúüñçàèìòùïªº·",  # Spanish, Catalan, Italian, Irish
        "ãõáâàçéêíóôúü",  # Portuguese
        "åäöæøéüóáà",  # Danish, Norwegian, Swedish, Finnish
        "áéíóúýþðæö",  # Icelandic
        "çğıöşüâîûäə",  # Turkish, Azerbaijani
        "áéíóöőúüű",  # Hungarian
        "ąćęłńóśźż",  # Polish
        "áäčďéěíĺľňóôŕřšťúůýž",  # Czech, Slovak
        "čćđšž",  # Croatian, Slovene, Serbian
        "ăâîșțşţ",  # Romanian
        "äõöüšž",  # Estonian
        "āčēģīķļņōŗšūž",  # Latvian
        "ąčęėįšųūž",  # Lithuanian
        "ċġħżàèìòù",  # Maltese
        "ëçéèêïöüóáà",  # Dutch, Albanian
    )
)
TYPOGRAPHY = frozenset("‘’‚‛“”„‟«»‹›–—―…•·§©®™°€£¥№†‡¿¡½¼¾²³×±\u00a0\u00ad\u200b")
# A sign inside or in front of a word, or a letter at a digit, is a letter read wrongly.
MOJIBAKE = re.compile(
    r"[^\W\d_][“”„€£©®¥¼½¾±§¡¿‡†™…][^\W\d_]|[¼½¾²³¹±¥§¶‡†™](?=[a-z])|[À-ɏ]\d|[\x80-\x9f]"
)
# Sequences of UTF-8 that lost a byte (a dash, a quotation mark, an accented letter, a hard space)
# and that nobody writes in another encoding: Windows-1252 reads "â€", "€™" and "Ã" before a letter.
TORN = re.compile(
    rb"\xe2[\x80\x98\x99\x9c\x9d](?![\x80-\xbf])|(?<![\x80-\xff])\x80[\x98\x99\x9c\x9d]"
    rb"|(?<![A-Z])\xc3(?=[a-z\s.,]|\Z)|(?<![A-Z])\xc2(?=[\s.,]|\Z)"
)
FEW = 2  # broken sequences; what is good beside them was not written in another encoding
COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуя")

# Latin-1's letters stand in its superset windows-1252; the order is that of use on the web.
LATIN = ("cp1252", "cp1254", "cp1250", "cp1257", "iso8859-2", "iso8859-4", "iso8859-3")
LATIN += ("iso8859-10", "iso8859-16")


# Names a desk may have met, for Python's own.
PUBLIC_NAMES = {
    "cp932": "Shift-JIS",
    "shift_jis": "Shift-JIS",
    "shift_jis_2004": "Shift-JIS",
    "shift_jisx0213": "Shift-JIS",
    "cp949": "EUC-KR",
    "big5hkscs": "Big5",
    "cp950": "Big5",
    "gb2312": "GB 18030",
    "gbk": "GB 18030",
    "gb18030": "GB 18030",
    "hz": "HZ",
}


@dataclass(frozen=True)
class Decoded:
    """The text of a file; `guess` is the encoding where the file does not say it, else None."""

    text: str
    guess: str | None = None


def decode(data):
    """Return what `data`, bytes of a text file, says, without its byte order mark, as Decoded.

    A byte order mark, the escapes of ISO 2022 and the strict form of UTF-8 say what they are;
    everything else is a guess, to be shown to a person.

    Raises ImportProblem for a binary file (by its name) and for an encoding that cannot be
    told with confidence: words stored in wrong letters are worse than a file sent back.
    """
    _refuse_known_binaries(data)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], encoding))
    if b"\0" in data:
        return _wide(data)
    if b"\x1b$" in data:
        return Decoded(_shifted(data))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error)
    return _guessed(data)


def public_name(encoding):
    """Return the name of one of Python's encodings as desks know it ("Windows-1254")."""
    if encoding in PUBLIC_NAMES:
        return PUBLIC_NAMES[encoding]
    if match := re.fullmatch(r"cp(125\d)", encoding):
        return f"Windows-{match[1]}"
    return re.sub(r"^ISO8859[_-]", "ISO 8859-", encoding.upper()).replace("_", "-")


def _refuse_known_binaries(data):
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise ImportProblem(f"This is {name}, not text. {SAVE_AS}")


def _strictly(data, encoding):
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportProblem(
            f"The file says it is {encoding.upper()}, but byte {error.start} is not. {SAVE_AS}"
        ) from error
    if "\0" in text:
        raise ImportProblem(f"The file contains NUL characters, so it is not text. {SAVE_AS}")
    return text


def _wide(data):
    """Return text of UTF-16 or UTF-32 without a mark: half of its ASCII is NUL bytes."""
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_as_text(text):
            return Decoded(text, public_name(encoding))
    raise ImportProblem(f"The file contains NUL bytes, so it is not text. {SAVE_AS}")


def _reads_as_text(text):
    return _has_no_strange_characters(text) and any(char in " \n" for char in text)


def _has_no_strange_characters(text):
    """Say whether no character is unassigned, private or a control character."""
    return not any(
        unicodedata.category(char) in {"Cc", "Cn", "Co"} and char not in "\t\n\r\f"
        for char in set(text)
    )


def _shifted(data):
    """Return text of the ISO 2022 encodings, which are ASCII with escape sequences."""
    for encoding in ("iso2022_kr",) if b"\x1b$)C" in data else ("iso2022_jp", "iso2022_jp_2"):
        if (text := _decoded(data, encoding)) is not None:
            return text
    raise ImportProblem(f"The file's encoding is unknown. {SAVE_AS}")


def _refuse_damaged_utf8(data, error):
    """Raise if the bytes are UTF-8 but for some: then these are damage, not Latin-1.

    They are if most of what is not ASCII is good UTF-8, or if no more than a FEW are broken and
    another is good, or they are broken as only UTF-8 breaks.
    """
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    good = sum(char > "\x7f" for char in text) - damaged
    if good > damaged or (good and damaged <= FEW) or _is_torn(data):
        raise ImportProblem(
            f"The file is UTF-8, but damaged at byte {error.start}. Save it again from its source."
        )


def _is_torn(data):
    """Say whether a FEW torn sequences are all that is not UTF-8."""
    rest, torn = TORN.subn(b"", data)
    return torn <= FEW and _decoded(rest, "utf-8") is not None


def _guessed(data):
    """Return the most plausible text; Latin encodings first, as they are the hardest to guess."""
    words = b"\n".join(dict.fromkeys(word for word in data.split() if not word.isascii()))
    matches = {match.encoding: round(match.coherence, 1) for match in from_bytes(data)}
    for encodings in (LATIN, tuple(matches)):
        scored = [
            (score + matches.get(encoding, 0), -place, encoding, text)
            for place, encoding in enumerate(encodings)
            if (text := _decoded(data, encoding)) is not None
            and (score := _plausibility(words.decode(encoding, "replace")))
        ]
        if scored:
            *_, encoding, text = max(scored)
            return Decoded(text, public_name(encoding))
    raise ImportProblem(f"The file's encoding cannot be told with confidence. {SAVE_AS}")


def _decoded(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausibility(text):
    """Return 0 for mojibake, up to 1 for letters as a language uses them."""
    beyond = {char for char in text if char > "\x7f"}
    letters = {char for char in beyond if unicodedata.category(char)[0] in "LM"} - TYPOGRAPHY
    scripts = {unicodedata.name(char, "?").split()[0] for char in letters}
    if MOJIBAKE.search(text) or _has_odd_neighbours(text):
        return 0
    if scripts <= {"LATIN"}:
        odd = beyond - letters - TYPOGRAPHY
        return float(not odd and any(alphabet >= letters for alphabet in ALPHABETS))
    if scripts == {"CYRILLIC"}:
        cyrillic = [char for char in text if char in letters]
        return sum(char in COMMON_CYRILLIC for char in cyrillic) / len(cyrillic)
    return 0.5 * _has_no_strange_characters(text)


def _has_odd_neighbours(text):
    """Say whether a capital stands behind a small letter, or two scripts share a word."""
    return any(
        (a.islower() and b.isupper() and max(a, b) > "\x7f")
        or (a.isalpha() and b.isalpha() and _is_cyrillic(a) != _is_cyrillic(b))
        for a, b in itertools.pairwise(text)
    )


def _is_cyrillic(char):
    return "\u0400" <= char <= "\u052f"
