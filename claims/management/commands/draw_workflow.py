"""Draw docs/workflow.md from the tables of steps, so that the page cannot lie."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles import editing
from articles.models import Status as ArticleStatus
from claims import rules, workflow
from claims.models import DECIDED, FALLS, Kind, Sensitivity, Status

PAGE = "docs/workflow.md"
DRAW = "manage.py draw_workflow > docs/workflow.md"

# Where a deed decides what a step leads to: each outcome, and when it is that one.
OUTCOMES = {
    ("approve", Status.AWAITING_APPROVAL): "first of two approvals",
    **{("approve", status): f"last approval, verdict {status.label}" for status in DECIDED},
    ("confirm", Status.AWAITING_APPROVAL): "first of two approvals",
    **{("confirm", status): f"the verdict was {status.label}" for status in DECIDED},
}
# Where a step mostly leaves the claim as it is: what it leads to else, as arrows and in words.
STEPS_ASIDE = (
    (Status.IN_REVIEW, Status.OPEN, "Recuse yourself, whoever has taken it up"),
    (Status.AWAITING_APPROVAL, Status.OPEN, "Recuse yourself, whoever proposed the verdict"),
)
STAYS = {"recuse": "as it is; open, if whoever does it has it in review or proposed its verdict"}
# How somebody who takes no step gets a claim or an article into a status.
TAGGED = (
    ("[*]", Status.OPEN, "an editor tags words"),
    ("[*]", Status.SUGGESTED, "somebody else suggests words"),
)
WRITTEN = (
    ("[*]", ArticleStatus.DRAFT, "it is written or imported"),
    (ArticleStatus.SCHEDULED, ArticleStatus.PUBLISHED, "its time comes"),
    (ArticleStatus.SCHEDULED, ArticleStatus.IN_REVIEW, "its time comes, something is in the way"),
)
FALLEN = (
    *((status, Status.RECHECK, "its words change") for status in FALLS),
    *((status, Status.RECHECK, "its last valid day passes") for status in DECIDED),
    *((status, Status.RECHECK, "the verdict it adopts falls") for status in FALLS),
    (Status.DISMISSED, Status.RECHECK, "words once checked stand again"),
)

NEEDS = {
    "note": "a note that says why",
    "verdict": "a verdict, and for “refuted” how the words are wrong",
    "summary": "a summary of what was found",
    "at": "a time with its zone",
    "adopts": "the claim whose verdict is adopted",
}
GATE = (
    "The headline is the article's own. Of its claims, none is open, in review, awaiting approval, "
    "refuted or to be rechecked, none has lost its words, and no verdict has expired. Suggested "
    "ones do not count, nor dismissed ones, unless words once checked stand and nobody has them. "
    "No embargo lasts, and the article states no date in the future."
)
# What a step asks that is no guard of its table, because it takes more than the subject to know.
ALSO = {
    "propose": (
        "“Verified” has evidence that supports the claim, “refuted” some that refutes it: as much "
        "as the rule asks for."
    ),
    "publish": GATE,
    "schedule": "The time lies ahead, and not before the end of an embargo.",
    "override": "Claims are in the way of publication, and nothing else is.",
    "confirm_override": "Nothing is in the way but what was when it was asked for.",
    "correct": "Something is different from what readers see now.",
}

HEAD = f"""\
# Who may do what, and when

Drawn from the tables that the desk, the API and the tests use; do not edit it by hand. After a
change to a table: `{DRAW}`.

A step is one deed: it is taken as a whole and written in the record, or refused with a sentence
and nothing is written. Permissions are those of the roles in the column “who”. A superuser has
every permission, and no guard makes an exception for one.
"""

ABOUT_CLAIMS = """\
An edit that changes the words of a claim under a verdict, proposed or approved, sends it to
recheck, whoever edits: a verdict stands for the words it was given on. Only the amount of white
space, the glyphs of quotes and dashes, and the capitals of a headline or of a sentence's beginning
may change. A claim whose words stand elsewhere now keeps its verdict.

Four eyes: whoever tagged a claim, wrote or changed its words or what is told of it, added or
retracted its evidence or proposed its verdict does not approve it. A sensitive claim needs two
approvals; an edit of its words between the two voids the first.

Whoever has an interest in a claim recuses: for good, with a reason that colleagues read. From then
on they neither check it nor decide it, and an approval of theirs no longer counts.

A verdict that fell with its words is confirmed on the words of now by somebody who may approve it:
a new decision that says the same, bound to other words. After an objection, or once its last day
is past, it takes a review instead. An editor may put a claim onto other words; its verdict falls
where they differ in a way that may matter.

One fact in many articles is checked once: a claim that is declared the same as another adopts its
verdict, with the approval of somebody who had no hand in it, nor in declaring them the same. When
the first verdict falls, for whatever reason, all that adopt it count as undecided in the same
moment, and go to recheck.
"""

ABOUT_RULES = """\
The rule for a claim is the strictest of the lines that apply to it. It counts the evidence that
stands and says the same as the verdict; reprints of one release are one origin. Two approvals are
never by one person. That a claim is unverifiable rests on no number of origins: at least one piece
of evidence was looked at. What was proposed under a rule is decided under it, if the table changes.
"""

ABOUT_ARTICLES = """\
Before publication an editor changes the words freely. Once readers know the article every change is
labelled: a correction, which readers are shown, or a minor change. While it is published a
publisher makes it; a withdrawn article is restored for review first.

