"""An article's page: what stands on it, in how many queries."""

from datetime import UTC, datetime

import pytest

from articles import editing
from articles.importers.base import Author
from articles.models import Article
from claims import workflow
from tests import factories

from .reader_pages import correct, decide, page, text_of

pytestmark = pytest.mark.django_db


NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
NUMBERS = (*NUMBERS, "twelve")


def article_with_claims(count):
    """A published article with `count` verified claims."""
    html = "".join(f"<p>Hall {number} has seats.</p>" for number in NUMBERS[:count])
    article = factories.make_article(html=html)
    for number in NUMBERS[:count]:
        factories.make_decided_claim(factories.make_claim(article, f"Hall {number} has seats."))
    return factories.publish(article)


@pytest.fixture(scope="module")
def made(made_once):
    return factories.make_published_article().pk


@pytest.fixture
def article(made):
    """It is out, with a verified claim."""
    return Article.objects.get(pk=made)


@pytest.mark.parametrize("count", [1, 3, 12])
def test_an_article_is_made_in_twenty_queries(client, django_assert_num_queries, count):
    article = article_with_claims(count)

    with django_assert_num_queries(20):
        response = client.get(article.get_absolute_url())

    assert response.content.count(b'class="claim-ref') == count


def test_the_head_of_an_article_says_all_that_is_known_of_it(client):
    article = factories.make_article(
        headline="Council meets",
        standfirst="What the minutes say.",
        dateline="Town One",
        image_caption="The hall.",
        published_at=datetime(2024, 3, 12, 4, 30, tzinfo=UTC),
        byline=(Author("Writer A", "Reporter", "@writer_a"), Author("Writer B", None, None)),
    )
    tree = page(client, factories.publish(article))

    assert {
        name: text_of(tree.css_first(f".story {name}"))
        for name in ("h1", ".section", ".standfirst", ".dateline", ".caption", ".byline")
    } == {
        "h1": "Council meets",
        ".section": "Local",
        ".standfirst": "What the minutes say.",
        ".dateline": "Town One",
        ".caption": "Picture: The hall.",
        ".byline": "By Writer A, Reporter @writer_a · Writer B "
        "Site One · Published 12 March 2024, 04:30 UTC",
    }
    published = tree.css_first(".byline time").attributes["datetime"]
    assert published == "2024-03-12T04:30:00+0000"


def test_the_language_of_an_article_is_stated_where_its_words_stand(client):
    tree = page(client, factories.publish(factories.make_article(language="kk-Cyrl")))

    assert [node.tag for node in tree.css("[lang=kk-Cyrl]")] == ["h1", "div"]


def test_an_article_that_runs_from_right_to_left_says_so(client):
    article = factories.publish(factories.make_article(language="ar", standfirst="Latin first"))
    tree = page(client, article)

    assert [node.attributes["dir"] for node in tree.css(".story [lang=ar]")] == ["rtl"] * 3
    assert tree.css_first("html").attributes["lang"] == "en"


def test_names_and_claims_run_their_own_way_in_our_lines(client):
    article = factories.make_article(byline=(Author("كاتب أول", "محرر", "@writer_a"),))
    factories.make_decided_claim(factories.make_claim(article, statement="عدد الأعضاء أربعون."))
    tree = page(client, factories.publish(article))

    assert [text_of(node) for node in tree.css(".byline bdi, .check bdi")] == [
        "كاتب أول",
        "محرر",
        "عدد الأعضاء أربعون.",
    ]


def test_section_and_tags_lead_to_their_pages(client):
    article = factories.publish(factories.make_article(tags=("River bank", "Budget")))
    links = page(client, article).css(".section a, .tags a")

    assert [(text_of(node), node.attributes["href"]) for node in links] == [
        ("Local", "/sections/local/"),
        ("Budget", "/tags/budget/"),
        ("River bank", "/tags/river-bank/"),
    ]


def test_an_unknown_language_is_not_guessed(client, article):
    tree = page(client, article)

    assert [node.tag for node in tree.css("[lang]")] == ["html"]


