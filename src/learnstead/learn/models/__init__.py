"""The catalogue as data: what can be learned, when it ran, what is in it, and where each record came from."""

from learnstead.learn.models.channel import VideoChannel
from learnstead.learn.models.content_file import ContentFile, TutorProblemFile
from learnstead.learn.models.feeds import FeedItem, FeedSource
from learnstead.learn.models.provenance import AppliedRelease, ReceivedMessage
from learnstead.learn.models.record import AppliedScope, CatalogueRecord
from learnstead.learn.models.resource import LearningResource, Relationship
from learnstead.learn.models.run import LearningResourceRun
from learnstead.learn.models.taxonomy import Department, Topic
from learnstead.learn.models.views import ViewEvent

__all__ = [
    "AppliedRelease",
    "AppliedScope",
    "CatalogueRecord",
    "ContentFile",
    "Department",
    "FeedItem",
    "FeedSource",
    "LearningResource",
    "LearningResourceRun",
    "ReceivedMessage",
    "Relationship",
    "Topic",
    "TutorProblemFile",
    "VideoChannel",
    "ViewEvent",
]
