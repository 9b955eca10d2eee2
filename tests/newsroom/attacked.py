"""Pages of articles that say what attackers say: the corpus, through each door to what readers get.

Each function takes vectors (str) and yields (vectors, the page as it is answered).
"""

from itertools import cycle

from articles import editing
from articles.errors import Invalid
from articles.importers.base import Author
from articles.ingest import ingest
from articles.models import Article
from claims import workflow
from claims.models import Claim
from tests import factories as make
from tests.articles.api_calls import step
from tests.articles.html_samples import attacks

from .public_pages import pages
from .reader_pages import correct

AT_ONCE = 150
LARGE = 10_000  # code points
# Makes of a vector what the importer takes for a sentence.
SPOKEN_OF = "The council of the town met on Monday and spoke of {} for two hours."
# Ends whatever a vector left open, so that the next one is not a part of it.
END = (
    "\n'>\"></script></style></textarea></title></xmp></noscript></template></svg></math></select>"
    "</button><p>That was one.</p>\n"
)


def vectors_of_the_corpus():
    """Return them without what no door takes: NUL, and bodies too large to be cleaned.

    tests/articles/test_html_clean.py has those, one by one.
    """
    payloads = (payload.replace("\0", "") for _, payload in attacks())
    return [payload for payload in payloads if payload.strip() and len(payload) < LARGE]


def batches(vectors, size=AT_ONCE):
    return [vectors[n : n + size] for n in range(0, len(vectors), size)]


def body(vectors):
    return f"<p>First.</p>{END.join(vectors)}{END}"


def taken(vectors, door):
    """Yield (vectors, what `door` makes of them); where it takes none (None), of each half."""
    if (made := door(vectors)) is not None:
        yield vectors, made
    elif len(vectors) > 1:
        for half in batches(vectors, (len(vectors) + 1) // 2):
            yield from taken(half, door)


def through_the_api(client, vectors):
    """Corrected by a publisher, again and again."""
    article = make.publish(make.make_article())
    client.force_login(make.make_publisher())

    def door(some):
        told = {"step": "correct", "change": "minor", "note": "So.", "body_html": body(some)}
        revision = Article.objects.get(pk=article.pk).revision.number
        answer = step(client, article, revision=revision, **told)
        return client.get(article.get_absolute_url()) if answer.status_code == 200 else None

    for some in batches(vectors):
        yield from taken(some, door)


def through_the_editor(client, vectors):
    """Written by an editor: in the body, and some of them in every other line of the form."""
    client.force_login(make.make_editor())
    lines = Lines(vectors)

    def door(some):
        before = Article.objects.count()
        client.post("/admin/articles/article/add/", form(lines) | {"html": body(some)})
        if Article.objects.count() == before:
            return None
        article = make.publish(Article.objects.latest("pk"))
        return client.get(article.get_absolute_url())

    for some in batches(vectors):
        yield from taken(some, door)


class Lines:
    """Hands out vectors that fit in a line, one after the other, and from the first again."""

    def __init__(self, vectors):
        self.vectors = cycle([" ".join(vector.split()) for vector in vectors if vector.strip()])

    def of(self, longest, unlike="\0"):
        """Return the next that is no longer than this (code points) and holds no `unlike`."""
        return next(
            line
            for vector in self.vectors
            if len(line := f"A {vector}") <= longest and not set(unlike) & set(line)
        )

    def many(self, longest):
        """Return as many as fit, one after the other."""
        told = ""
        while len(told := f"{told} {next(self.vectors)}") < longest:
            pass
        return told[:longest]


def form(lines):
    line = lines.of
    return {
        "headline": line(300),
        "standfirst": lines.many(1000),
        "section": line(200),
        "publication": line(200),
        "dateline": line(200),
        "image_caption": lines.many(1000),
        "byline-TOTAL_FORMS": "1",
        "byline-INITIAL_FORMS": "0",
        "byline-0-name": line(200),
        "byline-0-role": line(200),
        "byline-0-handle": line(100),
    }


def through_an_import(client, vectors):
    """As lines of a page that was saved as text."""
    editor, lines = make.make_editor(), Lines(vectors)

    def door(some):
        page = "\n\n".join(["Council meets", *map(SPOKEN_OF.format, some)])
        [outcome] = ingest(f"{Article.objects.count()}.txt", page.encode(errors="replace"))
        if (article := outcome.article) is None:
            return None
        told = {"headline": lines.of(300), "headline_is_provisional": False}
        editing.revise(article, by=editor, based_on=1, **told)
        article = make.publish(Article.objects.get(pk=article.pk))
        return client.get(article.get_absolute_url())

    for some in batches(vectors):
        yield from taken(some, door)


def through_claims(client, vectors, count=5):
    """In all that is said of claims and evidence, in tags, notes and names of people.

    On every page of the site that tells any of it, and on those of articles that are withdrawn.
    """
    lines = Lines(vectors)
    articles = [_told_in_full(lines) for _ in range(count)]
    yield from (([], response) for _, _, response in pages(client))
    publisher = make.make_publisher()
    for article in articles:
        editing.take(article, "withdraw", by=publisher, note=lines.many(1000))
        yield [], client.get(article.get_absolute_url())


def _told_in_full(lines):
    article = make.make_article(
        headline=lines.of(300),
        section=lines.of(200),
        byline=(Author(lines.of(200), lines.of(200), lines.of(100)),),
        tags=[lines.of(100, unlike=",\0") for _ in range(2)],
        picture=make.make_picture().sha256,
        picture_alt=lines.many(1000),
        picture_credit=lines.of(200),
        image_caption=lines.many(1000),
    )
    told = {"statement": lines.many(2000), "claimant": lines.of(200)}
    decide(make.make_claim(article, **told), lines)
    return correct(make.publish(article), standfirst=lines.many(500), note=lines.many(1000))


def decide(claim, lines):
    reviewer = make.make_reviewer(first_name=lines.of(150), last_name="")
    claim = workflow.take(claim, "take_up", by=reviewer)
    evidence(claim, reviewer, lines)
    told = {"verdict": "verified", "summary": lines.many(2000)}
    workflow.take(Claim.objects.get(pk=claim.pk), "propose", by=reviewer, **told)
    approver = make.make_reviewer(first_name=lines.of(150), last_name="")
    workflow.take(Claim.objects.get(pk=claim.pk), "approve", by=approver)


def evidence(claim, reviewer, lines):
    """Add evidence whose address is the first that is taken for one."""
    for vector in lines.vectors:
        address = vector if ":" in vector[:12] else f"https://example.org/{''.join(vector.split())}"
        told = {"title": lines.of(300), "publisher": lines.of(200), "excerpt": lines.many(2000)}
        try:
            return make.make_evidence(claim, reviewer, kind="web", url=address[:2000], **told)
        except Invalid:
            continue
