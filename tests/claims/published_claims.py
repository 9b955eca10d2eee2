"""Published claims with evidence of which not everything is for everybody."""

from claims import workflow
from tests.factories import make_claim_in_review, make_evidence, make_reviewer, publish


def decide_and_publish(claim):
    """Take a claim in review to a verdict and its article out; return the claim."""
    claim.refresh_from_db()
    workflow.take(claim, "propose", by=claim.assignee, verdict="verified", summary="So it is.")
    claim.refresh_from_db()
    workflow.take(claim, "approve", by=make_reviewer())
    publish(claim.article)
    return claim


def quoting(source, revision=None):
    """A published claim whose evidence is a passage of the article `source`."""
    reviewer = make_reviewer()
    claim = make_claim_in_review(reviewer=reviewer)
    revision = revision or source.revision
    words = revision.text.split("\n")[-1]
    make_evidence(claim, reviewer, kind="passage", title="P", excerpt=words, passage_of=revision)
    return decide_and_publish(claim)
