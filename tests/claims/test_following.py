"""Claims follow their words through an edit; a verdict stands as long as its words do."""

import json

import pytest

from articles import editing
from articles.models import Article, LedgerEntry
from articles.text import sha256
from claims.models import Claim, Status
from tests import factories as make

pytestmark = pytest.mark.django_db

PARAGRAPH = f"<p>{make.WORDS} It was founded in 1901.</p>\n"


def edit(claim, old, new, by=None):
    """Replace `old` by `new` in the article's body; return the claim as it is then."""
    article = Article.objects.get(pk=claim.article_id)
    html = article.revision.html.replace(old, new)
    assert html != article.revision.html
    by = by or make.make_editor()
    editing.revise(article, by=by, based_on=article.revision.number, html=html)
    return Claim.objects.get(pk=claim.pk)


def entries(claim):
    """What was written after the edit: (action, payload)."""
    written = LedgerEntry.objects.filter(article=claim.article_id)
    edited = written.filter(action="article.revise").last()
    return [
        (entry.action, json.loads(entry.payload))
        for entry in written.filter(sequence__gt=edited.sequence)
    ]


def place(claim):
    revision = claim.revision
    return claim.anchor, revision.number, revision.text[claim.start : claim.end]


def test_a_paragraph_before_it_moves_the_offsets_and_not_the_verdict():
    claim = make.make_decided_claim()

    after = edit(claim, PARAGRAPH, f"<p>A new paragraph.</p>\n{PARAGRAPH}")

    assert (after.status, place(after), after.start - claim.start) == (
        Status.VERIFIED,
        ("exact", 2, make.WORDS),
        len("A new paragraph.\n"),
    )


def test_a_claim_that_stays_among_its_neighbours_leaves_no_entry():
    claim = make.make_decided_claim()

    assert entries(edit(claim, PARAGRAPH, f"<p>A new paragraph.</p>\n{PARAGRAPH}")) == []


def test_a_changed_number_sends_the_claim_to_recheck():
    claim = make.make_decided_claim()

    after = edit(claim, "has 40 members", "has 41 members")

    assert (after.status, after.decided_at, after.assignee, place(after)) == (
        Status.RECHECK,
        None,
        None,
        ("drifted", 2, "The council has 41 members."),
    )


def test_the_decision_keeps_the_words_that_were_checked():
    claim = edit(make.make_decided_claim(), "has 40 members", "has 41 members")

    assert (claim.decision.exact, claim.decision.quote_sha256, claim.decision.revision.number) == (
        make.WORDS,
        sha256(make.WORDS),
        1,
    )


def test_whoever_changed_the_words_has_a_hand_in_the_claim():
    editor = make.make_editor()

    claim = edit(make.make_decided_claim(), "has 40 members", "has 41 members", by=editor)

    assert list(claim.contributions.filter(person=editor).values_list("role", flat=True)) == [
        "worded"
    ]


def test_whoever_edited_elsewhere_has_none():
    editor = make.make_editor()

    claim = edit(make.make_decided_claim(), "ended at noon", "ended at one", by=editor)

    assert list(claim.contributions.filter(person=editor)) == []


def test_a_fall_is_written_with_the_words_that_were_checked_and_those_there_are_now():
    claim = edit(make.make_decided_claim(), "has 40 members", "has 41 members")

    assert entries(claim) == [
        (
            "claims.follow",
            {
                "revision": 2,
                "claims": [
                    {
                        "claim": claim.pk,
                        "anchor": "drifted",
                        "start": claim.start,
                        "end": claim.end,
                        "statement": "The council has 41 members.",
                    }
                ],
            },
        ),
        (
            "claim.fall",
            {
                "claim": claim.pk,
                "anchor": "drifted",
                "decision": claim.decision_id,
                "checked_words": make.WORDS,
                "words_now": "The council has 41 members.",
                "revision": 2,
            },
        ),
    ]


