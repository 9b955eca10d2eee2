"""A secret word in every private place, and every address of the API asked for it."""

import pytest

from articles import editing
from articles.importers.base import Author
from articles.models import Article, Revision
from claims import gathering, tagging, workflow
from claims.models import Claim, Evidence
from newsroom import api_urls
from tests.factories import (
    BODY,
    make_article,
    make_claim,
    make_claim_in_review,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_evidence,
    make_publisher,
    make_reviewer,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db

# Known to staff alone; and of those, the last to reviewers and publishers.
SECRET, CONFIDENTIAL = "zyxsecret", "zyxconfidential"
UNDECIDED = ("suggested", "open", "in_review", "awaiting_approval", "recheck", "dismissed")


def patterns(urls, prefix=""):
    """Yield the pattern of every address that `urls` know, as one text."""
    for url in urls:
        here = prefix + str(url.pattern).lstrip("^").rstrip("$")
        if hasattr(url, "url_patterns"):
            yield from patterns(url.url_patterns, here)
        else:
            yield here


def addresses():
    """Yield every address of the API, for every article, revision and claim there is."""
    slugs = list(Article.objects.values_list("slug", flat=True))
    numbers = range(1, max(Revision.objects.values_list("number", flat=True)) + 1)
    claims = list(Claim.objects.values_list("pk", flat=True))
    for pattern in patterns(api_urls.urlpatterns):
        shapes = [pattern]
        for name, values in (
            (r"(?P<slug>[-\w]+)", slugs),
            ("(?P<number>[0-9]{1,9})", numbers),
            ("(?P<pk>[0-9]{1,18})", claims),
        ):
            shapes = [shape.replace(name, str(value)) for shape in shapes for value in values]
        for shape in dict.fromkeys(shapes):
            if shape.endswith("diff/"):
                yield from (f"/api/{shape}?from={a}&to={b}" for a in numbers for b in numbers)
            else:
                yield f"/api/{shape}"
    words = f"q={SECRET}"
    yield from (f"/api/v1/{name}/?{words}&page_size=200" for name in ("articles", "claims"))


def told(client):
    """Return {address: what it answers} for every address, and for what they answer with."""
    answers = {address: client.get(address) for address in addresses()}
    return {
        address: f"{answer.headers} {answer.content.decode()}"
        for address, answer in answers.items()
    }


def leaks(answers, word):
    return [address for address, answer in answers.items() if word in answer.lower()]


def staff(make, **fields):
    return make(first_name=f"First {SECRET}", last_name=f"Last {SECRET}", **fields)


@pytest.fixture(scope="module")
def secrets(made_once):
    """A published article with a decided claim, and secrets wherever there may be some."""
    editor, reviewer = staff(make_editor, username=SECRET), staff(make_reviewer)
    publisher = staff(make_publisher)
    article = make_article(by=editor, html=BODY.replace("noon", SECRET))
    editing.revise(article, by=editor, based_on=1, note=SECRET, html=BODY)
    article.refresh_from_db()
    claim = make_claim(article, by=editor)
    claim = tagging.amend(claim, by=editor, assignee=reviewer)
    _decide(claim, reviewer)
    editing.take(article, "submit", by=editor, note=SECRET)
    editing.take(article, "publish", by=publisher, note=SECRET)
    article.refresh_from_db()
    told = {"html": BODY.replace("noon", "one"), "note": SECRET, "change": "minor"}
    editing.take(article, "correct", by=publisher, revision=2, **told)
    article.refresh_from_db()
    for words, status in zip(
        ("council", "Monday", "1901", "proud", "meeting ended", "one"), UNDECIDED, strict=True
    ):
        make_claim_with_status(
            status,
            article=article,
            words=words,
            by=editor,
            statement=f"{SECRET} {status}",
            claimant=SECRET,
        )
    _others(editor, publisher)


def _decide(claim, reviewer):
    claim = make_claim_in_review(claim, reviewer)
    make_evidence(
        claim,
        reviewer,
        kind="web",
        title=CONFIDENTIAL,
        excerpt=CONFIDENTIAL,
        publisher=CONFIDENTIAL,
        url=f"https://example.org/{CONFIDENTIAL}",
        is_confidential=True,
    )
    retracted = make_evidence(claim, reviewer, title=SECRET, excerpt=SECRET)
    gathering.retract_evidence(Evidence.objects.get(pk=retracted.pk), by=reviewer, note=SECRET)
    claim.refresh_from_db()
    step = {"by": reviewer, "note": SECRET, "summary": SECRET}
    claim = workflow.take(claim, "propose", verdict="unverifiable", **step)
    claim = workflow.take(claim, "send_back", by=make_reviewer(), note=SECRET)
    step |= {"summary": "As the minutes say."}
    claim = workflow.take(claim, "propose", verdict="verified", **step)
    workflow.take(claim, "approve", by=make_reviewer(first_name="Known"), note=SECRET)


def _others(editor, publisher):
    """A draft and a withdrawn article, each with a decided claim."""
    private = {
        "section": SECRET,
        "publication": SECRET,
        "byline": (Author(SECRET, SECRET, f"@{SECRET}"),),
        "standfirst": SECRET,
        "dateline": SECRET,
    }
    for n in range(2):
        article = make_article(by=editor, headline=f"Other {SECRET} {n}", **private)
        make_decided_claim(make_claim(article, by=editor, statement=SECRET))
    publish(article)
    # Its notice is for readers, on the page and here; nothing else of it is.
    editing.take(article, "withdraw", by=publisher, note="Published in error.")


def test_the_walk_reaches_every_address(secrets):
    walked = list(addresses())

    assert not [address for address in walked if "(" in address]
    assert {address.split("?")[0].rstrip("/").rpartition("/")[2] for address in walked} >= {
        "articles", "claims", "steps", "revisions", "diff", "ledger", "annotations", "evidence",
        "history", "schema", "docs",
    }  # fmt: skip


def test_the_public_is_told_no_secret(client, secrets):
    answers = told(client)

    assert leaks(answers, "zyx") == []
    assert leaks(answers, "@example.org") == []
    assert len(leaks(answers, "as the minutes say.")) == 3


def test_an_account_without_a_role_is_told_no_secret(client, secrets):
    client.force_login(make_user())

    assert leaks(told(client), "zyx") == []


def test_editors_are_told_all_but_what_is_confidential(client, secrets):
    client.force_login(make_editor())
    answers = told(client)

    assert leaks(answers, CONFIDENTIAL) == []
    assert leaks(answers, SECRET) != []


def test_reviewers_are_told_what_is_confidential(client, secrets):
    client.force_login(make_reviewer())

    found = leaks(told(client), CONFIDENTIAL)

    assert {address.split("/")[3] for address in found} == {"claims"}
