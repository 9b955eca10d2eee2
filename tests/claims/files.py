"""Files as somebody uploads them, made of their parts."""

import zipfile
from io import BytesIO

from PIL import Image

from claims.file_contents import DOCX, ODS, ODT, XLSX

TEXT = b"Forty members were present.\n"


def picture(format, size=(8, 6), **options):
    out = BytesIO()
    Image.new("RGB", size).save(out, format, **options)
    return out.getvalue()


def archive(entries):
    """A ZIP archive of {name: bytes}."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return out.getvalue()


def office(main, **entries):
    """A document as Office Open XML; `main` is the content type of its main part."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return archive({"[Content_Types].xml": types, "main.xml": "<main/>"} | entries)


def docx(**entries):
    return office(f"{DOCX}.main+xml", **entries)


def xlsx():
    return office(f"{XLSX}.main+xml")


def open_document(kind, **entries):
    return archive({"mimetype": kind, "content.xml": "<office/>"} | entries)


def odt(**entries):
    return open_document(ODT, **entries)


def ods():
    return open_document(ODS)
