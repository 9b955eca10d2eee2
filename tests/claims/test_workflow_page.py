"""docs/workflow.md is what the tables say, and the command tells when it is not."""

import re

import pytest
from django.core.management import CommandError, call_command

from claims.management.commands import draw_workflow


def diagrams(page):
    return re.findall(r"^```mermaid\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def test_the_page_is_what_the_tables_say(settings):
    page = (settings.BASE_DIR / "docs" / "workflow.md").read_text(encoding="utf-8")

    assert page == draw_workflow.page()


def test_the_guide_shows_the_same_diagram_of_a_claim(settings):
    guide = (settings.BASE_DIR / "docs" / "desk.md").read_text(encoding="utf-8")

    assert diagrams(guide) == diagrams(draw_workflow.page())[:1]


def test_the_command_prints_the_page(capsys):
    call_command("draw_workflow")

    assert capsys.readouterr().out == draw_workflow.page()


def test_check_is_content_with_the_page_as_it_is(capsys):
    call_command("draw_workflow", "--check")

    assert capsys.readouterr().out == "docs/workflow.md is what the tables say.\n"


@pytest.mark.parametrize("committed", [None, "# Who may do what\n"])
def test_check_refuses_a_page_that_is_missing_or_says_something_else(committed, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    if committed:
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "workflow.md").write_text(committed)

    with pytest.raises(CommandError) as refused:
        call_command("draw_workflow", "--check")

    assert str(refused.value) == (
        "docs/workflow.md is not what the tables say. "
        "Draw it again: manage.py draw_workflow > docs/workflow.md"
    )


def test_the_diagram_shows_every_outcome_of_an_approval():
    arrows = [line.strip() for line in draw_workflow.page().splitlines() if "Approve" in line]

    assert [arrow.split(" : ")[0] for arrow in arrows if "-->" in arrow] == [
        f"awaiting_approval --> {status}"
        for status in ("awaiting_approval", "verified", "refuted", "unverifiable")
    ]
