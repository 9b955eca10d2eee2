"""Tags: one name each, however it is typed, kept with everything else that a revision says."""

import json

import pytest
from django.db import connection

from articles import content, editing, ledger
from articles.errors import Invalid
from articles.forms import ArticleForm
from articles.models import Revision, Tag
from tests import factories as make

pytestmark = pytest.mark.django_db


def tags_of(article):
    return [tag.name for tag in article.tags.all()]


def test_tags_are_normalised_and_each_stands_once():
    article = make.make_article(tags=(" city\xa0 hall ", "Budget", "", "BUDGET", "\n"))

    assert tags_of(article) == ["Budget", "city hall"]


@pytest.mark.parametrize(
    ("known", "typed"), [("Budget", "budget"), ("Бюджет", "бюджет"), ("C++", "c++"), ("Ş", "ş")]
)
def test_a_tag_is_known_whatever_its_capitals(known, typed):
    make.make_article(tags=("C", known))

    article = make.make_article(tags=(typed,))

    assert (tags_of(article), Tag.objects.count()) == ([known], 2)


def test_tags_whose_words_give_one_slug_have_two():
    make.make_article(tags=("C", "C++", "…"))

    assert sorted(Tag.objects.values_list("slug", flat=True)) == ["c", "c-2", "tag"]


@pytest.mark.parametrize(
    ("tags", "sentence"),
    [
        (("a, b",), "A tag has no comma: make several of “a, b”."),
        (("a" * 101,), "Shorten each tag to 100 characters."),
        ([f"tag {n}" for n in range(21)], "Name at most 20 tags: those that say most."),
    ],
)
def test_tags_that_cannot_be_used_are_refused_in_a_sentence(tags, sentence):
    with pytest.raises(Invalid) as refused:
        make.make_article(tags=tags)

    assert refused.value.errors == {"tags": sentence}


def test_a_change_of_tags_is_a_revision_that_says_so():
    article = make.make_article(tags=("Budget",))

    editing.revise(article, by=make.make_editor(), based_on=1, tags=("Roads", "Budget"))

    kept = [json.loads(one.details).get("tags") for one in article.revisions.all()]
    assert kept == [["Budget"], ["Budget", "Roads"]]
    assert tags_of(article) == ["Budget", "Roads"]
    assert list(ledger.verify()) == []


def test_tags_in_another_order_are_no_change():
    article = make.make_article(tags=("Budget", "Roads"))

    newest = editing.revise(article, by=make.make_editor(), based_on=1, tags=("roads", "BUDGET"))

    assert newest.number == 1


def test_an_article_without_tags_keeps_the_details_that_it_had_before_there_were_any():
    revision = Revision.objects.get(article=make.make_article(section=None, publication=None))

    assert revision.details == (
        '{"byline":[{"handle":"@writer_a","name":"Writer A","role":"Reporter"}]}'
    )


def test_tags_of_a_published_article_change_with_a_label_only():
    article = make.publish(make.make_article())

    with pytest.raises(Invalid) as refused:
        editing.revise(article, by=make.make_publisher(), based_on=1, tags=("Roads",))

    assert list(refused.value.errors) == ["change"]


def test_a_form_shows_tags_with_commas_between_and_reads_them_so():
    form = ArticleForm({"tags": " Roads ,, Budget", "html": "", "based_on": 1})
    shown = ArticleForm(initial={"tags": ("Budget", "Roads")})["tags"]

    form.full_clean()

    assert form.cleaned_data["tags"] == ("Roads", "Budget")
    assert shown.value() == "Budget, Roads"


def test_tags_that_nobody_touched_are_no_change_of_the_form():
    form = ArticleForm({"tags": "Budget, Roads"}, initial={"tags": ("Budget", "Roads")})

    assert "tags" not in form.changed_data


def test_what_an_article_is_tagged_with_is_what_it_says():
    article = make.make_article(tags=("Roads", "budget"))

    assert content.of(article).tags == ("budget", "Roads")


def test_of_two_who_choose_one_slug_at_once_the_slower_takes_the_next():
    rivals = [Tag(name="C", slug="c")]

    def rival_comes_first(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if rivals and '"articles_tag"."slug" = %s' in sql:
            Tag.objects.bulk_create([rivals.pop()])
        return found

    with connection.execute_wrapper(rival_comes_first):
        make.make_article(tags=("C++",))

    assert list(Tag.objects.order_by("slug").values_list("slug", "name")) == [
        ("c", "C"),
        ("c-2", "C++"),
    ]


def test_the_longest_tag_is_that_of_the_column():
    assert Tag._meta.get_field("name").max_length == content.TAG_LENGTH
