"""Fetch an address that somebody gave, without harm to the house or to whoever answers.

Only http and https, on their own ports, to public addresses: claims.wire judges each where it
connects, on every redirect too, and holds the limits of time and bytes. No cookie, no password, no
proxy and no setting of the environment goes along. The answer is data: nothing in it is run.
"""

import socket
import ssl
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import urljoin

import requests
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.exceptions import HTTPError, LocationParseError, ReadTimeoutError
from urllib3.util import parse_url

from . import content_types
from .wire import Adapter, OutOfTime, TooMuch, Wire

USER_AGENT = "NewsroomEvidence/1 (a copy for fact-checking; one request a page)"
HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/pdf, text/plain, text/csv, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
REDIRECTS = (301, 302, 303, 307, 308)
PIECE = 65_536


@dataclass(frozen=True)
class Limits:
    """What one fetch may take, redirects and all.

    body, wire  bytes: of the answer once decoded, and of all that servers send.
    seconds     from beginning to end; stall: of a server's silence. The look-up of a name cannot
                be broken off: it ends by the resolver's own limits and counts.
    redirects   how many are followed.
    """

    body: int = 20_000_000
    wire: int = 21_000_000
    seconds: float = 60
    stall: float = 15
    redirects: int = 5


@dataclass(frozen=True)
class Reach:
    """Where a fetch may go. Tests alone hand over another than PUBLIC: no setting names one.

    ports  those it may connect to; any, if None.
    """

    ports: frozenset | None = frozenset({80, 443})
    loopback: bool = False


PUBLIC = Reach()


class FetchRefused(Exception):
    """Nothing was fetched. What it says is a sentence for a person.

    permanent  asking again would meet the same.
    gone       the host's name is known to nobody any more.
    """

    def __init__(self, sentence, *, permanent=False, gone=False):
        self.permanent, self.gone = permanent, gone
        super().__init__(sentence)


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as bytes of HTTP/1.1; ip is the address that answered."""

    url: str
    ip: str
    at: datetime
    request: bytes
    response: bytes


@dataclass(frozen=True)
class Fetched:
    """What an address answered.

    url           the last of the redirects; exchanges has them all, in order.
    headers       pairs of name and value, as sent.
    body          bytes, decoded from the transfer.
    content_type  as header and bytes agree; charset is as declared, or "".
    fetched_at    UTC.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    content_type: str
    charset: str
    fetched_at: datetime
    exchanges: tuple[Exchange, ...]


def fetch(url, *, limits=Limits(), reach=PUBLIC):
    """Fetch `url` by GET, through its redirects; return what answers, whatever its status.

    Raises FetchRefused.
    """
    wire = Wire(monotonic() + limits.seconds, limits.wire, limits.stall)
    exchanges = []
    for _ in range(limits.redirects + 1):
        at = datetime.now(UTC)
        request = _request(url, reach)
        with _told_apart(), _sent(request, wire, reach) as response:
            body = _body(response, limits.body)
        exchanges.append(_exchange(request, wire, at))
        url = _onward(request.url, response)
        if url is None:
            return _fetched(request.url, response, body, tuple(exchanges))
    times = f"more than {limits.redirects} times"
    raise FetchRefused(f"The address leads on to another {times}: it was not followed further.")


def _request(url, reach):
    """Return the prepared request for `url`, which is judged as the client will read it."""
    try:
        request = requests.Request("GET", url, headers=HEADERS).prepare()
        parts = parse_url(request.url)
    except (requests.RequestException, LocationParseError, ValueError):
        raise FetchRefused(NO_ADDRESS, permanent=True) from None
    _judge(parts, reach)
    return request


def _judge(parts, reach):
    if parts.scheme not in ("http", "https"):
        raise FetchRefused("Only addresses of the web, http or https, are fetched.", permanent=True)
    if not parts.host:
        raise FetchRefused(NO_ADDRESS, permanent=True)
    if parts.auth is not None:
        sentence = "The address holds a user name or password: take them out, up to its @."
        raise FetchRefused(sentence, permanent=True)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    if reach.ports is not None and port not in reach.ports:
        sentence = f"The address names port {port}; only 80 and 443 are fetched from."
        raise FetchRefused(sentence, permanent=True)


