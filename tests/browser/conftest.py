"""Chromium, started once a session, and a page in it for each person."""

import json
import os
from collections import defaultdict
from contextlib import contextmanager
from threading import Lock
from threading import enumerate as enumerate_threads
from time import sleep

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM

# Of what Playwright turns off, what our pages could tell: only the last list given counts.
# And RenderDocument: to make all that draws a page anew for each address is a quarter of its load.
OFF = [
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "HttpsUpgrades", "MediaRouter", "OptimizationHints"),
    *("PaintHolding", "ThirdPartyStoragePartitioning", "RenderDocument"),
]
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    # As few processes as it can be stable with: they cost more than the pages.
    "--in-process-gpu",
    "--renderer-process-limit=1",
    # Most of a script is never called, and no page stays long enough for optimising to pay.
    "--js-flags=--max-lazy --no-opt --no-maglev",
    f"--disable-features={','.join(OFF)}",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    """A playwright Browser. It runs a loop of its own, which Django must not take for ours."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def one_at_a_time(live_server):
    """Answer one request after the other where all share SQLite's one connection in memory."""
    server, lock = live_server.thread.httpd, Lock()
    answer = server.get_app()

    def answer_in_turn(environ, start_response):
        with lock:
            return answer(environ, start_response)

    if connection.vendor == "sqlite":
        server.set_app(answer_in_turn)


# What pages of the desk ask by themselves, every few seconds: no test is to wait for it. And what
# they send when they are left would come after the test, to a database that is gone.
# (Not with Playwright's route(): that switches off the browser's cache.)
QUIET = """
    const ask = window.fetch;
    window.fetch = (address, ...rest) => /\\/(presence|draft)\\/$/.test(address)
        ? Promise.resolve(Response.json({kept: "", others: ""}))
        : ask(address, ...rest);
    for (const [target, name] of [[window, "pagehide"], [document, "visibilitychange"]])
        target.addEventListener(name, event => event.stopImmediatePropagation(), true);
"""
TIME_TO_LEAVE = 0.5  # seconds: until what a page sends when it is left has been answered


def log_in(context, name, address):
    """Give a browser a session of that person's, as the form of the login page would."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address, "httpOnly": True}]
    )


@pytest.fixture(scope="session")
def lent(chromium, live_server):
    """A function that lends a browser context to one test after the other, its cache still warm.

    It comes back empty but for that. A test that fails gives nothing back.
    """
    kept = defaultdict(list)

    @contextmanager
    def lend(is_quiet, **options):
        alike = kept[json.dumps([is_quiet, options], sort_keys=True)]
        context = alike.pop() if alike else made(is_quiet, options)
        [resting] = context.pages
        page = context.new_page()
        stored = {"origin": live_server.url, "storageTypes": "local_storage"}
        context.new_cdp_session(page).send("Storage.clearDataForOrigin", stored)
        yield page
        for opened in context.pages:
            if opened != resting:
                opened.close()
        context.clear_cookies()
        alike.append(context)

    def made(is_quiet, options):
        context = chromium.new_context(base_url=live_server.url, **options)
        if is_quiet:
            context.add_init_script(QUIET)
        # With its last page a context's process would end: to start one takes as long as a page.
        context.new_page().goto(f"{live_server.url}/robots.txt")
        return context

    yield lend
    for context in chromium.contexts:
        context.close()
    # What still answers them shares this thread's connection, which it must let go of first.
    for thread in enumerate_threads():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)


@pytest.fixture
def desk(lent, live_server, one_at_a_time):
    """A function that opens a page for a person: `with desk("name") as page:`.

    Without a name it is a reader's. No script and no policy may complain on any page. What a page
    asks without anybody's doing is answered with nothing unless `is_quiet` is False.
    """

    @contextmanager
    def opened(name=None, is_quiet=True, **options):
        complaints = []
        with lent(is_quiet, **options) as page:
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            if name:
                log_in(page.context, name, live_server.url)
            yield page
            if not is_quiet:
                page.close()
                sleep(TIME_TO_LEAVE)
        # A refusal is a page with its status, which Chromium notes as a failed request.
        assert [text for text in complaints if "the server responded with" not in text] == []

    return opened
