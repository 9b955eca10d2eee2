"""What tests of the queues share: an address, and the claims that a page lists."""

from django.urls import reverse

QUEUES = "admin:claims_claim_queues"


def opened(client, reader, queue="all", **asked):
    client.force_login(reader)
    return client.get(reverse(QUEUES), {"queue": queue, **asked})


def listed(client, reader, queue="all", **asked):
    """Return the keys of the claims that the page shows, in its order."""
    response = opened(client, reader, queue, **asked)
    assert response.status_code == 200
    return [row.claim.pk for row in response.context["rows"]]


def in_bulk(client, by, *claims, address="?queue=all", **told):
    client.force_login(by)
    chosen = [claim if isinstance(claim, str) else choice(claim) for claim in claims]
    told = {"claim": chosen, **told}
    return client.post(reverse("admin:claims_claim_bulk") + address, told, follow=True)


def choice(claim):
    claim.refresh_from_db()
    return f"{claim.pk}-{claim.version}"
