"""Follow every claim's words through an edit. Part of the door (see claims.workflow).

Verified means these words. When they stand, the verdict stands, wherever they moved to; when
they changed, are gone or are in doubt, it falls in the transaction of the edit itself. When they
come back, their claim comes back with them. And when its last day is past, a verdict expires.
"""

from django.db import transaction
from django.utils import timezone

from articles import ledger, text
from articles.errors import Invalid
from articles.models import Article, Change

from . import notices
from .anchoring import Anchor, Quote, Span, locate, occurrences, relocate
from .binding import has_strayed, says_no_more, stated
from .models import DECIDED, FALLS, NOBODYS, UNPLACED, Claim, Contribution, Notice, Status
from .selectors import AMBIGUOUS, LOST
from .signals import verdict_fell
from .writing import compare_and_set, contribute, fallen

FOLLOWED = (
    "revision", "start", "end", "exact", "prefix", "suffix", "anchor", "statement", "status",
    "decided_at", "assignee", "is_confirmable", "version", "updated_at",
)  # fmt: skip


def follow(article, before, after, by):
    """Move the article's claims from one revision to the next, in the caller's transaction.

    before, after  Revision; before is None for a new article.
    by             who edited; counts as having changed the words that changed.

    Raises Invalid if `after` is labelled a minor change and alters words that are checked.
    """
    claims = before and list(article.claims.select_related("decision"))
    if not claims:
        return
    were = {claim.pk: (claim.exact, claim.statement) for claim in claims}
    placed = [claim for claim in claims if claim.is_placed]
    unplaced = [claim for claim in claims if not claim.is_placed]
    changed = _follow_placed(placed, before, after)
    held = {(claim.start, claim.end) for claim in placed if claim.is_live}
    seen_again = [claim for claim in unplaced if _look_again(claim, after, held)]
    now = timezone.now()
    for claim in claims:
        _set(claim, revision=after, version=claim.version + 1, updated_at=now)
    fell = [claim for claim in changed if claim.status in FALLS]
    returned = _returned(claims)
    _tell_of_words([*fell, *(c for c in changed if c.status == Status.IN_REVIEW)], returned, by)
    _send_to_recheck(fell, returned)
    Claim.objects.bulk_update(claims, FOLLOWED, batch_size=500)
    contribute([*changed, *seen_again], by, Contribution.Role.WORDED)
    told = [c for c in placed if c.anchor != Anchor.EXACT or c.exact != were[c.pk][0]]
    _record(article, after, told + seen_again, were, by)
    for claim in fell:
        _record_recheck(article, "claim.fall", claim, by)
    for claim in returned:
        _record_recheck(article, "claim.return", claim, by)


def _follow_placed(claims, before, after):
    """Set each claim where its words stand in `after`; return those that changed or are gone."""
    names = {claim.pk: f"claim {claim.pk}, “{claim}”" for claim in claims}
    found = relocate(before.text, after.text, [Span(claim.start, claim.end) for claim in claims])
    changed = [
        claim
        for claim, relocated in zip(claims, found, strict=True)
        if _place(claim, _not_lost_while_it_stands(claim, relocated, after), after)
    ]
    if after.change == Change.MINOR:
        _is_minor([names[claim.pk] for claim in changed if claim.status not in NOBODYS])
    return changed


def _tell_of_words(changed, returned, by):
    told = [(claim, notices.of_words(claim)) for claim in changed]
    notices.tell(told + [(claim, Notice.Kind.RETURNED) for claim in returned], by)


def _send_to_recheck(fell, returned):
    if decided := [claim.pk for claim in fell if claim.status in DECIDED]:
        verdict_fell.send(Claim, claims=decided)
    for claim in fell:
        _set(claim, **fallen(claim))
    for claim in returned:
        _set(claim, status=Status.RECHECK, assignee=None)


def _is_minor(checked):
    """Raise Invalid if a minor change alters words that are `checked`: names of their claims."""
    if not checked:
        return
    named = "; ".join(checked[:5])
    more = f" and {len(checked) - 5} more" if len(checked) > 5 else ""
    raise Invalid(
        {
            "change": "This is no minor change: it changes, removes or doubles words that are "
            f"checked ({named}{more}). Label it a correction, or leave those words."
        }
    )


def _set(claim, **columns):
    for name, value in columns.items():
        setattr(claim, name, value)


def expire(article=None):
    """Send every claim whose verdict was valid until a day that is past to recheck.

    article  the one whose claims are looked at; every one if None.

    Each article is a transaction of its own. Return the claims, as they are then.
    """
    claims = Claim.objects.expired()
    if article is not None:
        claims = claims.filter(article=article)
    articles = claims.order_by("article").values_list("article", flat=True).distinct()
    return [claim for pk in list(articles) for claim in _expire(Article(pk=pk))]


