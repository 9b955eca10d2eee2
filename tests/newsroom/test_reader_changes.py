"""What changed between the public versions of an article, as readers read it."""

from datetime import UTC, datetime

import pytest

from articles import editing
from articles.importers.base import Author
from articles.models import Article, LedgerEntry
from newsroom.reader.versions import PAGE
from tests import factories

from .reader_pages import correct, parsed, text_of

pytestmark = pytest.mark.django_db


def changes_of(article):
    return f"{article.get_absolute_url()}changes/"


def shown(client, article):
    """Return [(heading without its time, words of the differences)] of each version."""
    tree = parsed(client.get(changes_of(article)))
    return [
        (
            text_of(node.css_first("h2")).split(",")[0],
            [f"{text_of(line.css_first('dt'))}: {marked(line)}" for line in node.css("dl > div")],
        )
        for node in tree.css(".change")
    ]


def marked(line):
    """What went and what came in a line, as "-went +came"."""
    signs = {"del": "-", "ins": "+"}
    found = line.css("dd del, dd ins")
    return " ".join(f"{signs[node.tag]}{text_of(node)}" for node in found)


def edited_article(count):
    """A published article with `count` public versions."""
    article = factories.publish(factories.make_article(standfirst="Version 1."))
    for number in range(2, count + 1):
        article = correct(article, standfirst=f"Version {number}.")
    return article


@pytest.fixture(scope="module")
def made(made_once):
    return factories.make_published_article().pk


@pytest.fixture
def article(made):
    """It is out, with a verified claim."""
    return Article.objects.get(pk=made)


def test_each_version_stands_beside_the_one_before_newest_first(client):
    article = factories.publish(factories.make_article(headline="Council meets", standfirst="One."))
    article = correct(article, headline="Council met", note="It was over.")
    article = correct(article, standfirst="Two.", change="minor", note="Shorter.")

    assert shown(client, article) == [
        ("Minor change", ["Standfirst: -One +Two"]),
        ("Correction", ["Headline: -meets +met"]),
        ("Published here", []),
    ]


def test_what_changed_in_the_body_is_told_word_by_word(client, article):
    article = correct(article, html=factories.BODY.replace("has 40 members", "has 41 members"))
    body = parsed(client.get(changes_of(article))).css_first(".change .body")

    assert [(node.tag, text_of(node)) for node in body.css("del, ins")] == [
        ("del", "40"),
        ("ins", "41"),
    ]


def test_every_line_that_readers_see_is_compared(client):
    article = factories.publish(
        factories.make_article(
            published_at=datetime(2024, 3, 11, 4, 30, tzinfo=UTC),
            dateline="Town One",
            image_caption="The hall.",
            language="en",
        )
    )
    article = correct(
        article,
        published_at=datetime(2024, 3, 12, 4, 30, tzinfo=UTC),
        dateline="Town Two",
        image_caption="The roof.",
        section="World",
        publication="Site Two",
        byline=(Author("Writer B", "Editor", None),),
        tags=("Budget",),
        language="az",
    )

    assert shown(client, article)[0][1] == [
        "Byline: -A, Reporter, @writer_a +B, Editor",
        "Dateline: -One +Two",
        "Caption: -hall +roof",
        "Section: -Local +World",
        "Tags: +Budget",
        "First published in: -One +Two",
        "Time of publication: -11 +12",
        "Language: -en +az",
    ]


def test_another_picture_is_told_in_words_and_leads_nowhere(client):
    first, second = (factories.make_picture(colour=(shade, 0, 0)) for shade in (10, 200))
    article = factories.publish(
        factories.make_article(picture=first.sha256, picture_alt="A roof in the rain")
    )
    article = correct(article, picture=second.sha256, picture_alt="A hall at night")
    article = correct(article, picture=first.sha256)
    tree = parsed(client.get(changes_of(article)))

    assert [text_of(node) for node in tree.css(".change dd")] == [
        "Another picture, described in the same words.",
        "A roof in the rain A hall at night",
    ]
    assert tree.css(".change dd a, .change dd img") == []


def test_what_was_written_before_publication_is_nowhere(client):
    article = factories.make_article(headline="Quillwort", html="<p>Quillwort.</p>")
    editor, told = factories.make_editor(), {"headline": "Meeting", "html": factories.BODY}
    editing.revise(article, by=editor, based_on=1, **told)
    article.refresh_from_db()
    article = correct(factories.publish(article), note="Quillwort once.", standfirst="New.")
    article = correct(article, note="Quillwort twice.", standfirst="Newer.", change="minor")
    page = client.get(changes_of(article)).content.decode()

    assert "Quillwort once." in page
    assert page.count("Quillwort") == 1


def test_what_was_public_before_a_withdrawal_is_not_listed(client, article):
    article = correct(article, standfirst="Quillwort.")
    publisher = factories.make_publisher()
    article = editing.take(article, "withdraw", by=publisher, note="Its source withdrew.")
    article = editing.take(article, "restore", by=publisher, note="It was right.")
    told = {"standfirst": "Anew.", "change": "correction", "note": "It was late."}
    editing.revise(article, by=factories.make_editor(), based_on=2, **told)
    article.refresh_from_db()
    article = editing.take(article, "publish", by=publisher)

    assert shown(client, article) == [("Published here", [])]


def test_the_first_version_is_dated_by_when_it_went_out(client):
    article = edited_article(1)
    time = parsed(client.get(changes_of(article))).css_first(".change time").attributes["datetime"]
    entry = LedgerEntry.objects.get(article=article, action="article.publish")

    assert datetime.fromisoformat(time) == entry.created.replace(microsecond=0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_four_queries(client, django_assert_num_queries, count):
    article = edited_article(count)

    with django_assert_num_queries(4):
        response = client.get(changes_of(article))

    assert len(parsed(response).css(".change")) == count


def test_older_versions_are_a_page_further_and_nothing_is_left_out(client):
    article = edited_article(PAGE + 2)
    first = parsed(client.get(changes_of(article)))
    older = first.css_first("a[rel=next]").attributes["href"]
    second = parsed(client.get(f"{changes_of(article)}{older}"))

    numbers = [node.id for tree in (first, second) for node in tree.css(".change")]
    assert numbers == [f"version-{number}" for number in range(PAGE + 2, 0, -1)]
    assert marked(first.css(".change")[-1].css_first("dl > div")) == "-2 +3"
    assert second.css("a[rel=next]") == []


@pytest.mark.parametrize("before", ["9", "x", "", "٣", "-1", "1" * 5000], ids=str.__len__)
def test_a_place_in_the_list_that_there_is_not_is_not_found(client, before):
    article = edited_article(2)

    assert client.get(changes_of(article), {"before": before}).status_code == 404


def test_of_a_draft_nothing_is_found(client):
    assert client.get(changes_of(factories.make_article())).status_code == 404


def test_of_a_withdrawn_article_nothing_is_left_but_the_notice(client, article):
    article = correct(article, standfirst="Quillwort.")
    editing.take(article, "withdraw", by=factories.make_publisher(), note="Its source withdrew.")
    response = client.get(changes_of(article))

    assert response.status_code == 410
    assert "Its source withdrew." in response.content.decode()
    assert "Quillwort" not in response.content.decode()


def test_hostile_words_stay_words(client, article):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    article = correct(article, headline=hostile, dateline=hostile, note=hostile)
    tree = parsed(client.get(changes_of(article)))

    assert tree.css("script, img, [onerror]") == []
    assert text_of(tree.css_first(".change > p")) == hostile
