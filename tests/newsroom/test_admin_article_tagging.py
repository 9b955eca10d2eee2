"""Tagging a claim on the desk's page of an article by pasting its words."""

import pytest

from articles import editing
from articles.models import Article
from claims.models import Claim, Status
from tests.factories import (
    WORDS,
    make_article,
    make_claim,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
)
from tests.newsroom.admin_articles import page, sentences, state, url

pytestmark = pytest.mark.django_db

REPEATED = "<p>" + "It rained again. " * 5 + "</p>"
TOLD = {"kind": "figure", "priority": 2, "sensitivity": "normal"}


def tag(client, article, words, by, revision=1, *, follow=False, **told):
    client.force_login(by)
    sent = TOLD | {"words": words, "revision": revision} | told
    return client.post(url("tag", article), sent, follow=follow)


@pytest.fixture(scope="module")
def editor(made_once):
    return make_editor()


@pytest.fixture(scope="module")
def keys(made_once):
    return {"article": make_article().pk, "repeated": make_article(html=REPEATED).pk}


@pytest.fixture
def article(keys):
    return Article.objects.get(pk=keys["article"])


@pytest.fixture
def repeated(keys):
    """An article in which the same words stand in five places."""
    return Article.objects.get(pk=keys["repeated"])


def test_pasted_words_are_tagged(client, article, editor):
    told = {"statement": "It has 40 members."}
    response = tag(client, article, f"  {WORDS}\r\n", editor, follow=True, **told)

    claim = Claim.objects.get()
    assert (claim.exact, claim.statement, claim.kind) == (WORDS, "It has 40 members.", "figure")
    assert (claim.status, claim.tagged_by) == (Status.OPEN, editor)
    assert sentences(response) == [f"Tagged as claim {claim.pk}: “{WORDS}”"]


def test_without_a_statement_the_words_stand_for_themselves(client, article, editor):
    tag(client, article, WORDS, editor)

    assert Claim.objects.get().statement == WORDS


def test_a_claim_is_assigned_as_it_is_tagged(client, article, editor):
    reviewer = make_reviewer()

    tag(client, article, WORDS, editor, assignee=reviewer.pk, due="2030-01-31")

    claim = Claim.objects.get()
    assert (claim.assignee, claim.due.isoformat()) == (reviewer, "2030-01-31")


@pytest.mark.parametrize("make_person", [make_reviewer, make_publisher])
def test_whoever_may_not_tag_makes_a_suggestion(client, article, make_person):
    tag(client, article, WORDS, make_person())

    assert Claim.objects.get().status == Status.SUGGESTED


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Paste the words to be checked, as they stand in the article."),
        ("Words of another article", "These words do not stand in the newest revision."),
    ],
)
def test_words_that_are_not_there_are_refused_beside_their_field(
    client, article, editor, words, sentence
):
    before = state(article)

    response = tag(client, article, words, editor, statement="Typed with care.")

    assert response.status_code == 400
    (said,) = response.context["tag_form"].errors["words"]
    assert said.startswith(sentence)
    assert state(article) == before
    assert "Typed with care.</textarea>" in page(response)


def test_words_in_five_places_are_shown_in_their_context_to_choose_from(client, repeated, editor):
    before = state(repeated)

    response = tag(client, repeated, "It rained", editor, statement="Typed with care.")

    assert response.status_code == 409
    assert sentences(response) == ["These words stand in 5 places. Choose the one you mean."]
    places = response.context["places"]
    assert [place.value for place in places] == ["0-9", "17-26", "34-43", "51-60", "68-77"]
    assert (places[1].before, places[1].words) == ("It rained again. ", "It rained")
    assert "Typed with care." in page(response)
    assert state(repeated) == before


@pytest.mark.parametrize(("count", "status"), [(30, 409), (31, 400)])
def test_more_places_than_a_person_reads_are_not_shown(client, editor, count, status):
    article = make_article(html=f"<p>{'It rained. ' * count}</p>")
    before = state(article)

    response = tag(client, article, "It rained", editor, place="0-9" if count > 30 else "")

    assert response.status_code == status
    assert state(article) == before


def test_words_in_too_many_places_ask_for_more_words(client, editor):
    article = make_article(html=f"<p>{'It rained. ' * 690}</p>")

    response = tag(client, article, "It rained", editor, statement="Typed with care.")

    assert response.context["tag_form"].errors["words"] == [
        "These words stand in 690 places, too many to choose from. Copy more words: those before "
        "or after the place you mean too."
    ]
    assert "Typed with care.</textarea>" in page(response)


def test_the_chosen_place_is_tagged_with_all_that_was_typed(client, repeated, editor):
    tag(client, repeated, "It rained", editor, place="34-43", statement="Typed with care.")

    claim = Claim.objects.get()
    assert (claim.start, claim.end, claim.statement) == (34, 43, "Typed with care.")


@pytest.mark.parametrize("place", ["1-10", "0", "-", "zero-nine"])
def test_a_place_that_is_none_of_them_is_asked_for_again(client, repeated, editor, place):
    before = state(repeated)

    response = tag(client, repeated, "It rained", editor, place=place)

    assert response.status_code == 409
    assert state(repeated) == before


def test_words_pasted_from_an_older_revision_are_asked_for_again_and_kept(client, article, editor):
    editing.revise(article, by=editor, based_on=1, standfirst="Changed meanwhile.")
    before = state(article)

    response = tag(client, article, WORDS, editor, revision=1)

    assert response.status_code == 409
    assert sentences(response)[0].startswith("The article has changed: revision 2 is the newest")
    assert response.context["tag_form"]["revision"].value() == "2"
    assert f"{WORDS}</textarea>" in page(response)
    assert state(article) == before


def test_of_two_people_who_tag_the_same_words_the_second_is_told(client, editor):
    claim = make_claim()
    before = state(claim.article)

    response = tag(client, claim.article, WORDS, editor)

    assert response.status_code == 400
    (said,) = response.context["tag_form"].errors["words"]
    assert said == f"These very words are tagged already, as claim {claim.pk}."
    assert state(claim.article) == before


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"due": "tomorrow"}, "due"),
        ({"assignee": "99999"}, "assignee"),
        ({"priority": "high"}, "priority"),
        ({"claimant": "x" * 201}, "claimant"),
        ({"revision": "first"}, "revision"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_and_the_rest_kept(
    client, article, editor, told, field
):
    before = state(article)

    response = tag(client, article, WORDS, editor, **told)

    assert response.status_code == 400
    assert list(response.context["tag_form"].errors) == [field]
    assert f"{WORDS}</textarea>" in page(response)
    assert state(article) == before


def test_words_are_text_wherever_they_are_shown_again(client, article, editor):
    response = tag(client, article, "</textarea><script>alert(1)</script>", editor)

    assert "<script>alert" not in page(response)


def test_staff_without_a_role_tag_nothing(client, article):
    response = tag(client, article, WORDS, make_user())

    assert response.status_code == 403
    assert Claim.objects.count() == 0