@transaction.atomic
def _expire(article):
    article = ledger.lock(article)
    claims = list(article.claims.expired().select_related("decision", "revision"))
    notices.tell([(claim, Notice.Kind.EXPIRED) for claim in claims], by=None)
    for claim in claims:
        payload = {
            "claim": claim.pk,
            "from": claim.status,
            "decision": claim.decision_id,
            "valid_until": claim.decision.valid_until.isoformat(),
            "revision": claim.revision.number,
        }
        compare_and_set(claim, status=Status.RECHECK, decided_at=None, assignee=None)
        ledger.append(article, "claim.expire", by=None, payload=payload)
    return claims


def _not_lost_while_it_stands(claim, relocated, after):
    """Return `relocated`; where it says lost and the words stand nevertheless, AMBIGUOUS."""
    if relocated.anchor == Anchor.LOST and _found(claim, after.text).anchor != Anchor.LOST:
        return AMBIGUOUS
    return relocated


def _look_again(claim, after, held):
    """Look for the words of a claim that had no place; return whether that has changed.

    held  {(start, end)} of claims that somebody answers for: another of the same words is in
          doubt there, until a person has said which it is. Grows.
    """
    was, found = claim.anchor, _found(claim, after.text)
    if found.span is not None and claim.status not in NOBODYS:
        place = found.span.start, found.span.end
        found = AMBIGUOUS if place in held else found
        held.add(place)
    _place(claim, found, after)
    return claim.anchor != was


def _found(claim, words):
    """Return the one place where the claim's words stand, as a Relocated; else why there is none.

    Never other words that may matter: those are not the claim's.
    """
    places = occurrences(words, claim.exact)
    if len(places) > 1:
        return AMBIGUOUS
    found = locate(words, Quote(claim.exact, claim.prefix, claim.suffix))
    if found.span is not None and not found.material:
        return found
    return AMBIGUOUS if places or found.anchor == Anchor.AMBIGUOUS else LOST


def _returned(claims):
    """Return the dismissed claims that once had a verdict and whose words nobody answers for."""
    held, found = {claim.exact for claim in claims if claim.is_live}, []
    for claim in claims:
        was_judged = claim.status == Status.DISMISSED and claim.decision is not None
        if was_judged and claim.anchor != Anchor.LOST and claim.exact not in held:
            found.append(claim)
            held.add(claim.exact)
    return found


def _place(claim, relocated, after):
    """Set the claim where its words stand now; return whether they changed or are gone."""
    claim.revision = after
    if relocated.span is None:
        claim.anchor, claim.start, claim.end = relocated.anchor.value, None, None
        return True
    said = claim.exact
    claim.start, claim.end = relocated.span.start, relocated.span.end
    claim.exact = relocated.span.of(after.text)
    claim.prefix, claim.suffix = text.context(after.text, claim.start, claim.end)
    changed = relocated.material or (claim.status in FALLS and has_strayed(claim))
    claim.anchor = _anchor(claim.anchor, relocated.anchor, changed)
    if changed and says_no_more(claim.statement, said):
        claim.statement = stated(claim.exact)
    return changed


def _anchor(was, now, changed):
    """Drifted is what changed in a way that may matter, until a person has looked at it.

    An edit elsewhere is no such look; glyphs and white space are no such change.
    """
    if changed or was == Anchor.DRIFTED:
        return Anchor.DRIFTED.value
    return Anchor.MOVED.value if now == Anchor.MOVED else Anchor.EXACT.value


def _record(article, after, claims, were, by):
    """One entry says where every claim stands whose words moved, changed, came back or are gone.

    were  {claim id: its words and its statement before}. A statement that followed is told.
    """
    where = [
        {"claim": claim.pk, "anchor": claim.anchor, "start": claim.start, "end": claim.end}
        | ({} if claim.statement == were[claim.pk][1] else {"statement": claim.statement})
        for claim in claims
    ]
    if where:
        payload = {"revision": after.number, "claims": where}
        ledger.append(article, "claims.follow", by=by, payload=payload)


def _record_recheck(article, action, claim, by):
    payload = {
        "claim": claim.pk,
        "anchor": claim.anchor,
        "decision": claim.decision_id,
        "checked_words": claim.decision.exact,
        "words_now": None if claim.anchor in UNPLACED else claim.exact,
        "revision": claim.revision.number,
    }
    ledger.append(article, action, by=by, payload=payload)
