"""Two claims state one fact: people say so, and may take it back."""

import pytest

from articles.errors import Conflict, Invalid, NotAllowed, StepRefused
from articles.models import LedgerEntry
from claims import history, sameness
from claims.models import Claim, Contribution, Sameness, Status
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def claims(made_once):
    return make.make_claim(), make.make_claim()


def last_entries(*claims):
    entries = (LedgerEntry.objects.filter(article=claim.article_id).last() for claim in claims)
    return [(entry.action, entry.actor_id) for entry in entries]


def test_either_of_them_is_declared_the_same_as_the_other(claims):
    first, second = claims

    make.declare_same(second, first)

    assert [Sameness.objects.of(one).get().other_id for one in claims] == [second.pk, first.pk]


@pytest.mark.parametrize("make_person", [make.make_editor, make.make_reviewer])
def test_the_record_of_both_articles_tells_of_it(claims, make_person):
    person = make_person()

    made = sameness.declare_same(*claims, by=person, note="The same minutes.")

    assert last_entries(*claims) == [("claim.declare_same", person.pk)] * 2
    assert [(deed.what, deed.note) for deed in (history.of(one)[0] for one in claims)] == [
        (f"Declared it the same as claim {claims[1].pk}", "The same minutes."),
        (f"Declared it the same as claim {claims[0].pk}", "The same minutes."),
    ]
    assert (made.declared_by, made.note) == (person, "The same minutes.")


def test_it_moves_neither_and_is_no_hand_in_either(claims):
    before = list(Claim.objects.order_by("pk").values_list("status", "version"))
    hands = Contribution.objects.count()

    make.declare_same(*claims)

    assert list(Claim.objects.order_by("pk").values_list("status", "version")) == before
    assert Contribution.objects.count() == hands


def test_two_of_one_article_may_be_the_same(claims):
    other = make.make_claim(claims[0].article, "met on Monday")

    made = make.declare_same(other, claims[0])

    entries = LedgerEntry.objects.filter(action="claim.declare_same", article=other.article_id)
    assert (made.first, made.second, entries.count()) == (claims[0], other, 2)


def test_only_editors_and_reviewers_declare_it_or_take_it_back(claims):
    publisher = make.make_publisher()
    with pytest.raises(NotAllowed):
        sameness.declare_same(*claims, by=publisher, note="The same minutes.")
    made = make.declare_same(*claims)
    with pytest.raises(NotAllowed):
        sameness.retract(made, by=publisher, note="Not at all.")

    assert Sameness.objects.standing().get() == made


def test_a_claim_is_not_declared_the_same_as_itself(claims):
    with pytest.raises(Invalid) as refused:
        make.declare_same(claims[0], claims[0])

    assert refused.value.errors == {"other": "This is the claim itself. Choose another one."}


@pytest.mark.parametrize("note", ["", " \n", None])
def test_it_needs_a_reason(claims, note):
    with pytest.raises(Invalid) as refused:
        sameness.declare_same(*claims, by=make.make_editor(), note=note)

    assert refused.value.errors == {"note": "Say how you know that both state one fact."}


def test_a_dismissed_claim_is_the_same_as_none(claims):
    dismissed = make.make_claim_with_status(Status.DISMISSED)

    with pytest.raises(StepRefused) as refused:
        make.declare_same(claims[0], dismissed)

    assert str(refused.value) == (
        f"Claim {dismissed.pk} is dismissed. Reopen it first, or choose another one."
    )


def test_it_is_declared_once(claims):
    make.declare_same(*claims)

    with pytest.raises(Conflict) as refused:
        make.declare_same(*reversed(claims))

    assert str(refused.value) == (
        f"Claims {claims[0].pk} and {claims[1].pk} are declared the same already."
    )


def test_it_is_taken_back_with_a_reason_and_stays_in_the_record(claims):
    made, editor = make.declare_same(*claims), make.make_editor()

    sameness.retract(made, by=editor, note="One is of last year.")

    assert (Sameness.objects.standing().count(), Sameness.objects.count()) == (0, 1)
    assert last_entries(*claims) == [("claim.retract_same", editor.pk)] * 2


def test_it_is_not_taken_back_without_a_reason(claims):
    made = make.declare_same(*claims)

    with pytest.raises(Invalid) as refused:
        sameness.retract(made, by=make.make_editor(), note=" ")

    assert refused.value.errors == {"note": "Say why they do not state one fact."}


def test_it_is_taken_back_once(claims):
    made = make.declare_same(*claims)
    sameness.retract(made, by=make.make_editor(), note="One is of last year.")

    with pytest.raises(Conflict):
        sameness.retract(made, by=make.make_editor(), note="One is of last year.")


def test_it_may_be_declared_again_then(claims):
    sameness.retract(make.declare_same(*claims), by=make.make_editor(), note="A mistake.")

    again = make.declare_same(*claims)

    assert Sameness.objects.standing().get() == again


@pytest.mark.parametrize("status", [Status.AWAITING_APPROVAL, Status.VERIFIED])
def test_it_stands_while_a_verdict_rests_on_it(status):
    claim = make.make_adopting_claim(status=status)

    with pytest.raises(StepRefused) as refused:
        sameness.retract(claim.decision.sameness, by=make.make_editor(), note="A mistake.")

    assert str(refused.value) == (
        f"The verdict on claim {claim.pk} rests on it. Object to that verdict first, or send it "
        "back."
    )
