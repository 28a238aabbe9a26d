"""Addresses that somebody else gives us."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urljoin, urlsplit

AMBIGUOUS = ("\\", "@")
"""Signs that one reader takes for the end of the host and another for a part of it."""


def is_https_on(address: Any, hosts: Collection[str]) -> bool:
    """Whether this is an HTTPS address on one of these hosts, for every reader there is."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.hostname in hosts and not any(sign in parts.netloc for sign in AMBIGUOUS)


def absolute(site: str, path: str | None) -> str:
    """The address of something on a site. ValueError without a path: the front page of the site is not it."""
    if not path or not path.strip():
        raise ValueError(f"no address on {site}")
    return urljoin(site, path.strip())


def secured(address: str) -> str:
    """The same address over HTTPS."""
    return f"https://{address.removeprefix('http://')}" if address.startswith("http://") else address
