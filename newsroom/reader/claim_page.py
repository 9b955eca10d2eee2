"""The page of a claim: the check itself, for claims that are decided, in articles that are out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import text
from articles.models import Status as ArticleStatus
from articles.visibility import known_before
from claims import spells
from claims.models import Claim, Status

from . import checks, head, sentences
from .caching import about, cached_for_readers, key
from .calendar import end_of

AROUND = 240  # code points shown on either side of the words
ADOPTING = 50


@dataclass(frozen=True)
class Passage:
    """Words and what stands around them in their paragraph.

    is_cut_before, is_cut_after  is something of the paragraph left out there?
    """

    before: str
    words: str
    after: str
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True)
class Earlier:
    """A verdict that readers read before: in words, and from when to when (aware datetimes)."""

    found: str
    since: datetime
    until: datetime


@require_safe
@cached_for_readers()
def claim(request, pk):
    """One claim and what was found on it.

    410 once readers read a verdict on it that is in force no more, without a word of it; 404 for
    one that they never read.
    """
    public = Claim.objects.public().with_verdict().filter(pk=pk)
    public = public.select_related("article__section", "revision").defer("revision__html")
    if one := public.first():
        page = render(request, "reader/claim.html", told(one))
        until = one.decision.valid_until
        return about(page, keys=[key("article", one.article_id)], until=until and end_of(until))
    return _missing(request, pk)


def told(claim):
    """Return everything the page says of a public claim, read in a fixed number of queries."""
    prefetch_related_objects([claim], *checks.FOUND)
    check, article = checks.check(claim), claim.article
    return {
        "check": check,
        "article": article,
        "passage": passage(claim.revision.text, claim.start, claim.end),
        "adopting": _adopting(claim),
        "earlier": _earlier(claim),
        "checked_at": _checked_at(claim),
        "head": head.of_claim(check, article),
    }


def passage(whole, start, end):
    """Return the Passage of the words [start, end) of the text `whole`. Pure."""
    first, last = text.paragraph(whole, start, end)
    before, after = whole[first:start], whole[end:last]
    return Passage(
        before=_last_words(before),
        words=whole[start:end],
        after=_first_words(after),
        is_cut_before=len(before) > AROUND,
        is_cut_after=len(after) > AROUND,
    )


def _first_words(words):
    """Return the beginning of `words`; whole words, unless there is but one."""
    if len(words) <= AROUND:
        return words
    end = words.rfind(" ", 1, AROUND)
    return words[: AROUND if end == -1 else end]


def _last_words(words):
    return _first_words(words[::-1])[::-1]


def _adopting(claim):
    """Return (headline, address of the check) of public articles that adopted this verdict."""
    claims = Claim.objects.public().filter(decision__adopts=claim.decision_id)
    claims = claims.select_related("article").order_by("-decided_at", "pk")[:ADOPTING]
    return [(one.article.headline, checks.address(one.pk)) for one in claims]


def _checked_at(claim):
    """Return (headline, address) of the check that this verdict was adopted from, or None."""
    checked = claim.decision.adopts and claim.decision.adopts.claim
    if checked is None or checked.article.status != ArticleStatus.PUBLISHED:
        return None
    return checked.article.headline, checks.address(checked.pk)


def _earlier(claim):
    """Return each verdict that readers read before the one of now, newest first."""
    decisions = {decision.pk: decision for decision in claim.decisions.all()}
    if len(decisions) == 1:
        return []  # A verdict that fell does not come back: whatever is said next is another.
    read = [one for one in spells.of(claim) if one.until and not one.is_withdrawn]
    return [
        Earlier(_found(decisions[one.decision]), one.since, one.until) for one in reversed(read)
    ]


def _found(decision):
    return sentences.verdict(decision.verdict, decision.get_rating_display())


def _missing(request, pk):
    """Answer for a claim on which no verdict is read now: with a reason, if one was."""
    # One that never was is looked for in the record too: nobody can tell it from one of a draft.
    claim = Claim.objects.filter(pk=pk).select_related("article").first()
    if not spells.of(claim or Claim(pk=pk, article_id=0)):
        raise Http404("There is no such check.")
    context = {"article": claim.article, "words_are_gone": claim.status == Status.DISMISSED}
    template = "reader/claim_gone.html"
    if claim.article.status != ArticleStatus.PUBLISHED:
        template, context = "410.html", known_before(claim.article.slug)
    gone = render(request, template, context, status=410)
    # A browser may keep a 410 for ever, and the verdict may come back.
    gone["Cache-Control"] = "no-store"
    return gone
