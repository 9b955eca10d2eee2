"""The desk's forms to schedule an article, embargo it and override the gate, and its lists."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles import editing, presence, scheduling
from articles.models import Article, WorkingDraft
from tests.factories import (
    make_article,
    make_claim,
    make_decided_claim,
    make_editor,
    make_overridden_article,
    make_publisher,
    make_reviewer,
    schedule,
)

from .admin_articles import LIST, page, sentences, state, url

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = {"at": "2026-03-05T09:00", "zone": "Asia/Baku"}
PAST = "This time is past. Give one that lies ahead."
GAP = (
    "There is no 02:30 on 29 March 2026 in Europe/Berlin: clocks go forward over it. Give another "
    "time."
)
NO_ZONE = "Choose one of the time zones: a continent and a city, or UTC."
NO_TIME = "Give a day and a time, such as 2030-01-31 12:00."


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def in_review(article=None):
    return editing.take(article or make_article(), "submit", by=make_editor())


def take(client, article, step, by=None, **told):
    client.force_login(by or make_publisher())
    return client.post(url("steps", article), {"step": step, "revision": 1, **told})


def embargo(client, article, by=None, **told):
    client.force_login(by or make_publisher())
    return client.post(url("embargo", article), told)


def form_of(response, name):
    [offer] = [offer for offer in response.context["offers"] if offer.name == name]
    return offer.form


# --- schedule -------------------------------------------------------------------------------------


def test_an_article_is_scheduled_in_a_zone_of_ones_own(client):
    article = in_review()

    response = take(client, article, "schedule", **AT)

    article.refresh_from_db()
    assert article.scheduled_for == datetime(2026, 3, 5, 5, tzinfo=UTC)
    shown = client.get(response.url)
    assert sentences(shown) == ["This article is now scheduled for 5 March 2026, 05:00 UTC."]


def test_the_zone_is_that_of_the_desk_if_no_other_is_named(client, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    article = in_review()
    client.force_login(make_publisher())
    form = form_of(client.get(url("change", article)), "schedule")

    take(client, article, "schedule", at="2026-03-05T09:00", zone="")

    assert form["zone"].value() == "Asia/Tokyo"
    assert Article.objects.get().scheduled_for == datetime(2026, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "field", "sentence"),
    [
        ("", "UTC", "at", "Say when: a time that lies ahead."),
        ("2026-02-01T09:00", "UTC", "at", PAST),
        ("2026-03-29T02:30", "Europe/Berlin", "at", GAP),
        ("2026-03-05T09:00", "Europe/Nowhere", "zone", NO_ZONE),
        ("tomorrow", "UTC", "at", NO_TIME),
        ("2026-03-05T09:00+04:00", "UTC", "at", NO_TIME),
    ],
)
def test_a_time_that_cannot_be_used_is_refused_beside_it_and_kept(
    client, at, zone, field, sentence
):
    article = in_review()
    before = state(article)

    response = take(client, article, "schedule", at=at, zone=zone)

    form = form_of(response, "schedule")
    assert (response.status_code, dict(form.errors)) == (400, {field: [sentence]})
    assert (form["at"].value(), form["zone"].value()) == (at, zone)
    assert state(article) == before


def test_whoever_schedules_is_told_what_is_still_in_the_way(client):
    article = in_review(make_claim().article)

    response = take(client, article, "schedule", **AT)

    assert sentences(client.get(response.url))[0] == (
        "Still in the way: 1 thing. If that is so when its time comes, it stays in."
    )


def test_what_was_missed_is_said_on_the_page_and_in_the_list(client, now):
    article = schedule(make_claim().article, NOW + timedelta(hours=1))
    now.move_to(NOW + timedelta(hours=1))
    assert len(list(scheduling.publish_due())) == 1
    client.force_login(make_editor())

    shown = page(client.get(url("change", article)))
    assert "It was to go out on 1 March 2026, 13:00 UTC. Not published: One thing is" in shown
    assert list(client.get(f"{LIST}?timing=missed").context["cl"].result_list) == [article]
    assert "not published on time" in page(client.get(LIST))


def test_the_list_says_when_an_article_goes_out(client):
    schedule(make_article(), NOW + timedelta(hours=1))
    client.force_login(make_editor())

    listed = page(client.get(f"{LIST}?status__exact=scheduled"))

    assert '<span class="badge badge--scheduled">scheduled</span> for 1 March 2026, 13:00 UTC' in (
        listed
    )


# --- embargo --------------------------------------------------------------------------------------


def test_an_embargo_is_set_and_lifted(client):
    article = make_article()

    embargo(client, article, until="2026-03-05T09:00", zone="Asia/Baku", note="Out then.", set="1")
    article.refresh_from_db()
    assert article.embargoed_until == datetime(2026, 3, 5, 5, tzinfo=UTC)
    client.force_login(make_editor())
    assert "Not out before 5 March 2026, 05:00 UTC." in page(client.get(url("change", article)))
    assert list(client.get(f"{LIST}?timing=embargo").context["cl"].result_list) == [article]

    embargo(client, article, note="They let us.", lift="1")
    article.refresh_from_db()
    assert article.embargoed_until is None


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ({"note": "So."}, {"until": ["Say until when: a time that lies ahead."]}),
        ({"until": "2026-02-01T09:00", "note": "So."}, {"until": [PAST]}),
        (
            {"until": "2026-03-05T09:00"},
            {"note": ["Say why: an embargo is set or lifted with a note."]},
        ),
        ({"until": "x", "note": "So."}, {"until": [NO_TIME]}),
    ],
)
def test_an_embargo_that_cannot_be_is_refused_beside_its_field(client, told, errors):
    article = make_article()
    before = state(article)

    response = embargo(client, article, **told)

    assert (response.status_code, dict(response.context["embargo_form"].errors)) == (400, errors)
    assert state(article) == before


@pytest.mark.parametrize("make_person", [make_editor, make_reviewer])
def test_only_publishers_are_offered_an_embargo_and_a_forged_form_sets_none(client, make_person):
    article, person = make_article(), make_person()
    client.force_login(person)
    before = state(article)

    assert client.get(url("change", article)).context["embargo_form"] is None
    response = embargo(client, article, person, until="2026-03-05T09:00", note="So.")

    assert (response.status_code, state(article)) == (403, before)


# --- override -------------------------------------------------------------------------------------


def test_an_override_is_asked_for_and_confirmed_by_another(client):
    article, asker = in_review(make_claim().article), make_publisher(username="asker")

    asked = take(client, article, "override", asker, note="It is urgent.", shown_to_readers="on")
    assert sentences(client.get(asked.url)) == [
        "The override is asked for. A second person confirms it, or drops it."
    ]
    waits = page(client.get(url("change", article)))
    assert "An override waits" in waits
    assert "You asked for this override: a second person confirms it." in waits

    take(client, article, "confirm_override")
    article.refresh_from_db()
    assert (article.status, article.override.shown_to_readers) == ("published", True)


def test_an_override_without_a_reason_is_refused_beside_its_field(client):
    article = in_review(make_claim().article)
    before = state(article)

    response = take(client, article, "override", shown_to_readers="on")

    form = form_of(response, "override")
    assert dict(form.errors) == {"note": ["Say why: “Ask for an override” needs a note."]}
    assert (form["shown_to_readers"].value(), state(article)) == (True, before)


def test_the_button_is_closed_where_there_is_nothing_to_override(client):
    article = in_review()
    client.force_login(make_publisher())
    offers = client.get(url("change", article)).context["offers"]

    assert {offer.name: offer.reason for offer in offers if "override" in offer.name} == {
        "override": "Nothing is in the way: publish it.",
    }


def test_the_button_is_closed_once_something_else_is_in_the_way(client):
    article = make_overridden_article()
    make_decided_claim(article.claims.get(), verdict="refuted")
    client.force_login(make_publisher())
    offers = client.get(url("change", article)).context["offers"]

    [offer] = [offer for offer in offers if offer.name == "confirm_override"]
    assert (offer.allowed, offer.reason) == (
        False,
        "Something else is in the way since the override was asked for. Ask for it anew.",
    )


def test_no_override_is_confirmed_in_bulk(client):
    article = make_overridden_article()
    before = state(article)
    client.force_login(make_publisher())

    client.post(LIST, {"action": "confirm_override", "_selected_action": [article.pk]})

    assert state(article) == before


@pytest.mark.parametrize("count", [1, 3])
def test_an_override_costs_no_query(client, django_assert_num_queries, count):
    article = make_article()
    for words in ("The town council met", "It was founded", "The meeting ended")[:count]:
        make_claim(article, words)
    in_review(article)
    editing.take(article, "override", by=make_publisher(), note="It is urgent.")
    client.force_login(make_editor())

    with django_assert_num_queries(12):
        client.get(url("change", article))


@pytest.mark.parametrize("count", [1, 3])
def test_with_everything_on_it_the_page_takes_thirteen_queries(
    client, django_assert_num_queries, count
):
    """An override that waits, others at work, and words of one who may not edit any more."""
    article, reader = make_overridden_article(), make_publisher()
    for _ in range(count):
        presence.heard(article, by=make_editor())
    WorkingDraft.objects.create(
        person=reader,
        article=article,
        based_on=1,
        page="left open",
        typed='{"headline": "Mine"}',
        kept_at=NOW,
    )
    client.force_login(reader)

    with django_assert_num_queries(13):
        context = client.get(url("change", article)).context

    assert context["left_behind"]["words"] == [("Headline", "Mine")]
    assert context["also_editing"].count("since") == count
