"""Chromium, started once a session, and a page in it for each person."""

import os
from contextlib import contextmanager
from threading import Lock
from time import sleep

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
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


# What pages of the desk ask by themselves, every few seconds: no test is to wait for it.
BY_ITSELF = ("**/presence/", "**/draft/")
# What they send when they are left would come after the test, to a database that is gone.
LEAVE_IN_SILENCE = """
    for (const [target, name] of [[window, "pagehide"], [document, "visibilitychange"]])
        target.addEventListener(name, event => event.stopImmediatePropagation(), true);
"""
TIME_TO_LEAVE = 0.5  # seconds: until what a page sends when it is left has been answered


@pytest.fixture
def desk(chromium, live_server, one_at_a_time):
    """A function that opens a page for a person: `with desk("name") as page:`.

    Without a name it is a reader's. No script and no policy may complain on any page. What a page
    asks without anybody's doing is answered with nothing unless `is_quiet` is False.
    """

    @contextmanager
    def opened(name=None, is_quiet=True, **options):
        context = chromium.new_context(base_url=live_server.url, **options)
        for address in BY_ITSELF if is_quiet else ():
            context.route(address, lambda route: route.fulfill(json={"kept": "", "others": ""}))
        if is_quiet:
            context.add_init_script(LEAVE_IN_SILENCE)
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if name:
            page.goto("/admin/login/")
            page.fill("#id_username", name)
            page.fill("#id_password", "secret")
            page.press("#id_password", "Enter")
            page.wait_for_url("**/admin/")
        yield page
        if not is_quiet:
            page.close()
            sleep(TIME_TO_LEAVE)
        context.close()
        # A refusal is a page with its status, which Chromium notes as a failed request.
        assert [text for text in complaints if "the server responded with" not in text] == []

    return opened
