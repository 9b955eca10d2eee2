"""What a search among the claims finds, how much of it, and what it says of the rest."""

import pytest
from django.urls import reverse

from articles import listing
from claims import searching
from claims.models import Claim
from tests.claims.admin_pages import LIST, sentences
from tests.factories import make_article, make_claim, make_editor

pytestmark = pytest.mark.django_db

PLACES = ("The town council", "The council has 40 members.", "It was founded", "The meeting ended")


def make_claims(headline="Council meets"):
    article = make_article(headline=headline)
    return [make_claim(article, words) for words in PLACES]


def found(search):
    claims, said = searching.found(Claim.objects.all(), search)
    return sorted(claim.pk for claim in claims), said


def test_every_word_has_to_be_there_wherever_it_stands():
    article = make_article(headline="Harbour report")
    one = make_claim(article, claimant="Office Nine")
    make_claim(article, "It was founded")

    assert found("harbour NINE 40") == ([one.pk], "")


def test_words_between_quotation_marks_stand_together():
    one, two, *_ = make_claims()

    assert found('"town council"') == ([one.pk], "")
    assert found("'council has'") == ([two.pk], "")


def test_a_lone_quotation_mark_is_a_word_like_others():
    make_claims()

    assert found('"') == ([], "")


def test_a_word_that_too_many_hold_finds_so_many_and_says_so(monkeypatch):
    make_claims()
    monkeypatch.setattr(searching, "MOST_FOUND", 2)

    keys, said = found("the")

    assert (len(keys), said) == (2, searching.COMMON)


def test_a_word_of_too_many_headlines_says_so(monkeypatch):
    monkeypatch.setattr(searching, "MOST_FOUND", 1)
    for _ in range(2):
        make_article(headline="Harbour report")
    one = make_claim(make_article(headline="Another"))

    assert found("harbour") == ([], searching.COMMON)
    assert found("another") == ([one.pk], "")


def test_a_short_word_is_looked_for_in_the_newest_claims(monkeypatch):
    *_, third, last = make_claims(headline="40 members")
    monkeypatch.setattr(searching, "NEWEST", 2)

    assert found("40") == ([third.pk, last.pk], searching.SHORT)


def test_a_short_word_beside_a_longer_one_is_looked_for_everywhere(monkeypatch):
    first, *_ = make_claims(headline="40 members")
    monkeypatch.setattr(searching, "NEWEST", 1)

    assert found("40 town") == ([first.pk], "")


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_a_query_and_one_for_each_word(count, django_assert_num_queries):
    for _ in range(count):
        make_claim()

    with django_assert_num_queries(3):
        searching.found(Claim.objects.all(), "council members")


def test_the_list_says_what_a_search_left_out(client, monkeypatch):
    monkeypatch.setattr(searching, "MOST_FOUND", 1)
    make_claims()
    client.force_login(make_editor())

    response = client.get(reverse(LIST), {"q": "council"})

    assert sentences(response) == [searching.COMMON]
    assert len(response.context_data["cl"].result_list) == 1


def test_a_long_list_shows_its_first_rows_and_says_so(client, monkeypatch):
    monkeypatch.setattr(listing, "MOST_LISTED", 3)
    make_claims()
    client.force_login(make_editor())

    response = client.get(reverse(LIST))

    page = " ".join(response.content.decode().split())
    assert "The first 3 claims. Filter or search to see others." in page
    assert response.context_data["cl"].result_count == 3


def test_a_list_that_is_shown_whole_says_how_many(client):
    make_claims()
    client.force_login(make_editor())

    page = " ".join(client.get(reverse(LIST)).content.decode().split())

    assert ("4 claims" in page, "The first" in page) == (True, False)
