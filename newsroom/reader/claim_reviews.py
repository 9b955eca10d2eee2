"""Every ClaimReview of this site in one document, https://schema.org/DataFeed.

Written out as the claims are read, some at a time: it takes as much memory for a million of them as
for a hundred.
"""

import json

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from claims.models import Claim

from . import checks, head
from .caching import about, cache_control
from .head import absolute

CHUNK = 200  # claims, with what was found on them


@require_safe
def claim_reviews(request):
    """The ClaimReview of each claim of somebody else's whose verdict is in force, oldest first."""
    response = StreamingHttpResponse(_written(request), content_type="application/ld+json")
    response["Cache-Control"] = cache_control(None)
    return about(response, keys=["claim_reviews"])


def _written(request):
    """Yield the document in pieces."""
    told = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "url": absolute(request.path),
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": absolute("/")},
        "dataFeedElement": [],
    }
    before, after = json.dumps(told, ensure_ascii=False).rsplit("[]", 1)
    yield f"{before}["
    for number, claim in enumerate(_claims()):
        yield f"{',' if number else ''}\n{json.dumps(_item(claim), ensure_ascii=False)}"
    yield f"\n]{after}\n"


def _claims():
    """Yield each public claim that names whose statement it is, by key, with what was found."""
    claims = Claim.objects.public().exclude(claimant="").with_verdict()
    claims = claims.select_related("article").order_by("pk")
    last = 0
    while chunk := list(claims.filter(pk__gt=last)[:CHUNK]):
        prefetch_related_objects(chunk, *checks.FOUND)
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].pk


def _item(claim):
    review = head.claim_review(checks.check(claim), claim.article)
    return {"@type": "DataFeedItem", "dateModified": review["datePublished"], "item": review}
