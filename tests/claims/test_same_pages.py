"""The page of one fact in many articles: search for it, declare it, and take it back."""

import pytest

from claims import same_facts
from claims.models import Claim, Sameness, Status
from tests import factories as make

from .admin_pages import sentences, url
from .same_pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys(made_once):
    first = make.make_decided_claim()
    return first.pk, make.make_claim(statement="The council has forty members.").pk


@pytest.fixture
def claims(keys):
    """One whose verdict is in force, and one that nobody has taken up."""
    return [Claim.objects.get(pk=key) for key in keys]


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
