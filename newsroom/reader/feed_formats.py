"""Feeds as text: RSS 2.0, Atom 1.0 and JSON Feed 1.1, of the same values. Pure.

RSS 2.0 (https://www.rssboard.org/rss-specification) with the full text by the content module, names
by Dublin Core and pictures by Media RSS; Atom, RFC 4287; https://www.jsonfeed.org/version/1.1/.
Where a hub is named, WebSub's discovery (https://www.w3.org/TR/websub/#discovery).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from .markup import document, element, optional

NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
# When a feed changed in which there is nothing: Atom wants a time, and one that stays.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Author:
    """Whose name stands over an entry; url is that of their page, "" without one."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture by its whole address; width and height in pixels."""

    url: str
    type: str
    width: int
    height: int
    alt: str
    credit: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing that is told of.

    id                  never changes, and is no other entry's; url where it is its address.
    title, summary      words.
    content             HTML, with whole addresses.
    published, updated  aware datetimes.
    language            BCP 47; "" if it is not known.
    """

    id: str
    url: str
    title: str
    content: str
    published: datetime
    updated: datetime
    summary: str = ""
    authors: tuple[Author, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class Feed:
    """What is told, newest first.

    site     the name of the site, which answers for entries without an author.
    page     the address of the page that people read instead; address is the feed's own.
    hub      that of the WebSub hub; "" for none.
    """

    title: str
    description: str
    site: str
    page: str
    address: str
    language: str
    hub: str
    entries: tuple[Entry, ...]

    @property
    def updated(self):
        """When the newest change in it was made, or None if there is nothing in it."""
        return max((entry.updated for entry in self.entries), default=None)


def rss(feed):
    """Return `feed` as the bytes of an RSS 2.0 document."""
    channel = element(
        "channel",
        element("title", feed.title),
        element("link", feed.page),
        element("description", feed.description),
        element("language", feed.language),
        optional("lastBuildDate", feed.updated and _rfc822(feed.updated)),
        element("atom:link", rel="self", type="application/rss+xml", href=feed.address),
        element("atom:link", rel="hub", href=feed.hub) if feed.hub else None,
        *map(_item, feed.entries),
    )
    return document(element("rss", channel, version="2.0", **NAMESPACES))


def _item(entry):
    is_permalink = "true" if entry.id == entry.url else "false"
    return element(
        "item",
        element("title", entry.title),
        element("link", entry.url),
        element("guid", entry.id, isPermaLink=is_permalink),
        element("pubDate", _rfc822(entry.published)),
        # It is read as HTML.
        optional("description", escape(entry.summary, quote=False)),
        element("content:encoded", entry.content),
        *(element("dc:creator", author.name) for author in entry.authors),
        optional("dc:language", entry.language),
        *(element("category", category) for category in entry.categories),
        _media(entry.picture) if entry.picture else None,
    )


def _media(picture):
    return element(
        "media:content",
        element("media:description", picture.alt, type="plain"),
        optional("media:credit", picture.credit),
        url=picture.url,
        type=picture.type,
        medium="image",
        width=picture.width,
        height=picture.height,
    )


def atom(feed):
    """Return `feed` as the bytes of an Atom 1.0 document."""
    root = element(
        "feed",
        element("id", feed.address),
        element("title", feed.title),
        element("subtitle", feed.description),
        element("updated", rfc3339(feed.updated or NEVER)),
        element("author", element("name", feed.site)),
        element("link", rel="self", type="application/atom+xml", href=feed.address),
        element("link", rel="alternate", type="text/html", href=feed.page),
        element("link", rel="hub", href=feed.hub) if feed.hub else None,
        *map(_atom_entry, feed.entries),
        xmlns=NAMESPACES["xmlns:atom"],
        **{"xml:lang": feed.language},
    )
    return document(root)


def _atom_entry(entry):
    return element(
        "entry",
        element("id", entry.id),
        element("title", entry.title),
        *map(_person, entry.authors),
        element("published", rfc3339(entry.published)),
        element("updated", rfc3339(entry.updated)),
        element("link", rel="alternate", type="text/html", href=entry.url),
        *(element("category", term=category) for category in entry.categories),
        optional("summary", entry.summary),
        element("content", entry.content, type="html"),
        **{"xml:lang": entry.language or None},
    )


def _person(author):
    return element("author", element("name", author.name), optional("uri", author.url))


def json_feed(feed):
    """Return `feed` as the bytes of a JSON Feed 1.1."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": feed.site}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else None,
        "items": [*map(_json_item, feed.entries)],
    }
    return json.dumps(_without_nothing(told), ensure_ascii=False).encode()


def _json_item(entry):
    authors = [_without_nothing({"name": one.name, "url": one.url}) for one in entry.authors]
    return _without_nothing(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary,
            "image": entry.picture and entry.picture.url,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": authors,
            "tags": list(entry.categories),
            "language": entry.language,
        }
    )


def _without_nothing(told):
    return {key: value for key, value in told.items() if value or key == "items"}


def _rfc822(moment):
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def rfc3339(moment):
    """Return an aware datetime as machines read it everywhere: in UTC, to the second."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
