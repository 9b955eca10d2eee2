"""What is fetched from the web, and what is not, with the sentence that says why."""

import gzip
import socket
import tracemalloc
import zlib
from itertools import repeat
from time import sleep

import pytest

from claims import fetching
from claims.fetching import PUBLIC, FetchRefused, Limits, Reach, fetch
from tests.claims.local_server import HERE, QUICK, fetch_here, serving

PAGE = "<p>The council has 40 members.</p>"


@pytest.fixture(scope="module")
def server():
    with serving() as server:
        yield server


def refusal(url, **options):
    """What is said instead of fetching, whether it is for good, and whether the host is gone."""
    with pytest.raises(FetchRefused) as refused:
        fetch_here(url, **options)
    return str(refused.value), refused.value.permanent, refused.value.gone


# --- what is fetched ---------------------------------------------------------------------------


def test_a_page_is_fetched_with_what_was_said_of_it(server):
    url = server.answers_with(PAGE, X_Sort="b")

    page = fetch_here(url)

    assert (page.url, page.status, page.body) == (url, 200, PAGE.encode())
    assert (page.content_type, page.charset) == ("text/html", "utf-8")
    assert ("X-Sort", "b") in page.headers


def test_both_sides_of_each_exchange_are_kept_as_they_were_on_the_wire(server):
    packed = gzip.compress(PAGE.encode())
    onward = server.answers_with(packed, "/b", Content_Encoding="gzip")
    url = server.leads_to("/b")

    page = fetch_here(url)
    first, last = page.exchanges

    assert (page.url, page.body) == (onward, PAGE.encode())
    assert (first.url, last.url, last.ip) == (url, onward, "127.0.0.1")
    assert first.request.startswith(b"GET /page HTTP/1.1\r\n")
    assert first.response.startswith(b"HTTP/1.0 302 Found\r\n")
    assert last.response.endswith(b"\r\n\r\n" + packed)


def test_a_page_that_is_not_there_is_an_answer_too(server):
    assert fetch_here(server.answers_with("Gone.", status=410)).status == 410


def test_nothing_that_tells_of_us_goes_along(server, monkeypatch, tmp_path):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    server.answers_with(PAGE, "/b")
    server.seen.clear()

    fetch_here(server.answers_with("", status=302, Location="/b", Set_Cookie="who=desk; Path=/"))

    host = f"127.0.0.1:{server.server_port}"
    assert server.seen == [fetching.HEADERS | {"Host": host}] * 2


# --- where nothing is fetched from -------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[fec0::1]/",
        "http://[fe80::1]/",
        "http://[ff02::1]/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/",
        "http://192.88.99.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
    ],
)
def test_no_address_that_is_not_public_is_connected_to(url):
    assert refusal(url, reach=PUBLIC) == (fetching.PRIVATE, True, False)


def test_a_public_page_cannot_lead_into_the_private_network(server):
    url = server.leads_to("http://10.0.0.1/secret")
    assert refusal(url) == (fetching.PRIVATE, True, False)


def test_a_name_is_looked_up_once_and_what_was_judged_is_connected_to(server, monkeypatch):
    """DNS rebinding: the second answer would lead into the private network."""
    real, asked = socket.getaddrinfo, []

    def rebinding(host, port, *args, **options):
        if host == "rebinding.example":
            asked.append(host)
            host = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return real(host, port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server.answers_with(PAGE)

    page = fetch_here(f"http://rebinding.example:{server.server_port}/page")

    assert (asked, page.exchanges[0].ip) == (["rebinding.example"], "127.0.0.1")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("file:///etc/passwd", "Only addresses of the web, http or https, are fetched."),
        ("ftp://example.org/", "Only addresses of the web, http or https, are fetched."),
        ("http://user@example.org/", "The address holds a user name or password: take them out,"
         " up to its @."),
        ("http://example.org:22/", "The address names port 22; only 80 and 443 are fetched from."),
        ("http://", fetching.NO_ADDRESS),
        ("http://a b/", fetching.NO_ADDRESS),
        ("http://[::1", fetching.NO_ADDRESS),
        (f"http://{'a' * 70}/", fetching.NO_ADDRESS),
        ("", fetching.NO_ADDRESS),
    ],
)  # fmt: skip
def test_what_is_no_plain_address_of_the_web_is_refused_for_good(url, sentence):
    assert refusal(url, reach=PUBLIC) == (sentence, True, False)


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("file:///etc/passwd", "Only addresses of the web, http or https, are fetched."),
        ("//user:secret@127.0.0.1/", "The address holds a user name or password: take them out, "
         "up to its @."),
        ("http://[", "The address leads on to something that is no address."),
    ],
)  # fmt: skip
def test_a_redirect_is_judged_as_an_address_is(server, location, sentence):
    assert refusal(server.leads_to(location)) == (sentence, True, False)


