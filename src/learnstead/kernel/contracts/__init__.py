"""The wire contract: what the data platform hands over, and what learn accepts.

Every field that may be missing is three-state. Absent (``UNSET``) leaves alone what is known; ``None`` clears it; a
value sets it. Lists are replaced whole.
"""

from learnstead.kernel.contracts.content_files import ContentFile, ContentParent, TutorProblemFile
from learnstead.kernel.contracts.feeds import EventDetail, FeedItem, FeedSource, NewsDetail
from learnstead.kernel.contracts.records import Gone, Record, decode, digest, encode, key_of
from learnstead.kernel.contracts.resources import (
    Caption,
    Child,
    CourseDetail,
    CourseNumber,
    Image,
    LearningResource,
    PodcastDetail,
    PodcastEpisodeDetail,
    Price,
    Run,
    VideoChannel,
    VideoDetail,
    VideoPlaylistDetail,
)
from learnstead.kernel.contracts.version import VERSION
from learnstead.kernel.contracts.views import ViewEvent

__all__ = [
    "VERSION",
    "Caption",
    "Child",
    "ContentFile",
    "ContentParent",
    "CourseDetail",
    "CourseNumber",
    "EventDetail",
    "FeedItem",
    "FeedSource",
    "Gone",
    "Image",
    "LearningResource",
    "NewsDetail",
    "PodcastDetail",
    "PodcastEpisodeDetail",
    "Price",
    "Record",
    "Run",
    "TutorProblemFile",
    "VideoChannel",
    "VideoDetail",
    "VideoPlaylistDetail",
    "ViewEvent",
    "decode",
    "digest",
    "encode",
    "key_of",
]
