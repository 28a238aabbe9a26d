"""ODL Video Service: a paged list of public videos in collections, and their captions."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import SURPRISES, Candidate, Given, Quarantined, each
from learnstead.data.parsing.addresses import is_https_on
from learnstead.data.parsing.html import cleaned
from learnstead.data.parsing.media_durations import from_seconds
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import (
    Caption,
    Child,
    Image,
    LearningResource,
    Record,
    VideoChannel,
    VideoDetail,
    VideoPlaylistDetail,
)
from learnstead.kernel.contracts.records import key_of, resource_key
from learnstead.kernel.errors import LearnsteadError

NAME = "ovs"
VIDEOS = "/api/v0/public/videos/"
IN_LEARN = {"include_in_learn": "true"}
KEY = re.compile(r"[A-Za-z0-9._-]{1,255}")
CHANNEL = VideoChannel(channel_id=NAME, etl_source=NAME, title="ODL Video Service", published=True)


@dataclass(frozen=True)
class Service:
    """An installation of the video service: its address, and the hosts its media may lie on."""

    address: str
    hosts: frozenset[str]

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> "Service":
        """The one the settings name; the service's own host may always have media."""
        address = settings["address"].rstrip("/")
        return cls(address, frozenset([urlsplit(address).hostname or "", *settings["media_hosts"].split()]))

    def carries(self, url: Any) -> bool:
        """Whether media may lie there: https on one of the hosts, or beside the service itself, as that is reached."""
        return is_https_on(url, self.hosts) or (isinstance(url, str) and url.startswith(f"{self.address}/"))


def extract(run: Extraction) -> Iterator[Payload]:
    """All pages, and the English captions of each video unless they are what we had."""
    service = Service.of(run.settings)
    for page in run.pages(f"{service.address}{VIDEOS}", label="videos", repeat=IN_LEARN):
        yield page
        for item in page.json()["results"]:
            track = _track_of(item, service)
            if track:
                yield from _captions(run, item["key"], track, service)


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """Videos, their collections as playlists in the order of the list, and the channel all playlists are in."""
    service = Service.of(given.settings)
    transcripts = {payload.exchange.about["video"]: payload for payload in snapshot.payloads("captions")}
    collections: dict[str, tuple[Payload, list[dict[str, Any]]]] = {}

    def video_of(item: dict[str, Any]) -> LearningResource | None:
        if not is_shown(item, service):
            return None
        spoken = transcripts.get(item["key"])
        made = video(item, service, transcript=spoken.text.strip() if spoken else "")
        collections.setdefault(item["collection"]["key"], (page, []))[1].append(item)
        return made

    for page in snapshot.payloads("videos"):
        yield from each(page.json()["results"], video_of, payload=page, key=_key)
    for page, items in collections.values():
        yield from each([items], lambda items: playlist(items, service), payload=page, key=_playlist_key)
    for page, _ in list(collections.values())[:1]:
        yield from each([CHANNEL], lambda channel: channel, payload=page)


def is_shown(item: Mapping[str, Any], service: Service) -> bool:
    """Whether a video is for everybody, ready, in a collection, and can be played from where it may lie."""
    listed = item["is_public"] and item["status"] == "Complete" and (item.get("collection") or {}).get("key")
    return bool(listed and KEY.fullmatch(item["key"]) and stream(item, service))


def stream(item: Mapping[str, Any], service: Service) -> str | None:
    """The first HLS playlist on an allowed host."""
    sources = (source.get("src") for source in item["sources"])
    playable = (src for src in sources if service.carries(src) and urlsplit(src).path.endswith(".m3u8"))
    return next(playable, None)


def video(item: Mapping[str, Any], service: Service, *, transcript: str) -> LearningResource:
    """One video."""
    thumbnails = [thumbnail.get("cloudfront_url") for thumbnail in item["videothumbnail_set"]]
    cover = thumbnails[0] if thumbnails and service.carries(thumbnails[0]) else ""
    onward = item.get("cta_link")
    return LearningResource(
        resource_type="video",
        readable_id=item["key"],
        etl_source=NAME,
        platform=NAME,
        resource_category="Video Short" if item["collection"].get("for_shorts") else "Video",
        title=item["title"],
        description=cleaned(item.get("description"), also=("a",)),
        url=onward if service.carries(onward) else f"{service.address}/videos/{item['key']}",
        image=Image(url=cover) if cover else None,
        last_modified=datetime.fromisoformat(item["created_at"]) if item.get("created_at") else None,
        availability="anytime",
        published=True,
        video=VideoDetail(
            duration=from_seconds(item.get("duration")),
            transcript=transcript,
            streaming_url=stream(item, service),
            caption_urls=[caption for caption, _ in captions(item, service)],
            cover_image_url=cover,
        ),
    )


