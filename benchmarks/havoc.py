"""Random people take random steps at once, on real connections; then everything has to hold.

    python -m benchmarks.havoc [--steps 10000] [--workers 8] [--seed 1]

Each worker is a process: it picks somebody, a deed and a version that may be out of date, and goes
through the doors. Every refusal has to be a DeskError: any other exception is printed and fails,
"database is locked" among them. At the end benchmarks._invariants goes through the whole
database. On a scratch database beside DATABASE_URL's if that is PostgreSQL; else in an SQLite
file, with 4 workers unless told otherwise.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from random import Random

from benchmarks import _invariants, _scratch

ARTICLES = 6
SENTENCES = (
    "The council has 40 members.", "It was founded in 1901.", "The harbour lies in ward 7.",
    "The bridge is 300 metres long.", "The tram does not stop there.", "The pier opened on 3 May.",
    "The archive holds 1,200 maps.", "The quarry is the largest of the county.",
)  # fmt: skip
NOTE = "For a reason."


def main():
    told = _arguments().parse_args(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        address = told.database or _scratch.url(f"havoc_{int(time.time())}", folder)
        workers = told.workers or (8 if address.startswith("postgres") else 4)
        found, problems = wreak(address, steps=told.steps, workers=workers, seed=told.seed)
    print(f"{found['done']:,} deeds done, {found['refused']:,} refused, by {workers} workers")
    print("\n".join(problems) or "Every invariant and every chain holds.")
    sys.exit(1 if problems else 0)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="Address of a scratch database; one is made without.")
    return parser


def wreak(address, *, steps, workers, seed):
    """Take `steps` random steps in the scratch database `address`; return (counts, problems)."""
    _scratch.set_up(address)
    prepare(seed)
    command = [sys.executable, "-m", "benchmarks.havoc", "work"]
    processes = [
        subprocess.Popen(
            [*command, str(seed * 1000 + number), str(steps // workers)],
            env=os.environ | {"DATABASE_URL": address},
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(workers)
    ]
    outs = [process.communicate()[0] for process in processes]
    told = [json.loads(out.splitlines()[-1]) for out in outs if out]
    unforeseen = [sentence for one in told for sentence in one["unforeseen"]]
    if len(told) < workers:
        unforeseen.append("A worker died.")
    found = {name: sum(one[name] for one in told) for name in ("done", "refused")}
    return found, unforeseen + _invariants.broken()


def prepare(seed):
    """Make people of all roles, and articles to quarrel over."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415  Django is set up by now.

    from newsroom.roles import ROLES  # noqa: PLC0415

    for role in (*ROLES, None):
        for number in range(3):
            name = f"{role or 'all'}{number}".lower()
            user = User.objects.create(username=name, email=f"{name}@example.org", is_staff=True)
            user.groups.set(Group.objects.filter(**({"name": role} if role else {})))
    chance = Random(seed)
    for _ in range(ARTICLES):
        _write(chance, User.objects.get(username="editors0"))


