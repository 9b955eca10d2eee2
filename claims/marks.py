"""Claims as marks over the words of an article, for the desk and for readers. No query."""

from articles.html import Mark

from .models import Status

# A mark is heard as well as seen: each label is what a screen reader says of it.
LABELS = {
    Status.SUGGESTED: "Suggested as a claim",
    Status.OPEN: "To be checked",
    Status.IN_REVIEW: "Being checked",
    Status.AWAITING_APPROVAL: "Checked, not yet approved",
    Status.VERIFIED: "Verified: see what was found",
    Status.REFUTED: "Refuted: see what was found",
    Status.UNVERIFIABLE: "Cannot be verified: see what was found",
    Status.RECHECK: "Being checked again",
}


def marks(claims, href):
    """Return an articles.html.Mark for every claim whose words stand in the newest text.

    claims  as read from the database; those without a place, and dismissed ones, are left out.
            Which of the rest a person may see is the caller's business: ClaimQuerySet.visible_to.
    href    function of a claim: the address that its mark leads to.
    """
    return [
        Mark(
            start=claim.start,
            end=claim.end,
            key=str(claim.pk),
            css=css(claim.status),
            label=LABELS[claim.status],
            href=href(claim),
        )
        for claim in claims
        if claim.is_placed and claim.status in LABELS
    ]


def css(status):
    """Return the class of a mark or badge of this status, such as "claim--in-review"."""
    return f"claim--{status.replace('_', '-')}"
