"""kill -9 of the server and of the mail worker, at random, while the desk works.

    python -m benchmarks.kills [--steps 200] [--seed 1]

Two servers' workers (gunicorn) and a worker (manage.py work) run on a scratch
database. Steps and publications go in through the API, as a browser would send them, and every few
of them one process is killed with SIGKILL and started anew. A request that got no answer may have
been done wholly or not at all; one that was answered 2xx is in the record exactly once. At the
end benchmarks._invariants goes through the database; every mail was sent at least once, and those
sent twice bear one Message-ID. On PostgreSQL where DATABASE_URL names a server, else on SQLite.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random

from benchmarks import _invariants, _scratch

KILL_ONE_IN = 8
PATIENCE = 60  # seconds
WORDS = "The council has 40 members."


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        counted, problems = kill(Path(folder), told.steps, told.seed)
    print(", ".join(f"{count} {name}" for name, count in counted.items()))
    print("\n".join(problems) or "No step is half done, nothing is lost, every chain holds.")
    sys.exit(1 if problems else 0)


def kill(folder, steps, seed):
    """Take so many steps under fire; return (counts, list of what does not hold)."""
    address = _scratch.url(f"kills_{int(time.time())}", folder)
    (folder / "mail").mkdir()
    environment = os.environ | {
        "DATABASE_URL": address,
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "LOG_LEVEL": "ERROR",
    }
    _scratch.set_up(address)
    desk, house = _Desk(Random(seed)), _House(environment)
    try:
        house.start()
        desk.work(house, steps)
        _wait_for_the_mail()
    finally:
        house.stop()
    desk.counted["mails sent"] = len(_messages(folder / "mail"))
    problems = desk.problems() + _invariants.broken() + _of_mail(folder / "mail") + _of_notices()
    return desk.counted, problems


class _House:
    """The processes of a newsroom: each is killed with all that it started."""

    def __init__(self, environment):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        python, here = sys.executable, f"127.0.0.1:{self.port}"
        self.commands = {
            "server": [python, "-m", "gunicorn", "newsroom.wsgi", "-b", here, "-w", "2"],
            "worker": [python, "manage.py", "work"],
        }
        self.environment, self.running = environment, {}

    def start(self):
        for name in self.commands:
            self._start(name)
        self.wait()

    def _start(self, name):
        self.running[name] = subprocess.Popen(
            self.commands[name], env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self, name):
        process = self.running[name]
        with suppress(ProcessLookupError):  # Shot already.
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def start_what_fell(self):
        for name, process in self.running.items():
            if process.poll() is not None:
                self._start(name)
        self.wait()

    def wait(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        sys.exit("The server does not come back.")

    def stop(self):
        for name in self.running:
            self.kill(name)


class _Desk:
    """The people, what they asked for and what they were answered."""

    def __init__(self, chance):
        self.chance, self.asked = chance, []
        self.counted = Counter({"answered": 0, "refused": 0, "unanswered": 0, "killed": 0})
        self.people = _people()
        self.articles = 0

    def work(self, house, steps):
        plan = []
        for _ in range(steps):
            plan = plan or self._plan()
            person, path, body = plan.pop(0)
            if self.chance.randrange(KILL_ONE_IN) == 0:
                self._shoot(house)
            if not self._ask(house, person, path, body):
                plan = []  # Nobody knows what became of it: another article is taken.

    def _shoot(self, house):
        """Kill one of the two in the middle of the next request."""
        name = self.chance.choice(("server", "server", "worker"))
        delay = self.chance.random() * 0.12
        subprocess.Popen(
            ["sh", "-c", f"sleep {delay:.3f}; kill -9 -{house.running[name].pid}"],
            stderr=subprocess.DEVNULL,
        )
        self.counted["killed"] += 1

    def _plan(self):
        """Return the steps that take one article out, as (person, path, body)."""
        slug, claim = _article_with_claim(self.articles, self.people)
        self.articles += 1
        article = f"/api/v1/articles/{slug}/steps/"
        steps = f"/api/v1/claims/{claim}/steps/"
        found = {"verdict": "verified", "summary": "As the minutes say."}
        return [
            ("reviewer", steps, {"step": "propose"} | found),
            ("approver", steps, {"step": "send_back", "note": "Look again."}),
            ("reviewer", steps, {"step": "propose"} | found),
            ("approver", steps, {"step": "approve"}),
            ("editor", article, {"step": "submit"}),
            ("publisher", article, {"step": "publish"}),
            ("publisher", article, {"step": "withdraw", "note": "Withdrawn."}),
        ]

    def _ask(self, house, person, path, body):
        """Send one step; note it with its answer. Return whether it was done."""
        house.start_what_fell()
        before = _entries()
        status = self._send(house.port, person, path, body)
        if status is None:
            self.counted["unanswered"] += 1
            time.sleep(0.5)  # The database may still be at it.
        else:
            self.counted["answered" if status < 300 else "refused"] += 1
        self.asked.append((body["step"], status, _entries() - before))
        return status is not None and status < 300

    def _send(self, port, person, path, body):
        """Return the status of the answer, or None where there was none."""
        headers = {"Cookie": self.people[person][1], "X-CSRFToken": "a" * 32,
                   "Content-Type": "application/json"}  # fmt: skip
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            if "/articles/" in path:
                connection.request("GET", path.removesuffix("steps/"), headers=headers)
                answer = connection.getresponse()
                answer.read()
                headers["If-Match"] = answer.headers.get("ETag", "")
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def problems(self):
        """What was answered 2xx is in the record once, what was not is there once or never."""
        return [
            f"“{step}” was answered {status}, and {written} entries were written."
            for step, status, written in self.asked
            if written not in ((1,) if status and status < 300 else (0,) if status else (0, 1))
        ]


def _entries():
    from articles.models import LedgerEntry  # noqa: PLC0415  Django is set up by now.

    return LedgerEntry.objects.count()


def _people():
    """Make one of each role; return {name: (account, cookies of a session)}."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from newsroom.roles import EDITORS, PUBLISHERS, REVIEWERS  # noqa: PLC0415

    roles = {"editor": EDITORS, "reviewer": REVIEWERS, "approver": REVIEWERS}
    people = {}
    for name, role in (roles | {"publisher": PUBLISHERS}).items():
        user = User.objects.create(username=name, email=f"{name}@example.org", is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        people[name] = user, f"sessionid={session}; csrftoken={'a' * 32}"
    return people


def _article_with_claim(number, people):
    """Write an article with a claim in review and evidence; return (its slug, the claim's key)."""
    from articles import editing  # noqa: PLC0415
    from articles.importers.base import Draft  # noqa: PLC0415
    from claims import gathering, tagging, workflow  # noqa: PLC0415

    editor, reviewer = people["editor"][0], people["reviewer"][0]
    said = dict.fromkeys(("section", "publication", "published_at", "image_caption"))
    draft = Draft(headline=f"Number {number}", html=f"<p>{WORDS}</p>", byline=(), **said)
    article = editing.write(draft, by=editor)
    claim = tagging.tag(article, by=editor, revision=1, start=0, end=len(WORDS))
    claim = workflow.take(claim, "take_up", by=reviewer)
    gathering.add_evidence(claim, by=reviewer, kind="document", title="Minutes",
                           excerpt="Forty.", stance="supports", tier="primary")  # fmt: skip
    return article.slug, claim.pk


def _wait_for_the_mail():
    """Give a mail that a killed worker had claimed back now, not in ten minutes; await them all."""
    from django.utils import timezone  # noqa: PLC0415

    from claims.models import Mail  # noqa: PLC0415

    until = time.monotonic() + PATIENCE
    waiting = Mail.objects.filter(next_attempt__isnull=False)
    while waiting.exists() and time.monotonic() < until:
        waiting.update(next_attempt=timezone.now())
        time.sleep(3)


def _messages(folder):
    """Return the Message-ID of every mail that was sent."""
    lines = [line for file in folder.iterdir() for line in file.read_text().splitlines()]
    return [line for line in lines if line.lower().startswith("message-id:")]


def _of_mail(folder):
    from claims.models import Mail  # noqa: PLC0415

    sent = set(_messages(folder))
    problems = [
        f"A mail to {mail.person} was not sent: {mail.last_error}"
        for mail in Mail.objects.filter(sent_at=None).select_related("person")
    ]
    noted = Mail.objects.exclude(sent_at=None).count()
    if noted > len(sent):
        problems.append(f"{noted} mails are noted as sent, {len(sent)} went out.")
    return problems


def _of_notices():
    """Each proposal was told to the approver once, each that was sent back to the reviewer."""
    from articles.models import LedgerEntry  # noqa: PLC0415
    from claims.models import Notice  # noqa: PLC0415

    kinds = {"claim.propose": "awaiting", "claim.send_back": "sent_back"}
    done = LedgerEntry.objects.filter(action__in=kinds).values_list("action", "payload")
    due = Counter((kinds[action], json.loads(said)["claim"]) for action, said in done)
    told = Counter(Notice.objects.filter(kind__in=kinds.values()).values_list("kind", "claim"))
    return [
        f"Of claim {claim}, {kind}: {told[kind, claim]} notices of {due[kind, claim]}."
        for kind, claim in sorted(due | told)
        if told[kind, claim] != due[kind, claim]
    ]


if __name__ == "__main__":
    main()
