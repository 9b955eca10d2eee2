"""The desk's pages of revisions: the list, and two of them compared."""

import pytest
from django.contrib.auth.models import Permission

from articles import editing
from articles.importers.base import Author
from articles.models import Article
from claims.models import Status
from tests.factories import (
    BODY,
    WORDS,
    make_article,
    make_claim,
    make_decided_claim,
    make_editor,
    make_picture,
    make_publisher,
    make_reviewer,
    make_user,
    publish,
)
from tests.newsroom.admin_articles import page, sentences, url

pytestmark = pytest.mark.django_db

PLACES = [WORDS, "founded in 1901", "The meeting ended at noon."]


def revise(article, **fields):
    article.refresh_from_db()
    return editing.revise(article, based_on=article.revision.number, **fields)


def compare(client, article, first, last, reader):
    client.force_login(reader)
    return client.get(url("compare", article), {"from": first, "to": last})


@pytest.fixture(scope="module")
def editor(made_once):
    return make_editor()


@pytest.fixture(scope="module")
def keys(made_once, editor):
    first, second = make_article(), make_article()
    make_claim(second, PLACES[1])
    make_decided_claim(make_claim(second))
    for article in (first, second):
        revise(article, by=editor, html=BODY.replace("has 40", "has 41"))
    return {"revised": first.pk, "fallen": second.pk}


@pytest.fixture
def revised(keys):
    """An article of two revisions: 41 members instead of 40."""
    return Article.objects.get(pk=keys["revised"])


@pytest.fixture
def fallen(keys):
    """As `revised`, with a verdict that fell by it and a claim beside it."""
    return Article.objects.get(pk=keys["fallen"])


def test_each_revision_is_listed_with_what_it_was(client):
    article = publish(make_article(by=make_editor(first_name="Editor", last_name="A")))
    more = {"html": BODY + "<p>More.</p>", "change": "minor", "note": "A line was missing."}
    revise(article, by=make_publisher(), **more)
    client.force_login(make_reviewer())

    response = client.get(url("revisions", article))

    rows = [
        (one.number, one.author_name, one.get_change_display(), one.note)
        for one in response.context["revisions"]
    ]
    assert [row[0] for row in rows] == [2, 1]
    assert rows[0][2:] == ("minor change", "A line was missing.")
    assert rows[1][1:] == ("Editor A", "before publication", "")
    assert page(response).count('type="radio"') == 4


def test_each_but_the_first_leads_to_what_it_changed(client, editor, revised):
    client.force_login(editor)

    shown = page(client.get(url("revisions", revised)))

    assert shown.count("?from=1&amp;to=2") == 1
    assert shown.count("?from=0") == 0


def test_two_revisions_are_compared_word_by_word(client, editor, revised):
    shown = page(compare(client, revised, 1, 2, editor))

    assert "The council has <del>40</del><ins>41</ins> members." in shown
    assert "Paragraphs of the body: 1 changed." in shown


def test_every_line_that_changed_is_told(client, editor):
    article = make_article(headline="Council meets", standfirst="What it is about.")
    revise(
        article,
        by=editor,
        headline="Council met",
        standfirst=None,
        byline=(Author("Writer A", "Editor", None), Author("Writer B", None, None)),
        language="en",
    )

    rows = compare(client, article, 1, 2, editor).context["rows"]

    assert rows == [
        ("Headline", "Council <del>meets</del><ins>met</ins>"),
        ("Byline", "Writer A, <del>Reporter, @writer_a</del><ins>Editor; Writer B</ins>"),
        ("Language", "<ins>en</ins>"),
        ("Standfirst", "<del>What it is about.</del>"),
    ]


def test_what_is_the_same_is_said_to_be_the_same(client, editor, revised):
    revise(revised, by=editor, html=BODY)

    shown = page(compare(client, revised, 1, 3, editor))

    assert "Headline, byline and the other lines are the same." in shown
    assert "The body is the same." in shown


def test_the_older_one_comes_first_whatever_the_order(client, editor, revised):
    response = compare(client, revised, 2, 1, editor)

    assert (response.context["before"].number, response.context["after"].number) == (1, 2)


def test_words_of_the_article_are_no_markup_of_the_page(client, editor):
    article = make_article(headline="One <script>alert(1)</script>")
    revise(
        article,
        by=editor,
        headline="Two <script>alert(2)</script>",
        html="<p>x &lt;script&gt; y</p>",
    )

    shown = page(compare(client, article, 1, 2, editor))

    assert "<script>alert" not in shown
    assert "x &lt;script&gt; y" in shown


