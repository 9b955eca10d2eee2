"""Load on a web server from a process of its own: connections that stay open, one request each.

    python -m benchmarks._load 127.0.0.1 8000 8 5 requests.json

Host, port, how many connections, for how many seconds, and a file with the requests as a JSON list
of texts, taken one after another. Plain sockets and one loop: a request costs this process some
fifty microseconds, so that it is not what is measured. Prints a JSON list of the seconds of each
answer. An answer that is none of 200 and 304, or has no Content-Length, ends it with a sentence.
"""

import json
import re
import selectors
import socket
import sys
import time
from pathlib import Path

LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
GOOD = (b"200", b"304")


class _Connection:
    """One open connection, and the answer that it waits for."""

    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answer, self.whole, self.sent = b"", None, 0.0

    def send(self, request):
        self.answer, self.whole, self.sent = b"", None, time.perf_counter()
        self.socket.sendall(request)
        self._acknowledge_at_once()

    def _acknowledge_at_once(self):
        """Else a server that sends head and body apart waits for forty milliseconds in between.

        Linux forgets the option, so that it is set anew each time (tcp(7)).
        """
        if hasattr(socket, "TCP_QUICKACK"):
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def is_answered(self):
        """Read what has come; is the answer whole?"""
        read = self.socket.recv(1 << 18)
        self._acknowledge_at_once()
        if not read:
            sys.exit("The server closed a connection that was to stay open.")
        self.answer += read
        if self.whole is None:
            self.whole = _length(self.answer)
        return self.whole is not None and len(self.answer) >= self.whole


def _length(answer):
    """Return how many bytes the answer will have; None while its head is not whole."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return None
    if answer[9:12] not in GOOD:
        sys.exit(f"The server answers {answer[:end].splitlines()[0]!r}.")
    if answer[9:12] == b"304":
        return end + 4
    found = LENGTH.search(answer, 0, end + 2)
    if found is None:
        sys.exit("The server does not say how long its answer is.")
    return end + 4 + int(found[1])


def load(host, port, connections, seconds, requests):
    """Return the seconds of each answer, in the order they came."""
    watched, took = selectors.DefaultSelector(), []
    for number in range(connections):
        one = _Connection(host, port)
        one.send(requests[number % len(requests)])
        watched.register(one.socket, selectors.EVENT_READ, one)
    turn, end = connections, time.perf_counter() + seconds
    while (now := time.perf_counter()) < end:
        for key, _ in watched.select(timeout=end - now):
            if key.data.is_answered():
                took.append(time.perf_counter() - key.data.sent)
                key.data.send(requests[turn % len(requests)])
                turn += 1
    return took


if __name__ == "__main__":
    host, port, connections, seconds, path = sys.argv[1:]
    requests = [one.encode() for one in json.loads(Path(path).read_text())]
    print(json.dumps(load(host, int(port), int(connections), float(seconds), requests)))
