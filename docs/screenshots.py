"""Make the README's pictures: the demo in a database of its own, seen by Chromium.

python -m docs.screenshots [FOLDER]     FOLDER is docs/screenshots if not given
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
PASSWORD = "newsroom-demo"  # noqa: S105  the demo's, as the README tells everybody

ARTICLES = "/admin/articles/article/"
WAITING = "Historical, cultural, economic"
FIGURE = "Kazakhstan has been a home for over 150K"

# name, who looks, path, the words of the links to follow from it, what is to be in the middle
PICTURES = [
    ("article", None, "/", ["Meeting between Presidents"], "mark.claim"),
    ("claim", "reviewer1", "/admin/claims/claim/?q=Multilingual", ["Union of Multilingual"], "h1"),
    ("articles", "editor1", ARTICLES, [], "#result_list"),
    ("tagging", "editor1", ARTICLES, [WAITING, "Tag claims in the text"], f"text={FIGURE}"),
    ("editor", "editor1", ARTICLES, [WAITING, "Edit"], "#body-rich"),
]


@contextmanager
def demo():
    """Serve the demo on a free port; yield its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3"}
        environment.pop("PRODUCTION", None)
        manage = [sys.executable, str(ROOT / "manage.py")]
        for command in (["migrate", "-v0"], ["quickstart"]):
            subprocess.run(  # noqa: S603
                [*manage, *command], env=environment, check=True, stdout=subprocess.DEVNULL
            )
        server = subprocess.Popen(  # noqa: S603
            [*manage, "runserver", "--noreload", f"127.0.0.1:{port}"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(address):
    for _ in range(100):
        try:
            urlopen(address).close()  # noqa: S310  our own server
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The demo did not answer at {address}.")


def log_in(page, address, name):
    """Log in at the desk as the demo account `name`."""
    page.goto(f"{address}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{address}/admin/")


def take(browser, address, picture, folder):
    """Save one picture as a PNG of 1280 x 900 CSS pixels."""
    name, who, path, links, wanted = picture
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    if who:
        log_in(page, address, who)
    page.goto(address + path)
    for link in links:
        page.get_by_role("link", name=link).first.click()
        page.wait_for_load_state("networkidle")
    page.locator(wanted).first.evaluate(
        "element => element.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    page.screenshot(path=folder / f"{name}.png")
    page.close()


def main(folder):
    if CHROMIUM is None:
        raise SystemExit("There is no Chromium (Debian: apt-get install chromium-headless-shell).")
    folder.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for picture in PICTURES:
            take(browser, address, picture, folder)
            print(folder / f"{picture[0]}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "screenshots")
