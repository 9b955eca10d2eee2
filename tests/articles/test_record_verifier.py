"""The stand-alone verifier, on exported records and published checkpoints."""

import ast
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command

from articles import checkpoints, ledger, record_verifier
from tests import factories as make

pytestmark = pytest.mark.django_db

BEGUN = datetime(2030, 1, 1, 12, tzinfo=UTC)
FIRST, SECOND = (datetime(2030, 1, day, 12, tzinfo=UTC) for day in (2, 3))


@pytest.fixture(scope="module")
def exported(made_once, tmp_path_factory):
    """An article's record of four entries, exported; two checkpoints of it beside it."""
    folder = tmp_path_factory.mktemp("exported")
    with time_machine.travel(BEGUN, tick=False):
        article = make.make_article(headline="Şəhər “bir”")
    for moment in (FIRST, SECOND):
        with time_machine.travel(moment, tick=False):
            ledger.append(article, "article.note", by=make.make_editor(), payload={"n": "ə\n"})
            call_command("checkpoint", output=str(checkpoint(folder, moment)))
    ledger.append(article, "article.note", by=None, payload={"n": 3})
    call_command("export_record", article.slug, output=str(folder / "record.json"))
    return folder


@pytest.fixture
def record(exported, tmp_path):
    """A copy of it that a test may tamper with."""
    return shutil.copytree(exported, tmp_path, dirs_exist_ok=True) / "record.json"


def checkpoint(folder, moment):
    return folder / f"{moment:%Y-%m-%d}.json"


def change(path, alter):
    """Let `alter` change what is in a file."""
    value = json.loads(path.read_text())
    alter(value)
    path.write_text(json.dumps(value))


def check(capsys, path, *moments):
    """Return the exit code, and what the verifier says."""
    capsys.readouterr()
    arguments = [str(checkpoint(path.parent, moment)) for moment in moments]
    code = record_verifier.main([str(path), *(["--checkpoint", *arguments] if arguments else [])])
    out, err = capsys.readouterr()
    return code, (out + err).splitlines()


def rewrite(record, since=1):
    """Write the chain anew from the entry `since` on, head and all, so that it holds."""
    entries = record["entries"]
    previous = entries[since - 2]["hash"] if since > 1 else ""
    for entry in entries[since - 1 :]:
        entry["actor_name"], entry["previous_hash"] = "Somebody else", previous
        entry["hash"] = previous = record_verifier.digest(record["article"], entry)
    record["head"]["hash"] = previous


def reseal(record):
    record["head"] = {
        "sequence": len(record["entries"]),
        "hash": record["entries"][-1]["hash"],
    }


# --- what holds -------------------------------------------------------------------------------


def test_a_record_that_nobody_touched_holds(record, capsys):
    head = json.loads(record.read_text())["head"]["hash"]

    assert check(capsys, record) == (
        0,
        [
            f"The record holds: 4 entries, head {head}.",
            "To find a record that was written anew, give checkpoints kept from earlier days.",
        ],
    )


def test_a_record_that_grew_since_its_checkpoints_is_as_they_list_it(record, capsys):
    code, said = check(capsys, record, SECOND, FIRST)

    assert (code, said[1:]) == (
        0,
        ["As the checkpoint of 2030-01-03 lists it.", "As the checkpoint of 2030-01-02 lists it."],
    )


def test_a_record_that_is_younger_than_the_checkpoint_is_not_suspected(record, capsys):
    with time_machine.travel(SECOND, tick=False):
        article = make.make_article()
    call_command("export_record", article.slug, output=str(record))

    code, said = check(capsys, record, FIRST)

    assert (code, said[1]) == (
        0, "Younger than the checkpoint of 2030-01-02, which does not list it.",
    )  # fmt: skip


