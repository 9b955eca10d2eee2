"""Every page of the reader's site in Chromium: usable by all, on any screen, and at rest."""

from urllib.parse import urlsplit

import pytest

from tests.newsroom.public_pages import one_of_each_kind
from tests.newsroom.public_world import make_public_world

from .at_the_desk import faults, unfold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = [(width, theme) for width in (320, 768, 1280) for theme in ("light", "dark")]
# The sum of https://wicg.github.io/layout-instability/, of all that has moved by now.
SHIFTED = """() => new Promise(done => {
    let sum = 0;
    const add = list => list.getEntries().forEach(entry => { sum += entry.value; });
    const observer = new PerformanceObserver(add);
    observer.observe({type: "layout-shift", buffered: true});
    const tell = () => { add({getEntries: () => observer.takeRecords()}); done(sum); };
    requestAnimationFrame(() => requestAnimationFrame(tell));
})"""
MOVES = """() => document.body.prepend(Object.assign(document.createElement("p"),
    {textContent: "An advertisement".repeat(50)}))"""

# A page as a slow line brings it: what stands before an element is painted before that comes.
IN_PIECES = """async html => {
    const painted = () =>
        new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const [head, ...pieces] = html.split(/(?=<(?:body|li|nav|main|p|footer)\\b)/);
    document.open();
    document.write(head);
    const sheet = document.querySelector("link[rel=stylesheet]");
    await new Promise(done => { sheet.onload = done; });
    for (const piece of pieces) {
        document.write(piece);
        await painted();
    }
    document.close();
}"""


def test_what_moves_is_seen(desk):
    with desk() as page:
        page.set_content("<p>" + "Words that stand where they stand. " * 20)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        at_rest = page.evaluate(SHIFTED)
        page.evaluate(MOVES)

        assert (at_rest, page.evaluate(SHIFTED) > 0) == (0, True)


def test_every_page_can_be_used_by_all_and_does_not_move(client, desk, live_server):
    make_public_world()
    addresses = one_of_each_kind(client)
    found, moved, hosts = [], {}, set()

    with desk() as page:
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        for address in addresses:
            page.goto(f"{live_server.url}{address}", wait_until="load")
            moved[address] = page.evaluate(SHIFTED)
            unfold(page)
            found += faults(page, SCREENS)

    assert len(addresses) > 10
    assert found == []
    assert moved == dict.fromkeys(addresses, 0)
    assert hosts == {urlsplit(live_server.url).netloc}


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_that_comes_in_pieces_stands_where_it_is_first_seen(desk, client, width):
    make_public_world()
    html = client.get("/").content.decode()

    with desk(viewport={"width": width, "height": 900}) as page:
        page.goto("/")
        page.evaluate(IN_PIECES, html)

        assert (page.evaluate(SHIFTED), page.title()) == (0, "Newsroom")
