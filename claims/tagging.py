"""Tag words as a claim, and say what is claimed. Part of the door (see claims.workflow)."""

from django.db import transaction
from django.utils import timezone

from articles import ledger, text
from articles.errors import Conflict, Invalid, NotAllowed, StepRefused
from articles.html import speaker_at
from articles.people import name_of

from . import notices
from .anchoring import Anchor, Span, is_material, occurrences
from .authorship import writers_of
from .binding import differs, overlap, says_no_more, stands, stated
from .characters import whole_characters
from .clinging import beside
from .guards import TAGGED_ALREADY, is_own_and_untouched, is_recused
from .models import FALLS, Claim, Contribution, Kind, Notice, Priority, Sensitivity, Status
from .quotation import alike
from .words import Words
from .workflow import TAG
from .writing import compare_and_set, contribute, fallen, fresh_copy

TOLD = ("statement", "kind", "claimant", "sensitivity", "priority", "due", "assignee")
# What a verdict speaks of may not change under it.
BOUND = {"statement", "kind", "claimant", "sensitivity"}
UNBOUND = (Status.SUGGESTED, Status.OPEN, Status.IN_REVIEW, Status.RECHECK)
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
    _is_not_past(told)
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
    for writer in writers_of(article, exact, span):
        contribute([claim], writer, Contribution.Role.WORDED)
    ledger.append(article, "claim.tag", by=by, payload=_deed(claim))
    _tell_assignee(claim, by)
    return claim


@transaction.atomic
def place(claim, *, by, revision, start, end, version=None):
    """Put a claim onto the words [start, end) of the article's newest revision; return it.

    To widen it, to narrow it, or to find a place for one whose words are lost, stand in several
    places or have drifted. revision, start, end, version: as in tag() and amend().

    What is told of it stays, but for a statement that said no more than the words: it says the
    new ones. A verdict, proposed or given, falls where the words differ from those it was given on
    in a way that may matter, or stand apart from them; it is not confirmed with a click where they
    stand apart. Whoever chooses the words has a hand in them. To say that words which an edit
    changed are still those of the claim, it is put where it stands.

    Raises NotAllowed, StepRefused, Conflict, Invalid.
    """
    article = ledger.lock(claim.article_id)
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
    changes = _placing(fresh, article.revision, span)
    if changes.get("status", old) != old:
        notices.tell([(fresh, Notice.Kind.PLACED)], by)
    compare_and_set(fresh, **changes)
    contribute([fresh], by, Contribution.Role.WORDED)
    for writer in writers_of(article, fresh.exact, span):
        contribute([fresh], writer, Contribution.Role.WORDED)
    payload = {
        "claim": fresh.pk,
        "from": str(old),
        "to": str(fresh.status),
        "decision": fresh.decision_id,
        "revision": article.revision.number,
        "before": before,
        "after": _standing(fresh),
        **({"statement": fresh.statement} if "statement" in changes else {}),
    }
    ledger.append(article, "claim.place", by=by, payload=payload)
    return fresh


def _placing(claim, revision, span):
    """Return the columns of `claim` once it is put onto `span` of `revision`."""
    changes = _at(revision, span)
    if would_fall(claim, revision, span):
        changes |= fallen(claim)
    if _is_apart(claim, revision.text, span):
        changes["is_confirmable"] = False
    is_bound = changes.get("status", claim.status) in FALLS
    is_other = is_material(claim.exact, changes["exact"])
    if is_other and not is_bound and says_no_more(claim.statement, claim.exact):
        changes["statement"] = stated(changes["exact"])
    return changes


def _is_apart(claim, whole, span):
    """Does `span` leave the place of the claim, or all the words there that were checked?

    Asked of those too, so that several steps do not lead where one may not.
    """
    places = stands(claim, whole)
    checked = occurrences(whole, claim.decision.exact) if claim.decision else []
    held = [one for one in checked if any(overlap(one, place) for place in places)]
    return not any(overlap(span, place) for place in held or places)


def would_fall(claim, revision, span):
    """Would putting `claim` onto `span` of `revision`, the newest, take a verdict off it?

    The same words at another place are others: they speak of something else. Words that are cut
    out of longer ones are judged by the longer ones: 40 in 140 is no 40.
    """
    if claim.status not in FALLS:
        return False
    exact = span.of(revision.text)
    if not overlap(claim, span) or differs(
        claim.decision, exact, lambda: revision.text, span.start
    ):
        return True
    words = Words.of(revision.text)
    then, now = (words.within(place.start, place.end) for place in (claim, span))
    begins = then.start in words.begins or now.start in words.begins
    wordings = [
        (words.slice(then), words.slice(now)),
        *zip(_beside(words, then), _beside(words, now), strict=True),
    ]
    return any(is_material(old, new, begins=begins) for old, new in wordings)


