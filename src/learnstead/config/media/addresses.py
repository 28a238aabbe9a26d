"""What an address of bytes asks for. Whatever does not look like one of ours, to the letter, is none."""

import re
from dataclasses import dataclass
from enum import Enum

from learnstead.adapters.delivery.path_token import TOKEN, file_scope, folder_scope

PREFIX = "/media/"
# Every part begins with a plain character: no "..", nothing hidden, nothing empty, and no "%" left to decode.
_PART = r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}"
_REST = rf"(?P<rest>{_PART}(?:/{_PART}){{0,5}})"
_PLACE = r"(?P<video>[0-9a-f]{32})/(?P<number>[1-9][0-9]{0,8})"
_TOKEN = rf"(?P<token>{TOKEN})/(?P<expires>[0-9]{{1,12}})"
# In one expression, so that the server of every segment looks once.
_ADDRESS = re.compile(
    rf"/media/(?:v/{_PLACE}/{_REST}"
    rf"|(?P<kind>[sp])/{_TOKEN.replace('<', '<s_')}/{_PLACE.replace('<', '<s_')}/{_REST.replace('<', '<s_')}"
    rf"|o/{_TOKEN.replace('<', '<o_')}/(?P<o_folder>originals|delivery)/{_PLACE.replace('<', '<o_')}"
    rf"/{_REST.replace('<', '<o_')})"
)


class Kind(Enum):
    """How an address is protected, and what is done with what it names."""

    PUBLIC = "v"
    SIGNED = "s"
    PLAYLIST = "p"  # signed as well; its segments are looked for at a CDN
    SINGLE = "o"


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart. ``path`` is the object's key without "video/"; ``scope`` what its token must be for."""

    kind: Kind
    video: str
    number: str
    rest: str
    path: str
    token: str = ""
    expires: str = ""
    scope: str = ""


def parse(path: str, query: str) -> Address | None:
    """Take a decoded path apart; None when it can be no address of bytes."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        return None
    part = found.groupdict()
    if part["s_token"]:
        return _signed(part)
    if part["o_token"]:
        return _single(part, query)
    video, number, rest = part["video"], part["number"], part["rest"]
    return Address(Kind.PUBLIC, video, number, rest, f"delivery/{video}/{number}/{rest}")


def _signed(part: dict[str, str]) -> Address:
    video, number, rest = part["s_video"], part["s_number"], part["s_rest"]
    return Address(
        kind=Kind(part["kind"]),
        video=video,
        number=number,
        rest=rest,
        path=f"delivery/{video}/{number}/{rest}",
        token=part["s_token"],
        expires=part["s_expires"],
        scope=folder_scope(video, number),
    )


def _single(part: dict[str, str], query: str) -> Address:
    path = f"{part['o_folder']}/{part['o_video']}/{part['o_number']}/{part['o_rest']}"
    return Address(
        kind=Kind.SINGLE,
        video=part["o_video"],
        number=part["o_number"],
        rest=part["o_rest"],
        path=path,
        token=part["o_token"],
        expires=part["o_expires"],
        scope=file_scope(path, saved_as(query)),
    )


def saved_as(query: str) -> str:
    """The file name in a query, percent-encoded as it came, for that is how it was signed."""
    return next((pair[9:] for pair in query.split("&") if pair.startswith("filename=")), "")