def test_an_address_may_be_in_any_script(client):
    article = factories.publish(factories.make_article(headline="Кеңес жиналды"))

    assert (
        article.get_absolute_url()
        == "/articles/%D0%BA%D0%B5%D2%A3%D0%B5%D1%81-%D0%B6%D0%B8%D0%BD%D0%B0%D0%BB%D0%B4%D1%8B/"
    )
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_check_says_what_was_found_and_on_what_evidence(client):
    article = factories.make_article()
    claim = factories.make_claim(
        article, "founded in 1901", claimant="The clerk", statement="The council is of 1901."
    )
    evidence = {
        "kind": "web",
        "title": "Register",
        "url": "https://example.org/register",
        "publisher": "Office One",
        "published_on": datetime(2020, 5, 3, tzinfo=UTC).date(),
        "accessed_at": datetime(2024, 5, 4, tzinfo=UTC),
        "excerpt": "No year is recorded.",
        "stance": "context",
        "tier": "official",
    }
    claim = decide(
        claim,
        evidence,
        approver=factories.make_reviewer(first_name="Approver"),
        verdict="unverifiable",
        summary="Nobody wrote it down.",
    )
    tree = page(client, factories.publish(article))
    check = tree.css_first(f"#check-{claim.pk}")

    assert {
        name: text_of(check.css_first(name))
        for name in (".verdict", ".words p", ".words cite", ".statement", ".summary", ".sources")
    } == {
        ".verdict": "Could not be established",
        ".words p": "founded in 1901",
        ".words cite": "The clerk",
        ".statement": "The claim: The council is of 1901.",
        ".summary": "Nobody wrote it down.",
        ".sources": "Register, Office One, 3 May 2020 No year is recorded. "
        "Gives context · official source · web page · seen 4 May 2024",
    }
    assert check.css_first(".sources a").attributes["href"] == "https://example.org/register"
    decided = claim.decided_at.strftime("%-d %B %Y, %H:%M UTC")
    assert f"Decided {decided}, approved by Approver Of The Desk." in text_of(check)
    assert claim.decision.quote_sha256 in text_of(check.css_first("details"))


def test_a_sensitive_claim_names_both_who_approved(client):
    article = factories.make_article()
    claim = factories.make_proposed_claim(factories.make_claim(article, sensitivity="sensitive"))
    for name in ("First", "Second"):
        claim = workflow.take(claim, "approve", by=factories.make_reviewer(first_name=name))
    tree = page(client, factories.publish(article))

    assert "approved by First Of The Desk and Second Of The Desk." in text_of(
        tree.css_first(".check")
    )


def test_words_lead_to_their_check_and_the_check_leads_back(client, article):
    claim = article.claims.get()
    tree = page(client, article)

    assert text_of(tree.css_first(f"mark#claim-{claim.pk}")) == factories.WORDS
    assert tree.css_first(".claim-ref").attributes["href"] == f"#check-{claim.pk}"
    assert tree.css_first(f"#check-{claim.pk} .back").attributes["href"] == f"#claim-{claim.pk}"


def test_the_check_stands_on_the_page_once_and_opens_over_its_words(client, article):
    claim = article.claims.get()
    tree = page(client, article)

    (check,) = tree.css(".check")
    assert check.attributes["popover"] is None
    assert tree.css_first(".body mark + a + button").attributes["popovertarget"] == check.id
    close = check.css_first("button.close").attributes
    assert (close["popovertarget"], close["popovertargetaction"]) == (f"check-{claim.pk}", "hide")


def test_checks_stand_in_the_order_of_their_numbers_even_where_claims_overlap(client):
    article = factories.make_article()
    for words in ("founded in 1901", "It was founded in 1901.", "has 40 members. It", "at noon"):
        factories.make_decided_claim(factories.make_claim(article, words))
    tree = page(client, factories.publish(article))

    references = [node.attributes["href"] for node in tree.css(".body .claim-ref")]
    assert [f"#{node.id}" for node in tree.css(".check")] == references
    assert len(references) == 4


