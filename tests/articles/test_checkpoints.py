"""Daily checkpoints: what they list, how they are chained, and what they find."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from articles import checkpoints, guarded_tables, ledger
from articles.errors import StepRefused
from articles.management.commands import verify_ledger
from articles.models import Article, Checkpoint, CheckpointHead
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (datetime(2030, 1, day, 12, tzinfo=UTC) for day in (2, 3, 4))


@pytest.fixture
def tampering():
    """Take every guard off, as somebody would who owns the database."""
    guarded_tables.remove(connection, guarded_tables.watched())


def make_on(moment):
    with time_machine.travel(moment, tick=False):
        return checkpoints.make()


def make_record(entries=3):
    article = make.make_article()
    write(article, entries - 1)
    return article


def write(article, entries=1):
    for n in range(entries):
        ledger.append(article, "article.note", by=None, payload={"n": n})


def document(checkpoint):
    return json.loads("".join(checkpoints.published(checkpoint)))


def heads_of(*articles):
    heads = [
        {
            "record": article.ledger.get(sequence=1).hash,
            "sequence": article.head_sequence,
            "hash": article.head_hash,
        }
        for article in articles
    ]
    return sorted(heads, key=lambda head: head["record"])


def strayed(articles=None):
    return [(one.article, one.sequence, one.sentence) for one in checkpoints.verify_heads(articles)]


# --- what one lists ---------------------------------------------------------------------------


def test_a_checkpoint_lists_every_head_and_its_own_hash():
    one, other = make_record(), make_record(1)

    told = document(make_on(FIRST))

    sealed = {name: value for name, value in told.items() if name != "hash"}
    assert sealed == {
        "day": "2030-01-02",
        "format": "newsroom-checkpoint",
        "heads": heads_of(one, other),
        "made": "2030-01-02T12:00:00.000000+00:00",
        "previous_hash": "",
        "version": 1,
    }
    assert told["hash"] == hashlib.sha256(ledger.canonical(sealed).encode()).hexdigest()


def test_the_day_is_that_of_utc(settings):
    settings.TIME_ZONE = "Asia/Baku"

    assert make_on(datetime(2030, 1, 2, 23, tzinfo=UTC)).day == date(2030, 1, 2)


def test_a_checkpoint_of_no_article_lists_nothing():
    made = make_on(FIRST)

    assert (made.heads, document(made)["heads"]) == (0, [])


def test_each_checkpoint_names_the_hash_of_the_one_before():
    first, third = make_on(FIRST), make_on(THIRD)

    assert (first.previous_hash, third.previous_hash) == ("", first.hash)


def test_a_day_has_one_checkpoint_however_often_it_is_made():
    article = make_record()
    first = make_on(FIRST)
    write(article)

    again = make_on(FIRST)

    assert (again, Checkpoint.objects.count()) == (first, 1)
    assert document(again)["heads"][0]["sequence"] == 3


def test_a_checkpoint_lists_those_heads_too_that_did_not_move_since():
    moving, resting = make_record(), make_record()
    first = make_on(FIRST)
    before = document(first)
    write(moving)

    second = make_on(SECOND)

    assert document(second)["heads"] == heads_of(moving, resting)
    assert document(first) == before
    assert CheckpointHead.objects.count() == 3


def test_many_records_are_listed_some_at_a_time(monkeypatch):
    monkeypatch.setattr(checkpoints, "AT_ONCE", 2)
    articles = [make.make_article() for _ in range(5)]

    made = make_on(FIRST)

    assert (made.heads, document(made)["heads"]) == (5, heads_of(*articles))
    assert list(checkpoints.verify_chain()) == []


def test_after_a_fast_clock_the_days_go_on_from_its_own():
    article = make_record()
    fast = make_on(SECOND)
    write(article)

    slow = make_on(FIRST)

    assert (slow.day, slow.created, slow.previous_hash) == (date(2030, 1, 4), FIRST, fast.hash)
    assert document(slow)["heads"] == heads_of(article)
    assert (list(checkpoints.verify_chain()), strayed()) == ([], [])


def test_a_clock_that_was_set_back_makes_one_checkpoint_a_day():
    make_on(SECOND)

    assert make_on(FIRST) == make_on(FIRST)
    assert Checkpoint.objects.count() == 2


def test_once_the_calendar_has_caught_up_days_are_its_own_again():
    make_on(SECOND)
    make_on(FIRST)

    last = make_on(datetime(2030, 1, 9, tzinfo=UTC))

    assert last.day == date(2030, 1, 9)


def test_no_day_follows_the_last_one_of_the_calendar():
    make_on(datetime(9999, 12, 31, tzinfo=UTC))

    with pytest.raises(StepRefused, match="no day follows it: a clock was wrong"):
        make_on(FIRST)
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_making_takes_as_many_queries_for_one_article_as_for_three(
    count, django_assert_num_queries
):
    for _ in range(count):
        make_record()

    with django_assert_num_queries(8):
        make_on(FIRST)


@pytest.mark.parametrize("model", [Checkpoint, CheckpointHead])
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_lets_nobody_change_or_remove_one(model, deed):
    make_record()
    make_on(FIRST)
    rows = model.objects.all()

    with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
        rows.update(hash="0" * 64) if deed == "update" else rows.delete()


# --- what they find ---------------------------------------------------------------------------


def test_records_that_only_grew_are_as_the_checkpoints_list_them():
    article = make_record()
    make_on(FIRST)
    write(article)
    make_on(SECOND)
    write(article)

    assert strayed() == []
    assert list(checkpoints.verify_chain()) == []


def rewrite(article, since):
    """Write the chain anew from the entry `since` on, head and all, so that it holds."""
    previous = article.ledger.get(sequence=since - 1).hash if since > 1 else ""
    for entry in article.ledger.filter(sequence__gte=since).order_by("sequence"):
        entry.actor_name, entry.previous_hash = "Somebody else", previous
        entry.hash = previous = ledger.digest(entry)
        entry.save()
    Article.objects.filter(pk=article.pk).update(head_hash=previous)


@pytest.mark.usefixtures("tampering")
def test_a_rewritten_chain_that_holds_by_itself_is_found():
    article, _ = make_record(), make_record()
    make_on(FIRST)

    rewrite(article, since=2)

    assert list(ledger.verify()) == []
    sentence = "The checkpoint of 2030-01-02 lists another entry 3: the record was written anew."
    assert strayed() == [(article.pk, 3, sentence)]


@pytest.mark.usefixtures("tampering")
def test_a_chain_that_was_rewritten_from_its_first_entry_is_found():
    article = make_record()
    make_on(FIRST)

    rewrite(article, since=1)

    sentence = (
        "The checkpoint of 2030-01-02 lists a record that begins otherwise: "
        "it was written anew or removed."
    )
    assert strayed() == [(article.pk, 1, sentence)]


@pytest.mark.usefixtures("tampering")
def test_a_tail_that_was_cut_with_its_head_is_found():
    article = make_record()
    make_on(FIRST)

    article.ledger.get(sequence=3).delete()
    head = article.ledger.get(sequence=2).hash
    Article.objects.update(head_sequence=2, head_hash=head)

    assert list(ledger.verify()) == []
    sentence = "The checkpoint of 2030-01-02 lists entry 3, which is missing: the tail was cut."
    assert strayed() == [(article.pk, 3, sentence)]


@pytest.mark.usefixtures("tampering")
def test_only_the_articles_asked_for_are_compared():
    article, other = make_record(), make_record()
    make_on(FIRST)
    rewrite(article, since=2)

    assert strayed(Article.objects.filter(pk=other.pk)) == []


@pytest.mark.usefixtures("tampering")
def test_a_checkpoint_made_after_the_chain_was_rewritten_lists_it_as_it_is():
    article = make_record()
    make_on(FIRST)
    rewrite(article, since=2)
    article.refresh_from_db()

    assert document(make_on(SECOND))["heads"] == heads_of(article)
    assert [day for _, _, day in strayed()] == [
        "The checkpoint of 2030-01-02 lists another entry 3: the record was written anew."
    ]


@pytest.mark.usefixtures("tampering")
def test_a_record_without_its_first_entry_stays_listed_as_it_was():
    article = make_record()
    first = make_on(FIRST)
    article.ledger.get(sequence=1).delete()
    write(article)

    assert document(make_on(SECOND))["heads"] == document(first)["heads"]


@pytest.mark.parametrize("change", [{"hash": "0" * 64}, {"heads": 9}, {"created": FIRST}])
@pytest.mark.usefixtures("tampering")
def test_a_changed_checkpoint_is_found(change):
    make_record()
    make_on(FIRST)
    make_on(SECOND)

    Checkpoint.objects.filter(day=SECOND).update(**change)

    changed = "The checkpoint of 2030-01-03 was changed after it was made."
    assert list(checkpoints.verify_chain()) == [changed]


@pytest.mark.usefixtures("tampering")
def test_a_changed_head_of_a_checkpoint_is_found_in_every_list_that_has_it():
    make_record()
    make_on(FIRST)
    make_on(SECOND)

    CheckpointHead.objects.update(sequence=2)

    assert list(checkpoints.verify_chain()) == [
        "The checkpoint of 2030-01-02 was changed after it was made.",
        "The checkpoint of 2030-01-03 was changed after it was made.",
    ]


@pytest.mark.usefixtures("tampering")
def test_a_removed_checkpoint_is_found_by_the_next_and_by_its_heads():
    make_record()
    make_on(FIRST)
    make_on(SECOND)

    Checkpoint.objects.filter(day=FIRST).delete()

    assert list(checkpoints.verify_chain()) == [
        "The checkpoint of 2030-01-03 does not follow from the one before it.",
        "The checkpoint of 2030-01-02 was removed.",
    ]


# --- the commands -----------------------------------------------------------------------------


def test_the_command_says_what_it_made_and_where_it_is(capsys):
    make_record()

    with time_machine.travel(FIRST, tick=False):
        call_command("checkpoint")

    made = Checkpoint.objects.get()
    assert capsys.readouterr().out == (
        f"Checkpoint of 2030-01-02: 1 head, hash {made.hash}.\n"
        "Published at /checkpoints/2030-01-02.json.\n"
    )


def test_the_command_writes_the_checkpoint_to_a_file(capsys, tmp_path):
    path = tmp_path / "checkpoint.json"
    make_record()

    call_command("checkpoint", "--output", str(path))

    assert json.loads(path.read_text()) == document(Checkpoint.objects.get())
    assert capsys.readouterr().out.splitlines()[-1] == f"Written to {path}."
    assert [file.name for file in tmp_path.iterdir()] == ["checkpoint.json"]


def test_the_command_mails_the_hash_to_whoever_keeps_it(mailoutbox, settings):
    settings.SITE_URL = "https://news.example"
    call_command("checkpoint", mail=["desk@news.example", "keeper@else.example"])

    [letter], made = mailoutbox, Checkpoint.objects.get()
    assert letter.recipients() == ["desk@news.example", "keeper@else.example"]
    assert [f"hash: {made.hash}" in letter.body, letter.to] == [True, []]
    assert f"https://news.example{made.get_absolute_url()}" in letter.body.splitlines()


def test_a_mail_server_that_is_down_is_named_and_the_checkpoint_stays(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    with pytest.raises(CommandError, match="It is made, and was not mailed"):
        call_command("checkpoint", mail=["desk@news.example"])

    assert Checkpoint.objects.count() == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    path = tmp_path / "none" / "checkpoint.json"

    with pytest.raises(CommandError) as refused:
        call_command("checkpoint", "--output", str(path))

    assert str(refused.value) == (
        f"{path} cannot be written: No such file or directory. Choose another place."
    )


def test_the_command_says_that_a_clock_was_wrong():
    make_on(datetime(9999, 12, 31, tzinfo=UTC))

    with time_machine.travel(FIRST, tick=False), pytest.raises(CommandError, match="clock"):
        call_command("checkpoint")


@pytest.mark.usefixtures("tampering")
def test_verify_ledger_compares_with_the_checkpoints(capsys):
    article = make_record()
    make_on(FIRST)
    rewrite(article, since=2)
    Checkpoint.objects.update(hash="0" * 64)
    guarded_tables.install(connection, guarded_tables.watched())

    with pytest.raises(CommandError) as refused:
        call_command("verify_ledger")

    assert capsys.readouterr().out.splitlines() == [
        f"{article.slug}: entry 3 does not hold. "
        "The checkpoint of 2030-01-02 lists another entry 3: the record was written anew.",
        "The checkpoint of 2030-01-02 was changed after it was made.",
        "Checked: 3 entries of 1 article.",
        "Checked: 1 checkpoint.",
    ]
    assert str(refused.value) == (
        "The record of 1 article does not hold: compare it with a backup, "
        "and find out who changed it. "
        "1 checkpoint does not hold: compare them with those that were published."
    )


def test_an_article_that_was_removed_from_the_database_is_named_by_its_number():
    assert verify_ledger._name(4711) == "article 4711, which is gone"
