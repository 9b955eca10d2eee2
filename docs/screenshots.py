"""Make the pictures of the README and the guide: the demo in its own database, in Chromium.

python -m docs.screenshots [FOLDER]     FOLDER is docs/screenshots if not given

The desk's, each on one screen, in FOLDER; in FOLDER/reader every page that readers get, on two
screens in both themes.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from io import BytesIO
from itertools import product
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import sync_playwright

from tests.browser import deeds

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PASSWORD = "newsroom-demo"  # noqa: S105  the demo's, as the README tells everybody

ARTICLES = "/admin/articles/article/"
CLAIMS = "/admin/claims/claim/"
WAITING = "Historical, cultural, economic"
HEADLINE = "Azerbaijan and Kazakhstan: a high level of relations"
MEETING = "Meeting between Presidents"
FIGURE = "Kazakhstan has been a home for over 150K"
VISIT = "the visit of Kazakhstan President Kassym-Jomart Tokayev to Azerbaijan"
YOUR_VISIT = "Your state visit to Azerbaijan was in fact historic"
REPORT = "meeting-between-presidents-of-azerbaijan-and-kazakhstan-held-in-astana"

DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}

# The words of a claim, and what opens it in its place.
CLAIM, OPENS = "mark.claim--verified", "mark.claim--verified ~ button.claim-open:visible"
# Open what is folded away in it, such as the words that a verdict means.
SHOW = """element => {
    element.querySelectorAll("details").forEach(part => { part.open = true; });
    element.scrollIntoView({block: "center", behavior: "instant"});
}"""

# A link that is followed is named by its words, or by where it stands.
FIRST_LISTED = "css=main li a, main h2 a, main dt a"
# name, path, the links to follow from it, what is to be in the middle (None: the top of the page)
READER = [
    ("home", "/", [], None),
    ("article", "/", [MEETING], None),
    ("article-claim", "/", [MEETING], CLAIM),
    ("article-checks", "/", [MEETING], "#checks"),
    ("version", "/", [MEETING, "The version before"], None),
    ("sections", "/sections/", [], None),
    ("section", "/sections/", [FIRST_LISTED], None),
    ("authors", "/authors/", [], None),
    ("author", "/authors/", [FIRST_LISTED], None),
    ("changes", f"/articles/{REPORT}/changes/", [], None),
    ("check", "/", [MEETING, "css=.check a[href^='/claims/']"], None),
    ("how-we-check", "/how-we-check/", [], None),
    ("archive", "/archive/", [], None),
    ("archive-month", "/archive/", [FIRST_LISTED], None),
    ("corrections", "/corrections/", [], None),
    ("search", "/search/?q=visit", [], None),
    ("not-found", "/nothing/", [], None),
]
# Taken last, of an article that has been withdrawn by then.
GONE = [("gone", f"/articles/{REPORT}/", [], None)]
SCREENS = {"phone": (390, 844), "desk": (1280, 900)}

# name, screen, who looks, path, the links to follow from it, what is to be in the middle
PICTURES = [
    ("article", DESK, None, "/", [MEETING], CLAIM),
    ("check", PHONE, None, "/", [MEETING], CLAIM),
    ("claim", DESK, "reviewer1", f"{CLAIMS}?q=Multilingual", ["Union of Multilingual"], "h1"),
    ("evidence", DESK, "reviewer1", f"{CLAIMS}?q=COP29", ["COP29 to be held"], ".evidence li"),
    ("queues", DESK, "reviewer1", f"{CLAIMS}queues/?queue=unassigned", [], "h1"),
    ("reach", DESK, "reviewer1", f"{CLAIMS}?q=visit+of", [VISIT, "What rests on"], "h1"),
    ("pace", DESK, "publisher1", f"{CLAIMS}pace/", [], "h1"),
    ("gate", DESK, "publisher1", ARTICLES, [HEADLINE], "#step-override-note"),
    ("tagging", DESK, "editor1", ARTICLES, [HEADLINE, "Tag claims in"], f"text={FIGURE}"),
    ("editor", DESK, "editor1", ARTICLES, [HEADLINE, "Edit"], "#body-rich"),
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
        # Served as in production, where a page that is not found is one of ours.
        Path(folder, "shown.py").write_text("from newsroom.settings import *\n\nDEBUG = False\n")
        environment |= {"PYTHONPATH": folder, "DJANGO_SETTINGS_MODULE": "shown"}
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


@contextmanager
def opened(browser, address, screen, name=None):
    """Give a page to the demo account `name`, or to a reader."""
    page = browser.new_page(base_url=address, **screen)
    if name:
        page.goto("/admin/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        deeds.press(page, "Log in")
    yield page
    page.close()


def work(browser, address):
    """Do what the demo has not: one fact checked for two articles, an article in review."""

    def at(name):
        return opened(browser, address, DESK, name)

    with at("editor1") as page:
        deeds.open_article(page, WAITING)
        deeds.tag(page, VISIT, "event")
        deeds.give_headline(page, HEADLINE)
        deeds.press(page, "Submit for review")
        deeds.open_article(page, MEETING)
        deeds.tag(page, YOUR_VISIT, "event")
    with at("reviewer1") as page:
        deeds.take_up(page, VISIT, "unassigned")
        deeds.add_passage(page, YOUR_VISIT, of=REPORT, stance="supports")
        deeds.propose(page, "verified", "Both presidents speak of it in the report of a meeting.")
    with at("reviewer2") as page:
        deeds.approve(page, VISIT)
    with at("reviewer1") as page:
        deeds.take_up(page, YOUR_VISIT, "unassigned")
        deeds.declare_same(page, VISIT, why="Both speak of the same visit.")
        deeds.adopt(page, YOUR_VISIT)
    with at("reviewer2") as page:
        deeds.approve(page, YOUR_VISIT)


def correct(browser, address):
    """Give an article a standfirst of its own words, as a correction that readers are told of."""
    with opened(browser, address, DESK, "publisher1") as page:
        deeds.open_article(page, MEETING)
        deeds.follow(page, "Correct or change")
        page.fill("[name=standfirst]", f"“{YOUR_VISIT}”, said the President of Kazakhstan.")
        page.get_by_label("correction").first.check()
        page.fill("#id_note", "The standfirst was missing.")
        deeds.press(page, "Save")


def withdraw(browser, address):
    with opened(browser, address, DESK, "publisher1") as page:
        deeds.open_article(page, MEETING)
        page.fill("#step-withdraw-note", "We look at it again.")
        deeds.press(page, "Withdraw")


def take(browser, address, picture, folder):
    """Save one picture as a PNG, as large as its screen."""
    name, screen, who, path, links, wanted = picture
    with opened(browser, address, screen, who) as page:
        go(page, path, links)
        show(page, wanted)
        page.screenshot(path=folder / f"{name}.png")


def go(page, path, links):
    page.goto(path)
    for link in links:
        if link.startswith("css="):
            with page.expect_navigation():
                page.locator(link).first.click()
        else:
            deeds.follow(page, link)
        page.wait_for_load_state("networkidle")


def show(page, wanted):
    """Bring it to the middle; open it in its place, if it is a claim and the page can."""
    page.locator(wanted).first.evaluate(SHOW)
    if wanted == CLAIM and (opens := page.locator(OPENS)).count():
        opens.first.click()


def take_everywhere(browser, address, page_of, folder):
    """Save a reader's page as a WebP on each screen in each theme; yield each file."""
    name, path, links, wanted = page_of
    for (screen, (width, height)), theme in product(SCREENS.items(), ("light", "dark")):
        told = {"viewport": {"width": width, "height": height}, "color_scheme": theme}
        with opened(browser, address, told) as page:
            go(page, path, links)
            if wanted:
                show(page, wanted)
            taken = Image.open(BytesIO(page.screenshot()))
        file = folder / f"{name}-{screen}-{theme}.webp"
        taken.save(file, "WEBP", quality=80, method=6)
        yield file


def take_all(browser, address, folder):
    """Save every picture; yield its file, or the name of a page that could not be reached."""
    for picture in PICTURES:
        take(browser, address, picture, folder)
        yield folder / f"{picture[0]}.png"
    correct(browser, address)
    yield from take_reader(browser, address, READER, folder / "reader")
    withdraw(browser, address)
    yield from take_reader(browser, address, GONE, folder / "reader")


def take_reader(browser, address, pages, folder):
    folder.mkdir(exist_ok=True)
    for page_of in pages:
        try:
            yield from take_everywhere(browser, address, page_of, folder)
        except PlaywrightTimeout:
            yield page_of[0]


def main(folder):
    if CHROMIUM is None:
        raise SystemExit("There is no Chromium (Debian: apt-get install chromium-headless-shell).")
    folder.mkdir(parents=True, exist_ok=True)
    missing = []
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        work(browser, address)
        for file in take_all(browser, address, folder):
            print(file)
            missing += [file] if isinstance(file, str) else []
        browser.close()
    if missing:
        raise SystemExit(f"No picture of these pages, which were not found: {', '.join(missing)}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "screenshots")
