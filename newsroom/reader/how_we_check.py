"""How we check: the rules in force, for readers. Drawn from the tables that decide.

What is not a table here is told by the template, and STAGES: no more than the code does.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import record_verifier
from claims import rules
from claims.models import Kind, Sensitivity, Status

from . import head
from .caching import cached_for_readers
from .jsonld import BEST, WORST
from .ratings import RATINGS

TITLE = "How we check"
DESCRIPTION = (
    "What we check before we publish, what a verdict rests on, what our ratings mean, how we "
    "correct, and how you can check us."
)


@dataclass(frozen=True)
class Stage:
    """A part of the way from words to a verdict, and back.

    steps  names of the steps (claims.workflow.STEPS) that it tells of.
    """

    name: str
    told: str
    steps: tuple[str, ...]


STAGES = (
    Stage("Tag",
          "An editor marks words of the article that state a fact, says in one sentence what they "
          "claim, and who says so. Others may suggest words; an editor accepts or dismisses.",
          ("accept", "dismiss", "take_back", "reopen")),
    Stage("Take up",
          "Somebody else takes the claim up: nobody checks a claim that they tagged. Whoever has "
          "an interest in it steps aside for good.",
          ("take_up", "release", "recuse")),
    Stage("Propose",
          "They gather evidence, and propose a verdict with a summary for you. Each piece says "
          "what it is, which very words bear on the claim, whether those support it, refute it "
          "or give context, how near to the fact its source stands, and who said it first.",
          ("propose",)),
    Stage("Approve",
          "Somebody who had no hand in the claim, its words, its evidence or its verdict approves "
          "it, or sends it back with a reason. A sensitive claim takes two such people.",
          ("approve", "send_back")),
    Stage("Adopt",
          "A fact that stands in several articles is checked once. The others adopt its verdict, "
          "with an approval of their own, and lose it in the moment in which the first one falls.",
          ("adopt",)),
    Stage("Fall, and check again",
          "A verdict falls when its words change, when an editor or reviewer objects, when its "
          "last day is past, and when evidence that it rests on is gone from its address or says "
          "something else. It is off the page at once. The claim is checked again, or somebody "
          "with no hand in it confirms that the new words are covered too.",
          ("object", "confirm")),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the rules: what it applies to, what it asks, and why."""

    subject: str
    asks: str
    why: str


@require_safe
@cached_for_readers("how")
def page(request):
    """What verdicts rest on here, by the rules in force."""
    context = {
        "head": head.of_page(request.path, TITLE, DESCRIPTION),
        "stages": STAGES,
        "lines": list(map(line, rules.RULES)),
        "kinds": kinds(),
        "ratings": RATINGS,
        "worst": WORST,
        "best": BEST,
        "contact": settings.CONTACT_EMAIL,
    }
    return render(request, "reader/how_we_check.html", context)


@require_safe
@cached_for_readers("how")
def verifier(request):
    """The program that checks a record that was handed out: one file, for anybody to run."""
    program = Path(record_verifier.__file__).read_bytes()
    response = HttpResponse(program, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="record_verifier.py"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def line(row):
    """Return the Line of a claims.rules.Row."""
    kind = Kind(row.kind).label if row.kind else "claim"
    subject = f"Every {'sensitive ' if row.sensitivity else ''}{kind}"
    if row.verdicts != rules.RESTING:
        subject += f", to be {' or '.join(Status(one).label for one in row.verdicts)}"
    return Line(subject, _asks(row), row.why)


def _asks(row):
    """Return what a row asks, in words; empty if nothing."""
    rule = row.rule
    asked = [
        rule.origins and _origins(rule.origins),
        rule.tier and f"at least one source that is {rules.strength_of(rule.tier)}",
        row.kind is None and rules.counted(rule.approvals, "approval"),
        rule.ages_after_days and f"another look, by custom after {rule.ages_after_days} days",
    ]
    return "; ".join(filter(None, asked)).capitalize()


def _origins(number):
    return rules.counted(number, "origin" if number == 1 else "independent origin")


def kinds():
    """Return [(kinds, what a verdict needs, what it needs where they are sensitive)], in words.

    Kinds of which the same is asked stand together.
    """
    alike = {}
    for kind in Kind:
        asked = tuple(rules.in_words(rules.rule_for(kind, how)) for how in Sensitivity)
        alike.setdefault(asked, []).append(kind.label)
    return [(", ".join(labels).capitalize(), *asked) for asked, labels in alike.items()]
