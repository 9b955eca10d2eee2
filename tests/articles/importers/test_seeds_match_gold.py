"""Every field of the seeds against the reading of a careful person, kept beside the project."""

import json
import os
from pathlib import Path

import pytest

from .reading import PROJECT, SEED_NAMES, seed_draft, speeches, texts

pytestmark = [pytest.mark.corpus, pytest.mark.parametrize("name", SEED_NAMES)]


def gold(name):
    default = PROJECT.parent / "shared" / "seeds" / "gold.json"
    path = Path(os.environ.get("NEWSROOM_SEEDS_GOLD", default))
    return json.loads(path.read_text(encoding="utf-8"))[name]


@pytest.mark.parametrize("field", ["headline", "section", "publication", "image_caption"])
def test_field_is_as_the_careful_reader_gives_it(name, field):
    assert getattr(seed_draft(name), field) == gold(name)[field]


def test_headline_is_missing_exactly_where_a_provisional_one_is_due(name):
    assert (seed_draft(name).headline is None) == gold(name)["headline_is_provisional"]


def test_moment_is_as_the_careful_reader_gives_it(name):
    moment = seed_draft(name).published_at

    assert (moment and moment.isoformat()) == gold(name)["published_at"]


def test_byline_is_as_the_careful_reader_gives_it(name):
    byline = [vars(author) for author in seed_draft(name).byline]

    assert byline == gold(name)["byline"]


def test_headings_are_as_the_careful_reader_gives_them(name):
    assert texts(seed_draft(name), "h2") == gold(name)["headings"]


def test_body_begins_and_ends_as_the_careful_reader_gives_it(name):
    first, *_, last = texts(seed_draft(name), "p")

    assert first.startswith(gold(name)["first_paragraph_begins"])
    assert last.endswith(gold(name)["last_paragraph_ends"])


def test_furniture_is_not_in_the_body(name):
    html = seed_draft(name).html

    assert [words for words in gold(name)["not_in_body"] if words in html] == []


def test_speeches_are_as_the_careful_reader_gives_them(name):
    expected = gold(name)["speeches"]
    found = speeches(seed_draft(name))

    assert [(who, len(said)) for who, said in found] == [
        (speech["speaker"], speech["paragraphs"]) for speech in expected
    ]
    for (_, said), speech in zip(found, expected, strict=True):
        assert said[0].startswith(speech["begins"])
        assert said[-1].endswith(speech["ends"])


def test_words_of_every_claim_are_in_the_body(name):
    body = "\n".join(texts(seed_draft(name), "p"))

    assert [claim["exact"] for claim in gold(name)["claims"] if claim["exact"] not in body] == []
