"""Words become a claim, and what is told of it may change until a verdict speaks of it."""

import json
from datetime import date

import pytest

from articles import editing
from articles.errors import Conflict, Invalid, NotAllowed, StepRefused
from articles.models import LedgerEntry
from claims import tagging, workflow
from claims.anchoring import Span
from claims.models import Claim, Contribution, Status
from tests import factories as make

pytestmark = pytest.mark.django_db


def tag(article, start, end, **told):
    told = {"by": make.make_editor(), "revision": article.revision.number} | told
    return tagging.tag(article, start=start, end=end, **told)


def span_of(article, words):
    start = article.revision.text.index(words)
    return start, start + len(words)


def nothing_more_was_written():
    return Claim.objects.count(), LedgerEntry.objects.count()


# --- places -----------------------------------------------------------------------------------


def test_pasted_words_are_found_in_every_place():
    revision = make.make_article(html="<p>One fact. Two. One fact.</p>").revision

    assert tagging.places(revision, " One fact.\r\n") == [Span(0, 9), Span(15, 24)]


OTHER_GLYPHS = "<p>She said: “We’re 40 – no\u00a0more.” Café Ölçü.</p><p>It ended.</p>"
AS_IT_STANDS = "She said: “We’re 40 – no more.” Café Ölçü.\nIt ended."


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("She  said:\t“We’re", "She said: “We’re"),
        ("said: “We’re\r\n40 – no", "said: “We’re 40 – no"),
        ('"We\'re 40 - no more."', "“We’re 40 – no more.”"),
        ("«We’re 40 — no\u2009more.»", "“We’re 40 – no more.”"),
        ("Cafe\u0301 O\u0308lc\u0327u\u0308.\n\nIt ended.", "Café Ölçü.\nIt ended."),
        ("Café Ölçü. It ended.", "Café Ölçü.\nIt ended."),
    ],
)
def test_words_pasted_in_other_white_space_or_glyphs_are_found_where_they_stand(pasted, found):
    revision = make.make_article(html=OTHER_GLYPHS).revision
    start = AS_IT_STANDS.index(found)

    assert revision.text == AS_IT_STANDS
    assert tagging.places(revision, pasted) == [Span(start, start + len(found))]


def test_the_very_characters_win_over_the_same_words_in_other_glyphs():
    revision = make.make_article(html='<p>It is “so”. It is "so".</p>').revision

    assert tagging.places(revision, 'is "so"') == [Span(15, 22)]


@pytest.mark.parametrize("pasted", ["We’re 41 – no more", "We re 40 – no more", "we're 40 NO more"])
def test_other_words_are_not_found_by_their_likeness(pasted):
    with pytest.raises(Invalid):
        tagging.places(make.make_article(html=OTHER_GLYPHS).revision, pasted)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (" \x00", "Paste the words to be checked, as they stand in the article."),
        (
            "No such words",
            "These words do not stand in the newest revision. Copy them from the article.",
        ),
    ],
)
def test_words_that_stand_nowhere_are_refused(words, sentence):
    with pytest.raises(Invalid) as refused:
        tagging.places(make.make_article().revision, words)

    assert refused.value.errors == {"words": sentence}


# --- tag --------------------------------------------------------------------------------------


def test_a_claim_keeps_its_words_and_their_surroundings():
    article = make.make_article()
    start, end = span_of(article, make.WORDS)

    claim = tag(article, start, end)

    assert (claim.exact, claim.prefix, claim.suffix, claim.start, claim.end, claim.anchor) == (
        make.WORDS,
        article.revision.text[:start],
        article.revision.text[end : end + 32],
        start,
        end,
        "exact",
    )


def test_offsets_count_code_points():
    article = make.make_article(html="<p>\N{GRINNING FACE} The council has 40 members.</p>")

    assert tag(article, 2, 29).exact == make.WORDS


