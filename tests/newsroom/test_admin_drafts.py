"""Unsaved work on the desk: kept as it is typed, offered to its author, seen by nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles import drafts, editing, presence
from articles.models import Article, Presence, WorkingDraft
from tests.factories import (
    make_article,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
    publish,
)
from tests.newsroom.admin_articles import LIST, page, sentences, state, url

pytestmark = pytest.mark.django_db

SECRET = "zyxunsaved"
NEW = f"{LIST}add/draft/"


def sent(by, **told):
    """What the script of the edit page sends."""
    fields = {"headline": SECRET, "html": "<p>Half a sen", "based_on": "1"}
    return fields | {"draft_page": "one", "draft_person": str(by.pk)} | told


def keep(client, article, by, **told):
    client.force_login(by)
    return client.post(url("draft", article) if article else NEW, sent(by, **told))


def answer(response):
    return response.status_code, response.json()


def refused(response):
    return response.status_code, response.json()["detail"]


@pytest.fixture(scope="module")
def editor(made_once):
    return make_editor()


@pytest.fixture(scope="module")
def draft(made_once):
    return make_article()


@pytest.fixture
def article(draft):
    return Article.objects.get(pk=draft.pk)


def test_what_is_typed_is_kept_and_the_time_is_told(client, article, editor):
    with time_machine.travel("2026-03-01T12:03:30+00:00", tick=False):
        response = keep(client, article, editor)

    assert answer(response) == (200, {"kept": "Draft kept 12:03"})
    assert drafts.typed_in(WorkingDraft.objects.get()) == {
        "headline": SECRET,
        "html": "<p>Half a sen",
        "based_on": "1",
    }


def test_nothing_of_the_article_or_its_record_changes(client, article, editor):
    before = state(article)

    keep(client, article, editor)

    assert state(article) == before


def test_it_is_offered_and_not_put_in(client, article, editor):
    with time_machine.travel(timezone.now().replace(hour=0, minute=3), tick=False):
        keep(client, article, editor)

        shown = client.get(url("edit", article))

    assert "You have unsaved work of 00:03" in page(shown)
    assert "It was made over revision 1." in page(shown)
    assert shown.context["form"]["headline"].value() == article.headline


def test_work_of_another_day_is_told_with_its_day(client, article, editor):
    with time_machine.travel(timezone.now() - timedelta(days=2), tick=False):
        keep(client, article, editor)
        day = timezone.now().strftime("%Y-%m-%d %H:%M")

    client.force_login(editor)
    assert f"You have unsaved work of {day}" in page(client.get(url("edit", article)))


def test_used_it_stands_in_the_form_with_every_field(client):
    article, editor = make_article(standfirst="Stands."), make_editor()
    keep(
        client,
        article,
        editor,
        standfirst="",
        headline_is_provisional="on",
        **{"byline-TOTAL_FORMS": "3", "byline-1-name": "Writer B", "byline-1-role": "Cook"},
    )

    shown = client.get(url("edit", article), {"draft": "use"})

    form, byline = shown.context["form"], shown.context["byline"]
    names = ("headline", "html", "standfirst", "based_on", "headline_is_provisional")
    assert [form[name].value() for name in names] == [SECRET, "<p>Half a sen", "", "1", "on"]
    assert [line["name"].value() for line in byline] == ["Writer B", None, None]
    assert "You have unsaved work" not in page(shown)


def test_used_it_goes_on_being_kept_from_the_page_it_is_used_in(client, article, editor):
    keep(client, article, editor)

    shown = client.get(url("edit", article), {"draft": "use"})

    again = keep(client, article, editor, draft_page=shown.context["draft_page"])
    assert again.status_code == 200


def test_what_is_used_after_it_is_gone_says_so(client, article):
    client.force_login(make_editor())

    shown = client.get(url("edit", article), {"draft": "use"})

    assert sentences(shown) == ["There is no unsaved work of yours here any more."]
    assert shown.context["form"]["headline"].value() == article.headline


def test_a_newer_revision_is_told_beside_the_offer(client, article, editor):
    keep(client, article, editor)
    editing.revise(article, by=make_editor(), based_on=1, headline="Theirs")

    shown = page(client.get(url("edit", article)))

    assert "Revision 2 is the newest now: when you save, you see both." in shown


def test_saved_as_a_revision_it_is_gone(client, article, editor):
    keep(client, article, editor)
    shown = client.get(url("edit", article), {"draft": "use"})

    client.post(
        url("edit", article),
        sent(editor, html="<p>A whole sentence.</p>", draft_page=shown.context["draft_page"])
        | {"byline-TOTAL_FORMS": "0", "byline-INITIAL_FORMS": "0"},
    )

    article.refresh_from_db()
    assert (article.headline, WorkingDraft.objects.count()) == (SECRET, 0)


def test_saved_from_another_page_it_stays(client, article, editor):
    keep(client, article, editor, draft_page="crashed")

    client.post(
        url("edit", article),
        sent(editor, html="<p>A whole sentence.</p>", draft_page="another")
        | {"byline-TOTAL_FORMS": "0", "byline-INITIAL_FORMS": "0"},
    )

    assert state(article)[2] == 2
    assert WorkingDraft.objects.get().page == "crashed"


def test_an_unwritten_article_has_one_and_it_ends_when_that_is_written(client, editor):
    assert keep(client, None, editor, based_on="").status_code == 400
    told = sent(editor)
    del told["based_on"]
    assert client.post(NEW, told).status_code == 200

    assert "You have unsaved work of" in page(client.get(f"{LIST}add/"))
    shown = client.get(f"{LIST}add/", {"draft": "use"})
    assert shown.context["form"]["headline"].value() == SECRET

    written = told | {"html": "<p>A whole sentence.</p>"}
    client.post(f"{LIST}add/", written | {"byline-TOTAL_FORMS": "0", "byline-INITIAL_FORMS": "0"})
    assert WorkingDraft.objects.count() == 0


def test_thrown_away_it_is_gone(client, article, editor):
    keep(client, article, editor)

    response = client.post(url("discard", article), {"draft_page": "one"}, follow=True)

    assert sentences(response) == ["Your unsaved work is thrown away."]
    assert "You have unsaved work" not in page(response)
    assert WorkingDraft.objects.count() == 0


def test_another_persons_draft_cannot_be_thrown_away(client, article, editor):
    keep(client, article, editor)
    client.force_login(make_editor())

    response = client.post(url("discard", article), {"draft_page": "one"}, follow=True)

    assert sentences(response) == ["There is no such unsaved work of yours: nothing was done."]
    assert WorkingDraft.objects.count() == 1


def test_nobody_else_reads_it_anywhere(client):
    article, publisher = publish(make_article()), make_publisher()
    assert keep(client, article, publisher).status_code == 200
    own = client.get(url("edit", article), {"draft": "use"})

    assert SECRET in page(own)
    pages = ["change", "edit", "revisions", "record", "draft", "presence"]
    for reader in (make_publisher(), make_editor(), make_reviewer(), make_user()):
        client.force_login(reader)
        for name in pages:
            assert SECRET not in page(client.get(url(name, article)))
        assert SECRET not in page(client.get(url("edit", article), {"draft": "use"}))
    visitor = Client()
    for where in (f"/api/v1/articles/{article.slug}/", article.get_absolute_url(), "/"):
        assert SECRET not in page(visitor.get(where))


@pytest.mark.parametrize(
    ("make_person", "status", "sentence"),
    [
        (make_reviewer, 403, "Only editors may change articles."),
        (make_publisher, 403, "Only editors may change articles."),
    ],
)
def test_whoever_may_not_revise_is_refused_with_a_sentence(
    client, article, make_person, status, sentence
):
    response = keep(client, article, make_person())

    assert refused(response) == (status, sentence)
    assert WorkingDraft.objects.count() == 0


def test_staff_without_a_role_are_told_whom_to_ask(client, article):
    status, sentence = refused(keep(client, article, make_user()))

    assert (status, sentence.split(".")[0]) == (403, "Your role does not reach this page")


def test_a_lost_session_is_sent_to_log_in(client, article, editor):
    response = client.post(url("draft", article), sent(editor))

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")
    assert WorkingDraft.objects.count() == 0


def test_a_page_of_somebody_who_has_logged_out_keeps_nothing_for_whoever_came_after(
    client, article, editor
):
    client.force_login(make_editor(username="second"))

    status, sentence = refused(client.post(url("draft", article), sent(editor)))

    assert (status, sentence.split(",")[0]) == (409, "You are logged in as Second Of The Desk")
    assert WorkingDraft.objects.count() == 0


def test_an_article_that_is_not_there_says_what_to_do(client, editor):
    client.force_login(editor)

    response = client.post(f"{LIST}4711/edit/draft/", sent(editor))

    assert refused(response) == (
        404,
        "This article is not there any more. Copy your words before you leave this page.",
    )


@pytest.mark.parametrize(
    ("told", "status", "sentence"),
    [
        ({"based_on": "7"}, 400, "This article has no such revision. Open the page again."),
        ({"based_on": "-1"}, 400, "This page names no revision. Open it again."),
        ({"based_on": "1" * 400}, 400, "This page names no revision. Open it again."),
        ({"based_on": "\N{ARABIC-INDIC DIGIT ONE}"}, 400, "This page names no revision."),
        ({"draft_page": ""}, 400, "This page does not say which it is. Open it again."),
        ({"draft_page": "x" * 33}, 400, "This page does not say which it is. Open it again."),
        ({"draft_person": "0 OR 1=1"}, 409, "You are logged in as"),
        ({"html": "x" * 2_000_000}, 413, "This is more than the 2,000,000 characters"),
        ({"html": "ə" * 2_500_000}, 413, "This is more than the 2,000,000 characters"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(client, article, editor, told, status, sentence):
    response = keep(client, article, editor, **told)

    assert response.status_code == status
    assert response.json()["detail"].startswith(sentence)
    assert WorkingDraft.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"\xff\xfe{not a form", b'{"html": "json"}'])
def test_garbage_is_refused(client, article, body):
    client.force_login(make_editor())

    response = client.post(url("draft", article), body, content_type="application/json")

    assert (response.status_code, WorkingDraft.objects.count()) == (409, 0)


def test_a_second_page_is_told_to_decide_about_the_first(client, article, editor):
    keep(client, article, editor, draft_page="one")

    status, sentence = refused(keep(client, article, editor, draft_page="two"))

    assert status == 409
    assert sentence.startswith("Your unsaved work from another page of yours is still kept.")


def test_a_page_without_its_token_is_given_a_new_one(article, editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(url("draft", article), sent(editor)).status_code == 403

    token = client.get(url("draft", article)).json()["token"]

    kept = client.post(url("draft", article), sent(editor, csrfmiddlewaretoken=token))
    assert kept.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_what_others_type_costs_no_query(client, article, editor, django_assert_num_queries, count):
    for _ in range(count):
        other = make_editor()
        keep(client, article, other)
        presence.heard(article, by=other)
    keep(client, article, editor)

    with django_assert_num_queries(10):
        assert keep_again(client, article, editor).status_code == 200
    with django_assert_num_queries(10):
        assert client.get(url("edit", article)).status_code == 200
    with django_assert_num_queries(5):
        assert client.get(url("presence", article)).status_code == 200


def keep_again(client, article, by):
    return client.post(url("draft", article), sent(by))


# Who else has it open


def test_who_else_is_editing_is_named_on_both_pages(client, article, editor):
    other = make_editor(username="other")
    with time_machine.travel(timezone.now().replace(hour=12, minute=1), tick=False):
        presence.heard(article, by=other)
        client.force_login(editor)

        for name in ("edit", "change"):
            shown = client.get(url(name, article))
            assert shown.context["also_editing"] == "Also editing: Other Of The Desk since 12:01"
            assert "Also editing: Other Of The Desk since 12:01</p>" in page(shown)


def test_nobody_is_told_of_themselves(client, article, editor):
    client.force_login(editor)
    client.post(url("presence", article))

    assert client.get(url("edit", article)).context["also_editing"] == ""


def test_an_open_page_says_so_and_hears_of_the_others(client, article):
    client.force_login(make_editor(username="other"))
    assert client.post(url("presence", article)).json()["others"] == ""

    client.force_login(make_reviewer())
    told = client.get(url("presence", article)).json()["others"]

    assert told.startswith("Also editing: Other Of The Desk since ")


def test_to_look_is_not_to_edit(client, article):
    client.force_login(make_editor())

    client.get(url("presence", article))
    client.get(url("change", article))

    assert Presence.objects.count() == 0


def test_whoever_may_not_edit_cannot_say_they_do(client, article):
    client.force_login(make_reviewer())

    response = client.post(url("presence", article))

    assert refused(response) == (403, "Only editors may change articles.")
    assert Presence.objects.count() == 0


def test_staff_without_a_role_are_not_told_who_is_there(client, article):
    presence.heard(article, by=make_editor(username="other"))
    client.force_login(make_user())

    response = client.get(url("presence", article))

    assert response.status_code == 403
    assert "Other" not in page(response)


def test_whoever_saves_has_left(client, article, editor):
    presence.heard(article, by=editor)
    client.force_login(editor)

    client.post(
        url("edit", article),
        sent(editor, html="<p>A whole sentence.</p>")
        | {"byline-TOTAL_FORMS": "0", "byline-INITIAL_FORMS": "0"},
    )

    assert presence.others(article, than=make_editor()) == []
