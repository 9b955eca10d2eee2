"""A newsroom full of what is public, for tests of the whole site: every kind of page it has."""

from datetime import UTC, datetime
from hashlib import sha256

from articles import checkpoints, editing
from articles.importers.base import Author
from claims import workflow
from tests import factories as make

from .reader_pages import correct, decide
from .secret_world import step

LONG = "Council" * 20
RICH = (
    make.BODY
    + "<h2>The hall</h2><p>It seats <a href='https://example.org/'>300 people 😀</a>, has 12"
    " windows and a roof of 1950.</p><table><tr><th>Year</th><th>Members of the council</th></tr>"
    "<tr><td>1901</td><td>Twenty, and later forty</td></tr></table><ul><li>One</li><li>Two</li>"
    "</ul><figure><img src='/pictures/none.png' alt='The hall'><figcaption>The hall</figcaption>"
    "</figure>"
)
ARABIC = "<p>اجتمع المجلس يوم الاثنين. في المجلس 40 عضوا.</p>"
PERIOD = datetime(2024, 3, 12, 4, 30, tzinfo=UTC)


def rich_article():
    """With all that an article can have, and every kind of check and of evidence."""
    article = make.make_article(
        headline=f"Forty members {LONG}",
        html=RICH,
        standfirst="Or so.",
        dateline="Town",
        image_caption="The hall.",
        picture=make.make_picture(size=(320, 180)).sha256,
        picture_alt="A hall",
        picture_credit="Writer B",
        language="en",
        tags=("council", "hall"),
        published_at=PERIOD,
        byline=(Author("Writer A", "Reporter", "@writer_a"), Author("Writer B", None, None)),
    )
    _checks(article)
    article = make.publish(article)
    told = {"stance": "refutes", "kind": "web", "url": "https://example.org/", "excerpt": LONG}
    decide(make.make_claim(article, "12 windows"), told, verdict="refuted")
    make.make_claim(article, "roof of 1950")
    article = correct(article, standfirst="Or so, say the minutes.")
    return correct(article, html=RICH.replace("Monday", "Tuesday"))


def _checks(article):
    reviewer = make.make_reviewer()
    _decided(
        make.make_claim(article, statement="The council of the town has 40 members."), reviewer
    )
    evidence = {"kind": "web", "url": f"https://example.org/{LONG}", "excerpt": LONG}
    for words, verdict in {
        "founded in 1901": "unverifiable",
        "members. It was": "verified",
        "300 people 😀, has": "verified",
    }.items():
        decide(make.make_claim(article, words, claimant="Speaker One"), evidence, verdict=verdict)
    first = make.make_claim(make.publish(make.make_article(headline="Elsewhere")))
    first = make.make_decided_claim(first)
    make.make_adopting_claim(first, claim=make.make_claim(article, "at noon"))


def _decided(claim, reviewer):
    """On evidence of every kind: with a copy, a file, a passage, confidential."""
    claim = workflow.take(claim, "take_up", by=reviewer)
    web = make.make_evidence(claim, reviewer, kind="web", url="https://example.org/register")
    make.keep_copy(web)
    make.make_document(claim, reviewer)
    make.make_evidence(claim, reviewer, kind="interview", is_confidential=True)
    quoted = make.publish(make.make_article(headline="Quoted"))
    passage = {"passage_of": quoted.revision, "excerpt": make.WORDS}
    make.make_evidence(claim, reviewer, kind="passage", title="Quoted", **passage)
    step(claim, "propose", reviewer, verdict="verified", summary="As they say.\n\nAll of them.")
    step(claim, "approve", make.make_reviewer())


def make_public_world():
    """Rich and bare articles, one in another script, past the gate, gone, under review again."""
    rich_article()
    make.publish(make.make_article(headline="مجلس المدينة", html=ARABIC, language="ar"))
    bare = {"section": None, "publication": None, "byline": ()}
    make.publish(make.make_article(headline="Bare", **bare))
    past_the_gate = make.make_overridden_article(shown_to_readers=True)
    editing.take(past_the_gate, "confirm_override", by=make.make_publisher())
    publisher = make.make_publisher()
    for state in ("Gone", "In review"):
        gone = make.publish(make.make_article(headline=state))
        gone = editing.take(gone, "withdraw", by=publisher, note="Its source withdrew.")
    editing.take(gone, "restore", by=publisher, note="The source stands by it.")
    checkpoints.make()


def _words(seed, count):
    """Words that are all different: no text of people's is harder to compress."""
    digests = (sha256(f"{seed}.{n}".encode()).hexdigest() for n in range(count))
    return " ".join(digest[:6] for digest in digests)


def make_long_article():
    """Published; 900 words, and 12 claims in them, each verified on two pieces of evidence."""
    sentences = [f"Day {n} {_words(n, 13)}." for n in range(60)]
    paragraphs = [" ".join(sentences[n : n + 3]) for n in range(0, 60, 3)]
    html = "".join(f"<p>{words}</p>" for words in paragraphs)
    article = make.make_article(html=html, standfirst=_words("standfirst", 20), language="en")
    for n in range(0, 60, 5):
        told = {"statement": f"{_words(f'statement {n}', 15)}.", "claimant": "Speaker One"}
        _decided_on_two(make.make_claim(article, sentences[n], kind="figure", **told), n)
    return make.publish(article)


def _decided_on_two(claim, n):
    reviewer = make.make_reviewer()
    claim = workflow.take(claim, "take_up", by=reviewer)
    for title in (f"one {n}", f"two {n}"):
        told = {"kind": "web", "url": f"https://example.org/{_words(title, 1)}"}
        told |= {"title": _words(title, 5), "publisher": _words(title, 2)}
        make.make_evidence(claim, reviewer, excerpt=_words(f"excerpt {title}", 15), **told)
    summary = _words(f"summary {n}", 30)
    step(claim, "propose", reviewer, verdict="verified", summary=summary)
    step(claim, "approve", make.make_reviewer())