The worker publishes a scheduled article when its time comes. It asks the gate then, and puts back
into review what does not pass, or what was scheduled by somebody who may publish no more. A
scheduled article is changed by publishers; editors have it unscheduled first. A publisher sets or
lifts an embargo with a note: nothing goes out before it ends.

An override publishes past the very claims that were in the way when it was asked for, and only the
revision that there was: any change to the article voids it, and what comes to be in the way
meanwhile is not passed. One publisher asks, another confirms. Who asks chooses whether readers are
told the reason, with both names.
"""


class Command(BaseCommand):
    help = (
        f"Print {PAGE}, drawn from the tables of steps. With --check, compare it with the page "
        "that is there, and exit with 1 if they differ."
    )

    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="Say whether the page is up to date; print none."
        )

    def handle(self, *, check, **options):
        if not check:
            self.stdout.write(page(), ending="")
            return
        path = settings.BASE_DIR / PAGE
        if not path.exists() or path.read_text(encoding="utf-8") != page():
            raise CommandError(f"{PAGE} is not what the tables say. Draw it again: {DRAW}")
        self.stdout.write(f"{PAGE} is what the tables say.")


def page():
    """Return the whole page as Markdown, with a diagram in Mermaid and a table for each subject."""
    told = TAGGED + FALLEN + STEPS_ASIDE
    claims = _chapter("A claim", ABOUT_CLAIMS, Status, workflow.STEPS, told)
    articles = _chapter("An article", ABOUT_ARTICLES, ArticleStatus, editing.STEPS, WRITTEN)
    return "\n".join((HEAD, claims, _rules(), articles))


def _rules():
    """Return the rules of deciding: the lines they are made of, and what comes of them."""
    lines = [("applies to", "origins", "one of them at least", "approvals", "why"), ("---",) * 5]
    lines += [_line(row) for row in rules.RULES]
    strictest = [("kind", *Sensitivity.values), ("---",) * 3]
    strictest += [
        (kind.label, *(rules.in_words(rules.rule_for(kind, how)) for how in Sensitivity.values))
        for kind in Kind
    ]
    return (
        f"### The rules of deciding\n\n{ABOUT_RULES}\n{_drawn(lines)}\n"
        f"So a verdict “verified” needs:\n\n{_drawn(strictest)}"
    )


def _line(row):
    kind = Kind(row.kind).label if row.kind else "every claim"
    words = f"every {row.sensitivity} claim" if row.sensitivity else kind
    if row.verdicts != rules.RESTING:
        words += f" ({', '.join(Status(verdict).label for verdict in row.verdicts)})"
    rule = row.rule
    return (
        words,
        str(rule.origins or ""),
        rules.strength_of(rule.tier) if rule.tier else "",
        str(rule.approvals) if row.kind is None else "",
        f"{row.why}{_aging(rule)}",
    )


def _aging(rule):
    days = rule.ages_after_days
    return f" Worth another look after {days} days." if days else ""


def _chapter(title, about, statuses, steps, events):
    return f"## {title}\n\n{_diagram(statuses, steps, events)}\n{about}\n{_table(statuses, steps)}"


def _diagram(statuses, steps, events):
    names = [f'    state "{status.label}" as {status.value}' for status in statuses]
    moves = [
        (old, new, _when(step, new)) for step in steps for old in step.old for new, _ in _ends(step)
    ]
    arrows = [f"    {old} --> {new} : {label}" for old, new, label in (*events, *moves)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *names, *arrows, "```", ""])


def _ends(step):
    """Return (status, when) of everything `step` may lead to."""
    if step.new is not None:
        return [(step.new, "")]
    return [(status, words) for (name, status), words in OUTCOMES.items() if name == step.name]


def _when(step, new):
    words = OUTCOMES.get((step.name, new))
    return f"{step.label}, {words}" if words else step.label


def _table(statuses, steps):
    rows = [
        ("step", "from", "to", "who", "what it needs", "what must be so"),
        ("---",) * 6,
        *(_row(statuses, step) for step in steps),
    ]
    return _drawn(rows)


def _drawn(rows):
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(statuses, step):
    asked = [*map(_in_words, step.guards), ALSO.get(step.name, "")]
    ends = [f"{statuses(new).label} ({when})" if when else statuses(new).label
            for new, when in _ends(step)]  # fmt: skip
    return (
        f"{step.label} (`{step.name}`)",
        ", ".join(statuses(old).label for old in step.old),
        STAYS.get(step.name) or "; ".join(ends),
        step.role,
        "; ".join(NEEDS[name] for name in step.needs) or "nothing",
        " ".join(filter(None, asked)) or "nothing more",
    )


def _in_words(guard):
    return guard.__doc__.split("\n", 1)[0]
