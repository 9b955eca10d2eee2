"""Nothing private is at any address that readers can ask for: a word for each secret, looked for
in every answer. And an answer does not tell what is there by what it costs.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from articles.models import Article, Picture
from newsroom import urls
from tests import factories as make
from tests.conftest import IN_MEMORY, forget_what_is_kept

from . import public_pages
from .public_pages import NOBODY, addresses, said
from .secret_world import SECRET, make_secret_world, secrets_in_the_record
from .test_api_leaks import addresses as addresses_of_the_api

pytestmark = pytest.mark.django_db

IN_THE_API = re.compile(r"/api/v1/\w+/(\?.*|[^/]+/(ledger/|revisions/|annotations/)?)?$").match


@pytest.fixture(scope="module", autouse=True)
def pictures_in_memory():
    """For longer than a test: what this module made has pictures."""
    with override_settings(STORAGES=IN_MEMORY):
        yield


@pytest.fixture(scope="module")
def world(made_once, pictures_in_memory):
    return make_secret_world()


@dataclass(frozen=True)
class Answer:
    """What somebody is told at an address, and what it costs."""

    name: str
    address: str
    status: int
    told: str
    queries: int


def asked(client, address, name=""):
    """Return the Answer to whoever has this client."""
    with CaptureQueriesContext(connection) as queries:
        told = said(response := client.get(address))
    return Answer(name, address, response.status_code, told, len(queries))


@pytest.fixture(scope="module")
def answers(world):
    """What a reader is told at every public address, when each is asked for the first time."""
    forget_what_is_kept()
    return [asked(Client(), address, name) for name, address in addresses()]


def private_articles(world):
    return [*world[1], *world[2]]


def found(address, told):
    """The secret words in an answer, but for those that the asker named."""
    words = set(re.findall(rf"{SECRET}\w*", told.casefold()))
    return {word for word in words if word not in address.casefold()}


def leaks(told):
    """Return {address: secret words} of {address: what it answers} that tell any."""
    return {address: words for address, text in told.items() if (words := found(address, text))}


def everywhere(client, answers):
    """Return {address: what it answers} for the pages, the API and the pictures.

    Every corner of the API is searched in test_api_leaks; here, what it tells of each thing.
    """
    told = {answer.address: answer.told for answer in answers}
    pictures = [picture.get_absolute_url() for picture in Picture.objects.all()]
    for address in (*pictures, *filter(IN_THE_API, addresses_of_the_api())):
        told[address] = said(client.get(address))
    return told


def test_every_public_address_has_an_example():
    assert set(public_pages.EXAMPLES) == public_pages.names()


def test_every_example_is_answered_with_something_to_read(answers):
    readable = {answer.name for answer in answers if answer.status == 200}

    assert readable == set(public_pages.EXAMPLES)


def test_no_secret_is_told_anywhere(client, answers):
    told = everywhere(client, answers)

    assert secrets_in_the_record() > 20
    assert leaks(told) == {}
    assert [address for address, text in told.items() if "@example.org" in text] == []


def test_a_reader_who_is_logged_in_is_told_no_more(client, answers):
    before = {answer.address: answer.told for answer in answers}
    client.force_login(make.make_publisher())

    # Not what was kept for the others: each test begins with empty caches.
    after = {address: said(client.get(address)) for _, address in addresses()}

    assert {one: after[one] for one in after if after[one] != before.get(one)} == {}
    assert after.keys() == before.keys()


def test_the_picture_of_an_article_that_is_not_public_is_not_served(client, world):
    codes = {
        article.status: client.get(article.picture.get_absolute_url()).status_code
        for article in private_articles(world)
        if article.picture
    }

    assert codes == dict.fromkeys(("draft", "in_review", "scheduled", "withdrawn"), 404)


# --- by what an answer costs -----------------------------------------------------------------


def alike(answer, slug=NOBODY):
    """What is told where `slug` stands for nobody, and in how many queries."""
    return answer.status, answer.told.replace(slug, NOBODY), answer.queries


def of_article(slug):
    pages = [address for _, address in addresses() if f"/{slug}/" in address]
    return [*pages, f"/api/v1/articles/{slug}/"]


def test_an_article_that_is_not_out_is_answered_as_one_that_never_was(client, world):
    unknown = {address: alike(asked(client, address)) for address in of_article(NOBODY)}

    for article in world[1]:
        for address in of_article(article.slug):
            answer = alike(asked(client, address), article.slug)
            assert answer == unknown[address.replace(article.slug, NOBODY)]


def test_all_that_is_not_there_for_readers_is_answered_alike(answers):
    missing = defaultdict(set)
    for answer in answers:
        # Of an article that is out, readers may learn that it has no such version.
        if answer.status == 404 and answer.name != "version":
            missing[answer.name].add(alike(answer))

    assert {name: len(told) for name, told in missing.items()} == dict.fromkeys(missing, 1)
    assert "article" in missing


# --- where something goes wrong --------------------------------------------------------------


def breaks(request):
    raise ValueError(f"{SECRET}error at {Article.objects.first()}")


urlpatterns = [path("broken/", breaks), *urls.urlpatterns]


def test_the_page_of_our_own_mistakes_tells_no_secret(settings, world):
    settings.ROOT_URLCONF = __name__
    response = Client(raise_request_exception=False).get("/broken/")

    assert response.status_code == 500
    assert leaks({"/broken/": said(response)}) == {}
