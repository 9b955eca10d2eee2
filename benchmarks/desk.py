"""How long the desk's pages take among few claims and among very many, in one run.

    DATABASE_URL=postgres://…/postgres python -m benchmarks.desk 10000 1000000

Fills two scratch databases on that server (benchmarks.loader; an SQLite file each without
DATABASE_URL), or uses them again if they are there, and asks for every page of PAGES through
Django's test client. Each size is measured ROUNDS times, by turns, in a process of its own; of
each page the median of all its requests counts, the first of every round left out. Prints both
medians, their ratio, and the number of queries of a page among the many.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from benchmarks import _scratch, loader

ROUNDS, REQUESTS = 3, 7
LIST, QUEUES = "/admin/claims/claim/", "/admin/claims/claim/queues/"


def main(small=1_000, large=10_000):
    with tempfile.TemporaryDirectory() as folder:
        addresses = {size: _scratch.url(f"desk_{size}", folder) for size in (small, large)}
        for size, address in addresses.items():
            _child("fill", size, address)
        found = {size: {} for size in addresses}
        for _ in range(ROUNDS):
            for size, address in addresses.items():
                _gather(found[size], _child("measure", size, address))
    _print(found[small], found[large], small, large)


def _child(deed, size, address):
    command = [sys.executable, "-m", "benchmarks.desk", deed, str(size)]
    environment = os.environ | {"DATABASE_URL": address}
    out = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout
    return json.loads(out.splitlines()[-1]) if deed == "measure" else None


def _gather(found, told):
    for page, (seconds, queries) in told.items():
        times, _ = found.get(page, ([], 0))
        found[page] = [*times, *seconds], queries


def _print(few, many, small, large):
    print(f"{'page':<44}{small:>11,}{large:>13,}   ratio  queries")
    for page, (times, queries) in many.items():
        fast, slow = median(few[page][0]) * 1000, median(times) * 1000
        print(f"{page:<44}{fast:>8.1f} ms{slow:>10.1f} ms{slow / fast:>8.2f}{queries:>9}")


def fill(size):
    """Load the database of DATABASE_URL, unless it is loaded."""
    _scratch.set_up(os.environ["DATABASE_URL"])
    from claims.models import Claim  # noqa: PLC0415

    if not Claim.objects.exists():
        start = time.monotonic()
        loader.load(size)
        print(f"{size:,} claims loaded in {time.monotonic() - start:.0f} s", file=sys.stderr)


def measure(size):
    """Print as JSON {page: [seconds of each request, number of queries]}."""
    _scratch.set_up(os.environ["DATABASE_URL"])
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(username="reviewer3"))
    print(json.dumps({name: _asked(client, path) for name, path in _pages(size, client)}))


def _asked(client, path):
    from django.db import connection  # noqa: PLC0415

    queries = []

    def counted(execute, statement, *rest):
        queries.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(counted):
        _get(client, path)
    return [_get(client, path) for _ in range(REQUESTS)], len(queries)


def _get(client, path):
    start = time.perf_counter()
    response = client.get(path)
    response.getvalue()
    if response.status_code != 200:
        sys.exit(f"{path} answers {response.status_code}.")
    return time.perf_counter() - start


def _pages(size, client):
    """Yield (name, address) of every page that is measured."""
    from claims.models import Claim  # noqa: PLC0415
    from claims.worklists import QUEUES as TABS  # noqa: PLC0415

    for tab in TABS:
        yield f"queue: {tab.label}", f"{QUEUES}?queue={tab.name}"
    middle = Claim.objects.order_by("pk")[size // 2 : size // 2 + 1].get()
    yield "queue: All claims, a page in the middle", f"{QUEUES}?queue=all&after={middle.pk}"
    yield "queue: Overdue, of one section", f"{QUEUES}?queue=overdue&section=Section+3"
    yield "claims: list", LIST
    yield "claims: list, last page", f"{LIST}?p={_last_page(client, LIST)}"
    for name, words in (
        ("one claim's lot", f"L{middle.article_id}x4"),
        ("a headline", f"Report {middle.article_id}"), ("a claimant", "Office 17"),
        ("words of every claim", "the ward"), ("words of some", "tram tunnel"),
        ("nobody's words", "zzyzx"), ("two letters", "qx"),
    ):  # fmt: skip
        yield f"claims: search, {name}", f"{LIST}?q={words.replace(' ', '+')}"
    for query in (
        "status__exact=open", "status__exact=verified", "assignee=me", "assignee=nobody",
        "due=overdue", "due=week", "due=none", "kind__exact=figure", "anchor__exact=lost",
        "priority__exact=1", "sensitivity__exact=sensitive", "status__exact=open&q=tram", "o=-3",
    ):  # fmt: skip
        yield f"claims: list, {query}", f"{LIST}?{query}"
    yield "a claim", f"{LIST}{middle.pk}/change/"
    yield "a claim, from its queue", f"{LIST}{middle.pk}/change/?queue=unassigned"
    yield "articles: list", "/admin/articles/article/"
    last = _last_page(client, "/admin/articles/article/")
    yield "articles: list, last page", f"/admin/articles/article/?p={last}"
    yield "an article", f"/admin/articles/article/{middle.article_id}/change/"
    if client.get(f"{LIST}pace/").status_code == 200:
        yield "pace", f"{LIST}pace/"


def _last_page(client, path):
    return client.get(path).context_data["cl"].paginator.num_pages


if __name__ == "__main__":
    if sys.argv[1:2] in (["fill"], ["measure"]):
        {"fill": fill, "measure": measure}[sys.argv[1]](int(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:3]))
