"""One fetch's way to a server: which addresses it may reach, how much it reads, and until when.

The address is judged where it is connected to (requests_hardened.IPFilterAdapter): a name is looked
up once, what was found is judged, and the connection goes to that very number, with the name left
for TLS and for the Host header. Who answers the second look-up differently (DNS rebinding) is never
asked a second time. Each redirect is a fetch of its own, judged anew.

The clock and the count of bytes stand below the HTTP parser, so that they hold for every byte: a
server that drips headers, chunks or compressed nothings meets the same end.
"""

import io
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPResponse
from ipaddress import ip_address
from time import monotonic

from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class OutOfTime(Exception):
    """The fetch has taken as long as it may."""


class TooMuch(Exception):
    """The server has sent as many bytes as are taken."""


@dataclass
class Wire:
    """What one fetch may still take, and what the server has said since `said` was emptied.

    ends   when the fetch is broken off, in seconds of time.monotonic.
    left   how many bytes the server may still send.
    stall  how long it may keep silent, in seconds.
    ip     the address that the last connection went to.
    """

    ends: float
    left: int
    stall: float
    said: bytearray = field(default_factory=bytearray)
    ip: str = ""

    def patience(self):
        """Return how long to wait for the next byte, in seconds. Raises OutOfTime."""
        if (left := self.ends - monotonic()) <= 0:
            raise OutOfTime
        return min(left, self.stall)

    def take(self, data):
        """Count and keep what was read. Raises TooMuch."""
        self.left -= len(data)
        if self.left < 0:
            raise TooMuch
        self.said += data


class Adapter(IPFilterAdapter):
    """The filter of requests_hardened, stricter by what it lets pass, on a Wire."""

    def __init__(self, wire, *, is_https_proto, allow_loopback):
        super().__init__(is_https_proto=is_https_proto, allow_loopback=allow_loopback)
        self.wire = wire
        self.poolmanager.pool_classes_by_scheme = {
            "http": _on(wire, HTTPConnectionPool),
            "https": _on(wire, HTTPSConnectionPool),
        }

    def build_connection_pool_key_attributes(self, request, verify, cert=None):
        told, options = super().build_connection_pool_key_attributes(request, verify, cert)
        address = ip_address(told["host"].strip("[]"))
        if _is_odd(address) and not (self._allow_loopback and address.is_loopback):
            raise InvalidIPAddress(address)
        self.wire.ip = str(address)
        return told, options


def _is_odd(address):
    """Is it none of the public network? The filter lets reserved and site-local ones pass."""
    is_site_local = address.version == 6 and address.is_site_local
    return not address.is_global or address.is_reserved or address.is_multicast or is_site_local


def _on(wire, pool):
    """Return the class `pool` with connections whose responses are read from the wire."""
    response = {"response_class": partial(_Response, wire=wire)}
    connection = type("Connection", (pool.ConnectionCls,), response)
    return type("Pool", (pool,), {"ConnectionCls": connection})


class _Response(HTTPResponse):
    def __init__(self, sock, *args, wire, **options):
        super().__init__(sock, *args, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_Timed(sock, wire))


class _Timed(io.RawIOBase):
    """A socket's bytes, each waited for as long as the wire still has patience."""

    def __init__(self, sock, wire):
        self._sock, self._wire = sock, wire
        # As a file, it keeps the socket open for as long as somebody reads from it.
        self._file = sock.makefile("rb", buffering=0)

    def readable(self):
        return True

    def readinto(self, buffer):
        self._sock.settimeout(self._wire.patience())
        count = self._file.readinto(buffer)
        self._wire.take(buffer[:count])
        return count

    def close(self):
        self._file.close()
        super().close()
