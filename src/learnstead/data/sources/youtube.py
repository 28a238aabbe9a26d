"""YouTube: the playlists of some channels, their videos, and what is said in them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.html import cleaned
from learnstead.data.parsing.youtube_text import described
from learnstead.data.snapshot import Payload, Snapshot, WrongShape
from learnstead.data.source import Setting, Source
from learnstead.data.youtube.channels import Channel, channels_in
from learnstead.data.youtube.lectures import Lecture, belongs
from learnstead.data.youtube.reading import AT_ONCE, Playlist, Reading
from learnstead.data.youtube.transcripts import Transcript
from learnstead.kernel.contracts import (
    Child,
    Image,
    LearningResource,
    VideoChannel,
    VideoDetail,
    VideoPlaylistDetail,
)
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.errors import LearnsteadError, Terminal

NAME = "youtube"
CHANNELS = "https://raw.githubusercontent.com/mitodl/open-video-data/mitopen/youtube/channels.yaml"
MOST_TOPICS = 2


def extract(run: Extraction) -> Iterator[Payload]:
    """Channels, each a scope, then their playlists, each a scope. Who is a channel's is known before any is read."""
    listing = run.cached(run.settings["channels"], label="channels")
    if listing is None:
        raise Terminal("the list of channels could not be had, and there is none from before; try again later")
    reading = Reading(run)
    channels = {scope_of(channel): channel for channel in channels_in(listing)}
    playlists: dict[str, tuple[Channel, dict[str, Any]]] = {}
    for scope, channel in channels.items():
        read = False
        with run.scope(scope):
            yield from _channel(reading, channel)
            playlists |= {item["id"]: (channel, item) for item in _playlists(reading, channel)}
            read = True
        reading.whole = reading.whole and read
    if reading.whole:
        run.listed([*channels, *playlists])
    for name, (channel, said) in playlists.items():
        if run.wants(name):
            with run.scope(name):
                yield from _playlist(reading, channel, said)


def scope_of(channel: Channel) -> str:
    """What the scope of a channel is called; that of a playlist is its id."""
    return f"channel {channel.id}"


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """Channels, playlists and videos. What a playlist is comes after the pages of its videos."""
    pages: dict[str, list[Payload]] = {}
    read: set[str] = set()
    for payload in snapshot.payloads():
        if payload.label == "channel":
            yield from each(payload.json()["items"], channel_of, payload=payload)
        elif payload.label == "videos":
            pages.setdefault(payload.scope, []).append(payload)
        elif payload.label == "playlist" and payload.scope not in read:
            read.add(payload.scope)
            yield from _videos_and_playlist(payload, pages.pop(payload.scope, []))


def channel_of(item: Mapping[str, Any]) -> VideoChannel:
    """A channel."""
    return VideoChannel(channel_id=item["id"], etl_source=NAME, title=item["snippet"]["title"], published=True)


def video(item: Mapping[str, Any], playlist: Playlist) -> LearningResource | None:
    """A video; None when only lectures are wanted and it is none."""
    said, lecture = item["snippet"], (playlist.lectures or {}).get(item["id"])
    if playlist.lectures is not None and lecture is None:
        return None
    spoken = playlist.transcripts.get(item["id"])
    made = LearningResource(
        resource_type="video",
        readable_id=item["id"],
        resource_category="Video",
        title=(said.get("localized") or said)["title"],
        description=cleaned(described(said["description"]), also=("a",)),
        url=f"https://www.youtube.com/watch?v={item['id']}",
        image=_picture(said),
        last_modified=datetime.fromisoformat(said["publishedAt"]),
        video=VideoDetail(
            duration=item["contentDetails"].get("duration", msgspec.UNSET), transcript=spoken.text if spoken else ""
        ),
        **_shared(playlist),
    )
    return _as_told_by(lecture, made) if lecture else made


def playlist_of(playlist: Playlist, videos: Sequence[str]) -> LearningResource:
    """A playlist of the videos that everybody may see; its topics are the most common of theirs."""
    said, name = playlist.said["snippet"], playlist.said["id"]
    lectures = playlist.lectures or {}
    topics = Counter(topic for one in videos if one in lectures for topic in lectures[one].topics)
    return LearningResource(
        resource_type="video_playlist",
        readable_id=name,
        resource_category="Video Playlist",
        title=said["title"],
        url=f"https://www.youtube.com/playlist?list={name}",
        image=_picture(said, alt=said["title"]),
        topics=[topic for topic, _ in topics.most_common(MOST_TOPICS)] if topics else msgspec.UNSET,
        video_playlist=VideoPlaylistDetail(channel=said["channelId"]),
        children=[
            Child(resource_type="video", readable_id=one, platform=NAME, relation="PLAYLIST_VIDEOS", position=position)
            for position, one in enumerate(videos)
        ],
        **_shared(playlist),
    )


def _channel(reading: Reading, channel: Channel) -> Iterator[Payload]:
    payload = reading.ask("channels", label="channel", part="snippet,contentDetails", id=channel.id)
    if channel.id not in reading.known_by_id(payload):
        raise WrongShape(f"YouTube knows no channel {channel.id}; was it deleted, or is the list of channels wrong?")
    yield payload


