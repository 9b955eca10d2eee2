"""The pages of the lists: what stands in a line, and where it leads."""

import pytest

from articles.importers.base import Author
from newsroom.reader import listing
from tests import factories

from .reader_lists import LISTS, headlines, publish, way, words_of
from .reader_pages import correct, parsed, text_of

pytestmark = pytest.mark.django_db


def test_an_author_is_told_with_the_roles_of_the_newest_articles_and_the_handle(client):
    for role in ("Reporter", "Editor", None, "Reporter"):
        publish(byline=(Author("Writer C", role, "@writer_c"),))

    head = parsed(client.get("/authors/writer-c/")).css_first(".list-head")

    assert text_of(head) == "Author Writer C Reporter, Editor @writer_c"


def test_namesakes_have_pages_of_their_own(client):
    for handle in ("@one", "@two"):
        publish(headline=handle, byline=(Author("Writer C", None, handle),))

    assert [headlines(client.get(f"/authors/writer-c{n}/")) for n in ("", "-2")] == [
        ["@one"],
        ["@two"],
    ]


def test_an_article_leads_to_its_section_and_its_authors(client):
    article = publish(byline=(Author("Çağla Ə", None, None),), section="Mədəniyyət")
    tree = parsed(client.get("/")).css_first(".teaser")
    story = parsed(client.get(article.get_absolute_url()))
    paths = [node.attributes["href"] for node in tree.css(".section a, .author")]

    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert story.css_first("[rel=author]").attributes["href"] == paths[1]


def test_only_the_lead_story_of_the_first_page_has_its_picture(client):
    shown = {"picture": factories.make_picture().sha256, "picture_alt": "A red field"}
    for n in range(2):
        publish(headline=f"Number {n}", **shown)

    pictures = parsed(client.get("/")).css("main img")

    assert [one.attributes["alt"] for one in pictures] == ["A red field"]
    assert parsed(client.get("/sections/local/")).css("main img") == []


def test_a_correction_is_told_with_its_article_and_the_version_before(client):
    article = correct(publish(headline="Council meets"), standfirst="A", note="A day was wrong.")
    article = correct(article, standfirst="B", note="A comma.", change="minor")
    correct(article, headline="Council met", note="It is over.")
    rows = parsed(client.get("/corrections/")).css(".corrected li")

    told = [(text_of(one), one.css("a")[1].attributes["href"]) for one in rows]
    times = [one.created for one in article.revisions.filter(change="correction")]
    shown = [f"{time.day} {time:%B %Y, %H:%M} UTC Council met" for time in times]
    leads = "The version before this correction of Council met"
    assert told == [
        (f"{shown[1]} It is over. {leads}", "/articles/council-meets/versions/3/"),
        (f"{shown[0]} A day was wrong. {leads}", "/articles/council-meets/versions/1/"),
    ]
    assert [client.get(path).status_code for _, path in told] == [200, 200]


def test_corrections_are_paged(client, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    article = publish()
    for n in range(3):
        article = correct(article, standfirst=f"{n}", note=f"Note {n}.")
    first = client.get("/corrections/")
    second = client.get("/corrections/" + way(first, "next"))

    notes = [[text_of(p) for p in parsed(one).css("li > p[dir]")] for one in (first, second)]
    assert notes == [["Note 2.", "Note 1."], ["Note 0."]]


@pytest.mark.parametrize("path", ["/sections/", "/authors/", "/archive/", "/corrections/"])
def test_an_empty_site_says_so(client, path):
    assert ("Nothing has" in words_of(client.get(path))) is True


def test_what_is_not_there_costs_no_query_and_leads_on(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/nothing/")

    links = [link.attributes["href"] for link in parsed(response).css("main a")]
    assert (response.status_code, links) == (404, ["/", "/sections/", "/archive/"])


@pytest.mark.parametrize("path", LISTS)
def test_lists_are_only_read(client, path):
    assert client.post(path).status_code == 405