def test_it_runs_as_one_file_without_the_project(record, tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(record_verifier.__file__, alone / "verifier.py")
    command = [sys.executable, "-I", "-S", "verifier.py", record]

    clean = subprocess.run(command, cwd=alone, capture_output=True, text=True)
    change(record, lambda told: told["entries"].pop(1))
    changed = subprocess.run(command, cwd=alone, capture_output=True, text=True)

    assert (clean.returncode, clean.stdout[:17]) == (0, "The record holds:")
    assert (changed.returncode, changed.stdout) == (1, "Entry 2 is missing: it was removed.\n")


def test_it_imports_the_standard_library_only():
    with open(record_verifier.__file__, encoding="utf-8") as file:
        nodes = list(ast.walk(ast.parse(file.read())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}

    assert names - sys.stdlib_module_names == set()


# --- what was changed -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("payload", '{"n":9}'),
        ("actor_name", "Somebody else"),
        ("actor_id", 4711),
        ("action", "article.nothing"),
        ("created", "2020-01-01T00:00:00.000000+00:00"),
        ("hash", "0" * 64),
    ],
)
def test_an_edit_is_found(record, capsys, name, value):
    change(record, lambda told: told["entries"][1].update({name: value}))

    assert check(capsys, record) == (1, ["Entry 2 was changed after it was written."])


def test_another_article_is_found(record, capsys):
    change(record, lambda told: told.update(article=4711))

    assert check(capsys, record) == (1, ["Entry 1 was changed after it was written."])


def test_an_edit_that_was_hashed_anew_is_found_by_the_next(record, capsys):
    def alter(told):
        entry = told["entries"][1]
        entry["payload"] = "{}"
        entry["hash"] = record_verifier.digest(told["article"], entry)

    change(record, alter)

    sentence = "Entry 3 does not follow from the one before it: one was replaced."
    assert check(capsys, record) == (1, [sentence])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_entry_is_found(record, capsys, number):
    change(record, lambda told: told["entries"].pop(number - 1))

    assert check(capsys, record) == (1, [f"Entry {number} is missing: it was removed."])


def test_a_reorder_is_found(record, capsys):
    def alter(told):
        told["entries"][1:3] = reversed(told["entries"][1:3])

    change(record, alter)

    sentence = "The entries were put in another order: 3 stands where 2 belongs."
    assert check(capsys, record) == (1, [sentence])


def test_a_reorder_under_other_numbers_is_found(record, capsys):
    def alter(told):
        told["entries"][1:3] = reversed(told["entries"][1:3])
        for number, entry in enumerate(told["entries"], start=1):
            entry["sequence"] = number

    change(record, alter)

    sentence = "Entry 2 does not follow from the one before it: one was replaced."
    assert check(capsys, record) == (1, [sentence])


def test_a_cut_tail_is_found(record, capsys):
    change(record, lambda told: told["entries"].pop())

    sentence = "The record ends at entry 3, its head is 4: the tail was cut."
    assert check(capsys, record) == (1, [sentence])


def test_a_record_without_any_entry_does_not_hold(record, capsys):
    change(record, lambda told: told.update(entries=[], head={"hash": "", "sequence": 0}))

    assert check(capsys, record) == (1, ["The record has no entry at all: it was removed."])


@pytest.mark.parametrize("head", [{"hash": "0" * 64}, {"sequence": 3}])
def test_a_changed_head_is_found(record, capsys, head):
    change(record, lambda told: told["head"].update(head))

    sentence = "The head is not the hash of entry 4: the head or the record was changed."
    assert check(capsys, record) == (1, [sentence])


def test_a_tail_that_was_cut_with_its_head_is_found_by_a_checkpoint(record, capsys):
    def alter(told):
        del told["entries"][2:]
        reseal(told)

    change(record, alter)

    assert check(capsys, record)[0] == 0
    sentence = "The checkpoint of 2030-01-03 lists entry 3, this ends at 2: the tail was cut."
    assert check(capsys, record, FIRST, SECOND) == (1, [sentence])


