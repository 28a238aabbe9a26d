"""Addresses that videos had in TechTV, read from a list of who has which now; all of it is right, or none is saved."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.video.models import LegacyAddress, Video

NUMBERED = re.compile(r"/(?:(?:collections/[^/]+/)?videos/|embeds/)(?P<number>[0-9]{1,9})(?:-[^/]*)?(?:/download)?/?")
PRIVATE = re.compile(r"/videos/(?P<token>[^/]{1,100})/private/?")
NUMBER = re.compile("[0-9]{1,9}")
MOST_PROBLEMS = 20
COLUMNS = ("address", "video")


class BadList(Terminal):
    """Some lines cannot be right; ``problems`` says which and why."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep all of them, and say the first."""
        more = [f"and {len(problems) - MOST_PROBLEMS} more"] if len(problems) > MOST_PROBLEMS else []
        super().__init__("nothing was saved:\n" + "\n".join([*problems[:MOST_PROBLEMS], *more]))
        self.problems = problems


@dataclass(frozen=True)
class Old:
    """What was in an address: a number, or the token of a private video."""

    number: int | None = None
    token: str = ""

    def __str__(self) -> str:
        """The shortest address that has it."""
        return f"/videos/{self.token}/private" if self.number is None else f"/videos/{self.number}"


@dataclass(frozen=True)
class Taken:
    """How many addresses are new, lead elsewhere than before, or led there already."""

    new: int
    moved: int
    same: int


def read(address: str) -> Old | None:
    """What an address of TechTV holds, whole or only its path, or a bare number; None for any other."""
    text = address.strip()
    if NUMBER.fullmatch(text):
        return Old(number=int(text))
    path = urlsplit(text).path
    if found := NUMBERED.fullmatch(path):
        return Old(number=int(found["number"]))
    found = PRIVATE.fullmatch(path)
    return Old(token=found["token"]) if found else None


@transaction.atomic
def take(rows: Iterable[tuple[int, Mapping[str, str | None]]], *, move: bool, dry: bool = False) -> Taken:
    """Let old addresses lead to videos; rows have their line and ``COLUMNS``. BadList.

    With ``move`` an address that leads to another video already leads to this one from now on. ``dry`` saves nothing.
    """
    problems: list[str] = []
    wanted = _read_all(rows, problems)
    videos = dict(Video.objects.filter(key__in={key for _, key in wanted.values()}).values_list("key", "pk"))
    known_ones = LegacyAddress.objects.select_for_update(of=("self",)).select_related("video")
    there = {old: one for one in known_ones for old in _held(one)}
    new, moved, same = [], [], 0
    for old, (line, key) in wanted.items():
        known = there.get(old)
        if key not in videos:
            problems.append(f"line {line}: there is no video {key.hex}; 'learnstead video list' shows their keys")
        elif known is None:
            new.append(LegacyAddress(number=old.number, token=old.token, video_id=videos[key]))
        elif known.video_id == videos[key]:
            same += 1
        elif move:
            known.video_id = videos[key]
            moved.append(known)
        else:
            problems.append(f"line {line}: {old} leads to {known.video.hexkey} already; --move lets it lead elsewhere")
    if problems:
        raise BadList(sorted(problems, key=_line))
    if not dry:
        LegacyAddress.objects.bulk_create(new, batch_size=1000)
        LegacyAddress.objects.bulk_update(moved, ["video"], batch_size=1000)
    return Taken(new=len(new), moved=len(moved), same=same)


def _read_all(rows: Iterable[tuple[int, Mapping[str, str | None]]], problems: list[str]) -> dict[Old, tuple[int, UUID]]:
    wanted: dict[Old, tuple[int, UUID]] = {}
    for line, row in rows:
        address, video = (row.get(column) or "" for column in COLUMNS)
        old, key = read(address), _key(video)
        if old is None:
            problems.append(f"line {line}: {address!r} is no address of a video in TechTV")
        elif key is None:
            problems.append(f"line {line}: {video!r} is no key of a video")
        elif wanted.setdefault(old, (line, key))[1] != key:
            problems.append(f"line {line}: {old} leads to another video in line {wanted[old][0]}")
    return wanted


def _held(one: LegacyAddress) -> list[Old]:
    numbered = [] if one.number is None else [Old(number=one.number)]
    return [*numbered, Old(token=one.token)] if one.token else numbered


def _key(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _line(problem: str) -> int:
    return int(problem.partition(":")[0].removeprefix("line "))
