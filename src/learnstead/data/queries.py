"""The query of an address."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def asking(address: str, query: Mapping[str, str]) -> str:
    """The address with these values in its query, whatever else is in there."""
    if not query:
        return address
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(query)
    return urlunsplit(parts._replace(query=urlencode(said)))