def test_white_space_at_either_end_is_left_out():
    article = make.make_article()
    start, end = span_of(article, " " + "It was founded in 1901." + "\n")

    assert tag(article, start, end).exact == "It was founded in 1901."


def test_words_stand_for_themselves_as_the_statement():
    article = make.make_article(html="<p>One\nlong   fact.</p>")

    assert tag(article, 0, len(article.revision.text)).statement == "One long fact."


def test_the_speaker_is_the_claimant_of_what_stands_in_a_speech():
    claim = make.make_claim(words="We are proud of our 40 members.")

    assert claim.claimant == "Speaker One"


def test_what_is_told_is_written_in_one_kind_of_space():
    claim = make.make_claim(statement=" The council\xa0has\r\n40. ", claimant=" A\x00  Speaker ")

    assert (claim.statement, claim.claimant) == ("The council has 40.", "A Speaker")


def test_tagging_writes_one_entry_with_all_that_is_told():
    editor, reviewer = make.make_editor(), make.make_reviewer()

    claim = make.make_claim(by=editor, assignee=reviewer, due=date(2030, 1, 2))

    entry = LedgerEntry.objects.get(article=claim.article_id, action="claim.tag")
    assert (entry.actor_id, json.loads(entry.payload)) == (
        editor.pk,
        {
            "claim": claim.pk,
            "status": "open",
            "revision": 1,
            "start": claim.start,
            "end": claim.end,
            "exact": make.WORDS,
            "statement": make.WORDS,
            "kind": "other",
            "claimant": "",
            "sensitivity": "normal",
            "priority": 2,
            "due": "2030-01-02",
            "assignee": {"id": reviewer.pk, "name": reviewer.get_full_name()},
        },
    )


def test_the_tagger_and_the_writer_of_the_words_have_a_hand_in_the_claim():
    writer, tagger = make.make_editor(), make.make_editor()

    claim = make.make_claim(make.make_article(by=writer), by=tagger)

    assert set(claim.contributions.values_list("person", "role")) == {
        (tagger.pk, "tagged"),
        (writer.pk, "worded"),
    }


def test_whoever_wrote_or_changed_the_words_has_a_hand_and_not_who_edited_last():
    first, second, third = (make.make_editor() for _ in range(3))
    article = make.make_article(by=first)
    html = make.BODY.replace("has 40 members", "has 41 members")
    editing.revise(article, by=second, based_on=1, html=html)
    editing.revise(article, by=third, based_on=2, html=html + "<p>One more.</p>")
    article.refresh_from_db()

    claim = make.make_claim(article, "The council has 41 members.")

    worded = claim.contributions.filter(role=Contribution.Role.WORDED)
    assert set(worded.values_list("person", flat=True)) == {first.pk, second.pk}


def worded(claim):
    """Accounts that count as having written or changed the claim's words, in no order."""
    hands = claim.contributions.filter(role=Contribution.Role.WORDED)
    return set(hands.values_list("person", flat=True))


def revise_by_each(article, *texts):
    """Write one revision after the other, each by an editor of its own; return the editors."""
    editors = []
    for html in texts:
        editors.append(make.make_editor())
        article.refresh_from_db()
        editing.revise(article, by=editors[-1], based_on=article.revision.number, html=html)
    article.refresh_from_db()
    return editors


WITHOUT = make.BODY.replace(make.WORDS, "")


def test_whoever_wrote_the_words_first_counts_even_if_they_were_away_meanwhile():
    writer = make.make_editor()
    article = make.make_article(by=writer)
    _, restorer = revise_by_each(article, WITHOUT, make.BODY)

    assert worded(make.make_claim(article)) == {writer.pk, restorer.pk}


def test_whoever_wrote_the_words_once_more_counts_too():
    writer = make.make_editor()
    article = make.make_article(by=writer)
    copier, _ = revise_by_each(article, f"{make.BODY}<p>{make.WORDS}</p>", make.BODY)

    assert worded(make.make_claim(article)) == {writer.pk, copier.pk}


