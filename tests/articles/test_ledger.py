"""The record finds out whoever changes it, and says where."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles import editing, guarded_tables, ledger
from articles.errors import Conflict
from articles.models import Article, LedgerEntry, Revision
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def tampering():
    """Take every guard off, as somebody would who owns the database."""
    guarded_tables.remove(connection, guarded_tables.watched())


def make_record(entries=4):
    """An article whose record has this many entries."""
    article = make.make_article()
    for n in range(1, entries):
        ledger.append(article, "article.note", by=None, payload={"n": n})
    return article


def problems(articles=None):
    return [(found.article, found.sequence, found.sentence) for found in ledger.verify(articles)]


def entry(article, sequence):
    return LedgerEntry.objects.filter(article=article, sequence=sequence)


# --- canonical JSON ---------------------------------------------------------------------------


def test_canonical_json_has_one_text_for_one_value():
    value = {"b": [1, True, None], "a": {"ə": "“x”\n"}}

    assert ledger.canonical(value) == '{"a":{"ə":"“x”\\n"},"b":[1,true,null]}'


@pytest.mark.parametrize(
    "value", [1.0, {"a": 1.5}, ["a", [0.1]], {"a": ({"b": 2.0},)}, {1.5: "a"}, float("nan")]
)
def test_canonical_json_refuses_floats(value):
    with pytest.raises(TypeError, match="A ledger payload holds no floats"):
        ledger.canonical(value)


@pytest.mark.parametrize("value", [datetime(2030, 1, 2, tzinfo=UTC), b"a", {1, 2}])
def test_canonical_json_refuses_what_is_no_json(value):
    with pytest.raises(TypeError):
        ledger.canonical({"a": value})


# --- append -----------------------------------------------------------------------------------


@time_machine.travel(datetime(2030, 1, 2, 3, 4, 5, 678, tzinfo=UTC), tick=False)
def test_the_hash_covers_everything_an_entry_says():
    editor, article = make.make_editor(), make.make_article()

    written = ledger.append(article, "article.note", by=editor, payload={"n": 1})

    said = {
        "action": "article.note",
        "actor_id": editor.pk,
        "actor_name": editor.get_full_name(),
        "article": article.pk,
        "created": "2030-01-02T03:04:05.000678+00:00",
        "payload": '{"n":1}',
        "previous_hash": entry(article, 1).get().hash,
        "sequence": 2,
    }
    said = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert written.hash == hashlib.sha256(said.encode()).hexdigest()


def test_the_article_keeps_the_head():
    article = make_record()

    last = entry(article, 4).get()
    kept = Article.objects.get()
    assert (kept.head_sequence, kept.head_hash, kept.updated_at) == (4, last.hash, last.created)


def test_an_entry_after_a_head_that_moved_is_a_conflict():
    article = make.make_article()
    stale = Article.objects.get(pk=article.pk)
    ledger.append(article, "article.note", by=None, payload={})

    with pytest.raises(Conflict, match="Somebody else has just changed this article"):
        ledger.append(stale, "article.note", by=None, payload={})

    assert LedgerEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_written_in_the_transaction_of_its_deed_or_not_at_all():
    article = make.make_article()

    with pytest.raises(RuntimeError, match="in the transaction of its deed"):
        ledger.append(article, "article.note", by=None, payload={})

    assert LedgerEntry.objects.count() == 1


# --- verify -----------------------------------------------------------------------------------


def test_a_record_that_nobody_touched_holds():
    make_record()
    make.make_published_article()

    assert problems() == []


def test_an_article_without_a_record_does_not_hold():
    bare = Article.objects.create(slug="bare", headline="Bare", updated_at=datetime.now(UTC))

    assert problems() == [(bare.pk, 1, "It has no entry at all: its record was removed.")]


@pytest.mark.usefixtures("tampering")
def test_a_record_that_is_gone_with_its_head_is_found():
    article = make_record()

    LedgerEntry.objects.all().delete()
    Article.objects.update(head_sequence=0, head_hash="")

    assert problems() == [(article.pk, 1, "It has no entry at all: its record was removed.")]


@pytest.mark.parametrize(
    "change",
    [
        {"payload": '{"n":9}'},
        {"actor_name": "Somebody else"},
        {"actor_id": 4711},
        {"action": "article.nothing"},
        {"created": datetime(2020, 1, 2, tzinfo=UTC)},
        {"hash": "0" * 64},
    ],
)
@pytest.mark.usefixtures("tampering")
def test_an_edited_entry_is_found(change):
    article = make_record()

    entry(article, 2).update(**change)

    assert problems() == [(article.pk, 2, "Entry 2 was changed after it was written.")]


@pytest.mark.usefixtures("tampering")
def test_an_entry_that_was_edited_and_hashed_anew_is_found_by_the_next():
    article = make_record()
    edited = entry(article, 2).get()
    edited.payload = '{"n":9}'

    entry(article, 2).update(payload=edited.payload, hash=ledger.digest(edited))

    assert problems() == [(article.pk, 3, "Entry 3 does not follow from the one before it.")]


@pytest.mark.parametrize("sequence", [1, 2, 3])
@pytest.mark.usefixtures("tampering")
def test_a_removed_entry_is_found(sequence):
    article = make_record()

    entry(article, sequence).delete()

    assert problems() == [(article.pk, sequence, f"Entry {sequence} is missing.")]


@pytest.mark.usefixtures("tampering")
def test_a_removed_entry_whose_number_was_taken_is_found():
    article = make_record()
    entry(article, 2).delete()

    for sequence in (3, 4):
        entry(article, sequence).update(sequence=sequence - 1)

    assert problems() == [(article.pk, 2, "Entry 2 does not follow from the one before it.")]


@pytest.mark.usefixtures("tampering")
def test_a_reorder_is_found():
    article = make_record()

    entry(article, 2).update(sequence=9)
    entry(article, 3).update(sequence=2)
    entry(article, 9).update(sequence=3)

    assert problems() == [(article.pk, 2, "Entry 2 does not follow from the one before it.")]


@pytest.mark.usefixtures("tampering")
def test_a_cut_tail_is_found():
    article = make_record()

    entry(article, 4).delete()

    assert problems() == [
        (
            article.pk,
            4,
            "The chain ends at entry 3, its head says 4: the tail was cut or the head was changed.",
        )
    ]


@pytest.mark.usefixtures("tampering")
def test_a_record_that_is_gone_altogether_is_found():
    article = make_record()

    LedgerEntry.objects.all().delete()

    assert [(pk, sequence) for pk, sequence, _ in problems()] == [(article.pk, 1)]


@pytest.mark.parametrize(
    "change", [{"head_hash": "0" * 64}, {"head_sequence": 3}, {"head_sequence": 5}]
)
def test_a_changed_head_is_found(change):
    article = make_record()

    Article.objects.update(**change)

    assert [(pk, sequence) for pk, sequence, _ in problems()] == [(article.pk, 5)]


@pytest.mark.usefixtures("tampering")
def test_each_article_that_does_not_hold_is_named_and_no_other():
    first, second, third = make_record(), make_record(), make_record()
    entry(first, 3).delete()
    entry(third, 1).update(action="article.nothing")

    assert [(pk, sequence) for pk, sequence, _ in problems()] == [(first.pk, 3), (third.pk, 1)]
    assert problems(Article.objects.filter(pk=second.pk)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_verifying_takes_as_many_queries_for_one_article_as_for_three(
    count, django_assert_num_queries
):
    for _ in range(count):
        make_revised()

    with django_assert_num_queries(3):
        assert problems() == []


# --- the revisions an article's record tells of -----------------------------------------------


def make_revised():
    """An article with three revisions, made by its entries 1, 3 and 4."""
    article, editor = make.make_article(), make.make_editor()
    ledger.append(article, "article.note", by=None, payload={})
    for number in (1, 2):
        editing.revise(article, by=editor, based_on=number, html=f"<p>Words {number}.</p>")
    article.refresh_from_db()
    return article


def test_articles_with_many_revisions_hold():
    first, second = make_revised(), make_revised()

    assert problems() == []
    assert problems(Article.objects.filter(pk=second.pk)) == []
    assert problems(Article.objects.filter(pk=first.pk)) == []


@pytest.mark.parametrize(
    ("part", "number", "sequence"),
    [
        ("text", 1, 1), ("html", 1, 1), ("text", 2, 3), ("html", 2, 3), ("details", 2, 3),
        ("headline", 2, 3), ("note", 2, 3), ("text", 3, 4), ("note", 3, 4),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("tampering")
def test_a_changed_revision_is_found(part, number, sequence):
    make_revised()
    article, _ = make_revised(), make_revised()

    article.revisions.filter(number=number).update(**{part: "Other."})

    sentence = f"Revision {number} is not what entry {sequence} says: {part} changed."
    assert problems() == [(article.pk, sequence, sentence)]


@pytest.mark.usefixtures("tampering")
def test_every_part_of_a_revision_that_changed_is_named():
    article = make_revised()

    article.revisions.filter(number=2).update(text="Other.", html="<p>Other.</p>")

    sentence = "Revision 2 is not what entry 3 says: text, html changed."
    assert problems() == [(article.pk, 3, sentence)]


@pytest.mark.usefixtures("tampering")
def test_a_removed_revision_is_found():
    article, _ = make_revised(), make_revised()

    article.revisions.filter(number=2).delete()

    assert problems() == [(article.pk, 3, "Revision 2, which entry 3 made, is missing.")]


def make_forged(article):
    """A revision that somebody inserted by hand; no guard stands against it."""
    return Revision.objects.create(
        article=article, number=4, headline="Other", html="<p>Other.</p>", text="Other.",
        details="{}", author_name="Nobody", created=datetime.now(UTC),
    )  # fmt: skip


def test_a_revision_inserted_past_the_door_is_found():
    _, article = make_revised(), make_revised()

    make_forged(article)

    sentence = "It has a revision that no entry names: somebody inserted it."
    assert problems() == [(article.pk, 5, sentence)]


@pytest.mark.parametrize("which", ["older", "forged", "another's"])
def test_an_article_that_shows_another_revision_than_the_last_recorded_is_found_once(which):
    other, article = make_revised(), make_revised()
    shown = {
        "older": article.revisions.get(number=2),
        "forged": make_forged(article),
        "another's": other.revision,
    }[which]

    Article.objects.filter(pk=article.pk).update(revision=shown)

    sentence = "The article shows another revision than 3, the last one recorded."
    assert problems() == [(article.pk, 5, sentence)]


@pytest.mark.parametrize("payload", ["{}", "[]", "no JSON"])
def test_an_entry_that_makes_a_revision_and_says_nothing_of_it_does_not_hold(payload):
    article = make.make_article()
    forged = ledger.append(article, "article.note", by=None, payload={})
    forged.action, forged.payload = "article.revise", payload
    forged.hash = ledger.digest(forged)
    guarded_tables.remove(connection, guarded_tables.watched())
    entry(article, 2).update(action=forged.action, payload=payload, hash=forged.hash)
    Article.objects.update(head_hash=forged.hash)
    make_forged(article)
    Revision.objects.filter(number=4).update(number=2)

    parts = "headline, change, note, text, html, details"
    assert problems() == [(article.pk, 2, f"Revision 2 is not what entry 2 says: {parts} changed.")]


# --- the command ------------------------------------------------------------------------------


def verify(*arguments):
    call_command("verify_ledger", *arguments)


def test_the_command_counts_what_it_checked(capsys):
    make_record()
    make_record(1)

    verify()

    assert capsys.readouterr().out == "Checked: 5 entries of 2 articles.\nThe record holds.\n"


@pytest.mark.usefixtures("tampering")
def test_the_command_says_which_entry_of_which_article_does_not_hold(capsys):
    article, _ = make_record(), make_record()
    entry(article, 2).delete()
    guarded_tables.install(connection, guarded_tables.watched())

    with pytest.raises(CommandError) as refused:
        verify()

    assert capsys.readouterr().out == (
        f"{article.slug}: entry 2 does not hold. Entry 2 is missing.\n"
        "Checked: 7 entries of 2 articles.\n"
    )
    assert (refused.value.returncode, str(refused.value)) == (
        1,
        "The record of 1 article does not hold: compare it with a backup, "
        "and find out who changed it.",
    )


def test_the_command_checks_one_article_where_it_is_told_to(capsys):
    article, _ = make_record(), make_record()

    verify("--article", article.slug)

    assert capsys.readouterr().out == "Checked: 4 entries of 1 article.\nThe record holds.\n"


def test_the_command_says_what_to_do_about_an_unknown_article():
    with pytest.raises(CommandError) as refused:
        verify("--article", "none")

    assert str(refused.value) == (
        "No article has the slug “none”. It is the last part of its address."
    )


@pytest.mark.parametrize("gone", ["articles_ledgerentry_no_update", "claims_four_eyes"])
def test_the_command_names_a_guard_that_is_gone(gone, capsys):
    connection.check_constraints()
    guards = [guard for guard in guarded_tables.watched() if guard.name == gone]
    guarded_tables.remove(connection, guards)

    with pytest.raises(CommandError) as refused:
        verify()

    assert capsys.readouterr().out == (
        f"The guard {gone} is not on the database as it should be.\n"
        "Checked: 0 entries of 0 articles.\n"
    )
    assert str(refused.value) == (
        "1 guard is missing or changed: put them back with manage.py migrate, "
        "and find out who touched them."
    )


def test_what_an_article_says_is_bound_by_its_record():
    article = make.make_article()
    editing.revise(article, by=make.make_editor(), based_on=1, html="<p>Other words.</p>")

    revision = Revision.objects.get(number=2)
    payload = json.loads(entry(article, 2).get().payload)
    assert payload["text_sha256"] == hashlib.sha256(revision.text.encode()).hexdigest()


def test_a_record_holds_whose_clock_was_set_back():
    article = make.make_article()
    now = timezone.now()

    for moment in (now + timedelta(days=400), now, now):
        with time_machine.travel(moment, tick=False):
            ledger.append(article, "article.note", by=None, payload={})

    assert list(ledger.verify()) == []
