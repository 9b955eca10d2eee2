"""The reader's lists in Chromium, with long words: readable by everybody on a narrow screen."""

import pytest

from articles.importers.base import Author
from tests import factories
from tests.newsroom.reader_lists import LISTS, publish
from tests.newsroom.reader_pages import correct

from .at_the_desk import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_list_is_for_everybody_on_the_narrowest_screen(live_server, desk):
    long = "Council" * 12
    shown = {"picture": factories.make_picture().sha256, "picture_alt": "A red field"}
    byline = (Author("Writer A", long, "@writer_a"), Author(long, None, None))
    article = publish(headline=long, standfirst="Or so.", byline=byline, **shown)
    correct(article, standfirst="Forty.", note=long)
    publish(headline="اجتمع مجلس المدينة", section="محليات", language="ar", byline=())
    found = []
    with desk() as page:
        for path in (*LISTS, "/nothing/"):
            page.goto(f"{live_server.url}{path}")
            found += faults(page, ((320, "dark"),))

    assert found == []
