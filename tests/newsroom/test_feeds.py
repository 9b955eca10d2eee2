"""Feeds hold to their specifications, whatever is in them, and tell all that is known."""

import json

import pytest
import time_machine

from articles.importers.base import Author
from claims.models import Claim

from .feed_rules import (
    ATOM,
    CONTENT,
    DC,
    LANG,
    MEDIA,
    faults_of_atom,
    faults_of_json_feed,
    faults_of_rss,
    read,
)
from .machine_pages import (
    ATOM_FEED,
    CHECKS,
    CORRECTIONS,
    FEEDS,
    HOSTILE,
    JSON_FEED,
    NOON,
    RSS,
    SECTION,
    SITE,
    full_article,
)

pytestmark = pytest.mark.django_db

RSS_TYPE = "application/rss+xml; charset=utf-8"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
TYPES = {
    RSS: RSS_TYPE,
    SECTION: RSS_TYPE,
    ATOM_FEED: ATOM_TYPE,
    CHECKS: ATOM_TYPE,
    CORRECTIONS: ATOM_TYPE,
    JSON_FEED: "application/feed+json",
}
KEYS = {
    RSS: "rss",
    SECTION: "section-local",
    ATOM_FEED: "atom",
    CHECKS: "checks_feed",
    CORRECTIONS: "corrections_feed",
    JSON_FEED: "json_feed",
}
HUB = "https://hub.example/"
ADDRESS = f"{SITE}/articles/council-meets/"


@pytest.fixture(scope="module")
def full(made_once):
    """One article with all there is; and, a day older, one of hostile words."""
    with time_machine.travel(NOON.replace(day=30), tick=False):
        told = dict.fromkeys(("headline", "standfirst", "dateline", "picture_credit"), HOSTILE)
        told |= dict.fromkeys(("image_caption", "picture_alt", "claimant", "note"), HOSTILE)
        byline = (Author(HOSTILE, HOSTILE, HOSTILE),)
        full_article(**told, byline=byline, tags=(HOSTILE,), statement=HOSTILE)
    with time_machine.travel(NOON, tick=False):
        return full_article()


@pytest.fixture(autouse=True)
def site(settings, full):
    settings.SITE_URL, settings.SITE_NAME = SITE, "Site One"


def faults(path, document):
    if path == JSON_FEED:
        return faults_of_json_feed(json.loads(document))
    return faults_of_rss(document) if path in (RSS, SECTION) else faults_of_atom(document)


def texts(parent, *names):
    return [[child.text for child in parent.findall(name)] for name in names]


def first_of(client, path):
    """The newest entry of an Atom feed."""
    return read(client.get(path).content).find(f"{ATOM}entry")


# --- the specifications ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_holds_to_its_specification_and_bears_its_type(client, path):
    response = client.get(path)

    assert (faults(path, response.content), response["Content-Type"]) == ([], TYPES[path])


@pytest.mark.parametrize("path", [path for path in FEEDS if path != JSON_FEED])
def test_hostile_words_are_words_to_whoever_reads_the_xml(client, path):
    root = read(client.get(path).content)

    assert b"alert(" in client.get(path).content
    assert [one for one in root.iter() if not isinstance(one.tag, str)] == []
    assert [one for one in root.iter() if str(one.tag).endswith("script")] == []


@pytest.mark.parametrize("path", FEEDS)
def test_hostile_words_are_words_to_whoever_reads_the_html(client, path):
    document = client.get(path).content
    texts = (
        [item["content_html"] for item in json.loads(document)["items"]]
        if (path == JSON_FEED)
        else [one.text for one in read(document).iter(f"{CONTENT}encoded", f"{ATOM}content")]
    )

    assert len(texts) == 2
    assert [text for text in texts if "<script" in text or "<!--" in text] == []


BROKEN = {
    "another zone": (b" GMT</pubDate>", b" UTC</pubDate>"),
    "a day that is not that of its date": (b"<pubDate>Thu", b"<pubDate>Wed"),
    "no title": (b"<title>Council meets</title>", b""),
    "two titles": (b"<title>Council meets</title>", b"<title>A</title><title>B</title>"),
    "an unknown element": (b"<title>Council meets</title>", b"<name/><title>A</title>"),
    "an address that is none": (f"<link>{ADDRESS}".encode(), b"<link>council-meets"),
    "no address of its own": (b'rel="self"', b'rel="other"'),
}


