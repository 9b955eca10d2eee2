"""What the specifications of feeds and sitemaps ask, each as a function that lists the faults.

Read by libxml2, which had no hand in writing them, without entities and without a network.
"""

import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
TAG = re.compile(r"tag:[\w.-]+,\d{4}-\d\d-\d\d:\S+")


def read(document):
    """Return the root of an XML document, bytes; raises XMLSyntaxError if it is none."""
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    return etree.fromstring(document, etree.XMLParser(**safe))


def is_address(value):
    return urlsplit(value or "").scheme in ("http", "https") and bool(urlsplit(value).netloc)


def is_rfc3339(value):
    return bool(RFC3339.fullmatch(value or "")) and bool(datetime.fromisoformat(value))


def is_rfc822(value):
    # The name of the day is not read by Python, but it must be that of the date.
    matches = RFC822.fullmatch(value or "")
    return bool(matches) and parsedate_to_datetime(value).strftime("%a") == value[:3]


def _counts(parent, *, once=(), at_most_once=(), any_number=()):
    """Return the faults of the children of `parent`: those that lack, repeat or are unknown."""
    counts = Counter(child.tag for child in parent)
    known = {*once, *at_most_once, *any_number}
    faults = [f"{name}: {counts[name]} times" for name in once if counts[name] != 1]
    faults += [f"{name}: {counts[name]} times" for name in at_most_once if counts[name] > 1]
    faults += [f"{name}: unknown" for name in counts if name not in known]
    return [f"{parent.tag} {fault}" for fault in faults]


def _repeated(what, values):
    return [f"{what}: {one} is repeated" for one, count in Counter(values).items() if count > 1]


def _unless(is_right, what, values):
    return [f"{what}: {value!r}" for value in values if not is_right(value)]


def faults_of_rss(document):
    """https://www.rssboard.org/rss-specification and its profile of best practices."""
    root = read(document)
    if (root.tag, root.get("version"), len(root)) != ("rss", "2.0", 1):
        return ["no RSS 2.0"]
    channel = root[0]
    optional = ("language", "lastBuildDate", "pubDate", "copyright", "generator", "ttl", "image")
    faults = _counts(
        channel,
        once=("title", "link", "description"),
        at_most_once=optional,
        any_number=("item", "category", f"{ATOM}link"),
    )
    selves = channel.findall(f"{ATOM}link[@rel='self']")
    faults += [] if len(selves) == 1 and is_address(selves[0].get("href")) else ["no self"]
    faults += _unless(is_rfc822, "date", [e.text for e in channel.iter("lastBuildDate", "pubDate")])
    faults += _unless(is_address, "link", [e.text for e in channel.iter("link")])
    faults += _repeated("guid", [e.text for e in channel.iter("guid")])
    for item in channel.iter("item"):
        faults += _faults_of_item(item)
    return faults


def _faults_of_item(item):
    parts = ("description", "author", "comments", "source")
    faults = _counts(
        item,
        once=("guid", "pubDate", "title", "link"),
        at_most_once=(*parts, "enclosure", f"{CONTENT}encoded", f"{DC}language"),
        any_number=("category", f"{DC}creator", f"{MEDIA}content"),
    )
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink", "true") == "true":
        faults += _unless(is_address, "guid", [guid.text])
    for media in item.iter(f"{MEDIA}content"):
        faults += _unless(is_address, "media", [media.get("url")])
        faults += _unless(str.isdigit, "media", [media.get("width"), media.get("height")])
    return faults


def faults_of_atom(document):
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    root = read(document)
    if root.tag != f"{ATOM}feed":
        return ["no Atom feed"]
    once = [ATOM + name for name in ("id", "title", "updated")]
    faults = _counts(
        root,
        once=once,
        at_most_once=[ATOM + name for name in ("subtitle", "icon", "logo", "generator", "rights")],
        any_number=[ATOM + name for name in ("author", "category", "link", "entry")],
    )
    entries = root.findall(f"{ATOM}entry")
    has_author = root.find(f"{ATOM}author") is not None
    for entry in entries:
        faults += _faults_of_entry(entry, has_author)
    faults += [] if root.findall(f"{ATOM}link[@rel='self']") else ["no self"]
    dates = root.iter(f"{ATOM}updated", f"{ATOM}published")
    faults += _unless(is_rfc3339, "date", [e.text for e in dates])
    ids = [e.text for e in root.iter(f"{ATOM}id")]
    faults += _unless(lambda one: is_address(one) or TAG.fullmatch(one), "id", ids)
    faults += _repeated("id", ids)
    faults += _unless(is_address, "link", [e.get("href") for e in root.iter(f"{ATOM}link")])
    names = [len(e.findall(f"{ATOM}name")) for e in root.iter(f"{ATOM}author")]
    faults += _unless(lambda count: count == 1, "names of an author", names)
    return faults + _unless(bool, "term", [e.get("term") for e in root.iter(f"{ATOM}category")])