def _beside(words, within):
    return beside(words.text, words.starts[within.start], words.ends[within.stop - 1])


@transaction.atomic
def amend(claim, *, by, version=None, **told):
    """Change what is told of a claim, its assignee, due date or priority; return it.

    Statement, kind, claimant and sensitivity may not change while a verdict is proposed or in
    force: it speaks of them. One that fell cannot be confirmed of another subject. A new statement
    answers whether words that an edit changed are still those of the claim; but where another
    stands on them too, not whose they are.

    Raises NotAllowed, StepRefused, Conflict, Invalid.
    """
    article = ledger.lock(claim.article_id)
    fresh = fresh_copy(claim, version)
    if not by.has_perm(TAG):
        raise NotAllowed("Only editors may change or assign claims.")
    told = _told(told, {})
    changed = {name: value for name, value in told.items() if getattr(fresh, name) != value}
    if changed.keys() & BOUND and fresh.status not in UNBOUND:
        raise StepRefused(
            f"This claim is {fresh.get_status_display()}: what its verdict speaks of is fixed."
        )
    if fresh.decision_id and changed.get("sensitivity") == Sensitivity.NORMAL:
        raise StepRefused("A verdict was proposed on this claim as sensitive. It stays sensitive.")
    if not changed:
        return fresh
    _is_not_past(changed)
    _is_no_interest_of_theirs(fresh, changed.get("assignee"))
    answered = {"is_confirmable": False} if changed.keys() & BOUND else {}
    if "statement" in changed and fresh.anchor == Anchor.DRIFTED and fresh.twin_id is None:
        answered["anchor"] = Anchor.EXACT.value
    compare_and_set(fresh, **changed, **answered)
    if changed.keys() & BOUND:
        contribute([fresh], by, Contribution.Role.WORDED)
    payload = {"claim": fresh.pk, **{name: _plain(value) for name, value in changed.items()}}
    ledger.append(article, "claim.amend", by=by, payload=payload)
    if "assignee" in changed:
        _tell_assignee(fresh, by)
    return fresh


def _is_not_past(told):
    """Raise Invalid if the claim is to be due on a day that is past, in the desk's time zone."""
    due = told.get("due")
    if due and due < timezone.localdate():
        raise Invalid({"due": "This day has passed already. Choose today or a later day."})


def _is_no_interest_of_theirs(claim, assignee):
    if assignee is not None and is_recused(claim, assignee):
        sentence = f"{name_of(assignee)} has declared a conflict of interest in this claim."
        raise Invalid({"assignee": f"{sentence} Assign it to somebody else."})


def _tell_assignee(claim, by):
    notices.tell_people([(claim, Notice.Kind.ASSIGNED, {claim.assignee_id})], by)


def _span(words, start, end):
    """Return the span without white space and half characters at its ends, or raise Invalid."""
    if not 0 <= start < end <= len(words):
        raise Invalid({"start": f"Select words of the article: it has {len(words)} characters."})
    chosen = words[start:end]
    start += len(chosen) - len(chosen.lstrip())
    end -= len(chosen) - len(chosen.rstrip())
    if start >= end:
        raise Invalid({"start": "Only white space is selected. Select words."})
    start, end = whole_characters(words, start, end)
    if end - start > LONGEST:
        raise Invalid({"end": f"A claim has at most {LONGEST} characters. Select fewer words."})
    return Span(start, end)


def _defaults(revision, span, exact):
    """What a claim says unless told otherwise: its own words, by whoever speaks them."""
    speaker = speaker_at(revision.html, span.start, span.end)
    return {"statement": stated(exact), "claimant": speaker or ""}


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
    """Whoever wrote the words may take none of them out of a colleague's claim.

    As with dismissing. To widen the claim is no way round a check.
    """
    places = stands(claim, article.revision.text)
    if not places or any(span.start <= one.start and one.end <= span.end for one in places):
        return
    if not is_own_and_untouched(claim, by):
        return
    if by in writers_of(article, claim.exact, places[0] if claim.is_placed else None):
        raise StepRefused(
            "You wrote the words of this claim: you may only widen it. Somebody else narrows it, "
            "or puts it onto other words."
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
        elif len(told["statement"]) > LONGEST:
            errors["statement"] = f"Shorten the statement to {LONGEST:,} characters."
    if "claimant" in told:
        told["claimant"] = " ".join(text.normalise(told["claimant"] or "").split())
        if len(told["claimant"]) > CLAIMANT_LENGTH:
            errors["claimant"] = f"Shorten the claimant to {CLAIMANT_LENGTH} characters."
    if errors:
        raise Invalid(errors)
    return told


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
