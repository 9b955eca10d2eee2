"""Are the files of evidence that the storage has the ones that the record sealed?

Rows keep the SHA-256 of each uploaded file and of each WARC copy, and claims.recorded compares
them with their entries; this reads the files. Articles ask with articles.signals.files_compared.
"""

import hashlib
from itertools import groupby
from operator import itemgetter

from django.core.files.storage import default_storage

from articles.signals import FileProblem

from .documents import path_of as path_of_document
from .models import Evidence, Snapshot
from .snapshot_records import path_of as path_of_copy

BLOCK = 1 << 16  # bytes: a file is read piece by piece


def verify(articles):
    """Yield, for each stored file, the list of its FileProblems, one for each row it belongs to.

    articles  queryset of Article.

    The list is empty of a file that is whole. One that several rows share is read once. Two
    queries, each a stream in the order of the digests: memory holds one block of one file.
    """
    uploads = Evidence.objects.filter(claim__article__in=articles, document__isnull=False)
    copies = Snapshot.objects.filter(evidence__claim__article__in=articles).exclude(warc_sha256="")
    told = ("document__sha256", "claim__article", "pk")
    yield from _compare(uploads, told, path_of_document, "The file of evidence {}")
    told = ("warc_sha256", "evidence__claim__article", "pk")
    yield from _compare(copies, told, path_of_copy, "The file of copy {}")


def _compare(rows, told, path_of, called):
    """Yield the list of FileProblems of each file.

    told  names of three columns: the digest, the article, the key.
    """
    rows = rows.order_by(told[0], "pk").values_list(*told).iterator()
    for sha256, group in groupby(rows, key=itemgetter(0)):
        path = path_of(sha256)
        wrong = _fault(path, sha256)
        yield [
            FileProblem(article, f"{called.format(key)} {wrong}: {path}.")
            for _, article, key in group
            if wrong
        ]


def _fault(path, sha256):
    """Return what is wrong with a file, the end of a sentence, or None."""
    digest = hashlib.sha256()
    try:
        with default_storage.open(path) as file:
            for block in file.chunks(BLOCK):
                digest.update(block)
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
    return None if digest.hexdigest() == sha256 else "is not the one that was sealed"
