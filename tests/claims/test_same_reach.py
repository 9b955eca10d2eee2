"""What the pages tell of a verdict that others adopt: what is chosen, and how far it reaches."""

import pytest

from claims import adoption, discussion
from claims.models import Claim, Status
from newsroom.roles import EDITORS, PUBLISHERS, REVIEWERS
from tests import factories as make

from .admin_pages import sentences, state, url
from .same_pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def adopted(made_once):
    """By their number: a claim decided on as many passages, and as many that adopt its verdict."""
    source = make.make_article().revision
    return {count: make_adopted(count, source) for count in (1, 3)}


def make_adopted(count, source):
    first, by = make.make_claim(), make.make_reviewer()
    for _ in range(count):
        make.make_evidence(first, by, kind="passage", passage_of=source, excerpt=make.WORDS)
    first.refresh_from_db()
    first = make.make_decided_claim(first)
    return first, [make.make_adopting_claim(first) for _ in range(count)]


@pytest.fixture
def pair(adopted):
    first, [adopting] = adopted[1]
    return first, adopting


@pytest.fixture(scope="module")
def alone(made_once):
    """Its verdict is in force, and none adopts it."""
    return make.make_decided_claim()


@pytest.fixture(scope="module")
def key(alone):
    return make.make_matched_claim(alone).pk


@pytest.fixture
def matched(key):
    """In review, and declared the same as the one that is alone."""
    return Claim.objects.get(pk=key)


# --- the page of the claim ------------------------------------------------------------------------


def test_the_claim_page_lists_what_is_the_same_and_who_said_so(client, alone):
    made = make.declare_same(alone, make.make_claim())

    _, page = read(client, "change", made.second)

    assert [
        words in page
        for words in (f"Claim {alone.pk}</a>", alone.article.headline, made.declared_by_name)
    ] == [True] * 3


def test_what_is_to_be_adopted_is_filled_in_where_there_is_one(client, alone, matched):
    client.force_login(matched.assignee)

    response = client.get(url("change", matched))

    [offer] = [one for one in response.context["offers"] if one.name == "adopt"]
    assert (offer.allowed, offer.form.initial) == (
        True,
        {"adopts": alone.pk, "summary": "As the minutes say.", "valid_until": None},
    )


def test_where_there_are_several_one_is_chosen(client, matched, pair):
    other, _ = pair
    make.declare_same(matched, other)
    client.force_login(matched.assignee)

    response = client.get(url("change", matched))

    [offer] = [one for one in response.context["offers"] if one.name == "adopt"]
    choices = [key for key, _ in offer.form.fields["adopts"].choices]
    assert (choices[2:], offer.form.initial) == ([other.pk], {})


def test_one_that_adopted_its_verdict_is_not_among_them(client, pair, alone, matched):
    _, adopting = pair
    make.declare_same(adopting, matched)
    client.force_login(matched.assignee)

    response = client.get(url("change", matched))

    [offer] = [one for one in response.context["offers"] if one.name == "adopt"]
    assert [key for key, _ in offer.form.fields["adopts"].choices] == ["", alone.pk]


def test_who_compares_with_one_that_adopted_its_verdict_is_led_to_the_first(client, pair, alone):
    first, adopting = pair
    link = f'<a href="?with={first.pk}">compare with claim {first.pk}</a>'

    pages = [read(client, "same", claim, **{"with": adopting.pk})[1] for claim in (alone, first)]

    assert [link in page for page in pages] == [True, False]


def test_a_verdict_is_adopted_on_the_page(client, alone, matched):
    client.force_login(matched.assignee)
    told = {"step": "adopt", "version": matched.version, "adopts": alone.pk, "summary": ""}

    response = client.post(url("step", matched), told, follow=True)

    assert sentences(response) == ["Done: adopt verdict."]
    matched.refresh_from_db()
    assert (matched.decision.adopts, matched.decision.summary) == (
        alone.decision,
        "As the minutes say.",
    )


def test_one_that_fell_meanwhile_is_refused_and_nothing_is_lost(client, alone, matched):
    make.object_to(alone)
    client.force_login(matched.assignee)
    before = state(matched)
    told = {"step": "adopt", "version": matched.version, "adopts": alone.pk, "summary": "Mine."}

    response = client.post(url("step", matched), told)

    assert (response.status_code, state(matched)) == (400, before)
    assert [words in response.content.decode() for words in ("Choose one of those", "Mine.")] == [
        True
    ] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_another_that_is_the_same_costs_the_claim_page_no_query(
    client, adopted, django_assert_num_queries, count
):
    first, _ = adopted[count]
    client.force_login(make.make_editor())

    with django_assert_num_queries(11):
        client.get(url("change", first))


