"""From a source document to an article: is it new, changed, known, or not to be touched?

Importers know no database and this knows no format. Every source ends as one Outcome; an
import that is run again finds everything unchanged.
"""

import hashlib
from dataclasses import dataclass, fields

from django.db import DataError, transaction

from . import content, editing, html, importers
from .errors import DeskError
from .importers.base import Draft, ImportProblem
from .models import Article, Revision, SourceDocument, Status

NAME_LENGTH = 500  # of SourceDocument.name and Article.source_name

CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"


@dataclass(frozen=True)
class Outcome:
    """What became of one article of one source.

    result  created, updated, unchanged or refused.
    reason  sentence; why it was refused, or as what it is known already.
    """

    name: str
    result: str
    reason: str = ""
    article: Article | None = None


def ingest(name, data, *, by=None):
    """Bring one source document in; return the Outcome of each article in it.

    name  what the source is known by on a later import: its path below the given folder.
    data  bytes, kept as they are.
    by    user who imports, or None.

    All articles of a document are one transaction. Nothing is raised for a bad source.
    """
    try:
        _refuse_name(name, "Its name")
        drafts = list(importers.drafts_in(name, data))
        with transaction.atomic():
            return [_bring_in(draft, name, data, by) for draft in drafts]
    except (ImportProblem, DeskError) as problem:
        return [Outcome(name, REFUSED, str(problem))]
    except (ValueError, OverflowError, DataError) as problem:
        reason = f"Something in it cannot be stored: {problem}. Mend the source, then import it."
        return [Outcome(name, REFUSED, reason)]


def _refuse_name(name, what):
    """Raise ImportProblem for a name that cannot be stored."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ImportProblem(f"{what} is not in UTF-8. Rename it, then import it.") from None
    if len(name) > NAME_LENGTH:
        raise ImportProblem(
            f"{what} has {len(name)} characters, more than {NAME_LENGTH}. Shorten it, or name a "
            "folder nearer to the file."
        )


def _bring_in(draft, name, data, by):
    key = draft.identifier or name
    _refuse_name(key, "The source's own name for the article")
    sha256 = hashlib.sha256(data).hexdigest()
    known = Article.objects.filter(source_name=key).select_related("revision").first()
    if known:
        return _update(known, draft, name, data, sha256, by)
    if twin := _same_article(draft, sha256):
        return Outcome(name, UNCHANGED, f"It is here already, as “{twin}”.", twin)
    source = _keep(name, data, sha256)
    article = editing.write(
        draft, by=by, source=source, source_name=key, note="\n".join(draft.notes)
    )
    return Outcome(name, CREATED, article=article)


def _update(article, draft, name, data, sha256, by):
    imported = article.revisions.filter(source__isnull=False).select_related("source").last()
    if imported.source.sha256 == sha256:
        return Outcome(name, UNCHANGED, article=article)
    draft = content.checked(draft)
    if sentence := _objection(article, imported, draft):
        return Outcome(name, REFUSED, sentence, article)
    told = {field.name: getattr(draft, field.name) for field in fields(Draft)}
    del told["identifier"], told["notes"], told["headline_is_doubtful"]
    if draft.headline is None or draft.headline_is_doubtful:
        del told["headline"]
    else:
        told["headline_is_provisional"] = False
    newest = editing.revise(
        article,
        by=by,
        based_on=article.revision.number,
        source=_keep(name, data, sha256),
        note="Imported again, with changes at its source.",
        **told,
    )
    return Outcome(name, UNCHANGED if newest == article.revision else UPDATED, article=article)


def _objection(article, imported, draft):
    """Return why an import may not change this article, or None."""
    if article.status in (Status.PUBLISHED, Status.WITHDRAWN):
        return (
            f"“{article}” is {article.get_status_display()} and its source has changed. "
            "Open it and enter the change as a correction."
        )
    if article.status == Status.SCHEDULED:
        return f"“{article}” is scheduled and its source has changed. Unschedule it, then repeat."
    if article.revision_id != imported.pk:
        return (
            f"The desk has edited “{article}” since it was imported, and its source has changed. "
            "Compare the two and enter the change by hand."
        )
    if not _is_akin(imported, draft):
        return (
            f"Another article, “{article}”, came under this name. Rename the file to import "
            "this one beside it."
        )
    return None


def _is_akin(revision, draft):
    """Two versions of one article share their headline or a paragraph. `draft` is checked."""
    if draft.headline == revision.headline:
        return True
    paragraphs = set(html.text_of(draft.html).split("\n"))
    return bool(paragraphs & set(revision.text.split("\n")))


def _same_article(draft, sha256):
    """Return the article with the same bytes, or the same headline and words, under any name."""
    if revision := Revision.objects.filter(source__sha256=sha256).first():
        return revision.article
    checked = content.checked(draft)
    words = html.text_of(checked.html)
    headline = checked.headline or content.provisional_headline(words)
    same = Article.objects.filter(headline=headline, revision__text=words)
    return same.first()


def _keep(name, data, sha256):
    kept, _ = SourceDocument.objects.get_or_create(
        sha256=sha256,
        defaults={"name": name, "data": data, "format": importers.format_of(name).name},
    )
    return kept
