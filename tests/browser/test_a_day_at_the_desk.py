"""A day at the desk: two editors, two reviewers and a publisher, from two files to the reader.

The one long test of the product, to be read as a story. Each person has a browser of their own,
open all day; every page is seen under the strict Content-Security-Policy, and no console message
is forgiven. The words are those of the seed articles, and so is all the evidence.
"""

import io
from contextlib import ExitStack
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article
from tests.conftest import ROOT
from tests.factories import make_editor, make_publisher, make_reviewer

from .at_the_desk import said
from .deeds import (
    add_passage,
    approve,
    declare_same,
    follow,
    give_headline,
    open_article,
    open_claim,
    open_queue,
    press,
    propose,
    read,
    read_again,
    send_back,
    status,
    tag,
    take_up,
    told,
    upload,
    waiting,
)

SEEDS = sorted(str(path) for path in (ROOT / "seeds").glob("*.txt"))

HOME = "Kazakhstan has been a home for over 150K Azerbaijanis who immigrated or were deported"
VISIT = "the visit of Kazakhstan President Kassym-Jomart Tokayev to Azerbaijan"
STATE_VISIT = VISIT.replace("visit", "state visit")
YOUR_VISIT = "Your state visit to Azerbaijan was in fact historic"
RECALLED = "I always recall my visit to Baku and Shusha."

PROVISIONAL = "Historical, cultural, economic"
HEADLINE = "Azerbaijan and Kazakhstan: a high level of relations"
MEETING = "Meeting between Presidents of Azerbaijan and Kazakhstan held in Astana"
HEADLINE_SLUG = "azerbaijan-and-kazakhstan-a-high-level-of-relations"
MEETING_SLUG = "meeting-between-presidents-of-azerbaijan-and-kazakhstan-held-in-astana"

FOUND = "Both presidents speak of the visit in the report of another meeting."
NOT_FOUND = "The article names the figure and no source for it."
CORRECTED = "It was a state visit, which the article did not say."

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desks(desk):
    """The page of each person, in a browser of their own, and a reader's."""
    make_editor(username="amber")
    make_editor(username="olive")
    make_reviewer(username="rose")
    make_reviewer(username="violet")
    make_publisher(username="indigo")
    with ExitStack() as open_all_day:
        page_of = {
            name: open_all_day.enter_context(desk(name))
            for name in ("amber", "olive", "rose", "violet", "indigo")
        }
        yield SimpleNamespace(reader=open_all_day.enter_context(desk()), **page_of)


def the_editors_tag_and_give_away(desks):
    open_article(desks.amber, PROVISIONAL)
    tag(desks.amber, HOME, "figure")
    assert desks.amber.locator("mark.claim--open").all_inner_texts() == [HOME]
    tag(desks.amber, VISIT, "event")
    give_headline(desks.amber, HEADLINE)
    press(desks.amber, "Submit for review")

    open_article(desks.olive, MEETING)
    tag(desks.olive, YOUR_VISIT, "event")
    press(desks.olive, "Submit for review")
    open_queue(desks.olive, "unassigned")
    desks.olive.check("#choose-all")
    desks.olive.locator(".queue-bulk summary").click()
    desks.olive.fill("#bulk-assignee", "rose")
    desks.olive.fill("#bulk-due", f"{timezone.localdate() + timedelta(days=1)}")
    press(desks.olive, "Do it")
    assert said(desks.olive) == "Done: 3 claims."

    follow(desks.amber, HOME[:40])  # Its list cuts long words short.
    assert desks.amber.get_by_role("button", name="Take up", exact=True).is_disabled()


def a_verdict_is_sent_back_and_then_approved(desks, minutes):
    assert told(desks.rose) == 3 * ["Assigned to you: Olive Of The Desk assigned it to you."]
    follow(desks.rose, VISIT)
    press(desks.rose, "Take up")
    add_passage(desks.rose, YOUR_VISIT, of=MEETING_SLUG, stance="supports")
    upload(desks.rose, minutes, RECALLED)
    desks.rose.fill("#say-comment", "@violet, is one report of it enough?")
    press(desks.rose, "Comment")
    propose(desks.rose, "verified", "It is in a report.")

    assert told(desks.violet) == [
        "Awaiting approval: Rose Of The Desk proposed a verdict on it.",
        "You were mentioned: Rose Of The Desk mentioned you in a comment on it.",
    ]
    follow(desks.violet, VISIT)
    send_back(desks.violet, "Say who speaks of it.")

    assert waiting(desks.rose, "sent-back") == [VISIT]
    follow(desks.rose, VISIT)
    propose(desks.rose, "verified", FOUND)
    assert desks.rose.get_by_role("button", name="Approve verdict").is_disabled()
    assert "Somebody else approves it" in desks.rose.inner_text("#step-approve-reason")

    approve(desks.violet, VISIT)
    assert status(desks.violet) == "verified"


def a_figure_is_found_to_have_no_source(desks):
    open_article(desks.indigo, HEADLINE)
    assert desks.indigo.get_by_role("button", name="Publish", exact=True).is_disabled()
    assert "no verdict has been approved yet" in desks.indigo.inner_text("#blockers")

    take_up(desks.rose, HOME)
    add_passage(desks.rose, HOME, of=HEADLINE_SLUG, stance="context")
    propose(desks.rose, "unverifiable", NOT_FOUND)
    approve(desks.violet, HOME)
    assert status(desks.violet) == "unverifiable"