def test_a_rewritten_chain_is_found_by_a_checkpoint(record, capsys):
    change(record, lambda told: rewrite(told, since=2))

    assert check(capsys, record)[0] == 0
    sentence = "The checkpoint of 2030-01-02 lists another entry 2: the record was written anew."
    assert check(capsys, record, FIRST) == (1, [sentence])


def test_a_chain_rewritten_from_its_first_entry_is_found_by_a_checkpoint(record, capsys):
    change(record, rewrite)

    sentence = (
        "The checkpoint of 2030-01-02 lists no record that begins like this, "
        "and it says it is older: written anew."
    )
    assert check(capsys, record, FIRST) == (1, [sentence])


def test_a_record_without_any_entry_is_no_younger_than_a_checkpoint(record, capsys):
    change(record, lambda told: told.update(entries=[], head={"hash": "", "sequence": 0}))

    assert len(check(capsys, record, FIRST)[1]) == 2


def test_a_changed_checkpoint_is_found(record, capsys):
    change(checkpoint(record.parent, FIRST), lambda told: told.update(previous_hash="0" * 64))

    sentence = "The checkpoint of 2030-01-02 was changed after it was made."
    assert check(capsys, record, FIRST) == (1, [sentence])


def reseal_checkpoint(told, **changes):
    told.update(changes)
    del told["hash"]
    told["hash"] = record_verifier._sha256(told)


def test_a_checkpoint_that_does_not_follow_from_the_day_before_is_found(record, capsys):
    change(
        checkpoint(record.parent, SECOND),
        lambda told: reseal_checkpoint(told, previous_hash="0" * 64),
    )

    sentence = "The checkpoint of 2030-01-03 does not follow from that of 2030-01-02."
    assert check(capsys, record, SECOND, FIRST) == (1, [sentence])


def test_two_checkpoints_of_one_day_that_differ_are_found(record, capsys):
    change(
        checkpoint(record.parent, SECOND),
        lambda told: reseal_checkpoint(told, day="2030-01-02"),
    )

    sentence = "There are two checkpoints of 2030-01-02, and they differ."
    assert check(capsys, record, FIRST, SECOND) == (1, [sentence])


def test_a_record_that_a_later_checkpoint_lists_no_more_was_written_anew(record, capsys):
    change(checkpoint(record.parent, SECOND), lambda told: reseal_checkpoint(told, heads=[]))
    change(record, lambda told: told.update(entries=rewritten_later(told)))
    change(record, rewrite)

    sentence = (
        "Of what the checkpoint of 2030-01-02 lists, that of 2030-01-03 lists 1 no longer or "
        "shorter: records were removed or written anew."
    )
    assert check(capsys, record, FIRST, SECOND) == (1, [sentence])


def rewritten_later(told):
    """Return the entries dated after every checkpoint, as somebody would who writes them anew."""
    return [{**entry, "created": "2030-02-01T12:00:00.000000+00:00"} for entry in told["entries"]]


def test_a_record_that_a_later_checkpoint_lists_shorter_was_cut(record, capsys):
    change(
        checkpoint(record.parent, FIRST),
        lambda told: reseal_checkpoint(told, heads=[{**told["heads"][0], "sequence": 4}]),
    )

    assert "lists 1 no longer or shorter" in " ".join(check(capsys, record, FIRST, SECOND)[1])


def test_the_same_checkpoint_may_be_given_twice(record, capsys):
    assert check(capsys, record, FIRST, FIRST)[0] == 0


# --- what it cannot read ----------------------------------------------------------------------

