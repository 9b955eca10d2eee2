"""How long a search of the reader's site takes among 100,000 articles, in one run.

    DATABASE_URL=postgres://…/postgres python -m benchmarks.search 100000

Fills a scratch database (on that server, or an SQLite file of its own, in FOLDER if that is set)
with published articles of 900 words in three languages, each with three claims; the rows go in past
the doors, the words by way of articles.search_index. Then asks for every page of PAGES through
Django's test client, by turns, ROUNDS times, the first round left out, and prints of each page its
median, of all of them p50 and p95, and how many queries a page takes. Nothing is kept in between.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from random import Random
from statistics import median, quantiles
from urllib.parse import unquote_plus, urlencode

from benchmarks import _scratch, loader

ROUNDS = 8
AT_ONCE = 500  # articles
PARAGRAPHS, WORDS = 9, 100
LANGUAGES = ("en", "az", "ru")
SYLLABLES = {
    language: text.split()
    for language, text in (
        ("en", "ba den for gil har lin mor ner ost pal rin ser tal ver win"),
        ("az", "ba çı də əl gö ıl kü lə mə nı öz qa rü şə tə"),
        ("ru", "ба вел гор дом ель жил зор кам лес мир нов пол рек сад тих"),
    )
}
# In each article of its language: in a headline now and then, and very often in texts.
EVERYWHERE = {"en": "the council", "az": "Bakıda şura", "ru": "совета города"}
PAGES = (
    {"q": "council"},
    {"q": "the council"},
    {"q": '"the council"'},
    {"q": "“the council”", "sort": "date"},
    {"q": "the"},
    {"q": "Bakının şurası"},
    {"q": "baki"},
    {"q": "города"},
    {"q": '"совета города"'},
    {"q": "O'Brien"},
    {"q": "o’brien"},
    {"q": "150K"},
    {"q": "lot 4711"},
    {"q": "horse-drawn"},
    {"q": "ostverlin"},
    {"q": "morostden ostverlin"},
    {"q": '"morostden ostverlin"'},
    {"q": "council -ostverlin"},
    {"q": "балес"},
    {"q": "zzyzx"},
    {"q": "council", "page": "20"},
    {"q": "council", "section": "section-3"},
    {"q": "council", "author": "writer-16"},
    {"q": "council", "section": "section-3", "author": "writer-16", "language": "en"},
    {"q": "города", "verdict": "refuted"},
    {"q": "the council", "verdict": "verified", "sort": "date"},
    {"q": "ostverlin", "section": "section-3"},
    {"q": "", "section": "section-3"},
    {"q": "the council of the town in the matter of the bridge and the harbour"},
    {"q": 'AND OR NEAR( * : ^ " council'},
)  # fmt: skip


def main(articles=2_000):
    with tempfile.TemporaryDirectory() as folder:
        address = _scratch.url(f"search_{articles}", os.environ.get("FOLDER", folder))
        _scratch.set_up(address)
        from articles.models import SearchEntry  # noqa: PLC0415

        if not SearchEntry.objects.exists():
            start = time.monotonic()
            fill(articles)
            print(f"{articles:,} articles filled in {time.monotonic() - start:.0f} s", flush=True)
        measure()


def fill(size):
    """Write `size` published articles and their words."""
    from articles.models import Article, Byline, Contributor, Revision, SearchEntry  # noqa: PLC0415
    from claims.models import Claim, Decision  # noqa: PLC0415

    paper = Paper(size, **_names())
    models = (Article, Revision, Byline, Claim, Decision)
    people = [
        {"id": n, "name": f"Writer {n}", "slug": f"writer-{n}", "handle": ""}
        for n in range(1, paper.writers + 1)
    ]
    with loader._unguarded([*models, Contributor, SearchEntry]):
        loader._write(Contributor, people)
        for first in range(1, size + 1, AT_ONCE):
            found = [paper.article(n) for n in range(first, min(first + AT_ONCE, size + 1))]
            for model, rows in zip(models, zip(*found, strict=True), strict=True):
                loader._write(model, [row for one in rows for row in one])
            _index(paper, [one[0][0] for one in found])


def _index(paper, articles):
    """As articles.search_index.write() does one by one."""
    from django.db import connection  # noqa: PLC0415

    from articles import search_index  # noqa: PLC0415
    from articles.models import Article, SearchEntry  # noqa: PLC0415

    rows = [
        (search_index.key_of(Article(pk=one["id"], published_at=one["published_at"])), one,
         *paper.words(one)) for one in articles
    ]  # fmt: skip
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            into = "COPY articles_searchentry (id, article_id, facets, words) FROM STDIN"
            with cursor.copy(into) as copy:
                for key, one, words, facets in rows:
                    vector = search_index.vector(words, facets, one["published_at"])
                    copy.write_row((key, one["id"], " ".join(facets), vector))
        else:
            told = [
                {"id": key, "article_id": one["id"], "facets": " ".join(facets)}
                for key, one, _, facets in rows
            ]
            loader._write(SearchEntry, told)
            cursor.executemany(
                search_index.INSERT,
                [
                    (key, *search_index.parts(words), " ".join(facets))
                    for key, _, words, facets in rows
                ],
            )


def _names():
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from articles.models import Section  # noqa: PLC0415

    return {
        "sections": [
            Section.objects.create(name=f"Section {n}", slug=f"section-{n}").pk for n in range(12)
        ],
        "by": User.objects.create(username="reviewer").pk,
        "now": timezone.now(),
    }


class Paper:
    """Made-up articles; everything about article `n` comes from n.

    sections  ids; by the id of an account; now a moment, UTC, at which the paper ends.
    """

    writers = 300

    def __init__(self, size, *, sections, by, now):
        from articles.search_words import stems  # noqa: PLC0415

        self.size, self.sections, self.by, self.now = size, sections, by, now
        chance = Random(1)
        self.pool = {
            language: [_paragraph(chance, language) for _ in range(1_500)] for language in LANGUAGES
        }
        self.stemmed = {
            language: [stems(text, language) for text in pool]
            for language, pool in self.pool.items()
        }

    def article(self, n):
        """Return the rows of one article: of it, its revision, byline, claims and decisions."""
        language, chosen = self._chosen(n)
        text = "\n".join([f"Lot {n} of O’Brien.", *(self.pool[language][k] for k in chosen)])
        headline = f"Lot {n}, {self.pool[language][chosen[0]][: 40 + n % 20]}"
        at = self.now - timedelta(minutes=26 * (self.size - n) + 1)
        head = {
            "id": n, "slug": f"lot-{n}", "status": "published", "headline": headline,
            "standfirst": self.pool[language][chosen[1]][:120], "language": language,
            "section_id": self.sections[n % 12], "published_at": at, "first_published_at": at,
            "created": at, "updated_at": at, "revision_id": n,
        }  # fmt: skip
        revision = {
            "id": n, "article_id": n, "number": 1, "headline": headline, "html": "<p>…</p>",
            "text": text, "details": "{}", "author_id": self.by, "author_name": "reviewer",
            "created": at,
        }  # fmt: skip
        lines = [
            {"id": 2 * n + k, "article_id": n, "contributor_id": writer, "position": k}
            for k, writer in enumerate(self._writers(n))
        ]
        claims = [self._claim(n, k, text, at) for k in range(3)]
        return [head], [revision], lines, claims, [self._decision(claim) for claim in claims]

    def _chosen(self, n):
        chance = Random(n)
        return LANGUAGES[n % 3], [chance.randrange(1_500) for _ in range(PARAGRAPHS)]

    def _writers(self, n):
        return [n % self.writers + 1, n % 7 + 1][: 2 if n % 5 == 0 and n % self.writers > 6 else 1]

    def _claim(self, n, k, text, at):
        start = 30 + 60 * k
        verdict = "refuted" if n % 17 == 0 and k == 0 else "verified"
        return {
            "id": 3 * n + k, "article_id": n, "revision_id": n, "exact": text[start : start + 40],
            "start": start, "end": start + 40, "statement": text[start : start + 40],
            "tagged_by_id": self.by, "tagged_by_name": "reviewer", "status": verdict,
            "decision_id": 3 * n + k, "decided_at": at, "created": at, "updated_at": at,
        }  # fmt: skip

    def _decision(self, claim):
        return {
            "id": claim["id"], "claim_id": claim["id"], "verdict": claim["status"],
            "rating": "false" if claim["status"] == "refuted" else "", "summary": "As it says.",
            "revision_id": claim["revision_id"], "exact": claim["exact"], "quote_sha256": "0" * 64,
            "proposed_by_id": self.by, "proposed_by_name": "reviewer", "created": claim["created"],
            "approvals_needed": 1, "origins_needed": 1, "tier_needed": "secondary",
        }  # fmt: skip

    def words(self, row):
        """Return (search_index.Words, facets) of the row of an article."""
        from articles.search_index import Words  # noqa: PLC0415
        from articles.search_words import stems  # noqa: PLC0415

        n = row["id"]
        language, chosen = self._chosen(n)
        body = [word for k in chosen for word in self.stemmed[language][k]]
        first = f"Lot {n} of O’Brien. {self.pool[language][chosen[0]][:120]}"
        names = " ".join(f"Writer {writer}" for writer in self._writers(n))
        words = Words(
            headline=stems(row["headline"], language),
            lead=stems(f"{row['standfirst']} {names}", language),
            checks=stems(first, language),
            body=[*stems(f"Lot {n} of O’Brien.", language), *body],
        )
        authors = [f"a{writer}" for writer in self._writers(n)]
        state = "vdisputed" if n % 17 == 0 else "vverified"
        year = row["published_at"].year
        return words, [f"s{row['section_id']}", *authors, f"y{year}", f"l{language}", state]


def _paragraph(chance, language):
    """Words as frequent as words are (Zipf), among them the two that stand everywhere."""
    syllables = SYLLABLES[language]
    words = []
    for _ in range(WORDS - 4):
        k = int(chance.paretovariate(0.5)) % 20_000
        a, b, c = k % len(syllables), k // 15 % len(syllables), k // 225 % len(syllables)
        words.append(syllables[a] + syllables[b] + (syllables[c] if k > 225 else ""))
    rare = ["150K", "horse-drawn"] if chance.random() < 0.01 else []
    return " ".join([*EVERYWHERE[language].split(), *words, *rare]).capitalize() + "."


def measure():
    from django.core.cache import caches  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client, times, queries = Client(), {page: [] for page in range(len(PAGES))}, {}
    for turn in range(ROUNDS):
        for page, told in enumerate(PAGES):
            counted = []

            def count(execute, statement, *rest, counted=counted):
                counted.append(statement)
                return execute(statement, *rest)

            caches["readers"].clear()  # No search is answered with one that was kept.
            with connection.execute_wrapper(count):
                took, found = _ask(client, told)
            queries[page] = len(counted), found
            if turn:
                times[page].append(took * 1000)
    for page, told in enumerate(PAGES):
        found, shown = queries[page]
        took = f"{median(times[page]):>7.0f} ms  {found} queries  {shown} shown"
        print(f"{unquote_plus(urlencode(told)):<76}{took}")
    everything = sorted(took for page in times.values() for took in page)
    print(
        f"p50 {median(everything):.0f} ms, p95 {quantiles(everything, n=20)[-1]:.0f} ms,"
        f" slowest {everything[-1]:.0f} ms, {len(everything)} requests, {connection.vendor}"
    )


def _ask(client, told):
    start = time.perf_counter()
    response = client.get("/search/", told)
    took = time.perf_counter() - start
    if response.status_code != 200:
        sys.exit(f"{told} answers {response.status_code}.")
    return took, response.content.count(b'class="teaser"')


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
