"""What video keeps."""

from learnstead.video.models.caption import Caption, CaptionRevision, Chapter
from learnstead.video.models.collection import Collection
from learnstead.video.models.revision import Rendition, Revision
from learnstead.video.models.transcode_job import TranscodeJob
from learnstead.video.models.video import Video
from learnstead.video.models.viewing import StoppedAt, Viewing

__all__ = [
    "Caption",
    "CaptionRevision",
    "Chapter",
    "Collection",
    "Rendition",
    "Revision",
    "StoppedAt",
    "TranscodeJob",
    "Video",
    "Viewing",
]
