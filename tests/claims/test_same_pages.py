"""The pages of one fact in many articles: declare it, take it back, and see how far it reaches."""

import pytest

from claims import adoption, discussion, same_facts
from claims.models import Claim, Sameness, Status
from newsroom.roles import EDITORS, PUBLISHERS, REVIEWERS
from tests import factories as make

from .admin_pages import sentences, state, url

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys(made_once):
    first = make.make_decided_claim()
    return first.pk, make.make_claim(statement="The council has forty members.").pk


@pytest.fixture
def claims(keys):
    """One whose verdict is in force, and one that nobody has taken up."""
    return [Claim.objects.get(pk=key) for key in keys]


def read(client, name, claim, *args, reader=None, **asked):
    client.force_login(reader or make.make_editor())
    response = client.get(url(name, claim, *args), asked)
    return response.status_code, response.content.decode()


# --- the search -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "FORTY members",
        "council has 40",
        "{pk}",
        "/admin/claims/claim/{pk}/change/",
        "https://example.org/api/v1/claims/{pk}/",
        "https://example.org/articles/council-meets/#check-{pk}",
        "/articles/council-meets/#claim-{pk}",
    ],
)
def test_a_claim_is_found_by_its_words_its_number_or_its_address(claims, words):
    first, other = claims

    assert list(same_facts.search(first, words.format(pk=other.pk))) == [other]


@pytest.mark.parametrize("words", ["ninety", "9" * 19, "/admin/articles/article/1/change/"])
def test_what_names_no_claim_finds_none(claims, words):
    assert list(same_facts.search(claims[0], words)) == []


def test_dismissed_ones_are_not_found_and_the_newest_is_first(claims):
    make.make_claim_with_status(Status.DISMISSED)
    newest = make.make_claim()

    assert list(same_facts.search(claims[0], make.WORDS)) == [newest, claims[1]]


def test_twenty_are_found_at_most(claims):
    article = make.make_article(html="".join(f"<p>{n} of them were there.</p>" for n in range(22)))
    for n in range(22):
        make.make_claim(article, f"{n} of them" if n > 9 else f"{n} of them were there.")

    assert len(same_facts.search(claims[0], "of them")) == 20


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_found_and_declared_costs_no_query_each(
    client, claims, django_assert_num_queries, count
):
    first = claims[0]
    for _ in range(count):
        make.declare_same(first, make.make_claim())
        make.make_claim()
    client.force_login(make.make_editor())

    with django_assert_num_queries(5):
        response = client.get(url("same", first), {"q": make.WORDS})

    found = 2 * count + 1
    assert (len(response.context["facts"]), len(response.context["found"])) == (count, found)


# --- declaring it ---------------------------------------------------------------------------------


def test_both_are_shown_side_by_side_before_anything_is_declared(client, claims):
    first, other = claims

    _, page = read(client, "same", first, **{"with": other.pk})

    assert [words in page for words in ("Do both state one fact?", first.statement)] == [True] * 2
    assert f'<input type="hidden" name="other" value="{other.pk}">' in page
    assert Sameness.objects.count() == 0


def test_they_are_declared_the_same_with_a_reason(client, claims):
    first, other = claims
    client.force_login(make.make_reviewer())
    told = {"other": other.pk, "note": "The same minutes."}

    response = client.post(url("same", first), told, follow=True)

    assert sentences(response) == [f"Declared the same: claims {first.pk} and {other.pk}."]
    assert [(one.first, one.second, one.note) for one in Sameness.objects.all()] == [
        (first, other, "The same minutes.")
    ]


def test_without_a_reason_the_page_comes_back_with_both(client, claims):
    first, other = claims
    client.force_login(make.make_editor())

    response = client.post(url("same", first), {"other": other.pk, "note": ""})
    page = response.content.decode()

    assert (response.status_code, "Say how you know that both state one fact.</li>" in page) == (
        400,
        True,
    )
    assert ("Do both state one fact?" in page, Sameness.objects.count()) == (True, 0)


@pytest.mark.parametrize("other", ["", "x", "999999999"])
def test_another_claim_that_there_is_not_is_a_404(client, claims, other):
    client.force_login(make.make_editor())

    response = client.post(url("same", claims[0]), {"other": other, "note": "The same."})

    assert (response.status_code, response.context["sentence"]) == (
        404,
        "There is no such claim. Search for it.",
    )


def test_it_is_taken_back_with_a_reason(client, claims):
    first, other = claims
    made = make.declare_same(first, other)
    client.force_login(make.make_editor())

    response = client.post(
        url("take_back", other, made.pk), {"note": "One is of last year."}, follow=True
    )

    assert sentences(response) == [
        f"Taken back: claim {first.pk} is not declared the same any more."
    ]
    assert Sameness.objects.standing().count() == 0


