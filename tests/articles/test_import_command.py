"""What a person at a terminal is told by import_articles."""

import io
import os

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, SourceDocument
from tests.factories import make_editor

pytestmark = pytest.mark.django_db

PAGE = "Bridge opens after repairs\n\nThe bridge over the river opened on Monday. It is wide.\n"


def run(*arguments):
    """Return (what was said, the error or None)."""
    out = io.StringIO()
    try:
        call_command("import_articles", *map(str, arguments), stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), None


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "bridge.txt"
    path.write_text(PAGE)
    return path


def test_a_file_is_imported_and_counted(page):
    said, error = run(page)

    assert error is None
    assert "1 created, 0 updated, 0 unchanged, 0 refused." in said


def test_running_it_again_finds_everything_unchanged(page):
    run(page)
    assert "0 created, 0 updated, 1 unchanged, 0 refused." in run(page)[0]


def test_a_file_and_the_folder_it_lies_in_are_the_same_source(page):
    run(page.parent)
    assert "0 created, 0 updated, 1 unchanged, 0 refused." in run(page)[0]


def test_a_folder_names_what_it_passes_over(page):
    other = page.parent / "notes.json"
    other.write_text("{}")

    said, error = run(page.parent)
    assert (error, f"passed over, not an article: {other}" in said) == (None, True)


def test_a_dry_run_stores_nothing(page):
    said, _ = run(page, "--dry-run")

    assert "Would be: 1 created" in said
    assert Article.objects.count() == 0


def test_a_dry_run_counts_an_article_that_comes_twice_as_the_real_run_does(page):
    (page.parent / "copy.txt").write_text(PAGE)
    (page.parent / "empty.txt").write_text("")

    dry, _ = run(page.parent, "--dry-run")
    real, _ = run(page.parent)

    assert "1 created, 0 updated, 1 unchanged, 1 refused." in real
    assert dry == real.replace("1 created", "Would be: 1 created")


def test_who_imports_is_in_the_record(page):
    editor = make_editor(username="importer")
    run(page, "--by", "importer")

    assert Article.objects.get().revision.author == editor


def test_an_unknown_importer_is_named(page):
    assert run(page, "--by", "nobody")[1] == "There is no account “nobody”."


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n \n", ""),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
    "paper.pdf": (b"%PDF-1.7", ".txt"),
    "huge.txt": (b"Title\n\n" + b"The council met. " * 3_000_000, "MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_a_reason_and_the_rest_is_imported(page, name):
    data, word = BAD[name]
    bad = page.parent / name
    bad.write_bytes(data)

    said, error = run(page, bad)
    assert "1 created, 0 updated, 0 unchanged, 1 refused." in said
    assert word in said.split(name)[1]
    assert error.startswith("1 refused")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    said, error = run(tmp_path / "gone.txt")
    assert ("It cannot be read" in said, error.startswith("1 refused")) == (True, True)


def test_a_folder_with_nothing_to_import_is_an_error(tmp_path):
    assert run(tmp_path)[1] == "There is nothing to import in what was named."


def test_markup_in_a_file_name_is_shown_as_it_is(tmp_path):
    (tmp_path / "[red]bridge.txt").write_text(PAGE)
    assert "[red]bridge.txt" in run(tmp_path)[0]


# Names and files that cannot be imported stop nothing else.


def rows(said):
    """The table as [(source, result, reason)]."""
    lines = [line.split("  ") for line in said.splitlines()[1:]]
    return [tuple(part.strip() for part in line if part.strip()) for line in lines if line[1:]]


def test_a_file_name_that_is_not_utf8_is_refused(page):
    os.rename(page, os.fsencode(page.parent) + b"/bri\xffdge.txt")
    (page.parent / "ferry.txt").write_text(PAGE.replace("bridge", "ferry"))

    said, error = run(page.parent)

    reason = "Its name is not in UTF-8. Rename it, then import it."
    assert rows(said)[0] == ("bri\\xffdge.txt", "refused", reason)
    assert [source.name for source in SourceDocument.objects.all()] == ["ferry.txt"]
    assert error.startswith("1 refused")


def test_a_name_that_is_not_utf8_and_no_article_is_passed_over(page):
    (page.parent / os.fsdecode(b"\xff.json")).write_text("{}")

    said, error = run(page.parent)

    assert (error, f"not an article: {page.parent}/\\xff.json\n" in said) == (None, True)


def test_a_path_that_is_too_long_to_keep_is_refused(page):
    folder = page.parent.joinpath(*["f" * 100] * 5)
    folder.mkdir(parents=True)
    (folder / "far.txt").write_text(PAGE)

    said, _ = run(page.parent)

    assert "has 512 characters, more than 500" in " ".join(said.split())
    assert [source.name for source in SourceDocument.objects.all()] == ["bridge.txt"]


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a"])
def test_a_broken_link_in_a_folder_is_refused(page, name):
    (page.parent / name).symlink_to("nowhere.txt")

    said, error = run(page.parent)

    reason = "It is a link to a file that is not there. Put the file itself there."
    assert rows(said)[0] == (name, "refused", reason)
    assert "1 created, 0 updated, 0 unchanged, 1 refused." in said
    assert error.startswith("1 refused")


def test_a_link_to_a_folder_is_named_and_not_followed(page):
    link = page.parent / "round"
    link.symlink_to(page.parent)

    said, error = run(page.parent)

    assert (error, f"not an article: {link}\n" in said) == (None, True)
    assert "1 created, 0 updated, 0 unchanged, 0 refused." in said


def test_a_pipe_is_refused_and_not_waited_for(page):
    os.mkfifo(page.parent / "a.txt")

    said, _ = run(page.parent)

    reason = "It is not a file. Name a file, or the folder it lies in."
    assert rows(said)[0] == ("a.txt", "refused", reason)


def test_a_folder_that_cannot_be_listed_is_refused(page, monkeypatch):
    monkeypatch.chdir(page.parent)
    for _ in range(17):
        os.mkdir("f" * 250)
        os.chdir("f" * 250)

    said, error = run(page.parent)

    assert "It cannot be read: File name too long." in " ".join(said.split())
    assert "1 created, 0 updated, 0 unchanged, 1 refused." in said
    assert error.startswith("1 refused")