@pytest.mark.parametrize("count", [1, 3])
def test_with_everything_on_it_the_claim_page_takes_twelve_queries(
    client, adopted, django_assert_num_queries, count
):
    """Proposed by adoption, on evidence, with comments, declared the same, on its way to others."""
    first, _ = adopted[count]
    for _ in range(count):
        claim = make.make_adopting_claim(first, status="awaiting_approval")
        discussion.comment(claim, by=make.make_editor(), comment="Which minutes?")
    client.force_login(make.make_user(EDITORS, REVIEWERS, PUBLISHERS))

    with django_assert_num_queries(12):
        of_the_last = client.get(url("change", claim) + "?queue=all")
    with django_assert_num_queries(12):
        of_the_first = client.get(url("change", first) + "?queue=all")

    assert [len(page.context["same_facts"]) for page in (of_the_last, of_the_first)] == [
        1,
        2 * count,
    ]


# --- how far it reaches ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "published", "sentence"),
    [
        (
            1,
            0,
            "1 other claim rests on this verdict, in 0 published articles: it falls with it.",
        ),
        (
            3,
            1,
            "3 other claims rest on this verdict, in 1 published article: they fall with it.",
        ),
    ],
)
def test_whoever_objects_is_told_before_what_falls_with_it(
    client, adopted, count, published, sentence
):
    first, adopting = adopted[count]
    for claim in adopting[:published]:
        make.publish(claim.article)
    client.force_login(make.make_editor())

    response = client.get(url("change", first))

    [offer] = [one for one in response.context["offers"] if one.name == "object"]
    assert offer.form.fields["note"].help_text.endswith(f" {sentence}")


def test_where_nothing_rests_on_it_there_is_no_warning(client, alone):
    _, page = read(client, "change", alone)

    assert "rest on this verdict" not in page


def reached(client, claim):
    client.force_login(make.make_editor())
    response = client.get(url("reach", claim))
    rows = {row.claim.pk: row.tie for row in response.context["rows"]}
    return rows, response.content.decode()


def test_it_lists_every_claim_that_rests_on_it_with_what_readers_see(client, adopted):
    first, [public, draft, third] = adopted[3]
    make.publish(public.article)
    proposed = make.make_adopting_claim(first, Status.AWAITING_APPROVAL)

    rows, page = reached(client, first)

    assert rows == {
        public.pk: "rests on it",
        draft.pk: "rests on it",
        third.pk: "rests on it",
        proposed.pk: "is proposed to rest on it",
    }
    assert "3 other claims rest on it, in 1 published article." in page
    assert f'<a href="{public.article.get_absolute_url()}">public page</a>' in page
    assert (page.count("public page</a>"), page.count("Not public.")) == (1, 3)
    assert f'<a href="/api/v1/claims/{public.pk}/">API</a>' in page


def test_after_a_fall_it_lists_what_fell_with_it_and_what_became_of_that(client, adopted):
    first, [fell, ended, again] = adopted[3]
    make.object_to(ended)
    make.object_to(first)
    falling = "falls with it: it counts as undecided, and is about to be sent to recheck"
    before, _ = reached(client, first)
    adoption.fall_due()
    make.make_decided_claim(Claim.objects.get(pk=again.pk))

    rows, page = reached(client, first)

    ties = {ended.pk: "rests on it no more"}
    assert before == ties | {fell.pk: falling, again.pk: falling}
    assert rows == ties | {fell.pk: "fell with it", again.pk: "fell with it"}
    assert (page.count("(fell <time"), page.count(">verified</span>")) == (2, 1)


def test_one_that_adopts_itself_leads_to_the_first(client, pair):
    first, adopting = pair

    rows, page = reached(client, adopting)

    assert (rows, url("reach", first) in page) == ({}, True)


@pytest.mark.parametrize("count", [1, 3])
def test_how_far_it_reaches_takes_as_many_queries_for_one_as_for_three(
    client, adopted, django_assert_num_queries, count
):
    first, _ = adopted[count]
    make.object_to(first)
    adoption.fall_due()
    client.force_login(make.make_editor())

    with django_assert_num_queries(5):
        response = client.get(url("reach", first))

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize("name", ["same", "reach"])
def test_staff_without_a_role_read_none_of_it(client, pair, name):
    status, page = read(client, name, pair[0], reader=make.make_user())

    assert (status, make.WORDS in page) == (403, False)
