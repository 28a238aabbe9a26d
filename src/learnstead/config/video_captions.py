"""What ``learnstead video captions`` does."""

from pathlib import Path
from typing import Any

from learnstead.config import videos
from learnstead.kernel import clock
from learnstead.ports.services import services
from learnstead.video.domain.captions import languages, versions
from learnstead.video.models import Video


def captions_of(key: str) -> dict[str, Any]:
    """The languages of a video and the revision that is shown of each."""
    return _row(videos.video_of(key), mended=())


def bring(key: str, file: Path, *, language: str) -> dict[str, Any]:
    """Make a file the next revision of a language; the same row, with what was mended in it."""
    video = videos.video_of(key)
    saving = versions.Saving(by=None, at=clock.now(), queue=services().queue)
    content = file.read_bytes()
    saved = versions.bring(video=video, language=language, content=content, file_name=file.name, saving=saving)
    return _row(video, mended=saved.mended)


def _row(video: Video, *, mended: tuple[str, ...]) -> dict[str, Any]:
    shown = [
        {
            "language": caption.language,
            "name": languages.name(caption.language),
            "revision": caption.current.number if caption.current else 0,
            "origin": caption.current.origin if caption.current else "",
            "file": caption.filename,
        }
        for caption in video.captions.select_related("current")
    ]
    return {"video": video.hexkey, "title": video.title, "captions": shown, "mended": list(mended)}
