"""The page of the desk's pace: who sees what, which days an address means, its files, its cost."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from claims import backlog_exhibits, pace_figures, workflow
from claims.backlog import Load
from claims.pace import Scope
from claims.pace_form import PaceForm
from tests.factories import (
    make_article,
    make_claim,
    make_claim_in_review,
    make_decided_claim,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db

PAGE = "admin:claims_claim_pace"


@pytest.fixture(autouse=True)
def nothing_is_kept(settings, monkeypatch):
    """A cache of this process alone, and empty; and nothing to come in it."""
    monkeypatch.setattr(pace_figures, "KEPT_TIMES", 0)
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    cache.clear()


def opened(client, reader, **asked):
    client.force_login(reader)
    return client.get(reverse(PAGE), asked)


def exhibit(response, name):
    return next(one for one in response.context["exhibits"] if one.name == name)


def table(client, reader, name, **asked):
    """Return the lines of a CSV file."""
    response = opened(client, reader, csv=name, **asked)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return response.content.decode("utf-8-sig").splitlines()


def decided_by(reviewer, approver, **told):
    claim = make_claim_in_review(make_claim(**told), reviewer)
    told = {"verdict": "verified", "summary": "As the minutes say."}
    claim = workflow.take(claim, "propose", by=reviewer, **told)
    return workflow.take(claim, "approve", by=approver)


# Who sees what


def test_a_stranger_is_sent_to_the_login(client):
    response = client.get(reverse(PAGE))

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("asked", [{}, {"csv": "load"}])
def test_staff_without_a_role_see_no_figure(client, asked):
    make_claim(assignee=make_reviewer(first_name="Hanna"))

    response = opened(client, make_user(), **asked)

    assert response.status_code == 403
    assert "Hanna" not in response.content.decode()
    assert "Open claims" not in response.content.decode()


@pytest.fixture
def anna_and_boris():
    anna, boris = make_reviewer(first_name="Anna"), make_reviewer(first_name="Boris")
    decided_by(anna, boris)
    return anna, boris


def test_a_reviewer_sees_how_their_own_verdicts_held_and_nobody_elses(client, anna_and_boris):
    page = opened(client, anna_and_boris[0])

    assert exhibit(page, "overturned").rows == [("Anna Of The Desk", "proposed", 1, 0, 0)]
    assert "Boris" not in page.content.decode()
    assert table(client, anna_and_boris[1], "overturned")[1:] == [
        "Boris Of The Desk,approved,1,0,0"
    ]


def test_an_editor_sees_nobodys(client, anna_and_boris):
    page = opened(client, make_editor())

    assert exhibit(page, "overturned").rows == []
    assert "No verdict that you proposed or approved" in page.content.decode()
    assert "Anna" not in page.content.decode()


@pytest.mark.parametrize(
    "make_reader",
    [make_publisher, lambda: make_user(is_superuser=True)],
    ids=["publisher", "chief"],
)
def test_whoever_answers_for_the_desk_sees_everybodys(client, anna_and_boris, make_reader):
    assert table(client, make_reader(), "overturned")[1:] == [
        "Anna Of The Desk,proposed,1,0,0",
        "Boris Of The Desk,approved,1,0,0",
    ]


def test_what_is_kept_for_one_is_not_shown_to_another(client, anna_and_boris, monkeypatch):
    monkeypatch.setattr(pace_figures, "KEPT_TIMES", 10_000)
    opened(client, make_publisher())

    assert exhibit(opened(client, anna_and_boris[0]), "overturned").rows == [
        ("Anna Of The Desk", "proposed", 1, 0, 0)
    ]


# What it shows


def test_the_page_shows_each_figure_with_its_table(client, anna_and_boris):
    make_claim(due=timezone.localdate(), assignee=anna_and_boris[0], priority=1)

    page = opened(client, make_publisher())

    assert [(one.name, bool(one.drawing), len(one.rows)) for one in page.context["exhibits"]] == [
        ("open", True, 5),
        ("deadlines", True, 4),
        ("load", True, 1),
        ("verdicts", True, 6),
        ("decided", True, len(page.context["scope"].weeks)),
        ("time", True, 1),
        ("overturned", True, 2),
    ]
    assert [(label, number) for label, number, _ in page.context["tiles"][:3]] == [
        ("Open now", "1"),
        ("Overdue now", "0"),
        ("Verdicts given", "1"),
    ]


def test_where_nothing_is_each_figure_says_so(client):
    page = opened(client, make_publisher())

    assert [one.drawing for one in page.context["exhibits"]] == [None] * 7
    assert [one.empty in page.content.decode() for one in page.context["exhibits"]] == [True] * 7
    assert "Nothing was decided in these days." in page.content.decode()


def test_the_projection_takes_the_median_day_and_says_what_would_be_late(client):
    reviewer, approver, today = make_reviewer(), make_reviewer(), timezone.localdate()
    decided_by(reviewer, approver)
    for days in (0, 1, 2, 3):
        make_claim(due=today + timedelta(days=days))

    page = opened(client, make_editor(), **{"from": today.isoformat(), "to": today.isoformat()})

    assert exhibit(page, "deadlines").rows == [
        ("Overdue", 0, 0, 0, 0, 0, 0),
        ("Today or tomorrow", 2, 0, 2, 2, 1, 1),
        ("In 2 to 3 days", 2, 0, 2, 4, 3, 1),
        ("In 4 to 7 days", 0, 0, 0, 4, 7, 0),
    ]
    assert exhibit(page, "deadlines").note == (
        "The median day of the range saw 1 verdict. At that pace 1 of the 2 claims due by tomorrow "
        "would then be without a verdict."
    )


def test_a_desk_that_keeps_up_is_told_so(client):
    decided_by(make_reviewer(), make_reviewer())
    today = timezone.localdate()
    make_claim(due=today + timedelta(days=1))

    page = opened(client, make_editor(), **{"from": today.isoformat()})

    assert exhibit(page, "deadlines").note == (
        "The median day of the range saw 1 verdict. At that pace what is overdue, and due within a "
        "week, is decided as it falls due."
    )


def test_where_most_days_saw_nothing_nothing_is_projected(client):
    make_decided_claim()
    make_claim(due=timezone.localdate())

    assert exhibit(opened(client, make_editor()), "deadlines").note == (
        "On half of the days in the range or more nothing was decided: nothing is projected."
    )


def test_of_many_people_the_chart_shows_some_and_the_table_all():
    loads = [Load(f"Person {n}", {2: 1}) for n in range(14)] + [Load("", {1: 5})]

    load = backlog_exhibits.by_person(loads)

    labels = [one.words for one in load.drawing.words if one.css == "chart-label"]
    assert labels == [*(f"Person {n}" for n in range(8)), "Nobody"]
    assert len(load.rows) == 15
    assert load.note == "6 more stand in the table."


def test_names_are_escaped(client):
    make_claim(assignee=make_reviewer(first_name="<b>A", last_name="</title>"))

    page = opened(client, make_editor()).content.decode()

    assert "&lt;b&gt;A &lt;/title&gt;" in page
    assert "<b>A" not in page


# Which days an address means


@time_machine.travel("2026-11-22T12:00:00+00:00", tick=False)
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, date(2026, 10, 24), date(2026, 11, 22)),
        ({"range": "7"}, date(2026, 11, 16), date(2026, 11, 22)),
        ({"range": "year"}, date(2026, 1, 1), date(2026, 11, 22)),
        ({"from": "2026-11-01", "to": "2026-11-03"}, date(2026, 11, 1), date(2026, 11, 3)),
        ({"from": "2026-11-01"}, date(2026, 11, 1), date(2026, 11, 22)),
        ({"to": "2026-11-01"}, date(2026, 10, 3), date(2026, 11, 1)),
        ({"from": "2026-11-01", "to": "2030-01-01"}, date(2026, 11, 1), date(2026, 11, 22)),
        ({"from": "2024-11-22"}, date(2024, 11, 22), date(2026, 11, 22)),
    ],
)
def test_an_address_names_its_days(asked, first, last):
    form = PaceForm(asked)

    assert form.errors == {}
    assert form.scope == Scope(first, last)


@time_machine.travel("2026-11-22T22:00:00+00:00", tick=False)
def test_today_is_the_desks():
    with timezone.override("Asia/Baku"):
        form = PaceForm({"range": "7"})
        assert form.is_valid()
    assert form.scope.last == date(2026, 11, 23)


@time_machine.travel("2026-11-22T12:00:00+00:00", tick=False)
@pytest.mark.parametrize(
    ("asked", "name", "sentence"),
    [
        ({"from": "yesterday"}, "from", "Write the day as 2026-01-31: year, month, day."),
        ({"to": "2026-02-30"}, "to", "Write the day as 2026-01-31: year, month, day."),
        ({"to": "a\0b"}, "to", "Write the day as 2026-01-31: year, month, day."),
        (
            {"from": "2026-11-10", "to": "2026-11-01"},
            "from",
            "The first day is after the last one. Swap them.",
        ),
        ({"from": "2026-11-23"}, "from", "This day is still to come."),
        ({"from": "2024-11-21"}, "from", "Choose two years at most."),
        ({"from": "0001-01-01"}, "from", "Nothing here is from before the year 2000."),
        ({"range": "8"}, "range", "There is no such range. Choose one of those below."),
        ({"kind": "x"}, "kind", "Select a valid choice. x is not one of the available choices."),
        (
            {"section": "x"},
            "section",
            "Select a valid choice. x is not one of the available choices.",
        ),
    ],
)
def test_what_cannot_be_read_is_said(asked, name, sentence):
    assert PaceForm(asked).errors == {name: [sentence]}


def test_what_cannot_be_read_stays_in_its_field_and_shows_nothing(client):
    make_claim(assignee=make_reviewer(first_name="Hanna"))

    response = opened(client, make_editor(), to="2026-02-30")

    assert response.status_code == 400
    assert 'value="2026-02-30"' in response.content.decode()
    assert "Write the day as 2026-01-31: year, month, day." in response.content.decode()
    assert "Nothing is shown" in response.content.decode()
    assert "Hanna" not in response.content.decode()


def test_an_address_says_no_more_than_is_asked(client):
    asked = {"from": "2026-01-01", "to": "2026-01-31", "kind": "", "section": "", "csv": "open"}

    response = opened(client, make_editor(), **asked)

    assert (response.status_code, response.url) == (
        302,
        reverse(PAGE) + "?from=2026-01-01&to=2026-01-31&csv=open",
    )


def test_another_range_keeps_the_filters(client):
    make_article(section="Local")

    page = opened(client, make_editor(), section="Local", **{"from": "2026-01-01"})

    assert page.context["ranges"][0] == ("7 days", "?section=Local&range=7", "7")


def test_nothing_is_sent_to_it(client):
    client.force_login(make_editor())

    response = client.post(reverse(PAGE))

    assert (response.status_code, response["Allow"]) == (405, "GET")


# Files


def test_a_file_is_named_after_its_table_and_days(client):
    response = opened(
        client, make_editor(), csv="verdicts", **{"from": "2026-01-01", "to": "2026-01-31"}
    )

    assert response["Content-Disposition"] == (
        'attachment; filename="pace-verdicts-2026-01-01-2026-01-31.csv"'
    )
    assert response.content.decode().splitlines()[:2] == [
        "\ufeffVerdict,Verdicts,Per cent",
        "Verified,0,0.0",
    ]


def test_every_figure_is_a_file_of_the_same_table(client, anna_and_boris):
    publisher = make_publisher()
    make_claim(due=timezone.localdate())

    for shown in opened(client, publisher).context["exhibits"]:
        lines = table(client, publisher, shown.name)
        assert lines == [",".join(map(str, row)) for row in (shown.columns, *shown.rows)]


def test_a_name_that_is_a_formula_is_text_in_a_file(client):
    make_claim(assignee=make_reviewer(first_name="=HYPERLINK()", last_name=""))

    assert table(client, make_editor(), "load")[1] == "'=HYPERLINK(),0,1,0,1"


def test_a_table_that_is_not_there_is_answered_with_those_that_are(client):
    response = opened(client, make_editor(), csv="salaries")

    assert response.status_code == 404
    assert "There is no such table. The tables are: open, deadlines, load" in (
        response.content.decode()
    )


# Cost


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_row_as_for_three(client, django_assert_num_queries, rows):
    for _ in range(rows):
        decided_by(make_reviewer(), make_reviewer())
        make_claim(assignee=make_reviewer(), due=timezone.localdate())
    client.force_login(make_publisher())

    with django_assert_num_queries(9):
        response = client.get(reverse(PAGE))

    assert len(exhibit(response, "overturned").rows) == 2 * rows


def test_what_was_long_in_counting_is_kept_and_says_when_it_was_counted(
    client, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(pace_figures, "KEPT_TIMES", 10_000)
    counted = opened(client, make_editor(username="reader")).context["counted"]
    make_decided_claim()

    with django_assert_num_queries(3):
        page = client.get(reverse(PAGE))

    assert page.context["counted"] == counted
    assert page.context["tiles"][2] == ("Verdicts given", "0", True)


def test_what_was_quickly_counted_is_counted_anew(client):
    editor = make_editor()
    opened(client, editor)
    make_decided_claim()

    assert opened(client, editor).context["tiles"][2] == ("Verdicts given", "1", True)


def test_a_cache_that_is_down_keeps_nothing_and_hinders_nobody(client, settings, tmp_path):
    no_folder = tmp_path / "file"
    no_folder.touch()
    folder_cache = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": folder_cache, "LOCATION": no_folder}
    }

    assert opened(client, make_editor()).status_code == 200
