"""What became of the words since a verdict was given, on the page of the claim."""

import pytest
from django.urls import reverse

from claims import changed, dossier, history, tagging, workflow
from claims.models import Claim, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

PARAGRAPH = f"<p>{make.WORDS} It was founded in 1901.</p>\n"
CHANGED = make.BODY.replace("has 40", "has 41")


def found(claim):
    claim = dossier.find(claim.pk)
    return changed.of(claim, history.of(claim))


def parts(claim):
    return [(part.op, part.text) for part in found(claim).operations]


def test_the_paragraph_then_and_now_differ_in_these_words():
    assert parts(make.make_fallen_claim()) == [
        ("equal", "The council has "),
        ("delete", "40"),
        ("insert", "41"),
        ("equal", " members. It was founded in 1901."),
    ]


def test_it_names_both_revisions():
    claim = make.revise(make.make_fallen_claim(), CHANGED + "<p>One more.</p>")

    assert (found(claim).then, found(claim).now) == (1, 3)


def test_it_tells_who_changed_the_words_when_and_in_which_revision():
    editor = make.make_editor(first_name="Anna", last_name="One")
    claim = make.make_fallen_claim(by=editor)

    assert [(d.what, d.who, d.revision) for d in found(claim).deeds] == [
        ("The verdict fell: its words changed", "Anna One", 2),
        ("The words changed", "Anna One", 2),
    ]


def test_what_was_done_before_the_verdict_is_left_out():
    claim = make.revise(make.make_claim(), CHANGED)
    claim = make.make_decided_claim(make.affirm(claim))

    claim = make.revise(claim, make.BODY)

    assert {deed.revision for deed in found(claim).deeds} == {3}


def test_words_without_a_place_are_shown_where_they_stood():
    claim = make.revise(make.make_decided_claim(), make.BODY.replace(PARAGRAPH, ""))

    assert (found(claim).operations, found(claim).paragraph) == (
        (),
        f"{make.WORDS} It was founded in 1901.",
    )


def test_of_words_that_stood_twice_the_place_that_was_tagged_is_shown():
    html = "<p>First we met. It has 40 seats. We voted.</p><p>Then it has 40 seats at home.</p>"
    article = make.make_article(html=html)
    start = article.revision.text.rindex("has 40 seats")
    claim = tagging.tag(
        article, by=make.make_editor(), revision=1, start=start, end=start + len("has 40 seats")
    )
    claim = make.make_decided_claim(claim)

    claim = make.revise(claim, html.replace("Then it has 40", "Then it has 41"))

    assert found(claim).paragraph == "Then it has 40 seats at home."


def test_words_that_stood_twice_and_are_in_doubt_stand_alone():
    article = make.make_article(html="<p>It has 40.</p><p>It has 40.</p>")
    claim = tagging.tag(article, by=make.make_editor(), revision=1, start=0, end=10)
    claim = make.make_decided_claim(claim)
    Claim.objects.filter(pk=claim.pk).update(prefix="", suffix="")
    workflow.take(Claim.objects.get(pk=claim.pk), "object", by=make.make_editor(), note="No.")

    assert found(claim).paragraph == "It has 40."


def test_after_an_objection_the_words_are_the_same():
    claim = make.make_claim_with_status(Status.RECHECK)

    assert (found(claim).is_same, [deed.what for deed in found(claim).deeds]) == (
        True,
        ["Objected to the verdict"],
    )


@pytest.mark.parametrize("status", [Status.OPEN, Status.AWAITING_APPROVAL, Status.VERIFIED])
def test_while_nothing_has_changed_there_is_nothing_to_tell(status):
    assert found(make.make_claim_with_status(status)) is None


# --- on the page -------------------------------------------------------------------------------


def page(client, claim, person):
    client.force_login(person)
    address = reverse("admin:claims_claim_change", args=[claim.pk])
    return client.get(address).content.decode()


CONFIRM = 'aria-label="Confirm verdict here"'


def test_whoever_may_confirm_has_the_button_beside_what_changed(client):
    assert CONFIRM in page(client, make.make_fallen_claim(), make.make_reviewer())


def test_whoever_may_not_is_told_why(client):
    claim = make.make_fallen_claim()

    found = page(client, claim, claim.decision.proposed_by)

    assert (CONFIRM in found, "No confirmation with a click: You added evidence" in found) == (
        False,
        True,
    )


def test_the_button_confirms(client):
    claim, reviewer = make.make_fallen_claim(), make.make_reviewer()
    client.force_login(reviewer)

    address = reverse("admin:claims_claim_step", args=[claim.pk])
    client.post(address, {"step": "confirm", "version": claim.version})

    assert Claim.objects.get(pk=claim.pk).status == Status.VERIFIED


def test_words_that_changed_once_more_meanwhile_are_not_confirmed(client):
    claim, reviewer = make.make_fallen_claim(), make.make_reviewer()
    make.revise(claim, make.BODY.replace("has 40", "has 42"))
    client.force_login(reviewer)

    address = reverse("admin:claims_claim_step", args=[claim.pk])
    response = client.post(address, {"step": "confirm", "version": claim.version})

    assert (response.status_code, Claim.objects.get(pk=claim.pk).status) == (409, Status.RECHECK)


def test_it_leads_to_the_comparison_of_both_revisions(client):
    claim = make.make_fallen_claim()
    address = reverse("admin:articles_article_compare", args=[claim.article_id])

    assert f'href="{address}?from=1&amp;to=2"' in page(client, claim, make.make_editor())


def test_markup_in_the_words_arrives_escaped(client):
    article = make.make_article(html="<p>1 &lt;b&gt; is 40 here.</p>")
    claim = make.make_decided_claim(make.make_claim(article, "1 <b> is 40 here."))
    claim = make.revise(claim, "<p>1 &lt;i&gt; is 41 here.</p>")

    found = page(client, claim, make.make_editor())

    assert ("<b>" in found, "<i>" in found, "&lt;" in found) == (False, False, True)
