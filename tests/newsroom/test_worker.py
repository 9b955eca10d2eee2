"""The worker: what it does by itself, what a failure costs, how it stops, and who is told."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from articles.models import Article, Checkpoint, WorkerBeat
from claims.fetching import PRIVATE
from claims.models import Snapshot
from newsroom import worker
from tests import factories as make

EVERY = worker.every_round()
NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
INDEX = "/admin/"


def beat(name="publish what is due", ago=0, error=""):
    WorkerBeat.objects.create(
        name=name, last_run=timezone.now() - timedelta(minutes=ago), last_error=error
    )


def beats(**told):
    """Every round left its beat a minute ago; those that are told of, as told."""
    for one in EVERY:
        beat(one.name, **{"ago": 1} | told.get(one.name.replace(" ", "_"), {}))


class Clock:
    """Seconds that pass only while somebody sleeps; when they run out, the worker is stopped."""

    def __init__(self, stop, seconds):
        self.now, self.stop, self.end = 0, stop, seconds

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        if self.now >= self.end:
            self.stop.asked = True


def ran(*rounds, seconds):
    """Run the rounds for so many seconds of a clock of their own."""
    stop = worker.Stop()
    clock = Clock(stop, seconds)
    worker.work(rounds, stop, clock, clock.sleep)


def a_round(name="count", every=10, fails=False):
    done = []

    def run(is_stopping):
        done.append(None)
        if fails:
            raise fails
        return ()

    return worker.Round(name, run, every), done


@pytest.mark.django_db
def test_every_round_has_its_own_pace():
    (slow, slow_done), (quick, quick_done) = a_round("slow", 30), a_round("quick", 10)

    ran(slow, quick, seconds=60)

    assert (len(slow_done), len(quick_done)) == (2, 6)


@pytest.mark.django_db
def test_a_round_that_fails_keeps_no_other_back_and_is_tried_again_later_each_time(caplog):
    broken, tries = a_round("break", 10, fails=ValueError("no such thing"))
    whole, done = a_round("go on", 10)

    ran(broken, whole, seconds=150)

    # After 20, 40 and 60 seconds.
    assert (len(tries), len(done)) == (4, 15)
    assert "Not done, and tried again: break." in caplog.text
    assert WorkerBeat.objects.get(name="break").last_error == "ValueError: no such thing"


@pytest.mark.django_db
def test_a_database_that_is_gone_is_waited_for(caplog):
    round_, _ = a_round("break", 10, fails=OperationalError("server closed the connection"))

    assert worker.run(round_, worker.Stop()) == (
        "The database refused: server closed the connection"
    )
    assert "Traceback" not in caplog.text


def test_however_often_it_failed_the_pause_has_an_end():
    round_, _ = a_round(every=5)

    assert [worker.pause(round_, failures) for failures in (0, 1, 2, 3, 4, 1000)] == [
        5, 10, 20, 40, 60, 60
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_round_that_worked_again_says_nothing_of_the_failure():
    beat("count", error="ValueError: no such thing")
    round_, _ = a_round("count")

    worker.run(round_, worker.Stop())

    assert WorkerBeat.objects.get(name="count").last_error == ""


@pytest.mark.django_db
def test_told_to_stop_it_ends_the_deed_in_hand_and_begins_no_other():
    stop, done = worker.Stop(), []

    def run(is_stopping):
        for n in range(3):
            done.append(n)
            stop.asked = True
            yield f"Deed {n}."

    other, other_done = a_round("other")
    clock = Clock(stop, seconds=60)
    worker.work([worker.Round("many", run, 5), other], stop, clock, clock.sleep)

    assert (done, other_done) == ([0], [])


@pytest.mark.django_db
def test_the_rounds_do_all_that_nobody_asks_for():
    with time_machine.travel(NOW, tick=False) as clock:
        article = make.schedule(make.make_article(), NOW + timedelta(hours=1))
        clock.move_to(NOW + timedelta(hours=1))

        call_command("work", "--once")

    assert Article.objects.get(pk=article.pk).status == "published"
    assert Checkpoint.objects.get().day == NOW.date()
    assert set(WorkerBeat.objects.values_list("name", "last_error")) == {
        (one.name, "") for one in worker.every_round()
    }


@pytest.mark.django_db
def test_a_round_that_fails_once_is_named_with_its_exit_code(monkeypatch):
    broken, _ = a_round("count what cannot be counted", fails=ValueError("x"))
    monkeypatch.setattr(worker, "ROUNDS", (broken,))

    with pytest.raises(CommandError) as refused:
        call_command("work", "--once")

    assert str(refused.value) == "Not done: count what cannot be counted. The log says why."


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_ends_on_a_signal(number, tmp_path, settings):
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"}
    process = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env=os.environ | database,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        first = process.stdout.readline()
        process.send_signal(number)
        rest, _ = process.communicate(timeout=30)
    finally:
        process.kill()

    assert (first, rest, process.returncode) == (
        "The worker runs. Ctrl-C ends it.\n",
        "The worker has ended.\n",
        0,
    )


# --- what the desk sees ---------------------------------------------------------------------------


def complaints(client, person):
    client.force_login(person)
    return client.get(INDEX).context.get("complaints")


@pytest.mark.django_db
def test_a_desk_without_a_worker_is_told(client):
    assert complaints(client, make.make_editor()) == [
        "The worker has never run: nothing is published on time, and no mail is sent."
    ]


@pytest.mark.django_db
def test_a_worker_that_stands_still_is_told(client):
    with time_machine.travel(NOW, tick=False):
        beat(ago=7)
        beat("send mail", ago=20)

        assert complaints(client, make.make_editor()) == [
            "The worker has not run since 2030-01-31 11:53 UTC: nothing is published on time."
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_each_round_is_judged_by_its_own_pace(one):
    longest = (one.every + one.lasts) / 60 + 6
    with time_machine.travel(NOW, tick=False):
        beats(**{one.name.replace(" ", "_"): {"ago": longest}})
        in_time = worker.complaints()
        WorkerBeat.objects.filter(name=one.name).update(
            last_run=NOW - timedelta(minutes=longest, seconds=1)
        )
        since = f"{NOW - timedelta(minutes=longest, seconds=1):%Y-%m-%d %H:%M} UTC"

        late = worker.complaints()

    assert (in_time, late) == ([], [f"The worker does not {one.name}: it last did at {since}."])


@pytest.mark.django_db
def test_a_round_that_never_ran_is_told():
    beats()
    WorkerBeat.objects.filter(name="copy evidence").delete()

    assert worker.complaints() == ["The worker did not copy evidence yet."]


@pytest.mark.django_db
def test_a_round_that_is_no_more_is_not_spoken_of():
    beats()
    beat("count the sheep", ago=100_000, error="OSError: refused")

    assert worker.complaints() == []


@pytest.mark.django_db
def test_the_worker_is_judged_by_one_query(django_assert_num_queries):
    beats()

    with django_assert_num_queries(1):
        worker.complaints()


@pytest.mark.django_db
def test_a_round_leaves_a_beat_after_each_deed_that_it_tells_of():
    found = []

    def run(is_stopping):
        for n in range(2):
            found.append(WorkerBeat.objects.count())
            yield f"Deed {n}."

    worker.run(worker.Round("many", run, 5), worker.Stop())

    assert found == [0, 1]


@pytest.mark.django_db
def test_evidence_is_copied_one_address_after_the_other():
    claim, reviewer = make.make_claim(), make.make_reviewer()
    for _ in range(2):
        make.make_evidence(claim, reviewer, kind="web", url="http://10.0.0.1/")
    told = worker.capture_evidence(lambda: False)

    first = next(told)

    one = Snapshot.objects.get().evidence_id
    assert (first, len(list(told))) == (f"Evidence {one}: {PRIVATE}", 1)


@pytest.mark.django_db
def test_a_round_that_fails_is_told(client):
    beats(send_mail={"error": "OSError: refused"})

    assert complaints(client, make.make_editor()) == [
        "The worker could not send mail: OSError: refused"
    ]


@pytest.mark.django_db
def test_a_worker_that_runs_is_not_spoken_of(client):
    beats()
    client.force_login(make.make_editor())

    assert "The worker" not in client.get(INDEX).content.decode()


@pytest.mark.django_db
def test_what_was_not_published_on_time_is_listed_for_those_who_may_see_articles(client):
    with time_machine.travel(NOW, tick=False) as clock:
        article = make.schedule(make.make_claim().article, NOW + timedelta(hours=1))
        clock.move_to(NOW + timedelta(hours=1))
        call_command("work", "--once")
        seen, unseen = [], []
        for person, pages in ((make.make_editor(), seen), (make.make_user(), unseen)):
            client.force_login(person)
            pages.append(client.get(INDEX).content.decode())

    said = "Was to go out on 31 January 2030, 13:00 UTC. Not published: One thing is in the way."
    assert (said in seen[0], article.headline in seen[0]) == (True, True)
    assert (article.headline in unseen[0], "The worker" in unseen[0]) == (False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_costs_the_same_for_any_number(client, count, django_assert_num_queries):
    beat()
    for _ in range(count):
        article = make.make_article()
        Article.objects.filter(pk=article.pk).update(
            status="in_review", missed_at=NOW, missed_why="So."
        )
    client.force_login(make.make_editor())

    with django_assert_num_queries(5):
        client.get(INDEX)
