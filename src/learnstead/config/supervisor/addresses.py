"""The address the web server listens on, and the one people use."""

import errno
import ipaddress
import socket

from learnstead.kernel.errors import Terminal

PORTS_TRIED = 50


def free_port(host: str, wanted: int) -> int:
    """``wanted``, or the next port that nobody listens on."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        if _is_free(host, port):
            return port
    raise Terminal(f"ports {wanted} to {wanted + PORTS_TRIED - 1} on {host} are all taken; choose one with --port")


def local_host(host: str) -> str:
    """Where this machine reaches a server that listens on ``host``."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        return "127.0.0.1" if host != "::" else "::1"
    return host


def url_of(host: str, port: int) -> str:
    """The address of a server on this machine."""
    name = local_host(host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def is_exposed(host: str) -> bool:
    """Whether other machines can reach a server that listens on ``host``."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)  # Linux lets two sockets bind with SO_REUSEADDR; only one may listen
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            return False
        if problem.errno == errno.EACCES:
            raise Terminal(f"port {port} needs privileges; choose one above 1023 with --port") from problem
        raise Terminal(f"cannot listen on {host}:{port} ({problem}); choose another --host or --port") from problem
    return True
