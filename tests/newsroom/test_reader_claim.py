"""The page of a claim: what stands on it, and what strangers are told where there is none."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import editing, text
from articles.models import Article
from claims import workflow
from claims.models import Claim, Decision
from newsroom.reader import claim_page
from tests import factories

from .reader_pages import correct, decide, parsed, text_of
from .test_reader_hostile import HOSTILE

pytestmark = pytest.mark.django_db

WORDS = factories.WORDS
EVIDENCE = {
    "kind": "web",
    "title": "Register",
    "url": "https://example.org/register",
    "publisher": "Office One",
    "published_on": datetime(2020, 5, 3, tzinfo=UTC).date(),
    "excerpt": "The register lists 40 members.",
    "tier": "official",
}


def address(claim):
    return f"/claims/{claim.pk}/"


def page(client, claim):
    return parsed(client.get(address(claim)))


def review(tree):
    """The ClaimReview of a page, or None."""
    found = tree.css("script[type='application/ld+json']")
    return json.loads(found[0].text()) if found else None


def published(claim):
    factories.publish(claim.article)
    return Claim.objects.get(pk=claim.pk)


@pytest.fixture(scope="module")
def made(made_once):
    return factories.make_published_article().pk


@pytest.fixture
def article(made):
    """It is out, with a verified claim."""
    return Article.objects.get(pk=made)


@pytest.fixture(scope="module")
def checked(made_once):
    """A claim of somebody else, published, refuted."""
    article = factories.make_article(headline="Council meets", language="en-GB")
    article = factories.publish(article)
    claim = factories.make_claim(
        article, WORDS, claimant="Speaker One", statement="The council has forty members."
    )
    approver = factories.make_reviewer(first_name="Approver")
    told = {"verdict": "refuted", "summary": "The register has 41.", "approver": approver}
    return decide(claim, EVIDENCE, **told)


@pytest.fixture(scope="module")
def refuting(made_once):
    """A claim of somebody else, published, in review with evidence against it."""
    article = factories.publish(factories.make_article())
    claim = factories.make_claim(article, claimant="Speaker One")
    return factories.make_claim_in_review(claim, stance="refutes").pk


@pytest.fixture(scope="module")
def adopting(made_once):
    """It is out, and adopts the verdict of a claim in an article that is not."""
    draft = factories.make_article(headline="Quillwort")
    first = factories.make_decided_claim(factories.make_claim(draft))
    return published(factories.make_adopting_claim(first))


@pytest.fixture(scope="module")
def decided_again(made_once):
    """It is out, and was refuted before it was, until somebody objected."""
    claim = factories.object_to(factories.make_decided_claim(verdict="refuted"))
    return published(factories.make_decided_claim(claim))


def test_the_page_says_what_was_found_on_what_evidence_and_who_approved(client, checked):
    tree = page(client, checked)
    decided = checked.decided_at.strftime("%-d %B %Y, %H:%M UTC")
    who = f"Said by Speaker One. Decided {decided}, approved by Approver Of The Desk."

    assert {
        name: text_of(tree.css_first(name))
        for name in ("h1", "main .verdict", "header .meta", ".summary", ".sources", ".passage")
    } == {
        "h1": "The council has forty members.",
        "main .verdict": "Refuted: false",
        "header .meta": who,
        ".summary": "The register has 41.",
        ".sources": "Register, Office One, 3 May 2020 The register lists 40 members. "
        "Refutes · official source · web page",
        ".passage": f"{WORDS} It was founded in 1901.",
    }
    assert text_of(tree.css_first(".passage mark")) == WORDS
    assert text.sha256(WORDS) in text_of(tree.css_first(".record"))
    assert [node.attributes["lang"] for node in tree.css("main [lang]")] == ["en-GB"] * 2


def test_the_page_leads_to_the_words_in_their_article_and_to_the_rules(client, checked):
    links = [node.attributes["href"] for node in page(client, checked).css("main a")]

    assert links == [
        f"/articles/council-meets/#claim-{checked.pk}",
        "https://example.org/register",
        "/how-we-check/",
        "/how-we-check/#object",
    ]


def test_a_statement_of_somebody_else_is_told_to_machines_as_a_review(client, checked, settings):
    settings.SITE_URL, settings.SITE_NAME = "https://news.example", "Site One"
    told = review(page(client, checked))
    article = checked.article

    assert {name: told[name] for name in ("@context", "@type", "url", "claimReviewed")} == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"https://news.example/claims/{checked.pk}/",
        "claimReviewed": "The council has forty members.",
    }
    assert told["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Refuted: false",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert told["itemReviewed"] == {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Speaker One"},
        "appearance": {
            "@type": "NewsArticle",
            "url": "https://news.example/articles/council-meets/",
            "headline": "Council meets",
            "datePublished": article.published_at.isoformat(timespec="seconds"),
        },
    }
    assert told["datePublished"] == checked.decided_at.isoformat(timespec="seconds")
    assert told["author"]["name"] == "Site One"
    assert [one["url"] for one in told["citation"]] == ["https://example.org/register"]


def test_words_of_our_own_are_no_review(client, article):
    tree = page(client, article.claims.get())

    assert (text_of(tree.css_first("h1")), review(tree)) == (WORDS, None)


def test_what_could_not_be_established_is_reviewed_without_a_number(client):
    claim = factories.make_claim(claimant="Speaker One")
    claim = published(factories.make_decided_claim(claim, verdict="unverifiable"))

    assert review(page(client, claim))["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Could not be established",
    }


@pytest.mark.parametrize("rating", Decision.Rating.values)
def test_every_rating_has_a_place_on_the_scale(client, refuting, rating):
    claim = Claim.objects.get(pk=refuting)
    told = {"verdict": "refuted", "rating": rating, "summary": "As it says."}
    claim = workflow.take(claim, "propose", by=claim.assignee, **told)
    claim = workflow.take(claim, "approve", by=factories.make_reviewer())
    told = review(page(client, claim))["reviewRating"]

    assert (told["alternateName"], told["ratingValue"]) == {
        "false": ("Refuted: false", 1),
        "misleading": ("Refuted: misleading", 2),
        "outdated": ("Refuted: outdated", 2),
        "missing_context": ("Refuted: missing context", 3),
    }[rating]


def test_independent_origins_are_counted(client):
    article, reviewer = factories.make_article(), factories.make_reviewer()
    claim = workflow.take(factories.make_claim(article), "take_up", by=reviewer)
    for origin in ("Town hall", "Town hall", "Office One"):
        factories.make_evidence(claim, reviewer, origin=origin, title=f"Notice, {origin}")
    claim.refresh_from_db()
    claim = workflow.take(claim, "propose", by=reviewer, verdict="verified", summary="It is so.")
    claim = published(workflow.take(claim, "approve", by=factories.make_reviewer()))

    assert text_of(page(client, claim).css_first(".origins")) == "3 sources, 2 independent origins."


def test_a_verdict_that_was_adopted_leads_to_the_check_and_back(client, article):
    first = article.claims.get()
    second = factories.make_adopting_claim(first, claim=factories.make_claim())
    hidden = factories.make_adopting_claim(first, claim=factories.make_claim())
    published(second)

    def links(claim):
        return [node.attributes["href"] for node in page(client, claim).css("main a")]

    assert links(second)[1] == address(first)
    assert address(second) in links(first)
    assert address(hidden) not in links(first)
    assert page(client, second).css(".sources") == []


def test_an_adopted_verdict_names_no_article_that_is_not_out(client, adopting):
    said = client.get(address(adopting)).content.decode()

    assert "Checked for another article, which is not public now." in said
    assert "Quillwort" not in said


def test_an_earlier_verdict_that_readers_read_is_named_with_its_days(client, article):
    claim = article.claims.get()
    claim = factories.make_decided_claim(factories.object_to(claim), verdict="refuted")
    (earlier,) = page(client, claim).css(".record li")
    at = timezone.now().strftime("%-d %B %Y")

    assert text_of(earlier).startswith(f"Verified, from {at}, ")


def test_an_earlier_verdict_that_nobody_read_is_not_named(client, decided_again):
    assert page(client, decided_again).css(".record li") == []


def test_of_what_was_withdrawn_no_earlier_verdict_is_named(client, article):
    claim = article.claims.get()
    claim = factories.make_decided_claim(factories.object_to(claim))
    article, publisher = Article.objects.get(pk=claim.article_id), factories.make_publisher()
    for step, note in (("withdraw", "No."), ("restore", "Yes."), ("publish", "")):
        article = editing.take(article, step, by=publisher, note=note)

    assert page(client, claim).css(".record li") == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_claim_is_read_in_five_queries(client, count, django_assert_num_queries):
    claim = factories.make_claim()
    reviewer = factories.make_reviewer()
    claim = workflow.take(claim, "take_up", by=reviewer)
    for number in range(count):
        factories.make_evidence(claim, reviewer, title=f"Minutes {number}")
    claim.refresh_from_db()
    claim = workflow.take(claim, "propose", by=reviewer, verdict="verified", summary="It is so.")
    claim = published(workflow.take(claim, "approve", by=factories.make_reviewer()))
    for _ in range(count):
        published(factories.make_adopting_claim(claim))

    with django_assert_num_queries(5):
        response = client.get(address(claim))

    assert response.content.count(b"Minutes") == count
    assert response.content.count(b"/claims/") == count + 2


def test_everybody_sees_the_same_page(client, admin_client, checked):
    response = client.get(address(checked))

    assert admin_client.get(address(checked)).content == response.content
    assert not response.has_header("Vary")


def test_the_page_is_only_read(client, checked):
    assert client.post(address(checked)).status_code == 405


def test_hostile_words_stay_words(client):
    approver = factories.make_reviewer(first_name=HOSTILE[:100], last_name="")
    article = factories.make_article(
        headline=HOSTILE, html=f"<p>{HOSTILE.replace('<', '&lt;')}</p>", language="en"
    )
    words = article.revision.text
    claim = factories.make_claim(article, words, statement=HOSTILE * 2, claimant=HOSTILE)
    evidence = dict.fromkeys(("title", "publisher", "excerpt"), HOSTILE)
    claim = published(decide(claim, evidence, approver=approver, summary=HOSTILE))
    tree = page(client, claim)

    assert [node.attributes for node in tree.css("script")] == [{"type": "application/ld+json"}]
    assert tree.css("img, [onerror], [style]") == []
    assert review(tree)["claimReviewed"] == HOSTILE * 2
    assert text_of(tree.css_first(".passage")) == HOSTILE


@pytest.mark.parametrize("status", ["suggested", "open", "in_review", "awaiting_approval"])
def test_a_claim_that_was_never_decided_looks_like_none(client, status, article):
    claim = factories.make_claim_with_status(
        status, article=article, words="founded in 1901", statement="Quillwort."
    )
    nothing = client.get("/claims/999999/")
    here = client.get(address(claim))

    assert (here.status_code, here.content) == (404, nothing.content)


@pytest.mark.parametrize("pk", ["0", "9" * 30, "-1", "a"])
def test_an_address_that_no_claim_has_is_not_found(client, pk):
    assert client.get(f"/claims/{pk}/").status_code == 404


def test_a_check_that_readers_never_read_looks_like_none(client, decided_again):
    draft = factories.make_decided_claim()
    # The other's first verdict fell before it went out, and the next one is the page of now.
    assert client.get(address(draft)).status_code == 404
    assert client.get(address(decided_again)).status_code == 200


def gone(client, claim):
    """What a reader is told of a check that is gone, all in one line."""
    response = client.get(address(claim))
    assert (response.status_code, response["Cache-Control"]) == (410, "no-store")
    leaks = (WORDS, "40 members", "As the minutes say", "Verified:", "Minutes of the meeting")
    assert [leak for leak in leaks if leak in response.content.decode()] == []
    return text_of(parsed(response).css_first("main"))


AGAIN = (
    "This claim is being checked again The verdict that stood here is no longer in force. Until "
    "another is given and approved, we say neither that the claim is right nor that it is wrong. "
    "The article as it is now · How we check"
)


def test_a_verdict_that_fell_is_gone_and_no_word_of_it_is_left(client, article):
    claim = article.claims.get()
    factories.object_to(claim)

    assert gone(client, claim) == AGAIN


def test_a_verdict_whose_last_day_is_past_is_gone_before_the_record_says_so(client, monkeypatch):
    claim = factories.make_claim_in_review()
    told = {"verdict": "verified", "summary": "As the minutes say."}
    last = timezone.localdate()
    claim = workflow.take(claim, "propose", by=claim.assignee, valid_until=last, **told)
    claim = published(workflow.take(claim, "approve", by=factories.make_reviewer()))
    monkeypatch.setattr(timezone, "localdate", lambda: last + timedelta(days=1))

    assert gone(client, claim) == AGAIN


def test_a_verdict_whose_adopted_one_fell_is_gone(client, adopting):
    factories.object_to(adopting.decision.adopts.claim)

    assert gone(client, adopting) == AGAIN


def test_a_check_whose_words_are_out_of_the_article_has_ended(client, article):
    claim = article.claims.get()
    correct(article, html=factories.BODY.replace(WORDS, ""))
    claim.refresh_from_db()
    workflow.take(claim, "dismiss", by=factories.make_editor(), note="Its words are gone.")

    assert gone(client, claim) == (
        "This check has ended The words that it was about no longer stand in the article. "
        "The article as it is now · How we check"
    )


def test_of_a_withdrawn_article_the_check_says_what_the_article_does(client, article):
    claim = article.claims.get()
    editing.take(article, "withdraw", by=factories.make_publisher(), note="Its source withdrew.")

    assert "Its source withdrew." in gone(client, claim)


def test_a_verdict_that_is_given_again_is_read_again(client, article):
    claim = article.claims.get()
    claim = factories.make_decided_claim(factories.object_to(claim))

    assert client.get(address(claim)).status_code == 200


def test_words_put_elsewhere_are_shown_where_they_stand(client, article):
    claim = article.claims.get()
    correct(article, html=f"<p>Before it.</p>{factories.BODY}")

    tree = page(client, claim)

    assert text_of(tree.css_first(".passage mark")) == WORDS


AROUND = claim_page.AROUND


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Short ", " too.", ("Short ", "the words", " too.", False, False)),
        ("a " * 200, " b" * 200, ("a " * 119, "the words", " b" * 119, True, True)),
        ("x" * 500, "y" * 500, ("x" * AROUND, "the words", "y" * AROUND, True, True)),
        ("Other line.\n", "\nOther line.", ("", "the words", "", False, False)),
    ],
)
def test_a_passage_is_what_stands_around_the_words_in_their_paragraph(before, after, shown):
    start, end = len(before), len(before) + len("the words")

    found = claim_page.passage(f"{before}the words{after}", start, end)

    assert found == claim_page.Passage(*shown)
