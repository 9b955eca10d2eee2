"""Kept pages: made when something changes, and never older than what they tell of."""

import gzip
import os
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.test.signals import template_rendered
from django.utils import timezone

from articles import editing
from articles.importers.base import Author
from articles.models import Article, Contributor, Section
from claims import workflow
from claims.models import Claim
from newsroom.models import StoredPage
from newsroom.reader import build, store
from tests import factories as make

from .reader_pages import correct, decide, page, text_of

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)
BYLINE = (Author("Writer A", None, None),)


def decided_until(day, article):
    reviewer = make.make_reviewer()
    claim = make.make_claim_in_review(make.make_claim(article), reviewer)
    told = {"verdict": "verified", "summary": "As the minutes say.", "valid_until": day}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    return workflow.take(claim, "approve", by=make.make_reviewer())


def warm(client, article):
    """Have the page made, and say whether it is kept as the article is now."""
    client.get(article.get_absolute_url())
    article.refresh_from_db()
    return StoredPage.objects.get(pk=article.pk).head_sequence == article.head_sequence


def verdicts(client, article):
    return [text_of(node) for node in page(client, article).css(".check .verdict")]


@pytest.fixture(scope="module")
def made(made_once):
    article = make.make_published_article(byline=BYLINE)
    assert warm(Client(), article)
    return article


@pytest.fixture
def kept(made):
    return Article.objects.get(pk=made.pk)


@pytest.fixture
def published(kept):
    """No page of it is kept."""
    StoredPage.objects.all().delete()
    return kept


@pytest.mark.parametrize("count", [1, 3])
def test_a_kept_page_is_read_in_two_queries_whoever_asks(
    admin_client, client, django_assert_num_queries, count
):
    html = "".join(f"<p>Hall {number} has seats.</p>" for number in range(count))
    article = make.make_article(html=html)
    for number in range(count):
        make.make_decided_claim(make.make_claim(article, f"Hall {number} has seats."))
    url = make.publish(article).get_absolute_url()
    first = client.get(url)

    with django_assert_num_queries(2):
        again = admin_client.get(url)

    assert again.content == first.content
    assert again.content.count(b'class="claim-ref') == count


# --- what readers see in the very next request ----------------------------------------------------


def object_to_it(claim):
    make.object_to(claim)


def correct_the_words(claim):
    html = make.BODY.replace("has 40 members", "has 41 members")
    correct(claim.article, html=html)


@pytest.mark.parametrize("fall", [object_to_it, correct_the_words])
def test_a_verdict_that_falls_is_off_the_page_at_once(client, kept, fall):
    before = verdicts(client, kept)

    fall(kept.claims.get())

    assert (before, verdicts(client, kept)) == (["Verified"], [])


def test_a_verdict_that_is_given_is_on_the_page_at_once(client, kept):
    decide(make.make_claim(kept, "founded in 1901"), {}, verdict="refuted")

    assert verdicts(client, kept) == ["Verified", "Refuted: false"]


def test_a_correction_is_on_the_page_at_once(client, kept):
    correct(kept, html=kept.revision.html + "<p>It met twice.</p>")

    assert "The day was wrong." in text_of(page(client, kept).css_first(".corrections"))


def test_a_withdrawn_article_is_gone_at_once_and_nobody_is_to_keep_that(client, kept):
    editing.take(kept, "withdraw", by=make.make_publisher(), note="It was not so.")

    answer = client.get(kept.get_absolute_url())

    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")


def test_a_verdict_is_off_the_page_when_its_last_day_ends(client):
    with time_machine.travel(NOON, tick=False) as clock:
        today = timezone.localdate()
        article = make.make_article()
        decided_until(today, article)
        assert warm(client, make.publish(article))
        before = verdicts(client, article)
        clock.shift(timedelta(hours=11, minutes=59))
        late = verdicts(client, article)
        clock.shift(timedelta(hours=1))

        assert (before, late, verdicts(client, article)) == (["Verified"], ["Verified"], [])


