"""What the tagging surface does with a selection: tags, places, steps, and how they are undone."""

import re

import pytest
from django.test import Client

from articles import editing
from articles.models import Article
from claims import workflow
from claims.models import Claim, Status
from newsroom.surface import OTHER_METHOD
from newsroom.surface_forms import (
    NO_CLAIM_NUMBER,
    NO_SIGN,
    NOTHING,
    OTHER_WORDS,
    UNREADABLE,
    WITHDRAWN,
)
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_decided_claim,
    make_editor,
    make_published_article,
    make_publisher,
    make_reviewer,
    make_user,
    object_to,
    revise,
)
from tests.newsroom.admin_articles import state
from tests.newsroom.surface_desk import place, selected, step, tag, url

pytestmark = pytest.mark.django_db

LONG = "<p>" + "word " * 10_000 + "</p>"
MANY = "<p>It rained. It rained. It rained.</p>"


@pytest.fixture(scope="module")
def editor(made_once):
    return make_editor()


@pytest.fixture(scope="module")
def reviewer(made_once):
    return make_reviewer()


@pytest.fixture(scope="module")
def keys(made_once):
    return {
        "article": make_article().pk,
        "claim": make_claim(statement="A private statement.").pk,
        "decided": make_decided_claim().pk,
        "withdrawn": withdrawn_article().pk,
    }


def withdrawn_article():
    article = make_published_article()
    return editing.take(article, "withdraw", by=make_publisher(), note="Wrong.")


@pytest.fixture
def article(keys):
    """An article in which nothing is tagged."""
    return Article.objects.get(pk=keys["article"])


@pytest.fixture
def claim(keys):
    """A claim that nobody has taken up."""
    return Claim.objects.get(pk=keys["claim"])


@pytest.fixture
def decided(keys):
    return Claim.objects.get(pk=keys["decided"])


@pytest.fixture
def withdrawn(keys):
    return Article.objects.get(pk=keys["withdrawn"])


def ask(client, article, by, **sent):
    client.force_login(by)
    return client.post(url("selection", article), sent)


def said(response):
    return response.json()["said"]


def value(form, name):
    """What a field of the answered form holds."""
    (found,) = re.findall(rf'(?s)name="{name}"[^>]*?value="([^"]*)"', form)
    return found


def undo(client, response):
    """Send the form with which the deed is undone."""
    form = response.json()["undo"]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return client.post(re.findall(r'action="([^"]*)"', form)[0], fields)


# The form beside a selection


def test_the_form_is_filled_with_the_words_the_guess_and_the_speaker(client, article, editor):
    form = ask(client, article, editor, **selected(article, " 40 members. "))

    html = form.json()["form"]
    assert "\n40 members.</textarea>" in html
    assert '<option value="figure" selected>' in html
    assert value(html, "end") == str(article.revision.text.index("40 members.") + 11)


def test_inside_a_speech_the_claimant_is_the_speaker(client, article, editor):
    html = ask(client, article, editor, **selected(article, "proud of our 40")).json()["form"]

    assert value(html, "claimant") == "Speaker One"


def test_the_form_names_the_claims_that_stand_there_already(client, claim, editor):
    html = ask(client, claim.article, editor, **selected(claim.article, "40 members.")).json()[
        "form"
    ]

    assert f"Tagged there already: claim {claim.pk} (open)." in html


def test_asking_for_a_form_writes_nothing(client, article, editor):
    before = state(article)

    ask(client, article, editor, **selected(article, WORDS))

    assert state(article) == before


# Tagging


def test_selected_words_are_tagged_and_answered_with_the_parts_as_they_are_now(
    client, article, editor
):

    response = tag(client, article, WORDS, editor, statement="It has 40 members.")

    claim, answer = article.claims.get(), response.json()
    assert (claim.exact, claim.statement, claim.kind) == (WORDS, "It has 40 members.", "figure")
    assert (claim.status, claim.tagged_by) == (Status.OPEN, editor)
    assert (answer["said"], answer["claim"]) == (f"Tagged as claim {claim.pk}: “{WORDS}”", claim.pk)
    assert list(answer["parts"]) == [
        "surface-text", "surface-rows", "surface-tray", "surface-standing",
    ]  # fmt: skip
    assert f'data-claims="{claim.pk}"' in answer["parts"]["surface-text"]


