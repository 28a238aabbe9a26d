"""The network as the client sees it: public addresses only, and no connection beyond its time."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextvars import ContextVar
from typing import Any

import httpcore

from learnstead.ports.egress import FetchRefused

LATEST: ContextVar[float] = ContextVar("LATEST")
"""When the attempt being made must be over, on the monotonic clock."""

Resolve = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the machine's resolver has them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise httpcore.ConnectError(f"no address is known for {host}: {problem}") from problem
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also when it is IPv4 wrapped into IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Guarded(httpcore.SyncBackend):
    """Connects to the very address it has checked, so that a name cannot change its mind in between.

    ``internal`` hosts are ours and may be anywhere; one with a port (``10.0.0.5:8000``) only at that port.
    """

    def __init__(self, *, internal: Collection[str], resolve: Resolve = resolve) -> None:
        self._internal, self._resolve = set(internal), resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Try the host's addresses one after the other."""
        problem: Exception = httpcore.ConnectError(f"no address is known for {host}")
        for address in self._addresses(host, port):
            try:
                stream = super().connect_tcp(address, port, _left(timeout), local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException) as failed:
                problem = failed
            else:
                return Timed(stream)
        raise problem

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        found = self._resolve(host, port)
        ours = host in self._internal or f"{host}:{port}" in self._internal
        if not ours and (inside := [address for address in found if not is_public(address)]):
            raise FetchRefused(
                f"{host} is {inside[0]}, an address inside a private network; sources are fetched from the open "
                "internet only. If it is ours, LEARNSTEAD_INTERNAL_HOSTS may name it"
            )
        return found


class Timed(httpcore.NetworkStream):
    """A connection that never waits beyond the end of the attempt."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read, until the attempt is over."""
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write, until the attempt is over."""
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Encrypt it; the certificate is checked against the host's name."""
        return Timed(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        """What the connection below knows."""
        return self._stream.get_extra_info(info)


def _left(timeout: float | None) -> float | None:
    latest = LATEST.get(None)
    if latest is None:
        return timeout
    left = latest - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it took too long altogether")
    return left if timeout is None else min(timeout, left)