NO_JSON = "is no JSON that we write. Download it anew."
NO_RECORD = "is no newsroom-record file. Download it anew."
NO_SHAPE = "is not of the shape that we write. Download it anew."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NO_JSON),
        (b"<html>", NO_JSON),
        (b"\xff\xfe{}", NO_JSON),
        (b"[" * 100_000, NO_JSON),
        (b'{"format":"a","format":"b"}', NO_JSON),
        (b'{"format":1.0}', NO_JSON),
        (b'{"format":NaN}', NO_JSON),
        (b'{"format":' + b"9" * 5000 + b"}", NO_JSON),
        (b"[]", NO_RECORD),
        (b"null", NO_RECORD),
        (b"{}", NO_RECORD),
        (b'{"format":"newsroom-checkpoint","version":1}', NO_RECORD),
        (b'{"format":"newsroom-record","version":1}', NO_SHAPE),
        (
            b'{"format":"newsroom-record","version":2}',
            "is of version 2, and this verifier reads 1. Take the verifier that came with it.",
        ),
        (
            b'{"format":"newsroom-record","version":true}',
            "is of version True, and this verifier reads 1. Take the verifier that came with it.",
        ),
    ],
)
def test_a_file_that_is_no_record_gets_a_sentence(record, capsys, data, sentence):
    record.write_bytes(data)

    assert check(capsys, record) == (2, [f"{record} {sentence}"])


@pytest.mark.parametrize(
    "alter",
    [
        lambda told: told.update(surplus=1),
        lambda told: told.update(article="1"),
        lambda told: told.update(article=True),
        lambda told: told.update(slug=None),
        lambda told: told.update(head=[]),
        lambda told: told["head"].update(sequence=-1),
        lambda told: told["head"].update(hash="0"),
        lambda told: told.update(entries={}),
        lambda told: told["entries"].append(None),
        lambda told: told["entries"][0].pop("payload"),
        lambda told: told["entries"][0].update(surplus=1),
        lambda told: told["entries"][0].update(sequence="1"),
        lambda told: told["entries"][0].update(action=None),
        lambda told: told["entries"][0].update(actor_id="1"),
        lambda told: told["entries"][0].update(actor_name="\ud800"),
        lambda told: told["entries"][0].update(payload={}),
        lambda told: told["entries"][0].update(created="yesterday"),
        lambda told: told["entries"][0].update(created="2030-13-01T00:00:00.000000+00:00"),
        lambda told: told["entries"][0].update(created=1),
        lambda told: told["entries"][0].update(previous_hash=None),
        lambda told: told["entries"][0].update(hash=""),
    ],
)
def test_a_record_of_another_shape_gets_a_sentence(record, capsys, alter):
    change(record, alter)

    assert check(capsys, record) == (2, [f"{record} {NO_SHAPE}"])


@pytest.mark.parametrize(
    "alter",
    [
        lambda told: told.update(day="today"),
        lambda told: told.update(day=1),
        lambda told: told.update(made="noon"),
        lambda told: told.update(previous_hash=None),
        lambda told: told.update(hash="0"),
        lambda told: told.update(heads={}),
        lambda told: told["heads"].append(1),
        lambda told: told["heads"][0].update(sequence=0),
        lambda told: told["heads"][0].update(record=""),
        lambda told: told["heads"][0].update(hash=""),
    ],
)
def test_a_checkpoint_of_another_shape_gets_a_sentence(record, capsys, alter):
    path = checkpoint(record.parent, FIRST)
    change(path, alter)

    assert check(capsys, record, FIRST) == (2, [f"{path} {NO_SHAPE}"])


def test_a_record_given_as_a_checkpoint_gets_a_sentence(record, capsys):
    shutil.copy(record, checkpoint(record.parent, FIRST))

    _, said = check(capsys, record, FIRST)

    assert said == [
        f"{checkpoint(record.parent, FIRST)} is no newsroom-checkpoint file. Download it anew."
    ]


def test_a_huge_file_gets_a_sentence(record, capsys, monkeypatch):
    monkeypatch.setattr(record_verifier, "LARGEST", 100)

    sentence = f"{record} is larger than 100 bytes: it is no file of ours."
    assert check(capsys, record) == (2, [sentence])


def test_a_file_that_is_not_there_gets_a_sentence(record, capsys):
    record.unlink()

    sentence = f"{record} cannot be opened: No such file or directory."
    assert check(capsys, record) == (2, [sentence])


def test_the_verifier_reads_what_the_project_writes():
    assert checkpoints.VERSION == record_verifier.VERSION
