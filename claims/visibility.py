"""What of a claim somebody may see: its evidence, its decision, and the desk's own remarks.

Which claims somebody may see at all is ClaimQuerySet.visible_to.
"""

from dataclasses import dataclass

from articles.models import Status
from articles.visibility import is_public, read_of

from .guards import rests_on_adopted

STAFF = "claims.view_claim"
CONFIDENTIAL = "claims.view_confidential_evidence"


@dataclass(frozen=True)
class Eyes:
    """Whoever is looking.

    is_staff      sees what is undecided, and who does what.
    confidential  may read confidential evidence.
    read          {(article id, revision number)} that passages in evidence may be quoted from;
                  needed for the public alone.
    """

    is_staff: bool
    confidential: bool
    read: frozenset = frozenset()


def eyes_of(user, claims):
    """Return the Eyes of `user` for these claims, read with ClaimQuerySet.with_review.

    At most one query, for the public, where some evidence is a passage of an article.
    """
    is_staff, confidential = user.has_perm(STAFF), user.has_perm(CONFIDENTIAL)
    if is_staff:
        return Eyes(is_staff, confidential)
    evidence = [one for claim in claims for one in claim.evidence.all()]
    quoted = {one.passage_of.article_id for one in evidence if one.passage_of}
    return Eyes(is_staff, confidential, frozenset(read_of(quoted) if quoted else ()))


def evidence_of(claim, eyes):
    """Return the evidence on `claim` that may be known of; may_read says of which more than that.

    What was retracted is in the record only. The public is shown what the verdict rests on: where
    it was adopted, nothing here, and what was found is shown where it was checked.
    """
    if rests_on_adopted(claim.decision) and not eyes.is_staff:
        return []
    standing = [one for one in claim.evidence.all() if one.retracted_at is None]
    return [one for one in standing if not may_read(one, eyes) or _may_see(one, eyes)]


def may_read(evidence, eyes):
    """May more be told of it than that it exists, its kind and its commitment_sha256?"""
    return eyes.confidential or not evidence.is_confidential


def _may_see(evidence, eyes):
    # A passage quotes words of an article; the public may not read those of a draft this way.
    is_hidden = evidence.passage_of and not is_public(evidence.passage_of, eyes.read)
    return eyes.is_staff or not is_hidden


def decision_of(claim, eyes):
    """Return the decision in force, for staff else the one last proposed; or None."""
    return claim.decision if eyes.is_staff or claim.is_decided else None


def adopted_of(decision, eyes):
    """Return the claim whose verdict `decision` adopts, if there is one and it may be seen."""
    claim = decision.adopts and decision.adopts.claim
    is_seen = claim and (eyes.is_staff or claim.article.status == Status.PUBLISHED)
    return claim if is_seen else None
