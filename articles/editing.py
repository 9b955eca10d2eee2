"""Every pen that writes an article. Nothing else does.

Each function is one transaction: it takes the article's row, checks that nobody was faster,
writes, adds to the record, and tells whoever listens (articles.signals). It either does all
of that or raises a DeskError and does none.
"""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import content, html, ledger, moving, overrides, text
from .errors import Conflict, Invalid, NotAllowed
from .gate import blockers as blockers
from .lifecycle import EDIT, PUBLISH, STEPS
from .models import Article, Change, Revision, Status
from .people import name_of
from .signals import article_revised
from .steps import named, noted, offers, refusal


def allowed_steps(article, by):
    """Return an Offer for every step: what `by` may do with `article` now, and why not the rest."""
    return offers(STEPS, article, by)


def may_revise(article, by):
    """Return the DeskError that awaits `by` (None: the system) on changing `article`, or None."""
    if article.status == Status.WITHDRAWN:
        return Conflict("This article is withdrawn. Restore it for review before changing it.")
    may, sentence = EDIT, "Only editors may change articles."
    if article.status in (Status.PUBLISHED, Status.SCHEDULED):
        state = article.get_status_display()
        may, sentence = PUBLISH, f"Only publishers may change a {state} article."
    return None if by is None or by.has_perm(may) else NotAllowed(sentence)


@transaction.atomic
def write(draft, *, by, note="", source=None, source_name=None):
    """Make a new article of `draft` and return it.

    draft        articles.importers.base.Draft; without a headline it gets a provisional one,
                 and one that its importer doubts is provisional too.
    by           user, or None for an import that nobody signed.
    source       SourceDocument it was read from; source_name identifies it on a later import.

    Raises Invalid, NotAllowed, and Conflict if another import of `source_name` was faster.
    """
    _may(by, "articles.add_article", "Only editors may write articles.")
    draft, note = content.checked(draft), noted(note)
    provisional = draft.headline is None or draft.headline_is_doubtful
    draft = replace(draft, headline_is_doubtful=False)
    if draft.headline is None:
        draft = replace(draft, headline=content.provisional_headline(html.text_of(draft.html)))
    article = Article(
        headline_is_provisional=provisional,
        source_name=source_name,
        updated_at=timezone.now(),
    )
    content.put(draft, article)
    _insert(article)
    content.put_names(draft, article)
    _add_revision(article, draft, number=1, by=by, note=note, source=source, action="article.write")
    return article


@transaction.atomic
def revise(article, *, by, based_on, note="", change=Change.NONE, source=None, **fields):
    """Change what the article says; return its newest revision.

    based_on  number of the revision that the change was made from.
    change    once readers know the article, which kind of change they are told of.
    fields    those of a Draft, and headline_is_provisional; others stay as they are.

    Unchanged content makes no new revision. Raises Conflict if somebody was faster,
    NotAllowed, and Invalid.
    """
    article, note = ledger.lock(article), noted(note)
    if error := may_revise(article, by):
        raise error
    _is_newest(article, based_on)
    before = content.of(article)
    provisional = fields.pop("headline_is_provisional", article.headline_is_provisional)
    after = content.checked(replace(before, **fields))
    if after.headline is None:
        raise Invalid({"headline": "Give the article a headline."})
    provisional = provisional and after.headline == before.headline
    if after == before and provisional == article.headline_is_provisional:
        return article.revision
    change = _labelled(article, change, note)
    _keeps_what_readers_rely_on(article, after, provisional)
    _settle_headline(article, after, provisional)
    content.put(after, article)
    article.save()
    content.put_names(after, article)
    overrides.void(article, by=by, why="The article was changed.")
    return _add_revision(
        article,
        after,
        number=based_on + 1,
        by=by,
        note=note,
        change=change,
        source=source,
        action="article.revise",
    )


