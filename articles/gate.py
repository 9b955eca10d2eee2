"""The gate: what keeps an article from going out, and the refusal that names it all."""

from django.utils import timezone
from django.utils.formats import date_format

from .errors import Blocked
from .signals import Blocker, objections


def blockers(article):
    """Return everything that keeps the article from going out now, as a list of Blocker."""
    own, now = [], timezone.now()
    if article.headline_is_provisional:
        own.append(Blocker("The headline is provisional. Give the article its own."))
    if article.published_at and article.published_at > now:
        sentence = "The article states a date in the future: {}. Correct it, or wait for it."
        own.append(Blocker(sentence.format(in_words(article.published_at))))
    if article.embargoed_until and article.embargoed_until > now:
        sentence = "It is under embargo until {}. Wait for it, or lift the embargo."
        own.append(Blocker(sentence.format(in_words(article.embargoed_until))))
    return own + objections(article)


def let_pass(found):
    """Refuse publication if anything is in the way. Raises Blocked.

    found  what blockers() returned.
    """
    if found:
        raise Blocked(f"Not published: {_counted(found)} in the way.", found)


def in_words(moment):
    """Return a moment as people read it, in the desk's time zone."""
    return date_format(timezone.localtime(moment), "j F Y, H:i T")


def _counted(found):
    return "One thing is" if len(found) == 1 else f"{len(found)} things are"
