"""Pictures for mails: one that does not load is worse than none."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from learnstead.ports.egress import Egress, FetchFailed, FetchRefused, Request

PATIENCE = timedelta(seconds=5)
MOST_BYTES = 5 * 2**20

Checked = Callable[[str], str]


def checker(egress: Egress, *, default: str) -> Checked:
    """What gives an address that a mail can show: the picture's own when it answers, else ``default``.

    Each address is asked once, and a host that did not answer is not asked again. Addresses inside our network are
    refused by the client.
    """
    known: dict[str, bool] = {}
    silent: set[str] = set()

    def checked(url: str) -> str:
        host = urlsplit(url).hostname or ""
        if url not in known:
            known[url] = bool(host) and host not in silent and _answers(egress, url, host, silent)
        return url if known[url] else default

    return checked


def _answers(egress: Egress, url: str, host: str, silent: set[str]) -> bool:
    """Servers that don't know HEAD are asked with GET."""
    for method in ("HEAD", "GET"):
        try:
            if _is_picture(egress, _request(url, method)):
                return True
        except FetchRefused:
            continue
        except FetchFailed:
            silent.add(host)
            return False
    return False


def _request(url: str, method: str) -> Request:
    return Request(url=url, method=method, hosts=("*",), patience=PATIENCE, most_time=PATIENCE, most_bytes=MOST_BYTES)


def _is_picture(egress: Egress, request: Request) -> bool:
    response = egress.send(request)
    response.body.unlink(missing_ok=True)
    return response.headers.get("content-type", "").startswith("image/")
