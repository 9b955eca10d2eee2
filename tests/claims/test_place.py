"""A claim is put onto other words: to widen or narrow it, or because its own are gone."""

import json

import pytest

from articles.errors import Conflict, Invalid, NotAllowed, StepRefused
from articles.models import Article, LedgerEntry
from claims import tagging, workflow
from claims.anchoring import Span
from claims.models import Claim, Contribution, Status
from newsroom.roles import EDITORS, REVIEWERS
from tests import factories as make

pytestmark = pytest.mark.django_db

PARAGRAPH = f"<p>{make.WORDS} It was founded in 1901.</p>\n"
TWICE = make.BODY.replace(PARAGRAPH, PARAGRAPH + PARAGRAPH)
WITHOUT = make.BODY.replace(PARAGRAPH, "")


def span_of(claim, words, nth=0):
    """The nth place of `words` in the newest revision of the claim's article."""
    whole = Article.objects.get(pk=claim.article_id).revision.text
    start = -1
    for _ in range(nth + 1):
        start = whole.index(words, start + 1)
    return Span(start, start + len(words))


def place(claim, words, nth=0, **told):
    span = span_of(claim, words, nth)
    revision = Article.objects.get(pk=claim.article_id).revision.number
    told = {"by": make.make_editor(), "revision": revision} | told
    return tagging.place(claim, start=span.start, end=span.end, **told)


def stored(claim):
    return Claim.objects.get(pk=claim.pk)


def last_entry(claim):
    return LedgerEntry.objects.filter(article=claim.article_id).last()


def written(claim):
    return stored(claim).version, LedgerEntry.objects.count(), Contribution.objects.count()


def test_a_claim_is_widened_and_keeps_its_surroundings():
    claim = make.make_claim(words="40 members")

    placed = stored(place(claim, make.WORDS))

    whole = placed.revision.text
    assert (placed.exact, placed.prefix, placed.suffix, placed.anchor, placed.statement) == (
        make.WORDS,
        whole[max(0, placed.start - 32) : placed.start],
        whole[placed.end : placed.end + 32],
        "exact",
        make.WORDS,
    )


def test_a_statement_written_by_hand_stays_where_a_claim_is_widened():
    claim = make.make_claim(words="40 members", statement="The council has forty members.")

    assert stored(place(claim, make.WORDS)).statement == "The council has forty members."


def test_white_space_at_either_end_is_left_out():
    claim = make.make_claim(words="40 members")

    assert place(claim, " 40 ").exact == "40"


def test_the_entry_has_the_words_and_the_place_before_and_after():
    claim, editor = make.make_claim(words="40 members"), make.make_editor()
    old, new = span_of(claim, "40 members"), span_of(claim, make.WORDS)

    place(claim, make.WORDS, by=editor)

    entry = last_entry(claim)
    assert (entry.action, entry.actor_id, json.loads(entry.payload)) == (
        "claim.place",
        editor.pk,
        {
            "claim": claim.pk,
            "from": "open",
            "to": "open",
            "decision": None,
            "revision": 1,
            "before": {
                "anchor": "exact",
                "start": old.start,
                "end": old.end,
                "words": "40 members",
            },
            "after": {
                "anchor": "exact",
                "start": new.start,
                "end": new.end,
                "words": make.WORDS,
            },
            "statement": make.WORDS,
        },
    )


def test_whoever_chooses_the_words_and_whoever_wrote_them_have_a_hand_in_the_claim():
    writer, editor = make.make_editor(), make.make_editor()
    claim = make.make_claim(words="40 members")
    html = make.BODY.replace("The meeting ended", "The talks ended")
    claim = make.revise(claim, html, by=writer)

    claim = place(claim, "The talks ended", by=editor)

    worded = claim.contributions.filter(role=Contribution.Role.WORDED)
    assert set(worded.values_list("person", flat=True)) == {writer.pk, editor.pk}


@pytest.mark.parametrize(
    "status", [Status.SUGGESTED, Status.OPEN, Status.IN_REVIEW, Status.RECHECK]
)
def test_what_has_no_verdict_keeps_its_status(status):
    claim = make.make_claim_with_status(status)

    assert place(claim, "40 members").status == status


@pytest.mark.parametrize("status", [Status.AWAITING_APPROVAL, Status.VERIFIED, Status.REFUTED])
def test_a_verdict_falls_with_other_words(status):
    claim = stored(place(make.make_claim_with_status(status), "40 members"))

    assert (claim.status, claim.decided_at, claim.assignee, claim.is_confirmable) == (
        Status.RECHECK,
        None,
        None,
        status != Status.AWAITING_APPROVAL,
    )