def test_a_verdict_is_off_the_page_when_the_one_that_it_adopts_falls(client):
    claim = make.make_adopting_claim()
    article = make.publish(claim.article)
    assert warm(client, article)
    before = verdicts(client, article)

    make.object_to(Claim.objects.get(pk=claim.decision.adopts.claim_id))

    assert (before, verdicts(client, article)) == (["Verified"], [])


@pytest.fixture
def quoting(client):
    """A kept page with a passage of another article, which is published too, in evidence."""
    other = make.publish(make.make_article())
    article, reviewer = make.make_article(), make.make_reviewer()
    claim = workflow.take(make.make_claim(article), "take_up", by=reviewer)
    passage = {"kind": "passage", "url": "", "passage_of": other.revision}
    make.make_evidence(claim, reviewer, **passage, excerpt="has 40 members")
    claim.refresh_from_db()
    told = {"verdict": "verified", "summary": "As the minutes say."}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    workflow.take(claim, "approve", by=make.make_reviewer())
    article = make.publish(article)
    assert warm(client, article)
    return article, other


def test_a_page_that_tells_of_another_article_is_read_in_two_queries(
    client, quoting, django_assert_num_queries
):
    with django_assert_num_queries(2):
        shown = page(client, quoting[0])

    assert quoting[1].get_absolute_url() in shown.css_first(".sources").html


def test_the_words_of_an_article_that_is_withdrawn_are_off_the_page_that_quotes_it(client, quoting):
    article, other = quoting

    editing.take(other, "withdraw", by=make.make_publisher(), note="It was not so.")

    sources = text_of(page(client, article).css_first(".sources"))
    assert sources == (
        "A passage of an article here that is not public now. Our reviewers have read it."
    )


def rename_the_writer():
    writer = Contributor.objects.get(name="Writer A")
    writer.name = "Writer B"
    writer.save()


def rename_the_section():
    section = Section.objects.get()
    section.name = "City"
    section.save()


@pytest.mark.parametrize(
    ("rename", "where", "now"),
    [(rename_the_writer, ".byline", "By Writer B"), (rename_the_section, ".section", "City")],
)
def test_a_name_that_changes_changes_on_the_page(client, kept, rename, where, now):
    rename()

    assert text_of(page(client, kept).css_first(where)).startswith(now)


def test_a_page_that_was_being_made_while_a_name_changed_is_not_kept(client, published):
    def rename(**kwargs):
        template_rendered.disconnect(rename)
        rename_the_writer()

    template_rendered.connect(rename)
    client.get(published.get_absolute_url())
    again = page(client, published)

    assert "Writer B" in text_of(again.css_first(".byline"))


def test_another_name_of_the_site_is_on_every_page_at_once(client, kept, settings):
    settings.SITE_NAME = "The Other Paper"

    assert text_of(page(client, kept).css_first(".masthead-name")) == "The Other Paper"


def test_while_debugging_a_template_that_was_written_makes_every_page_old(settings, tmp_path):
    settings.DEBUG, settings.BASE_DIR = True, tmp_path
    (tmp_path / "templates").mkdir()
    template = tmp_path / "templates" / "one.html"
    template.write_text("One.")
    before = [build.stamp(), build.stamp()]

    template.write_text("Another.")
    os.utime(template, (1, 1))

    assert [one == build.stamp() for one in before] == [False, False]
    assert before[0] == before[1]


# --- what the worker does -------------------------------------------------------------------------


def test_pages_are_made_before_anybody_comes(client, published, django_assert_num_queries):
    made = list(store.catch_up(Article.objects.all()))

    with django_assert_num_queries(2):
        verdict = verdicts(client, published)

    assert (made, verdict) == ([published.pk], ["Verified"])


def test_a_page_that_is_as_it_should_be_is_not_made_again(kept):
    assert list(store.catch_up(Article.objects.all())) == []


