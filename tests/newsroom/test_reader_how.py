""" "How we check" says what the tables say, and changes when they do."""

import ast
from dataclasses import replace

import pytest
from django.urls import reverse

from articles import record_verifier
from claims import rules, workflow
from claims.models import DECIDED, Decision, Kind, Sensitivity
from newsroom.reader import how_we_check
from newsroom.reader.ratings import RATINGS

from .reader_pages import parsed, text_of

pytestmark = pytest.mark.django_db

PATH = "/how-we-check/"


@pytest.fixture
def tree(client):
    return parsed(client.get(PATH))


def rows(tree, table):
    return [
        tuple(text_of(cell) for cell in row.css("th, td")) for row in tree.css(f".{table} tbody tr")
    ]


def lines(tree):
    return [text_of(node) for node in tree.css(".rules li")]


def test_every_line_of_the_rules_is_a_sentence(tree):
    assert lines(tree) == [
        "Every claim. One origin; at least one source that is not anonymous; one approval. "
        "Nothing rests on anonymous sources alone.",
        "Every sensitive claim. Two independent origins; at least one source that is official or "
        "primary; two approvals. What can harm somebody is checked twice, by different people, at "
        "different sources.",
        "Every figure. At least one source that is official or primary. A number comes from "
        "whoever counted, or from the office that publishes it.",
        "Every quote. At least one source that is primary. A quote is compared with the recording "
        "or the paper it was said in.",
        "Every membership. At least one source that is official or primary; another look, by "
        "custom after 180 days. Who is a member is said by the register or by the organisation "
        "itself.",
        "Every agreement. At least one source that is official or primary. What was agreed stands "
        "in its text, or is said by a party to it.",
        "Every superlative, to be verified. Two independent origins; another look, by custom after "
        "180 days. “The first” and “the largest” are easily said: two have to know. One "
        "counter-example refutes it.",
        "Every position. Another look, by custom after 90 days. Positions change.",
        "Every prediction. Another look, by custom after 90 days. The day it speaks of may have "
        "come.",
    ]


def test_the_table_says_what_each_kind_needs(tree):
    told = {
        kind: asked
        for kinds, *asked in rows(tree, "kinds")
        for kind in kinds.casefold().split(", ")
    }

    assert told == {
        kind.label: [rules.in_words(rules.rule_for(kind, how)) for how in Sensitivity]
        for kind in Kind
    }


def test_kinds_of_which_the_same_is_asked_stand_together(tree):
    assert [row[0] for row in rows(tree, "kinds")] == [
        "Figure, membership, agreement",
        "Date, event, position, geography, prediction, other",
        "Quote",
        "Superlative",
    ]


@pytest.mark.parametrize("number", range(len(rules.RULES)))
def test_a_rule_that_changes_changes_the_page(client, tree, monkeypatch, number):
    row = rules.RULES[number]
    other = replace(row, rule=replace(row.rule, origins=2, tier="primary"), why="Because.")
    changed = (*rules.RULES[:number], other, *rules.RULES[number + 1 :])
    monkeypatch.setattr(rules, "RULES", changed)
    now = parsed(client.get(PATH))

    differ = [n for n, (a, b) in enumerate(zip(lines(tree), lines(now), strict=True)) if a != b]
    assert differ == [number]
    assert lines(now)[number].endswith("Because.")
    # Where the rule is for a kind or for all, what it comes to changes as well.
    assert rows(now, "kinds") != rows(tree, "kinds")


def test_a_rule_that_is_taken_out_is_off_the_page(client, monkeypatch):
    monkeypatch.setattr(rules, "RULES", rules.RULES[:1])

    assert len(lines(parsed(client.get(PATH)))) == 1


def test_every_verdict_and_rating_has_its_meaning_and_its_place(tree):
    assert [(one.status, one.rating) for one in RATINGS] == [
        ("verified", ""),
        *(("refuted", rating) for rating in reversed(Decision.Rating.values)),
        ("unverifiable", ""),
    ]
    assert {one.status for one in RATINGS} == {status.value for status in DECIDED}
    assert rows(tree, "ratings") == [
        (one.label, one.meaning, f"{one.value} of 5" if one.value else "no number")
        for one in RATINGS
    ]


def test_every_step_of_a_claim_is_told(tree):
    told = sorted(name for stage in how_we_check.STAGES for name in stage.steps)

    assert told == sorted(step.name for step in workflow.STEPS)
    assert [text_of(node) for node in tree.css(".stages li")] == [
        f"{stage.name}. {stage.told}" for stage in how_we_check.STAGES
    ]


def test_what_machines_are_led_to_is_there(tree):
    assert [name for name in ("corrections", "object", "verify") if not tree.css(f"#{name}")] == []


@pytest.mark.parametrize(
    ("address", "links"),
    [("desk@news.example", ["mailto:desk@news.example"]), ("", [])],
)
def test_readers_are_told_where_to_write_if_the_site_says_so(client, settings, address, links):
    settings.CONTACT_EMAIL = address
    tree = parsed(client.get(PATH))

    assert [node.attributes["href"] for node in tree.css("a[href^=mailto]")] == links


def test_the_verifier_is_handed_out_as_it_is(client):
    response = client.get(reverse("reader:record_verifier"))
    given = response.content
    with open(record_verifier.__file__, "rb") as source:
        kept = source.read()

    assert given == kept
    assert "main" in {node.name for node in ast.parse(given).body if hasattr(node, "name")}
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/x-python; charset=utf-8",
        'attachment; filename="record_verifier.py"',
    )


def test_the_page_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(PATH)

    assert response.status_code == 200


def test_it_is_only_read(client):
    assert [client.post(path).status_code for path in (PATH, f"{PATH}record_verifier.py")] == [
        405
    ] * 2
