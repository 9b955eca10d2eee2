"""Comments on a claim: say, resolve, reopen. Part of the door (see claims.workflow).

A comment is talk: it changes neither the claim nor its version, so that it is in nobody's way. The
record says who commented when, and keeps a digest of the words, not the words: it may be
exported, and what the desk says to itself stays at the desk. The digest is salted, and the salt
stays with the comment: no guess at short words can be tried on an export.
"""

import re
from secrets import token_hex

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from articles import ledger, text
from articles.errors import Conflict, Invalid, NotAllowed
from articles.people import name_of
from articles.steps import noted

from . import notices
from .models import Comment, Notice
from .workflow import SEE

MOST_MENTIONS = 20
# What an account's name is made of (django.contrib.auth); no address of a mail.
_MENTION = re.compile(r"(?<![\w.+-])@([\w.@+-]*\w[\w.@+-]*)")
_NO_ROLE = "Your role does not reach claims, so you cannot comment on them."


@transaction.atomic
def comment(claim, *, by, comment):
    """Say something about a claim; tell those whom it mentions as @name. Return the Comment.

    comment  plain text, at most articles.steps.LONGEST_NOTE code points.

    Raises NotAllowed, Invalid: without words, or with a mention of nobody who may read claims.
    """
    _may(by)
    words = noted(comment, "comment")
    if not words:
        raise Invalid({"comment": "Write what you want to say."})
    mentioned = _mentioned(words)
    article = ledger.lock(claim.article_id)
    made = Comment.objects.create(
        claim=claim,
        author=by,
        author_name=name_of(by),
        text=words,
        salt=token_hex(16),
        created=timezone.now(),
    )
    digest = text.sha256(f"{made.salt}{words}")
    deed = {"claim": claim.pk, "comment": made.pk, "salted_sha256": digest}
    ledger.append(article, "comment.add", by=by, payload=deed)
    # Whoever is mentioned again is told again: a mention tells of words that they have not read.
    notices.mark_mentions(claim, {by.pk, *mentioned})
    notices.tell_people([(claim, Notice.Kind.MENTIONED, mentioned)], by, comment=made)
    return made


def resolve(comment, *, by):
    """Mark a comment as dealt with. Raises NotAllowed, and Conflict if it is already."""
    told = {"resolved_by": by, "resolved_by_name": name_of(by), "resolved_at": timezone.now()}
    _turn(comment, by, "comment.resolve", "This comment is resolved already.", told)


def reopen(comment, *, by):
    """Take up a resolved comment again. Raises NotAllowed, and Conflict if it is open."""
    told = {"resolved_by": None, "resolved_by_name": "", "resolved_at": None}
    _turn(comment, by, "comment.reopen", "This comment is open already.", told)


@transaction.atomic
def _turn(comment, by, action, too_late, told):
    _may(by)
    article = ledger.lock(comment.claim.article_id)
    is_open = action == "comment.resolve"
    if not Comment.objects.filter(pk=comment.pk, resolved_at__isnull=is_open).update(**told):
        raise Conflict(too_late)
    payload = {"claim": comment.claim_id, "comment": comment.pk}
    ledger.append(article, action, by=by, payload=payload)
    notices.mark_mentions(comment.claim, {by.pk})


def _may(by):
    if not by.has_perm(SEE):
        raise NotAllowed(_NO_ROLE)


def _mentioned(words):
    """Return the ids of the accounts that `words` mention. Raises Invalid where one is nobody's.

    A full stop or the like after a name is the sentence's, unless an account is called so.
    """
    written = dict.fromkeys(_MENTION.findall(words))
    if len(written) > MOST_MENTIONS:
        raise Invalid({"comment": f"Mention at most {MOST_MENTIONS} people at once."})
    spelled = {name: (name, name.rstrip(".@+-")) for name in written}
    ids = _readers({one for spellings in spelled.values() for one in spellings})
    found = {name: next((s for s in spelled[name] if s in ids), None) for name in written}
    if unknown := [spelled[name][1] for name in written if found[name] is None]:
        names = ", ".join(f"@{name[:40]}" for name in unknown)
        raise Invalid(
            {"comment": f"Nobody who reads claims here has the account {names}. Correct the name."}
        )
    return {ids[name] for name in found.values()}


def _readers(names):
    """Return {username: id} of those of `names` that are open accounts which may see claims."""
    if not names:
        return {}
    people = get_user_model().objects.with_perm(
        SEE, is_active=True, backend="django.contrib.auth.backends.ModelBackend"
    )
    people = people.filter(username__in=names, is_staff=True)
    return dict(people.values_list("username", "pk"))
