"""Fetch the addresses of evidence that are due, keep copies, and say what became of them.

Called by a worker (manage.py work, or capture_evidence), never by a request. Each address is
claimed by a conditional update that also puts off its next attempt, as mails are (claims.outbox):
two workers never fetch one at once, and one whose worker died is fetched again. What came of it is
one transaction: the copy's row, the entry in the record, and what falls with it. The file is
written before that, under its digest: one that no row names tells nothing.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles import ledger, text
from articles.models import Article

from . import link_rot, page_text, warcs
from .excerpts import stands_in
from .fetching import FetchRefused, fetch
from .models import Snapshot, Watch
from .snapshot_records import path_of
from .watching import due, next_check, put_off

# Longer than any fetch and its reading may last.
LEASE = timedelta(minutes=10)
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=10), timedelta(days=1)
ATTEMPTS = 8  # With these delays, a day and a half.
# An address is gone once so many attempts in a row found nobody, over at least so long.
GONE_ATTEMPTS, GONE_OVER, GONE_DELAY = 3, timedelta(days=1), timedelta(days=1)
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
NO_WORDS = "No words could be read in it."
ABSENT = "The words that were found at the address before do not stand there any more."
# What an entry tells of a snapshot, beside whose it is.
RECORDED = (
    "http_status", "warc_sha256", "payload_sha256", "text_sha256", "excerpt_stands", "remark",
)  # fmt: skip


@dataclass
class Round:
    """What one round did.

    kept      how many copies; fell: the claims whose verdict fell.
    failed    list of (Watch, sentence): each is tried again.
    given_up  list of (Watch, sentence): no copy was kept, and the record says so.
    """

    kept: int = 0
    fell: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    given_up: list = field(default_factory=list)


@dataclass(frozen=True)
class Failed:
    """Why no copy was kept: a sentence, and how an attempt is to be counted."""

    sentence: str
    at: datetime
    permanent: bool = False
    gone: bool = False
    http_status: int | None = None


def capture_due(now=None, fetch=fetch, is_stopping=lambda: False, most=None):
    """Fetch every address that is due (at `now`, UTC, or when its turn comes); return the Round.

    fetch        takes an address and returns claims.fetching.Fetched or raises FetchRefused.
    is_stopping  asked before each address: true leaves the rest for the next round.
    most         how many addresses at most; None for all.

    No error of an address is raised: each is noted on its Watch.
    """
    done, taken = Round(), 0
    put_off(now or timezone.now())
    while taken != most and not is_stopping() and (watch := _claim(now or timezone.now())):
        _capture(watch, now or timezone.now(), fetch, done)
        taken += 1
    return done


def _claim(now):
    """Return a due Watch that is this worker's for LEASE, or None."""
    waiting = due(now).order_by("next_attempt", "pk").select_related("evidence__claim")
    while watch := waiting.first():
        mine = Watch.objects.filter(pk=watch.pk, attempts=watch.attempts, next_attempt__lte=now)
        if mine.update(attempts=F("attempts") + 1, next_attempt=now + LEASE):
            watch.attempts += 1
            return watch
    return None


def _capture(watch, now, fetch, done):
    made = _attempt(watch.evidence, now, fetch)
    try:
        _note(watch, made, now, done)
    # Something in the answer cannot be written down. Nothing of it is in this sentence: if it
    # cannot be noted either, the database is not there, and that is no fault of the address.
    except Exception as error:
        sentence = f"What the site answered could not be noted: {type(error).__name__}."
        _fail(watch, Failed(sentence, now), done)


def _note(watch, made, now, done):
    if isinstance(made, Failed):
        _fail(watch, made, done)
    else:
        _note_copy(watch, made, now, done)


def _attempt(evidence, now, fetch):
    """Return the Snapshot of what stands at the address now, not yet written; or a Failed."""
    try:
        fetched = fetch(evidence.url)
        if 200 <= fetched.status < 300:
            return _kept(evidence, fetched)
    except FetchRefused as refused:
        sentence = _fitting("remark", str(refused))
        return Failed(sentence, now, refused.permanent, refused.gone)
    # Whatever it is, it is noted on its address, and the others do not suffer for it.
    except Exception as error:
        return Failed(f"The copy could not be made: {type(error).__name__}.", now)
    return _answered(fetched, now)


def _answered(fetched, now):
    """Return the Failed of an answer that is no page."""
    code = fetched.status
    try:
        phrase = HTTPStatus(code).phrase
    except ValueError:
        phrase = "an unknown answer"
    sentence = f"The site answered {code}, {phrase}."
    return Failed(sentence, now, gone=code in GONE, http_status=code)


def _kept(evidence, fetched):
    """Store the WARC of what was fetched; return its Snapshot, not yet written."""
    warc = warcs.written(fetched.exchanges)
    warc_sha256 = hashlib.sha256(warc).hexdigest()
    words, remark = _words(fetched)
    stands = stands_in(evidence.excerpt, words) if words else None
    _store(path_of(warc_sha256), warc)
    return Snapshot(
        evidence=evidence,
        url=evidence.url,
        final_url=_fitting("final_url", fetched.url),
        http_status=fetched.status,
        fetched_at=fetched.fetched_at,
        warc_sha256=warc_sha256,
        payload_sha256=hashlib.sha256(fetched.body).hexdigest(),
        text_sha256=text.sha256(words),
        content_type=_fitting("content_type", fetched.content_type),
        text=words,
        excerpt_stands=stands,
        remark=remark,
    )