def test_a_passage_of_a_public_article_leads_to_it(client):
    source = factories.publish(factories.make_article(headline="The source"))
    tree = page(client, article_citing(source))

    assert tree.css_first(".sources a").attributes["href"] == "/articles/the-source/"


def test_a_passage_of_an_unpublished_article_shows_nothing_of_it(client):
    source = factories.make_article(headline="The source")
    sources = page(client, article_citing(source)).css_first(".sources")

    assert text_of(sources) == (
        "A passage of an article here that is not public now. Our reviewers have read it."
    )
    assert sources.css("a") == []


def test_a_passage_that_was_cut_before_its_article_went_out_shows_no_words(client):
    source = factories.make_article(headline="The source")
    citing = article_citing(source)
    html = factories.BODY.replace(factories.WORDS, "The council has grown.")
    editing.revise(source, by=factories.make_editor(), based_on=1, html=html)
    factories.publish(source)

    assert factories.WORDS not in text_of(page(client, citing).css_first(".sources"))


def article_citing(source):
    """A published article, a claim of which rests on a passage of `source`."""
    article = factories.make_article()
    evidence = {
        "kind": "passage",
        "passage_of": source.revision,
        "title": source.headline,
        "excerpt": factories.WORDS,
    }
    decide(factories.make_claim(article), evidence)
    return factories.publish(article)


def test_a_fallen_verdict_leaves_nothing_but_its_number(client, article):
    workflow.take(article.claims.get(), "object", by=factories.make_editor(), note="Doubtful.")
    tree = page(client, article)

    assert text_of(tree.css_first(".verification")) == (
        "1 claim is being checked. "
        "What is being checked has no verdict now, and its words are not marked."
    )
    assert tree.css("mark, .claim-ref, .check, .checks") == []
    assert "As the minutes say." not in text_of(tree.body)


def test_a_verdict_falls_from_the_page_when_its_words_are_corrected(client, article):
    correct(article, html=factories.BODY.replace("has 40 members", "has 41 members"))

    assert page(client, article).css("mark, .check") == []


def test_corrections_are_listed_newest_first_and_minor_changes_counted(client, article):
    article = correct(article, standfirst="First.", note="The day was wrong.")
    article = correct(article, standfirst="Second.", note="The place was wrong.")
    article = correct(article, standfirst="Third.", note="A comma.", change="minor")
    tree = page(client, article)

    notes = [text_of(node.css_first("span")) for node in tree.css(".corrections li")]
    assert notes == ["The place was wrong.", "The day was wrong."]
    links = [node.attributes["href"] for node in tree.css(".corrections li a")]
    assert links == [f"{article.get_absolute_url()}versions/{number}/" for number in (2, 1)]
    assert "1 minor change since publication." in text_of(tree.css_first(".record"))
    assert "A comma." not in text_of(tree.body)


def test_a_changed_article_leads_to_what_changed(client, article):
    address = f"{article.get_absolute_url()}changes/"
    links = f"a[href='{address}']"
    assert page(client, article).css(links) == []

    correct(article, standfirst="New.")
    assert [text_of(node) for node in page(client, article).css(links)] == [
        "All 2 versions, and what changed in each",
        "see what changed in each",
    ]


def test_a_changed_article_says_when(client, article):
    article = correct(article, standfirst="New.")
    updated = page(client, article).css(".byline time")[1].attributes["datetime"]

    assert datetime.fromisoformat(updated) == article.revision.created.replace(microsecond=0)


def test_the_head_of_the_chain_is_printed_in_full(client, article):
    record = text_of(page(client, article).css_first(".record details"))

    assert record == (
        f"Entry {article.head_sequence}, hash {article.head_hash[:8]}… {article.head_hash}"
    )


def test_everybody_sees_the_same_page(client, admin_client, article):
    factories.make_claim(article, "founded in 1901")
    url = article.get_absolute_url()
    response = client.get(url)

    assert admin_client.get(url).content == response.content
    assert response["Vary"] == "Accept-Encoding"
