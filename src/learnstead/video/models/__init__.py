"""What video keeps."""

from learnstead.video.models.caption import Caption, CaptionRevision, Chapter
from learnstead.video.models.caption_order import CaptionOrder
from learnstead.video.models.collection import Collection
from learnstead.video.models.edx import EdxEndpoint, EdxSync
from learnstead.video.models.incoming import Captured, Incoming, IncomingPart
from learnstead.video.models.legacy_address import LegacyAddress
from learnstead.video.models.lti import LtiKey, LtiPlacement, LtiPlatform
from learnstead.video.models.notice import Notice
from learnstead.video.models.revision import Rendition, Revision
from learnstead.video.models.share_link import ShareLink
from learnstead.video.models.transcode_job import TranscodeJob
from learnstead.video.models.transcode_piece import TranscodePiece
from learnstead.video.models.video import Video
from learnstead.video.models.viewing import StoppedAt, Viewing
from learnstead.video.models.youtube import YouTubeDay, YouTubeVideo

__all__ = [
    "Caption",
    "CaptionOrder",
    "CaptionRevision",
    "Captured",
    "Chapter",
    "Collection",
    "EdxEndpoint",
    "EdxSync",
    "Incoming",
    "IncomingPart",
    "LegacyAddress",
    "LtiKey",
    "LtiPlacement",
    "LtiPlatform",
    "Notice",
    "Rendition",
    "Revision",
    "ShareLink",
    "StoppedAt",
    "TranscodeJob",
    "TranscodePiece",
    "Video",
    "Viewing",
    "YouTubeDay",
    "YouTubeVideo",
]
