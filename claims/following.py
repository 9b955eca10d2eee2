"""Follow every claim's words through an edit. Part of the door (see claims.workflow).

Verified means these words. When they stand, the verdict stands, wherever they moved to; when
they changed, are gone or are in doubt, it falls in the transaction of the edit itself.
"""

from django.utils import timezone

from articles import ledger, text

from .anchoring import Anchor, Span, is_material, relocate
from .models import DECIDED, UNPLACED, Claim, Contribution, Status
from .writing import contribute

FALLS = (*DECIDED, Status.AWAITING_APPROVAL)
FOLLOWED = (
    "revision", "start", "end", "exact", "prefix", "suffix", "anchor", "status", "decided_at",
    "assignee", "version", "updated_at",
)  # fmt: skip


def follow(article, before, after, by):
    """Move the article's claims from one revision to the next, in the caller's transaction.

    before, after  Revision; before is None for a new article.
    by             who edited; counts as having changed the words that changed.
    """
    claims = list(article.claims.select_related("decision"))
    if before is None or not claims:
        return
    placed = [claim for claim in claims if claim.is_placed]
    spans = [Span(claim.start, claim.end) for claim in placed]
    found = relocate(before.text, after.text, spans)
    changed = [
        claim
        for claim, relocated in zip(placed, found, strict=True)
        if _place(claim, relocated, after)
    ]
    now = timezone.now()
    for claim in claims:
        claim.revision = after
        claim.version += 1
        claim.updated_at = now
    fallen = [claim for claim in changed if claim.status in FALLS]
    words = {claim.pk: claim.decision.exact for claim in fallen}
    for claim in fallen:
        claim.status, claim.decided_at, claim.assignee = Status.RECHECK, None, None
    Claim.objects.bulk_update(claims, FOLLOWED, batch_size=500)
    contribute(changed, by, Contribution.Role.WORDED)
    _record(article, after, placed, by)
    for claim in fallen:
        _record_fall(article, claim, words[claim.pk], by)


def _place(claim, relocated, after):
    """Set the claim where its words stand now; return whether they changed or are gone."""
    claim.anchor = relocated.anchor.value
    if relocated.span is None:
        claim.start = claim.end = None
        return True
    claim.start, claim.end = relocated.span.start, relocated.span.end
    claim.exact = after.text[claim.start : claim.end]
    claim.prefix, claim.suffix = text.context(after.text, claim.start, claim.end)
    return relocated.material or _strayed(claim)


def _strayed(claim):
    """Have edits, each of them too small to matter, led away from the words that were checked?"""
    return claim.status in FALLS and is_material(claim.decision.exact, claim.exact)


def _record(article, after, placed, by):
    """One entry says where every claim stands; a claim that did not move is left out."""
    where = [
        {"claim": claim.pk, "anchor": claim.anchor, "start": claim.start, "end": claim.end}
        for claim in placed
        if claim.anchor != Anchor.EXACT
    ]
    if where:
        payload = {"revision": after.number, "claims": where}
        ledger.append(article, "claims.follow", by=by, payload=payload)


def _record_fall(article, claim, verified, by):
    payload = {
        "claim": claim.pk,
        "anchor": claim.anchor,
        "decision": claim.decision_id,
        "checked_words": verified,
        "words_now": None if claim.anchor in UNPLACED else claim.exact,
        "revision": claim.revision.number,
    }
    ledger.append(article, "claim.fall", by=by, payload=payload)
