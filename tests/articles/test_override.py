"""An override: one publisher asks, another confirms, and no more than was named gets past."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from articles import editing, ledger, scheduling
from articles.errors import Blocked, Invalid, NotAllowed, StepRefused
from articles.models import Article, LedgerEntry, Override
from claims.models import Claim
from newsroom.roles import EDITORS, PUBLISHERS
from tests import factories as make

pytestmark = pytest.mark.django_db

LATER = datetime(2999, 5, 1, tzinfo=UTC)
REASON = "The town needs to know today."
SINCE = "Something else is in the way since the override was asked for. Ask for it anew."


@pytest.fixture
def publisher():
    return make.make_publisher()


def step(article, name, by=None, **told):
    return editing.take(article, name, by=by or make.make_publisher(), **told)


def deeds(article):
    entries = LedgerEntry.objects.filter(article=article).values_list("action", "actor_id")
    return [entry for entry in entries if "override" in entry[0] or "publish" in entry[0]]


def payload(article, action):
    return json.loads(LedgerEntry.objects.filter(article=article, action=action).last().payload)


def written():
    override, article = Override.objects.get(), Article.objects.get()
    return override.confirmed_at, override.voided_at, article.status, article.head_sequence


@pytest.mark.parametrize("lost", ["role", "account"])
def test_of_whoever_may_ask_no_more_no_override_is_confirmed(publisher, lost):
    article = make.make_overridden_article(publisher)
    if lost == "role":
        publisher.groups.clear()
    else:
        publisher.is_active = False
        publisher.save()
    before = written()

    with pytest.raises(StepRefused) as refused:
        step(article, "confirm_override")

    assert (str(refused.value), written()) == (
        f"{publisher.get_full_name()}, who asked for it, may not override the gate any more. "
        "Ask for it anew.",
        before,
    )


def test_an_override_names_what_is_in_the_way_and_waits(publisher):
    article = make.make_overridden_article(publisher)

    named = [
        {
            "claim": article.claims.get().pk,
            "label": make.WORDS,
            "status": "open",
            "detail": "It is open: no verdict has been approved yet.",
        }
    ]
    assert (article.status, article.override.is_confirmed) == ("in_review", False)
    assert json.loads(article.override.blockers) == named
    assert payload(article, "article.override_ask") == {
        "override": article.override.pk,
        "revision": 1,
        "blockers": named,
        "reason": REASON,
        "shown_to_readers": False,
    }


def test_a_second_publisher_confirms_and_the_article_is_out(publisher):
    article, second = make.make_overridden_article(publisher), make.make_publisher()

    article = step(article, "confirm_override", second)

    assert article.status == "published"
    assert (article.override.asked_by, article.override.confirmed_by) == (publisher, second)
    assert deeds(article) == [
        ("article.override_ask", publisher.pk),
        ("article.override_confirm", second.pk),
        ("article.publish", second.pk),
    ]
    assert payload(article, "article.publish")["by_override"] == article.override.pk
    assert list(ledger.verify()) == []


def test_nobody_confirms_an_override_they_asked_for(publisher):
    article = make.make_overridden_article(publisher)
    before = written()

    with pytest.raises(StepRefused, match="You asked for this override: a second person confirms"):
        step(article, "confirm_override", publisher)

    assert written() == before


def test_not_even_a_superuser_confirms_their_own():
    admin = make.make_user(is_superuser=True)
    article = make.make_overridden_article(admin)

    with pytest.raises(StepRefused, match="a second person confirms it"):
        step(article, "confirm_override", admin)


@pytest.mark.parametrize("name", ["override", "confirm_override", "drop_override"])
@pytest.mark.parametrize("make_person", [make.make_editor, make.make_reviewer, make.make_user])
def test_only_publishers_have_to_do_with_overrides(name, make_person):
    article = make.make_overridden_article()
    before = written()

    with pytest.raises(NotAllowed):
        step(article, name, make_person(), note="So.")

    assert written() == before


def test_overriding_is_a_permission_of_its_own():
    article = make.make_overridden_article()
    person = make.make_user()
    person.user_permissions.add(Permission.objects.get(codename="publish_article"))

    with pytest.raises(NotAllowed, match="Only publishers may do this"):
        step(article, "confirm_override", person)


def test_a_reason_is_asked_for():
    article = editing.take(make.make_claim().article, "submit", by=make.make_editor())

    with pytest.raises(Invalid) as refused:
        step(article, "override")

    assert refused.value.errors == {"note": "Say why: “Ask for an override” needs a note."}


def test_where_nothing_is_in_the_way_nothing_is_overridden():
    article = editing.take(make.make_article(), "submit", by=make.make_editor())

    with pytest.raises(StepRefused, match=r"Nothing is in the way: publish it\."):
        step(article, "override", note=REASON)


def test_a_provisional_headline_is_not_overridden():
    article = make.make_article(headline=None)
    make.make_claim(article)
    editing.take(article, "submit", by=make.make_editor())

    with pytest.raises(Blocked, match="Not this way") as refused:
        step(article, "override", note=REASON)

    assert [blocker.detail for blocker in refused.value.blockers] == [
        "The headline is provisional. Give the article its own."
    ]


def test_an_embargo_is_not_overridden():
    article, publisher = make.make_overridden_article(), make.make_publisher()
    scheduling.set_embargo(article, LATER, by=publisher, note="The report is out then.")

    with pytest.raises(Blocked, match="Not this way"):
        step(article, "confirm_override")

    assert Article.objects.get().status == "in_review"


# --- what it covers -------------------------------------------------------------------------------


def test_a_claim_that_came_up_since_is_not_covered():
    article = make.make_overridden_article()
    claim = make.make_claim(article, "The meeting ended at noon.")
    before = written()

    with pytest.raises(Blocked) as refused:
        step(article, "confirm_override")

    assert (str(refused.value), [one.key for one in refused.value.blockers]) == (SINCE, [claim.pk])
    assert written() == before


def test_a_claim_that_was_refuted_since_is_another_than_the_open_one_that_was_named():
    article = make.make_overridden_article()
    make.make_decided_claim(article.claims.get(), verdict="refuted")

    with pytest.raises(Blocked) as refused:
        step(article, "confirm_override")

    assert [one.status for one in refused.value.blockers] == ["refuted"]


def test_a_claim_that_was_verified_since_is_in_nobodys_way():
    article = make.make_claim().article
    make.make_claim(article, "The meeting ended at noon.")
    editing.take(article, "submit", by=make.make_editor())
    step(article, "override", note=REASON)
    make.make_decided_claim(Claim.objects.get(exact=make.WORDS))

    assert step(article, "confirm_override").status == "published"


def test_once_nothing_is_in_the_way_it_is_published_without():
    article = make.make_overridden_article()
    make.make_decided_claim(article.claims.get())

    with pytest.raises(StepRefused, match="Nothing is in the way"):
        step(article, "confirm_override")

    article = step(article, "publish")
    assert (article.status, article.override) == ("published", None)


def test_a_change_to_the_article_voids_it():
    article, editor = make.make_overridden_article(), make.make_editor()
    editing.revise(article, by=editor, based_on=1, standfirst="New.")

    override = Override.objects.get()
    assert (override.voided_why, Article.objects.get().override) == (
        "The article was changed.",
        None,
    )
    assert deeds(article)[-1] == ("article.override_void", editor.pk)
    with pytest.raises(StepRefused, match=r"No override was asked for\."):
        step(article, "confirm_override")


@pytest.mark.parametrize(
    ("name", "label", "told"),
    [
        ("return", "return to draft", {"note": "So."}),
        ("schedule", "schedule", {"at": LATER}),
    ],
)
def test_an_article_that_leaves_review_takes_no_override_with_it(name, label, told):
    article = make.make_overridden_article()

    article = step(article, name, make.make_user(EDITORS, PUBLISHERS), **told)

    assert Override.objects.get().voided_why == f"The article left review: {label}."
    assert article.override is None


def test_it_is_dropped_with_a_reason_by_either_of_them(publisher):
    article = make.make_overridden_article()

    article = step(article, "drop_override", publisher, note="It can wait.")

    assert (Override.objects.get().voided_why, article.override) == ("It can wait.", None)
    assert payload(article, "article.override_void") == {
        "override": Override.objects.get().pk,
        "why": "It can wait.",
    }


def test_one_that_is_asked_for_anew_takes_the_place_of_the_other():
    article = make.make_overridden_article()
    first = article.override
    make.make_claim(article, "The meeting ended at noon.")

    article = step(article, "override", note="Both can wait.")

    first.refresh_from_db()
    assert first.voided_why == "Another one was asked for."
    assert len(json.loads(article.override.blockers)) == 2
    assert step(article, "confirm_override").status == "published"


def test_it_does_not_outlast_the_publication():
    article = step(make.make_overridden_article(), "confirm_override")
    article = step(article, "withdraw", note="A mix-up.")
    article = step(article, "restore", note="It is put right.")

    assert article.override is None
    with pytest.raises(Blocked, match="Not published: One thing is in the way"):
        step(article, "publish")


def test_a_correction_leaves_it_as_it_was():
    article = step(make.make_overridden_article(), "confirm_override")
    override = article.override

    told = {"note": "The day was wrong.", "revision": 1, "standfirst": "New."}
    article = step(article, "correct", **told)

    assert (article.override, article.override.voided_at) == (override, None)


def test_what_is_offered_says_why_not(publisher):
    article = make.make_overridden_article(publisher)

    mine = {offer.name: offer.reason for offer in editing.allowed_steps(article, publisher)}

    assert (mine["confirm_override"], mine["drop_override"]) == (
        "You asked for this override: a second person confirms it.",
        "",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_confirming_costs_the_same_for_any_number_of_claims(count, django_assert_num_queries):
    article, second = make.make_article(), make.make_publisher()
    for words in ("The town council met", make.WORDS, "The meeting ended at noon.")[:count]:
        make.make_claim(article, words)
    editing.take(article, "submit", by=make.make_editor())
    article = step(article, "override", note=REASON)
    second.has_perm("articles.override_gate")

    with django_assert_num_queries(23):
        step(article, "confirm_override", second)
