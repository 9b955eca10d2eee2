"""Readers find what is public now, and learn nothing of the rest: not its words, not its number."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches

from articles import editing, scheduling
from articles.models import Article, Contributor, SearchEntry, Status, Tag
from claims import workflow
from claims.models import Claim
from tests import factories as make

from .reader_pages import correct, parsed, text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SECRET = "Quillwort"
BODY = f"<p>{SECRET} words to check.</p>"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def secret_article():
    told = {"headline": SECRET, "html": BODY, "section": SECRET, "language": "eo"}
    article = make.make_article(**told, tags=(SECRET,))
    make.make_decided_claim(make.make_claim(article, f"{SECRET} words to check."))
    return article


def in_review():
    return editing.take(secret_article(), "submit", by=make.make_editor())


def scheduled():
    return make.schedule(secret_article(), LATER)


def embargoed():
    told = {"by": make.make_publisher(), "note": "The report is out then."}
    return scheduling.set_embargo(in_review(), LATER, **told)


def withdrawn():
    article = make.publish(secret_article())
    return editing.take(article, "withdraw", by=make.make_publisher(), note=f"{SECRET}: wrong.")


def restored():
    return editing.take(withdrawn(), "restore", by=make.make_publisher(), note="It is put right.")


def found(client, typed, **query):
    """(headlines of the articles, words of the checks) that readers are shown."""
    page = parsed(client.get("/search/", {"q": typed, **query}))
    rows = [text_of(one) for one in page.css(".teaser h3")]
    return rows, [text_of(one) for one in page.css(".found-checks p:first-child")]


def said(client, typed, **query):
    """The whole answer, but for what was typed."""
    content = client.get("/search/", {"q": typed, **query}).content.decode()
    return content.replace(f'value="{typed}"', "").replace(f"<title>{typed}", "")


HIDDEN = [secret_article, in_review, scheduled, embargoed, withdrawn, restored]


@pytest.mark.parametrize("hide", HIDDEN)
def test_what_is_not_public_is_not_found(client, hide):
    hide()
    for query in ({}, {"section": "quillwort"}, {"tag": "quillwort"}, {"language": "eo"}):
        assert (query, found(client, SECRET, **query)) == (query, ([], []))


@pytest.mark.parametrize("hide", HIDDEN)
def test_nor_is_it_counted_where_something_else_is_found(client, hide):
    make.make_published_article(headline="Other words")
    before = said(client, "words")
    hide()
    assert said(client, "words") == before


def test_it_is_found_once_it_is_out(client, clock):
    scheduled()
    clock.move_to(LATER)
    assert len(list(scheduling.publish_due())) == 1

    assert found(client, SECRET, section="quillwort") == ([SECRET], [f"{SECRET} words to check."])


def test_what_goes_out_past_the_gate_is_found_and_its_open_claim_is_not(client):
    asker, second = make.make_publisher(), make.make_publisher()
    article = make.make_claim().article
    article = editing.take(article, "submit", by=make.make_editor())
    article = editing.take(article, "override", by=asker, note="The town needs to know.")
    editing.take(article, "confirm_override", by=second)

    assert found(client, "council") == ([article.headline], [])


def test_an_article_is_gone_even_where_its_words_were_left_behind(client):
    make.publish(secret_article())
    entry = SearchEntry.objects.get()
    Article.objects.update(status=Status.WITHDRAWN, withdrawn_at=NOW)

    assert found(client, SECRET) == ([], [])
    assert SearchEntry.objects.get() == entry


@pytest.mark.parametrize(
    "status", ["suggested", "open", "in_review", "awaiting_approval", "recheck", "dismissed"]
)
def test_a_claim_without_a_verdict_is_in_no_answer(client, status):
    article = make.make_published_article()
    claim = make.make_claim_with_status(
        status, article=article, words="It was founded in 1901.", statement=f"{SECRET} was founded."
    )
    assert claim.article == article
    assert found(client, SECRET) == ([], [])
    assert SECRET not in said(client, "council")


def test_a_statement_is_found_while_its_verdict_is_in_force(client):
    article = make.make_article()
    claim = make.make_decided_claim(make.make_claim(article, statement=f"{SECRET} has members."))
    make.publish(article)
    before = found(client, SECRET)
    make.object_to(claim)

    assert before == ([article.headline], [f"{SECRET} has members."])
    assert found(client, SECRET) == ([], [])


def test_a_verdict_whose_day_is_past_is_not_shown_nor_counted(client, clock):
    article = make.make_article()
    claim = make.make_claim_in_review(make.make_claim(article))
    told = {"verdict": "verified", "summary": "So.", "valid_until": NOW.date()}
    claim = workflow.take(claim, "propose", by=claim.assignee, **told)
    workflow.take(claim, "approve", by=make.make_reviewer())
    make.publish(article)
    before = found(client, "council 40", verdict="verified")
    clock.move_to(NOW + timedelta(days=1))

    assert before == ([article.headline], [make.WORDS])
    assert found(client, "council 40", verdict="verified") == ([], [])
    assert "All claims verified" not in said(client, "council 40")
    assert found(client, "council 40") == ([article.headline], [])


def test_what_rests_on_a_verdict_that_fell_is_not_shown(client, django_capture_on_commit_callbacks):
    first = make.make_decided_claim()
    claim = make.make_adopting_claim(first)
    article = make.publish(Article.objects.get(pk=claim.article_id))
    before = found(client, "council 40")
    make.object_to(first)
    at_once = found(client, "council 40")

    assert before == ([article.headline], [make.WORDS])
    assert at_once == ([article.headline], [])


def test_and_is_not_counted_as_verified_once_that_is_written(
    client, django_capture_on_commit_callbacks
):
    first = make.make_decided_claim()
    claim = make.make_adopting_claim(first)
    make.publish(Article.objects.get(pk=claim.article_id))
    with django_capture_on_commit_callbacks(execute=True):
        make.object_to(first)

    assert found(client, "council", verdict="verified") == ([], [])


def test_a_correction_is_found_and_what_it_replaced_is_not(client):
    article = make.make_published_article(standfirst=f"Of {SECRET}.")
    before = found(client, SECRET)
    correct(article, standfirst="Of the harbour.", headline="Harbour")

    assert before == ([article.headline], [])
    assert (found(client, SECRET), found(client, "harbour")) == (([], []), (["Harbour"], []))


def test_an_edit_that_takes_a_verdict_off_is_known_to_the_search(client):
    article = make.make_published_article()
    html = make.BODY.replace("has 40 members", "has 41 members")
    correct(article, html=html)

    assert found(client, "council", verdict="verified") == ([], [])
    assert Claim.objects.get().status == "recheck"


def test_an_author_and_a_tag_are_found_by_their_new_name(client):
    article = make.make_published_article(tags=("Water",))
    for one in (Contributor.objects.get(), Tag.objects.get()):
        one.name = f"{SECRET} {one.pk}{one._meta.model_name}"
        one.save()

    names = (f"{SECRET} contributor", "Writer A", "Water", SECRET)
    assert [found(client, name)[0] for name in names] == [[], [], [], [article.headline]]


def test_everybody_finds_the_same(client):
    make.make_published_article(headline="Other words")
    in_review()
    before = said(client, "words")
    caches["readers"].clear()  # Else they are sent what was kept for the others.
    client.force_login(make.make_publisher())

    assert said(client, "words") == before