def _playlists(reading: Reading, channel: Channel) -> Iterator[dict[str, Any]]:
    """Those of a channel that are wanted: every one it has, or those that are named. WrongShape without any."""
    found: dict[str, dict[str, Any]] = {}
    if not channel.wish("").ignored:
        for page in reading.pages("playlists", label="playlists", part="snippet", channelId=channel.id):
            found |= reading.known_by_id(page)
    named = [name for name in channel.named if name not in found]
    for start in range(0, len(named), AT_ONCE):
        ids = ",".join(named[start : start + AT_ONCE])
        found |= reading.known_by_id(reading.ask("playlists", label="playlists", part="snippet", id=ids))
    if not found:
        raise WrongShape(f"YouTube knows none of the playlists that are wanted of channel {channel.id}")
    yield from (item for name, item in found.items() if not channel.wish(name).ignored)
    reading.run.complete("the channel is there")


def _playlist(reading: Reading, channel: Channel, said: dict[str, Any]) -> Iterator[Payload]:
    name: str = said["id"]
    names: list[str] = []
    shown: dict[str, dict[str, Any]] = {}
    for page in reading.pages("playlistItems", label="items", part="contentDetails", playlistId=name):
        ids = [item["contentDetails"]["videoId"] for item in page.json()["items"]]
        if ids:
            videos = reading.ask("videos", label="videos", part="snippet,contentDetails", id=",".join(ids))
            yield videos
            shown |= reading.known_by_id(videos)
        names += ids
    order = [one for one in dict.fromkeys(names) if one in shown]
    lectures = None
    if not channel.wish(name).makes_videos:
        lectures = _lectures(reading, order)
        if lectures is None:
            reading.run.gone(name, "too few of its videos are lectures of a course in the catalogue")
            return
    wanted = [shown[one] for one in order if lectures is None or one in lectures]
    playlist = Playlist(
        said=said,
        offered_by=channel.offered_by,
        videos=order,
        transcripts=reading.transcripts.of(wanted, _known_transcripts(reading.run, name)),
        lectures=lectures,
    )
    yield reading.run.keep(msgspec.json.encode(playlist), label="playlist", url=f"playlist:{name}")


def _lectures(reading: Reading, videos: Sequence[str]) -> dict[str, Lecture] | None:
    """Those of the videos that are lectures; None when they are too few."""
    if not reading.lectures:
        raise Terminal("no course in the catalogue has a video yet; run the source ocw first")
    if not belongs(videos, reading.lectures):
        return None
    return {one: reading.lectures[one] for one in videos if one in reading.lectures}


def _known_transcripts(run: Extraction, name: str) -> Mapping[str, Transcript]:
    before = run.again(f"playlist:{name}", label="known")
    if before is None:
        return {}
    try:
        return msgspec.json.decode(before.content, type=Playlist).transcripts
    except (msgspec.MsgspecError, LearnsteadError):
        return {}


def _videos_and_playlist(payload: Payload, pages: Sequence[Payload]) -> Iterator[Candidate | Quarantined]:
    playlist = msgspec.json.decode(payload.content, type=Playlist)
    made: set[str] = set()

    def once(item: Mapping[str, Any]) -> LearningResource | None:
        if item["id"] in made:
            return None
        record = video(item, playlist)
        if record:
            made.add(item["id"])
        return record

    for page in pages:
        yield from each(page.json()["items"], once, payload=page, key=lambda item: _key("video", item["id"]))
    shown = [name for name in playlist.videos if name in made]
    yield from each(
        [playlist],
        lambda playlist: playlist_of(playlist, shown),
        payload=payload,
        key=lambda playlist: _key("video_playlist", playlist.said["id"]),
    )


def _as_told_by(lecture: Lecture, made: LearningResource) -> LearningResource:
    return msgspec.structs.replace(
        made,
        title=lecture.title or made.title,
        url=lecture.url or made.url,
        description=cleaned(lecture.description, also=("a",)) or made.description,
        topics=lecture.topics,
    )


def _shared(playlist: Playlist) -> dict[str, Any]:
    return {
        "etl_source": NAME,
        "platform": NAME,
        "offered_by": playlist.offered_by,
        "availability": "anytime",
        "published": True,
    }


def _picture(said: Mapping[str, Any], alt: str | None = None) -> Image | None:
    sizes = said.get("thumbnails") or {}
    best = sizes.get("high") or sizes.get("medium") or sizes.get("default") or {}
    return Image(url=best["url"], alt=alt) if best.get("url") else None


def _key(resource_type: str, name: str) -> str:
    return resource_key(resource_type, NAME, name)


SOURCE = Source(
    name=NAME,
    title="YouTube",
    transport="YouTube Data API, list of channels on GitHub",
    cadence="daily 08:30",
    schedules=("30 8 * * *",),
    stale_after=timedelta(days=2),
    data="videos, playlists, channels, transcripts",
    owner="the owners of the channels",
    scope="playlist",
    hosts=("youtube.googleapis.com", "www.youtube.com"),
    settings=(
        Setting("api_key", "a key for the YouTube Data API", required=True, secret=True),
        Setting("channels", "the address of the list of channels, a YAML file", default=CHANNELS),
        Setting("transcripts", "how many transcripts a run may ask for; 0 for none", default="200"),
    ),
    after=("ocw",),
    extract=extract,
    normalise=normalise,
)