def test_words_across_paragraphs_are_tagged_as_they_stand(client, article, editor):
    words = f"on Monday.\n{WORDS}"

    tag(client, article, words, editor, words=words.replace("\n", "\r\n"))

    assert article.claims.get().exact == words


def test_white_space_around_the_words_is_left_out(client, article, editor):
    tag(client, article, "Monday.\n", editor)

    assert article.claims.get().exact == "Monday."


@pytest.mark.parametrize("words", ["سلام عليكم 12", "👩‍👩‍👧 and 🇦🇿", "e\u0301a\u0323\u0302"])
def test_any_script_is_tagged_by_code_points(client, editor, words):
    article = make_article(html=f"<p>😀 a <b>b</b> {words} c</p>")

    tag(client, article, words, editor)

    assert article.claims.get().exact == words


@pytest.mark.parametrize("make_person", [make_reviewer, make_publisher])
def test_whoever_may_not_tag_makes_a_suggestion(client, article, make_person):
    response = tag(client, article, WORDS, make_person())

    claim = article.claims.get()
    assert claim.status == Status.SUGGESTED
    assert said(response) == f"Suggested as claim {claim.pk}: “{WORDS}”"


def test_a_claimant_who_was_taken_out_is_none(client, article, editor):
    tag(client, article, "proud of our 40", editor, claimant="")

    assert article.claims.get().claimant == ""


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"due": "tomorrow"}, "due"),
        ({"assignee": "99999"}, "assignee"),
        ({"claimant": "x" * 201}, "claimant"),
    ],
)
def test_a_field_that_cannot_be_read_is_marked_and_the_rest_kept(
    client, article, editor, told, field
):
    before = state(article)

    response = tag(client, article, WORDS, editor, statement="Typed with care.", **told)

    form = response.json()["form"]
    assert response.status_code == 400
    assert re.findall(r'<ul class="errorlist" id="tag-(\w+)_error"', form) == [field]
    assert "Typed with care.</textarea>" in form
    assert state(article) == before


def test_of_two_people_who_tag_the_same_words_the_second_is_told(client, claim):
    before = state(claim.article)

    response = tag(client, claim.article, WORDS, make_editor())

    assert response.status_code == 400
    assert said(response) == f"These very words are tagged already, as claim {claim.pk}."
    assert state(claim.article) == before


# What is wrong in any deed, refused alike


@pytest.mark.parametrize("number", ["x", "9" * 30])
def test_the_number_of_a_claim_that_cannot_be_read_is_told(client, article, editor, number):
    response = ask(client, article, editor, **selected(article, WORDS), claim=number)

    assert (response.status_code, said(response)) == (400, NO_CLAIM_NUMBER)


@pytest.mark.parametrize("address", ["selection", "tag_selection"])
def test_words_with_a_character_that_cannot_be_stored_are_told(client, article, editor, address):
    client.force_login(editor)
    data = selected(article, WORDS, kind="other", priority=2, sensitivity="normal")
    data["words"] = "a\0b"

    response = client.post(url(address, article), data)

    assert (response.status_code, said(response)) == (400, UNREADABLE)


@pytest.mark.parametrize("field", ["statement", "claimant"])
def test_a_field_with_a_character_that_cannot_be_stored_is_told(client, article, editor, field):
    response = tag(client, article, WORDS, editor, **{field: "a\0b"})

    assert (response.status_code, NO_SIGN in response.json()["form"]) == (400, True)


@pytest.mark.parametrize(
    ("words", "html", "sentence"),
    [
        ("\n", BODY, NOTHING),
        ("word " * 10_000, LONG, "A claim has at most 2,000 characters, your selection 49,999."),
    ],
)
def test_too_few_and_too_many_words_are_told_before_anything_is_typed(
    client, editor, words, html, sentence
):
    article = make_article(html=html)
    found = selected(article, words.strip(" "))

    response = ask(client, article, editor, **found)

    assert (response.status_code, said(response)[: len(sentence)]) == (400, sentence)


def test_half_an_emoji_is_told(client, editor):
    article = make_article(html="<p>a 😀 b</p>")

    response = ask(client, article, editor, revision=1, start=2, end=3, words="\ufffd")

    assert (response.status_code, said(response)) == (409, OTHER_WORDS)