def test_it_is_not_taken_back_without_one(client, claims):
    made = make.declare_same(*claims)
    client.force_login(make.make_editor())

    response = client.post(url("take_back", claims[0], made.pk), {"note": ""})

    assert (response.status_code, Sameness.objects.standing().count()) == (400, 1)
    assert "Say why they do not state one fact.</li>" in response.content.decode()


def test_what_is_of_other_claims_is_not_taken_back_here(client, claims):
    made = make.declare_same(claims[0], make.make_claim())
    client.force_login(make.make_editor())

    response = client.post(url("take_back", claims[1], made.pk), {"note": "A mistake."})

    assert (response.status_code, Sameness.objects.standing().count()) == (404, 1)


def test_a_publisher_reads_it_and_is_refused_what_it_does(client, claims):
    publisher, note = make.make_publisher(), {"note": "The same."}
    made = make.declare_same(claims[0], make.make_claim())
    status, page = read(client, "same", claims[0], reader=publisher, **{"with": claims[1].pk})

    declared = client.post(url("same", claims[0]), {"other": claims[1].pk} | note)
    taken_back = client.post(url("take_back", claims[0], made.pk), note)

    assert (status, '<form class="claim-form" method="post"' in page) == (200, False)
    assert (declared.status_code, taken_back.status_code) == (403, 403)
    assert list(Sameness.objects.standing()) == [made]


@pytest.mark.parametrize("name", ["same", "reach"])
def test_staff_without_a_role_read_none_of_it(client, claims, name):
    make.make_adopting_claim(claims[0])

    status, page = read(client, name, claims[0], reader=make.make_user())

    assert (status, make.WORDS in page) == (403, False)


@pytest.mark.parametrize("name", ["same", "reach"])
def test_a_visitor_is_sent_to_log_in(client, claims, name):
    response = client.get(url(name, claims[0]))

    assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize(("name", "args"), [("same", ()), ("reach", ()), ("take_back", (1,))])
def test_what_there_is_not_is_a_404_and_another_method_a_405(client, claims, name, args):
    client.force_login(make.make_editor())
    address = url(name, claims[0], *args)
    nowhere = address.replace(f"/{claims[0].pk}/", "/999999999/", 1)

    assert (client.post(nowhere).status_code, client.delete(address).status_code) == (
        405 if name == "reach" else 404,
        405,
    )


# --- the page of the claim ------------------------------------------------------------------------


def test_the_claim_page_lists_what_is_the_same_and_who_said_so(client, claims):
    first = claims[0]
    made = make.declare_same(first, make.make_claim())

    _, page = read(client, "change", made.second)

    assert [
        words in page
        for words in (f"Claim {first.pk}</a>", first.article.headline, made.declared_by_name)
    ] == [True] * 3


def test_what_is_to_be_adopted_is_filled_in_where_there_is_one(client, claims):
    first = claims[0]
    claim = make.make_matched_claim(first)
    client.force_login(claim.assignee)

    response = client.get(url("change", claim))

    [offer] = [one for one in response.context["offers"] if one.name == "adopt"]
    assert (offer.allowed, offer.form.initial) == (
        True,
        {"adopts": first.pk, "summary": "As the minutes say.", "valid_until": None},
    )


def test_where_there_are_several_one_is_chosen(client):
    claim = make.make_matched_claim()
    other = make.make_decided_claim()
    make.declare_same(claim, other)
    client.force_login(claim.assignee)

    response = client.get(url("change", claim))

    [offer] = [one for one in response.context["offers"] if one.name == "adopt"]
    choices = [key for key, _ in offer.form.fields["adopts"].choices]
    assert (choices[2:], offer.form.initial) == ([other.pk], {})


def test_one_that_adopted_its_verdict_is_not_among_them(client, claims):
    first = claims[0]
    claim = make.make_matched_claim(first)
    make.declare_same(make.make_adopting_claim(first), claim)
    client.force_login(claim.assignee)

    response = client.get(url("change", claim))

    [offer] = [one for one in response.context["offers"] if one.name == "adopt"]
    assert [key for key, _ in offer.form.fields["adopts"].choices] == ["", first.pk]


def test_who_compares_with_one_that_adopted_its_verdict_is_led_to_the_first(client, claims):
    adopting = make.make_adopting_claim(claims[0])
    link = f'<a href="?with={claims[0].pk}">compare with claim {claims[0].pk}</a>'

    pages = [
        read(client, "same", claim, **{"with": adopting.pk})[1] for claim in (claims[1], claims[0])
    ]

    assert [link in page for page in pages] == [True, False]


