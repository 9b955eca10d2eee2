"""Take off verdicts that adopt one which is not in force any more. Part of the door (see
claims.workflow).

Nobody reads such a verdict from the moment on that the first one falls: what is in force asks for
the adopted one as well (claims.models.rests_on_fallen). What is written here follows it. Those
claims stand in other articles, and each article is a transaction of its own: to write them all
with the fall of the first would lock many articles at once.
"""

from django.db import transaction

from articles import ledger
from articles.models import Article

from . import notices
from .models import FALLS, Claim, Notice, Status, expired, rests_on_fallen
from .writing import compare_and_set


def fall_due(fallen=None):
    """Send every claim to recheck whose verdict, proposed or given, adopts one that fell.

    fallen  keys of the claims whose verdicts fell; None for whichever did.

    Done once, however often it is called. What expired besides is left to claims.following.expire,
    which names its day. Return the claims, as they are then.
    """
    claims = _due(Claim.objects.all())
    if fallen is not None:
        claims = claims.filter(decision__adopts__claim__in=fallen)
    articles = claims.order_by("article").values_list("article", flat=True).distinct()
    return [claim for pk in list(articles) for claim in _fall(Article(pk=pk))]


def _due(claims):
    return claims.filter(rests_on_fallen(), status__in=FALLS).exclude(expired())


@transaction.atomic
def _fall(article):
    article = ledger.lock(article)
    claims = list(_due(article.claims).select_related("decision__adopts", "revision"))
    notices.tell([(claim, Notice.Kind.ADOPTED_FELL) for claim in claims], by=None)
    for claim in claims:
        payload = {
            "claim": claim.pk,
            "from": claim.status,
            "decision": claim.decision_id,
            "adopted_claim": claim.decision.adopts.claim_id,
            "adopted_decision": claim.decision.adopts_id,
            "revision": claim.revision.number,
        }
        compare_and_set(claim, status=Status.RECHECK, decided_at=None, assignee=None)
        ledger.append(article, "claim.adopted_fell", by=None, payload=payload)
    return claims