def test_whoever_wrote_them_twice_counts_once():
    writer = make.make_editor()
    article = make.make_article(by=writer)
    editing.revise(article, by=writer, based_on=1, html=WITHOUT)
    article.refresh_from_db()
    editing.revise(article, by=writer, based_on=2, html=make.BODY)
    article.refresh_from_db()

    assert worded(make.make_claim(article)) == {writer.pk}


def test_words_that_nobody_signed_have_no_writer():
    assert worded(make.make_claim(make.make_article(by=None))) == set()


def test_a_reviewer_may_suggest_and_not_tag():
    reviewer = make.make_reviewer()

    claim = make.make_claim(by=reviewer, suggested=True)

    assert claim.status == Status.SUGGESTED
    with pytest.raises(NotAllowed, match="Only editors may tag claims"):
        make.make_claim(by=reviewer)


def test_who_may_not_see_claims_may_not_suggest_one():
    with pytest.raises(NotAllowed):
        make.make_claim(by=make.make_user(), suggested=True)


def test_words_selected_in_an_older_revision_are_selected_again():
    article, editor = make.make_article(), make.make_editor()
    editing.revise(article, by=editor, based_on=1, html=make.BODY + "<p>One more.</p>")
    before = nothing_more_was_written()

    with pytest.raises(Conflict, match="revision 2 is the newest, the words were selected in 1"):
        tagging.tag(article, by=editor, revision=1, start=0, end=9)

    assert nothing_more_was_written() == before


TWICE = "These very words are tagged already, as claim {}."


def test_the_same_words_are_not_tagged_twice():
    claim = make.make_claim()

    with pytest.raises(Invalid) as refused:
        make.make_claim(claim.article)

    assert refused.value.errors == {"start": TWICE.format(claim.pk)}


def test_words_of_a_dismissed_claim_may_be_tagged_anew():
    claim = make.make_claim()
    workflow.take(claim, "dismiss", by=make.make_editor(), note="Not a fact.")

    assert make.make_claim(claim.article).pk != claim.pk


@pytest.mark.parametrize(
    ("start", "end", "errors"),
    [
        (-1, 5, {"start": "Select words of the article: it has 2004 characters."}),
        (5, 5, {"start": "Select words of the article: it has 2004 characters."}),
        (0, 2005, {"start": "Select words of the article: it has 2004 characters."}),
        (1, 2, {"start": "Only white space is selected. Select words."}),
        (0, 2004, {"end": "A claim has at most 2000 characters. Select fewer words."}),
    ],
)
def test_a_span_that_is_no_claim_is_refused(start, end, errors):
    article = make.make_article(html=f"<p>a {'b' * 2002}</p>")
    before = nothing_more_was_written()

    with pytest.raises(Invalid) as refused:
        tag(article, start, end)

    assert (refused.value.errors, nothing_more_was_written()) == (errors, before)


KINDS = (
    "figure, date, quote, membership, event, agreement, position, superlative, geography, "
    "prediction, other"
)


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ({"kind": "rumour"}, {"kind": f"“rumour” is none of: {KINDS}."}),
        ({"sensitivity": "low"}, {"sensitivity": "“low” is none of: normal, sensitive."}),
        ({"priority": 4}, {"priority": "“4” is none of: 1, 2, 3."}),
        ({"statement": " "}, {"statement": "Say the claim in one sentence that stands alone."}),
        ({"statement": None}, {"statement": "Say the claim in one sentence that stands alone."}),
        ({"claimant": "a" * 201}, {"claimant": "Shorten the claimant to 200 characters."}),
        ({"status": "verified"}, {"status": "A claim does not have this."}),
    ],
)
def test_what_cannot_be_told_of_a_claim_is_refused(told, errors):
    with pytest.raises(Invalid) as refused:
        make.make_claim(**told)

    assert refused.value.errors == errors


# --- amend ------------------------------------------------------------------------------------


