"""The words of a PDF, read in a process of its own: a hostile file costs seconds, and nothing else.

That process has no environment, so no secret; little memory; some seconds of CPU; and it writes
no file. `python -m claims.pdf_text` takes a PDF on its standard input and answers with JSON.

What a PDF may do by itself: ISO 32000-1, 12.6 (actions) and 7.7.2 (the catalogue that names them).
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError

from articles.text import normalise

ROOT = Path(__file__).resolve().parent.parent

READING = 8  # seconds of processor time; then what was read counts
MAX_PAGES = 2_000
MAX_CHARACTERS = 5_000_000
MAX_ACTIONS = 10_000

NO_PDF = "This PDF is damaged: it cannot be opened. Choose another copy of it."
LOCKED = "This PDF is locked with a password. Save a copy without one, and take that."
TOO_COSTLY = (
    "This PDF takes more time or memory to read than there is for one file. Print it to a new PDF, "
    "or divide it, and take that."
)
PROGRAMS, LAUNCH = ("/JavaScript", "/Launch"), ("/Launch",)


@dataclass(frozen=True)
class Limits:
    """What the process may cost before it is ended: a page may go on beyond READING.

    cpu, wall  seconds of processor time, and by the clock.
    memory     bytes of address space.
    """

    cpu: int = 15
    wall: float = 25
    memory: int = 1_000_000_000


@dataclass(frozen=True)
class Pdf:
    """What a PDF says.

    words  of its pages, in the order of the file; empty for a scan, which is pictures.
    runs   does it start a script or a program: by itself, or a program at a click?
    """

    words: str
    runs: bool


def words_of(data):
    """Return the words of a PDF, given as bytes.

    Of a very long one, those of its first pages: MAX_PAGES, MAX_CHARACTERS or READING end it.
    Raises ValueError with a sentence for a person.
    """
    return read(data).words


def read(data, limits=Limits()):
    """Return a PDF, given as bytes, as a Pdf. Raises ValueError with a sentence for a person."""
    command = [sys.executable, "-E", "-s", "-m", "claims.pdf_text"]
    try:
        run = subprocess.run(  # noqa: S603 (our own module, by our own interpreter)
            [*command, str(limits.cpu), str(limits.memory)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.wall,
            cwd=ROOT,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise ValueError(TOO_COSTLY) from None
    if run.returncode:
        raise ValueError(TOO_COSTLY)
    told = json.loads(run.stdout)
    if "refused" in told:
        raise ValueError(told["refused"])
    return Pdf(normalise(told["words"]), told["runs"])


def answer(data):
    """Return what this process says of a PDF, as a dict. Anything may go wrong in a hostile one."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"refused": LOCKED}
        return asdict(Pdf(_words(reader), _runs(reader)))
    except DependencyError:  # A cipher that we have no key for anyhow.
        return {"refused": LOCKED}
    except MemoryError:
        return {"refused": TOO_COSTLY}
    except Exception:
        return {"refused": NO_PDF}


def _words(reader):
    parts, length, end = [], 0, time.process_time() + READING
    if not len(reader.pages):
        raise ValueError(NO_PDF)
    for page in islice(reader.pages, MAX_PAGES):
        if length >= MAX_CHARACTERS or time.process_time() > end:
            break
        parts.append(_words_on(page))
        length += len(parts[-1])
    return "\n".join(parts)[:MAX_CHARACTERS]


def _words_on(page):
    """Return the words of one page. One that is damaged says nothing; the others do."""
    try:
        return page.extract_text()
    except MemoryError:
        raise
    except Exception:
        return ""


def _runs(reader):
    catalogue = reader.trailer["/Root"].get_object()
    named = _resolved(catalogue.get("/Names")) or {}
    return (
        "/JavaScript" in named
        or _starts([catalogue.get("/OpenAction"), catalogue.get("/AA")], PROGRAMS)
        or any(_page_runs(page) for page in islice(reader.pages, MAX_PAGES))
    )


def _page_runs(page):
    notes = map(_resolved, islice(_resolved(page.get("/Annots")) or [], MAX_ACTIONS))
    clicked = [note.get("/A") for note in notes if isinstance(note, dict)]
    return _starts([page.get("/AA")], PROGRAMS) or _starts(clicked, LAUNCH)


def _starts(actions, kinds):
    """Is any of these actions, of those they name, or of those that follow them, of `kinds`?"""
    waiting, seen = list(actions), 0
    while waiting and seen < MAX_ACTIONS:
        action, seen = _resolved(waiting.pop()), seen + 1
        if isinstance(action, list):
            waiting += action[:MAX_ACTIONS]
        elif isinstance(action, dict) and "/S" in action:
            if action["/S"] in kinds:
                return True
            waiting.append(action.get("/Next"))
        elif isinstance(action, dict) and "/Type" not in action:
            waiting += action.values()  # /AA: what starts it -> the action.
    return False


def _resolved(value):
    return value.get_object() if hasattr(value, "get_object") else value


def _limit(cpu, memory):
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit(*map(int, sys.argv[1:]))
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))
