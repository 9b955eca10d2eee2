"""What tests of the copies share: evidence on the web, and a worker who looks on this machine."""

import json
from datetime import timedelta

from django.utils import timezone

from articles.models import LedgerEntry
from claims import capturing
from claims.models import Claim
from tests import factories as make
from tests.claims.local_server import fetch_here

WORDS = "Forty members were present."
PAGE = f"<html><body><h1>Minutes</h1><p>{WORDS}</p></body></html>"
OTHER = "<html><body><p>Fifty members were present.</p></body></html>"
DAY = timedelta(days=1)


def make_web_evidence(claim, url, by=None, **fields):
    return make.make_evidence(claim, by or make.make_reviewer(), kind="web", url=url, **fields)


def make_decided_on(claim, url, verdict="verified", **fields):
    """Evidence on the web under a verdict in force; one copy is kept."""
    fields = {"stance": "refutes" if verdict == "refuted" else "supports"} | fields
    evidence = make_web_evidence(claim, url, **fields)
    capture()
    make.make_decided_claim(Claim.objects.get(pk=claim.pk), verdict=verdict)
    return evidence


def capture(now=None):
    return capturing.capture_due(now, fetch_here)


def later(**ago):
    return timezone.now() + timedelta(**ago)


def status_of(evidence):
    return Claim.objects.get(pk=evidence.claim_id).status


def entries(evidence, action):
    found = LedgerEntry.objects.filter(article=evidence.claim.article, action=action)
    return [json.loads(payload) for payload in found.values_list("payload", flat=True)]
