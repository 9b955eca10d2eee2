"""A web server on this machine that answers as a test tells it, well or badly."""

from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from claims.fetching import Limits, Reach, fetch

# What no setting gives: tests alone may reach this machine, on any port.
HERE = Reach(ports=None, loopback=True)
QUICK = Limits(body=100_000, wire=200_000, seconds=5, stall=0.3, redirects=3)
fetch_here = partial(fetch, limits=QUICK, reach=HERE)


class Server(ThreadingHTTPServer):
    """Answers each path with answers[path](handler); seen lists the requests' headers."""

    daemon_threads = block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.seen = {}, []

    def url(self, path="/page"):
        return f"http://127.0.0.1:{self.server_port}{path}"

    def answers_with(self, body, path="/page", status=200, **headers):
        """Answer `path` with `body`, bytes or text; return its address."""
        body = body if isinstance(body, bytes) else body.encode()
        told = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = lambda handler: handler.send(status, told, body)
        return self.url(path)

    def leads_to(self, location, path="/page", status=302):
        return self.answers_with("", path, status, Location=location)

    def does(self, answer, path="/page"):
        """Answer `path` with a function of the handler; return its address."""
        self.answers[path] = answer
        return self.url(path)

    def handle_error(self, request, client_address):
        """Whoever was fetched from may find the line cut: that is what is tested."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append(dict(self.headers))
        self.server.answers[self.path](self)

    def send(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def serving():
    server = Server()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
