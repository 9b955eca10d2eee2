"""Who first said it: what a piece of evidence gives away, and which of them count together."""

import pytest

from claims.models import Evidence
from claims.origins import effective_origin, folded, independent_origins
from tests import factories as make


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ({"origin": " News  Agency ", "publisher": "Site One"}, "News Agency"),
        ({"publisher": "Site One", "url": "https://www.example.org/a"}, "Site One"),
        ({"kind": "web", "url": "https://www.Example.org:8080/a"}, "example.org"),
        ({"kind": "dataset", "url": "https://data.example.org/a"}, "data.example.org"),
        ({"url": "https://[broken"}, "Minutes"),
        ({"kind": "interview"}, "Minutes"),
        ({"kind": "document"}, "Minutes"),
        ({"title": "a" * 400}, "a" * 300),
    ],
)
def test_an_origin_is_what_was_typed_or_what_the_rest_gives_away(fields, origin):
    assert (
        effective_origin(Evidence(**({"kind": "document", "title": "Minutes"} | fields))) == origin
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("publication", "origin"), [("Site One", "Site One"), (None, "Minutes")])
def test_a_passage_is_of_the_publication_of_its_article(publication, origin):
    revision = make.make_article(publication=publication).revision

    evidence = Evidence(kind="passage", title="Minutes", passage_of=revision)

    assert effective_origin(evidence) == origin


@pytest.mark.parametrize(
    "name", ["news agency", "NEWS\u00a0AGENCY", " News\n agency ", "Ｎews agency"]
)
def test_names_that_differ_by_case_and_white_space_are_one_origin(name):
    assert folded(name) == "news agency"


def test_what_has_one_origin_counts_once():
    evidence = [Evidence(origin_key=key) for key in ("news agency", "town hall", "news agency")]

    assert independent_origins(evidence) == {"news agency", "town hall"}


@pytest.mark.django_db
def test_the_door_keeps_the_origin_and_its_key():
    evidence = make.make_evidence(make.make_claim(), make.make_reviewer(), origin="News  Agency")

    assert (evidence.origin, evidence.origin_key) == ("News Agency", "news agency")