def playlist(items: list[dict[str, Any]], service: Service) -> LearningResource:
    """The playlist that the collection of these videos is."""
    collection = items[0]["collection"]
    return LearningResource(
        resource_type="video_playlist",
        readable_id=collection["key"],
        etl_source=NAME,
        platform=NAME,
        resource_category="Video Playlist",
        title=collection["title"],
        description=cleaned(collection.get("description"), also=("a",)),
        url=f"{service.address}/collections/{collection['key']}",
        published=True,
        video_playlist=VideoPlaylistDetail(channel=NAME),
        children=[
            Child(
                resource_type="video",
                readable_id=item["key"],
                platform=NAME,
                relation="PLAYLIST_VIDEOS",
                position=position,
            )
            for position, item in enumerate(items)
        ],
    )


def emptied(records: Iterable[Record], *, gone: Collection[str]) -> set[str]:
    """Keys of the playlists that have nothing left without what is gone, and of the channel if none has."""
    known = list(records)
    playlists = {key_of(one): one.children or () for one in known if isinstance(one, LearningResource)}
    playlists = {key: children for key, children in playlists.items() if children}
    empty = {
        key
        for key, children in playlists.items()
        if {resource_key(child.resource_type, child.platform, child.readable_id) for child in children} <= set(gone)
    }
    channels = {key_of(one) for one in known if isinstance(one, VideoChannel)}
    return empty | channels if playlists and empty == set(playlists) else empty


def captions(item: Mapping[str, Any], service: Service) -> Iterator[tuple[Caption, dict[str, Any]]]:
    """Caption tracks; their files lie beside the thumbnails or the video."""
    beside = [thumbnail.get("cloudfront_url") for thumbnail in item["videothumbnail_set"]] + [stream(item, service)]
    there = next((urlsplit(address) for address in beside if address and service.carries(address)), None)
    for track in item["videosubtitle_set"] if there else ():
        if there and track.get("s3_object_key"):
            url = f"{there.scheme}://{there.netloc}/{track['s3_object_key']}"
            language, name = track.get("language") or "en", track.get("language_name") or ""
            yield Caption(language=language, language_name=name, url=url), track


def english_captions(item: Mapping[str, Any], service: Service) -> tuple[str, str] | None:
    """Address and age of the first English track."""
    tracks = captions(item, service)
    english = ((caption.url, str(track.get("created_at"))) for caption, track in tracks if caption.language == "en")
    return next(english, None)


def _track_of(item: Any, service: Service) -> tuple[str, str] | None:
    """The English captions of a video that is shown; an item that cannot be read is set aside when it is normalised."""
    try:
        return english_captions(item, service) if is_shown(item, service) else None
    except SURPRISES:
        return None


def _captions(run: Extraction, key: str, track: tuple[str, str], service: Service) -> Iterator[Payload]:
    """The captions; a video without them is still a video."""
    url, age = track
    hosts = sorted(service.hosts)
    about = {"video": key, "age": age}
    try:
        yield run.again(url, label="captions", about=about) or run.get(url, label="captions", about=about, hosts=hosts)
    except LearnsteadError as problem:
        run.note(f"{problem}; video {key} is without its transcript")


def _key(item: Mapping[str, Any]) -> str:
    return resource_key("video", NAME, item["key"])


def playlist_key(collection: str) -> str:
    """The key of the playlist that a collection is."""
    return resource_key("video_playlist", NAME, collection)


def _playlist_key(items: list[dict[str, Any]]) -> str:
    return playlist_key(items[0]["collection"]["key"])


SOURCE = Source(
    name=NAME,
    title="ODL Video Service",
    transport="REST JSON API, paged; WebVTT files",
    cadence="daily 09:00, and by webhook",
    schedules=("0 9 * * *",),
    stale_after=timedelta(days=2),
    data="videos, collections, transcripts",
    owner="ODL Video Service",
    hosts=("video.odl.mit.edu", "du3yhovcx8dht.cloudfront.net", "d1rlgptj9v7p9j.cloudfront.net"),
    settings=(
        Setting("address", "where the service is", default="https://video.odl.mit.edu"),
        Setting(
            "media_hosts",
            "hosts its videos, pictures and captions may lie on, separated by spaces; its own always may",
            default="du3yhovcx8dht.cloudfront.net d1rlgptj9v7p9j.cloudfront.net",
        ),
    ),
    extract=extract,
    normalise=normalise,
)
