"""What tests of the claim pages share: addresses, and a page as its reader finds it."""

from django.urls import reverse

from articles.models import LedgerEntry


def url(name, claim, *args):
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk, *args])


LIST = "admin:claims_claim_changelist"


def evidence_form(claim, **fields):
    told = {
        "version": claim.version,
        "kind": "document",
        "title": "Minutes of the meeting",
        "excerpt": "Forty members were present.",
        "stance": "supports",
        "tier": "primary",
    }
    return told | fields


def state(claim):
    """Everything a deed would change: the claim's row, its evidence, and the record."""
    claim.refresh_from_db()
    return (
        claim.status,
        claim.version,
        claim.assignee_id,
        claim.decision_id,
        claim.evidence.filter(retracted_at=None).count(),
        LedgerEntry.objects.filter(article=claim.article).count(),
    )


def sentences(response):
    return [str(message) for message in response.context["messages"]]
