"""What strangers write stays words."""

import pytest

from articles.importers.base import Author
from claims.models import Evidence
from newsroom.reader import checks
from tests import factories

from .reader_pages import correct, decide, parsed, text_of

pytestmark = pytest.mark.django_db


HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def test_hostile_words_stay_words(client):
    approver = factories.make_reviewer(first_name=HOSTILE[:100], last_name="")
    article = factories.make_article(
        headline=HOSTILE,
        standfirst=HOSTILE,
        dateline=HOSTILE,
        image_caption=HOSTILE,
        section=HOSTILE,
        publication=HOSTILE,
        byline=(Author(HOSTILE, HOSTILE, HOSTILE),),
        html=f"{factories.BODY}<p>{HOSTILE}<a href='javascript:alert(1)'>here</a></p>",
    )
    claim = factories.make_claim(article, statement=HOSTILE, claimant=HOSTILE)
    evidence = dict.fromkeys(("title", "publisher", "excerpt"), HOSTILE)
    evidence |= {"kind": "web", "url": f"https://example.org/{HOSTILE.replace(' ', '')}"}
    decide(claim, evidence, approver=approver, summary=HOSTILE)
    article = correct(factories.publish(article), standfirst=HOSTILE * 2, note=HOSTILE)

    for path in ("/", article.get_absolute_url()):
        tree = parsed(client.get(path))
        scripts = "script:not([type='application/ld+json'])"
        assert tree.css(f"{scripts}, img, [onerror], [style], a[href^=javascript]") == []
        assert text_of(tree.css_first("h1, h2 a")) in ("Latest articles", HOSTILE)
    assert [
        text_of(tree.css_first(f".check {name}")) for name in (".statement", ".source-title")
    ] == [
        f"The claim: {HOSTILE}",
        HOSTILE,
    ]


def test_an_address_that_is_no_web_address_is_not_linked():
    evidence = Evidence(kind="web", url="javascript:alert(1)", title="Register")

    assert checks.source(evidence).href == ""
