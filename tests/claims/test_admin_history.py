"""The record of a claim in words."""

import pytest

from articles import editing
from claims import gathering, history, tagging, workflow
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_claim_in_review,
    make_decided_claim,
    make_editor,
    make_evidence,
    make_fallen_claim,
    make_proposed_claim,
    make_reviewer,
)

pytestmark = pytest.mark.django_db


def told(claim):
    claim.refresh_from_db()
    return [(deed.what, deed.detail) for deed in history.of(claim)]


def test_a_claim_that_was_checked_tells_its_way_newest_first():
    assert told(make_decided_claim()) == [
        ("Approved: the verdict is in force", "verified: As the minutes say."),
        ("Proposed a verdict", "verified: As the minutes say."),
        ("Added evidence", "Minutes of the meeting (document, supports)"),
        ("Took it up for review", ""),
        ("Tagged these words as a claim", f"“{WORDS}”"),
    ]


def test_it_says_who_did_it_and_with_what_note():
    claim = make_claim()
    editor = make_editor(first_name="Anna", last_name="One")
    workflow.take(claim, "dismiss", by=editor, note="Not a fact.")

    deed = history.of(claim)[0]

    assert (deed.what, deed.who, deed.note) == ("Dismissed it", "Anna One", "Not a fact.")


def test_a_first_of_two_approvals_says_that_one_is_missing():
    claim = make_proposed_claim(sensitivity="sensitive")
    workflow.take(claim, "approve", by=make_reviewer())

    assert told(claim)[0][0] == "Approved; one more approval is needed"


def test_a_refutation_names_its_rating():
    claim = make_proposed_claim(verdict="refuted")

    assert told(claim)[0] == ("Proposed a verdict", "refuted (false): As the minutes say.")


def test_changed_facts_are_named_with_their_new_values():
    claim, reviewer = make_claim(), make_reviewer(first_name="Berta", last_name="Two")
    tagging.amend(claim, by=make_editor(), priority=1, assignee=reviewer, claimant="")

    assert told(claim)[0] == (
        "Changed what is told of it",
        "assignee: Berta Two; priority: high",
    )


def test_a_suggestion_is_told_from_a_tag():
    claim = make_claim(suggested=True)

    assert told(claim)[0][0] == "Suggested these words as a claim"


def test_words_that_changed_are_shown_before_and_after():
    article = make_article()
    claim = make_decided_claim(make_claim(article))
    html = BODY.replace("has 40 members", "has 41 members")
    editing.revise(article, by=make_editor(), based_on=1, html=html)

    assert told(claim)[:2] == [
        (
            "The verdict fell: its words changed",
            "Checked: “The council has 40 members.” Now: “The council has 41 members.”",
        ),
        ("The words changed", "Revision 2."),
    ]


def test_retracted_evidence_keeps_its_note():
    reviewer = make_reviewer()
    claim = make_claim_in_review(reviewer=reviewer)
    gathering.retract_evidence(claim.evidence.get(), by=reviewer, note="Not the minutes.")

    deed = history.of(claim)[0]

    assert (deed.what, deed.detail) == ("Retracted evidence", "Minutes of the meeting")
    assert deed.note == "Not the minutes."


def test_retracted_confidential_evidence_keeps_its_title_to_itself():
    reviewer = make_reviewer()
    claim = make_claim()
    piece = make_evidence(claim, reviewer, title="Talk in the car park", is_confidential=True)
    claim.refresh_from_db()
    gathering.retract_evidence(piece, by=reviewer, note="Not sure.", version=claim.version)

    assert told(claim)[0] == ("Retracted evidence", "confidential evidence")
    notes = [history.of(claim, with_confidential=may)[0].note for may in (False, True)]
    assert notes == ["", "Not sure."]


def test_another_claim_of_the_article_tells_its_own():
    article = make_article()
    first = make_claim(article)
    second = make_claim(article, words="It was founded in 1901.")

    assert told(first) == [("Tagged these words as a claim", f"“{WORDS}”")]
    assert told(second) == [("Tagged these words as a claim", "“It was founded in 1901.”")]


def test_a_claim_whose_number_begins_with_this_ones_is_another():
    article = make_article()
    first = make_claim(article)
    twin = make_claim(article, words="It was founded in 1901.")
    first.pk, twin.pk = 1, 12

    assert history._said_of(first, {"claim": 12}) is None
    assert history._said_of(twin, {"claim": 12}) == {"claim": 12}


def test_words_that_look_like_an_entry_are_not_taken_for_one():
    article = make_article()
    first = make_claim(article)
    second = make_claim(article, words="It was founded in 1901.")
    make_evidence(second, make_reviewer(), title=f'{{"claim":{first.pk},"x":1}}')

    assert len(told(first)) == 1


@pytest.mark.parametrize("deeds", [1, 3])
def test_it_is_read_in_one_query(django_assert_num_queries, deeds):
    claim, editor = make_claim(), make_editor()
    for priority in (1, 2, 3)[:deeds]:
        claim = tagging.amend(claim, by=editor, priority=priority)

    with django_assert_num_queries(1):
        assert len(history.of(claim)) == 1 + deeds


def test_a_confirmed_verdict_says_that_it_is_in_force_again():
    claim = workflow.take(make_fallen_claim(), "confirm", by=make_reviewer())

    assert told(claim)[0] == (
        "Confirmed for the words of now: the verdict is in force",
        "verified: As the minutes say.",
    )


def test_a_first_of_two_confirmations_says_that_one_is_missing():
    claim = make_fallen_claim(sensitivity="sensitive")
    claim = workflow.take(claim, "confirm", by=make_reviewer())

    assert told(claim)[0] == (
        "Confirmed for the words of now; one more approval is needed",
        "verified: As the minutes say.",
    )


def place(claim, words):
    span = tagging.places(claim.revision, words)[0]
    return tagging.place(claim, by=make_editor(), revision=1, start=span.start, end=span.end)


def test_a_claim_that_was_put_onto_other_words_shows_both():
    assert told(place(make_claim(), "40 members"))[0] == (
        "Put it onto other words",
        f"Before: “{WORDS}” Now: “40 members”",
    )


def test_a_verdict_that_fell_by_it_is_told():
    assert told(place(make_decided_claim(), "40 members"))[0] == (
        "Put it onto other words: the verdict fell",
        f"Checked: “{WORDS}” Now: “40 members”",
    )


def test_a_tag_that_was_taken_back_is_told():
    editor = make_editor()
    claim = workflow.take(make_claim(by=editor), "take_back", by=editor)

    assert told(claim)[0] == ("Took the tag back", "")