def test_the_entry_says_that_the_verdict_fell():
    claim = make.make_decided_claim()

    place(claim, "40 members")

    said = json.loads(last_entry(claim).payload)
    assert (said["from"], said["to"], said["decision"]) == (
        "verified",
        "recheck",
        claim.decision_id,
    )


def test_a_verdict_falls_on_the_same_words_elsewhere():
    claim = make.make_decided_claim(make.make_claim(words="40 members"))

    claim = stored(place(claim, "40 members", nth=1))

    assert (claim.status, claim.is_confirmable, claim.start) == (
        Status.RECHECK,
        False,
        span_of(claim, "40 members", nth=1).start,
    )


def test_a_verdict_stands_on_the_same_words_where_they_overlap():
    article = make.make_article(html="<p>It is a very very very tall tower.</p>")
    claim = make.make_decided_claim(make.make_claim(article, "very very"))

    assert place(claim, "very very", nth=1).status == Status.VERIFIED


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>It has 40 rooms, not 140 rooms.</p>", "40 rooms"),
        ("<p>It rose by 5 in May, by 5.7 in June.</p>", "5"),
        ("<p>They can pay, others cannot pay.</p>", "can"),
    ],
)
def test_words_cut_out_of_others_are_not_the_same(html, words):
    claim = make.make_decided_claim(make.make_claim(make.make_article(html=html), f"{words}"))
    assert claim.start == html.index(words) - len("<p>")

    assert place(claim, words, nth=1).status == Status.RECHECK


def test_whether_a_verdict_would_fall_can_be_asked_before():
    claim = make.make_decided_claim(make.make_claim(words="40 members"))
    revision = claim.article.revision

    assert [
        tagging.would_fall(claim, revision, span_of(claim, *where))
        for where in [(make.WORDS,), ("40 members", 0), ("40 members", 1)]
    ] == [True, False, True]


@pytest.mark.parametrize(
    ("html", "anchor"),
    [(TWICE, "ambiguous"), (WITHOUT, "lost"), (make.BODY.replace("40", "41"), "drifted")],
)
def test_a_claim_that_has_no_certain_place_is_given_one(html, anchor):
    claim = make.revise(make.make_decided_claim(), html)
    assert claim.anchor == anchor

    claim = stored(place(claim, "The meeting ended at noon."))

    assert (claim.anchor, claim.exact, claim.status, claim.is_confirmable) == (
        "exact",
        "The meeting ended at noon.",
        Status.RECHECK,
        False,
    )


def test_drifted_words_are_affirmed_where_they_stand():
    claim = make.revise(make.make_claim(), make.BODY.replace("has 40", "has 41"))

    assert place(claim, make.WORDS.replace("40", "41")).anchor == "exact"


def test_a_claim_that_stands_there_already_is_left_alone():
    claim = make.make_claim()
    before = written(claim)

    assert (place(claim, make.WORDS).version, written(claim)) == (1, before)


# --- refusals ---------------------------------------------------------------------------------


def refused(claim, error, sentence, words="40 members", **told):
    """Is it refused with this sentence, and is nothing written?"""
    before = written(claim)
    with pytest.raises(error) as refusal:
        place(claim, words, **told)
    return (str(refusal.value), written(claim)) == (sentence, before)


def test_only_editors_put_a_claim_onto_other_words():
    sentence = "Only editors may put a claim onto other words."

    assert refused(make.make_claim(), NotAllowed, sentence, by=make.make_reviewer())


def test_a_dismissed_claim_stays_where_it_is():
    claim = make.make_claim_with_status(Status.DISMISSED)

    assert refused(claim, StepRefused, "This claim is dismissed. Reopen it first.")


def test_words_selected_in_an_older_revision_are_selected_again():
    claim = make.revise(make.make_claim(), make.BODY + "<p>One more.</p>")
    sentence = (
        "The article has changed: revision 2 is the newest, the words were selected in 1. "
        "Select them again."
    )

    assert refused(claim, Conflict, sentence, revision=1)


def test_a_claim_that_somebody_else_has_changed_is_looked_at_again():
    claim = make.make_claim()
    tagging.amend(stored(claim), by=make.make_editor(), kind="figure")

    assert refused(
        claim, Conflict, "Somebody else has just changed this claim. Look again and repeat."
    )


def test_the_version_that_the_person_saw_counts():
    sentence = "Somebody else has just changed this claim. Look again and repeat."

    assert refused(make.make_claim(), Conflict, sentence, version=7)


