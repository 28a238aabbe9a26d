"""Asking the YouTube Data API."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from learnstead.data.extraction import Extraction
from learnstead.data.paging import Pages
from learnstead.data.shapes import list_in, shaped
from learnstead.data.snapshot import Payload
from learnstead.data.youtube.lectures import Lecture, lectures_in
from learnstead.data.youtube.transcripts import Transcript, Transcripts
from learnstead.ports.egress import FetchFailed

SERVICE = "https://youtube.googleapis.com/youtube/v3"
AT_ONCE = 50


class Playlist(msgspec.Struct, frozen=True, kw_only=True):
    """All that was learnt about a playlist, besides what its videos say of themselves. It is kept last.

    ``lectures`` is None unless the channel's videos are only wanted when a course has them.
    """

    said: dict[str, Any]
    offered_by: str | None
    videos: list[str]
    transcripts: dict[str, Transcript]
    lectures: dict[str, Lecture] | None = None


class Reading:
    """One run: what is asked of YouTube, with the key in a header, so that no address has it.

    ``whole`` says whether all that there is to read was listed.
    """

    def __init__(self, run: Extraction) -> None:
        self.run, self.whole = run, True
        self.transcripts = Transcripts(run, most=int(run.settings["transcripts"]))

    @cached_property
    def lectures(self) -> Mapping[str, Lecture]:
        """Which videos are lectures of a course."""
        return lectures_in(self.run.latest("ocw"))

    def ask(self, what: str, *, label: str, **query: str) -> Payload:
        """One answer of YouTube."""
        key = {"x-goog-api-key": self.run.settings["api_key"]}
        payload = self.run.get(f"{SERVICE}/{what}", label=label, query=query, headers=key)
        list_in(shaped(payload, has=["items"]), "items", payload)
        return payload

    def pages(self, what: str, *, label: str, **query: str) -> Iterator[Payload]:
        """All pages of a list. It is complete when as many items came as there should be.

        YouTube's own count is now and then one off, which is no reason to read nothing.
        """
        came, token = Pages(f"{SERVICE}/{what}"), ""
        while True:
            more = {"pageToken": token} if token else {}
            payload = self.ask(what, label=label, maxResults=str(AT_ONCE), **query, **more)
            answer = payload.json()
            came.add(token, answer["items"])
            yield payload
            token = answer.get("nextPageToken") or ""
            if not token:
                break
        try:
            self.run.complete(came.proof(answer.get("pageInfo", {}).get("totalResults")))
        except FetchFailed as problem:
            self.whole = self.whole and what != "playlists"
            self.run.note(f"{problem}; nothing that is missing from it counts as gone")

    def known_by_id(self, payload: Payload) -> dict[str, dict[str, Any]]:
        """The items of an answer by their ids. One without is no reason to lose the others, and proves nothing."""
        items = payload.json()["items"]
        good = [item for item in items if isinstance(item, dict) and item.get("id")]
        if len(good) < len(items):
            self.whole = self.whole and payload.label != "playlists"
            self.run.note(f"{payload.url} has items without an id; they are left out")
        return {item["id"]: item for item in good}
