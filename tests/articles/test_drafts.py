"""Unsaved work: for its author alone, one an article, until it is saved or a month has gone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import drafts, editing, presence
from articles.errors import Conflict, Invalid, NotAllowed, TooLarge
from articles.models import LedgerEntry, Presence, WorkingDraft
from tests.factories import (
    make_article,
    make_editor,
    make_published_article,
    make_publisher,
    make_reviewer,
)

pytestmark = pytest.mark.django_db


def keep(article, by, headline="Typed with care", page="one", based_on=1):
    typed = {"headline": headline, "html": "<p>Half a sen"}
    return drafts.keep(article, by=by, page=page, typed=typed, based_on=based_on)


def offered(article, by):
    draft = drafts.offer(article, by=by)
    return draft and drafts.typed_in(draft)["headline"]


def later(**wait):
    return time_machine.travel(timezone.now() + timedelta(**wait), tick=False)


def test_what_was_typed_comes_back_as_it_was_typed():
    article, editor = make_article(), make_editor()
    typed = {"headline": "  Half \u202b\N{PILE OF POO}\x00", "html": "<p onclick=x>Half a sen\r\n"}

    drafts.keep(article, by=editor, page="one", typed=typed, based_on=1)

    draft = drafts.offer(article, by=editor)
    assert (drafts.typed_in(draft), draft.based_on) == (typed, 1)


def test_it_stands_in_place_of_what_was_kept_before():
    article, editor = make_article(), make_editor()

    keep(article, editor, "First")
    keep(article, editor, "Second")

    assert (offered(article, editor), WorkingDraft.objects.count()) == ("Second", 1)


def test_nobody_else_is_offered_it():
    article = make_article()
    keep(article, make_editor())

    assert offered(article, make_editor()) is None


def test_each_article_has_its_own_and_so_has_the_unwritten_one():
    one, other, editor = make_article(), make_article(), make_editor()
    keep(one, editor, "Of one")
    keep(other, editor, "Of the other")
    keep(None, editor, "Of none yet", based_on=None)

    found = [offered(article, editor) for article in (one, other, None)]
    assert found == ["Of one", "Of the other", "Of none yet"]


@pytest.mark.parametrize("has_article", [True, False])
def test_a_second_page_of_the_same_person_does_not_write_over_it(has_article):
    article, editor = make_article() if has_article else None, make_editor()
    keep(article, editor, "Of the first page", page="one")

    with pytest.raises(Conflict, match=r"^Your unsaved work from another page of yours"):
        keep(article, editor, "Of the second page", page="two")

    assert offered(article, editor) == "Of the first page"


def test_what_is_thrown_away_is_gone_and_the_next_page_is_kept():
    article, editor = make_article(), make_editor()
    keep(article, editor, page="one")

    assert drafts.discard(article, by=editor, page="one") is True
    assert offered(article, editor) is None
    assert keep(article, editor, page="two").page == "two"


@pytest.mark.parametrize("page", ["two", ""])
def test_another_page_throws_nothing_away(page):
    article, editor = make_article(), make_editor()
    keep(article, editor, page="one")

    assert drafts.discard(article, by=editor, page=page) is False
    assert offered(article, editor) == "Typed with care"


def test_nobody_throws_away_what_is_not_theirs():
    article, editor = make_article(), make_editor()
    keep(article, editor, page="one")

    assert drafts.discard(article, by=make_editor(), page="one") is False
    assert offered(article, editor) == "Typed with care"


def test_after_a_month_it_is_offered_no_more():
    article, editor = make_article(), make_editor()
    keep(article, editor)

    with later(days=29):
        assert offered(article, editor) == "Typed with care"
    with later(days=31):
        assert offered(article, editor) is None


def test_after_a_month_it_goes_when_anybody_keeps_something_and_is_in_nobodys_way():
    article, editor = make_article(), make_editor()
    keep(article, editor, "Old", page="one")

    with later(days=31):
        keep(article, editor, "New", page="two")
        assert offered(article, editor) == "New"
    assert WorkingDraft.objects.count() == 1


@pytest.mark.parametrize(
    ("make_it", "make_person", "sentence"),
    [
        (make_article, make_reviewer, "Only editors may change articles."),
        (make_published_article, make_editor, "Only publishers may change a published article."),
        (lambda: None, make_reviewer, "Only editors may write articles."),
    ],
)
def test_only_whoever_may_revise_keeps_one(make_it, make_person, sentence):
    with pytest.raises(NotAllowed) as refusal:
        keep(make_it(), make_person())

    assert str(refusal.value) == sentence
    assert WorkingDraft.objects.count() == 0


def test_none_is_kept_of_a_withdrawn_article():
    article = make_published_article()
    article = editing.take(article, "withdraw", by=make_publisher(), note="It was wrong.")

    with pytest.raises(Conflict, match=r"^This article is withdrawn\."):
        keep(article, make_publisher())


@pytest.mark.parametrize("number", [None, 0, 2])
def test_it_is_over_a_revision_that_there_is(number):
    with pytest.raises(Invalid, match=r"^This article has no such revision\."):
        keep(make_article(), make_editor(), based_on=number)


@pytest.mark.parametrize("page", ["", "x" * 33])
def test_a_page_without_a_usable_name_is_refused(page):
    with pytest.raises(Invalid, match=r"^This page does not say which it is\."):
        keep(make_article(), make_editor(), page=page)


def test_what_is_too_long_is_refused_and_what_was_kept_stays():
    article, editor = make_article(), make_editor()
    keep(article, editor, "Short")

    with pytest.raises(TooLarge, match=r"^This is more than the 2,000,000 characters"):
        keep(article, editor, "x" * drafts.LONGEST)

    assert offered(article, editor) == "Short"


def test_it_is_no_deed():
    article, editor = make_article(), make_editor()
    before = LedgerEntry.objects.count()

    keep(article, editor)
    drafts.discard(article, by=editor, page="one")

    assert LedgerEntry.objects.count() == before


def test_it_goes_with_the_account_of_its_author():
    article, editor = make_article(), make_editor()
    keep(article, editor)

    editor.delete()

    assert WorkingDraft.objects.count() == 0


# Who has an article open


def names(article, reader):
    return [one.person for one in presence.others(article, than=reader)]


def test_who_else_has_it_open_is_known_in_the_order_they_came():
    article, reader = make_article(), make_editor()
    first, second = make_editor(), make_editor()
    presence.heard(article, by=first)
    with later(seconds=5):
        presence.heard(article, by=second)
        presence.heard(article, by=reader)

        assert names(article, reader) == [first, second]


def test_who_has_another_article_open_is_not_named():
    reader = make_editor()
    presence.heard(make_article(), by=make_editor())

    assert names(make_article(), reader) == []


def test_who_was_heard_of_by_a_fast_clock_came_when_they_are_heard_of_again():
    article, editor = make_article(), make_editor()
    with later(days=1):
        presence.heard(article, by=editor)

    presence.heard(article, by=editor)

    [there] = presence.others(article, than=make_editor())
    assert there.since == there.seen


def test_who_is_not_heard_of_for_a_minute_counts_as_gone():
    article, reader, editor = make_article(), make_editor(), make_editor()
    presence.heard(article, by=editor)

    with later(seconds=59):
        assert names(article, reader) == [editor]
    with later(seconds=61):
        assert names(article, reader) == []


def test_while_it_stays_open_the_time_it_was_opened_stays():
    article, editor = make_article(), make_editor()
    presence.heard(article, by=editor)
    since = Presence.objects.get().since

    with later(seconds=50):
        presence.heard(article, by=editor)
    with later(seconds=100):
        presence.heard(article, by=editor)
        assert names(article, make_editor()) == [editor]

    assert Presence.objects.get().since == since


def test_who_comes_back_has_it_open_from_then():
    article, editor = make_article(), make_editor()
    presence.heard(article, by=editor)

    with later(minutes=5):
        presence.heard(article, by=editor)
        assert Presence.objects.get().since == timezone.now()


def test_who_has_left_is_gone_at_once():
    article, editor = make_article(), make_editor()
    presence.heard(article, by=editor)

    presence.left(article, by=editor)

    assert names(article, make_editor()) == []


def test_whoever_may_not_edit_has_nothing_open():
    article = make_article()

    with pytest.raises(NotAllowed):
        presence.heard(article, by=make_reviewer())

    assert names(article, make_editor()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_all_who_have_it_open_cost_one_query(django_assert_num_queries, count):
    article, reader = make_article(), make_editor()
    for _ in range(count):
        presence.heard(article, by=make_editor())

    with django_assert_num_queries(1):
        found = [one.person.get_full_name() for one in presence.others(article, than=reader)]
    assert len(found) == count
