"""The list of channels we read: a YAML file that people keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from learnstead.data.snapshot import Payload, WrongShape
from learnstead.kernel.taxonomy import offerors

EVERY = "all"


@dataclass(frozen=True)
class Wish:
    """What the list says about a playlist, or about all that it does not name."""

    ignored: bool
    makes_videos: bool


@dataclass(frozen=True)
class Channel:
    """A channel. ``playlists`` holds a wish for each playlist that is named, and perhaps one for ``EVERY``."""

    id: str
    offered_by: str | None
    makes_videos: bool
    playlists: Mapping[str, Wish]

    @property
    def named(self) -> list[str]:
        """Playlists that are wanted by name."""
        return [name for name, wish in self.playlists.items() if name != EVERY and not wish.ignored]

    def wish(self, playlist: str) -> Wish:
        """What is wanted of a playlist of the channel."""
        if playlist in self.playlists:
            return self.playlists[playlist]
        wanted = EVERY in self.playlists and not self.playlists[EVERY].ignored
        return Wish(ignored=not wanted, makes_videos=self.makes_videos)


def channels_in(listing: Payload) -> list[Channel]:
    """The channels of the list; WrongShape when it is no list of channels, or an empty one."""
    try:
        found = [_channel(entry) for entry in yaml.safe_load(listing.text)]
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as problem:
        raise WrongShape(f"{listing.url} is no list of channels: {type(problem).__name__}: {problem}") from problem
    if not found:
        raise WrongShape(f"{listing.url} lists no channel")
    return found


def _channel(entry: Mapping[str, Any]) -> Channel:
    makes_videos = bool(entry.get("create_videos", True))
    offeror = entry.get("offered_by")
    return Channel(
        id=entry["channel_id"],
        offered_by=offeror if offeror in offerors() else None,
        makes_videos=makes_videos,
        playlists={
            playlist["id"]: Wish(
                ignored=bool(playlist.get("ignore", False)),
                makes_videos=bool(playlist.get("create_videos", makes_videos)),
            )
            for playlist in entry["playlists"]
        },
    )
