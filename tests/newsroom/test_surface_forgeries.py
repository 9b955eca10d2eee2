"""A selection that is forged or stale is refused alike wherever it is sent, and writes nothing."""

import pytest

from claims.models import Claim
from tests.factories import WORDS, make_claim, make_editor
from tests.newsroom.admin_articles import state
from tests.newsroom.surface_desk import selected, url

pytestmark = pytest.mark.django_db

# What is forged of it, and the status of the answer.
FORGERIES = {
    "another revision": ({"revision": 7}, 409),
    "other words": ({"words": "The council has 50 members."}, 409),
    "shifted by an emoji": ({"start": 33}, 409),
    "nothing": ({"end": 32, "words": ""}, 400),
    "white space": ({"start": 31, "end": 32, "words": "\n"}, 400),
    "reversed": ({"start": 59, "end": 32}, 400),
    "beyond the end": ({"end": 10_000}, 400),
    "before the beginning": ({"start": -3}, 400),
    "no number": ({"start": "first"}, 400),
    "a huge number": ({"end": 10**30}, 400),
    "no revision": ({"revision": ""}, 400),
}


@pytest.fixture(scope="module")
def a_claim_and_an_editor(made_once):
    return make_claim(words="The town council met"), make_editor()


@pytest.fixture
def claim(client, a_claim_and_an_editor):
    """The claim, as an editor who is logged in finds it."""
    made, editor = a_claim_and_an_editor
    client.force_login(editor)
    return Claim.objects.get(pk=made.pk)


@pytest.mark.parametrize("address", ["selection", "tag_selection", "claim_place"])
@pytest.mark.parametrize(("forged", "status"), FORGERIES.values(), ids=FORGERIES)
def test_a_forged_or_stale_selection_is_refused_and_writes_nothing(
    client, claim, address, forged, status
):
    article = claim.article
    before = state(article)
    data = selected(article, WORDS, kind="other", priority=2, sensitivity="normal", version=1)

    response = client.post(
        url(address, article, *([claim.pk] if address == "claim_place" else [])), data | forged
    )

    assert (response.status_code, state(article)) == (status, before)
    assert response.json()["said"].endswith((".", "kept."))
