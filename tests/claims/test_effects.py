"""What an edit did to the claims, as the record has it."""

import pytest

from articles import editing
from claims import effects, tagging, workflow
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
)

pytestmark = pytest.mark.django_db

FOUNDED = "founded in 1901"


def revise(article, html):
    article.refresh_from_db()
    return editing.revise(article, by=make_editor(), based_on=article.revision.number, html=html)


def told(article, first=1, last=2):
    return [
        (one.revision, [(e.claim.pk, e.what, e.before, e.now) for e in one.touched], one.untouched)
        for one in effects.of(article, first, last)
    ]


def test_a_verdict_that_fell_is_told_with_the_words_before_and_after():
    article = make_article()
    claim = make_decided_claim(make_claim(article))
    make_claim(article, FOUNDED)

    revise(article, BODY.replace("has 40", "has 41"))

    now = "The council has 41 members."
    fell = (claim.pk, "The verdict fell: its words changed", WORDS, now)
    assert told(article) == [(2, [fell], 1)]


def test_a_verdict_whose_words_are_gone_says_so():
    article = make_article()
    claim = make_decided_claim(make_claim(article))

    revise(article, BODY.replace(WORDS, ""))

    fell = (claim.pk, "The verdict fell: its words are gone", WORDS, "")
    assert told(article) == [(2, [fell], 0)]


def test_a_verdict_whose_words_stand_in_several_places_says_so():
    article = make_article(html=f"<p>It rained.</p><p>{WORDS}</p><p>It snowed.</p>")
    claim = make_decided_claim(make_claim(article))

    revise(article, f"<p>{WORDS}</p><p>It rained.</p><p>It snowed.</p><p>{WORDS}</p>")

    fell = (claim.pk, "The verdict fell: its words stand in several places", WORDS, "")
    assert told(article) == [(2, [fell], 0)]


def test_a_claim_whose_paragraph_moved_is_told_as_moved():
    article = make_article()
    claim = make_decided_claim(make_claim(article))
    paragraph = f"<p>{WORDS} It was founded in 1901.</p>"

    revise(article, BODY.replace(f"{paragraph}\n", "") + f"\n{paragraph}")

    assert told(article) == [(2, [(claim.pk, "Its words moved", "", "")], 0)]


def test_words_that_come_back_are_told():
    article = make_article()
    claim = make_claim(article, FOUNDED)
    without = BODY.replace(" It was founded in 1901.", "")

    revise(article, without)
    revise(article, BODY)

    assert told(article, 1, 3) == [
        (3, [(claim.pk, "Its words came back", "", "")], 0),
        (2, [(claim.pk, "Its words are gone", "", "")], 0),
    ]


def test_a_dismissed_claim_whose_checked_words_return_is_told():
    article = make_article()
    claim = make_decided_claim(make_claim(article))
    revise(article, BODY.replace(WORDS, ""))
    claim.refresh_from_db()
    workflow.take(claim, "dismiss", by=make_editor(), note="Its words are gone.")
    revise(article, BODY)

    back = (claim.pk, "Its words came back and are to be checked again", WORDS, "")
    assert told(article, 2, 3) == [(3, [back], 0)]


def test_a_place_that_a_person_chose_is_no_return():
    article = make_article()
    claim = make_claim(article, FOUNDED)
    without = BODY.replace(" It was founded in 1901.", "")
    revise(article, without)
    claim.refresh_from_db()
    article.refresh_from_db()
    place = tagging.places(article.revision, "ended at noon")[0]
    tagging.place(claim, by=make_editor(), revision=2, start=place.start, end=place.end)

    revise(article, without.replace("ended at noon", "ended at one"))

    assert told(article, 2, 3) == [(3, [(claim.pk, "Its words changed", "", "")], 0)]


def test_only_claims_that_were_there_count_as_untouched():
    article = make_article()
    make_claim(article, FOUNDED)
    revise(article, BODY + "<p>More.</p>")
    article.refresh_from_db()
    make_claim(article, WORDS)
    revise(article, BODY + "<p>More and more.</p>")

    assert told(article, 1, 3) == [(3, [], 2), (2, [], 1)]


def test_another_article_has_no_part_in_it():
    make_claim_with_status("verified")
    article = make_article()
    revise(article, BODY + "<p>More.</p>")

    assert told(article) == [(2, [], 0)]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_two_queries(django_assert_num_queries, count):
    article = make_article()
    for words in [WORDS, FOUNDED, "ended at noon"][:count]:
        make_decided_claim(make_claim(article, words))
    for n in range(count):
        revise(article, f"<p>Version {n}.</p>")

    with django_assert_num_queries(2):
        found = effects.of(article, 1, 1 + count)

    assert len(found) == count