@contextmanager
def _sent(request, wire, reach):
    """Yield the answer to `request`.

    Through the adapter, not through a session, which would read where it is led to, keep cookies,
    and take proxies and passwords from the environment.
    """
    wire.said.clear()
    is_https = request.url.startswith("https:")
    adapter = Adapter(wire, is_https_proto=is_https, allow_loopback=reach.loopback)
    with closing(adapter):
        response = adapter.send(request, stream=True, timeout=wire.patience(), proxies={})
        with closing(response):
            yield response


def _onward(url, response):
    """Return the address that the answer leads on to, or None."""
    location = response.headers.get("Location")
    if response.status_code not in REDIRECTS or not location:
        return None
    try:
        # Header bytes were read as Latin-1; on the web they are UTF-8.
        return urljoin(url, location.encode("latin-1").decode("utf-8", "replace").strip())
    except ValueError:
        sentence = "The address leads on to something that is no address."
        raise FetchRefused(sentence, permanent=True) from None


def _body(response, most):
    """Return the decoded body. Raises TooMuch past `most` bytes, or where more are announced."""
    announced = response.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > most:
        raise TooMuch
    if response.headers.get("Content-Encoding", "").strip().lower() not in ENCODINGS:
        raise FetchRefused("The answer is packed in a way that cannot be read.")
    body = bytearray()
    for piece in response.raw.stream(PIECE, decode_content=True):
        body += piece
        if len(body) > most:
            raise TooMuch
    return bytes(body)


def _exchange(request, wire, at):
    lines = [f"{request.method} {request.path_url} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    asked = "\r\n".join([*lines, "", ""]).encode()
    return Exchange(request.url, wire.ip, at, asked, bytes(wire.said))


def _fetched(url, response, body, exchanges):
    header = response.headers.get("Content-Type")
    try:
        content_type, charset = content_types.judged(header, body)
    except ValueError as error:
        if response.ok:
            raise FetchRefused(str(error), permanent=True) from None
        content_type, charset = "application/octet-stream", ""
    headers = tuple(response.raw.headers.iteritems())
    at = exchanges[-1].at
    return Fetched(url, response.status_code, headers, body, content_type, charset, at, exchanges)


NO_ADDRESS = "This is no address that can be fetched."
SLOW = "The site did not answer in time."
TOO_MUCH = "The answer is larger than what is kept of a page: it was not read to its end."
PRIVATE = "The address leads into a private network or to this machine: nothing was fetched."
UNTRUSTED = "No safe connection: the site's certificate or its TLS is not in order."
UNKNOWN_HOST = "There is no such host: its name is not known."
UNRESOLVED = "The host's name could not be looked up just now."
BROKEN = "The connection failed, or the answer broke off."
GARBLED = "The answer is not what it says it is packed as."


@contextmanager
def _told_apart():
    """Raise every error of the network as a FetchRefused with its sentence."""
    try:
        yield
    except InvalidIPAddress:
        raise FetchRefused(PRIVATE, permanent=True) from None
    except TooMuch:
        raise FetchRefused(TOO_MUCH, permanent=True) from None
    except (OutOfTime, requests.Timeout, ReadTimeoutError):
        raise FetchRefused(SLOW) from None
    except (requests.RequestException, HTTPError, OSError, zlib.error) as error:
        raise _by_cause(error) from None


def _by_cause(error):
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLError | requests.exceptions.SSLError) for cause in causes):
        return FetchRefused(UNTRUSTED)
    if lookup := next((cause for cause in causes if isinstance(cause, socket.gaierror)), None):
        is_gone = lookup.errno in (socket.EAI_NONAME, socket.EAI_NODATA)
        return FetchRefused(UNKNOWN_HOST if is_gone else UNRESOLVED, gone=is_gone)
    if any(isinstance(cause, zlib.error) for cause in causes):
        return FetchRefused(GARBLED)
    if isinstance(error, requests.exceptions.InvalidURL):
        return FetchRefused(NO_ADDRESS, permanent=True)
    return FetchRefused(BROKEN)


def _causes(error):
    """Yield the error and all that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