def test_a_verdict_is_adopted_on_the_page(client, claims):
    first = claims[0]
    claim = make.make_matched_claim(first)
    client.force_login(claim.assignee)
    told = {"step": "adopt", "version": claim.version, "adopts": first.pk, "summary": ""}

    response = client.post(url("step", claim), told, follow=True)

    assert sentences(response) == ["Done: adopt verdict."]
    claim.refresh_from_db()
    assert (claim.decision.adopts, claim.decision.summary) == (
        first.decision,
        "As the minutes say.",
    )


def test_one_that_fell_meanwhile_is_refused_and_nothing_is_lost(client, claims):
    first = claims[0]
    claim = make.make_matched_claim(first)
    make.object_to(first)
    client.force_login(claim.assignee)
    before = state(claim)
    told = {"step": "adopt", "version": claim.version, "adopts": first.pk, "summary": "Mine."}

    response = client.post(url("step", claim), told)

    assert (response.status_code, state(claim)) == (400, before)
    assert [words in response.content.decode() for words in ("Choose one of those", "Mine.")] == [
        True
    ] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_another_that_is_the_same_costs_the_claim_page_no_query(
    client, claims, django_assert_num_queries, count
):
    first = claims[0]
    for _ in range(count):
        make.make_adopting_claim(first)
    client.force_login(make.make_editor())

    with django_assert_num_queries(11):
        client.get(url("change", first))


@pytest.mark.parametrize("count", [1, 3])
def test_with_everything_on_it_the_claim_page_takes_twelve_queries(
    client, django_assert_num_queries, count
):
    """Proposed by adoption, on evidence, with comments, declared the same, on its way to others."""
    first, by = make.make_claim(), make.make_reviewer()
    source = make.make_article().revision
    for _ in range(count):
        make.make_evidence(first, by, kind="passage", passage_of=source, excerpt=make.WORDS)
    first.refresh_from_db()
    first = make.make_decided_claim(first)
    for _ in range(count):
        claim = make.make_adopting_claim(first, status="awaiting_approval")
        discussion.comment(claim, by=make.make_editor(), comment="Which minutes?")
        make.make_adopting_claim(first)
    client.force_login(make.make_user(EDITORS, REVIEWERS, PUBLISHERS))

    with django_assert_num_queries(12):
        adopting = client.get(url("change", claim) + "?queue=all")
    with django_assert_num_queries(12):
        adopted = client.get(url("change", first) + "?queue=all")

    assert [len(page.context["same_facts"]) for page in (adopting, adopted)] == [1, 2 * count]


# --- how far it reaches ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "sentence"),
    [
        (
            [],
            "1 other claim rests on this verdict, in 0 published articles: it falls with it.",
        ),
        (
            [0],
            "2 other claims rest on this verdict, in 1 published article: they fall with it.",
        ),
    ],
)
def test_whoever_objects_is_told_before_what_falls_with_it(client, claims, published, sentence):
    first = claims[0]
    adopting = [make.make_adopting_claim(first) for _ in range(len(published) + 1)]
    for n in published:
        make.publish(adopting[n].article)
    client.force_login(make.make_editor())

    response = client.get(url("change", first))

    [offer] = [one for one in response.context["offers"] if one.name == "object"]
    assert offer.form.fields["note"].help_text.endswith(f" {sentence}")


def test_where_nothing_rests_on_it_there_is_no_warning(client, claims):
    _, page = read(client, "change", claims[0])

    assert "rest on this verdict" not in page


def reached(client, claim):
    client.force_login(make.make_editor())
    response = client.get(url("reach", claim))
    rows = {row.claim.pk: row.tie for row in response.context["rows"]}
    return rows, response.content.decode()


def test_it_lists_every_claim_that_rests_on_it_with_what_readers_see(client, claims):
    first = claims[0]
    public, draft = (make.make_adopting_claim(first) for _ in range(2))
    make.publish(public.article)
    third = make.make_adopting_claim(first)
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


def test_after_a_fall_it_lists_what_fell_with_it_and_what_became_of_that(client, claims):
    first = claims[0]
    fell, ended, again = (make.make_adopting_claim(first) for _ in range(3))
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


def test_one_that_adopts_itself_leads_to_the_first(client):
    adopting = make.make_adopting_claim()

    rows, page = reached(client, adopting)

    assert (rows, url("reach", adopting.decision.adopts.claim) in page) == ({}, True)


@pytest.mark.parametrize("count", [1, 3])
def test_how_far_it_reaches_takes_as_many_queries_for_one_as_for_three(
    client, claims, django_assert_num_queries, count
):
    first = claims[0]
    for _ in range(count):
        make.make_adopting_claim(first)
    make.object_to(first)
    adoption.fall_due()
    client.force_login(make.make_editor())

    with django_assert_num_queries(5):
        response = client.get(url("reach", first))

    assert len(response.context["rows"]) == count