@pytest.mark.parametrize("breach", BROKEN)
def test_a_breach_of_the_specification_is_found(client, breach):
    before, after = BROKEN[breach]

    assert len(faults_of_rss(client.get(RSS).content.replace(before, after, 1))) == 1


# --- articles -------------------------------------------------------------------------------------


def test_the_channel_of_rss_tells_whose_it_is_and_when_it_changed(client):
    channel = read(client.get(RSS).content)[0]

    assert texts(channel, "title", "link", "language", "lastBuildDate") == [
        ["Site One"],
        [f"{SITE}/"],
        ["en"],
        ["Thu, 31 Jan 2030 12:00:00 GMT"],
    ]


def test_an_item_of_rss_tells_all_that_is_known_of_an_article(client):
    item = read(client.get(RSS).content)[0].find("item")

    assert texts(item, "title", "link", "guid", "pubDate", "category", "description") == [
        ["Council meets"],
        [ADDRESS],
        [ADDRESS],
        ["Thu, 31 Jan 2030 12:00:00 GMT"],
        ["Local", "Budget", "Council"],
        ["Forty members &amp; a dog came. It rained."],
    ]
    assert texts(item, f"{DC}creator", f"{DC}language") == [["Writer A", "Writer B"], ["en-GB"]]


def test_an_item_of_rss_has_its_picture(client, full):
    media = next(read(client.get(RSS).content).iter(f"{MEDIA}content"))

    assert dict(media.attrib) == {
        "url": f"{SITE}{full.picture.get_absolute_url()}",
        "type": "image/jpeg",
        "medium": "image",
        "width": "8",
        "height": "6",
    }
    assert [child.text for child in media] == ["The hall from outside", "Photographer A"]


def test_an_entry_of_atom_tells_all_that_is_known_of_an_article(client):
    entry = first_of(client, ATOM_FEED)

    assert texts(entry, *(ATOM + name for name in ("id", "title", "published", "updated"))) == [
        [ADDRESS],
        ["Council meets"],
        ["2030-01-31T12:00:00Z"],
        ["2030-01-31T12:00:00Z"],
    ]
    assert [[part.text for part in one] for one in entry.iter(f"{ATOM}author")] == [
        ["Writer A", f"{SITE}/authors/writer-a/"],
        ["Writer B", f"{SITE}/authors/writer-b/"],
    ]
    assert [one.get("term") for one in entry.iter(f"{ATOM}category")] == [
        "Local",
        "Budget",
        "Council",
    ]
    assert (entry.get(LANG), entry.findtext(f"{ATOM}summary")) == (
        "en-GB",
        "Forty members & a dog came. It rained.",
    )


def test_a_json_feed_tells_whose_it_is(client):
    told = json.loads(client.get(JSON_FEED).content)
    told.pop("items")

    assert told == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Site One",
        "description": "The latest articles in full, each with what was corrected and how far it "
        "is checked.",
        "home_page_url": f"{SITE}/",
        "feed_url": f"{SITE}/feeds/feed.json",
        "language": "en",
        "authors": [{"name": "Site One"}],
    }


def test_an_item_of_json_feed_tells_all_that_is_known_of_an_article(client, full):
    item = json.loads(client.get(JSON_FEED).content)["items"][0]
    item.pop("content_html")

    assert item == {
        "id": ADDRESS,
        "url": ADDRESS,
        "title": "Council meets",
        "summary": "Forty members & a dog came. It rained.",
        "image": f"{SITE}{full.picture.get_absolute_url()}",
        "date_published": "2030-01-31T12:00:00Z",
        "date_modified": "2030-01-31T12:00:00Z",
        "authors": [
            {"name": "Writer A", "url": f"{SITE}/authors/writer-a/"},
            {"name": "Writer B", "url": f"{SITE}/authors/writer-b/"},
        ],
        "tags": ["Local", "Budget", "Council"],
        "language": "en-GB",
    }


