"""Two people change one article at once: both changes stand, or a person decides between them."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles import drafts, editing
from articles.importers.base import Author
from articles.models import Article, WorkingDraft
from tests.factories import (
    BODY,
    make_article,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
    publish,
)
from tests.newsroom.admin_articles import page, sentences, state, url
from tests.newsroom.test_admin_article_edit import article_of, opened, save

pytestmark = pytest.mark.django_db

FIRST = "The town council met on Monday."
LAST = "The meeting ended at noon."


def body(*changes):
    """BODY with each (words, other words) put in."""
    html = BODY
    for old, new in changes:
        html = html.replace(old, new)
    return html


def meanwhile(client, form, theirs, mine, other=None):
    """Two people have opened the form; the other saves `theirs`, then `mine` is sent."""
    article = article_of(form)
    number = article.revisions.count()
    editing.revise(article, by=other or make_editor(), based_on=number, **theirs)
    return save(client, form, draft_page="one", **mine)


HEADLINES = {"headline": "Their words"}, {"headline": "My words"}
SENTENCES = tuple({"html": body((FIRST, told))} for told in ("They wrote this.", "I wrote that."))


def asked(theirs, mine):
    """Two people open the form and change the same; return what the second is shown."""
    form = opened(make_article(headline="First words"), make_editor())
    return meanwhile(Client(), form, theirs, mine)


@pytest.fixture(scope="module")
def form(made_once):
    """As an editor opens it on an article that nobody else has changed yet."""
    told = dict.fromkeys(("standfirst", "dateline"), "First words")
    return opened(make_article(headline="First words", **told), make_editor())


@pytest.fixture
def article(form):
    return article_of(form)


@pytest.fixture(scope="module")
def asked_of_headlines(made_once):
    return asked(*HEADLINES)


@pytest.fixture(scope="module")
def asked_of_sentences(made_once):
    theirs, mine = SENTENCES
    return asked(theirs, mine | {"note": "My note."})


@pytest.fixture(scope="module")
def asked_of_both(made_once):
    theirs, mine = (one | other for one, other in zip(HEADLINES, SENTENCES, strict=True))
    return asked(theirs, mine | {"note": "My note."})


def before(client, shown):
    """Set the second person before the page that was `shown`; return the article."""
    client.force_login(User.objects.get(pk=shown.wsgi_request.user.pk))
    return Article.objects.get(pk=shown.context["newest"].article_id)


def handed_on(response):
    return dict(response.context["handed_on"]) | {"theirs": str(response.context["newest"].number)}


def decide(client, article, response, **choices):
    """Send the page of the conflict with `choices` made in it."""
    told = {f"choice-{name.replace('_', '-')}": side for name, side in choices.items()}
    return client.post(url("merge", article), handed_on(response) | told)


def rows(response, side):
    """What the page says that one of them changed, as plain words with marks of the change."""
    told = {}
    for label, difference in response.context[f"{side}_rows"]:
        marked = re.sub(r"<(/?)(ins|del)\b[^>]*>", r"[\1\2]", difference)
        told[label] = re.sub(r"<[^>]+>", "", marked)
    return told


def questions(response):
    return [question["name"] for question in response.context["questions"]]


def words(article):
    article.refresh_from_db()
    return article.revision.text


def test_changes_in_different_places_stand_together_and_nothing_is_saved_yet(client, form, article):
    theirs = {
        "headline": "Their words",
        "html": body((FIRST, "Their sentence.")),
        "byline": (Author("Writer B", None, None),),
    }

    shown = meanwhile(
        client,
        form,
        theirs,
        {"html": body((LAST, "My sentence.")), "standfirst": "Mine.", "note": "My note."},
    )

    assert shown.status_code == 409
    assert sentences(shown)[0].startswith("Somebody was faster: revision 2 is the newest")
    assert state(article)[1:3] == ("Their words", 2)
    form, byline = shown.context["form"], shown.context["byline"]
    assert [form[name].value() for name in ("headline", "standfirst", "note", "based_on")] == [
        "Their words",
        "Mine.",
        "My note.",
        2,
    ]
    assert form["html"].value() == body((FIRST, "Their sentence."), (LAST, "My sentence."))
    assert byline.forms[0]["name"].value() == "Writer B"


def test_saved_again_both_changes_are_in_the_article(client, form, article):
    theirs = {"html": body((FIRST, "Their sentence.")), "standfirst": "Their standfirst."}
    shown = meanwhile(client, form, theirs, {"html": body((LAST, "My sentence."))})

    response = save(client, shown, follow=True)

    assert sentences(response) == ["Saved as revision 3."]
    assert words(article).startswith("Their sentence.")
    assert words(article).endswith("My sentence.")
    assert article.standfirst == "Their standfirst."


def test_the_page_tells_what_each_of_them_changed(client, form):
    shown = meanwhile(
        client,
        form,
        {"headline": "First words again", "html": body(("noon", "midnight"))},
        {"section": "", "html": body(("Monday", "Tuesday"))},
    )

    theirs, mine = rows(shown, "theirs"), rows(shown, "mine")
    assert list(theirs) == ["Headline", "Body"]
    assert theirs["Headline"] == "First words[ins] again[/ins]"
    assert "The meeting ended at [del]noon[/del][ins]midnight[/ins]." in theirs["Body"]
    assert mine["Section"] == "Nothing: it was taken out."
    assert "met on [del]Monday[/del][ins]Tuesday[/ins]." in mine["Body"]


def test_what_both_changed_is_asked_for(client, asked_of_both):
    shown = asked_of_both

    assert shown.status_code == 409
    assert questions(shown) == ["choice-headline", "choice-body-0"]
    assert "form" not in shown.context
    for sentence in ("Their words", "They wrote this.", "My words", "I wrote that."):
        assert sentence.split()[0] in page(shown)
    assert state(before(client, shown))[1:3] == ("Their words", 2)


@pytest.mark.parametrize(
    ("side", "expected"),
    [("mine", ["I wrote that."]), ("both", ["They wrote this.", "I wrote that."])],
)
def test_what_is_chosen_stands_in_the_article_when_it_is_saved(
    client, asked_of_sentences, side, expected
):
    article = before(client, asked_of_sentences)

    chosen = decide(client, article, asked_of_sentences, body_0=side)

    assert chosen.status_code == 200
    assert f'action="{url("edit", article)}"' in page(chosen)
    assert state(article)[2] == 2
    save(client, chosen)
    assert words(article).split("\n")[: len(expected)] == expected
    assert (article.revision.number, article.revision.note) == (3, "My note.")


def test_where_theirs_is_chosen_nothing_is_left_to_save(client, asked_of_sentences):
    article = before(client, asked_of_sentences)
    chosen = decide(client, article, asked_of_sentences, body_0="theirs")

    response = save(client, chosen, follow=True)

    assert sentences(response) == ["Nothing was different: nothing was saved."]
    assert words(article).startswith("They wrote this.")


@pytest.mark.parametrize(("side", "expected"), [("theirs", "Their words"), ("mine", "My words")])
def test_of_two_headlines_one_is_chosen(client, asked_of_headlines, side, expected):
    article = before(client, asked_of_headlines)

    chosen = decide(client, article, asked_of_headlines, headline=side)

    assert chosen.context["form"]["headline"].value() == expected


def test_of_two_bylines_one_is_chosen(client, form, article):
    theirs = {"byline": (Author("Writer B", None, None),)}
    shown = meanwhile(client, form, theirs, {"byline-0-name": "Writer C"})

    chosen = decide(client, article, shown, byline="mine")

    assert chosen.context["byline"].forms[0]["name"].value() == "Writer C"


@pytest.mark.parametrize(
    "choices",
    [{}, {"headline": "mine"}, {"headline": "mine", "body_0": "neither"}, {"headline": "both"}],
)
def test_without_a_decision_nothing_is_put_together_and_nothing_is_lost(
    client, asked_of_both, choices
):
    shown = asked_of_both
    article = before(client, shown)
    as_it_was = state(article)

    again = decide(client, article, shown, **choices)

    assert again.status_code == 400
    assert sentences(again) == [
        "Nothing was put together yet: say what is to stand in each place that is marked."
    ]
    assert state(article) == as_it_was
    assert handed_on(again) == handed_on(shown)
    assert [question["is_missing"] for question in shown.context["questions"]] == [False, False]
    assert "Say what is to stand here." in page(again)


def test_what_was_decided_stays_decided_on_the_page_that_asks_for_the_rest(client, asked_of_both):
    article = before(client, asked_of_both)

    again = decide(client, article, asked_of_both, headline="mine")

    told = {
        question["name"]: (question["is_missing"], [way for way, _, on in question["ways"] if on])
        for question in again.context["questions"]
    }
    assert told == {"choice-headline": (False, ["mine"]), "choice-body-0": (True, [])}


def test_saving_past_the_question_is_a_conflict_again(client, asked_of_headlines):
    article = before(client, asked_of_headlines)
    as_it_was = state(article)

    response = client.post(url("edit", article), handed_on(asked_of_headlines))

    assert (response.status_code, questions(response)) == (409, ["choice-headline"])
    assert state(article) == as_it_was


def test_in_a_third_round_nothing_is_lost_either(client, form, article):
    html = body((FIRST, "They wrote this."))
    shown = meanwhile(
        client,
        form,
        {"html": html},
        {"html": body((FIRST, "I wrote that.")), "dateline": "Mine"},
    )
    chosen = decide(client, article, shown, body_0="both")
    editing.revise(
        article,
        by=make_editor(),
        based_on=2,
        html=html.replace(LAST, "A third person wrote this."),
        headline="Of the third",
    )

    third = save(client, chosen)

    assert third.status_code == 409
    save(client, third)
    assert words(article).startswith("They wrote this.\nI wrote that.")
    assert words(article).endswith("A third person wrote this.")
    assert (article.headline, article.dateline) == ("Of the third", "Mine")


def test_somebody_faster_than_the_decision_is_met_when_it_is_saved(client, asked_of_sentences):
    article = before(client, asked_of_sentences)
    editing.revise(article, by=make_editor(), based_on=2, headline="Of the third")

    chosen = decide(client, article, asked_of_sentences, body_0="mine")

    assert chosen.context["form"]["based_on"].value() == 2
    third = save(client, chosen)
    save(client, third)
    assert words(article).startswith("I wrote that.")
    assert article.headline == "Of the third"


def test_what_was_typed_is_kept_as_a_draft_while_the_question_is_open(client, asked_of_headlines):
    article = before(client, asked_of_headlines)

    draft = drafts.offer(article, by=asked_of_headlines.wsgi_request.user)

    assert (drafts.typed_in(draft)["headline"], draft.based_on) == ("My words", 1)


def test_the_draft_goes_when_the_result_is_saved(client, asked_of_headlines):
    article = before(client, asked_of_headlines)
    chosen = decide(client, article, asked_of_headlines, headline="mine")
    kept = WorkingDraft.objects.filter(article=article)
    assert kept.count() == 1

    save(client, chosen, draft_page=chosen.context["draft_page"])

    assert (state(article)[1:3], kept.count()) == (("My words", 3), 0)


def test_the_label_of_a_change_of_a_published_article_is_handed_on(client):
    article = publish(make_article(headline="First words"))
    told = {"change": "minor", "note": "A slip."}
    form, other = opened(article, make_publisher()), make_publisher()
    theirs, mine = ({"headline": words} | told for words in ("Theirs", "Mine"))
    shown = meanwhile(client, form, theirs, mine, other)

    chosen = decide(client, article, shown, headline="mine")
    save(client, chosen)

    article.refresh_from_db()
    assert (article.headline, article.revision.change) == ("Mine", "minor")


def test_a_hostile_body_is_shown_as_words(client, form):
    shown = meanwhile(
        client,
        form,
        {"headline": "<script>alert(1)</script>"},
        {"headline": "<script>alert(2)</script>", "html": BODY + "<script>alert(3)</script>"},
    )

    assert "<script>alert" not in page(shown)
    assert "alert(2)" in page(shown)


def test_a_body_that_cannot_be_read_is_refused_with_what_was_typed(client, form):
    shown = meanwhile(client, form, {"headline": "Theirs"}, {"html": "<p>" * 20_000})

    assert shown.status_code == 400
    assert list(shown.context["form"].errors) == ["html"]
    assert shown.context["form"]["html"].value() == "<p>" * 20_000


@pytest.mark.parametrize("theirs", ["", "0", "7", "-1", "x", "1" * 400])
def test_a_forged_revision_is_the_newest(client, asked_of_headlines, theirs):
    article = before(client, asked_of_headlines)

    told = handed_on(asked_of_headlines) | {"theirs": theirs, "choice-headline": "mine"}
    chosen = client.post(url("merge", article), told)

    form = chosen.context["form"]
    assert (form["headline"].value(), form["based_on"].value()) == ("My words", 2)


@pytest.mark.parametrize("told", [{}, {"based_on": "x"}, {"byline-TOTAL_FORMS": "many"}])
def test_garbage_gets_a_sentence(client, article, told):
    client.force_login(make_editor())

    response = client.post(url("merge", article), told)

    assert response.status_code == 400
    assert sentences(response) == ["This page was incomplete. Correct what is marked below."]


def test_the_page_of_a_decision_cannot_be_opened_without_one(client, article):
    client.force_login(make_editor())

    response = client.get(url("merge", article))

    assert (response.status_code, response.url) == (302, url("edit", article))


def test_staff_without_a_role_learn_nothing(client):
    article = make_article(headline="Not for everybody")
    client.force_login(make_user())

    response = client.post(url("merge", article), {"based_on": "1"})

    assert response.status_code == 403
    assert "Not for everybody" not in page(response)


def test_whoever_may_not_revise_puts_nothing_together(client, article):
    client.force_login(make_reviewer())

    response = client.post(url("merge", article), {"based_on": "1"})

    assert (response.status_code, sentences(response)) == (
        403,
        ["Only editors may change articles."],
    )


@pytest.mark.parametrize("count", [1, 3])
def test_no_conflict_costs_a_query(client, form, article, django_assert_num_queries, count):
    names = ["headline", "standfirst", "dateline"][:count]
    shown = meanwhile(client, form, dict.fromkeys(names, "T"), dict.fromkeys(names, "M"))

    with django_assert_num_queries(6):
        asked = decide(client, article, shown)
    assert len(asked.context["questions"]) == count
    with django_assert_num_queries(10):
        decide(client, article, shown, **dict.fromkeys(names, "mine"))


def test_where_both_changed_only_a_link_its_addresses_are_told(client):
    article = make_article(html='<p>See <a href="/a">the minutes</a>.</p>')
    html = article.revision.html
    theirs, mine = ({"html": html.replace('"/a"', f'"/{there}"')} for there in "bc")

    shown = meanwhile(client, opened(article, make_editor()), theirs, mine)

    (question,) = shown.context["questions"]
    assert question["sides"] == [
        (who, f"<p>See the minutes [link: /<del>a</del><ins>{there}</ins>].</p>")
        for who, there in (("They wrote", "b"), ("You wrote", "c"))
    ]
