"""Tag words as a claim, and say what is claimed. Part of the door (see claims.workflow)."""

from django.db import transaction
from django.utils import timezone

from articles import ledger, text
from articles.errors import Conflict, Invalid, NotAllowed, StepRefused
from articles.html import speaker_at
from articles.people import name_of

from .anchoring import Span, occurrences
from .guards import TAGGED_ALREADY
from .models import Claim, Contribution, Kind, Priority, Sensitivity, Status
from .workflow import TAG
from .writing import compare_and_set, contribute, fresh_copy

TOLD = ("statement", "kind", "claimant", "sensitivity", "priority", "due", "assignee")
# What a verdict speaks of may not change under it.
BOUND = {"statement", "kind", "claimant", "sensitivity"}
BEFORE_PROPOSAL = (Status.SUGGESTED, Status.OPEN, Status.IN_REVIEW)
LONGEST = 2000
CLAIMANT_LENGTH = Claim._meta.get_field("claimant").max_length


def places(revision, words):
    """Return every Span where `words`, as a person pasted them, stand in the revision.

    Raises Invalid if there are no words, or they stand nowhere.
    """
    words = text.normalise(words).strip()
    if not words:
        raise Invalid({"words": "Paste the words to be checked, as they stand in the article."})
    if found := occurrences(revision.text, words):
        return found
    raise Invalid(
        {"words": "These words do not stand in the newest revision. Copy them from the article."}
    )


@transaction.atomic
def tag(article, *, by, revision, start, end, suggested=False, **told):
    """Tag the words [start, end) of the article's newest revision; return the Claim.

    revision    number of the revision the offsets count in; refused if it is not the newest.
    start, end  code points. White space at either end is left out.
    suggested   wait for an editor to accept it: for those who may not tag.
    told        statement, kind, claimant, sensitivity, priority, due, assignee. Without a
                statement the words stand for themselves; without a claimant, inside a speech,
                it is the speaker.

    Raises NotAllowed, Conflict, Invalid.
    """
    permission = "claims.view_claim" if suggested else TAG
    if not by.has_perm(permission):
        raise NotAllowed("Only editors may tag claims.")
    article = ledger.lock(article)
    newest = article.revision
    if newest.number != revision:
        raise Conflict(
            f"The article has changed: revision {newest.number} is the newest, the words were "
            f"selected in {revision}. Select them again."
        )
    span = _span(newest.text, start, end)
    exact = newest.text[span.start : span.end]
    _is_not_tagged_yet(article, span)
    told = _told(told, _defaults(newest, span, exact))
    prefix, suffix = text.context(newest.text, span.start, span.end)
    claim = Claim.objects.create(
        article=article,
        revision=newest,
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        start=span.start,
        end=span.end,
        status=Status.SUGGESTED if suggested else Status.OPEN,
        tagged_by=by,
        tagged_by_name=name_of(by),
        updated_at=timezone.now(),
        **told,
    )
    contribute([claim], by, Contribution.Role.TAGGED)
    for writer in _writers_of(article, exact):
        contribute([claim], writer, Contribution.Role.WORDED)
    ledger.append(article, "claim.tag", by=by, payload=_deed(claim))
    return claim


@transaction.atomic
def amend(claim, *, by, version=None, **told):
    """Change what is told of a claim, its assignee, due date or priority; return it.

    Statement, kind, claimant and sensitivity may not change once a verdict is proposed:
    the verdict speaks of them. Raises NotAllowed, StepRefused, Conflict, Invalid.
    """
    article = ledger.lock(claim.article)
    fresh = fresh_copy(claim, version)
    if not by.has_perm(TAG):
        raise NotAllowed("Only editors may change or assign claims.")
    told = _told(told, {})
    changed = {name: value for name, value in told.items() if getattr(fresh, name) != value}
    if changed.keys() & BOUND and fresh.status not in BEFORE_PROPOSAL:
        raise StepRefused(
            f"This claim is {fresh.get_status_display()}: what its verdict speaks of is fixed."
        )
    if fresh.decision_id and changed.get("sensitivity") == Sensitivity.NORMAL:
        raise StepRefused("A verdict was proposed on this claim as sensitive. It stays sensitive.")
    if not changed:
        return fresh
    compare_and_set(fresh, **changed)
    if changed.keys() & BOUND:
        contribute([fresh], by, Contribution.Role.WORDED)
    payload = {"claim": fresh.pk, **{name: _plain(value) for name, value in changed.items()}}
    ledger.append(article, "claim.amend", by=by, payload=payload)
    return fresh


def _span(words, start, end):
    """Return the span without white space at its ends, or raise Invalid."""
    if not 0 <= start < end <= len(words):
        raise Invalid({"start": f"Select words of the article: it has {len(words)} characters."})
    chosen = words[start:end]
    start += len(chosen) - len(chosen.lstrip())
    end -= len(chosen) - len(chosen.rstrip())
    if start >= end:
        raise Invalid({"start": "Only white space is selected. Select words."})
    if end - start > LONGEST:
        raise Invalid({"end": f"A claim has at most {LONGEST} characters. Select fewer words."})
    return Span(start, end)


def _defaults(revision, span, exact):
    """What a claim says unless told otherwise: its own words, by whoever speaks them."""
    speaker = speaker_at(revision.html, span.start, span.end)
    return {"statement": " ".join(exact.split()), "claimant": speaker or ""}


def _is_not_tagged_yet(article, span):
    if twin := Claim.objects.at(article, span.start, span.end).first():
        raise Invalid({"start": TAGGED_ALREADY.format(twin.pk)})


def _told(told, defaults):
    """Return what is told of a claim, checked. Raises Invalid."""
    errors = dict.fromkeys(told.keys() - set(TOLD), "A claim does not have this.")
    told = {**defaults, **told}
    for name, choices in (
        ("kind", Kind),
        ("sensitivity", Sensitivity),
        ("priority", Priority),
    ):
        if name in told and told[name] not in choices.values:
            known = ", ".join(str(value) for value in choices.values)
            errors[name] = f"“{told[name]}” is none of: {known}."
    if "statement" in told:
        told["statement"] = " ".join(text.normalise(told["statement"] or "").split())
        if not told["statement"]:
            errors["statement"] = "Say the claim in one sentence that stands alone."
    if "claimant" in told:
        told["claimant"] = " ".join(text.normalise(told["claimant"] or "").split())
        if len(told["claimant"]) > CLAIMANT_LENGTH:
            errors["claimant"] = f"Shorten the claimant to {CLAIMANT_LENGTH} characters."
    if errors:
        raise Invalid(errors)
    return told


def _writers_of(article, exact):
    """Return whoever signed a revision that has the words in more places than the one before.

    The first who wrote them, and whoever brought them back or in once more: the article does
    not say whose copy it is that was tagged.
    """
    writers, before = {}, 0
    revisions = article.revisions.select_related("author").only("text", "author")
    for revision in revisions.order_by("number").iterator():
        count = len(occurrences(revision.text, exact))
        if count > before and revision.author is not None:
            writers[revision.author_id] = revision.author
        before = count
    return list(writers.values())


def _deed(claim):
    return {
        "claim": claim.pk,
        "status": str(claim.status),
        "revision": claim.revision.number,
        "start": claim.start,
        "end": claim.end,
        "exact": claim.exact,
        **{name: _plain(getattr(claim, name)) for name in TOLD},
    }


def _plain(value):
    """Return a value as the record keeps it: a person by number and name, a day as text."""
    if value is None or isinstance(value, int | str):
        return value
    if hasattr(value, "get_username"):
        return {"id": value.pk, "name": name_of(value)}
    return value.isoformat()
