"""What browsers and caches are told of pages: how long, which ones, and nothing of who reads."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from articles import editing
from newsroom.reader import caching
from newsroom.reader.caching import about, cache_control, cached_for_readers, key
from tests import factories as make

from .reader_pages import correct

POLICY = (
    "default-src 'none'; img-src 'self' https:; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@cached_for_readers("home")
def page(request, words="The latest."):
    return about(HttpResponse(words), keys=[key("article", 1), key("article", 2)])


def ask(view=page, *told, **headers):
    return view(RequestFactory().get("/", headers=headers), *told)


# --- pages that are made anew at every request ----------------------------------------------------


def test_the_same_bytes_have_the_same_tag_and_others_another():
    tags = [ask()["ETag"], ask()["ETag"], ask(page, "Others.")["ETag"]]

    assert [tag == tags[0] for tag in tags] == [True, True, False]
    assert tags[0].startswith('"')


def test_whoever_has_the_page_is_told_so():
    answer = ask(If_None_Match=ask()["ETag"])

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["Surrogate-Key"] == "article-1 article-2 home"
    assert answer["Cache-Control"] == ask()["Cache-Control"]


def test_a_key_is_named_once_and_stands_in_a_header_in_any_script():
    response = about(HttpResponse(), keys=[key("section", "şəhər"), key("section", "şəhər")])

    assert response["Surrogate-Key"] == "section-%C5%9F%C9%99h%C9%99r"


def test_an_answer_that_is_no_page_is_not_to_be_kept():
    @cached_for_readers("home")
    def gone(request):
        return HttpResponse("Gone.", status=410)

    answer = ask(gone)

    assert (answer["Cache-Control"], answer.has_header("ETag")) == ("no-store", False)


# --- how long -------------------------------------------------------------------------------------

STALE = "stale-while-revalidate=30, stale-if-error=3600"


@pytest.mark.parametrize(
    ("age", "purged", "unpurged"),
    [
        (timedelta(seconds=1), 30, 30),
        (timedelta(hours=2), 120, 60),
        (timedelta(days=2), 600, 60),
        (timedelta(days=30), 3600, 60),
    ],
)
def test_a_cache_keeps_longer_what_has_not_changed_for_longer(settings, age, purged, unpurged):
    said = []
    for caches in (["http://127.0.0.1:1"], []):
        settings.PURGE_URLS = caches
        said.append(cache_control(timezone.now() - age))

    assert said == [
        f"public, max-age=0, s-maxage={seconds}, {STALE}" for seconds in (purged, unpurged)
    ]


def test_nobody_shows_a_verdict_after_its_end(settings):
    settings.PURGE_URLS = ["http://127.0.0.1:1"]
    now, long_ago = timezone.now(), timezone.now() - timedelta(days=30)

    ends = [now + timedelta(seconds=20.5), now - timedelta(seconds=1)]

    assert [cache_control(long_ago, end) for end in ends] == [
        "public, max-age=0, s-maxage=20, must-revalidate",
        "public, max-age=0, s-maxage=0, must-revalidate",
    ]


def test_an_end_that_is_far_away_changes_nothing():
    now = timezone.now()

    assert cache_control(now, now + timedelta(days=2)) == cache_control(now)


# --- every page -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def addresses(made_once):
    """{what: address} of one of each kind of answer, public and private."""
    article, gone = make.make_published_article(), make.make_published_article()
    correct(article, html=article.revision.html + "<p>It met twice.</p>")
    editing.take(gone, "withdraw", by=make.make_publisher(), note="It was not so.")
    here = article.get_absolute_url()
    return {
        "home": "/",
        "article": here,
        "version": f"{here}versions/1/",
        "checkpoints": "/checkpoints/",
        "section": article.section.get_absolute_url(),
        "withdrawn": gone.get_absolute_url(),
        "unknown": "/nothing/here/",
        "no article": "/articles/nothing/",
        "admin": "/admin/",
        "login": "/admin/login/",
        "api": "/api/v1/articles/",
    }


FOR_READERS = ("home", "article", "version", "checkpoints", "section")
NOTHING = ("withdrawn", "unknown", "no article")
PRIVATE = ("admin", "login", "api")


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*FOR_READERS, *NOTHING])
def test_readers_get_the_strictest_policy_and_no_cookie_whoever_they_are(
    admin_client, client, addresses, name
):
    client.cookies["sessionid"] = "of-nobody"
    answers = [one.get(addresses[name]) for one in (client, admin_client)]

    assert {answer["Content-Security-Policy"] for answer in answers} == {POLICY}
    assert {answer["X-Frame-Options"] for answer in answers} == {"DENY"}
    assert {answer["X-Content-Type-Options"] for answer in answers} == {"nosniff"}
    assert {answer["Referrer-Policy"] for answer in answers} == {"same-origin"}
    assert {answer["Cross-Origin-Opener-Policy"] for answer in answers} == {"same-origin"}
    assert {answer["Cross-Origin-Resource-Policy"] for answer in answers} == {"same-origin"}
    assert {answer["Permissions-Policy"].count("=()") for answer in answers} == {7}
    assert ["Cookie" in answer.get("Vary", "") for answer in answers] == [False, False]
    assert [bool(answer.cookies) for answer in answers] == [False, False]
    assert answers[0].content == answers[1].content


@pytest.mark.django_db
@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_page_is_never_kept(client, addresses, name):
    assert client.get(addresses[name])["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("name", PRIVATE)
def test_what_is_of_the_desk_is_kept_nowhere(admin_client, addresses, name):
    said = admin_client.get(addresses[name])["Cache-Control"]

    assert {"private", "no-store"} <= {*said.split(", ")}


@pytest.mark.django_db
def test_an_earlier_version_is_dropped_with_its_article(client, addresses):
    first = client.get(addresses["version"])

    again = client.get(addresses["version"], headers={"If-None-Match": first["ETag"]})

    article = client.get(addresses["article"])["Surrogate-Key"].split()[0]
    assert (again.status_code, again["Surrogate-Key"]) == (304, article)


@pytest.mark.django_db
def test_a_picture_that_anybody_may_see_is_the_same_for_everybody(admin_client):
    picture = make.make_picture()
    make.publish(make.make_article(picture=picture.sha256, picture_alt="A hall."))

    answer = admin_client.get(picture.get_absolute_url())

    assert (answer.status_code, answer.has_header("Vary")) == (200, False)
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_tag_of_bytes_is_a_strong_one():
    assert caching.etag_of(b"") == '"e3b0c44298fc1c149afbf4c8996fb924"'
