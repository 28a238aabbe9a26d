"""Where a request may go, and how its address is spoken of."""

from collections.abc import Collection, Mapping, Sequence

import httpx

from learnstead.ports.egress import FetchRefused, Request

MOST_REDIRECTS = 5
SECRETS = ("key", "token", "secret", "password", "signature", "credential", "auth", "jwt")
HARMLESS_HEADERS = {"accept", "accept-encoding", "accept-language", "user-agent", "if-none-match", "if-modified-since"}
"""What a host that we were sent on to may be told; everything else was meant for the first."""


def parsed(url: str) -> httpx.URL:
    """An address that a request may have: http or https, a host, and no user name."""
    try:
        found = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as problem:
        raise FetchRefused(f"{url[:200]!r} is not an address: {problem}") from problem
    if found.scheme not in {"http", "https"} or not found.host or "\\" in url:
        raise FetchRefused(f"{url[:200]!r} is not an address of the web: it must begin with https:// and a host")
    if found.userinfo:
        raise FetchRefused(f"{place(found)} was given with a user name; credentials belong into settings")
    return found


def address_of(request: Request) -> httpx.URL:
    """The address of a request with all of its query."""
    found = parsed(request.url)
    query = {**request.query, **request.secret_query}
    return found.copy_merge_params(query) if query else found


def place(url: httpx.URL) -> str:
    """An address for people to read, without its query."""
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{url.path}"


def shown(url: httpx.URL, *, secret: Collection[str] = ()) -> str:
    """An address for people to read: no user name, no value that is or could be a secret."""
    kept = [
        f"{name}={'…' if name in secret or any(word in name.lower() for word in SECRETS) else value}"
        for name, value in url.params.multi_items()
    ]
    return f"{place(url)}?{'&'.join(kept)}" if kept else place(url)


def is_allowed(host: str, hosts: Sequence[str]) -> bool:
    """Whether a host is among the allowed, which may be patterns as in ports.egress.Request."""
    return any(
        allowed == "*" or allowed.lower() == host or (allowed.startswith("*.") and host.endswith(allowed[1:].lower()))
        for allowed in hosts
    )


def must_be_allowed(url: httpx.URL, *, hosts: Sequence[str]) -> None:
    """FetchRefused unless the request may go there."""
    if not is_allowed(url.host, hosts):
        raise FetchRefused(
            f"{place(url)} is on a host this source does not know; it may talk to {', '.join(hosts)} only. "
            "If the source has moved, change its declaration or its setting"
        )


def redirected(url: httpx.URL, location: str, *, replay: httpx.URL | None) -> httpx.URL:
    """Where a redirect leads. One from https to http is refused, unless everything is replayed anyway."""
    target = parsed(str(url.join(location)))
    if replay is not None and target.netloc == replay.netloc:
        target = target.copy_with(scheme=url.scheme, netloc=url.netloc)
    if replay is None and url.scheme == "https" and target.scheme == "http":
        raise FetchRefused(f"{place(url)} leads on to {place(target)}, which is not encrypted")
    return target


def for_another_host(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that another host may see."""
    return {name: value for name, value in headers.items() if name.lower() in HARMLESS_HEADERS}
