"""A verdict, a statement and a claim's anchor follow the words that they speak of."""

import pytest
from django.template.loader import render_to_string

from articles import editing
from articles.errors import Invalid, StepRefused
from articles.models import Article
from claims import authorship, dossier, receivers, tagging, workflow
from claims.anchoring import Span
from claims.characters import whole_characters
from claims.models import Claim, Notice, Status
from claims.serializers import DecisionSerializer
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST = "<p>It rained at noon. Nobody came to the fair.</p>"
CHANGED = (
    "The words have changed since this was tagged: say on the tagging page whether these are "
    "still its words."
)


def make_claim_in(sentence, words, **told):
    return make.make_claim(make.make_article(html=f"{FIRST}<p>{sentence}</p>"), words, **told)


def rewrite(claim, sentence, by=None):
    return make.revise(claim, f"{FIRST}<p>{sentence}</p>", by=by)


def propose(claim, reviewer):
    return workflow.take(
        Claim.objects.get(pk=claim.pk),
        "propose",
        by=reviewer,
        verdict="verified",
        summary="As the minutes say.",
    )


def objections(claim):
    article = Article.objects.get(pk=claim.article_id)
    return [blocker.detail for blocker in receivers.objections(article=article)]


# --- letter case --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("checked", "words", "between", "now", "status"),
    [
        ("They said that polish workers left.", "polish workers left",
         "They said that. Polish workers left.", "They said that Polish workers left.", "recheck"),
        ("They said that. The workers left.", "The workers left",
         "They said so. The workers left.", "They said so: the workers left.", "verified"),
        ("They said that the workers left.", "the workers left",
         "They said that: the workers left.", "They said that. The workers left.", "verified"),
    ],
)  # fmt: skip
def test_a_capital_is_free_only_where_a_sentence_began_with_it_then_or_now(
    checked, words, between, now, status
):
    claim = make.make_decided_claim(make_claim_in(checked, words))

    assert rewrite(rewrite(claim, between), now).status == status


# --- the statement ------------------------------------------------------------------------------


def test_a_statement_that_was_the_words_follows_them():
    claim = make.revise(make.make_decided_claim(), make.BODY.replace("has 40", "has 41"))

    assert (claim.status, claim.statement) == (Status.RECHECK, "The council has 41 members.")


def test_a_statement_that_was_the_words_in_other_glyphs_follows_them():
    claim = make_claim_in("He said “forty” then.", "He said “forty” then.")
    claim = rewrite(claim, 'He said "forty" then.')

    assert rewrite(claim, 'He said "fifty" then.').statement == 'He said "fifty" then.'


def test_a_statement_written_by_hand_stays():
    claim = make.make_claim(statement="The council numbers forty.")

    claim = make.revise(claim, make.BODY.replace("has 40", "has 41"))

    assert claim.statement == "The council numbers forty."


def test_a_statement_is_amended_while_a_verdict_is_rechecked_and_not_confirmed_then():
    claim, editor = make.make_fallen_claim(), make.make_editor()

    claim = tagging.amend(claim, by=editor, statement="The council numbers forty-one.")

    roles = claim.contributions.filter(person=editor).values_list("role", flat=True)
    assert (claim.is_confirmable, list(roles)) == (False, ["worded"])


def test_another_priority_leaves_the_verdict_to_be_confirmed():
    claim = tagging.amend(make.make_fallen_claim(), by=make.make_editor(), priority=1)

    assert claim.is_confirmable


@pytest.mark.parametrize("length", [2000, 2001])
def test_a_statement_has_at_most_two_thousand_characters(length):
    claim, sentences = make.make_claim(), {}

    try:
        tagging.amend(claim, by=make.make_editor(), statement="x" * length)
    except Invalid as error:
        sentences = error.errors

    expected = {} if length == 2000 else {"statement": "Shorten the statement to 2,000 characters."}
    assert sentences == expected


# --- drifted until a person has looked ------------------------------------------------------------


def make_drifted_in_review():
    reviewer = make.make_reviewer()
    claim = make.make_claim_in_review(reviewer=reviewer)
    return make.revise(claim, make.BODY.replace("has 40", "has 41")), reviewer


def test_an_edit_elsewhere_does_not_forget_that_the_words_changed():
    claim, _ = make_drifted_in_review()

    claim = make.revise(claim, claim.revision.html.replace("at noon", "at one"))

    assert claim.anchor == "drifted"


def test_no_verdict_is_proposed_on_changed_words_that_nobody_has_looked_at():
    claim, reviewer = make_drifted_in_review()

    with pytest.raises(StepRefused) as refusal:
        propose(claim, reviewer)

    assert str(refusal.value) == CHANGED


def test_it_is_once_somebody_says_that_they_are_the_words():
    claim, reviewer = make_drifted_in_review()

    assert propose(make.affirm(claim), reviewer).status == Status.AWAITING_APPROVAL


def test_it_is_once_somebody_has_said_anew_what_is_claimed():
    claim, reviewer = make_drifted_in_review()

    tagging.amend(claim, by=make.make_editor(), statement="The council numbers forty-one.")

    assert propose(claim, reviewer).status == Status.AWAITING_APPROVAL


