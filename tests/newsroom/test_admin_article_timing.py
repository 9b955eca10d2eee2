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


@pytest.fixture(scope="module")
def made_now(made_once):
    """What is made once is made at NOW too."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def editor(made_now):
    return make_editor()


@pytest.fixture(scope="module")
def publisher(made_now):
    return make_publisher()


@pytest.fixture(scope="module")
def keys(made_now):
    return {
        "draft": make_article().pk,
        "submitted": submitted(make_article()).pk,
        "blocked": submitted(make_claim().article).pk,
        "overridden": make_overridden_article().pk,
    }


def submitted(article):
    return editing.take(article, "submit", by=make_editor())


@pytest.fixture
def draft(keys):
    return Article.objects.get(pk=keys["draft"])


@pytest.fixture
def article(keys):
    """In review, with nothing in the way."""
    return Article.objects.get(pk=keys["submitted"])


@pytest.fixture
def blocked(keys):
    """In review, with an open claim in the way."""
    return Article.objects.get(pk=keys["blocked"])


@pytest.fixture
def overridden(keys):
    """As `blocked`, with an override that waits for a second person."""
    return Article.objects.get(pk=keys["overridden"])


def take(client, article, step, by, **told):
    client.force_login(by)
    return client.post(url("steps", article), {"step": step, "revision": 1, **told})


def embargo(client, article, by, **told):
    client.force_login(by)
    return client.post(url("embargo", article), told)


def form_of(response, name):
    [offer] = [offer for offer in response.context["offers"] if offer.name == name]
    return offer.form


# --- schedule -------------------------------------------------------------------------------------


def test_an_article_is_scheduled_in_a_zone_of_ones_own(client, article, publisher):
    response = take(client, article, "schedule", publisher, **AT)

    article.refresh_from_db()
    assert article.scheduled_for == datetime(2026, 3, 5, 5, tzinfo=UTC)
    shown = client.get(response.url)
    assert sentences(shown) == ["This article is now scheduled for 5 March 2026, 05:00 UTC."]


def test_the_zone_is_that_of_the_desk_if_no_other_is_named(client, article, publisher, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    client.force_login(publisher)
    form = form_of(client.get(url("change", article)), "schedule")

    take(client, article, "schedule", publisher, at="2026-03-05T09:00", zone="")

    assert form["zone"].value() == "Asia/Tokyo"
    article.refresh_from_db()
    assert article.scheduled_for == datetime(2026, 3, 5, tzinfo=UTC)


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
    client, article, publisher, at, zone, field, sentence
):
    before = state(article)

    response = take(client, article, "schedule", publisher, at=at, zone=zone)

    form = form_of(response, "schedule")
    assert (response.status_code, dict(form.errors)) == (400, {field: [sentence]})
    assert (form["at"].value(), form["zone"].value()) == (at, zone)
    assert state(article) == before


def test_whoever_schedules_is_told_what_is_still_in_the_way(client, blocked, publisher):
    response = take(client, blocked, "schedule", publisher, **AT)

    assert sentences(client.get(response.url))[0] == (
        "Still in the way: 1 thing. If that is so when its time comes, it stays in."
    )


def test_what_was_missed_is_said_on_the_page_and_in_the_list(
    client, blocked, editor, publisher, now
):
    at = NOW + timedelta(hours=1)
    article = editing.take(blocked, "schedule", by=publisher, at=at)
    now.move_to(at)
    assert len(list(scheduling.publish_due())) == 1
    client.force_login(editor)

    shown = page(client.get(url("change", article)))
    assert "It was to go out on 1 March 2026, 13:00 UTC. Not published: One thing is" in shown
    assert list(client.get(f"{LIST}?timing=missed").context["cl"].result_list) == [article]
    assert "not published on time" in page(client.get(LIST))


def test_the_list_says_when_an_article_goes_out(client, article, editor, publisher):
    editing.take(article, "schedule", by=publisher, at=NOW + timedelta(hours=1))
    client.force_login(editor)

    listed = page(client.get(f"{LIST}?status__exact=scheduled"))

    assert '<span class="badge badge--scheduled">scheduled</span> for 1 March 2026, 13:00 UTC' in (
        listed
    )


# --- embargo --------------------------------------------------------------------------------------


def test_an_embargo_is_set_and_lifted(client, draft, editor, publisher):
    until = {"until": "2026-03-05T09:00", "zone": "Asia/Baku"}
    embargo(client, draft, publisher, note="Out then.", set="1", **until)
    draft.refresh_from_db()
    assert draft.embargoed_until == datetime(2026, 3, 5, 5, tzinfo=UTC)
    client.force_login(editor)
    assert "Not out before 5 March 2026, 05:00 UTC." in page(client.get(url("change", draft)))
    assert list(client.get(f"{LIST}?timing=embargo").context["cl"].result_list) == [draft]

    embargo(client, draft, publisher, note="They let us.", lift="1")
    draft.refresh_from_db()
    assert draft.embargoed_until is None


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
def test_an_embargo_that_cannot_be_is_refused_beside_its_field(
    client, draft, publisher, told, errors
):
    before = state(draft)

    response = embargo(client, draft, publisher, **told)

    assert (response.status_code, dict(response.context["embargo_form"].errors)) == (400, errors)
    assert state(draft) == before


@pytest.mark.parametrize("make_person", [make_editor, make_reviewer])
def test_only_publishers_are_offered_an_embargo_and_a_forged_form_sets_none(
    client, draft, make_person
):
    person, before = make_person(), state(draft)
    client.force_login(person)

    assert client.get(url("change", draft)).context["embargo_form"] is None
    response = embargo(client, draft, person, until="2026-03-05T09:00", note="So.")

    assert (response.status_code, state(draft)) == (403, before)


# --- override -------------------------------------------------------------------------------------


def test_an_override_is_asked_for_and_confirmed_by_another(client, blocked, publisher):
    asker = make_publisher(username="asker")

    asked = take(client, blocked, "override", asker, note="It is urgent.", shown_to_readers="on")
    assert sentences(client.get(asked.url)) == [
        "The override is asked for. A second person confirms it, or drops it."
    ]
    waits = page(client.get(url("change", blocked)))
    assert "An override waits" in waits
    assert "You asked for this override: a second person confirms it." in waits

    take(client, blocked, "confirm_override", publisher)
    blocked.refresh_from_db()
    assert (blocked.status, blocked.override.shown_to_readers) == ("published", True)


def test_an_override_without_a_reason_is_refused_beside_its_field(client, blocked, publisher):
    before = state(blocked)

    response = take(client, blocked, "override", publisher, shown_to_readers="on")

    form = form_of(response, "override")
    assert dict(form.errors) == {"note": ["Say why: “Ask for an override” needs a note."]}
    assert (form["shown_to_readers"].value(), state(blocked)) == (True, before)


def test_the_button_is_closed_where_there_is_nothing_to_override(client, article, publisher):
    client.force_login(publisher)
    offers = client.get(url("change", article)).context["offers"]

    assert {offer.name: offer.reason for offer in offers if "override" in offer.name} == {
        "override": "Nothing is in the way: publish it.",
    }


def test_the_button_is_closed_once_something_else_is_in_the_way(client, overridden, publisher):
    make_decided_claim(overridden.claims.get(), verdict="refuted")
    client.force_login(publisher)
    offers = client.get(url("change", overridden)).context["offers"]

    [offer] = [offer for offer in offers if offer.name == "confirm_override"]
    assert (offer.allowed, offer.reason) == (
        False,
        "Something else is in the way since the override was asked for. Ask for it anew.",
    )


def test_no_override_is_confirmed_in_bulk(client, overridden, publisher):
    before = state(overridden)
    client.force_login(publisher)

    client.post(LIST, {"action": "confirm_override", "_selected_action": [overridden.pk]})

    assert state(overridden) == before


@pytest.mark.parametrize("count", [1, 3])
def test_an_override_costs_no_query(
    client, draft, editor, publisher, django_assert_num_queries, count
):
    for words in ("The town council met", "It was founded", "The meeting ended")[:count]:
        make_claim(draft, words, by=editor)
    editing.take(submitted(draft), "override", by=publisher, note="It is urgent.")
    client.force_login(editor)

    with django_assert_num_queries(12):
        client.get(url("change", draft))


@pytest.mark.parametrize("count", [1, 3])
def test_with_everything_on_it_the_page_takes_thirteen_queries(
    client, overridden, django_assert_num_queries, count
):
    """An override that waits, others at work, and words of one who may not edit any more."""
    reader = make_publisher()
    for _ in range(count):
        presence.heard(overridden, by=make_editor())
    WorkingDraft.objects.create(
        person=reader,
        article=overridden,
        based_on=1,
        page="left open",
        typed='{"headline": "Mine"}',
        kept_at=NOW,
    )
    client.force_login(reader)

    with django_assert_num_queries(13):
        context = client.get(url("change", overridden)).context

    assert context["left_behind"]["words"] == [("Headline", "Mine")]
    assert context["also_editing"].count("since") == count
