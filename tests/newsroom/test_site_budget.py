"""What a reader has to load: an article of 900 words with 12 checks, the style, the scripts."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from tests import factories as make

from .public_pages import one_of_each_kind
from .public_world import make_long_article
from .reader_pages import parsed

pytestmark = pytest.mark.django_db

KB = 1000


def assets(client, address):
    """Return {(element, address)} of the styles and scripts of a page."""
    tree = parsed(client.get(address))
    styles = {("link", node.attributes["href"]) for node in tree.css("link[rel=stylesheet]")}
    return styles | {("script", node.attributes["src"]) for node in tree.css("script[src]")}


def size(asset):
    """As it is sent: bytes, gzip."""
    with open(finders.find(asset[1].removeprefix("/static/")), "rb") as file:
        return len(gzip.compress(file.read(), 6))


def total(name, found):
    return sum(size(asset) for asset in found if asset[0] == name)


def test_an_article_of_900_words_and_12_checks_is_30_kilobytes_at_most(client):
    article = make_long_article()
    response = client.get(article.get_absolute_url())

    words = re.findall(r"\w+", article.revision.text)
    assert (len(words), response.content.count(b"<mark")) == (900, 12)
    assert len(gzip.compress(response.content, 6)) <= 30 * KB


def test_the_styles_are_15_kilobytes_at_most_and_the_scripts_5(client):
    make.make_published_article(tags=("council",))
    found = {address: assets(client, address) for address in one_of_each_kind(client)}

    assert max(total("link", one) for one in found.values()) <= 15 * KB
    assert max(total("script", one) for one in found.values()) <= 5 * KB
    assert min(len(one) for one in found.values()) == 1
