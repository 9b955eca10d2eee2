"""Stored files of evidence that are missing, or not the ones that were sealed, are found."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.management import CommandError, call_command

from articles.models import Article
from claims import stored_files
from tests import factories as make

pytestmark = pytest.mark.django_db

URL = "https://example.org/minutes"


class Noting(InMemoryStorage):
    """Its files note how much of them is asked for at once."""

    asked = []

    def _open(self, name, mode="rb"):
        with super()._open(name, mode) as file:
            return NotingFile(file.read(), self.asked)


class NotingFile(File):
    def __init__(self, data, asked):
        super().__init__(BytesIO(data))
        self.asked = asked

    def read(self, size=-1):
        self.asked.append(size)
        return self.file.read(size)

    size = property(lambda self: len(self.file.getvalue()))


class Failing(InMemoryStorage):
    def _open(self, name, mode="rb"):
        raise PermissionError(13, "Permission denied")


def upload(**told):
    """Evidence with a file."""
    return make.make_document(make.make_claim(), make.make_reviewer(), **told)


def copied():
    """A copy of a page given as evidence."""
    claim = make.make_claim()
    return make.keep_copy(make.make_evidence(claim, make.make_reviewer(), kind="web", url=URL))


def remove(path):
    default_storage.delete(path)


def replace(path, data=b"Other words.\n"):
    default_storage.delete(path)
    default_storage.save(path, ContentFile(data))


def problems(articles=None):
    articles = Article.objects.all() if articles is None else articles
    return [(one.article, one.sentence) for found in stored_files.verify(articles) for one in found]


def verify(capsys, *arguments):
    """What the command says, line by line, and how it ends."""
    try:
        call_command("verify_ledger", *arguments)
        end = ""
    except CommandError as error:
        end = (error.returncode, str(error))
    return capsys.readouterr().out.splitlines(), end


def test_files_that_are_as_they_were_kept_are_in_order():
    upload()
    copied()

    assert list(stored_files.verify(Article.objects.all())) == [[], []]


@pytest.mark.parametrize("kind", ["evidence", "copy"])
@pytest.mark.parametrize(
    ("damage", "what"),
    [(remove, "is missing"), (replace, "is not the one that was sealed")],
)
def test_a_file_that_is_missing_or_another_is_named_with_its_path(kind, damage, what):
    row = upload() if kind == "evidence" else copied()
    path = row.document.path if kind == "evidence" else row.path
    evidence = row if kind == "evidence" else row.evidence
    damage(path)

    assert problems() == [
        (evidence.claim.article_id, f"The file of {kind} {row.pk} {what}: {path}.")
    ]


def test_a_file_that_cannot_be_read_is_named_with_the_reason(settings):
    evidence = upload()
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Failing"}}

    assert problems() == [
        (
            evidence.claim.article_id,
            f"The file of evidence {evidence.pk} cannot be read (Permission denied): "
            f"{evidence.document.path}.",
        )
    ]


def test_a_file_that_several_rest_on_is_read_once_and_named_for_each():
    first, second = upload(), upload()
    default_storage.delete(first.document.path)

    [found] = stored_files.verify(Article.objects.all())

    assert [one.article for one in found] == [first.claim.article_id, second.claim.article_id]


def test_a_capture_that_brought_no_copy_has_no_file_to_miss():
    evidence = copied().evidence
    evidence.snapshots.create(
        url=URL, fetched_at=evidence.snapshots.get().fetched_at, remark="It answered 404."
    )

    assert problems() == []


def test_only_the_files_of_the_articles_in_question_are_read():
    first, second = upload(), upload(data=b"Forty members were present. Again.\n")
    for evidence in (first, second):
        default_storage.delete(evidence.document.path)

    articles = Article.objects.filter(pk=second.claim.article_id)

    assert [article for article, _ in problems(articles)] == [second.claim.article_id]


def test_a_large_file_is_read_in_blocks(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Noting"}}
    data = b"Forty members were present.\n" * 10_000
    make.keep_copy(upload(), warc=data)
    Noting.asked.clear()

    assert problems() == []
    assert {size for size in Noting.asked if size > 0} == {stored_files.BLOCK}
    assert len(Noting.asked) >= len(data) / stored_files.BLOCK


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_as_many_queries_for_one_file_as_for_three(count, django_assert_num_queries):
    for number in range(count):
        upload(data=b"Forty members were present.\n" * (number + 1))

    with django_assert_num_queries(2):
        assert len(list(stored_files.verify(Article.objects.all()))) == count


# --- the command -------------------------------------------------------------------------------


def test_the_command_counts_the_files_where_it_is_told_to_read_them(capsys):
    upload()

    assert verify(capsys, "--files") == (
        ["Checked: 3 entries of 1 article.", "Checked: 1 stored file.", "The record holds."],
        "",
    )


def test_the_command_reads_no_file_unless_it_is_told_to(capsys):
    default_storage.delete(upload().document.path)

    assert verify(capsys) == (["Checked: 3 entries of 1 article.", "The record holds."], "")


def test_the_command_says_which_file_is_not_whole_and_exits_with_1(capsys):
    evidence = upload()
    replace(evidence.document.path)
    slug, path = evidence.claim.article.slug, evidence.document.path

    assert verify(capsys, "--files") == (
        [
            "Checked: 3 entries of 1 article.",
            f"{slug}: The file of evidence {evidence.pk} is not the one that was sealed: {path}.",
            "Checked: 1 stored file.",
        ],
        (
            1,
            "1 stored file is missing or not what was sealed: restore each from a backup, under "
            "the same name.",
        ),
    )


def test_the_command_reads_the_files_of_one_article_where_it_is_told_to(capsys):
    damaged, whole = upload(), upload(data=b"Forty members were present. Again.\n")
    default_storage.delete(damaged.document.path)

    lines, end = verify(capsys, "--files", "--article", whole.claim.article.slug)

    assert (lines[1:], end) == (["Checked: 1 stored file.", "The record holds."], "")


def test_no_line_names_a_confidential_file_as_it_was_called(capsys):
    evidence = upload(name="minutes-of-somebody.txt", is_confidential=True)
    default_storage.delete(evidence.document.path)

    lines, _ = verify(capsys, "--files")

    assert lines[1].startswith(f"{evidence.claim.article.slug}: The file of evidence")
    assert "minutes-of-somebody" not in " ".join(lines)
