"""The caches between this site and its readers hear of every deed, sooner or later."""

from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from articles import editing
from newsroom import purging, worker
from newsroom.models import Purge
from tests import factories as make

from .reader_pages import correct

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
ADDRESS = "https://news.example"


class Cache(ThreadingHTTPServer):
    """Answers `status` to everything; heard lists (method, path, headers in lower case)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard, self.status = [], 200
        self.url = f"http://127.0.0.1:{self.server_port}"

    def paths(self):
        return [path for _, path, _ in self.heard]


class _Handler(BaseHTTPRequestHandler):
    def _answer(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.heard.append((self.command, self.path, headers))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PURGE = do_POST = _answer

    def log_message(self, *told):
        """Say nothing."""


@pytest.fixture
def cache(settings):
    with Cache() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.PURGE_URLS, settings.SITE_URL = [server.url], ADDRESS
        yield server
        with suppress(OSError):
            server.shutdown()


@pytest.fixture(scope="module")
def published(made_once):
    return make.make_published_article()


def withdraw(article):
    editing.take(article, "withdraw", by=make.make_publisher(), note="It was not so.")


def object_to_its_claim(article):
    make.object_to(article.claims.get())


def revise_it(article):
    correct(article, html=article.revision.html + "<p>It met twice.</p>")


def rename_its_section(article):
    article.section.name = "City"
    article.section.save()


@pytest.mark.parametrize(
    "deed",
    [withdraw, object_to_its_claim, revise_it, rename_its_section],
    ids=lambda deed: deed.__name__,
)
def test_a_deed_that_readers_see_is_told(published, cache, deed):
    deed(published)

    assert set(Purge.objects.values_list("article", flat=True)) == {published.pk}


def test_what_goes_out_is_told(cache):
    article = make.publish(make.make_article())

    assert set(Purge.objects.values_list("article", flat=True)) == {article.pk}


def test_what_readers_do_not_know_is_told_nobody(cache):
    make.make_decided_claim()

    assert not Purge.objects.exists()


def test_where_there_is_no_cache_nothing_waits(published):
    withdraw(published)

    assert not Purge.objects.exists()


def test_a_deed_that_is_undone_is_not_told(published, cache):
    with suppress(ZeroDivisionError), transaction.atomic():
        object_to_its_claim(published)
        1 / 0  # noqa: B018

    assert not Purge.objects.exists()


def test_pages_are_dropped_by_their_addresses(published, cache, settings):
    settings.PURGE_STYLE = "purge"
    withdraw(published)

    assert list(purging.send()) == []

    host = {headers["host"] for _, _, headers in cache.heard}
    methods = {method for method, _, _ in cache.heard}
    wanted = {"/", published.get_absolute_url(), published.section.get_absolute_url()}
    assert (methods, host, wanted - {*cache.paths()}) == ({"PURGE"}, {"news.example"}, set())


def keys_of(article):
    return ["home", f"article-{article.pk}", f"section-{article.section.slug}"]


@pytest.mark.parametrize(
    ("style", "method", "header"),
    [("varnish", "PURGE", "xkey"), ("fastly", "POST", "surrogate-key")],
)
def test_pages_are_dropped_by_their_keys(published, cache, settings, style, method, header):
    settings.PURGE_STYLE, settings.PURGE_KEY = style, "a token"
    withdraw(published)

    assert list(purging.send()) == []

    [(asked, _, headers)] = cache.heard
    told = headers[header].split()
    assert (asked, [key for key in told if key in keys_of(published)]) == (
        method,
        keys_of(published),
    )
    assert headers.get("fastly-key") == ("a token" if style == "fastly" else None)


def test_fastly_is_asked_at_the_address_of_its_service(published, cache, settings):
    settings.PURGE_STYLE = "fastly"
    settings.PURGE_URLS = [f"{cache.url}/service/abc/purge"]
    withdraw(published)

    list(purging.send())

    assert cache.paths() == ["/service/abc/purge"]


def test_many_keys_are_told_in_parts(cache, settings):
    settings.PURGE_STYLE = "fastly"

    purging.tell(purging.Told([f"article-{n}" for n in range(300)], []))

    assert [len(headers["surrogate-key"].split()) for _, _, headers in cache.heard] == [256, 44]


def test_many_deeds_on_one_article_are_told_once(published, cache):
    object_to_its_claim(published)
    withdraw(published)

    list(purging.send())

    assert cache.paths().count(published.get_absolute_url()) == 1
    assert not Purge.objects.exists()


def test_every_cache_is_told(published, cache, settings):
    settings.PURGE_STYLE = "varnish"
    with Cache() as other:
        Thread(target=other.serve_forever, args=(0.01,), daemon=True).start()
        settings.PURGE_URLS = [cache.url, other.url]
        withdraw(published)
        list(purging.send())
        other.shutdown()

        assert (len(cache.heard), len(other.heard)) == (1, 1)


def test_a_cache_that_knows_no_such_page_has_done_what_it_was_told(published, cache):
    cache.status = 404
    withdraw(published)

    assert (list(purging.send()), Purge.objects.count()) == ([], 0)


@pytest.mark.parametrize("status", [302, 403, 500])
def test_a_cache_that_refuses_is_told_again_later_each_time(published, cache, settings, status):
    settings.PURGE_STYLE, cache.status = "varnish", status
    sentence = f"The cache {cache.url.removeprefix('http://')} answered {status} to PURGE."
    with time_machine.travel(NOW, tick=False) as clock:
        withdraw(published)
        said, waits = [], []
        for _ in range(3):
            said += purging.send()
            waits.append((Purge.objects.get().next_attempt - clock_now()).total_seconds())
            clock.move_to(Purge.objects.get().next_attempt)
        cache.status = 200
        said += purging.send()

    assert (said, waits) == ([sentence] * 3, [1, 2, 4])
    assert not Purge.objects.exists()


def clock_now():
    return datetime.now(UTC)


def test_a_cache_that_is_not_there_is_told_later(published, cache, settings):
    cache.shutdown()
    cache.server_close()
    withdraw(published)

    said = list(purging.send())

    where = cache.url.removeprefix("http://")
    assert said == [f"The cache {where} does not answer: ConnectionError."]
    assert Purge.objects.get().last_error == said[0]


def test_the_keys_of_a_name_in_another_script_can_stand_in_a_header(cache, settings):
    settings.PURGE_STYLE = "varnish"
    make.publish(make.make_article(section="Şəhər"))

    assert list(purging.send()) == []
    assert "section-%C5%9F%C9%99h%C9%99r" in cache.heard[0][2]["xkey"].split()


def test_the_worker_tells_within_a_second(published, cache):
    withdraw(published)

    call_command("work", "--once")

    assert published.get_absolute_url() in cache.paths()
    assert [one.every for one in worker.PURGE_ROUNDS] == [1]


@pytest.mark.parametrize("count", [1, 3])
def test_however_many_are_told_of_it_takes_five_queries(cache, django_assert_num_queries, count):
    articles = [make.publish(make.make_article()) for _ in range(count)]
    keys = [article.pk for article in articles]

    with django_assert_num_queries(5):
        told = purging.told(keys)

    assert [f"article-{pk}" in told.keys for pk in keys] == [True] * count


def test_a_cache_that_is_away_keeps_no_other_from_being_told(published, settings, cache):
    with Cache() as closed:
        away = closed.url
    settings.PURGE_URLS = [away, *settings.PURGE_URLS]

    with pytest.raises(purging.NotTold):
        purging.tell(purging.told([published.pk]))

    assert published.get_absolute_url() in cache.paths()


def test_a_page_that_tells_of_an_article_is_dropped_with_it(published, client):
    telling = make.make_published_article(tags=("Harbour",))
    correct(published, tags=("Harbour",))
    kept = client.get(telling.get_absolute_url())

    assert f"article-{published.pk}" in kept["Surrogate-Key"].split()
    assert telling.get_absolute_url() in purging.told([published.pk]).paths
