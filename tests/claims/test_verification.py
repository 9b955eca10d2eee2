"""How far an article is verified, counted from its claims."""

import pytest

from claims import verification
from claims.models import Status
from claims.verification import State, Verification
from tests.factories import BODY, make_article, make_claim, make_claim_with_status

pytestmark = pytest.mark.django_db

WORDS = ["The council has 40 members.", "founded in 1901", "The meeting ended at noon."]


def article_with(*statuses):
    article = make_article(html=BODY)
    for status, words in zip(statuses, WORDS, strict=False):
        make_claim_with_status(status, article=article, words=words)
    return article


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ([], State.UNVERIFIED),
        ([Status.SUGGESTED, Status.DISMISSED], State.UNVERIFIED),
        ([Status.OPEN], State.UNVERIFIED),
        ([Status.RECHECK], State.UNVERIFIED),
        ([Status.VERIFIED], State.VERIFIED),
        ([Status.VERIFIED, Status.SUGGESTED], State.VERIFIED),
        ([Status.VERIFIED, Status.OPEN], State.PARTLY_VERIFIED),
        ([Status.VERIFIED, Status.UNVERIFIABLE], State.PARTLY_VERIFIED),
        ([Status.UNVERIFIABLE], State.UNVERIFIED),
        ([Status.VERIFIED, Status.REFUTED], State.DISPUTED),
    ],
)
def test_the_state_of_an_article_comes_from_its_claims(statuses, state):
    article = article_with(*statuses)

    assert verification.of_articles([article.pk])[article.pk].state == state
    assert verification.of_claims(article.claims.all()).state == state


def test_claims_are_counted_by_what_became_of_them():
    article = article_with(Status.VERIFIED, Status.IN_REVIEW, Status.SUGGESTED)

    assert verification.of_articles([article.pk]) == {
        article.pk: Verification(State.PARTLY_VERIFIED, 2, 1, 0, 0, 1)
    }


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_articles_takes_one_query(django_assert_num_queries, count):
    articles = [make_claim().article for _ in range(count)]

    with django_assert_num_queries(1):
        found = verification.of_articles(article.pk for article in articles)

    assert len(found) == count