def test_a_fall_is_part_of_the_edit_and_undone_with_it():
    claim, article = make.make_decided_claim(), Article.objects.get()

    def refuse(**kwargs):
        raise RuntimeError("The edit fails at its very end.")

    editing.article_revised.connect(refuse)
    try:
        with pytest.raises(RuntimeError, match="very end"):
            edit(claim, "has 40 members", "has 41 members")
    finally:
        editing.article_revised.disconnect(refuse)

    claim.refresh_from_db()
    after = Article.objects.get()
    assert (claim.status, after.revision_id, after.head_hash) == (
        Status.VERIFIED,
        article.revision_id,
        article.head_hash,
    )


def test_deleted_words_are_lost_and_keep_what_they_said():
    claim = edit(make.make_decided_claim(), PARAGRAPH, "")

    assert (claim.status, claim.anchor, claim.start, claim.end, claim.exact) == (
        Status.RECHECK,
        "lost",
        None,
        None,
        make.WORDS,
    )
    assert entries(claim)[-1][1]["words_now"] is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The council has", "The  council\nhas"),
        (make.WORDS, make.WORDS.upper()),
        ("members. It", "members.  It"),
    ],
)
def test_more_white_space_and_a_headlines_capitals_leave_the_verdict_alone(old, new):
    claim = edit(make.make_decided_claim(), old, new)

    assert claim.status == Status.VERIFIED


def test_glyphs_of_quotes_leave_the_verdict_alone():
    article = make.make_article(html='<p>He said "forty - no more" at noon. Then he left.</p>')
    claim = make.make_decided_claim(make.make_claim(article, 'He said "forty - no more" at noon.'))

    claim = edit(claim, '"forty - no more"', "“forty – no more”")

    assert (claim.status, place(claim)) == (
        Status.VERIFIED,
        ("exact", 2, "He said “forty – no more” at noon."),
    )
    assert [action for action, _ in entries(claim)] == ["claims.follow"]


def test_small_edits_do_not_lead_step_by_step_to_other_words():
    article = make.make_article(
        html="<p>Those who know the council praised it in may. It ended at noon.</p>"
    )
    words = "Those who know the council praised it in may."
    claim = make.make_decided_claim(make.make_claim(article, words))
    first = edit(claim, words, words.upper())

    second = edit(first, words.upper(), words.replace("who", "WHO"))

    assert (first.status, second.status) == (Status.VERIFIED, Status.RECHECK)


def test_a_claim_awaiting_approval_falls_too():
    claim = edit(make.make_proposed_claim(), "has 40 members", "has 41 members")

    assert (claim.status, claim.assignee) == (Status.RECHECK, None)


@pytest.mark.parametrize("status", [Status.SUGGESTED, Status.OPEN, Status.IN_REVIEW])
def test_a_claim_without_a_verdict_keeps_its_status_and_follows(status):
    claim = make.make_claim_with_status(status)

    after = edit(claim, "has 40 members", "has 41 members")

    assert (after.status, after.assignee, place(after)) == (
        status,
        claim.assignee,
        ("drifted", 2, "The council has 41 members."),
    )


def test_a_dismissed_claim_follows_too():
    claim = edit(
        make.make_claim_with_status(Status.DISMISSED), PARAGRAPH, f"<p>New.</p>\n{PARAGRAPH}"
    )

    assert (claim.status, place(claim)) == (Status.DISMISSED, ("exact", 2, make.WORDS))


def test_an_edit_that_nobody_signed_sends_to_recheck_as_well():
    claim = make.make_decided_claim()
    html = make.BODY.replace("has 40 members", "has 41 members")
    editing.revise(claim.article, by=None, based_on=1, html=html)

    claim.refresh_from_db()
    assert (claim.status, claim.contributions.filter(role="worded").count()) == (
        Status.RECHECK,
        0,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_following_costs_the_same_for_one_claim_and_for_three(count, django_assert_num_queries):
    article, editor = make.make_article(), make.make_editor()
    places = (make.WORDS, "The town council met on Monday.", "The meeting ended at noon.")
    for words in places[:count]:
        make.make_claim(article, words)
    editor.has_perm("articles.change_article")
    article.refresh_from_db()

    with django_assert_num_queries(22):
        editing.revise(article, by=editor, based_on=1, html=f"<p>New.</p>\n{make.BODY}")

    assert Claim.objects.filter(anchor="exact", revision__number=2).count() == count
