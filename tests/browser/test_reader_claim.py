"""The page of a claim and "How we check" in Chromium: readable by everybody, and by machines."""

import json

import pytest

from tests import factories
from tests.newsroom.reader_pages import decide

from .at_the_desk import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Council" * 20
ATTACK = "</script><!-- <script>alert(1)</script> \u2028"


@pytest.fixture
def pages():
    """Addresses: a claim of somebody else with long words, one whose verdict fell, the rules."""
    article = factories.publish(factories.make_article(headline=f"Forty {LONG}", language="en-GB"))
    claim = factories.make_claim(article, claimant=ATTACK, statement=f"{ATTACK} {LONG}")
    evidence = {"kind": "web", "url": f"https://example.org/{LONG}", "excerpt": LONG}
    claim = decide(claim, evidence, verdict="refuted", summary=ATTACK)
    fell = factories.make_published_article().claims.get()
    factories.object_to(fell)
    return [f"/claims/{claim.pk}/", f"/claims/{fell.pk}/", "/how-we-check/"]


def test_everybody_can_read_them_and_what_machines_read_is_data(desk, pages):
    with desk() as page:
        found = []
        for address in pages:
            page.goto(address)
            found += faults(page)
        page.goto(pages[0])
        data = page.locator("script").all_text_contents()

    assert found == []
    assert [json.loads(one)["itemReviewed"]["author"]["name"] for one in data] == [ATTACK.strip()]
