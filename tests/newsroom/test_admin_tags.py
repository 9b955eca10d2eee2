"""Tags at the desk: typed with commas between, offered as they are known, found in the list."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles import editing
from articles.admin_list import TagFilter
from articles.models import Tag
from tests.factories import make_article, make_editor

from .admin_articles import LIST, page, url
from .test_admin_article_edit import edit, typed

pytestmark = pytest.mark.django_db


def tags_of(article):
    return [tag.name for tag in article.tags.all()]


def test_tags_are_edited_with_commas_between_and_stand_on_the_page(client):
    article = make_article(tags=("Budget", "Roads"))

    shown = page(edit(client, article, make_editor(), tags="roads, Schools"))

    assert tags_of(article) == ["Roads", "Schools"]
    assert "<dt>Tags</dt><dd>Roads, Schools</dd>" in shown


def test_a_tag_with_too_many_characters_is_refused_at_its_field(client):
    article = make_article()

    response = edit(client, article, make_editor(), tags="a" * 101)

    assert response.context["form"].errors == {"tags": ["Shorten each tag to 100 characters."]}


def test_the_form_offers_the_tags_there_are(client):
    article = make_article(tags=("Budget", "Roads"))
    client.force_login(make_editor())
    tree = LexborHTMLParser(page(client.get(url("edit", article))))

    assert [one.attributes["value"] for one in tree.css("#tags option")] == ["Budget", "Roads"]
    assert tree.css_first("[name=tags]").attributes["list"] == "tags"


def test_two_people_who_changed_the_tags_are_asked_which(client):
    article = make_article(tags=("Budget",))
    client.force_login(make_editor())
    form = client.get(url("edit", article))
    editing.revise(article, by=make_editor(), based_on=1, tags=("Budget", "Roads"))

    sent = typed(form, draft_page="one", tags="Budget, Schools")
    asked = client.post(url("edit", article), sent)

    assert [dict(one["sides"]) for one in asked.context["questions"]] == [
        {
            "They wrote": "Budget<ins>, Roads</ins>",
            "You wrote": "Budget<ins>, Schools</ins>",
        }
    ]


def test_a_change_of_tags_is_told_between_two_revisions(client):
    article = make_article(tags=("Budget",))
    editing.revise(article, by=make_editor(), based_on=1, tags=("Roads",))
    client.force_login(make_editor())

    response = client.get(url("compare", article), {"from": 1, "to": 2})

    assert response.context["rows"] == [("Tags", "<del>Budget</del><ins>Roads</ins>")]


def test_the_list_of_articles_is_narrowed_to_a_tag_however_many_there_are(client, monkeypatch):
    monkeypatch.setattr(TagFilter, "MOST", 1)
    for name in ("Budget", "Roads", "Schools"):
        make_article(headline=f"On {name}", tags=(name,))
    client.force_login(make_editor())
    roads = Tag.objects.get(name="Roads")

    response = client.get(LIST, {"tags__id__exact": roads.pk})
    links = LexborHTMLParser(page(response)).css("#changelist-filter a")
    names = {"Budget", "Roads", "Schools"}

    assert [one.headline for one in response.context["cl"].result_list] == ["On Roads"]
    offered = [one.text(strip=True) for one in links if one.text(strip=True) in names]
    assert offered == ["Budget", "Roads"]


def test_the_list_of_tags_leads_to_the_articles_of_each(client):
    make_article(headline="On roads", tags=("Roads",)), make_article()
    client.force_login(make_editor())
    tree = LexborHTMLParser(page(client.get("/admin/articles/tag/")))

    (link,) = tree.css("a[href*=tags__id__exact]")
    found = client.get(link.attributes["href"]).context["cl"].result_list
    assert [one.headline for one in found] == ["On roads"]
