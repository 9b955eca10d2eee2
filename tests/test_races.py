"""Several people at one moment, on real connections: one is first, the others are told.

On PostgreSQL they meet in the test database. SQLite keeps that one in memory, where nobody waits
for a lock; so there they meet in a copy of it in a file, as the product has it.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, connections

from articles import checkpoints, editing, ledger, scheduling
from articles.errors import Blocked, Conflict, DeskError, Invalid, StepRefused
from articles.models import Article, Checkpoint, LedgerEntry, Revision
from claims import adoption, gathering, sameness, tagging, workflow
from claims.models import Approval, Claim, Status
from tests import factories as make

PEOPLE = 4

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("many_connections")]


@pytest.fixture
def many_connections(transactional_db, tmp_path):
    """A database that every thread reaches over a connection of its own."""
    if connection.vendor != "sqlite":
        yield
        return
    path = str(tmp_path / "race.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])
    kept, settings = connections["default"], connections.settings["default"]
    in_memory, settings["NAME"] = settings["NAME"], path
    del connections["default"]
    yield
    connections["default"].close()
    settings["NAME"], connections["default"] = in_memory, kept


def race(*deeds):
    """Do all of `deeds` at once; return what each returned, or the kind of its refusal."""
    start = Barrier(len(deeds))

    def run(deed):
        start.wait()
        try:
            return deed()
        except DeskError as refusal:
            return type(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def as_everybody(make_person, deed):
    """Return `deed` as several people do it."""
    return [partial(deed, make_person()) for _ in range(PEOPLE)]


def losers(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, type)]


def actions():
    return list(LedgerEntry.objects.order_by("sequence").values_list("action", flat=True))


def the_record_holds():
    return list(ledger.verify()) == []


def test_of_several_who_take_a_claim_up_one_has_it():
    claim = make.make_claim()

    outcomes = race(
        *as_everybody(
            make.make_reviewer, lambda by: workflow.take(claim, "take_up", by=by).assignee_id
        )
    )

    winner = Claim.objects.get().assignee_id
    assert (losers(outcomes), [who for who in outcomes if who == winner]) == (
        [Conflict] * (PEOPLE - 1),
        [winner],
    )
    assert (actions(), the_record_holds()) == (
        ["article.write", "claim.tag", "claim.take_up"],
        True,
    )


def test_of_several_who_approve_one_decides():
    claim = make.make_proposed_claim()

    outcomes = race(
        *as_everybody(
            make.make_reviewer,
            lambda by: workflow.take(claim, "approve", by=by).status,
        )
    )

    assert sorted(map(str, outcomes)) == sorted(map(str, [Status.VERIFIED, *[Conflict] * 3]))
    assert (Approval.objects.count(), actions().count("claim.approve"), the_record_holds()) == (
        1,
        1,
        True,
    )


def test_two_who_approve_a_sensitive_claim_at_once_are_not_one_approval_too_few():
    claim = make.make_proposed_claim(sensitivity="sensitive")

    race(
        *as_everybody(
            make.make_reviewer,
            lambda by: workflow.take(claim, "approve", by=by).status,
        )
    )
    claim.refresh_from_db()
    after_the_race = claim.status, Approval.objects.count()
    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    assert (after_the_race, claim.status) == ((Status.AWAITING_APPROVAL, 1), Status.VERIFIED)


def test_of_several_who_revise_the_same_revision_one_writes():
    article = make.make_article()

    outcomes = race(
        *as_everybody(
            make.make_editor,
            lambda by: (
                editing.revise(
                    article, by=by, based_on=1, html=f"{make.BODY}<p>By {by}.</p>"
                ).number
            ),
        )
    )

    assert sorted(map(str, outcomes)) == sorted(map(str, [2, *[Conflict] * 3]))
    assert (Revision.objects.count(), actions(), the_record_holds()) == (
        2,
        ["article.write", "article.revise"],
        True,
    )


def test_several_who_tag_different_words_all_do():
    article = make.make_article()
    words = ("The town council", make.WORDS, "It was founded", "The meeting ended")

    outcomes = race(
        *(partial(make.make_claim, article, each, by=make.make_editor()) for each in words)
    )

    assert [claim.exact for claim in outcomes] == list(words)
    assert (actions(), the_record_holds()) == (["article.write", *["claim.tag"] * 4], True)


def test_of_several_who_tag_the_same_words_one_does():
    article = make.make_article()

    outcomes = race(
        *as_everybody(make.make_editor, lambda by: make.make_claim(article, by=by).status)
    )

    assert sorted(map(str, outcomes)) == sorted(map(str, [Status.OPEN, *[Invalid] * 3]))
    assert Claim.objects.count() == 1


def test_of_several_who_retract_one_piece_of_evidence_one_does():
    claim = make.make_claim_in_review()
    evidence = claim.evidence.get()
    evidence.claim = claim

    outcomes = race(
        *as_everybody(
            make.make_reviewer,
            lambda by: gathering.retract_evidence(evidence, by=by, note="Mistaken.").pk,
        )
    )

    assert sorted(map(str, outcomes)) == sorted(map(str, [evidence.pk, *[Conflict] * 3]))
    assert actions().count("evidence.retract") == 1


def test_articles_of_one_headline_written_at_once_have_addresses_of_their_own():
    slugs = race(
        *as_everybody(
            make.make_editor, lambda by: make.make_article(by=by, headline="Council meets").slug
        )
    )

    assert sorted(slugs) == ["council-meets", *(f"council-meets-{n}" for n in (2, 3, 4))]


def test_nothing_goes_by_the_gate_while_it_is_asked():
    article = editing.take(make.make_article(), "submit", by=make.make_editor())
    publisher, editor = make.make_publisher(), make.make_editor()

    published, _ = race(
        lambda: editing.take(article, "publish", by=publisher).status,
        lambda: make.make_claim(article, by=editor).status,
    )

    wanted = {
        Blocked: ["claim.tag"],
        "published": ["article.publish", "claim.tag"],
    }[published]
    assert (actions()[2:], the_record_holds()) == (wanted, True)


def test_a_verdict_and_an_edit_at_once_leave_no_verdict_on_other_words():
    claim = make.make_proposed_claim()
    reviewer, editor = make.make_reviewer(), make.make_editor()
    html = make.BODY.replace("has 40 members", "has 41 members")

    race(
        lambda: workflow.take(claim, "approve", by=reviewer).status,
        lambda: editing.revise(claim.article, by=editor, based_on=1, html=html).number,
    )

    claim.refresh_from_db()
    assert (claim.status, claim.exact, the_record_holds()) == (
        Status.RECHECK,
        "The council has 41 members.",
        True,
    )


def test_an_assignment_and_a_step_at_once_are_one_after_the_other():
    claim = make.make_claim()
    editor, reviewer = make.make_editor(), make.make_reviewer()

    outcomes = race(
        lambda: tagging.amend(claim, by=editor, kind="figure").version,
        lambda: workflow.take(claim, "take_up", by=reviewer).version,
    )

    assert sorted(map(str, outcomes)) == sorted(map(str, [2, Conflict]))
    assert Article.objects.get().head_sequence == 3


def test_one_checkpoint_is_made_by_however_many_at_once():
    for _ in range(3):
        make.make_article()

    made = race(*[checkpoints.make] * PEOPLE)

    assert made == [Checkpoint.objects.get()] * PEOPLE
    assert list(checkpoints.verify_chain()) == []


def test_of_several_workers_one_publishes_what_is_due():
    article = make.schedule(make.make_article())
    due = datetime(2026, 1, 1, tzinfo=UTC)
    Article.objects.update(scheduled_for=due)

    outcomes = race(*[lambda: list(scheduling.publish_due())] * PEOPLE)

    assert sorted(outcomes, key=len) == [[]] * (PEOPLE - 1) + [[(article, None)]]
    assert actions().count("article.publish") == 1
    assert the_record_holds()


def test_of_several_who_confirm_an_override_one_publishes():
    article = make.make_overridden_article()

    outcomes = race(
        *as_everybody(
            make.make_publisher, lambda by: editing.take(article, "confirm_override", by=by)
        )
    )

    assert losers(outcomes) == [StepRefused] * (PEOPLE - 1)
    assert actions()[-2:] == ["article.override_confirm", "article.publish"]
    assert the_record_holds()


def test_a_verdict_is_never_in_force_by_adopting_one_that_falls_at_the_same_moment():
    first = make.make_decided_claim()
    adopting = make.make_adopting_claim(first, Status.AWAITING_APPROVAL)
    reviewer, editor = make.make_reviewer(), make.make_editor()

    race(
        lambda: workflow.take(first, "object", by=editor, note="It is withdrawn.").status,
        lambda: workflow.take(adopting, "approve", by=reviewer).status,
    )

    in_force = list(Claim.objects.in_force())
    adoption.fall_due()
    adopting.refresh_from_db()
    assert (in_force, adopting.status, the_record_holds()) == ([], Status.RECHECK, True)


def test_what_falls_with_a_verdict_is_entered_once_by_however_many_at_once():
    first = make.make_decided_claim()
    make.make_adopting_claim(first)
    Claim.objects.filter(pk=first.pk).update(status=Status.OPEN, decided_at=None)

    fallen = race(*[adoption.fall_due] * PEOPLE)

    assert sorted(map(len, fallen)) == [0, 0, 0, 1]
    assert (actions().count("claim.adopted_fell"), the_record_holds()) == (1, True)


def test_claims_of_two_articles_are_declared_the_same_from_both_sides_and_nobody_waits_for_ever():
    claims = make.make_claim(), make.make_claim()

    outcomes = race(
        *(
            partial(sameness.declare_same, *pair, by=make.make_editor(), note="The same minutes.")
            for pair in (claims, claims[::-1]) * 2
        )
    )

    assert losers(outcomes) == [Conflict] * 3
    assert (actions().count("claim.declare_same"), the_record_holds()) == (2, True)
