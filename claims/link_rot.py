"""Send claims to recheck whose evidence has gone or says something else. Part of the door.

Link rot is an address that nobody answers for any more, content drift one that says something else:
Zittrain, Albert and Lessig, "Perma: Scoping and Addressing the Problem of Link and Reference Rot in
Legal Citations" (2014).
"""

from secrets import token_hex

from articles import ledger

from . import notices
from .models import DECIDED, Evidence, Notice, Status
from .support import RESTS_ON
from .writing import compare_and_set, fresh_copy

GONE, CHANGED = "claim.evidence_gone", "claim.evidence_changed"
_KINDS = {GONE: Notice.Kind.EVIDENCE_GONE, CHANGED: Notice.Kind.EVIDENCE_CHANGED}


def fall(article, evidence, action, sentence):
    """Send the claim of `evidence` to recheck if a verdict is in force that rests on it.

    article   as articles.ledger.lock returned it, in the caller's transaction.
    action    GONE or CHANGED; sentence says what was found.

    Return whether the verdict fell.
    """
    claim = fresh_copy(evidence.claim, evidence.claim.version)
    if not rests_on(claim, evidence):
        return False
    notices.tell([(claim, _KINDS[action])], by=None)
    payload = {
        "claim": claim.pk,
        "evidence": evidence.pk,
        "from": claim.status,
        "decision": claim.decision_id,
        "note": sentence,
        "revision": claim.revision.number,
    }
    if evidence.is_confidential:
        payload |= {"is_confidential": True, "salt": token_hex(16)}
    compare_and_set(claim, status=Status.RECHECK, decided_at=None, assignee=None)
    ledger.append(article, action, by=None, payload=payload)
    return True


def rests_on(claim, evidence):
    """Does a verdict on `claim` stand, and rest on this evidence?

    On what says the same; that nothing can be established, on all but context.
    """
    if claim.status not in DECIDED or evidence.retracted_at is not None:
        return False
    stance, _ = RESTS_ON.get(claim.decision.verdict, (None, None))
    if stance is None:
        return evidence.stance != Evidence.Stance.CONTEXT
    return evidence.stance == stance
