"""What readers find: articles in the order of how well they fit, and checks."""

from dataclasses import dataclass
from heapq import nlargest

from django.utils import timezone

from articles import search_finding
from articles.models import Article
from articles.search_index import MOST_WORDS
from articles.search_words import Search, asked
from claims import verification
from claims.models import Claim

from . import facets, sentences, snippets
from .article_page import BYLINE

PAGE = 20
# Of so many articles, the newest whose checks hold the words, so many checks are shown.
CHECKED, CHECKS = 20, 5
LOOKED_AT = 100  # claims of each of them, those tagged last
# What came out today counts half as much again as what is years old; after so long, a quarter.
FRESHNESS, HALF_LIFE = 0.5, 180.0  # days


@dataclass(frozen=True)
class Results:
    """What was found.

    hits     articles.search_finding.Hits in their order; is_cut_off says that there may be more.
    choices  [(facets.Kind, [facets.Choice])], counted over all of them.
    checks   [(key, statement, verdict in words, its status, its article)].
    """

    search: Search
    hits: list
    is_cut_off: bool
    choices: list
    checks: list


def search(typed, query, *, by_date=False):
    """Return the Results of what was typed, narrowed by what an address asks for.

    typed  any text at all. query  request.GET; see facets.asked.
    """
    wanted, narrowed = asked(typed), facets.asked(query)
    found, is_cut, checks, words = [], False, [], list(narrowed.values())
    today = timezone.localdate()
    if None not in words and (wanted.wanted or (words and not wanted.unwanted)):
        found, is_cut = search_finding.find(wanted, words, today)
        if wanted.wanted:
            checks = _checks(wanted, words, today)
    hits = found if by_date else _by_rank(found)
    return Results(wanted, hits, is_cut, facets.counted(found), checks)


def _by_rank(hits):
    """Best first; of what fits as well, the newest."""
    now = timezone.now()

    def worth(hit):
        days = max(0.0, (now - hit.published_at).total_seconds() / 86_400)
        return hit.rank * (1 + FRESHNESS * 0.5 ** (days / HALF_LIFE))

    return sorted(hits, key=worth, reverse=True)


def _checks(wanted, words, today):
    found, _ = search_finding.find(wanted, words, today, part="checks", most=CHECKED)
    if not found:
        return []  # To write a query that finds nothing takes as long as another.
    # By their keys: SQLite would go through every verdict of the paper. The articles are public.
    fitting = _fitting(wanted, [hit.article for hit in found])
    claims = Claim.objects.in_force().filter(pk__in=fitting)
    claims = claims.select_related("decision", "article").order_by("-decided_at", "pk")
    claims = claims.only(
        "statement", "status", "decision__rating",
        "article__headline", "article__language", "article__slug",
    )  # fmt: skip
    return [
        (
            one.pk,
            snippets.marked(one.statement, one.article.language, wanted),
            sentences.verdict(one.status, one.decision.get_rating_display()),
            one.status,
            one.article,
        )
        for one in list(claims)[:CHECKS]
    ]


def _fitting(wanted, article_ids):
    """Return the keys of judged claims that hold the words: of each article, of those tagged last.

    LOOKED_AT of each. As rows, for most do not fit, and to make a Claim of each takes longer.
    """
    judged = Claim.objects.filter(article__in=article_ids, decided_at__isnull=False).order_by()
    found = {}
    for row in judged.values_list("pk", "statement", "article__language", "article"):
        found.setdefault(row[-1], []).append(row)
    newest = (row for rows in found.values() for row in nlargest(LOOKED_AT, rows))
    return [pk for pk, statement, language, _ in newest if wanted.is_in(statement, language)]


def shown(results, number):
    """Return [(article, headline, snippet, line of verification)] of one page, from 1 on.

    The headline and the snippet are HTML (newsroom.reader.snippets). Three queries.
    """
    wanted = [hit.article for hit in results.hits[(number - 1) * PAGE : number * PAGE]]
    if not wanted:
        return []
    articles = Article.objects.public().select_related("section", "publication", "revision")
    articles = articles.defer("revision__html", "revision__details")
    articles = articles.filter(pk__in=wanted).prefetch_related(BYLINE)
    counted = verification.of_articles(wanted)
    rows = sorted(articles, key=lambda one: wanted.index(one.pk))
    return [
        (one, *_told(one, results.search), sentences.verification(counted[one.pk])) for one in rows
    ]


def _told(article, wanted):
    headline = snippets.marked(article.headline, article.language, wanted)
    found = snippets.snippet(article.revision.text, article.language, wanted, MOST_WORDS)
    return headline, found or snippets.marked(article.standfirst, article.language, wanted)
