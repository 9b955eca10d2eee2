"""The way on from a claim that was opened from a queue."""

import re

import pytest
from django.conf import settings
from django.urls import resolve, reverse

from claims.models import Claim
from tests.claims.admin_pages import url
from tests.claims.queue_pages import QUEUES, opened
from tests.factories import (
    make_claim,
    make_editor,
    make_proposed_claim,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


def trail_of(client, reader, claim, address="?queue=all&sort=oldest"):
    client.force_login(reader)
    return client.get(url("change", claim) + address).context["trail"]


def beside(trail):
    """Return the keys of the claims that the way leads to."""
    ways = [way and way.partition("?")[0] for way in (trail.previous, trail.next)]
    return [way and resolve(way).kwargs["claim_id"] for way in ways]


def test_it_leads_to_the_claims_beside_it_in_that_queue(client):
    one, two, three = make_claim(), make_claim(), make_claim()
    editor = make_editor()

    assert [beside(trail_of(client, editor, claim)) for claim in (one, two, three)] == [
        [None, two.pk],
        [one.pk, three.pk],
        [two.pk, None],
    ]


def test_it_keeps_to_the_filters_and_the_order(client):
    one, _, three = make_claim(kind="figure"), make_claim(), make_claim(kind="figure")
    address = "?queue=all&kind=figure&sort=newest"

    trail = trail_of(client, make_editor(), three, address)

    assert beside(trail) == [None, one.pk]
    assert trail.next == url("change", one) + address
    assert trail.is_narrowed
    assert trail.back == f"{reverse(QUEUES)}{address}#claim-{three.pk}"


def test_the_way_back_leads_to_the_page_one_came_from(client):
    one, two = make_claim(), make_claim()

    trail = trail_of(client, make_editor(), two, f"?queue=all&sort=oldest&after={one.pk}")

    assert trail.back.endswith(f"?queue=all&sort=oldest&after={one.pk}#claim-{two.pk}")


def test_a_row_leads_to_its_claim_with_the_address_of_the_view(client):
    claim = make_claim(kind="figure")

    page = opened(client, make_editor(), "unassigned", kind="figure").content.decode()

    assert f'href="{url("change", claim)}?queue=unassigned&amp;kind=figure"' in page


def test_after_a_step_the_way_goes_on_though_the_claim_has_left_the_queue(client):
    one, two, three = (make_proposed_claim() for _ in range(3))
    reviewer = make_reviewer()
    client.force_login(reviewer)
    address = "?queue=approval&sort=oldest"

    told = {"step": "approve", "version": two.version}
    response = client.post(url("step", two) + address, told, follow=True)

    assert response.redirect_chain == [(url("change", two) + address, 302)]
    assert beside(response.context["trail"]) == [one.pk, three.pk]
    assert Claim.objects.get(pk=two.pk).status == "verified"


def test_every_form_of_the_page_keeps_the_way(client):
    claim = make_claim()
    client.force_login(make_user("Editors", "Reviewers"))

    page = client.get(url("change", claim) + "?queue=mine&kind=figure").content.decode()

    forms = [f for f in re.findall(r'action="([^"]+)"', page) if "/claims/claim/" in f]
    assert [one for one in forms if not one.endswith("?queue=mine&amp;kind=figure")] == []
    assert {"steps", "evidence", "facts", "comments"} >= {one.split("/")[-2] for one in forms}
    assert len(forms) > 1


def test_a_refused_step_keeps_the_way(client):
    claim = make_claim()
    client.force_login(make_reviewer())

    told = {"step": "propose", "version": claim.version}
    response = client.post(url("step", claim) + "?queue=unassigned", told)

    assert response.status_code == 409
    assert response.context["trail"].address == "?queue=unassigned"


@pytest.mark.parametrize("address", ["", "?queue=", "?queue=nothing", "?kind=figure"])
def test_without_a_queue_there_is_no_way(client, address):
    assert trail_of(client, make_editor(), make_claim(), address) is None


@pytest.mark.parametrize(
    "bad", ["kind=x", "article=%00", "assignee=noone", "sort=x%27", "section=Nowhere"]
)
def test_an_address_that_cannot_be_read_leads_to_no_claim(client, bad):
    one, _ = make_claim(), make_claim()

    assert beside(trail_of(client, make_editor(), one, f"?queue=all&{bad}")) == [None, None]


def test_it_is_escaped_in_the_page(client):
    claim = make_claim()
    client.force_login(make_editor())

    page = client.get(url("change", claim) + "?queue=all&article=%22%3E%3Cb%3E").content.decode()

    assert '"><b>' not in page


def test_it_shows_nothing_of_a_claim_to_staff_without_a_role(client):
    one, two = make_claim(), make_claim(statement="The hall has forty seats.")
    client.force_login(make_user())

    response = client.get(url("change", one) + "?queue=all&sort=oldest")

    assert response.status_code == 403
    assert two.statement not in response.content.decode()


@pytest.mark.parametrize("others", [1, 3])
def test_it_adds_one_query_however_long_the_queue_and_whatever_its_filters(
    client, django_assert_num_queries, others
):
    claim = make_claim()
    for _ in range(others):
        make_claim()
    client.force_login(make_editor())
    address = f"?queue=all&sort=oldest&article={claim.article_id}&assignee=me&section=Local"

    with django_assert_num_queries(9):
        plain = client.get(url("change", claim))
    with django_assert_num_queries(10):
        client.get(url("change", claim) + address)

    assert plain.context["trail"] is None


def test_the_keys_on_the_pages_are_those_of_the_manual(client):
    claim = make_claim()
    page = opened(client, make_editor()).content.decode()
    page += client.get(url("change", claim) + "?queue=all").content.decode()
    on_screen = [
        tuple(re.sub(r"<[^>]+>", "", cell) for cell in row)
        for row in re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', page)
    ]

    manual = (settings.BASE_DIR / "docs" / "desk-keys.md").read_text(encoding="utf-8")
    manual = manual.partition("# Keys of the queues")[2]
    printed = re.findall(r"^\| (`.*?`) \| (.*?) \|$", manual, re.M)

    assert on_screen == [(keys.replace("`", ""), said) for keys, said in printed]


def test_a_comment_keeps_the_way(client):
    claim = make_claim()
    client.force_login(make_reviewer())

    made = client.post(url("comment", claim) + "?queue=mine", {"comment": "Look at the minutes."})

    comment = claim.comments.get()
    assert made.url == f"{url('change', claim)}?queue=mine#comment-{comment.pk}"