def test_a_redirect_to_another_port_is_judged_too(server):
    reach = Reach(ports=frozenset({server.server_port}), loopback=True)
    sentence = "The address names port 22; only 80 and 443 are fetched from."
    assert refusal(server.leads_to("http://127.0.0.1:22/"), reach=reach) == (sentence, True, False)


def test_redirects_in_a_circle_come_to_an_end(server):
    server.seen.clear()

    said = refusal(server.leads_to("/page"))

    assert said == (
        "The address leads on to another more than 3 times: it was not followed further.",
        False,
        False,
    )
    assert len(server.seen) == QUICK.redirects + 1


# --- too much, too long, untrue ----------------------------------------------------------------


def endless(piece, pause=0, head=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"):
    """An answer that begins with `head` and never ends."""

    def answer(handler):
        handler.wfile.write(head)
        for one in repeat(piece):
            handler.wfile.write(one)
            sleep(pause)

    return answer


def test_an_endless_answer_is_read_to_the_limit_and_no_further(server):
    assert refusal(server.does(endless(b"x" * 1000))) == (fetching.TOO_MUCH, True, False)


def test_an_answer_that_says_it_has_a_gigabyte_is_not_begun(server):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
    url = server.does(lambda handler: (handler.wfile.write(head), sleep(1)))
    assert refusal(url) == (fetching.TOO_MUCH, True, False)


def test_what_swells_when_unpacked_is_unpacked_to_the_limit_and_no_further(server):
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    url = server.answers_with(bomb, Content_Encoding="gzip")
    tracemalloc.start()

    said = refusal(url)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert said == (fetching.TOO_MUCH, True, False)
    assert most < 5_000_000


def test_headers_without_end_are_too_much(server):
    url = server.does(endless(b"X: 1\r\n", head=b"HTTP/1.1 200 OK\r\n"))
    assert refusal(url)[0] in (fetching.TOO_MUCH, fetching.BROKEN)


def test_who_never_answers_is_waited_for_as_long_as_agreed(server):
    url = server.does(lambda handler: sleep(1))
    assert refusal(url) == (fetching.SLOW, False, False)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "])
def test_who_drips_meets_the_end_of_the_whole_time(server, head):
    """Each byte comes soon enough; all of them never do."""
    url = server.does(endless(b"x", pause=0.02, head=head))
    limits = Limits(seconds=0.4, stall=0.3)
    assert refusal(url, limits=limits) == (fetching.SLOW, False, False)


def test_an_answer_that_breaks_off_is_none(server):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    url = server.does(lambda handler: handler.wfile.write(head))
    assert refusal(url) == (fetching.BROKEN, False, False)


def test_what_is_no_http_is_no_answer(server):
    url = server.does(lambda handler: handler.wfile.write(b"SSH-2.0-x\r\n"))
    assert refusal(url) == (fetching.BROKEN, False, False)


def test_what_is_not_packed_as_it_says_is_no_answer(server):
    url = server.answers_with("plain", Content_Encoding="gzip")
    assert refusal(url) == (fetching.GARBLED, False, False)


def test_what_is_packed_in_an_unknown_way_is_no_answer(server):
    url = server.answers_with("?", Content_Encoding="compress")
    assert refusal(url) == ("The answer is packed in a way that cannot be read.", False, False)


def test_a_zip_that_calls_itself_a_page_is_refused(server):
    url = server.answers_with(b"PK\x03\x04 and so on", Content_Type="text/html")
    sentence = (
        "The site calls it text/html, but it is a ZIP archive (or a document of an office "
        "program): nothing was kept."
    )
    assert refusal(url) == (sentence, True, False)


def test_a_page_that_calls_itself_a_pdf_is_refused(server):
    url = server.answers_with(PAGE, Content_Type="application/pdf")
    sentence = "The site calls it a PDF, but it is none: nothing was kept."
    assert refusal(url) == (sentence, True, False)


# --- the network -------------------------------------------------------------------------------


def test_a_host_that_does_not_exist_is_gone():
    assert refusal("http://nowhere.invalid/") == (fetching.UNKNOWN_HOST, False, True)


def test_a_look_up_that_fails_for_now_makes_no_host_gone(monkeypatch):
    def failing(*args, **options):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", failing)
    assert refusal("http://example.org/") == (fetching.UNRESOLVED, False, False)


def test_a_server_without_tls_behind_https_is_not_trusted(server):
    url = server.url().replace("http://", "https://")
    assert refusal(url) == (fetching.UNTRUSTED, False, False)


def test_nobody_listening_is_a_failed_connection():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert refusal(f"http://127.0.0.1:{port}/") == (fetching.BROKEN, False, False)


def test_by_default_only_public_addresses_on_the_ports_of_the_web_are_fetched(server):
    with pytest.raises(FetchRefused, match="names port"):
        fetch(server.url())
    assert (PUBLIC.ports, PUBLIC.loopback, HERE.loopback) == (frozenset({80, 443}), False, True)
