"""What became of a claim's words since a verdict was proposed on them, for the desk. No query."""

from dataclasses import dataclass

from articles import text
from articles.diff import Operation, operations

from .anchoring import Anchor, Quote, locate, occurrences
from .history import Deed
from .models import Status

# Deeds after which a verdict no longer stands as it was given.
_TURNS = {
    "claim.fall", "claim.return", "claim.expire", "claim.object", "claim.place", "claims.follow",
    "claim.adopted_fell",
    "claim.evidence_gone", "claim.evidence_changed",
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """The words then and now.

    then, now   numbers of the revisions: the one that the decision binds, and the newest.
    paragraph   where the words stood then, with all of their paragraph.
    operations  what made the paragraph of now of it; empty where the words have no place now.
    deeds       what was done to the words and the verdict since, newest first.
    """

    then: int
    now: int
    paragraph: str
    operations: tuple[Operation, ...]
    deeds: tuple[Deed, ...]

    @property
    def is_same(self):
        return all(operation.op == "equal" for operation in self.operations)


def of(claim, history):
    """Return what Changed since the claim's newest decision; None if nothing did that matters.

    claim    with its decision, and the revisions of both.
    history  claims.history.of(claim).
    """
    decision = claim.decision
    if decision is None:
        return None
    if claim.is_placed and claim.exact == decision.exact and claim.status != Status.RECHECK:
        return None
    then = _paragraph_then(claim)
    return Changed(
        then=decision.revision.number,
        now=claim.revision.number,
        paragraph=then,
        operations=tuple(operations(then, _paragraph(claim.revision.text, claim)))
        if claim.is_placed
        else (),
        deeds=tuple(
            deed for deed in history if deed.action in _TURNS and deed.when > decision.created
        ),
    )


def _paragraph_then(claim):
    """Return the paragraph of the words that were checked; the words alone if it is in doubt."""
    whole, exact = claim.decision.revision.text, claim.decision.exact
    places = occurrences(whole, exact)
    if len(places) > 1:
        found = locate(whole, Quote(exact, claim.prefix, claim.suffix))
        places = [found.span] if found.anchor in (Anchor.EXACT, Anchor.MOVED) else []
    return _paragraph(whole, places[0]) if places else exact


def _paragraph(whole, place):
    start, end = text.paragraph(whole, place.start, place.end)
    return whole[start:end]