def test_of_an_article_that_readers_may_not_read_no_page_is_made():
    article = Article.objects.filter(pk=make.make_decided_claim().article_id)

    assert list(store.catch_up(article)) == []
    assert not StoredPage.objects.filter(article__in=article).exists()


# --- HTTP -----------------------------------------------------------------------------------------


def test_whoever_takes_it_zipped_gets_the_same_page_under_another_tag(client, kept):
    plain = client.get(kept.get_absolute_url())
    zipped = client.get(kept.get_absolute_url(), headers={"Accept-Encoding": "br, gzip;q=0.5"})

    assert gzip.decompress(zipped.content) == plain.content
    assert (zipped["Content-Encoding"], zipped["Vary"], plain["Vary"]) == (
        "gzip", "Accept-Encoding", "Accept-Encoding"
    )  # fmt: skip
    assert zipped["ETag"] == f'{plain["ETag"][:-1]}-gzip"'


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0", "identity"])
def test_whoever_does_not_take_it_zipped_gets_it_plain(client, kept, accepted):
    answer = client.get(kept.get_absolute_url(), headers={"Accept-Encoding": accepted})

    assert (answer.has_header("Content-Encoding"), answer.content[:15]) == (
        False,
        b"<!doctype html>",
    )


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_whoever_has_the_page_is_told_so_in_two_queries(
    client, kept, django_assert_num_queries, encoding
):
    url, headers = kept.get_absolute_url(), {"Accept-Encoding": encoding}
    has = client.get(url, headers=headers)["ETag"]

    with django_assert_num_queries(2):
        answer = client.get(url, headers=headers | {"If-None-Match": f'"other", W/{has}'})

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", has)
    assert (answer["Vary"], answer.has_header("Cache-Control")) == ("Accept-Encoding", True)


def test_whoever_has_an_older_page_gets_the_new_one_in_two_queries(
    client, kept, django_assert_num_queries
):
    old = client.get(kept.get_absolute_url())
    make.object_to(kept.claims.get())

    client.get(kept.get_absolute_url())
    headers = {"If-None-Match": old["ETag"], "If-Modified-Since": old["Last-Modified"]}
    with django_assert_num_queries(2):
        answer = client.get(kept.get_absolute_url(), headers=headers)

    assert (answer.status_code, answer["ETag"] == old["ETag"]) == (200, False)


def test_two_pages_of_one_second_are_told_apart_by_their_time(client, published):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = client.get(published.get_absolute_url())["Last-Modified"]
        make.object_to(published.claims.get())
        client.get(published.get_absolute_url())
        clock.shift(timedelta(seconds=1))

        has_first = client.get(published.get_absolute_url(), headers={"If-Modified-Since": first})
        second = has_first["Last-Modified"]
        has_second = client.get(published.get_absolute_url(), headers={"If-Modified-Since": second})

    assert (has_first.status_code, has_second.status_code) == (200, 304)


def test_the_time_of_a_page_is_never_one_to_come(client, published):
    with time_machine.travel(timezone.now(), tick=False):
        client.get(published.get_absolute_url())
        make.object_to(published.claims.get())
        answer = client.get(published.get_absolute_url())

    assert answer.has_header("Last-Modified") is False


def test_a_page_bears_the_keys_by_which_caches_drop_it(client, kept):
    author = Contributor.objects.get()

    assert client.get(kept.get_absolute_url())["Surrogate-Key"] == (
        f"article-{kept.pk} section-local author-{author.slug}"
    )


def related_on(client, article):
    return [text_of(node) for node in page(client, article).css(".related a")]


def test_an_article_that_comes_out_is_on_the_pages_of_those_next_to_it(client):
    older = make.make_published_article(headline="Older", section="Harbour")
    assert related_on(client, older) == []

    newer = make.make_published_article(headline="Newer", section="Harbour")
    assert related_on(client, older) == ["Newer"]

    editing.take(newer, "withdraw", by=make.make_publisher(), note="It was not so.")
    assert related_on(client, older) == []
