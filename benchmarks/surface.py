"""Measure the tagging surface: 300 claims in an article of 20,000 words, in Chromium.

Usage, from the project's root: python -m benchmarks.surface

Prints the time of scripting until the page is ready (to be under a second), the long tasks, and the
time from pressing "Tag" until the answer stands on the page, with the layout in it. Needs Chromium;
uses a database of its own, which it throws away.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WORDS, CLAIMS, ROUNDS = 20_000, 300, 5
LAYOUT = ("LayoutDuration", "RecalcStyleDuration")
PASSWORD = "benchmark"  # noqa: S105  of a database that lives for a minute

# Run by manage.py shell in the database that is thrown away.
FILL = f"""
from django.contrib.auth.models import User
from articles import editing
from articles.importers.base import Draft
from claims import tagging
user = User.objects.create_superuser("benchmark", password="{PASSWORD}")
sentence = "Number {{n}} of the council has {{n}} members and meets on the first day of a month. "
n, paragraphs = 0, []
while n * 16 < {WORDS}:
    paragraphs.append("<p>" + "".join(sentence.format(n=n + k) for k in range(5)) + "</p>")
    n += 5
draft = Draft(headline="Measured", html="".join(paragraphs), section=None, publication=None,
              published_at=None, byline=(), image_caption=None)
article = editing.write(draft, by=user)
text = article.revision.text
for k in range({CLAIMS}):
    start = text.index(f"Number {{k * n // {CLAIMS}}} of")
    end = text.index("members", start) + len("members")
    tagging.tag(article, by=user, revision=1, start=start + 10 * (k % 2), end=end)
print(article.pk)
"""
LONG_TASKS = """() => new Promise(resolve => new PerformanceObserver(list =>
    resolve(list.getEntries().map(task => task.duration))).observe(
    {type: "longtask", buffered: true}) || setTimeout(() => resolve([]), 500))"""
SELECT = """k => {
    const paragraph = document.querySelectorAll("#surface-text p")[3 + k];
    document.getSelection().selectAllChildren(paragraph);
    document.getElementById("surface-text").focus();
}"""


def _manage(environment, *arguments):
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return run.stdout.strip()


@contextmanager
def served():
    """Serve an article with many claims on a free port; yield (address, number of the article)."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/surface.sqlite3"}
        _manage(environment, "migrate", "-v0")
        article = _manage(environment, "shell", "-v0", "-c", FILL).split()[-1]
        run = [sys.executable, str(ROOT / "manage.py"), "runserver", "--noreload", str(port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(run, env=environment, **quiet)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/admin/login/")
            yield address, article
        finally:
            server.terminate()
            server.wait()


def _wait_for(address):
    for _ in range(150):
        try:
            urlopen(address).close()  # noqa: S310  our own server
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The server did not answer at {address}.")


def _metrics(session):
    return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}


def _load(page, session, address):
    """Load the page; return (seconds of scripting, seconds of layout and style)."""
    page.goto("about:blank")
    before = _metrics(session)
    page.goto(address)
    page.wait_for_selector("html[data-surface=ready]")
    after = _metrics(session)
    spent = {name: after[name] - before.get(name, 0) for name in after}
    return spent["ScriptDuration"], sum(spent[name] for name in LAYOUT)


def _tag(page, session, k):
    """Tag a paragraph; return the seconds until it stands on the page, and those of layout."""
    page.evaluate(SELECT, k)
    page.keyboard.press("Enter")
    page.wait_for_selector("#surface-form form")
    said = page.inner_text("#surface-said")
    before, start = _metrics(session), time.perf_counter()
    page.click("#surface-form button[type=submit]")
    page.wait_for_function(
        "said => document.getElementById('surface-said').textContent !== said", arg=said
    )
    took, after = time.perf_counter() - start, _metrics(session)
    return took, sum(after[name] - before[name] for name in LAYOUT)


def measure(address, article):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        # Its policy forbids playwright to wait in the page; what is measured is not changed by it.
        context = browser.new_context(base_url=address, bypass_csp=True)
        page = context.new_page()
        page.goto("/admin/login/")
        page.fill("#id_username", "benchmark")
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url("**/admin/")
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        url = f"{address}/admin/articles/article/{article}/claims/"
        loads = [_load(page, session, url) for _ in range(ROUNDS)]
        long_tasks = page.evaluate(LONG_TASKS)
        rows = page.locator("#surface-rows .row").count()
        tags = [_tag(page, session, k) for k in range(ROUNDS)]
        browser.close()
    return rows, loads, long_tasks, tags


def main():
    if CHROMIUM is None:
        print("Left out: no Chromium (Debian: apt-get install chromium-headless-shell).")
        return
    with served() as (address, article):
        rows, loads, long_tasks, tags = measure(address, article)
    script, layout = (sorted(column)[len(column) // 2] for column in zip(*loads, strict=True))
    worst = max(script for script, _ in loads)
    trip, its_layout = (sorted(column)[len(column) // 2] for column in zip(*tags, strict=True))
    print(f"{rows} claims in {WORDS:,} words, median of {ROUNDS} loads")
    print(f"scripting until ready  {script:.3f} s (worst {worst:.3f} s; to be under 1 s)")
    print(f"layout and style       {layout:.3f} s")
    print(f"long tasks             {', '.join(f'{t / 1000:.3f} s' for t in long_tasks) or 'none'}")
    print(f"round trip of a tag    {trip:.3f} s (worst {max(tags)[0]:.3f} s)")
    print(f"layout and style in it {its_layout:.3f} s")


if __name__ == "__main__":
    main()
