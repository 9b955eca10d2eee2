"""The demo: accounts for every role, the two seed articles, and what a desk made of them.

Evidence in it cites passages of the two articles themselves; nothing is made up.
"""

import json
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles import editing, ingest
from articles.models import Article, Status
from claims import gathering, tagging, workflow
from claims.models import Claim

from .roles import ROLES

SEEDS = settings.BASE_DIR / "seeds"
PASSWORD = "newsroom-demo"  # noqa: S105  known to everybody, so for debug mode only


def strangers():
    """Return the accounts that bear the demo's names where no demo has been made yet."""
    if Article.objects.filter(source_name__in=[file.name for file in SEEDS.glob("*.txt")]).exists():
        return []
    return list(User.objects.filter(username__in=_wanted()).values_list("username", flat=True))


def _wanted():
    return {f"{role[:-1].lower()}{n}": role for role in ROLES for n in (1, 2)} | {"admin": None}


def accounts():
    """Make two accounts a role and one superuser; return {username: password} of the new ones.

    Outside debug mode each new account gets a password of its own that nobody knows yet.
    """
    wanted = _wanted()
    missing = wanted.keys() - set(User.objects.values_list("username", flat=True))
    return {name: _account(name, wanted[name]) for name in wanted if name in missing}


def _account(name, role):
    password = PASSWORD if settings.DEBUG else secrets.token_urlsafe(12)
    user = User(username=name, is_staff=True, is_superuser=role is None)
    user.set_password(password)
    user.save()
    if role:
        user.groups.set(Group.objects.filter(name=role))
    return password


def articles():
    """Import the seed articles; return every Outcome."""
    editor = User.objects.get(username="editor1")
    files = sorted(SEEDS.glob("*.txt"))
    return [
        outcome
        for file in files
        for outcome in ingest.ingest(file.name, file.read_bytes(), by=editor)
    ]


def claims():
    """Tag and check what seeds/claims.json lists, once; return how many claims were made.

    An article on which anybody has tagged anything is left as it is.
    """
    plan = json.loads((SEEDS / "claims.json").read_text(encoding="utf-8"))
    fresh = {
        name: article
        for name in plan
        if not (article := Article.objects.get(source_name=name)).claims.exists()
    }
    for name, article in fresh.items():
        for told in plan[name]["claims"]:
            _play(article, told)
    for name in fresh:
        _publish(Article.objects.get(source_name=name), plan[name])
    return sum(len(plan[name]["claims"]) for name in fresh)


def _play(article, told):
    """Tag one claim, then take its steps as the people the plan names."""
    span = tagging.places(article.revision, told["exact"])[0]
    facts = {
        name: told[name]
        for name in ("statement", "kind", "claimant", "sensitivity", "priority")
        if name in told
    }
    if "due_in_days" in told:
        facts["due"] = timezone.localdate() + timedelta(days=told["due_in_days"])
    claim = tagging.tag(
        article,
        by=_user(told.get("by", "editor1")),
        revision=article.revision.number,
        start=span.start,
        end=span.end,
        suggested=told.get("suggested", False),
        **facts,
    )
    for step in told.get("steps", ()):
        _take(claim, dict(step))


def _take(claim, step):
    by, name = _user(step.pop("by")), step.pop("step")
    claim = Claim.objects.get(pk=claim.pk)
    if name != "add_evidence":
        workflow.take(claim, name, by=by, **step)
        return
    source = Article.objects.get(source_name=step.pop("passage_of"))
    gathering.add_evidence(
        claim,
        by=by,
        kind="passage",
        passage_of=source.revision,
        title=source.headline,
        publisher=source.publication.name,
        published_on=source.published_at and source.published_at.date(),
        **step,
    )


def _publish(article, plan):
    if not plan.get("publish") or article.status != Status.DRAFT:
        return
    editing.take(article, "submit", by=_user("editor1"))
    editing.take(article, "publish", by=_user("publisher1"))
    for told in plan.get("after_publication", ()):
        told = dict(told)
        _take(article.claims.get(exact=told.pop("exact")), told)


def _user(name):
    return User.objects.get(username=name)
