"""Daily checkpoints: where every record stood, published and chained from day to day.

Whoever owns the database could write a whole chain anew, head and all; not one whose head has
been published. So once a day all heads are listed in a document that names the hash of the one
before it. The idea is that of Haber and Stornetta (see articles.ledger), who put theirs in a
newspaper.

A record goes by the hash of its first entry there. Numbers and slugs would tell which articles
are being written; that hash tells nothing but to those who hold the record, and nobody has to
keep a secret for it. Readers learn how many records there are and how long each is.

A row is kept only of a head that moved since the checkpoint before: of articles that nobody
touches any more there are many, and every day lists them again.
"""

import hashlib
from datetime import UTC, date, timedelta
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from .errors import StepRefused
from .ledger import Problem
from .models import Article, Checkpoint, CheckpointHead, LedgerEntry

FORMAT, VERSION = "newsroom-checkpoint", 1
AT_ONCE = 1000


def make():
    """Make today's checkpoint (UTC), or find it made; return the Checkpoint.

    Days only go forward. After one that a fast clock made, which nobody may remove, the next bear
    the days that follow it until the calendar has caught up; each says when it was made.

    A record whose first entry is gone has no name to be listed by: it stays listed as it was,
    and verify_ledger finds it. Raises StepRefused if no day follows.
    """
    now = timezone.now()
    today, before = now.astimezone(UTC).date(), Checkpoint.objects.first()
    if before and today in (before.day, before.created.astimezone(UTC).date()):
        return before
    day = max(today, _following(before.day)) if before else today
    try:
        with transaction.atomic():
            return _make(day, before, now)
    except IntegrityError:  # Another process makes the same one.
        return Checkpoint.objects.get(day=day)


def _following(day):
    if day == date.max:
        raise StepRefused(
            f"There is a checkpoint of {day}, and no day follows it: a clock was wrong. Restore "
            "the database from before that day."
        )
    return day + timedelta(days=1)


def _make(day, before, now):
    _keep_moved_heads(day)
    checkpoint = Checkpoint(day=day, previous_hash=before.hash if before else "", created=now)
    checkpoint.hash, checkpoint.heads = _sealed(checkpoint)
    checkpoint.save(force_insert=True)
    return checkpoint


def _keep_moved_heads(day):
    """Keep each head that is not the newest kept of its article, some at a time."""
    kept = CheckpointHead.objects.filter(article=OuterRef("pk")).order_by("-day")
    first = LedgerEntry.objects.filter(article=OuterRef("pk"), sequence=1)
    known, record = Subquery(kept.values("hash")[:1]), Subquery(first.values("hash"))
    articles = Article.objects.annotate(known=known, record=record).order_by("pk")
    moved = articles.filter(Q(known=None) | ~Q(known=F("head_hash")), record__isnull=False)
    moved = moved.values_list("pk", "record", "head_sequence", "head_hash")
    last = 0
    while found := list(moved.filter(pk__gt=last)[:AT_ONCE]):
        CheckpointHead.objects.bulk_create(
            CheckpointHead(article_id=pk, day=day, record=record, sequence=sequence, hash=digest)
            for pk, record, sequence, digest in found
        )
        last = found[-1][0]


def published(checkpoint):
    """Yield a checkpoint as it is published, JSON piece by piece.

    Its hash is the SHA-256 of the canonical JSON (articles.ledger.canonical) of all the rest.
    """
    yield from (part for part, _ in _told(checkpoint))
    yield f',"hash":"{checkpoint.hash}"}}\n'


def _told(checkpoint):
    """Yield (part of the canonical JSON up to its last brace, how many heads are in it)."""
    yield f'{{"day":"{checkpoint.day}","format":"{FORMAT}","heads":[', 0
    comma, heads = "", _listed(checkpoint.day).iterator()
    while found := list(islice(heads, AT_ONCE)):
        objects = (
            f'{{"hash":"{digest}","record":"{record}","sequence":{sequence}}}'
            for digest, record, sequence in found
        )
        yield comma + ",".join(objects), len(found)
        comma = ","
    made = checkpoint.created.astimezone(UTC).isoformat(timespec="microseconds")
    end = f'],"made":"{made}","previous_hash":"{checkpoint.previous_hash}","version":{VERSION}'
    yield end, 0


def _listed(day):
    """What a checkpoint lists, in an order that tells nothing of the articles."""
    kept = CheckpointHead.objects.filter(day__lte=day)
    newest = kept.order_by().values("article").annotate(newest=Max("pk")).values("newest")
    heads = CheckpointHead.objects.filter(pk__in=newest).order_by("record", "pk")
    return heads.values_list("hash", "record", "sequence")


def _sealed(checkpoint):
    """Return the hash that a checkpoint should have, and the number of heads it lists."""
    digest, count = hashlib.sha256(), 0
    for part, heads in _told(checkpoint):
        digest.update(part.encode())
        count += heads
    digest.update(b"}")
    return digest.hexdigest(), count


def verify_heads(articles=None):
    """Yield a Problem for each head that a checkpoint lists and its record no longer has.

    articles  queryset of Article; all of them if None, those too that were removed.
    """
    heads = CheckpointHead.objects.all()
    heads = heads if articles is None else heads.filter(article__in=articles)
    entries = LedgerEntry.objects.filter(article=OuterRef("article"))
    heads = heads.annotate(
        there=Exists(entries.filter(sequence=OuterRef("sequence"))),
        same=Exists(entries.filter(sequence=OuterRef("sequence"), hash=OuterRef("hash"))),
        began=Exists(entries.filter(sequence=1, hash=OuterRef("record"))),
    ).filter(same=False)
    for head in heads.order_by("article_id", "day").iterator():
        yield Problem(head.article_id, head.sequence if head.began else 1, _strayed(head))


def _strayed(head):
    listed = f"The checkpoint of {head.day} lists"
    if not head.began:
        return f"{listed} a record that begins otherwise: it was written anew or removed."
    if not head.there:
        return f"{listed} entry {head.sequence}, which is missing: the tail was cut."
    return f"{listed} another entry {head.sequence}: the record was written anew."


def verify_chain():
    """Yield a sentence for each checkpoint that is not as it was made, in order of their days."""
    previous = ""
    for checkpoint in Checkpoint.objects.order_by("day").iterator():
        if checkpoint.previous_hash != previous:
            yield f"The checkpoint of {checkpoint.day} does not follow from the one before it."
        if _sealed(checkpoint) != (checkpoint.hash, checkpoint.heads):
            yield f"The checkpoint of {checkpoint.day} was changed after it was made."
        previous = checkpoint.hash
    days = CheckpointHead.objects.exclude(day__in=Checkpoint.objects.values("day"))
    for day in days.order_by("day").values_list("day", flat=True).distinct():
        yield f"The checkpoint of {day} was removed."
