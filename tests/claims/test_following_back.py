"""Words that were lost or doubled are looked for in every later revision; claims come back."""

import json

import pytest

from articles import editing
from articles.models import Article, LedgerEntry
from claims import tagging, workflow
from claims.models import Claim, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

PARAGRAPH = f"<p>{make.WORDS} It was founded in 1901.</p>\n"
WITHOUT = make.BODY.replace(PARAGRAPH, "")
TWICE = make.BODY.replace(PARAGRAPH, PARAGRAPH + PARAGRAPH)


def edit(claim, html, by=None):
    article = Article.objects.get(pk=claim.article_id)
    by = by or make.make_editor()
    editing.revise(article, by=by, based_on=article.revision.number, html=html)
    return Claim.objects.get(pk=claim.pk)


def dismiss(claim):
    return workflow.take(claim, "dismiss", by=make.make_editor(), note="The words are gone.")


def make_dismissed_for_its_words():
    """A claim that was refuted, lost its words and was dismissed for that."""
    return dismiss(edit(make.make_decided_claim(verdict="refuted"), WITHOUT))


def place(claim):
    return claim.anchor, claim.start and claim.revision.text[claim.start : claim.end]


def entries(claim, *actions):
    written = LedgerEntry.objects.filter(article=claim.article_id, action__in=actions)
    return [(entry.action, json.loads(entry.payload)) for entry in written]


def last_followed(claim):
    return entries(claim, "claims.follow")[-1][1]


def test_lost_words_that_stand_again_are_the_claims_again():
    claim = edit(make.make_decided_claim(), WITHOUT)

    claim = edit(claim, make.BODY)

    assert (claim.status, place(claim), claim.revision.number) == (
        Status.RECHECK,
        ("exact", make.WORDS),
        3,
    )


def test_the_record_says_where_they_stand_again():
    claim = edit(edit(make.make_decided_claim(), WITHOUT), make.BODY)

    assert last_followed(claim) == {
        "revision": 3,
        "claims": [{"claim": claim.pk, "anchor": "exact", "start": claim.start, "end": claim.end}],
    }


def test_lost_words_that_stay_lost_leave_no_second_entry():
    claim = edit(make.make_claim(), WITHOUT)

    claim = edit(claim, WITHOUT + "<p>One more.</p>")

    assert (claim.anchor, last_followed(claim)["revision"]) == ("lost", 2)


def test_words_that_come_back_in_other_glyphs_are_the_claims():
    words = "He said “forty” of the “members” at noon."
    article = make.make_article(html=f"<p>First.</p><p>{words}</p><p>It ended at noon.</p>")
    claim = edit(make.make_claim(article, words), "<p>First.</p><p>It ended at noon.</p>")
    straight = words.replace("“", '"').replace("”", '"')

    claim = edit(claim, f"<p>First.</p><p>{straight}</p><p>It ended at noon.</p>")

    assert place(claim) == ("exact", straight)


def test_words_that_come_back_with_another_number_are_not():
    claim = edit(make.make_claim(), WITHOUT)

    claim = edit(claim, make.BODY.replace("has 40", "has 41"))

    assert (place(claim), claim.exact) == (("lost", None), make.WORDS)


def test_words_that_come_back_twice_are_ambiguous():
    claim = edit(edit(make.make_claim(), WITHOUT), TWICE)

    assert place(claim) == ("ambiguous", None)


def test_words_that_come_back_twice_in_other_glyphs_are_ambiguous():
    words = "He said “forty” of the “members” at noon."
    claim = make.make_claim(make.make_article(html=f"<p>{words}</p>"), words)
    claim = edit(claim, "<p>Nothing of it.</p>")
    straight = words.replace("“", '"').replace("”", '"')

    claim = edit(claim, f"<p>{straight}</p><p>{straight}</p>")

    assert place(claim) == ("ambiguous", None)


def test_few_words_that_stand_again_among_strangers_are_ambiguous():
    claim = make.make_claim(words="noon")
    claim = edit(claim, "<p>Something else entirely was written.</p>")

    claim = edit(claim, "<p>Long after noon they went home again.</p>")

    assert place(claim) == ("ambiguous", None)


def test_doubled_words_of_which_one_copy_goes_are_the_claims_again():
    doubled = edit(make.make_claim(), TWICE)

    claim = edit(doubled, make.BODY)

    assert (doubled.anchor, place(claim)) == ("ambiguous", ("exact", make.WORDS))


