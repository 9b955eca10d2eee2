"""What is done without anybody asking: one table of rounds, and the loop that runs them.

manage.py work is this loop. A round that fails is tried again, later each time, and keeps none of
the others back. Each leaves a beat (articles.models.WorkerBeat), so that the desk sees a worker
that stands still. Several workers at once do no harm: every deed of a round is one conditional
update or one locked row.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from articles import checkpoints, scheduling
from articles.models import Article, WorkerBeat
from claims import adoption, capturing, following, outbox, overdue

from . import purging
from .reader import store

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60  # seconds, after failures: what is due then goes out no later
ONE_NAP = 1  # seconds: so soon a worker that is told to stop does
SILENT_AFTER = timedelta(minutes=5)
BEAT_EVERY = timedelta(seconds=10)  # of a round that is quicker, while nothing else is to be told
# Pages are looked at from the newest deed on; of those that a new version of this software, or
# the end of a verdict, has made old, so many at once.
NEWEST, AT_ONCE = 100, 25


@dataclass
class Stop:
    """Whether the worker was told to stop. A signal handler sets it; nothing here waits on it."""

    asked: bool = False

    def is_asked(self):
        return self.asked


@dataclass(frozen=True)
class Round:
    """One kind of work.

    name   of its beat, for people.
    run    takes a function that says whether the worker is to stop; does one deed after another
           and yields a sentence for each that is worth a line of the log.
    every  seconds from the end of one round to the beginning of the next.
    lasts  seconds that one of its deeds may take.
    """

    name: str
    run: Callable[[Callable[[], bool]], Iterable[str]]
    every: int
    lasts: int = 0


def publish_due(is_stopping):
    for article, why_not in scheduling.publish_due():
        yield f"Article {article.pk}: {why_not or 'published on time.'}"


def send_mail(is_stopping):
    done = outbox.deliver(is_stopping=is_stopping)
    if done.sent:
        yield f"Mail: {done.sent} sent."
    yield from (f"Mail {mail.pk}: {sentence}" for mail, sentence in done.failed + done.given_up)


def tell_of_overdue(is_stopping):
    yield from (f"Claim {claim.pk} is overdue since {claim.due}." for claim in overdue.tell())


def expire_verdicts(is_stopping):
    yield from (f"The verdict on claim {claim.pk} has expired." for claim in following.expire())


def recheck_what_rests_on_fallen(is_stopping):
    for claim in adoption.fall_due():
        yield f"The verdict that claim {claim.pk} adopted has fallen."


def capture_evidence(is_stopping):
    """One address after another, or a long queue of slow ones would look like a standstill."""
    while sentences := _captured(capturing.capture_due(is_stopping=is_stopping, most=1)):
        yield from sentences


def _captured(done):
    sentences = ["A copy of evidence was kept."] * done.kept
    sentences += [f"Evidence {one.pk}: {why}" for one, why in done.failed + done.given_up]
    return sentences + [
        f"Claim {claim.pk} is to be rechecked: what it rests on has changed." for claim in done.fell
    ]


def make_checkpoint(is_stopping):
    checkpoints.make()  # Once a day; the rest of it, the one of today is found.
    return ()


def purge_caches(is_stopping):
    yield from purging.send(is_stopping)


def make_changed_pages(is_stopping):
    # Of all articles: no index knows the newest of the public ones, and _made() asks for those.
    newest = Article.objects.order_by("-updated_at", "-pk").values_list("pk", flat=True)
    return _made(Article.objects.filter(pk__in=list(newest[:NEWEST])), is_stopping)


def make_old_pages(is_stopping):
    return _made(Article.objects.all(), is_stopping)


def _made(articles, is_stopping):
    for _ in store.catch_up(articles, most=AT_ONCE):
        if is_stopping():
            break
    return ()


ROUNDS = (
    Round("publish what is due", publish_due, 5),
    Round("send mail", send_mail, 10),
    Round("expire verdicts", expire_verdicts, 300),
    Round("recheck what adopted a fallen verdict", recheck_what_rests_on_fallen, 60),
    Round("tell of overdue claims", tell_of_overdue, 600),
    Round("make the daily checkpoint", make_checkpoint, 600),
)
# What waits for other people's servers, for a minute each: in a loop of its own, or it would keep
# an article from going out on time.
SLOW_ROUNDS = (
    Round("copy evidence", capture_evidence, 10, lasts=int(capturing.LEASE.total_seconds())),
)
# What readers wait for, each kind in a loop of its own: no page that is being made, and no cache
# that does not answer, keeps the other from what is due this second.
PAGE_ROUNDS = (
    Round("make the pages of what changed", make_changed_pages, 1),
    Round("make pages that are out of date", make_old_pages, 30),
)
PURGE_ROUNDS = (Round("purge caches", purge_caches, 1, lasts=60),)
BESIDE = (SLOW_ROUNDS, PAGE_ROUNDS, PURGE_ROUNDS)


def every_round():
    """Return all rounds of all loops."""
    return ROUNDS + sum(BESIDE, ())


def rest(seconds):
    """Do nothing for so long, and let go of a connection to the database that was lost."""
    close_old_connections()
    time.sleep(seconds)


def work(rounds, stop, clock=time.monotonic, sleep=rest):
    """Run each of `rounds` whenever it is due, until `stop`, a Stop, is asked for."""
    due, failures = dict.fromkeys(rounds, clock()), dict.fromkeys(rounds, 0)
    while not stop.asked:
        for one in rounds:
            if due[one] <= clock() and not stop.asked:
                failures[one] = failures[one] + 1 if run(one, stop) else 0
                due[one] = clock() + pause(one, failures[one])
        sleep(min(ONE_NAP, max(0, min(due.values()) - clock())))


def work_beside(rounds, stop):
    """Run `rounds` in a thread of its own until `stop`; return the thread.

    It does not keep the process alive: what it has in hand when that ends, a lease gives back.
    """
    thread = Thread(target=work, args=(rounds, stop), daemon=True)
    thread.start()
    return thread


def pause(one, failures):
    """Return how many seconds to wait before the next go, after so many failures in a row."""
    return min(one.every * 2 ** min(failures, 20), max(LONGEST_PAUSE, one.every))


def run(one, stop):
    """Run one round, or the deed in hand if asked to stop; return why it failed, else ''."""
    error = ""
    try:
        for sentence in one.run(stop.is_asked):
            log.info(sentence)
            if stop.asked:
                break
            _beat(one, "")
    except (DatabaseError, InterfaceError) as problem:
        error = f"The database refused: {' '.join(str(problem).split())}"
        log.error("Not done, and tried again: %s. %s", one.name, error)
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
        log.exception("Not done, and tried again: %s.", one.name)
    _beat(one, error)
    return error


def _beat(one, error):
    now = timezone.now()
    told = {"last_run": now, "last_error": error}
    fresh = WorkerBeat.objects.filter(name=one.name, last_error=error)
    try:
        if fresh.filter(last_run__gt=now - BEAT_EVERY, last_run__lte=now).exists():
            return
        WorkerBeat.objects.update_or_create(name=one.name, defaults=told)
    except (DatabaseError, InterfaceError):
        log.error("The beat of the worker could not be written: %s.", one.name)


def complaints():
    """Return what the desk has to know of the worker, as sentences. One query.

    Each round is judged by its own pace: one that stands still does not hide behind the others.
    """
    rounds = {one.name: one for one in every_round()}
    beats = [beat for beat in WorkerBeat.objects.all() if beat.name in rounds]
    if not beats:
        return ["The worker has never run: nothing is published on time, and no mail is sent."]
    now = timezone.now()
    silent = [beat for beat in beats if beat.last_run < now - patience(rounds[beat.name])]
    if silent == beats:
        last = _at(max(beat.last_run for beat in beats))
        return [f"The worker has not run since {last}: nothing is published on time."]
    unheard = rounds.keys() - {beat.name for beat in beats}
    return [
        *(
            f"The worker does not {beat.name}: it last did at {_at(beat.last_run)}."
            for beat in silent
        ),
        *(f"The worker did not {name} yet." for name in rounds if name in unheard),
        *(
            f"The worker could not {beat.name}: {beat.last_error}"
            for beat in beats
            if beat.last_error
        ),
    ]


def patience(one):
    """Return how long a round that works may leave no beat, as a timedelta."""
    return timedelta(seconds=one.every + LONGEST_PAUSE + one.lasts) + SILENT_AFTER


def _at(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M %Z")