def work(seed, steps):
    """Take `steps` steps in the database of DATABASE_URL; print what came of them as JSON."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    print(json.dumps(take_steps(seed, steps)))


def take_steps(seed, steps):
    """Take `steps` random steps; return {"done": …, "refused": …, "unforeseen": [sentence]}."""
    from articles.errors import DeskError  # noqa: PLC0415  Django is set up by now.

    chance, counted, unforeseen = Random(seed), Counter(done=0, refused=0), []
    for _ in range(steps):
        deed = chance.choices(list(DEEDS), list(DEEDS.values()))[0]
        try:
            deed(chance, _somebody(chance))
            counted["done"] += 1
        except DeskError:
            counted["refused"] += 1
        except Exception as error:
            unforeseen.append(f"{deed.__name__}: {type(error).__name__}: {error}")
    return counted | {"unforeseen": unforeseen}


def _somebody(chance):
    from django.contrib.auth.models import User  # noqa: PLC0415

    return User.objects.get(pk=chance.choice(list(User.objects.values_list("pk", flat=True))))


def _pick(chance, rows):
    """Return a random row of a queryset. Raises Conflict where there is none: nothing to do."""
    from articles.errors import Conflict  # noqa: PLC0415

    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise Conflict("There is nothing to do it to.")
    return rows.get(pk=chance.choice(keys))


def _article(chance):
    from articles.models import Article  # noqa: PLC0415

    return _pick(chance, Article.objects.select_related("revision"))


def _claim(chance, **of):
    from claims.models import Claim  # noqa: PLC0415

    return _pick(chance, Claim.objects.filter(**of).select_related("article__revision"))


def _stale(chance, number):
    """A version or revision, one in ten times that of before."""
    return number - 1 if chance.random() < 0.1 else number


def _body(sentences):
    return "".join(f"<p>{one}</p>" for one in sentences)


def _write(chance, by):
    from articles import editing  # noqa: PLC0415
    from articles.importers.base import Draft  # noqa: PLC0415

    said = dict.fromkeys(("section", "publication", "published_at", "image_caption"))
    words = _body(chance.sample(SENTENCES, 5))
    editing.write(Draft(headline="Council meets", html=words, byline=(), **said), by=by)


def _revise(chance, by):
    from articles import editing  # noqa: PLC0415

    article = _article(chance)
    sentences = article.revision.text.split(".")
    lines = [f"{one.strip()}." for one in sentences if one.strip()]
    place = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0 if len(lines) > 2:
            del lines[place]
        case 1:
            lines.insert(place, chance.choice(SENTENCES))
        case 2:
            lines[place] = lines[place].replace("4", "5").replace("1", "2")
        case 3:
            chance.shuffle(lines)
        case 4:
            lines[place] = lines[place].replace(" not ", " ")
        case _:
            lines[place] = lines[place].replace("The ", "This ")
    label = {"change": chance.choice(("", "correction", "minor")), "note": NOTE}
    based_on = _stale(chance, article.revision.number)
    editing.revise(article, by=by, based_on=based_on, html=_body(lines), **label)


def _step_of_article(chance, by):
    from articles import editing  # noqa: PLC0415

    article = _article(chance)
    step = chance.choice(editing.STEPS)
    revision = _stale(chance, article.revision.number)
    told = {"html": _body(chance.sample(SENTENCES, 4))} if step.name == "correct" else {}
    editing.take(article, step.name, by=by, note=NOTE, revision=revision, **told)


def _span(chance, words):
    start = chance.randrange(len(words))
    if chance.random() < 0.7:  # A whole sentence, as people tag.
        start = words.rfind(".", 0, start) + 1
        end = words.find(".", start) + 1
        return start, end
    return start, min(len(words), start + chance.randrange(1, 60))


def _tag(chance, by):
    from claims import tagging  # noqa: PLC0415

    article = _article(chance)
    start, end = _span(chance, article.revision.text)
    told = {"sensitivity": chance.choice(("normal", "normal", "sensitive"))}
    revision = _stale(chance, article.revision.number)
    tagging.tag(article, by=by, revision=revision, start=start, end=end,
                suggested=chance.random() < 0.2, **told)  # fmt: skip


def _place(chance, by):
    from claims import tagging  # noqa: PLC0415

    claim = _claim(chance)
    newest = claim.article.revision
    start, end = _span(chance, newest.text)
    tagging.place(claim, by=by, revision=_stale(chance, newest.number), start=start, end=end,
                  version=_stale(chance, claim.version))  # fmt: skip


def _amend(chance, by):
    from claims import tagging  # noqa: PLC0415

    told = chance.choice([
        {"assignee": None}, {"assignee": _somebody(chance)}, {"priority": chance.randrange(1, 4)},
        {"kind": "figure"}, {"statement": chance.choice(SENTENCES)}, {"sensitivity": "normal"},
    ])  # fmt: skip
    claim = _claim(chance)
    tagging.amend(claim, by=by, version=_stale(chance, claim.version), **told)


def _add_evidence(chance, by):
    from claims import gathering  # noqa: PLC0415

    claim = _claim(chance, status__in=("open", "in_review", "recheck"))
    gathering.add_evidence(
        claim, by=by, version=_stale(chance, claim.version), kind="document", title="Minutes",
        excerpt="Forty members were present.", stance=chance.choice(("supports", "refutes")),
        tier="primary", is_confidential=chance.random() < 0.2,
    )  # fmt: skip


def _retract(chance, by):
    from claims import gathering  # noqa: PLC0415
    from claims.models import Evidence  # noqa: PLC0415

    evidence = _pick(chance, Evidence.objects.select_related("claim__article"))
    gathering.retract_evidence(evidence, by=by, note=NOTE)


def _comment(chance, by):
    from claims import discussion  # noqa: PLC0415

    said = chance.choice(("Look again.", "Ask @reviewers1.", "Ask @nobody."))
    discussion.comment(_claim(chance), by=by, comment=said)


def _turn_comment(chance, by):
    from claims import discussion  # noqa: PLC0415
    from claims.models import Comment  # noqa: PLC0415

    turn = chance.choice((discussion.resolve, discussion.reopen))
    turn(_pick(chance, Comment.objects.select_related("claim__article")), by=by)


def _step_of_claim(chance, by):
    from claims import workflow  # noqa: PLC0415

    claim = _claim(chance)
    fitting = [step for step in workflow.STEPS if claim.status in step.old]
    step = chance.choice(fitting if fitting and chance.random() < 0.9 else workflow.STEPS)
    _take(chance, claim, step, by)


def _step_by_who_may(chance, by):
    """The step that whoever may can take: without it verdicts would be rare."""
    from django.contrib.auth.models import User  # noqa: PLC0415

    from claims import workflow  # noqa: PLC0415
    from claims.models import Claim  # noqa: PLC0415

    claim = Claim.objects.with_review().get(pk=_claim(chance).pk)
    people = list(User.objects.order_by("pk"))
    for person in chance.sample(people, 5):
        for offer in workflow.allowed_steps(claim, person):
            if offer.allowed and offer.name not in ("dismiss", "release", "take_back"):
                step = next(one for one in workflow.STEPS if one.name == offer.name)
                _take(chance, claim, step, person)
                return


def _take(chance, claim, step, by):
    from claims import workflow  # noqa: PLC0415

    told = {"note": NOTE} if "note" in step.needs else {}
    if "verdict" in step.needs:
        verdict = chance.choice(("verified", "verified", "refuted", "unverifiable"))
        rating = "false" if verdict == "refuted" else ""
        told = {"verdict": verdict, "rating": rating, "summary": "As the minutes say."}
    workflow.take(claim, step.name, by=by, version=_stale(chance, claim.version), **told)


def _publish(chance, by):
    """Take an article out for which the gate is open, or as far as it goes."""
    from django.contrib.auth.models import User  # noqa: PLC0415

    from articles import editing  # noqa: PLC0415

    article = _article(chance)
    by = User.objects.get(username=f"all{chance.randrange(3)}")
    with suppress(StopIteration):
        names = ("submit", "publish")
        step = next(s for s in editing.STEPS if s.name in names and article.status in s.old)
        editing.take(article, step.name, by=by, revision=article.revision.number)


def _daily(chance, by):
    from articles import checkpoints  # noqa: PLC0415
    from claims import following, overdue  # noqa: PLC0415

    chance.choice((following.expire, overdue.tell, checkpoints.make))()


DEEDS = {
    _write: 1, _revise: 10, _step_of_article: 6, _publish: 6, _tag: 14, _place: 4, _amend: 8,
    _add_evidence: 10, _retract: 2, _comment: 3, _turn_comment: 2, _step_of_claim: 14,
    _step_by_who_may: 30, _daily: 1,
}  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["work"]:
        work(*map(int, sys.argv[2:4]))
    else:
        main()
