"""Tag words as a claim, and say what is claimed. Part of the door (see claims.workflow)."""

from django.db import transaction
from django.utils import timezone

from articles import ledger, text
from articles.errors import Conflict, Invalid, NotAllowed, StepRefused
from articles.html import speaker_at
from articles.people import name_of

from . import notices
from .anchoring import Anchor, Span, is_material, occurrences
from .clinging import beside
from .guards import TAGGED_ALREADY, is_own_and_untouched
from .models import FALLS, Claim, Contribution, Kind, Notice, Priority, Sensitivity, Status
from .quotation import alike
from .words import Words
from .workflow import TAG
from .writing import compare_and_set, contribute, fallen, fresh_copy

TOLD = ("statement", "kind", "claimant", "sensitivity", "priority", "due", "assignee")
# What a verdict speaks of may not change under it.
BOUND = {"statement", "kind", "claimant", "sensitivity"}
BEFORE_PROPOSAL = (Status.SUGGESTED, Status.OPEN, Status.IN_REVIEW)
LONGEST = 2000
CLAIMANT_LENGTH = Claim._meta.get_field("claimant").max_length


def places(revision, words):
    """Return every Span where `words`, as a person pasted them, stand in the revision.

    Words in other white space, quotation marks or dashes than the article's are found where the
    very characters stand nowhere. Raises Invalid if there are no words, or they stand nowhere.
    """
    words = text.normalise(words).strip()
    if not words:
        raise Invalid({"words": "Paste the words to be checked, as they stand in the article."})
    if found := occurrences(revision.text, words) or alike(revision.text, words):
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
    _is_newest(newest, revision)
    span = _span(newest.text, start, end)
    exact = span.of(newest.text)
    _is_not_tagged_yet(article, span)
    told = _told(told, _defaults(newest, span, exact))
    claim = Claim.objects.create(
        article=article,
        **_at(newest, span),
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
def place(claim, *, by, revision, start, end, version=None):
    """Put a claim onto the words [start, end) of the article's newest revision; return it.

    To widen it, to narrow it, or to find a place for one whose words are lost, stand in several
    places or have drifted. revision, start, end, version: as in tag() and amend().

    What is told of it stays. A verdict, proposed or given, falls where the words differ from
    those it was given on in a way that may matter. Whoever chooses the words has a hand in them.

    Raises NotAllowed, StepRefused, Conflict, Invalid.
    """
    article = ledger.lock(claim.article)
    fresh = fresh_copy(claim, version)
    if not by.has_perm(TAG):
        raise NotAllowed("Only editors may put a claim onto other words.")
    if fresh.status == Status.DISMISSED:
        raise StepRefused("This claim is dismissed. Reopen it first.")
    _is_newest(article.revision, revision)
    span = _span(article.revision.text, start, end)
    if _is_at(fresh, span):
        return fresh
    _is_not_tagged_yet(article, span, but=fresh)
    _leaves_no_words_of_ones_own(fresh, by, article, span)
    before, old = _standing(fresh), fresh.status
    changes = _at(article.revision, span)
    if would_fall(fresh, article.revision, span):
        notices.tell([(fresh, Notice.Kind.PLACED)], by)
        changes |= fallen(fresh)
    compare_and_set(fresh, **changes)
    contribute([fresh], by, Contribution.Role.WORDED)
    for writer in _writers_of(article, fresh.exact):
        contribute([fresh], writer, Contribution.Role.WORDED)
    payload = {
        "claim": fresh.pk,
        "from": str(old),
        "to": str(fresh.status),
        "decision": fresh.decision_id,
        "revision": article.revision.number,
        "before": before,
        "after": _standing(fresh),
    }
    ledger.append(article, "claim.place", by=by, payload=payload)
    return fresh


def would_fall(claim, revision, span):
    """Would putting `claim` onto `span` of `revision`, the newest, take a verdict off it?

    Words that are cut out of longer ones are judged by the longer ones: 40 in 140 is no 40.
    """
    if claim.status not in FALLS:
        return False
    words = Words.of(revision.text)
    then, now = (words.within(place.start, place.end) for place in (claim, span))
    begins = then.start in words.begins or now.start in words.begins
    wordings = [
        (claim.decision.exact, span.of(revision.text)),
        (words.slice(then), words.slice(now)),
        *zip(_beside(words, then), _beside(words, now), strict=True),
    ]
    return any(is_material(old, new, begins=begins) for old, new in wordings)


def _beside(words, within):
    return beside(words.text, words.starts[within.start], words.ends[within.stop - 1])


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


def _is_newest(newest, number):
    if newest.number != number:
        raise Conflict(
            f"The article has changed: revision {newest.number} is the newest, the words were "
            f"selected in {number}. Select them again."
        )


def _at(revision, span):
    """Return the columns of a claim that a person put onto `span` of `revision`."""
    prefix, suffix = text.context(revision.text, span.start, span.end)
    return {
        "revision": revision,
        "exact": span.of(revision.text),
        "prefix": prefix,
        "suffix": suffix,
        "start": span.start,
        "end": span.end,
        "anchor": Anchor.EXACT.value,
    }


def _is_not_tagged_yet(article, span, but=None):
    """Raise Invalid if another claim than `but` is tagged on this very place."""
    twins = Claim.objects.at(article, span.start, span.end)
    if twin := twins.exclude(pk=but and but.pk).first():
        raise Invalid({"start": TAGGED_ALREADY.format(twin.pk)})


def _is_at(claim, span):
    """Does the claim stand at `span` already, and nobody doubts it?"""
    return claim.anchor != Anchor.DRIFTED and (claim.start, claim.end) == (span.start, span.end)


def _standing(claim):
    return {
        "anchor": str(claim.anchor), "start": claim.start, "end": claim.end, "words": claim.exact
    }  # fmt: skip


def _leaves_no_words_of_ones_own(claim, by, article, span):
    """Whoever wrote the words may not take a colleague's claim off them, as with dismissing."""
    stands = [claim] if claim.is_placed else occurrences(article.revision.text, claim.exact)
    if not stands or any(span.start < one.end and one.start < span.end for one in stands):
        return
    if is_own_and_untouched(claim, by) and by in _writers_of(article, claim.exact):
        raise StepRefused(
            "You wrote the words of this claim. Somebody else takes it off them; you may widen "
            "or narrow it."
        )


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
