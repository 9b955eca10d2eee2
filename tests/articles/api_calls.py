"""What tests of the articles' API share: its addresses, and what is sent there."""

import json

LIST = "/api/v1/articles/"


def address(article, *rest):
    return "/".join([f"/api/v1/articles/{article.slug}", *map(str, rest), ""])


def read(client, article):
    return client.get(address(article)).json()


def step(client, article, *, etag=None, **body):
    """POST a step; without an ETag, with the newest one."""
    etag = etag or client.get(address(article)).headers.get("ETag", "none")
    return client.post(
        address(article, "steps"),
        json.dumps(body),
        content_type="application/json",
        headers={"If-Match": etag},
    )


def slugs(response):
    return [row["slug"] for row in response.json()["results"]]
