"""What has to be true of every article, claim and record, whoever did what in whichever order.

broken() reads the whole database past every door and cache, and says in sentences what is not.
"""

import io
import json

# Statuses with which the gate lets a claim go out.
PASSES = ("verified", "unverifiable", "dismissed", "suggested")
TO_RECHECK = ("claim.fall", "claim.return", "claim.expire")


def broken():
    """Return a list of sentences; empty if everything holds. Django is set up."""
    from articles.models import Article  # noqa: PLC0415  Django is set up by now.
    from claims.models import Claim  # noqa: PLC0415

    claims = Claim.objects.select_related("article", "revision", "decision__revision")
    found = [sentence for claim in claims for sentence in _of_claim(claim)]
    for article in Article.objects.select_related("revision"):
        found += _of_article(article)
    return found + _of_places() + _of_verify_ledger()


def _of_claim(claim):
    if claim.is_placed and claim.revision.text[claim.start : claim.end] != claim.exact:
        yield f"Claim {claim.pk} says other words than stand at its place."
    if claim.revision_id != claim.article.revision_id:
        yield f"Claim {claim.pk} was left behind in an older revision."
    yield from _of_verdict(claim)


def _of_verdict(claim):
    from claims import binding, guards  # noqa: PLC0415
    from claims.models import DECIDED  # noqa: PLC0415

    if claim.status not in DECIDED:
        return
    if claim.decision.verdict != claim.status:
        yield f"Claim {claim.pk} has another verdict than its decision."
    if binding.has_strayed(claim):
        yield f"The verdict on claim {claim.pk} is bound to other words than stand."
    approvals = list(claim.decision.approvals.filter(agrees=True))
    if len({approval.by_id for approval in approvals}) < guards.approvals_needed(claim):
        yield f"Claim {claim.pk} is decided with too few approvals."
    hands = {(one.person_id, one.created) for one in claim.contributions.all()}
    for approval in approvals:
        if any(who == approval.by_id and when <= approval.created for who, when in hands):
            yield f"Claim {claim.pk} was approved by somebody who had a hand in it."


def _of_article(article):
    entries = list(article.ledger.order_by("sequence"))
    if article.head_sequence != len(entries):
        yield f"Article {article.pk} has {len(entries)} entries, its head says otherwise."
    articles_own, statuses = "draft", {}
    for entry in entries:
        said = json.loads(entry.payload)
        if entry.action.startswith("article.") and "to" in said:
            if said["to"] == "published" != articles_own:
                yield from _of_gate(article, entry, statuses)
            articles_own = said["to"]
        _follow(entry.action, said, statuses)
    if articles_own != article.status:
        yield f"Article {article.pk} is {article.status}, its record says {articles_own}."
    for pk, status in article.claims.values_list("pk", "status"):
        if statuses.get(pk) != status:
            yield f"Claim {pk} is {status}, its record says {statuses.get(pk)}."


def _follow(action, said, statuses):
    if action == "claim.tag":
        statuses[said["claim"]] = said["status"]
    elif action in TO_RECHECK:
        statuses[said["claim"]] = "recheck"
    elif "claim" in said and "to" in said:
        statuses[said["claim"]] = said["to"]


def _of_gate(article, entry, statuses):
    for pk, status in statuses.items():
        if status not in PASSES:
            yield f"Article {article.pk} went out by entry {entry.sequence}, claim {pk} {status}."


def _of_places():
    """An edit may leave two claims on the same words; then all but one wait to be looked at.

    Whoever proposes a verdict has looked.
    """
    from django.db.models import Count  # noqa: PLC0415

    from claims.models import Claim  # noqa: PLC0415

    sure = Claim.objects.live().exclude(anchor="drifted").filter(decision=None)
    places = sure.order_by().values("article", "start", "end")
    return [
        f"Article {one['article']} has {one['n']} live claims at {one['start']}–{one['end']}."
        for one in places.annotate(n=Count("pk")).filter(n__gt=1)
    ]


def _of_verify_ledger():
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    out = io.StringIO()
    try:
        call_command("verify_ledger", stdout=out)
    except CommandError as error:
        return [*out.getvalue().splitlines(), str(error)]
    return []