def _words(fetched):
    """Return (the words, a sentence if there are none)."""
    try:
        words = page_text.words_of(fetched.body, fetched.content_type, fetched.charset)
    except ValueError as error:
        return "", _fitting("remark", str(error))
    words = _fitting("text", words).strip()
    return words, "" if words else NO_WORDS


def _fitting(column, said):
    """Return what somebody else said as this column of a Snapshot, and its Watch, can hold it."""
    return text.normalise(said)[: Snapshot._meta.get_field(column).max_length]


def _store(path, data):
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))


# What a copy that is kept puts right.
_AS_NEW = {
    "failures": 0, "gone": 0, "gone_since": None, "is_gone": False, "is_asked": False,
    "last_error": "",
}  # fmt: skip


@transaction.atomic
def _note_copy(watch, snapshot, now, done):
    article = _lock(watch, snapshot.evidence)
    if not _mine(watch).update(tried_at=now):
        return  # The lease ran out, and another worker has it.
    is_drift = snapshot.excerpt_stands is False and _stood_before(snapshot.evidence)
    snapshot.save(force_insert=True)
    columns = _AS_NEW | {"newest": snapshot, "copies": watch.copies + 1}
    if snapshot.excerpt_stands:
        columns["vouch"] = None
    columns["next_attempt"] = next_check(watch.evidence, now, watch.copies + 1)
    _mine(watch).update(**columns)
    _record(article, snapshot)
    if is_drift:
        _fall(article, snapshot.evidence, link_rot.CHANGED, ABSENT, done)
    done.kept += 1


@transaction.atomic
def _fail(watch, failed, done):
    article = _lock(watch, watch.evidence)
    if not _mine(watch).update(tried_at=failed.at, last_error=failed.sentence):
        return
    if failed.gone:
        _note_gone(article, watch, failed, done)
    elif failed.permanent or watch.evidence.is_confidential or watch.failures + 1 >= ATTEMPTS:
        _give_up(article, watch, failed, done)
    else:
        failures = watch.failures + 1
        _retry(watch, failed.at + delay(failures), failed, done, failures=failures)


def delay(failures):
    """Return how long an address waits after so many failures in a row, as a timedelta."""
    return min(FIRST_DELAY * 2 ** min(failures - 1, 20), LONGEST_DELAY)


def _note_gone(article, watch, failed, done):
    gone, since = watch.gone + 1, watch.gone_since or failed.at
    told = {"gone": gone, "gone_since": since}
    if gone < GONE_ATTEMPTS or failed.at - since < GONE_OVER:
        if watch.evidence.is_confidential:
            _give_up(article, watch, failed, done, **told)
        else:
            _retry(watch, failed.at + GONE_DELAY, failed, done, **told)
        return
    _give_up(article, watch, failed, done, is_gone=True, **told)
    if watch.newest_id is not None and not watch.is_gone:
        sentence = f"{failed.sentence} So it has since {since:%Y-%m-%d}."
        _fall(article, watch.evidence, link_rot.GONE, sentence, done)


def _retry(watch, when, failed, done, **columns):
    watch.next_attempt = when
    _mine(watch).update(next_attempt=when, **columns)
    done.failed.append((watch, failed.sentence))


def _give_up(article, watch, failed, done, **columns):
    """Put into the record that there is no copy; look again when the next one would be due."""
    snapshot = Snapshot.objects.create(
        evidence=watch.evidence,
        url=watch.evidence.url,
        http_status=failed.http_status,
        fetched_at=failed.at,
        remark=failed.sentence,
    )
    again = next_check(watch.evidence, failed.at, watch.copies)
    _mine(watch).update(failures=0, is_asked=False, next_attempt=again, **columns)
    _record(article, snapshot)
    done.given_up.append((watch, failed.sentence))


def _fall(article, evidence, action, sentence, done):
    if link_rot.fall(article, evidence, action, sentence):
        done.fell.append(evidence.claim)


def _lock(watch, evidence):
    """Lock the article, and read the evidence as it is now; return the article."""
    article = ledger.lock(Article(pk=watch.evidence.claim.article_id))
    evidence.refresh_from_db(fields=["retracted_at"])
    evidence.claim.refresh_from_db()
    return article


def _mine(watch):
    """The watch, unless its lease ran out and another worker has claimed it since."""
    return Watch.objects.filter(pk=watch.pk, attempts=watch.attempts)


def _stood_before(evidence):
    """Did the excerpt stand in the last copy in which it was looked for?"""
    looked_for = evidence.snapshots.filter(excerpt_stands__isnull=False).order_by("-pk")
    return looked_for.values_list("excerpt_stands", flat=True).first() is True


def _record(article, snapshot):
    """What the record keeps of a capture: digests. Of confidential evidence they are salted.

    Its page is public: the digest of what stands there would let every guess be tried.
    """
    evidence = snapshot.evidence
    payload = {"claim": evidence.claim_id, "evidence": evidence.pk, "snapshot": snapshot.pk}
    payload |= {name: getattr(snapshot, name) for name in RECORDED}
    if evidence.is_confidential:
        payload |= {"is_confidential": True, "salt": token_hex(16)}
    ledger.append(article, "evidence.capture", by=None, payload=payload)


def standing():
    """Return (how many addresses wait for their first copy, how many are watched)."""
    waiting = Watch.objects.filter(next_attempt__isnull=False)
    return waiting.filter(newest=None).count(), waiting.exclude(newest=None).count()