def test_whoever_selected_in_an_older_revision_is_shown_the_newest_and_keeps_what_was_typed(
    client, article, editor
):
    old = selected(article, WORDS)
    editing.revise(article, by=editor, based_on=1, html=f"<p>New.</p>{BODY}")
    article = Article.objects.get(pk=article.pk)

    response = tag(client, article, WORDS, editor, **old, statement="Typed with care.")

    answer = response.json()
    assert response.status_code == 409
    assert answer["said"].startswith("The article has changed: revision 2 is the newest")
    assert (answer["revision"], "<p>New.</p>" in answer["parts"]["surface-text"]) == (2, True)
    assert "Typed with care.</textarea>" in answer["form"]


@pytest.mark.parametrize("address", ["selection", "tag_selection", "claim_place"])
def test_nothing_is_tagged_or_placed_in_an_article_that_was_withdrawn_meanwhile(
    client, withdrawn, editor, address
):
    claim = withdrawn.claims.get()
    before = state(withdrawn)
    client.force_login(editor)
    data = selected(withdrawn, "town council", kind="other", priority=2, sensitivity="normal")

    response = client.post(
        url(address, withdrawn, *([claim.pk] if address == "claim_place" else [])),
        data | {"version": claim.version},
    )

    assert (response.status_code, said(response)) == (409, WITHDRAWN)
    assert state(withdrawn) == before


def test_in_an_article_that_is_not_there_any_more_the_answer_is_a_sentence(client, editor):
    client.force_login(editor)

    response = client.post("/admin/articles/article/999999/claims/tag/", {})

    assert response.status_code == 404
    assert said(response).startswith("This is not here any more.")


# Widening, narrowing, finding a place


@pytest.mark.parametrize("words", [f"{WORDS} It was founded", "40 members"])
def test_a_claim_is_put_onto_more_or_fewer_words(client, claim, editor, words):
    response = place(client, claim, words, editor)

    claim.refresh_from_db()
    assert (claim.exact, claim.status) == (words, Status.OPEN)
    assert said(response) == f"Claim {claim.pk} now stands on “{words}”."


def test_before_a_verdict_falls_the_form_says_so(client, decided, editor):
    html = ask(
        client,
        decided.article,
        editor,
        **selected(decided.article, f"{WORDS} It was founded"),
        claim=decided.pk,
    ).json()["form"]

    assert "<strong>The verdict falls.</strong> “verified” was found of" in html
    assert "Use them: the verdict falls</button>" in html


def test_where_no_verdict_falls_the_form_does_not_say_so(client, claim, editor):
    html = ask(
        client,
        claim.article,
        editor,
        **selected(claim.article, f"{WORDS} It was founded"),
        claim=claim.pk,
    ).json()["form"]

    assert ("The verdict falls" in html, "Use these words</button>" in html) == (False, True)


def test_when_the_verdict_fell_the_answer_says_so(client, decided, editor):
    response = place(client, decided, f"{WORDS} It was founded", editor)

    decided.refresh_from_db()
    assert decided.status == Status.RECHECK
    assert said(response).endswith(
        "Its verdict has fallen: it has to be rechecked. A reviewer can confirm the verdict."
    )
    assert (
        f"Undo: put the words of claim {decided.pk} back (the verdict stays fallen)"
        in response.json()["undo"]
    )


def test_after_its_words_were_put_back_the_verdict_waits_for_a_reviewer(client, decided, editor):
    response = undo(client, place(client, decided, f"{WORDS} It was founded", editor))

    decided.refresh_from_db()
    assert (decided.exact, decided.status) == (WORDS, Status.RECHECK)
    assert said(response) == (
        f"Claim {decided.pk} now stands on “{WORDS}”. A reviewer can confirm the verdict."
    )


def test_a_verdict_that_nobody_can_confirm_is_not_said_to_be_confirmable(
    client, decided, editor, reviewer
):
    claim = workflow.take(decided, "object", by=reviewer, note="Wrong.")

    response = place(client, claim, f"{WORDS} It was founded", editor)

    claim.refresh_from_db()
    assert claim.status == Status.RECHECK
    assert said(response) == f"Claim {claim.pk} now stands on “{claim}”."


def test_lost_words_are_given_a_place(client, claim, editor):
    claim = revise(claim, BODY.replace(f"<p>{WORDS} ", "<p>"))

    response = place(client, claim, "proud of our 40 members", editor)

    claim.refresh_from_db()
    assert (claim.exact, claim.anchor) == ("proud of our 40 members", "exact")
    assert "None: the words of every claim stand" in response.json()["parts"]["surface-tray"]


