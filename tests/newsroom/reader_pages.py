"""Reading the reader's pages in tests."""

from selectolax.lexbor import LexborHTMLParser

from articles import editing
from claims import workflow
from tests import factories


def parsed(response):
    return LexborHTMLParser(response.content.decode())


def page(client, article):
    return parsed(client.get(article.get_absolute_url()))


def text_of(node):
    """Its words, as one line."""
    return " ".join(node.text().split())


def correct(article, **told):
    told = {"revision": article.revision.number, "note": "The day was wrong."} | told
    return editing.take(article, "correct", by=factories.make_publisher(), **told)


def decide(claim, evidence, *, approver=None, verdict="verified", summary="As it says."):
    """Check the claim on one piece of evidence."""
    reviewer, rating = factories.make_reviewer(), "false" if verdict == "refuted" else ""
    proposal = {"verdict": verdict, "rating": rating, "summary": summary}
    claim = workflow.take(claim, "take_up", by=reviewer)
    stance = "refutes" if verdict == "refuted" else "supports"
    factories.make_evidence(claim, reviewer, **({"stance": stance} | evidence))
    claim.refresh_from_db()
    claim = workflow.take(claim, "propose", by=reviewer, **proposal)
    return workflow.take(claim, "approve", by=approver or factories.make_reviewer())


def decided_on(*evidence):
    """The article, published, of a claim verified on pieces of evidence like these."""
    article, reviewer = factories.make_article(), factories.make_reviewer()
    claim = workflow.take(factories.make_claim(article), "take_up", by=reviewer)
    for fields in evidence:
        factories.make_evidence(claim, reviewer, **fields)
    claim.refresh_from_db()
    told = {"verdict": "verified", "summary": "As they say."}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    workflow.take(claim, "approve", by=factories.make_reviewer())
    return factories.publish(article)
