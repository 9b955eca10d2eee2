"""What tests of the tagging surface share: its addresses, and what a browser would send."""

from django.urls import reverse


def url(name, article, *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


TOLD = {"kind": "figure", "priority": 2, "sensitivity": "normal", "claimant": ""}


def selected(article, words, **forged):
    """What a browser sends for `words`, selected where they stand first."""
    start = article.revision.text.index(words)
    place = {"revision": article.revision.number, "start": start, "end": start + len(words)}
    return place | {"words": words} | forged


def tag(client, article, words, by, /, **sent):
    client.force_login(by)
    return client.post(url("tag_selection", article), selected(article, words) | TOLD | sent)


def place(client, claim, words, by, /, **sent):
    client.force_login(by)
    data = selected(claim.article, words) | {"version": claim.version} | sent
    return client.post(url("claim_place", claim.article, claim.pk), data)


def step(client, claim, name, by, **sent):
    client.force_login(by)
    data = {"step": name, "version": claim.version} | sent
    return client.post(url("claim_steps", claim.article, claim.pk), data)
