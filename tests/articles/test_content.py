"""What an article says as one value: checked, normalised, and put where it belongs."""

from datetime import UTC, datetime

import pytest

from articles import content
from articles.errors import Invalid
from articles.importers.base import Author
from articles.models import Article, Contributor, Section
from tests import factories as make


def test_lines_lose_their_odd_spaces():
    draft = content.checked(
        make.make_draft(headline=" A\xa0line\r\nof words\x00 ", section="", standfirst=" \n")
    )

    assert (draft.headline, draft.section, draft.standfirst) == ("A line of words", None, None)


def test_the_byline_loses_its_odd_spaces():
    draft = content.checked(make.make_draft(byline=(Author(" Writer\xa0A\x00 ", "", " @a "),)))

    assert draft.byline == (Author("Writer A", None, "@a"),)


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ({"headline": "a" * 301}, {"headline": "Shorten the headline to 300 characters."}),
        ({"section": "a" * 201}, {"section": "Shorten the section to 200 characters."}),
        ({"publication": "a" * 201}, {"publication": "Shorten the publication to 200 characters."}),
        ({"dateline": "a" * 201}, {"dateline": "Shorten the dateline to 200 characters."}),
        (
            {"language": "English, mostly"},
            {"language": "Give the language as a tag such as en, az or kk-Cyrl."},
        ),
        (
            {"html": " "},
            {"html": "The body has no words. Write some, or import the article again."},
        ),
        (
            {"byline": (Author(" ", "Editor", None),)},
            {"byline": "Each line of the byline needs a name."},
        ),
        (
            {"byline": (Author("Writer A", None, None), Author("Writer A ", "Editor", ""))},
            {"byline": "Writer A stands in the byline twice. Name each person once."},
        ),
        (
            {"byline": (Author("a" * 201, None, None),)},
            {"byline": "Shorten the name in the byline to 200 characters."},
        ),
        (
            {"byline": (Author("Writer A", None, "a" * 101),)},
            {"byline": "Shorten the handle in the byline to 100 characters."},
        ),
        (
            {"headline": "a" * 301, "html": ""},
            {
                "headline": "Shorten the headline to 300 characters.",
                "html": "The body has no words. Write some, or import the article again.",
            },
        ),
    ],
)
def test_what_cannot_be_used_is_refused_field_by_field(told, errors):
    with pytest.raises(Invalid) as refused:
        content.checked(make.make_draft(**told))

    assert refused.value.errors == errors


@pytest.mark.parametrize("language", ["en", "az", "kk-Cyrl", "pt-BR", None])
def test_a_language_is_a_tag_or_unknown(language):
    assert content.checked(make.make_draft(language=language)).language == language


def test_the_longest_lines_are_those_of_the_columns():
    own = ("headline", "dateline", "language", "picture_alt", "picture_credit")
    columns = {name: Article._meta.get_field(name).max_length for name in own}
    columns["section"] = Section._meta.get_field("name").max_length
    columns["publication"] = (
        Article._meta.get_field("publication").related_model._meta.get_field("name").max_length
    )

    assert columns == content.LENGTHS


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("One line.\nAnother.", "One line."),
        ("\n One line.", "One line."),
        ("word " * 15 + "and, then more", "word " * 14 + "word and…"),
        ("a" * 90, "a" * 80 + "…"),
    ],
)
def test_a_provisional_headline_is_made_of_the_first_words(body, headline):
    assert content.provisional_headline(body) == headline


def test_a_snapshot_keeps_what_the_revision_has_no_column_for():
    kept = content.snapshot(
        make.make_draft(published_at=datetime(2030, 1, 2, tzinfo=UTC), notes=("Something.",))
    )

    assert kept == (
        '{"byline":[{"handle":"@writer_a","name":"Writer A","role":"Reporter"}],'
        '"publication":"Site One","published_at":"2030-01-02T00:00:00+00:00","section":"Local"}'
    )


@pytest.mark.django_db
def test_what_was_put_is_what_is_said():
    draft = content.checked(
        make.make_draft(
            byline=(Author("Writer B", None, None), Author("Writer A", "Editor", "@a")),
            language="en",
            published_at=datetime(2030, 1, 2, tzinfo=UTC),
        )
    )

    article = Article.objects.get(pk=make.editing.write(draft, by=None).pk)

    assert content.of(article) == draft


@pytest.mark.django_db
def test_a_section_is_found_whatever_its_capitals():
    first = make.make_article(section="Local")

    second = make.make_article(section="LOCAL")

    assert (second.section, Section.objects.count()) == (first.section, 1)


@pytest.mark.django_db
def test_two_sections_whose_words_give_one_slug_have_two():
    sections = [make.make_article(section=name).section.slug for name in ("A b", "A-b")]

    assert sections == ["a-b", "a-b-2"]


@pytest.mark.django_db
def test_a_contributor_is_kept_once_for_a_name_and_handle():
    make.make_article()
    make.make_article()
    make.make_article(byline=(Author("Writer A", "Reporter", None),))

    assert list(Contributor.objects.order_by("handle").values_list("name", "handle")) == [
        ("Writer A", ""),
        ("Writer A", "@writer_a"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "slug"),
    [("Şəhər şurası", "şəhər-şurası"), ("???", "article"), ("a" * 120, "a" * 100)],
)
def test_an_address_is_made_of_words_of_any_script(words, slug):
    assert content.free_slug(Article, words) == slug
