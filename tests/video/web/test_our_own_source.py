"""The source that reads ODL Video Service reads us."""

from learnstead.data.sources import ovs
from learnstead.ports.services import services
from learnstead.video.domain import visibility
from tests.data.running import run_source
from tests.video.cast import caption, collection, person, video

SPOKEN = b"WEBVTT\n\n00:01.000 --> 00:02.000\nWhere tides come from\n"


def test_videos_playlists_and_captions_come_as_from_odl_video_service(live_server, tmp_path):
    lectures = collection(person("owner"), title="Tides", include_in_learn=True)
    shown = video(lectures, title="Low water", is_public=True)
    video(lectures, title="Nobody's business")
    caption(shown)
    objects = services().objects
    objects.put(f"video/delivery/{shown.hexkey}/1/captions/en-1.vtt", SPOKEN)
    visibility.follow(shown, objects=objects)

    ran = run_source("ovs", folder=tmp_path, replay=live_server.url, settings={"address": services().url})

    assert not ran.quarantined
    videos = {one.title: one for one in ran.records if getattr(one, "resource_type", "") == "video"}
    assert list(videos) == ["Low water"]
    assert videos["Low water"].video.streaming_url == f"{services().url}/media/v/{shown.hexkey}/1/master.m3u8"
    assert videos["Low water"].video.transcript.endswith("Where tides come from")
    assert [one.url for one in videos["Low water"].video.caption_urls] == [
        f"{services().url}/media/v/{shown.hexkey}/1/captions/en-1.vtt"
    ]
    (playlist,) = [one for one in ran.records if getattr(one, "resource_type", "") == "video_playlist"]
    assert (playlist.title, playlist.url) == ("Tides", f"{services().url}/collections/{lectures.hexkey}")
    assert [child.readable_id for child in playlist.children] == [shown.hexkey]


def test_media_may_lie_beside_the_service_and_nowhere_else_unencrypted():
    service = ovs.Service("http://127.0.0.1:8000", frozenset({"127.0.0.1"}))
    assert service.carries("http://127.0.0.1:8000/media/v/a/1/master.m3u8")
    assert not service.carries("http://127.0.0.1:8001/media/v/a/1/master.m3u8")
    assert not service.carries("http://127.0.0.1:8000.evil.example/x.m3u8")
    assert not service.carries(None)