def test_the_full_text_is_the_body_without_marks_and_with_whole_addresses(client, full):
    picture = f"{SITE}{full.picture.get_absolute_url()}"
    item = next(read(client.get(RSS).content).iter("item"))

    assert item.findtext(f"{CONTENT}encoded") == (
        f'<figure><img src="{picture}" width="8" height="6" alt="The hall from outside">'
        "<figcaption>The hall. Picture: Photographer A</figcaption></figure>\n"
        "<p>Town One, 3 May</p>\n"
        f'<p>The council has 40 members. See <a href="{SITE}/articles/other/?a=1&amp;b=2">'
        'the other</a> and <a href="https://elsewhere.example/a">elsewhere</a>.</p>\n'
        '<p>In words: &lt;a href="/b"&gt;.</p>\n'
        f'<figure>\n<img src="{SITE}/pictures/in-text.png" alt="A hall">\n'
        "<figcaption>The old hall.</figcaption>\n</figure>\n"
        "<hr>\n"
        '<p>Corrected on <time datetime="2030-01-31T12:00:00+0000">31 January 2030, 12:00 UTC'
        "</time>: It rained &amp; more.</p>\n"
        f'<p><a href="{ADDRESS}">1 claim verified: what was checked, and how</a></p>'
    )


def test_all_formats_have_the_same_full_text(client):
    item = json.loads(client.get(JSON_FEED).content)["items"][0]
    rss = next(read(client.get(RSS).content).iter(f"{CONTENT}encoded")).text
    atom = first_of(client, ATOM_FEED).findtext(f"{ATOM}content")

    assert (rss == atom, rss) == (True, item["content_html"])


# --- checks and corrections -----------------------------------------------------------------------


def test_the_feed_of_checks_tells_what_was_found(client, full):
    claim = Claim.objects.select_related("decision").get(article=full)
    entry = first_of(client, CHECKS)
    address = f"{SITE}/claims/{claim.pk}/"

    assert texts(entry, *(ATOM + name for name in ("id", "title", "summary", "updated"))) == [
        [f"tag:news.example,2030-01-31:decision/{claim.decision.pk}"],
        ["Verified: The council has 40 members."],
        ["As the minutes say."],
        ["2030-01-31T12:00:00Z"],
    ]
    assert entry.find(f"{ATOM}link").get("href") == address
    assert entry.findtext(f"{ATOM}content") == (
        "<blockquote><p>The council has 40 members.</p><cite>Speaker One</cite></blockquote>\n"
        "<p>The claim: The council has 40 members.</p>\n"
        "<p><strong>Verified</strong></p>\n"
        "<p>As the minutes say.</p>\n"
        f'<p>In: <a href="{ADDRESS}">Council meets</a>. '
        f'<a href="{address}">The check, with its evidence</a></p>'
    )


def test_the_feed_of_corrections_tells_what_was_wrong(client, full):
    entry = first_of(client, CORRECTIONS)

    assert texts(entry, *(ATOM + name for name in ("id", "title", "summary", "updated"))) == [
        [f"tag:news.example,2030-01-31:revision/{full.revision.pk}"],
        ["Correction: Council meets"],
        ["It rained & more."],
        ["2030-01-31T12:00:00Z"],
    ]
    assert entry.find(f"{ATOM}link").get("href") == ADDRESS


# --- HTTP -----------------------------------------------------------------------------------------


def test_shared_caches_know_feeds_by_their_keys(client):
    assert {path: client.get(path)["Surrogate-Key"] for path in FEEDS} == KEYS


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_names_the_hub_that_is_set_and_itself(client, settings, path):
    settings.WEBSUB_HUB = HUB
    response = client.get(path)
    named = (
        [one["url"] for one in response.json()["hubs"]]
        if path == JSON_FEED
        else [one.get("href") for one in read(response.content).iter(f"{ATOM}link")]
    )

    assert (response["Link"], HUB in named) == (
        f'<{HUB}>; rel="hub", <{SITE}{path}>; rel="self"',
        True,
    )
    assert faults(path, response.content) == []


@pytest.mark.parametrize("path", FEEDS)
def test_without_a_hub_none_is_named(client, path):
    response = client.get(path)

    assert (response.has_header("Link"), b"hub" in response.content) == (False, False)
