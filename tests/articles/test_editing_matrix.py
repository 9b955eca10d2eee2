"""Every step of an article, in every status, by every role, on one's own article and another's."""

from datetime import UTC, datetime

import pytest

from articles import editing
from articles.errors import NotAllowed, StepRefused
from articles.models import Status
from newsroom.roles import EDITORS, PUBLISHERS, REVIEWERS
from tests import factories as make
from tests.articles.written import MORE, make_article_with_status, written

pytestmark = pytest.mark.django_db

ROLES = {
    "none": ((), False),
    "editor": ((EDITORS,), False),
    "reviewer": ((REVIEWERS,), False),
    "publisher": ((PUBLISHERS,), False),
    "editor and publisher": ((EDITORS, PUBLISHERS), False),
    "superuser": ((), True),
}
MAY = {
    "submit": EDITORS,
    "return": EDITORS,
    "schedule": PUBLISHERS,
    "unschedule": PUBLISHERS,
    "publish": PUBLISHERS,
    "override": PUBLISHERS,
    "confirm_override": PUBLISHERS,
    "drop_override": PUBLISHERS,
    "correct": PUBLISHERS,
    "withdraw": PUBLISHERS,
    "restore": PUBLISHERS,
}
LEADS_TO = {
    "submit": Status.IN_REVIEW,
    "return": Status.DRAFT,
    "schedule": Status.SCHEDULED,
    "unschedule": Status.IN_REVIEW,
    "publish": Status.PUBLISHED,
    "override": Status.IN_REVIEW,
    "confirm_override": Status.PUBLISHED,
    "drop_override": Status.IN_REVIEW,
    "correct": Status.PUBLISHED,
    "withdraw": Status.WITHDRAWN,
    "restore": Status.IN_REVIEW,
}
# Where nothing is in the way, nobody overrides anything (tests/articles/test_override.py).
NEEDS_A_BLOCKER = {"override", "confirm_override", "drop_override"}


@pytest.fixture(scope="module")
def people(made_once):
    return {
        role: make.make_user(*groups, is_superuser=is_superuser)
        for role, (groups, is_superuser) in ROLES.items()
    }


@pytest.fixture(scope="module")
def articles(people):
    """An article of each status: nobody's, and one of everybody who may write one."""
    writers = [role for role, user in people.items() if user.has_perm("articles.add_article")]
    return {
        (status, role): make_article_with_status(status, by=people.get(role))
        for status in Status.values
        for role in (None, *writers)
    }


def given_with(step, article):
    given = {"note": "Because."} if "note" in step.needs else {}
    if step.name == "schedule":
        given["at"] = datetime(2999, 5, 1, tzinfo=UTC)
    if step.name == "correct":
        given |= {"revision": article.revision.number, "html": MORE}
    return given


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("own", [True, False], ids=["own", "another's"])
def test_a_step_is_taken_as_the_table_says_or_refused_and_nothing_is_written(
    people, articles, status, role, own
):
    groups, is_superuser = ROLES[role]
    user = people[role]
    article = articles.get((status, role if own else None)) or articles[status, None]
    article.refresh_from_db()
    _, revision, sequence, entries = before = written(article)
    surprises = []

    for step in editing.STEPS:
        point = editing.transaction.savepoint()
        allowed = is_superuser or MAY[step.name] in groups
        if allowed and status in step.old and step.name not in NEEDS_A_BLOCKER:
            corrects = step.name == "correct"
            action = "article.revise" if corrects else f"article.{step.name}"
            wanted = (
                LEADS_TO[step.name],
                revision + corrects,
                sequence + 1,
                [*entries, (action, user.pk)],
            )
        else:
            wanted = (StepRefused if allowed else NotAllowed, before)
        try:
            editing.take(article, step.name, by=user, **given_with(step, article))
            outcome = written(article)
        except (NotAllowed, StepRefused) as refusal:
            outcome = (type(refusal), written(article))
        if outcome != wanted:
            surprises.append((step.name, outcome))
        editing.transaction.savepoint_rollback(point)

    assert surprises == []


def test_the_matrix_knows_every_step_of_the_table():
    steps = [step.name for step in editing.STEPS]

    assert (list(MAY), list(LEADS_TO)) == (steps, steps)
