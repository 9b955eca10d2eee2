"""The reader's pages beside a bare Django view and beside Wagtail's, in one run on one machine.

    DATABASE_URL=postgres://…/postgres python -m benchmarks.reader --articles 10000 --seconds 5
        --wagtail --folder F

Fills a scratch database (an SQLite file without DATABASE_URL) with so many articles of 900 words
and 12 claims, and one with 3,000 claims, or uses it again; with --wagtail, makes a Wagtail site of
the same articles, for which it installs Wagtail; and puts the load of benchmarks._load on each page
in turn, ROUNDS times. Every site runs under gunicorn with 2 workers of 4 threads, one server at a
time. Of each page the median of its rounds counts, and the quantiles of all its answers. Where
Wagtail cannot be installed the run says so and goes on without it. In F the database and Wagtail
are kept for the next run.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from benchmarks import _paper, _scratch, _wagtail, loader

ROUNDS, CONNECTIONS = 3, 4
SEARCHED = ("tram", "harbour+map", "quarry")
WARMING, WARM_SECONDS = 40, 2  # requests before a round, and for how long at most
SAMPLE = 200  # articles that are asked for, one after another
CLAIMS, WORDS, MANY_CLAIMS = 12, 900, 3000
PORT = 8417
SERVER = (
    "-m",
    "gunicorn",
    "-w",
    "2",
    "--threads",
    "4",
    "--keep-alive",
    "75",
    "--log-level",
    "error",
)
BARE, FLOOR, ARTICLE, AGAIN = "bare view", "bare floor", "article", "article, 304"
# Asked for as no browser does: without Accept-Encoding.
PLAIN = "article, not zipped"
# Asked for at ever new addresses, so that nothing of it is kept.
UNKEPT = "search, not kept"
# What is held against what, and by how much it is to be faster.
TARGETS = (
    (ARTICLE, BARE, 1.2), (ARTICLE, "Wagtail page", 12), (AGAIN, ARTICLE, 1.5),
    (AGAIN, PLAIN, 1.5), (PLAIN, BARE, 1.2),
    ("front page", "Wagtail index", 4), ("section", "Wagtail index", 4),
    ("search", "Wagtail index", 4), (UNKEPT, "Wagtail index", 4),
)  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=1, help="Of load on a page in each round.")
    parser.add_argument(
        "--wagtail", action="store_true", help="Install Wagtail, and measure it too."
    )
    parser.add_argument("--folder", type=Path, help="Kept for the next run; else a temporary one.")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = (told.folder or Path(folder)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        measure(folder, told.articles, told.seconds, with_wagtail=told.wagtail)


def measure(folder, articles, seconds, *, with_wagtail):
    """Fill, measure by turns and print."""
    address = _scratch.url(f"reader_{articles}", folder)
    _scratch.set_up(address)
    fill(articles)
    sites = _ours(address, folder) + (_wagtails(folder, articles) if with_wagtail else [])
    found, plans = {}, {}
    for _ in range(ROUNDS):
        for site in sites:
            with serving(**site["server"]):
                for name, paths in site["pages"].items():
                    plans[name] = plans.get(name) or _plan(name, paths)
                    if requests := plans[name][0]:
                        _warm(paths)
                        found.setdefault(name, []).append(_loaded(folder, requests, seconds))
    _print(found, seconds, {name: size for name, (_, size) in plans.items()})
    _print_queries()


def fill(articles):
    """Load the paper into the database of Django, and have it found, unless it is there."""
    from articles.models import Article, SearchEntry  # noqa: PLC0415  Django is set up by now.
    from newsroom.reader.search_filling import refill  # noqa: PLC0415

    if not Article.objects.exists():
        _load(articles)
    if not SearchEntry.objects.exists():
        refill(Article.objects.all())


def _load(articles):
    people = loader.people_and_places()
    paper = _paper.Paper(size=articles, claims=CLAIMS, words=WORDS, **people)
    number = next(n for n in count(articles + 1) if _paper.status_of(n) == "published")
    long = _paper.Paper(size=number, claims=MANY_CLAIMS, **people)

    def parts():
        for numbers in loader.batches(articles):
            yield paper.rows(numbers)
        long.entries = paper.entries
        yield long.rows([number])

    loader.write(parts())


def _published():
    from articles.models import Article, Status  # noqa: PLC0415

    return Article.objects.filter(status=Status.PUBLISHED)


def _ours(address, folder):
    """Return our own sites: servers, and the paths of each page."""
    slugs = list(_published().exclude(claims=None).order_by("pk")[:SAMPLE].values("pk", "slug"))
    articles = [f"/articles/{one['slug']}/" for one in slugs]
    environment = _production(address, folder) | {"BARE_BYTES": str(_bytes(articles[0]))}
    bare = environment | {"DJANGO_SETTINGS_MODULE": "benchmarks._bare"}
    many = [f"/articles/{one.slug}/" for one in _published().order_by("-pk")[:1]]
    return [
        {
            "server": {"application": "newsroom.wsgi", "environment": bare},
            "pages": {FLOOR: ["/floor/"], BARE: [f"/page/{one['pk']}/" for one in slugs]},
        },
        {
            "server": {"application": "newsroom.wsgi", "environment": environment},
            "pages": {
                ARTICLE: articles,
                PLAIN: articles,
                AGAIN: articles,
                f"article, {MANY_CLAIMS:,} claims": many,
                "front page": ["/"],
                "section": [f"/sections/section-{n}/" for n in range(12)],
                "search": [f"/search/?q={word}" for word in SEARCHED],
                UNKEPT: [f"/search/?q={SEARCHED[n % 3]}+-w{n}" for n in range(20_000)],
            },
        },
    ]


def _production(address, folder):
    """Return the environment of our site as it runs in production, its static files collected."""
    environment = os.environ | {
        "DATABASE_URL": address, "PRODUCTION": "1", "SECRET_KEY": "made for a benchmark",
        "ALLOWED_HOSTS": "127.0.0.1", "SECURE_SSL_REDIRECT": "0", "LOG_LEVEL": "ERROR",
        "STATIC_ROOT": str(folder / "static"),
    }  # fmt: skip
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(command, env=environment, check=True)
    return environment


def _bytes(path):
    from django.test import Client  # noqa: PLC0415

    return len(Client().get(path).content)


def _wagtails(folder, articles):
    """Return Wagtail's site as a list of one; of none where it cannot be had."""
    place = folder / "wagtail"
    python = _wagtail.installed(place)
    if python is None:
        print("Wagtail could not be installed: pip reaches no package index. Without it, then.")
        return []
    database = _wagtail.database(place, f"reader_wagtail_{articles}")
    environment = _wagtail.made(place, python, database, _told())
    slugs = _published().order_by("pk").values_list("slug", flat=True)[:SAMPLE]
    return [
        {
            "server": {
                "application": "wsgi",
                "environment": environment,
                "python": python,
                "folder": place / "site",
            },
            "pages": {
                "Wagtail page": [f"/{slug}/" for slug in slugs],
                "Wagtail index": ["/"],
                "Wagtail search": [f"/search/?q={word}" for word in ("tram", "quarry")],
            },
        }
    ]


