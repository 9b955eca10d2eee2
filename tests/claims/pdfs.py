"""PDFs that tests need, made of their parts."""

from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

SCRIPT = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
LAUNCH = {"/S": NameObject("/Launch"), "/F": TextStringObject("program.exe")}


def dictionary(told):
    return DictionaryObject({NameObject(name): value for name, value in told.items()})


def pdf(*pages, password=None, attached=None, **entries):
    """A PDF with a page for each of these words, as bytes.

    entries   what its catalogue says besides, by name without the slash.
    attached  bytes of a file inside it.
    """
    writer = PdfWriter()
    for words in pages:
        add_page(writer, words)
    for name, value in entries.items():
        writer.root_object[NameObject(f"/{name}")] = value
    if attached:
        writer.add_attachment("attached", attached)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    return written(writer)


def add_page(writer, words):
    page = writer.add_blank_page(400, 400)
    font = dictionary({"/Type": NameObject("/Font"), "/Subtype": NameObject("/Type1"),
                       "/BaseFont": NameObject("/Helvetica")})  # fmt: skip
    page[NameObject("/Resources")] = dictionary({"/Font": dictionary({"/F1": font})})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 200 Td ({words}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return page


def pdf_with_a_note(action):
    """One page, and a note on it that does `action` when it is clicked."""
    writer = PdfWriter()
    page = add_page(writer, "Minutes")
    note = dictionary({"/Type": NameObject("/Annot"), "/A": dictionary(action)})
    page[NameObject("/Annots")] = ArrayObject([note])
    return written(writer)


def written(writer):
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
