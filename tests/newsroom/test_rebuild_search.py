"""manage.py rebuild_search writes what is searched anew."""

import pytest
from django.core.management import call_command

from articles import editing, search_index
from articles.models import SearchEntry
from newsroom.management.commands import rebuild_search
from tests import factories as make

pytestmark = pytest.mark.django_db


def rebuilt(capsys):
    call_command("rebuild_search")
    return capsys.readouterr().out.splitlines()


def titles(client, typed):
    return [hit.article for hit in client.get("/search/", {"q": typed}).context["results"].hits]


def test_everything_public_is_found_after_it_and_nothing_else(client, capsys):
    article, gone = make.make_published_article(), make.make_published_article()
    make.make_article()
    editing.take(gone, "withdraw", by=make.make_publisher(), note="Wrong.")
    search_index.forget(article.pk)
    before = titles(client, "council")

    assert rebuilt(capsys) == ["1 article is found by searching."]
    assert (before, titles(client, "council")) == ([], [article.pk])


def test_it_can_be_run_again(client, capsys):
    make.make_published_article()
    rebuilt(capsys)
    before = list(SearchEntry.objects.values())

    assert rebuilt(capsys) == ["1 article is found by searching."]
    assert list(SearchEntry.objects.values()) == before


def test_it_says_how_far_it_is(capsys, monkeypatch):
    monkeypatch.setattr(rebuild_search, "STEP", 2)
    for _ in range(3):
        make.make_article()
    assert rebuilt(capsys) == [
        "2 of 3 articles looked at.", "0 articles are found by searching.",
    ]  # fmt: skip
