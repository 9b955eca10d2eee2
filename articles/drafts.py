"""Unsaved work: what somebody has typed in the form of an article and not yet saved.

One a person and article, and one a person for an article that is not written yet. It is no deed:
it leaves no entry in the record, nobody but its author ever reads it, and saving it as a revision
ends it. Files are not part of it.

A draft belongs to the page it was typed in. A second page of the same person does not write over
it: first its author uses it or throws it away.
"""

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .editing import may_revise
from .errors import Conflict, Invalid, NotAllowed, TooLarge
from .models import WorkingDraft

# In characters of JSON. A body has at most a million bytes (articles.html).
LONGEST = 2_000_000
LONGEST_PAGE = WorkingDraft._meta.get_field("page").max_length
KEPT_FOR = timedelta(days=30)


@transaction.atomic
def keep(article, *, by, page, typed, based_on=None):
    """Keep what `by` has typed, in place of what was kept from this page; return WorkingDraft.

    article   None: one that is not written yet.
    page      name of the page it was typed in, at most 32 characters; every page has its own.
    typed     dict, name of a field -> what stands in it (str).
    based_on  number of the revision it was typed over; None for an unwritten article.

    Drafts older than KEPT_FOR, whosoever they are, go whenever one is kept.
    Raises NotAllowed or Conflict where `by` may not revise the article, Conflict while work from
    another page of theirs is kept, TooLarge, and Invalid.
    """
    if error := _objection(article, by):
        raise error
    told = {"page": page, "typed": _as_json(typed), "kept_at": timezone.now()}
    told["based_on"] = _known(article, based_on)
    if not 0 < len(page) <= LONGEST_PAGE:
        raise Invalid({"page": "This page does not say which it is. Open it again."})
    WorkingDraft.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
    draft, is_new = WorkingDraft.objects.get_or_create(person=by, article=article, defaults=told)
    if not is_new and not WorkingDraft.objects.filter(pk=draft.pk, page=page).update(**told):
        raise Conflict(
            "Your unsaved work from another page of yours is still kept. Use it or throw it away "
            "first; then this page's is kept as well."
        )
    draft.kept_at = told["kept_at"]
    return draft


def offer(article, *, by):
    """Return the WorkingDraft of `by` for the article (None: an unwritten one), or None."""
    since = timezone.now() - KEPT_FOR
    return WorkingDraft.objects.filter(person=by, article=article, kept_at__gte=since).first()


def discard(article, *, by, page):
    """Throw away what `by` typed in `page`; return whether there was anything."""
    deleted, _ = WorkingDraft.objects.filter(person=by, article=article, page=page).delete()
    return deleted > 0


def typed_in(draft):
    """Return what stands in a WorkingDraft, as keep() was given it."""
    return json.loads(draft.typed)


def _objection(article, by):
    if article is not None:
        return may_revise(article, by)
    may = by.has_perm("articles.add_article")
    return None if may else NotAllowed("Only editors may write articles.")


def _as_json(typed):
    kept = json.dumps(typed, ensure_ascii=False)
    if len(kept) > LONGEST:
        raise TooLarge(
            f"This is more than the {LONGEST:,} characters that are kept. Shorten it, or save it "
            "elsewhere: it stands in this page only."
        )
    return kept


def _known(article, number):
    if article is None:
        return None
    if number is None or not article.revisions.filter(number=number).exists():
        raise Invalid({"based_on": "This article has no such revision. Open the page again."})
    return number