def _faults_of_entry(entry, has_author):
    faults = _counts(
        entry,
        once=[ATOM + name for name in ("id", "title", "updated")],
        at_most_once=[ATOM + name for name in ("published", "summary", "content", "rights")],
        any_number=[ATOM + name for name in ("author", "category", "contributor", "link")],
    )
    if not has_author and entry.find(f"{ATOM}author") is None:
        faults.append("entry without an author")
    content = entry.find(f"{ATOM}content")
    if content is not None and (content.get("type") != "html" or len(content)):
        faults.append("content is no escaped HTML")
    if len(entry.findall(f"{ATOM}link[@rel='alternate']")) != 1:
        faults.append("entry without its page")
    return faults


FEED_KEYS = {
    "version", "title", "home_page_url", "feed_url", "description", "authors", "language", "items",
    "hubs", "icon", "favicon", "next_url", "user_comment", "expired",
}  # fmt: skip
ITEM_KEYS = {
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image",
    "banner_image", "date_published", "date_modified", "authors", "tags", "language", "attachments",
}  # fmt: skip


def faults_of_json_feed(told):
    """https://www.jsonfeed.org/version/1.1/, of a feed that was read from JSON."""
    faults = [f"{key}: unknown" for key in told.keys() - FEED_KEYS]
    if told.get("version") != "https://jsonfeed.org/version/1.1" or not told.get("title"):
        faults.append("no JSON Feed 1.1 with a title")
    faults += _unless(is_address, "address", [told["home_page_url"], told["feed_url"]])
    faults += _unless(lambda hub: {"type", "url"} == hub.keys(), "hub", told.get("hubs", []))
    faults += _repeated("id", [item["id"] for item in told["items"]])
    for item in told["items"]:
        faults += [f"{key}: unknown" for key in item.keys() - ITEM_KEYS]
        faults += [] if item.get("content_html") or item.get("content_text") else ["no content"]
        faults += [f"{key}: empty" for key, value in item.items() if not value]
        dates = [item[key] for key in ("date_published", "date_modified") if key in item]
        faults += _unless(is_rfc3339, "date", dates)
        faults += _unless(is_address, "url", [item["url"], *filter(None, [item.get("image")])])
        faults += _unless(lambda one: one.get("name"), "author", item.get("authors", []))
        faults += _unless(lambda one: isinstance(one, str), "tag", item.get("tags", []))
    return faults


def faults_of_sitemap(document, site):
    """https://www.sitemaps.org/protocol.html; all addresses are of `site`."""
    root = read(document)
    kinds = {f"{SITEMAP}urlset": f"{SITEMAP}url", f"{SITEMAP}sitemapindex": f"{SITEMAP}sitemap"}
    if root.tag not in kinds or len(document) > 50_000_000 or len(root) > 50_000:
        return ["no sitemap"]
    faults = _unless(lambda tag: tag == kinds[root.tag], "element", [one.tag for one in root])
    for one in root:
        optional = [f"{SITEMAP}lastmod", f"{NEWS}news"]
        faults += _counts(one, once=[f"{SITEMAP}loc"], at_most_once=optional)
        faults += [] if one[0].tag == f"{SITEMAP}loc" else ["loc is not the first"]
    places = [e.text for e in root.iter(f"{SITEMAP}loc")]
    faults += _unless(lambda place: place.startswith(f"{site}/"), "loc", places)
    faults += _unless(lambda place: len(place) < 2048 and place.isascii(), "loc", places)
    faults += _repeated("loc", places)
    times = root.iter(f"{SITEMAP}lastmod", f"{NEWS}publication_date")
    faults += _unless(is_rfc3339, "time", [e.text for e in times])
    for news in root.iter(f"{NEWS}news"):
        faults += _counts(
            news, once=[NEWS + name for name in ("publication", "publication_date", "title")]
        )
        faults += _counts(news[0], once=[f"{NEWS}name", f"{NEWS}language"])
        faults += _unless(re.compile(r"[a-z]{2,3}").fullmatch, "language", [news[0][1].text])
    return faults
