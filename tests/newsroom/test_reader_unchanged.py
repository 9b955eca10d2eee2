"""Whoever asks again for an article is answered without Django, and never with what is old."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connection
from django.test import Client, RequestFactory
from django.urls import clear_script_prefix
from django.utils import timezone

from articles import editing
from articles.importers.base import Author
from articles.models import Article, Contributor
from claims import workflow
from newsroom.models import StoredPage
from newsroom.reader import unchanged
from newsroom.wsgi import application
from tests import factories as make

from .reader_pages import correct

pytestmark = pytest.mark.django_db


class Answer:
    """What the site answers, headers by name; `by_django` says who gave it."""

    def __init__(self, path, method="get", environ=(), **headers):
        self.by_django = False
        asked = getattr(RequestFactory(), method)(path, headers=headers).environ | dict(environ)
        request_started.connect(self._hear)
        try:
            body = application(asked, self._start)
            self.body = b"".join(body)
            getattr(body, "close", lambda: None)()
        finally:
            request_started.disconnect(self._hear)

    def _start(self, status, headers, *error):
        self.status, self.headers = int(status.split()[0]), dict(headers)

    def _hear(self, **kwargs):
        self.by_django = True


@pytest.fixture(autouse=True)
def site():
    """Nothing is remembered, and the connection of the test stays open, as with Django's client."""
    application.answers.clear()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    clear_script_prefix()


@pytest.fixture(scope="module")
def published(made_once):
    """With a kept page."""
    article = make.make_published_article(byline=(Author("Writer A", None, None),))
    Client().get(article.get_absolute_url())
    return article


@pytest.fixture
def article(published):
    return Article.objects.get(pk=published.pk)


@pytest.fixture
def known(article):
    """The headers by which a browser asks again, once it was told that nothing has changed."""
    headers = {"Accept-Encoding": "gzip"}
    headers["If-None-Match"] = Answer(article.get_absolute_url(), **headers).headers["ETag"]
    assert Answer(article.get_absolute_url(), **headers).status == HTTPStatus.NOT_MODIFIED
    return headers


def test_the_same_answer_is_given_again_without_django_in_one_query(
    article, known, django_assert_num_queries
):
    application.answers.clear()
    first = Answer(article.get_absolute_url(), **known)

    with django_assert_num_queries(1):
        again = Answer(article.get_absolute_url(), **known)

    assert (first.by_django, again.by_django) == (True, False)
    assert (again.status, again.headers, again.body) == (304, first.headers, b"")
    assert {"Content-Security-Policy", "Cache-Control", "ETag", "Vary"} <= again.headers.keys()


# --- it never outlives what the page tells --------------------------------------------------------


def object_to_its_claim(article):
    make.object_to(article.claims.get())


def correct_its_words(article):
    correct(article, html=article.revision.html + "<p>It met twice.</p>")


def rename_its_writer(article):
    writer = Contributor.objects.get(name="Writer A")
    writer.name = "Writer B"
    writer.save()


def publish_what_is_near(article):
    make.publish(make.make_article())


@pytest.mark.parametrize(
    "deed", [object_to_its_claim, correct_its_words, rename_its_writer, publish_what_is_near]
)
def test_after_a_deed_the_next_request_gets_the_new_page(article, known, deed):
    deed(article)

    answer = Answer(article.get_absolute_url(), **known)

    assert (answer.status, answer.by_django) == (HTTPStatus.OK, True)


def test_after_the_kept_pages_were_thrown_away_a_new_name_is_seen_too(article, known):
    StoredPage.objects.all().delete()
    rename_its_writer(article)
    Answer(article.get_absolute_url())

    assert Answer(article.get_absolute_url(), **known).status == HTTPStatus.OK


def test_an_article_that_was_withdrawn_is_gone_at_once(article, known):
    editing.take(article, "withdraw", by=make.make_publisher(), note="It was not so.")

    assert Answer(article.get_absolute_url(), **known).status == HTTPStatus.GONE


def test_an_article_that_somebody_took_back_by_hand_is_gone_at_once(article, known):
    Article.objects.filter(pk=article.pk).update(status="draft")

    answers = [Answer(article.get_absolute_url(), **asked).status for asked in (known, {})]

    assert answers == [HTTPStatus.GONE, HTTPStatus.GONE]


def test_a_deed_on_an_article_that_the_page_rests_on_is_seen_too():
    claim = make.make_adopting_claim()
    article = make.publish(claim.article)
    headers = {"If-None-Match": Answer(article.get_absolute_url()).headers["ETag"]}
    before = [Answer(article.get_absolute_url(), **headers).by_django for _ in range(2)]

    make.object_to(claim.decision.adopts.claim)

    assert before == [True, False]
    assert Answer(article.get_absolute_url(), **headers).status == HTTPStatus.OK


