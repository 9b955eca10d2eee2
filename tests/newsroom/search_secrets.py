"""What tests of the secrets of the search share: hidden articles, and what readers are told."""

from datetime import UTC, datetime, timedelta

from articles import editing, scheduling
from tests import factories as make

from .reader_pages import parsed, text_of

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SECRET = "Quillwort"
BODY = f"<p>{SECRET} words to check.</p>"


def secret_article():
    told = {"headline": SECRET, "html": BODY, "section": SECRET, "language": "eo"}
    article = make.make_article(**told, tags=(SECRET,))
    make.make_decided_claim(make.make_claim(article, f"{SECRET} words to check."))
    return article


def in_review():
    return editing.take(secret_article(), "submit", by=make.make_editor())


def scheduled():
    return make.schedule(secret_article(), LATER)


def embargoed():
    told = {"by": make.make_publisher(), "note": "The report is out then."}
    return scheduling.set_embargo(in_review(), LATER, **told)


def withdrawn():
    article = make.publish(secret_article())
    return editing.take(article, "withdraw", by=make.make_publisher(), note=f"{SECRET}: wrong.")


def restored():
    return editing.take(withdrawn(), "restore", by=make.make_publisher(), note="It is put right.")


def found(client, typed, **query):
    """(headlines of the articles, words of the checks) that readers are shown."""
    page = parsed(client.get("/search/", {"q": typed, **query}))
    rows = [text_of(one) for one in page.css(".teaser h3")]
    return rows, [text_of(one) for one in page.css(".found-checks p:first-child")]


def said(client, typed, **query):
    """The whole answer, but for what was typed."""
    content = client.get("/search/", {"q": typed, **query}).content.decode()
    return content.replace(f'value="{typed}"', "").replace(f"<title>{typed}", "")