def test_the_assignee_of_a_claim_in_review_is_told_that_its_words_changed():
    _, reviewer = make_drifted_in_review()

    assert list(Notice.objects.values_list("person", "kind")) == [(reviewer.pk, "changed")]


def test_a_verdict_confirmed_of_changed_words_is_bound_to_them():
    claim = make.make_fallen_claim()
    assert claim.anchor == "drifted"

    claim = workflow.take(claim, "confirm", by=make.make_reviewer())

    assert (claim.status, claim.anchor) == (Status.VERIFIED, "exact")


def test_a_verdict_confirmed_twice_says_when_it_was_proposed_first():
    claim = make.make_fallen_claim()
    first = claim.decision
    claim = workflow.take(claim, "confirm", by=make.make_reviewer())
    claim = make.revise(claim, make.BODY.replace("has 40", "has 42"))
    workflow.take(claim, "confirm", by=make.make_reviewer())

    claim = dossier.find(claim.pk)
    dossier.of(claim, make.make_reviewer())

    page = render_to_string("admin/claims/claim/_verdict.html", {"decision": claim.decision})
    assert claim.decision.proposed_at == first.created
    assert "of the words as they were; confirmed of the words it binds" in page


def test_the_api_says_which_words_a_confirmed_verdict_was_given_on():
    claim = make.make_fallen_claim()
    first = claim.decision.quote_sha256

    claim = workflow.take(claim, "confirm", by=make.make_reviewer())

    assert DecisionSerializer().get_confirms(claim.decision) == first


def test_whoever_takes_a_step_has_read_the_notices_on_the_claim():
    claim, reviewer = make_drifted_in_review()

    workflow.take(claim, "release", by=reviewer)

    assert list(Notice.objects.filter(read_at=None)) == []


# --- words that were checked are not set free ---------------------------------------------------


def slide(claim, *words):
    for chosen in words:
        revision = Article.objects.get(pk=claim.article_id).revision
        span = tagging.places(revision, chosen)[0]
        claim = tagging.place(
            claim, by=make.make_editor(), revision=revision.number, start=span.start, end=span.end
        )
    return claim


def test_checked_words_block_publication_when_their_claim_was_put_onto_others():
    reviewer = make.make_reviewer()
    claim = slide(make.make_decided_claim(), "The meeting ended at noon.")
    claim = make.make_proposed_claim(claim, reviewer)
    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    assert objections(claim) == [
        f"Words that were checked, “{make.WORDS}”, stand in no claim now: tag them."
    ]


def test_checked_words_of_which_a_claim_holds_a_part_are_not_free():
    claim = make.make_proposed_claim(slide(make.make_decided_claim(), "40 members"))
    claim = workflow.take(claim, "approve", by=make.make_reviewer())

    assert objections(claim) == []


def test_a_claim_slid_off_its_words_in_two_steps_is_not_confirmed():
    claim = slide(make.make_decided_claim(), "40 members. It was", "It was founded in 1901")

    assert claim.is_confirmable is False


# --- who wrote the words ------------------------------------------------------------------------


def revise_by_each(claim, *sentences):
    editors = []
    for sentence in sentences:
        editors.append(make.make_editor())
        article = Article.objects.get(pk=claim.article_id)
        editing.revise(
            article,
            by=editors[-1],
            based_on=article.revision.number,
            html=f"{FIRST}<p>{sentence}</p>",
        )
    return editors


def test_a_glyph_changed_later_does_not_hide_who_wrote_the_words():
    claim = make_claim_in("Nothing yet.", "Nothing yet.")
    wrote, glyph, _elsewhere = revise_by_each(
        claim,
        "Nothing yet. He said “forty members” then.",
        'Nothing yet. He said "forty members" then.',
        'Nothing at all. He said "forty members" then.',
    )
    article = Article.objects.get(pk=claim.article_id)
    words = 'He said "forty members" then.'
    start = article.revision.text.index(words)

    writers = authorship.writers_of(article, words, Span(start, start + len(words)))

    assert {writer.pk for writer in writers} == {wrote.pk, glyph.pk}


# --- whole characters ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "cut", "expected"),
    [
        ("cafe\u0301 x", (0, 4), (0, 5)),
        ("cafe\u0301 x", (4, 7), (3, 7)),
        ("a\U0001f469\u200d\U0001f467b", (1, 2), (1, 4)),
        ("a\U0001f469\u200d\U0001f467b", (3, 5), (1, 5)),
        ("\u2764\ufe0f b", (0, 1), (0, 2)),
        ("\U0001f44b\U0001f3fd b", (0, 1), (0, 2)),
        ("\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea", (1, 3), (0, 4)),
        ("\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea", (2, 4), (2, 4)),
        ("plain words", (0, 5), (0, 5)),
    ],
)
def test_no_selection_ends_inside_a_character(whole, cut, expected):
    assert whole_characters(whole, *cut) == expected


def test_the_rest_of_a_character_is_tagged_with_it():
    article = make.make_article(html="<p>The cafe\u0302\u0323 is open.</p>")

    start = article.revision.text.index("cafe")
    claim = tagging.tag(article, by=make.make_editor(), revision=1, start=start, end=start + 4)

    end = article.revision.text.index(" is open")
    assert (claim.start, claim.end) == (start, end)