def test_of_a_page_whose_end_is_known_the_answer_is_made_each_time():
    article = make.make_article()
    reviewer = make.make_reviewer()
    claim = make.make_claim_in_review(make.make_claim(article), reviewer)
    told = {"verdict": "verified", "summary": "As the minutes say."}
    until = timezone.localdate() + timedelta(days=1)
    claim = workflow.take(claim, "propose", by=reviewer, **told, valid_until=until)
    workflow.take(claim, "approve", by=make.make_reviewer())
    url = make.publish(article).get_absolute_url()
    headers = {"If-None-Match": Answer(url).headers["ETag"]}

    answers = [Answer(url, **headers) for _ in range(2)]

    assert [(one.status, one.by_django) for one in answers] == [(304, True), (304, True)]


def test_another_name_of_the_site_makes_every_page_anew(article, known, settings):
    settings.SITE_NAME = "The Other Paper"

    assert Answer(article.get_absolute_url(), **known).status == HTTPStatus.OK


def test_what_caches_are_told_is_never_older_than_a_while(article, known):
    with time_machine.travel(timezone.now() + timedelta(seconds=unchanged.SECONDS + 1)):
        assert Answer(article.get_absolute_url(), **known).by_django


# --- and is given to nobody else ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"If-None-Match": '"another"'}, 200),
        ({"Accept-Encoding": "identity"}, 200),
        ({"If-Match": '"another"'}, 200),
        ({"Host": "elsewhere.example"}, 400),
    ],
)
def test_to_another_question_it_is_not_given(article, known, other, status):
    answer = Answer(article.get_absolute_url(), **known | other)

    assert (answer.status, answer.by_django) == (status, True)


@pytest.mark.parametrize(
    "other",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"QUERY_STRING": "as=seen"},
        {"SCRIPT_NAME": "/news"},
        {"wsgi.url_scheme": "https"},
        {"SERVER_PORT": "8000"},
        {"HTTP_IF_MODIFIED_SINCE": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"HTTP_IF_UNMODIFIED_SINCE": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"HTTP_X_FORWARDED_HOST": "elsewhere.example"},
        {"HTTP_X_FORWARDED_PORT": "8000"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_question_that_differs_in_anything_is_put_to_django(article, known, other):
    assert Answer(article.get_absolute_url(), environ=other, **known).by_django


def test_a_write_is_not_answered_with_it(article, known):
    answer = Answer(article.get_absolute_url(), "post", **known)

    assert (answer.status, answer.by_django) == (HTTPStatus.METHOD_NOT_ALLOWED, True)


def test_who_asks_makes_no_difference(article, known):
    answer = Answer(article.get_absolute_url(), **known, Cookie="sessionid=somebody")

    assert (answer.status, answer.by_django) == (304, False)
    assert "Set-Cookie" not in answer.headers


# --- when something is wrong ----------------------------------------------------------------------


def test_where_the_database_does_not_answer_it_is_left_to_django(article, known):
    failed = []

    def fail_once(execute, *query):
        if not failed:
            failed.append(query)
            raise OperationalError("The connection was lost.")
        return execute(*query)

    with connection.execute_wrapper(fail_once):
        answer = Answer(article.get_absolute_url(), **known)

    assert (answer.status, answer.by_django, len(failed)) == (304, True, 1)


def test_so_many_are_remembered_and_no_more(article, known, monkeypatch):
    monkeypatch.setattr(unchanged, "MOST", 2)

    for number in range(5):
        tags = f'"{number}", {known["If-None-Match"]}'
        Answer(article.get_absolute_url(), **known | {"If-None-Match": tags})

    assert 0 < len(application.answers) <= 2


def test_a_question_without_end_is_not_remembered(article, known):
    tags = ", ".join([*(f'"{number}"' for number in range(300)), known["If-None-Match"]])
    answers = [
        Answer(article.get_absolute_url(), **known | {"If-None-Match": tags}) for _ in range(2)
    ]

    assert [(one.status, one.by_django) for one in answers] == [(304, True), (304, True)]


def test_an_error_is_not_remembered(known):
    def fails(environ, start_response):
        environ[unchanged.STANDING] = unchanged.store.Standing(1, 1, {1: 1})
        start_response("500 Internal Server Error", [])
        return []

    site = unchanged.Unchanged(fails)
    site(RequestFactory().get("/", headers=known).environ, lambda *told: None)

    assert site.answers == {}