def test_two_claims_do_not_stand_on_the_same_place():
    claim = make.make_claim()
    other = make.make_claim(claim.article, "40 members")
    sentence = f"These very words are tagged already, as claim {other.pk}."

    assert refused(claim, Invalid, sentence)


@pytest.mark.parametrize("words", [" ", "\n"])
def test_white_space_is_no_place(words):
    sentence = "Only white space is selected. Select words."

    assert refused(make.make_claim(), Invalid, sentence, words)


def test_a_place_beyond_the_article_is_refused():
    claim = make.make_claim()
    length = len(claim.revision.text)

    with pytest.raises(Invalid, match=f"it has {length} characters"):
        tagging.place(claim, by=make.make_editor(), revision=1, start=length - 1, end=length + 1)


# --- nobody takes a colleague's claim off his own words ----------------------------------------

OWN = (
    "You wrote the words of this claim: you may only widen it. Somebody else narrows it, or puts "
    "it onto other words."
)


@pytest.mark.parametrize("html", [make.BODY, TWICE])
def test_whoever_wrote_the_words_does_not_take_a_claim_off_them(html):
    writer = make.make_editor()
    claim = make.make_claim(make.make_article(by=writer))
    claim = make.revise(claim, html) if html != make.BODY else claim

    assert refused(claim, StepRefused, OWN, "The meeting ended at noon.", by=writer)


@pytest.mark.parametrize("words", ["40 members", "has 40 members. It was founded"])
def test_whoever_wrote_the_words_neither_narrows_nor_slides_a_claim_on_them(words):
    writer = make.make_editor()
    claim = make.make_claim(make.make_article(by=writer))

    assert refused(claim, StepRefused, OWN, words, by=writer)


def test_whoever_wrote_the_words_widens_a_claim_on_them():
    writer = make.make_editor()
    claim = make.make_claim(make.make_article(by=writer), "40 members")

    assert place(claim, make.WORDS, by=writer).exact == make.WORDS


def test_whoever_wrote_the_words_moves_a_claim_just_tagged_by_himself():
    writer = make.make_editor()
    claim = make.make_claim(make.make_article(by=writer), by=writer)

    assert place(claim, "The meeting ended at noon.", by=writer).version == 2


def test_whoever_misplaced_a_claim_puts_it_back():
    editor = make.make_editor()
    claim = place(make.make_claim(), "The meeting ended at noon.", by=editor)

    assert place(claim, make.WORDS, by=editor).exact == make.WORDS


def test_whoever_placed_a_claim_does_not_approve_it():
    person = make.make_user(EDITORS, REVIEWERS)
    claim = make.make_proposed_claim(place(make.make_claim(), "40 members", by=person))

    with pytest.raises(StepRefused, match="You wrote or changed these words"):
        workflow.take(claim, "approve", by=person)


# --- placing is no way round a verdict ---------------------------------------------------------


def make_placed_and_lost():
    """A claim with a verdict, put onto other words that are deleted then; its own still stand."""
    claim = place(make.make_decided_claim(verdict="refuted"), "The meeting ended at noon.")
    claim = make.revise(claim, make.BODY.replace("<p>The meeting ended at noon.</p>", ""))
    assert claim.anchor == "lost"
    return claim


def dismiss(claim):
    return workflow.take(stored(claim), "dismiss", by=make.make_editor(), note="Gone.").status


def test_a_claim_that_lost_words_it_was_put_onto_is_not_dismissed_while_its_own_stand():
    with pytest.raises(StepRefused) as refusal:
        dismiss(make_placed_and_lost())

    assert str(refusal.value) == (
        "The words that were checked still stand. Put the claim onto the place you mean on the "
        "tagging page."
    )


def test_it_is_dismissed_once_another_claim_holds_them():
    claim = make_placed_and_lost()
    make.make_claim(Article.objects.get(pk=claim.article_id))

    assert dismiss(claim) == Status.DISMISSED


def test_it_is_dismissed_once_they_are_gone_too():
    claim = make.revise(make_placed_and_lost(), "<p>Nothing of it.</p>")

    assert dismiss(claim) == Status.DISMISSED


@pytest.mark.parametrize("count", [1, 3])
def test_placing_costs_the_same_for_one_claim_and_for_three(count, django_assert_num_queries):
    claim, editor = make.make_claim(), make.make_editor()
    for words in ("The town council met on Monday.", "founded in 1901")[: count - 1]:
        make.make_claim(claim.article, words)
    editor.has_perm(tagging.TAG)
    span = span_of(claim, "40 members")

    with django_assert_num_queries(13):
        tagging.place(claim, by=editor, revision=1, start=span.start, end=span.end)

    assert stored(claim).exact == "40 members"