def test_words_in_several_places_are_put_onto_the_one_that_is_meant(client, editor):
    claim = make_claim(make_article(html="<p>It rained.</p>"), "It rained.", by=editor)
    claim = revise(claim, MANY, by=editor)

    place(client, claim, "It rained.", editor, start=11, end=21)

    claim.refresh_from_db()
    assert (claim.start, claim.end, claim.anchor) == (11, 21, "exact")


def test_of_two_who_place_a_claim_the_second_is_told_and_shown_how_it_is_now(client, claim, editor):
    place(client, claim, "40 members", editor)

    response = place(client, claim, "has 40 members", make_editor())

    assert response.status_code == 409
    rows = response.json()["parts"]["surface-rows"]
    assert f'<a class="row-words" href="#claim-{claim.pk}">40 members</a>' in rows


# Steps, and their undoing


def test_a_claim_is_dismissed_with_a_note(client, claim, editor):
    response = step(client, claim, "dismiss", editor, note="An opinion.")

    claim.refresh_from_db()
    assert (claim.status, said(response)) == (
        Status.DISMISSED,
        f"Claim {claim.pk} is now dismissed.",
    )


def test_dismissing_without_a_note_asks_for_one_beside_its_field(client, claim, editor):
    response = step(client, claim, "dismiss", editor)

    assert response.status_code == 400
    assert f'id="note-dismiss-{claim.pk}-error"><li>Say why.</li>' in response.json()["form"]


def test_a_claim_with_a_verdict_is_not_dismissed_and_the_reason_is_told(client, decided, editor):
    claim = object_to(decided)

    response = step(client, claim, "dismiss", editor, note="Away with it.")

    assert response.status_code == 409
    assert said(response) == (
        "The words still stand in the article. Take the claim up and check them again."
    )


def test_the_details_say_why_a_claim_cannot_be_dismissed(client, decided, editor):
    client.force_login(editor)

    form = client.get(url("claim", decided.article, decided.pk)).json()["form"]

    assert "Dismiss: “Dismiss” is not possible while this is verified." in form


def test_other_steps_are_not_taken_here(client, claim, reviewer):
    response = step(client, claim, "take_up", reviewer)

    assert (response.status_code, claim.article.claims.get().status) == (400, Status.OPEN)
    assert said(response).startswith("The step “take_up” is not taken here.")


@pytest.mark.parametrize("version", ["", "first", "-1", "9" * 30])
def test_a_step_without_a_version_that_can_be_read_is_refused(client, claim, editor, version):
    response = step(client, claim, "dismiss", editor, note="No.", version=version)

    assert response.status_code == 400
    assert said(response) == "This page was incomplete. Load it anew and repeat."


def test_tagging_is_undone_by_taking_back(client, article, editor):
    undo(client, tag(client, article, WORDS, editor))

    assert article.claims.get().status == Status.DISMISSED


def test_a_suggestion_is_undone_by_whoever_made_it(client, article, reviewer):
    undo(client, tag(client, article, WORDS, reviewer))

    assert article.claims.get().status == Status.DISMISSED


def test_dismissing_is_undone_by_reopening(client, claim, editor):
    undo(client, step(client, claim, "dismiss", editor, note="An opinion."))

    assert claim.article.claims.get().status == Status.OPEN


def test_placing_is_undone_by_placing_back(client, claim, editor):
    undo(client, place(client, claim, "40 members", editor))

    claim.refresh_from_db()
    assert claim.exact == WORDS


def test_what_was_undone_is_not_offered_to_be_undone(client, article, claim, editor):
    tagged = undo(client, tag(client, article, WORDS, editor))
    placed = undo(client, place(client, claim, "40 members", editor))

    assert (tagged.json()["undo"], placed.json()["undo"]) == ("", "")


def test_a_tag_that_was_taken_back_by_hand_can_be_given_back(client, claim):
    response = step(client, claim, "take_back", claim.tagged_by)

    undo(client, response)

    assert claim.article.claims.get().status == Status.OPEN


