"""Which claims hold some words: in the claim, its statement, its claimant or their headline.

A word that many claims hold is not looked for in all of them: MOST_FOUND are enough to show that
it tells nothing. So a search costs the same among a million claims as among a thousand, where
the database has an index of trigrams (migration 0009).
"""

from django.db.models import Max, Q
from django.utils.text import smart_split, unescape_string_literal

from articles.models import Article

from .models import Claim

MOST_FOUND = 250
# Trigrams find no word that is shorter.
LONG_ENOUGH = 3
NEWEST = 10_000
COMMON = (
    f"More than {MOST_FOUND} claims hold these words: {MOST_FOUND} of them are listed. Search for "
    "another word besides, or filter the list."
)
SHORT = (
    f"So short a word is looked for in the newest {NEWEST:,} claims alone. Search for one of at "
    f"least {LONG_ENOUGH} characters besides."
)


def found(claims, search):
    """Return (those of `claims` that hold every word of `search`, what is to be said of them).

    search  words apart, or several between quotation marks, as Django's own search takes it.

    At most MOST_FOUND claims; the sentence says that there are more, or is empty. One query, one
    for each word, and one where every word is short.
    """
    words = [_unquoted(word) for word in smart_split(search)]
    said = ""
    if all(len(word) < LONG_ENOUGH for word in words):
        newest = Claim.objects.aggregate(newest=Max("pk"))["newest"] or 0
        claims = claims.filter(pk__gt=newest - NEWEST)
        said = SHORT if newest > NEWEST else ""
    held, is_cut = Q(), False
    for word in words:
        titled = Q(article__headline__icontains=word)
        if len(word) >= LONG_ENOUGH:
            articles = _with_headline(word)
            is_cut |= len(articles) > MOST_FOUND
            titled = Q(article__in=articles)
        own = Q(exact__icontains=word) | Q(statement__icontains=word)
        held &= own | Q(claimant__icontains=word) | titled
    keys = list(claims.filter(held).order_by().values_list("pk", flat=True)[: MOST_FOUND + 1])
    if is_cut or len(keys) > MOST_FOUND:
        said = COMMON
    return claims.filter(pk__in=keys[:MOST_FOUND]), said


def _unquoted(word):
    is_quoted = word[0] in "\"'" and word[0] == word[-1] and len(word) > 1
    return unescape_string_literal(word) if is_quoted else word


def _with_headline(word):
    """Return the keys of the articles whose headline holds `word`: MOST_FOUND + 1 at most."""
    # Their keys, not a subquery: only those let an index answer the whole condition.
    titled = Article.objects.filter(headline__icontains=word).order_by()
    return list(titled.values_list("pk", flat=True)[: MOST_FOUND + 1])
