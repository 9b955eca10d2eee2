"""Very many at one moment, every order of a few, and random steps: what has to hold, holds."""

from contextlib import suppress
from functools import partial
from itertools import permutations
from threading import Barrier

import pytest
from django.db import connection

from articles import editing
from articles.errors import DeskError
from articles.models import LedgerEntry
from benchmarks import _invariants, havoc
from claims import workflow
from claims.models import Claim
from tests import factories as make
from tests.test_races import many_connections, race  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("many_connections")]

# Each waits on a connection of its own; on SQLite they are threads of one process.
REVIEWERS = 50 if connection.vendor == "postgresql" else 12
OTHER_WORDS = make.BODY.replace("has 40 members", "has 41 members")


def test_of_fifty_reviewers_who_take_a_claim_up_one_has_it_and_each_other_hears_why():
    claim = make.make_claim()
    said = []

    def take_up(by):
        try:
            return workflow.take(claim, "take_up", by=by).assignee_id
        except DeskError as refusal:
            said.append(str(refusal))
            raise

    race(*(partial(take_up, make.make_reviewer()) for _ in range(REVIEWERS)))

    assert said == ["Somebody else has just changed this claim. Look again and repeat."] * (
        REVIEWERS - 1
    )
    assert LedgerEntry.objects.filter(action="claim.take_up").count() == 1
    assert _invariants.broken() == []


def make_house():
    """An article in review, its one claim awaiting approval, and three who are about to act."""
    claim = make.make_proposed_claim()
    editing.take(claim.article, "submit", by=make.make_editor())
    approver, editor, publisher = make.make_reviewer(), make.make_editor(), make.make_publisher()
    return claim, {
        "approve": lambda: workflow.take(claim, "approve", by=approver),
        "edit": lambda: editing.revise(claim.article, by=editor, based_on=1, html=OTHER_WORDS),
        "publish": lambda: editing.take(claim.article, "publish", by=publisher),
    }


def in_order(order, deeds):
    """Do `deeds` on two connections by turns: one begins when the one before it has ended.

    One person edits, the other approves and publishes.
    """
    turns = [Barrier(2) for _ in order]

    def person(mine):
        for name, turn in zip(order, turns, strict=True):
            if name in mine:
                with suppress(DeskError):
                    deeds[name]()
            turn.wait()

    race(partial(person, {"edit"}), partial(person, {"approve", "publish"}))


def test_no_order_of_approving_editing_and_publishing_lets_unverified_words_out():
    outcomes = {}
    for order in permutations(["approve", "edit", "publish"]):
        claim, deeds = make_house()
        in_order(order, deeds)
        claim.refresh_from_db()
        outcomes["-".join(order)] = (claim.article.status, claim.status)

    assert outcomes == {
        "approve-edit-publish": ("in_review", "recheck"),
        "approve-publish-edit": ("published", "verified"),
        "edit-approve-publish": ("in_review", "recheck"),
        "edit-publish-approve": ("in_review", "recheck"),
        "publish-approve-edit": ("in_review", "recheck"),
        "publish-edit-approve": ("in_review", "recheck"),
    }
    assert _invariants.broken() == []


def test_approving_editing_and_publishing_at_one_moment_let_no_unverified_words_out():
    for _ in range(2):
        _, deeds = make_house()
        race(*deeds.values())

    words = {(claim.status, claim.exact) for claim in Claim.objects.all()}
    assert words <= {("recheck", "The council has 41 members."), ("verified", make.WORDS)}
    assert _invariants.broken() == []


def test_after_random_steps_of_several_every_invariant_and_every_chain_holds():
    havoc.prepare(1)

    told = race(*(partial(havoc.take_steps, seed, 60) for seed in (1, 2)))

    done, refused = (sum(one[what] for one in told) for what in ("done", "refused"))
    assert [one["unforeseen"] for one in told] == [[], []]
    assert _invariants.broken() == []
    assert done + refused == 120
    # Who is first at a row is chance, and so is how much each gets done: some 53 deeds, 42 to 62.
    assert done > 20