def test_an_amendment_writes_what_changed_and_nothing_else():
    claim, editor = make.make_claim(), make.make_editor()

    amended = tagging.amend(claim, by=editor, kind="figure", priority=2, due=date(2030, 1, 2))

    entry = LedgerEntry.objects.get(article=claim.article_id, action="claim.amend")
    assert (amended.version, json.loads(entry.payload)) == (
        2,
        {"claim": claim.pk, "kind": "figure", "due": "2030-01-02"},
    )


def test_an_amendment_that_changes_nothing_writes_nothing():
    claim = make.make_claim()
    before = nothing_more_was_written()

    amended = tagging.amend(claim, by=make.make_editor(), kind="other", statement=make.WORDS)

    assert (amended.version, nothing_more_was_written()) == (1, before)


def test_whoever_moves_its_day_or_its_assignee_has_no_hand_in_the_claim():
    claim, editor = make.make_claim(), make.make_editor()

    tagging.amend(claim, by=editor, due=date(2030, 1, 2), assignee=editor, priority=1)

    assert worded(claim) == set()


def test_only_editors_amend():
    with pytest.raises(NotAllowed, match="Only editors may change or assign claims"):
        tagging.amend(make.make_claim(), by=make.make_reviewer(), kind="figure")


def test_an_amendment_of_a_stale_copy_is_refused():
    claim = make.make_claim()
    stale = Claim.objects.get(pk=claim.pk)
    tagging.amend(claim, by=make.make_editor(), kind="figure")

    with pytest.raises(Conflict):
        tagging.amend(stale, by=make.make_editor(), kind="date")


BOUND = {
    "statement": "Other words.",
    "kind": "figure",
    "claimant": "Somebody",
    "sensitivity": "sensitive",
}


@pytest.mark.parametrize("name", BOUND)
def test_whoever_changes_what_a_verdict_will_speak_of_has_a_hand_in_the_claim(name):
    claim, editor = make.make_claim(), make.make_editor()

    tagging.amend(claim, by=editor, **{name: BOUND[name]})

    assert worded(claim) == {editor.pk}


@pytest.mark.parametrize("status", [Status.AWAITING_APPROVAL, Status.VERIFIED])
@pytest.mark.parametrize("name", BOUND)
def test_what_a_verdict_speaks_of_is_fixed_once_it_is_proposed(name, status):
    claim = make.make_claim_with_status(status)
    before = nothing_more_was_written()

    with pytest.raises(StepRefused, match="what its verdict speaks of is fixed"):
        tagging.amend(claim, by=make.make_editor(), **{name: BOUND[name]})

    assert nothing_more_was_written() == before


def test_who_looks_after_a_decided_claim_may_change():
    editor = make.make_editor()

    claim = tagging.amend(make.make_decided_claim(), by=editor, assignee=editor, priority=1)

    assert (claim.assignee, claim.priority, claim.status) == (editor, 1, Status.VERIFIED)


def test_a_claim_may_become_normal_before_a_verdict_was_proposed():
    claim = make.make_claim(sensitivity="sensitive")

    assert tagging.amend(claim, by=make.make_editor(), sensitivity="normal").sensitivity == "normal"


def test_a_claim_proposed_as_sensitive_stays_so_when_it_is_sent_back():
    claim = make.make_proposed_claim(sensitivity="sensitive")
    claim = workflow.take(claim, "send_back", by=make.make_reviewer(), note="Look again.")

    with pytest.raises(StepRefused, match="It stays sensitive"):
        tagging.amend(claim, by=make.make_editor(), sensitivity="normal")


def test_a_claim_that_was_sent_back_may_become_sensitive():
    claim = make.make_proposed_claim()
    claim = workflow.take(claim, "send_back", by=make.make_reviewer(), note="Look again.")

    claim = tagging.amend(claim, by=make.make_editor(), sensitivity="sensitive")

    assert claim.sensitivity == "sensitive"