@pytest.mark.parametrize(
    ("first", "last", "status", "sentence"),
    [
        ("1", "1", 400, "Choose two different revisions of this article to compare."),
        ("1", "01", 400, "Choose two different revisions of this article to compare."),
        ("", "2", 400, "Choose two different revisions of this article to compare."),
        ("-1", "²", 400, "Choose two different revisions of this article to compare."),
        ("1", "9" * 30, 400, "Choose two different revisions of this article to compare."),
        ("1", "7", 404, "This article has no revision 7. Choose two different revisions"),
        ("0", "7", 404, "This article has no revision 0 and no revision 7. Choose two"),
    ],
)
def test_numbers_that_name_no_two_revisions_are_refused_with_a_sentence(
    client, editor, revised, first, last, status, sentence
):
    response = compare(client, revised, first, last, editor)

    assert response.status_code == status
    assert sentences(response)[0].startswith(sentence)
    assert len(response.context["revisions"]) == 2


def test_what_an_edit_did_to_the_claims_is_told_with_a_link_to_each(client, editor, fallen):
    claim = fallen.claims.get(status=Status.RECHECK)

    shown = " ".join(page(compare(client, fallen, 1, 2, editor)).split())

    assert "<strong>The verdict fell: its words changed.</strong>" in shown
    assert f"“{WORDS}” is now “The council has 41 members.” <a" in shown
    assert f'<a href="/admin/claims/claim/{claim.pk}/change/">Claim {claim.pk}</a>' in shown
    assert "1 other claim untouched: the same words in the same place." in shown


def test_whoever_may_see_no_claims_reads_nothing_of_them(client, fallen):
    reader = make_user()
    reader.user_permissions.set(permissions("change_article", "view_article"))

    response = compare(client, fallen, 1, 2, reader)

    assert response.status_code == 200
    assert "The council has <del>40</del><ins>41</ins> members." in page(response)
    assert "effects" not in response.context
    assert "claim" not in page(response).split('<div class="desk-columns">')[1].lower()


def permissions(*names):
    return Permission.objects.filter(codename__in=names)


def test_staff_without_a_role_are_told_whom_to_ask(client, revised):
    response = compare(client, revised, 1, 2, make_user())

    assert response.status_code == 403
    assert "The council" not in page(response)


def test_a_visitor_is_sent_to_log_in(client, revised):
    assert client.get(url("compare", revised)).status_code == 302


def test_comparing_changes_nothing_so_it_is_not_posted(client, editor, revised):
    client.force_login(editor)

    assert client.post(url("compare", revised)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_neither_a_claim_nor_a_revision_in_between_costs_a_query(
    client, editor, django_assert_num_queries, count
):
    article = make_article()
    for words in PLACES[:count]:
        make_decided_claim(make_claim(article, words, by=editor))
    for n in range(count):
        revise(article, by=editor, html=f"<p>Version {n}.</p>")
    client.force_login(editor)

    with django_assert_num_queries(8):
        client.get(url("compare", article), {"from": 1, "to": 1 + count})


@pytest.mark.parametrize("count", [2, 4])
def test_no_line_of_the_list_costs_a_query(client, editor, django_assert_num_queries, count):
    article = make_article()
    for n in range(1, count):
        revise(article, by=editor, html=f"<p>Version {n}.</p>")
    client.force_login(editor)

    with django_assert_num_queries(6):
        client.get(url("revisions", article))


def test_of_another_lead_picture_its_words_and_its_size_are_told_with_a_link_to_it(client, editor):
    red, blue = make_picture(), make_picture(colour=(0, 0, 200))
    article = make_article(picture=red.sha256, picture_alt="A red hall.")
    revise(article, by=editor, picture=blue.sha256, picture_alt="A blue hall.")

    rows = dict(compare(client, article, 1, 2, editor).context["rows"])

    assert rows == {
        "Picture": f'<del><a href="{red.get_absolute_url()}">A red hall.</a> (8 × 6 pixels)</del> '
        f'<ins><a href="{blue.get_absolute_url()}">A blue hall.</a> (8 × 6 pixels)</ins>',
        "Picture alt": "A <del>red</del><ins>blue</ins> hall.",
    }


def test_both_lead_pictures_cost_one_query(client, editor, django_assert_num_queries):
    article = make_article(picture=make_picture().sha256, picture_alt="A hall.")
    revise(
        article, by=editor, picture=make_picture(colour=(0, 0, 200)).sha256, picture_alt="A hall."
    )
    client.force_login(editor)

    with django_assert_num_queries(9):
        client.get(url("compare", article), {"from": 1, "to": 2})


def test_a_note_of_several_lines_is_listed_in_several_lines(client, editor):
    article = make_article()
    revise(article, by=editor, html=BODY + "<p>More.</p>", note="One <line>.\nAnother.")
    client.force_login(editor)

    assert "<div>One &lt;line&gt;.<br>Another.</div>" in page(client.get(url("revisions", article)))