def test_a_deed_is_not_undone_once_somebody_else_has_had_a_hand_in_it(
    client, article, editor, reviewer
):
    response = tag(client, article, WORDS, editor)
    workflow.take(article.claims.get(), "take_up", by=reviewer)

    refused = undo(client, response)

    assert (refused.status_code, article.claims.get().status) == (409, Status.IN_REVIEW)


# Who may


def addresses(claim):
    article = claim.article
    return [
        url("selection", article),
        url("tag_selection", article),
        url("claim", article, claim.pk),
        url("claim_place", article, claim.pk),
        url("claim_steps", article, claim.pk),
    ]


@pytest.mark.parametrize("n", range(5))
def test_nobody_without_a_role_is_answered_with_anything_private(client, claim, n):
    client.force_login(make_user())
    data = selected(claim.article, WORDS, version=1, step="dismiss", note="No.", claim=claim.pk)

    send = client.get if n == 2 else client.post
    response = send(addresses(claim)[n], data)

    assert (response.status_code, list(response.json())) == (403, ["said"])
    assert claim.article.claims.get().status == Status.OPEN


@pytest.mark.parametrize("n", range(5))
def test_a_stranger_is_sent_to_the_login(client, claim, n):
    send = client.get if n == 2 else client.post

    assert send(addresses(claim)[n]).status_code == 302


@pytest.mark.parametrize("n", [0, 1, 3, 4])
def test_a_form_of_another_site_is_refused(claim, editor, n):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    response = client.post(addresses(claim)[n], selected(claim.article, WORDS))

    assert response.status_code == 403


@pytest.mark.parametrize("n", [0, 1, 3, 4])
def test_a_deed_is_not_done_by_following_a_link(client, claim, editor, n):
    client.force_login(editor)

    response = client.get(addresses(claim)[n])

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert said(response) == OTHER_METHOD


@pytest.mark.parametrize("name", ["claims", "claim"])
def test_what_is_only_read_takes_no_deed(client, claim, editor, name):
    client.force_login(editor)

    response = client.post(url(name, claim.article, *([claim.pk] if name == "claim" else [])))

    assert (response.status_code, said(response)) == (405, OTHER_METHOD)


@pytest.mark.parametrize("make_person", [make_reviewer, make_publisher])
def test_whoever_may_not_tag_places_nothing(client, claim, make_person):
    response = place(client, claim, "40 members", make_person())

    claim.refresh_from_db()
    assert (response.status_code, claim.exact) == (403, WORDS)


def test_a_claim_of_another_article_is_not_answered_here(client, claim, article, editor):
    client.force_login(editor)

    response = client.get(url("claim", article, claim.pk))

    assert (response.status_code, list(response.json())) == (404, ["said"])


# What it costs


WORDED = ["town council", "has 40", "founded in 1901"]


def first_of(count):
    """The first of as many claims in one article."""
    article = make_article()
    first, *_ = [make_claim(article, words) for words in WORDED[:count]]
    return first.pk


@pytest.fixture(scope="module")
def worded(made_once):
    return {count: first_of(count) for count in (1, 3)}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("selection", 6), ("tag_selection", 20), ("claim", 7), ("claim_place", 24)],
)
def test_an_answer_takes_the_same_queries_for_one_claim_and_for_three(
    client, worded, editor, django_assert_num_queries, address, queries, count
):
    claim = Claim.objects.get(pk=worded[count])
    article = claim.article
    client.force_login(editor)
    data = selected(article, "ended at noon", kind="other", priority=2, sensitivity="normal")
    of_claim = [claim.pk] if address.startswith("claim") else []
    send = client.get if address == "claim" else client.post

    with django_assert_num_queries(queries):
        response = send(url(address, article, *of_claim), data | {"version": 1})

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_step_takes_the_same_queries_for_one_claim_and_for_three(
    client, worded, editor, django_assert_num_queries, count
):
    claim = Claim.objects.get(pk=worded[count])
    address = url("claim_steps", claim.article, claim.pk)
    client.force_login(editor)
    data = {"step": "dismiss", "version": 1, "note": "An opinion."}

    with django_assert_num_queries(21):
        response = client.post(address, data)

    assert response.status_code == 200


def test_every_deed_stands_in_the_record(client, article, editor):
    tag(client, article, WORDS, editor)
    undo(client, place(client, article.claims.get(), "40 members", editor))

    actions = article.ledger.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["article.write", "claim.tag", "claim.place", "claim.place"]