@transaction.atomic
def take(article, step_name, *, by, note="", revision=None, **fields):
    """Take a step with the article, and return the article as it is then.

    revision  number of the revision the person was looking at; refused if it is not the newest.
              "correct" cannot do without: its words were written over that revision.
    fields    for "correct": what revise() takes. For "schedule": at, an aware datetime. For
              "override", whose note is its reason: shown_to_readers, False if not given.

    Raises NoSuchStep, StepRefused, Blocked (with every blocker), NotAllowed, Conflict and Invalid.
    """
    step, note = named(STEPS, step_name), noted(note)
    article = ledger.lock(article)
    if error := refusal(step, article, by):
        raise error
    if revision is not None:
        _is_newest(article, revision)
    if "note" in step.needs and not note:
        raise Invalid({"note": f"Say why: “{step.label}” needs a note."})
    if step.name == "correct":
        _correct(article, by=by, based_on=revision, note=note, **fields)
    else:
        moving.do(article, step, by=by, note=note, **fields)
    article.refresh_from_db()
    return article


def _correct(article, *, by, based_on, note, change=Change.CORRECTION, **fields):
    if based_on is None:
        raise Invalid({"revision": "Say which revision the correction was made from."})
    before = article.revision
    if revise(article, by=by, based_on=based_on, note=note, change=change, **fields) == before:
        raise Invalid({"html": "Nothing is different: give the corrected words."})


def _may(by, permission, sentence):
    if by is not None and not by.has_perm(permission):
        raise NotAllowed(sentence)


def _is_newest(article, number):
    if article.revision.number != number:
        raise Conflict(
            f"Somebody was faster: revision {article.revision.number} is the newest, yours was "
            f"made from {number}. Nothing was saved: look at the newest first."
        )


def _labelled(article, change, note):
    """Once readers know an article, no change to it is silent, not even while it is withdrawn."""
    if article.first_published_at is None:
        return Change.NONE
    if change not in (Change.CORRECTION, Change.MINOR):
        raise Invalid(
            {"change": "Readers know this article: is it a correction or a minor change?"}
        )
    if not note:
        raise Invalid({"note": "Say what changed; readers will read it with a correction."})
    return change


def _keeps_what_readers_rely_on(article, after, provisional):
    if article.status != Status.PUBLISHED:
        return
    if after.published_at is None:
        raise Invalid({"published_at": "A published article keeps a date. Give the right one."})
    if after.published_at > timezone.now():
        raise Invalid({"published_at": "This date lies in the future. Give the right one."})
    if provisional:
        raise Invalid({"headline": "A published article has a headline of its own. Give one."})


def _insert(article):
    """Insert a new article; where two writers choose one address, the slower takes the next."""
    while True:
        article.slug = content.free_slug(Article, article.headline)
        try:
            with transaction.atomic():
                return article.save(force_insert=True)
        except IntegrityError as error:
            if not Article.objects.filter(slug=article.slug).exists():
                raise Conflict("Somebody else has just imported this article.") from error


def _settle_headline(article, after, provisional):
    """Let the address follow a first real headline, unless readers know the old one."""
    renamed = article.headline_is_provisional and after.headline != article.headline
    if renamed and article.first_published_at is None:
        article.slug = content.free_slug(Article, after.headline)
    article.headline_is_provisional = provisional


def _add_revision(article, draft, *, number, by, action, note="", change=Change.NONE, source=None):
    before = article.revision
    revision = Revision.objects.create(
        article=article,
        number=number,
        headline=draft.headline,
        html=draft.html,
        text=html.text_of(draft.html),
        details=content.snapshot(draft),
        change=change,
        note=note,
        source=source,
        author=by,
        author_name=name_of(by),
        created=timezone.now(),
    )
    Article.objects.filter(pk=article.pk).update(revision=revision)
    article.revision = revision
    ledger.append(article, action, by=by, payload=_deed(revision, article, source))
    article_revised.send(sender=Article, article=article, before=before, after=revision, by=by)
    return revision


def _deed(revision, article, source):
    return {
        "revision": revision.number,
        "headline": revision.headline,
        "headline_is_provisional": article.headline_is_provisional,
        "text_sha256": text.sha256(revision.text),
        "html_sha256": text.sha256(revision.html),
        "details_sha256": text.sha256(revision.details),
        "change": str(revision.change),
        "note": revision.note,
        "source_sha256": source and source.sha256,
    }