def _told():
    """Yield each published article as _wagtail.made() takes it."""
    for one in _published().select_related("revision").order_by("pk").iterator(chunk_size=500):
        claims = one.claims.order_by("pk")[:CLAIMS]
        yield {
            "title": one.headline, "slug": one.slug, "standfirst": one.headline,
            "byline": one.revision.author_name, "body": one.revision.html,
            "checks": [
                {
                    "statement": claim.statement, "verdict": claim.status,
                    "summary": "As the register says.", "source": f"Register of lot {claim.pk}",
                }
                for claim in claims
            ],
        }  # fmt: skip


@contextmanager
def serving(application, environment, python=sys.executable, folder=None):
    """Run a site under gunicorn on PORT for as long as the block lasts."""
    command = [python, *SERVER, "-b", f"127.0.0.1:{PORT}", application]
    server = subprocess.Popen(command, env=environment, cwd=folder)
    try:
        _wait(server)
        yield
    finally:
        server.terminate()
        server.wait()


def _wait(server, patience=60):
    end = time.monotonic() + patience
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", PORT), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("A server did not start. What it said stands above.")


def _plan(name, paths):
    """Return (the requests for a page, its bytes); no request where a site has no such page.

    Each path is asked for here, so that it is warm when the load comes; but for PLAIN as browsers
    do, for a zipped page.
    """
    if name == UNKEPT:
        return [_request(path) for path in paths], _asked(paths[0])[1]
    requests = []
    for path in paths:
        status, size, etag = _asked(path)
        if status != 200 or (name == AGAIN and not etag):
            return [], 0
        condition = f"If-None-Match: {etag}\r\n" if name == AGAIN else ""
        requests.append(_request(path, condition, zipped=name != PLAIN))
    return requests, size


