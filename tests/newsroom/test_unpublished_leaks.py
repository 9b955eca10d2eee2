"""What waits to go out is nowhere that readers can ask, nor is when: tried at every address."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles import editing, scheduling
from articles.models import Article
from tests import factories as make

from .reader_pages import correct, parsed, text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SECRET = "Quillwort"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(scope="module")
def made(made_once):
    return make.make_published_article().pk


@pytest.fixture
def article(made):
    """It is out, with a verified claim."""
    return Article.objects.get(pk=made)


def secret_article(html=f"<p>{SECRET} words to check.</p>"):
    picture = make.make_picture().sha256
    told = {"headline": SECRET, "html": html, "section": SECRET, "picture": picture}
    article = make.make_article(picture_alt=SECRET, **told)
    make.make_decided_claim(make.make_claim(article, "words to check"))
    return article


def in_review():
    return editing.take(secret_article(), "submit", by=make.make_editor())


def scheduled():
    return make.schedule(secret_article(), LATER)


def embargoed():
    told = {"by": make.make_publisher(), "note": "The report is out then."}
    return scheduling.set_embargo(in_review(), LATER, **told)


def overridden():
    article = secret_article(f"<p>{SECRET} words to check. {SECRET} again.</p>")
    make.make_claim(article, f"{SECRET} again.")
    editing.take(article, "submit", by=make.make_editor())
    told = {"by": make.make_publisher(), "note": SECRET, "shown_to_readers": True}
    return editing.take(article, "override", **told)


def public_addresses(article):
    api = f"/api/v1/articles/{article.slug}/"
    claim = article.claims.first()
    yield from ("/", article.get_absolute_url(), f"{article.get_absolute_url()}versions/1/", api)
    yield f"{article.get_absolute_url()}changes/"
    yield from (f"{api}{part}/" for part in ("revisions", "revisions/1", "annotations", "ledger"))
    yield f"{api}diff/?from=1&to=1"
    yield from ("/api/v1/articles/", "/api/v1/claims/", f"/api/v1/claims/{claim.pk}/")
    yield from (f"/api/v1/articles/?status={status}" for status in ("scheduled", "in_review"))
    yield f"/api/v1/articles/?q={SECRET}"
    yield article.picture.get_absolute_url()


def told(client, article):
    """Everything readers are answered, but for the address that they themselves named."""
    answers = [client.get(address) for address in public_addresses(article)]
    bodies = [b"".join(answer) for answer in answers]
    return b" ".join(bodies).decode(errors="replace").replace(article.slug, "")


@pytest.mark.parametrize("make_one", [in_review, scheduled, embargoed, overridden])
def test_readers_are_told_nothing_of_what_waits(client, make_one):
    said = told(client, make_one())

    assert (SECRET.casefold() in said.casefold(), "2030-01-31T13" in said) == (False, False)


def test_the_same_addresses_tell_it_once_it_is_out(client, clock):
    article = scheduled()
    clock.move_to(LATER)
    assert len(list(scheduling.publish_due())) == 1

    assert told(client, article).count(SECRET) > 5


def test_a_published_article_that_is_scheduled_again_is_gone_and_says_not_when(client):
    article = make.publish(make.make_article())
    publisher = make.make_publisher()
    article = editing.take(article, "withdraw", by=publisher, note="A mix-up.")
    article = editing.take(article, "restore", by=publisher, note="It is put right.")
    article = editing.take(article, "schedule", by=publisher, at=LATER)

    answers = [
        client.get(address)
        for address in (article.get_absolute_url(), f"/api/v1/articles/{article.slug}/")
    ]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert [b"13:00" in answer.content for answer in answers] == [False, False]


def test_a_withdrawn_article_leaves_every_outlet_at_once(client):
    article = make.publish(secret_article())
    before = client.get("/").content.decode()
    editing.take(article, "withdraw", by=make.make_publisher(), note="Wrong.")

    codes = {address: client.get(address).status_code for address in public_addresses(article)}
    assert SECRET in before
    assert SECRET.casefold() not in told(client, article).casefold()
    gone = [address for address, code in codes.items() if code == 410]
    assert len(gone) == 8
    assert codes[article.picture.get_absolute_url()] == 404


# --- what readers are told of an override, and of corrections -------------------------------------


def published_past_the_gate(shown):
    asker = make.make_publisher(username="asker", first_name="Person", last_name="One")
    article = make.make_overridden_article(asker, shown_to_readers=shown)
    second = make.make_publisher(username="two@example.org", first_name="", last_name="")
    return editing.take(article, "confirm_override", by=second)


def test_readers_are_told_why_an_article_went_out_before_its_checks_ended(client):
    response = client.get(published_past_the_gate(True).get_absolute_url())

    assert text_of(parsed(response).css_first(".corrections")) == (
        "Published before all checks were finished The town needs to know today. "
        "31 January 2030, 12:00 UTC, decided by Person One and a member of the desk."
    )


def test_readers_are_told_nothing_of_an_override_if_so_chosen(client):
    said = client.get(published_past_the_gate(False).get_absolute_url()).content.decode()

    assert ("before all checks" in said, "The town needs" in said) == (False, False)


def test_a_correction_leads_to_the_version_that_it_corrects(client, clock):
    article = make.make_published_article(headline="Council meets")
    clock.move_to(LATER)
    correct(article, headline="Council met", note="It met on Monday.")
    [link] = parsed(client.get(article.get_absolute_url())).css(".corrections li a")

    version = parsed(client.get(link.attributes["href"]))
    assert text_of(version.css_first("h1")) == "Council meets"
    assert text_of(version.css_first(".corrections li")) == (
        "31 January 2030, 13:00 UTC It met on Monday."
    )
    assert version.css_first("meta[name=robots]").attributes["content"] == "noindex"


def test_an_article_that_came_back_leads_to_nothing_of_what_was_withdrawn(client, article):
    publisher = make.make_publisher()
    article = editing.take(article, "withdraw", by=publisher, note="A mix-up.")
    article = editing.take(article, "restore", by=publisher, note="It is put right.")
    for n in (1, 2):
        told = {"change": "correction", "note": "So.", "standfirst": f"{SECRET} {n}"}
        editing.revise(article, by=make.make_editor(), based_on=n, **told)
    editing.take(Article.objects.get(), "publish", by=publisher)

    links = parsed(client.get(article.get_absolute_url())).css(".corrections a")
    versions = [client.get(f"/articles/{article.slug}/versions/{n}/") for n in (1, 2)]
    assert (len(links), [one.status_code for one in versions]) == (0, [404, 404])


def test_the_newest_version_is_the_article_itself(client, article):

    response = client.get(f"/articles/{article.slug}/versions/1/")

    assert (response.status_code, response.url) == (302, article.get_absolute_url())


@pytest.mark.parametrize("number", [0, 7, 10**20])
def test_a_version_that_never_was_is_not_found(client, number, article):

    assert client.get(f"/articles/{article.slug}/versions/{number}/").status_code == 404


def test_a_version_of_a_withdrawn_article_is_gone(client, article):
    editing.take(article, "withdraw", by=make.make_publisher(), note="Wrong.")

    assert client.get(f"/articles/{article.slug}/versions/1/").status_code == 410


@pytest.mark.parametrize("count", [1, 3])
def test_a_version_and_its_article_cost_the_same_for_any_number_of_corrections(
    client, count, django_assert_num_queries, article
):
    for n in range(count):
        article = correct(article, standfirst=f"Version {n}")

    with django_assert_num_queries(5):
        client.get(f"/articles/{article.slug}/versions/1/")
    with django_assert_num_queries(20):
        client.get(article.get_absolute_url())