def test_of_two_claims_on_doubled_words_one_stands_where_one_copy_is_left():
    def told(*sentences):
        return "".join(f"<p>{sentence}</p>" for sentence in sentences)

    day, place_of_it = "It met on Monday.", "The harbour lies in ward 7."
    doubled = make.make_claim(make.make_article(html=told(make.WORDS, day, place_of_it)))
    doubled = edit(doubled, told(make.WORDS, make.WORDS, day, place_of_it))
    article = Article.objects.get(pk=doubled.article_id)
    _, copy = tagging.places(article.revision, make.WORDS)
    at = {"revision": 2, "start": copy.start, "end": copy.end}
    second = tagging.tag(article, by=make.make_editor(), **at)

    edit(doubled, told(make.WORDS, day, place_of_it))
    first = edit(doubled, told(place_of_it, day, make.WORDS))
    second.refresh_from_db()

    assert [place(first), place(second)] == [("moved", make.WORDS), ("ambiguous", None)]


def test_doubled_words_that_go_are_lost():
    assert place(edit(edit(make.make_claim(), TWICE), WITHOUT)) == ("lost", None)


def test_words_that_were_moved_and_doubled_are_not_lost():
    one, last = "<p>The town council met on Monday.</p>", "<p>It ended at noon.</p>"
    words = "The council has 40."
    claim = make.make_claim(make.make_article(html=f"{one}<p>{words}</p>{last}"), words)

    claim = edit(claim, f"<p>{words}</p>{one}{last}<p>{words}</p>")

    assert place(claim) == ("ambiguous", None)


def test_whoever_puts_the_words_back_has_a_hand_in_the_claim():
    claim, editor = edit(make.make_claim(), WITHOUT), make.make_editor()

    claim = edit(claim, make.BODY, by=editor)

    assert list(claim.contributions.filter(person=editor).values_list("role", flat=True)) == [
        "worded"
    ]


def test_whoever_edits_elsewhere_while_the_words_are_away_has_none():
    claim, editor = edit(make.make_claim(), WITHOUT), make.make_editor()

    claim = edit(claim, WITHOUT + "<p>One more.</p>", by=editor)

    assert list(claim.contributions.filter(person=editor)) == []


# --- dismissed ones ---------------------------------------------------------------------------


def test_a_dismissed_claim_that_had_a_verdict_comes_back_with_its_words():
    claim = edit(make_dismissed_for_its_words(), make.BODY)

    assert (claim.status, claim.assignee, place(claim)) == (
        Status.RECHECK,
        None,
        ("exact", make.WORDS),
    )
    assert entries(claim, "claim.return") == [
        (
            "claim.return",
            {
                "claim": claim.pk,
                "anchor": "exact",
                "decision": claim.decision_id,
                "checked_words": make.WORDS,
                "words_now": make.WORDS,
                "revision": 3,
            },
        )
    ]


def test_it_comes_back_where_its_words_stand_in_several_places():
    claim = edit(make_dismissed_for_its_words(), TWICE)

    assert (claim.status, claim.anchor) == (Status.RECHECK, "ambiguous")


def test_it_stays_dismissed_while_its_words_are_gone():
    claim = edit(make_dismissed_for_its_words(), WITHOUT + "<p>One more.</p>")

    assert (claim.status, entries(claim, "claim.return")) == (Status.DISMISSED, [])


def test_one_that_was_never_checked_stays_dismissed_and_has_its_place():
    claim = dismiss(edit(make.make_claim(), WITHOUT))

    claim = edit(claim, make.BODY)

    assert (claim.status, place(claim)) == (Status.DISMISSED, ("exact", make.WORDS))


def make_dismissed_for_another():
    """A claim whose words came to stand twice, and the one that was tagged on a place instead."""
    claim = edit(make.make_decided_claim(verdict="refuted"), TWICE)
    other = make.make_claim(Article.objects.get(pk=claim.article_id))
    return dismiss(claim), other


def test_one_whose_words_another_claim_holds_stays_dismissed():
    claim, _ = make_dismissed_for_another()

    claim = edit(claim, TWICE + "<p>One more.</p>")

    assert (claim.status, claim.anchor) == (Status.DISMISSED, "ambiguous")


def test_it_comes_back_once_nobody_holds_them():
    claim, other = make_dismissed_for_another()
    dismiss(other)

    claim = edit(claim, TWICE + "<p>One more.</p>")

    assert claim.status == Status.RECHECK


@pytest.mark.parametrize("count", [1, 3])
def test_looking_again_costs_the_same_for_one_claim_and_for_three(count, django_assert_num_queries):
    article, editor = make.make_article(), make.make_editor()
    for words in (make.WORDS, "The town council met on Monday.", "The meeting ended at noon.")[
        :count
    ]:
        make.make_claim(article, words)
    editing.revise(article, by=editor, based_on=1, html="<p>Nothing of it.</p>")
    article.refresh_from_db()
    editor.has_perm("articles.change_article")

    with django_assert_num_queries(25):
        editing.revise(article, by=editor, based_on=2, html=make.BODY)

    assert Claim.objects.filter(anchor="exact", revision__number=3).count() == count
