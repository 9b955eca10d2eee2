"""The pens of an article: what each writes, whom it refuses, and that a refusal writes nothing."""

import json
from datetime import UTC, datetime

import pytest

from articles import content, editing
from articles.errors import Conflict, Invalid, NoSuchStep, NotAllowed
from articles.importers.base import Author
from articles.models import Article, Change, LedgerEntry, Revision, Status
from articles.text import sha256
from tests import factories as make
from tests.articles.written import MORE, make_article_with_status, written

pytestmark = pytest.mark.django_db

MINOR = {"change": Change.MINOR, "note": "The sense stays."}


def payload(action):
    return json.loads(LedgerEntry.objects.filter(action=action).last().payload)


def test_what_is_offered_is_what_the_role_reaches():
    offers = editing.allowed_steps(make.make_article(), make.make_editor())

    assert [
        (offer.name, offer.reason) for offer in offers if offer.name in ("submit", "return")
    ] == [
        ("submit", ""),
        ("return", "“Return to draft” is not possible while this is draft."),
    ]


# --- write ------------------------------------------------------------------------------------


def test_a_new_article_is_a_draft_with_its_words_and_one_entry():
    editor = make.make_editor()

    article = make.make_article(by=editor, headline="Council meets")

    revision = article.revision
    assert (article.status, article.slug, revision.number, revision.author) == (
        Status.DRAFT,
        "council-meets",
        1,
        editor,
    )
    assert payload("article.write") == {
        "revision": 1,
        "headline": "Council meets",
        "headline_is_provisional": False,
        "text_sha256": sha256(revision.text),
        "html_sha256": sha256(revision.html),
        "details_sha256": sha256(revision.details),
        "change": "",
        "note": "",
        "source_sha256": None,
    }


@pytest.mark.parametrize("make_person", [make.make_user, make.make_reviewer, make.make_publisher])
def test_only_editors_write(make_person):
    with pytest.raises(NotAllowed, match="Only editors may write articles"):
        make.make_article(by=make_person())


def test_two_articles_of_one_headline_have_two_addresses():
    slugs = [make.make_article(headline="Council meets").slug for _ in range(3)]

    assert slugs == ["council-meets", "council-meets-2", "council-meets-3"]


def test_an_article_that_was_imported_meanwhile_is_a_conflict():
    editing.write(make.make_draft(), by=None, source_name="one.txt")

    with pytest.raises(Conflict, match="Somebody else has just imported this article"):
        editing.write(make.make_draft(), by=None, source_name="one.txt")


def test_the_note_of_an_import_is_kept_with_its_first_revision():
    article = editing.write(make.make_draft(), by=None, note="A caption was left out.\x00")

    assert article.revision.note == "A caption was left out."


# --- revise -----------------------------------------------------------------------------------


def revise(article, by=None, **told):
    told = {"based_on": article.revision.number} | told
    return editing.revise(article, by=by or make.make_editor(), **told)


def test_a_revision_keeps_the_one_before_it():
    article = make.make_article()

    revise(article, html=MORE)

    numbers = list(article.revisions.values_list("number", "html"))
    assert numbers == [(1, content.of(article).html), (2, Article.objects.get().revision.html)]


def test_a_revision_of_an_old_one_is_a_conflict_and_writes_nothing():
    article = make.make_article()
    revise(article, html=MORE)
    before = written(article)

    with pytest.raises(Conflict) as refused:
        revise(article, based_on=1, html=make.BODY.replace("40", "50"))

    assert str(refused.value) == (
        "Somebody was faster: revision 2 is the newest, yours was made from 1. "
        "Nothing was saved: look at the newest first."
    )
    assert written(article) == before


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"html": make.BODY},
        {"html": make.BODY.replace("\n", "\r\n")},
        {"section": " Local "},
        {"byline": (Author("Writer A ", "Reporter", "@writer_a"),)},
        {"standfirst": "", "dateline": None, "note": "Nothing changed."},
    ],
)
def test_unchanged_content_makes_no_revision(told):
    article = make.make_article()
    before = written(article)

    revision = revise(article, **told)

    assert (revision, written(article)) == (article.revision, before)


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ({"headline": " "}, {"headline": "Give the article a headline."}),
        ({"headline": "a" * 301}, {"headline": "Shorten the headline to 300 characters."}),
        (
            {"html": "<p> </p>"},
            {"html": "The body has no words. Write some, or import the article again."},
        ),
    ],
)
def test_what_an_article_cannot_do_without_is_asked_for(told, errors):
    article = make.make_article()
    before = written(article)

    with pytest.raises(Invalid) as refused:
        revise(article, **told)

    assert (refused.value.errors, written(article)) == (errors, before)


@pytest.mark.parametrize("make_person", [make.make_user, make.make_reviewer, make.make_publisher])
def test_only_editors_revise_before_publication(make_person):
    with pytest.raises(NotAllowed, match="Only editors may change articles"):
        revise(make.make_article(), by=make_person(), html=MORE)


