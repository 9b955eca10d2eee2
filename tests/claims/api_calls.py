"""What tests of the claims' API share: its addresses, and what is sent there."""

import json

LIST = "/api/v1/claims/"


def address(claim, *rest):
    return "/".join([f"/api/v1/claims/{claim.pk}", *map(str, rest), ""])


def read(client, claim):
    return client.get(address(claim)).json()


def step(client, claim, headers=None, **body):
    return client.post(
        address(claim, "steps"),
        json.dumps(body),
        content_type="application/json",
        headers=headers or {},
    )


def ids(response):
    return [row["id"] for row in response.json()["results"]]