def the_same_fact_adopts_the_verdict(desks):
    take_up(desks.rose, YOUR_VISIT)
    declare_same(desks.rose, VISIT, why="Both speak of the same visit.")
    open_claim(desks.rose, YOUR_VISIT, "mine")
    press(desks.rose, "Adopt verdict")
    approve(desks.violet, YOUR_VISIT)
    assert status(desks.violet) == "verified"


def both_articles_go_out(desks):
    open_article(desks.indigo, MEETING)
    press(desks.indigo, "Publish")
    open_article(desks.indigo, HEADLINE)
    desks.indigo.fill("#step-schedule-at", "2999-05-01T12:00")
    desks.indigo.fill("#step-schedule-zone", "Asia/Baku")
    press(desks.indigo, "Schedule")
    assert "scheduled for 1 May 2999, 08:00 UTC" in said(desks.indigo)
    let_the_worker_work()
    assert Article.objects.get(headline=HEADLINE).status == "scheduled"
    Article.objects.filter(headline=HEADLINE).update(scheduled_for=timezone.now())
    let_the_worker_work()


def readers_see_what_was_checked(reader):
    assert read(reader, MEETING) == [YOUR_VISIT]
    assert reader.get_by_text("Checked once for several articles").is_visible()
    assert read(reader, HEADLINE) == [HOME, VISIT]
    assert reader.get_by_text(NOT_FOUND).is_visible()
    assert "approved by Violet Of The Desk" in reader.inner_text(".check--unverifiable")
    reader.get_by_text("Verified means these words", exact=True).click()
    assert reader.locator(".check--verified .exact").inner_text() == VISIT

    answer = reader.request.get("/api/v1/claims/").json()
    assert {claim["exact"]: claim["status"] for claim in answer["results"]} == {
        HOME: "unverifiable",
        VISIT: "verified",
        YOUR_VISIT: "verified",
    }


def a_correction_takes_both_verdicts_off(desks):
    desks.indigo.reload()
    follow(desks.indigo, "Correct or change")
    desks.indigo.click("[data-does=source]")
    body = desks.indigo.input_value("#id_html")
    desks.indigo.fill("#id_html", body.replace(VISIT, STATE_VISIT))
    desks.indigo.get_by_label("correction").first.check()
    desks.indigo.fill("#id_note", CORRECTED)
    press(desks.indigo, "Save")

    assert read_again(desks.reader) == [HOME]
    assert desks.reader.get_by_text(CORRECTED).is_visible()
    assert read(desks.reader, MEETING) == []
    assert desks.reader.get_by_text("1 claim is being checked").is_visible()


def the_verdicts_are_confirmed_and_adopted_anew(desks):
    assert waiting(desks.violet, "recheck") == [STATE_VISIT, YOUR_VISIT]
    follow(desks.violet, STATE_VISIT)
    press(desks.violet, "Confirm verdict", of=desks.violet.locator("#changed"))
    assert status(desks.violet) == "verified"

    take_up(desks.rose, YOUR_VISIT, "recheck")
    press(desks.rose, "Adopt verdict")
    approve(desks.violet, YOUR_VISIT)

    assert read_again(desks.reader) == [YOUR_VISIT]
    assert read(desks.reader, HEADLINE) == [HOME, STATE_VISIT]


def one_article_is_withdrawn(desks):
    open_article(desks.indigo, MEETING)
    desks.indigo.fill("#step-withdraw-note", "We look at it again.")
    press(desks.indigo, "Withdraw")
    answer = desks.reader.goto(f"/articles/{MEETING_SLUG}/")
    assert answer.status == 410
    assert desks.reader.get_by_text("We look at it again.").is_visible()


def the_day_is_counted_and_its_record_holds(desks):
    desks.indigo.goto("/admin/claims/claim/pace/")
    numbers = desks.indigo.locator(".pace-tiles dd").all_inner_texts()[:3]
    assert numbers == ["0", "0", "5"]  # Open, overdue, verdicts given: two of them twice.
    record = io.StringIO()
    call_command("verify_ledger", stdout=record)
    assert record.getvalue().splitlines()[-1] == "The record holds."


def let_the_worker_work():
    call_command("work", "--once", stdout=io.StringIO())


def test_a_day_at_the_desk(desks, tmp_path):
    call_command("import_articles", *SEEDS, stdout=io.StringIO())
    minutes = tmp_path / "meeting.txt"
    minutes.write_text(RECALLED)

    the_editors_tag_and_give_away(desks)
    a_verdict_is_sent_back_and_then_approved(desks, minutes)
    a_figure_is_found_to_have_no_source(desks)
    the_same_fact_adopts_the_verdict(desks)
    both_articles_go_out(desks)
    readers_see_what_was_checked(desks.reader)
    a_correction_takes_both_verdicts_off(desks)
    the_verdicts_are_confirmed_and_adopted_anew(desks)
    one_article_is_withdrawn(desks)
    the_day_is_counted_and_its_record_holds(desks)