def test_a_revision_carries_all_that_a_draft_can_say():
    article = make.make_article()
    told = {
        "headline": "Another headline",
        "section": "Town",
        "publication": "Site Two",
        "published_at": datetime(2030, 1, 2, tzinfo=UTC),
        "byline": (Author("Writer B", None, None), Author("Writer A", "Editor", "@writer_a")),
        "image_caption": "The hall.",
        "standfirst": "In short.",
        "dateline": "Town",
        "language": "en",
    }

    revise(article, **told)

    after = content.of(Article.objects.get(pk=article.pk))
    assert {name: getattr(after, name) for name in told} == told


def test_an_unlabelled_change_before_publication_is_no_correction():
    revision = revise(make.make_article(), html=MORE, change=Change.CORRECTION, note="Longer.")

    assert (revision.change, revision.note) == (Change.NONE, "Longer.")


# --- after publication ------------------------------------------------------------------------


def test_an_editor_does_not_change_a_published_article():
    with pytest.raises(NotAllowed, match="Only publishers may change a published article"):
        revise(make.publish(make.make_article()), html=MORE, change=Change.MINOR, note="Longer.")


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        (
            {"note": "Longer."},
            {"change": "Readers know this article: is it a correction or a minor change?"},
        ),
        (
            {"change": "big", "note": "Longer."},
            {"change": "Readers know this article: is it a correction or a minor change?"},
        ),
        (
            {"change": Change.MINOR, "note": " \x00"},
            {"note": "Say what changed; readers will read it with a correction."},
        ),
        (
            {"change": Change.MINOR, "note": "No date.", "published_at": None},
            {"published_at": "A published article keeps a date. Give the right one."},
        ),
        (
            {"change": Change.MINOR, "note": "Unsure.", "headline_is_provisional": True},
            {"headline": "A published article has a headline of its own. Give one."},
        ),
    ],
)
def test_a_change_that_readers_cannot_follow_is_refused(told, errors):
    article = make.publish(make.make_article())
    before = written(article)

    with pytest.raises(Invalid) as refused:
        revise(article, by=make.make_publisher(), html=MORE, **told)

    assert (refused.value.errors, written(article)) == (errors, before)


@pytest.mark.parametrize("change", [Change.CORRECTION, Change.MINOR])
def test_a_labelled_change_of_a_published_article_is_written(change):
    article = make.publish(make.make_article())

    revision = revise(article, by=make.make_publisher(), html=MORE, change=change, note=" Longer. ")

    assert (revision.change, revision.note, written(article)[0]) == (
        change,
        "Longer.",
        Status.PUBLISHED,
    )


def correct(article, **given):
    told = {"note": "A number was wrong.", "revision": article.revision.number}
    return editing.take(article, "correct", by=make.make_publisher(), **(told | given))


def test_a_correction_is_a_labelled_revision():
    article = correct(make.publish(make.make_article()), html=MORE)

    assert (article.revision.change, article.revision.note, article.status) == (
        Change.CORRECTION,
        "A number was wrong.",
        Status.PUBLISHED,
    )


def test_a_correction_in_which_nothing_is_different_is_refused():
    with pytest.raises(Invalid) as refused:
        correct(make.publish(make.make_article()), html=make.BODY)

    assert refused.value.errors == {"html": "Nothing is different: give the corrected words."}


def test_a_correction_says_which_revision_it_was_made_from():
    with pytest.raises(Invalid) as refused:
        correct(make.publish(make.make_article()), html=MORE, revision=None)

    assert refused.value.errors == {"revision": "Say which revision the correction was made from."}


def test_a_withdrawn_article_is_not_changed():
    article = make_article_with_status(Status.WITHDRAWN)

    with pytest.raises(Conflict, match="Restore it for review before changing it"):
        revise(article, html=MORE)


def test_a_change_to_an_article_that_was_withdrawn_and_restored_is_labelled():
    article = make_article_with_status(Status.WITHDRAWN)
    article = editing.take(article, "restore", by=make.make_publisher(), note="All is well.")

    with pytest.raises(Invalid) as refused:
        revise(article, html=MORE)

    assert refused.value.errors == {
        "change": "Readers know this article: is it a correction or a minor change?"
    }


# --- steps ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "step", "label"),
    [
        (Status.IN_REVIEW, "return", "Return to draft"),
        (Status.PUBLISHED, "withdraw", "Withdraw"),
        (Status.WITHDRAWN, "restore", "Restore for review"),
    ],
)
@pytest.mark.parametrize("note", ["", " \x00 "])
def test_a_note_of_no_words_is_refused(status, step, label, note):
    article = make_article_with_status(status)

    with pytest.raises(Invalid) as refused:
        editing.take(article, step, by=make.make_user(is_superuser=True), note=note)

    assert refused.value.errors == {"note": f"Say why: “{label}” needs a note."}


def test_a_step_refuses_what_it_would_ignore():
    with pytest.raises(Invalid) as refused:
        editing.take(make.make_article(), "submit", by=make.make_editor(), html=MORE)

    assert refused.value.errors == {"html": "This step does not take it."}


