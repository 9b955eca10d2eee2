"""The page of the tagging surface: the marked text, the panel and the tray, without script."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client

from articles import editing
from articles.html import text_of
from articles.models import Article
from claims.models import Claim, Status
from newsroom.surface_parts import lanes_of
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_claim_with_status,
    make_decided_claim,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
)
from tests.newsroom.surface_desk import url

pytestmark = pytest.mark.django_db
WORDED = ["town council", "40 members", "founded in 1901"]


def get(client, article, by):
    client.force_login(by)
    return client.get(url("claims", article))


def part(response, name):
    return str(response.context["parts"][name])


def rows(response):
    """The numbers of the claims in the panel, in its order."""
    return [int(pk) for pk in re.findall(r'id="row-(\d+)"', part(response, "rows"))]


def revise(article, html, by):
    editing.revise(article, by=by, based_on=article.revision.number, html=html)
    return Article.objects.get(pk=article.pk)


@pytest.fixture(scope="module")
def editor(made_once):
    return make_editor()


@pytest.fixture(scope="module")
def keys(made_once, editor):
    return {
        "article": make_article().pk,
        "claim": make_claim(by=editor, kind="figure", statement="It has 40 MEMBERS.").pk,
        "decided": make_decided_claim().pk,
        "dismissed": make_claim_with_status(Status.DISMISSED).pk,
    }


@pytest.fixture
def article(keys):
    """An article in which nothing is tagged."""
    return Article.objects.get(pk=keys["article"])


@pytest.fixture
def claim(keys):
    """Tagged by the editor, and taken up by nobody."""
    return Claim.objects.get(pk=keys["claim"])


@pytest.fixture
def decided(keys):
    return Claim.objects.get(pk=keys["decided"])


@pytest.fixture
def dismissed(keys):
    return Claim.objects.get(pk=keys["dismissed"])


@pytest.fixture(scope="module")
def shown(editor, keys):
    """The page of an article in which nothing is tagged, as an editor sees it."""
    return get(Client(), Article.objects.get(pk=keys["article"]), editor).content.decode()


def test_the_marked_text_is_the_text_of_the_article(client, claim, editor):
    make_claim(claim.article, "council has 40")

    response = get(client, claim.article, editor)

    assert text_of(part(response, "text")) == claim.article.revision.text


def test_the_text_element_holds_nothing_but_the_text(shown, article):
    ((held,),) = [re.findall(r'(?s)<div id="surface-text"[^>]*>(.*?)</div>', shown)]
    assert unescape(text_of(held)) == article.revision.text


def test_claims_are_listed_in_the_order_of_the_text_the_outer_before_the_inner(
    client, article, editor
):
    late, inner = make_claim(article, "founded in 1901"), make_claim(article, "40 members.")
    outer = make_claim(article, "The council has 40 members.")

    assert rows(get(client, article, editor)) == [outer.pk, inner.pk, late.pk]


def test_a_dismissed_claim_is_in_the_panel_and_not_in_the_text(client, dismissed, editor):
    response = get(client, dismissed.article, editor)

    assert rows(response) == [dismissed.pk]
    assert "<mark" not in part(response, "text")


def test_overlapping_claims_have_lines_of_their_own(client, article, editor):
    outer, inner = (
        make_claim(article),
        make_claim_with_status(Status.SUGGESTED, article=article, words="40 members."),
    )

    text = part(get(client, article, editor), "text")

    (found,) = re.findall(rf'class="([^"]*)"[^>]*data-claims="{outer.pk} {inner.pk}"', text)
    assert found.split() == [
        "claim", "claim--open", "line-0--open", "claim--suggested", "line-1--suggested",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "lanes"),
    [
        ([], []),
        ([(0, 5), (5, 9)], [0, 0]),
        ([(0, 9), (2, 5)], [0, 1]),
        ([(2, 5), (0, 9)], [1, 0]),
        ([(0, 5), (3, 9), (6, 12)], [0, 1, 0]),
        ([(0, 9)] * 6, [0, 1, 2, 3, 3, 3]),
    ],
)
def test_spans_that_overlap_lie_in_different_lanes(spans, lanes):
    assert lanes_of(spans) == lanes


def test_a_row_says_what_it_can_be_filtered_by(client, claim, editor):
    found = part(get(client, claim.article, editor), "rows")

    (row,) = re.findall(r"<li class=\"row\"([^>]*)>", found)
    assert re.findall(r'data-(\S+?)(?:="([^"]*)")?(?=\s|$)', row) == [
        ("claim", str(claim.pk)),
        ("status", "open"),
        ("kind", "figure"),
        ("mine", ""),
        ("undecided", ""),
        ("words", "the council has 40 members. it has 40 members."),
    ]


def test_a_decided_claim_is_neither_mine_nor_undecided(client, decided, editor):
    found = part(get(client, decided.article, editor), "rows")

    assert (found.count("data-mine"), found.count("data-undecided")) == (0, 0)


def test_words_that_changed_stand_in_the_tray_as_they_were_and_as_they_are(client, claim, editor):
    article = revise(claim.article, BODY.replace("has 40", "has 50"), editor)

    (stray,) = get(client, article, editor).context["strays"]

    assert (stray.before, stray.now) == (WORDS, "The council has 50 members.")


def test_a_fallen_verdict_stands_in_the_tray_with_the_words_it_was_given_on(
    client, decided, editor
):
    article = revise(decided.article, BODY.replace("has 40", "has 50"), editor)
    article = revise(article, BODY.replace("has 40", "has 60"), editor)

    tray = part(get(client, article, editor), "tray")

    assert (f"<del>{WORDS}</del>" in tray, "<ins>The council has 60 members.</ins>" in tray) == (
        True,
        True,
    )


def test_words_that_stand_in_several_places_are_offered_each_place(client, editor):
    claim = make_claim(make_article(html="<p>It rained.</p>"), "It rained.")
    article = revise(claim.article, "<p>It rained. It rained. It rained.</p>", editor)

    (stray,) = get(client, article, editor).context["strays"]

    assert [place[3:] for place in stray.places] == [(0, 10), (11, 21), (22, 32)]
    assert stray.places[1][:3] == ("It rained. ", "It rained.", " It rained.")


def test_words_that_stand_in_one_doubtful_place_are_asked_about(client, claim, editor):
    claim.article.claims.update(anchor="ambiguous", start=None, end=None)

    (stray,) = get(client, claim.article, editor).context["strays"]

    assert [place[1] for place in stray.places] == [WORDS]
    assert stray.why == "The words stand in other surroundings: say whether these are they."


def test_words_that_stand_nowhere_as_they_were_are_not_said_to_stand_in_several_places(
    client, claim, editor
):
    claim.article.claims.update(anchor="ambiguous", start=None, end=None, exact="Other words.")

    (stray,) = get(client, claim.article, editor).context["strays"]

    assert stray.places == ()
    assert stray.why == "Words like these stand in the text. Select those that are meant."


def test_lost_words_stand_in_the_tray_with_what_was_around_them(client, claim, editor):
    article = revise(claim.article, BODY.replace(f"<p>{WORDS} ", "<p>"), editor)

    tray = part(get(client, article, editor), "tray")

    assert f"<del>{WORDS}</del>" in tray
    assert "town council met on Monday." in tray
    assert "<ins>" not in tray


def test_a_dismissed_claim_is_not_in_the_tray(client, dismissed, editor):
    article = revise(dismissed.article, BODY.replace(f"<p>{WORDS} ", "<p>"), editor)

    assert get(client, article, editor).context["strays"] == []


def test_the_article_page_leads_to_the_surface(client, article, editor):
    client.force_login(editor)

    html = client.get(url("change", article)).content.decode()

    assert f'href="{url("claims", article)}">Tag claims in the text</a>' in html


@pytest.mark.parametrize("make_person", [make_reviewer, make_publisher])
def test_whoever_may_not_tag_is_asked_to_suggest(client, article, make_person):
    response = get(client, article, make_person())

    html = response.content.decode()
    assert ("Select words to suggest them" in html, "Tag these words" in html) == (True, False)


def test_without_script_the_page_leads_to_the_form_for_pasted_words(shown, article):
    assert f'href="{url("change", article)}#tag">Tag by pasting words</a>' in shown


def test_words_with_markup_are_text_wherever_they_are_shown(client, editor):
    article = make_article(html="<p>He wrote &lt;script&gt;alert(1)&lt;/script&gt; there.</p>")
    make_claim(article, "<script>alert(1)</script>")

    html = get(client, article, editor).content.decode()

    assert "<script>alert" not in html


def test_nobody_without_a_role_sees_the_words(client, claim):
    response = get(client, claim.article, make_user())

    assert (response.status_code, WORDS in response.content.decode()) == (403, False)


def test_whoever_sees_articles_but_no_claims_sees_none_here(client, claim):
    person = make_user()
    person.user_permissions.set(_permissions("view_article"))

    response = get(client, claim.article, person)

    assert (response.status_code, WORDS in response.content.decode()) == (403, False)


def _permissions(*names):
    return Permission.objects.filter(codename__in=names)


def test_a_stranger_is_sent_to_the_login(client, article):
    assert client.get(url("claims", article)).status_code == 302


def test_there_is_no_page_for_an_article_that_is_not_there(client, editor):
    client.force_login(editor)

    assert client.get("/admin/articles/article/999999/claims/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_one_claim_and_for_three(
    client, article, editor, django_assert_num_queries, count
):
    for words in WORDED[:count]:
        make_decided_claim(make_claim(article, words))
    html = BODY.replace("council", "board").replace("1901", "1902").replace("40", "41")
    revise(article, html, editor)
    client.force_login(editor)
    client.get(url("claims", article))  # What is fetched once is fetched.

    with django_assert_num_queries(6):
        response = client.get(url("claims", article))

    assert len(rows(response)) == count


def test_the_keys_on_the_page_are_those_of_the_manual(shown):
    on_screen = [
        tuple(re.sub(r"<[^>]+>", "", cell) for cell in row)
        for row in re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', shown)
    ]

    manual = (settings.BASE_DIR / "docs" / "desk-keys.md").read_text(encoding="utf-8")
    manual = manual.partition("# Keys of the queues")[0]
    printed = re.findall(r"^\| (`.*?|.*?`.*?) \| (.*?) \|$", manual, re.M)

    assert on_screen == [(keys.replace("`", ""), said) for keys, said in printed]