def _warm(paths):
    """Let both workers have started, and answered: a page may be kept in each of them."""
    end = time.monotonic() + WARM_SECONDS
    for n in range(WARMING):
        _asked(paths[n % len(paths)])
        if time.monotonic() > end:
            return


def _request(path, condition="", *, zipped=True):
    told = "Host: 127.0.0.1\r\n" + ("Accept-Encoding: gzip\r\n" if zipped else "")
    return f"GET {path} HTTP/1.1\r\n{told}{condition}\r\n"


def _asked(path):
    """Return (status, bytes, ETag) of a page."""
    connection = HTTPConnection("127.0.0.1", PORT)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    size = len(response.read())
    connection.close()
    return response.status, size, response.getheader("ETag", "")


def _loaded(folder, requests, seconds):
    """Return the seconds of each answer under load."""
    plan = folder / "requests.json"
    plan.write_text(json.dumps(requests))
    command = [sys.executable, "-m", "benchmarks._load", "127.0.0.1", str(PORT)]
    command += [str(CONNECTIONS), str(seconds), str(plan)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def _print(found, seconds, weights):
    for name in [name for name, rounds in found.items() if not all(rounds)]:
        print(f"{name}: not answered in {seconds} seconds. Give it more with --seconds.")
        del found[name]
    rates = {name: median(len(took) / seconds for took in rounds) for name, rounds in found.items()}
    print(
        f"{'page':<26}{'req/s':>8}{'of bare':>9}{'p50 ms':>9}{'p99 ms':>9}{'p99/p50':>9}{'kB':>8}"
    )
    for name, rounds in found.items():
        cuts = quantiles([one for took in rounds for one in took], n=100)
        p50, p99 = cuts[49] * 1000, cuts[98] * 1000
        line = f"{name:<26}{rates[name]:>8.0f}{rates[name] / rates[BARE]:>9.2f}{p50:>9.2f}"
        print(f"{line}{p99:>9.2f}{p99 / p50:>9.2f}{weights[name] / 1000:>8.1f}")
    for name, other, wanted in TARGETS:
        if name in rates and other in rates:
            ratio = rates[name] / rates[other]
            said = "holds" if ratio >= wanted else "MISSED"
            print(f"{name} against {other}: {ratio:.2f} times, wanted {wanted}: {said}")
        else:
            print(f"{name} against {other}: one of them is not there")
    many = f"article, {MANY_CLAIMS:,} claims"
    if many in rates:
        times = rates[ARTICLE] * weights[ARTICLE] / (rates[many] * weights[many])
        print(f"a byte of {MANY_CLAIMS:,} claims against a byte of {CLAIMS}: {times:.2f} times")


def _print_queries():
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    path = f"/articles/{_published().order_by('pk').values_list('slug', flat=True)[0]}/"
    Client().get(path)
    with CaptureQueriesContext(connection) as asked:
        Client().get(path)
    print(f"queries of an article, the second time: {len(asked)}, wanted 3 at most")


if __name__ == "__main__":
    main()
