"""The catalogue as data: what can be learned, when it ran, what is in it, and where each record came from."""

from learnstead.learn.models.content_file import ContentFile
from learnstead.learn.models.provenance import AppliedRelease, ReceivedMessage
from learnstead.learn.models.resource import LearningResource
from learnstead.learn.models.run import Instructor, LearningResourceRun, RunInstructor
from learnstead.learn.models.taxonomy import Department, Topic

__all__ = [
    "AppliedRelease",
    "ContentFile",
    "Department",
    "Instructor",
    "LearningResource",
    "LearningResourceRun",
    "ReceivedMessage",
    "RunInstructor",
    "Topic",
]