def test_an_unknown_step_is_refused_with_those_there_are():
    with pytest.raises(NoSuchStep) as refused:
        editing.take(make.make_article(), "approve", by=make.make_editor())

    assert str(refused.value) == (
        "There is no step “approve”. The steps are: submit, return, schedule, unschedule, publish, "
        "override, confirm_override, drop_override, correct, withdraw, restore."
    )


def test_a_note_too_long_for_the_record_is_refused_before_anything_else_is_judged():
    article = make.make_article()

    with pytest.raises(Invalid) as refused:
        editing.take(article, "restore", by=make.make_user(), note="a" * 5001)

    assert refused.value.errors == {"note": "Shorten the note to 5,000 characters."}
    assert article.ledger.count() == 1


def test_a_note_may_be_as_long_as_the_record_takes():
    article = editing.take(make.make_article(), "submit", by=make.make_editor())

    article = editing.take(article, "return", by=make.make_editor(), note="a" * 5000)

    assert article.status == Status.DRAFT


def test_the_note_of_a_revision_has_the_same_length():
    article = make.make_article()
    told = {"headline": "Another", "note": "a" * 5001}

    with pytest.raises(Invalid) as refused:
        editing.revise(article, by=make.make_editor(), based_on=1, **told)

    assert refused.value.errors == {"note": "Shorten the note to 5,000 characters."}


def test_a_step_with_an_older_revision_than_the_newest_is_a_conflict():
    article = make.make_article()
    revise(article, html=MORE)

    with pytest.raises(Conflict):
        editing.take(article, "submit", by=make.make_editor(), revision=1)


def test_a_step_on_the_newest_revision_is_taken():
    article = editing.take(make.make_article(), "submit", by=make.make_editor(), revision=1)

    assert article.status == Status.IN_REVIEW


def test_a_step_writes_what_it_did():
    editing.take(make.make_article(), "submit", by=make.make_editor(), note="Ready.")

    assert payload("article.submit") == {
        "from": "draft",
        "to": "in_review",
        "note": "Ready.",
        "revision": 1,
    }


def test_publication_sets_its_dates_once():
    first = make.publish(make.make_article())
    withdrawn = editing.take(first, "withdraw", by=make.make_publisher(), note="A mix-up.")
    restored = editing.take(withdrawn, "restore", by=make.make_publisher(), note="All is well.")

    again = editing.take(restored, "publish", by=make.make_publisher())

    assert (again.published_at, again.first_published_at) == (
        first.published_at,
        first.first_published_at,
    )


def test_publication_keeps_the_date_that_the_source_states():
    stated = datetime(2020, 1, 2, tzinfo=UTC)

    article = make.publish(make.make_article(published_at=stated))

    assert (article.published_at, article.first_published_at > stated) == (stated, True)


def test_a_withdrawn_article_says_when_and_why_until_it_is_restored():
    withdrawn = make_article_with_status(Status.WITHDRAWN)

    restored = editing.take(withdrawn, "restore", by=make.make_publisher(), note="All is well.")

    assert (withdrawn.withdrawal_notice, withdrawn.withdrawn_at is None) == ("A mix-up.", False)
    assert (restored.status, restored.withdrawal_notice, restored.withdrawn_at) == (
        Status.IN_REVIEW,
        "",
        None,
    )


# --- provisional headlines --------------------------------------------------------------------


def test_an_article_without_a_headline_is_named_by_its_first_words():
    article = make.make_article(headline=None)

    assert (article.headline, article.headline_is_provisional, article.slug) == (
        "The town council met on Monday.",
        True,
        "the-town-council-met-on-monday",
    )


def test_the_address_follows_the_first_real_headline():
    article = make.make_article(headline=None)

    revise(article, headline="Council meets")

    article.refresh_from_db()
    assert (article.slug, article.headline_is_provisional) == ("council-meets", False)


def test_the_address_stays_when_a_real_headline_changes():
    article = make.make_article(headline="Council meets")

    revise(article, headline="Council met")

    article.refresh_from_db()
    assert article.slug == "council-meets"


def test_a_headline_may_be_confirmed_as_it_is():
    article = make.make_article(headline=None)

    revision = revise(article, headline_is_provisional=False)

    article.refresh_from_db()
    assert (revision.number, article.headline_is_provisional, article.slug) == (
        2,
        False,
        "the-town-council-met-on-monday",
    )


def test_the_address_stays_once_readers_know_it():
    article = make.publish(make.make_article(headline="Council meets"))
    article = editing.take(article, "withdraw", by=make.make_publisher(), note="A mix-up.")
    article = editing.take(article, "restore", by=make.make_publisher(), note="All is well.")
    revise(article, headline_is_provisional=True, **MINOR)
    article.refresh_from_db()

    revise(article, headline="Council met", **MINOR)

    article.refresh_from_db()
    assert (article.slug, article.headline_is_provisional) == ("council-meets", False)


def test_revisions_count_from_one_without_a_gap():
    article = make.make_article()
    for n in range(3):
        article.refresh_from_db()
        revise(article, html=f"{make.BODY}<p>Paragraph {n}.</p>")

    assert list(Revision.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
