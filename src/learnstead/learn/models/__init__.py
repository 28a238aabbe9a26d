"""The catalogue as data: what can be learned, when it ran, what is in it, and where each record came from."""

from learnstead.learn.models.channel import VideoChannel
from learnstead.learn.models.content_file import ContentFile, TutorProblemFile
from learnstead.learn.models.conversation import AskLimit, AskUsage, Conversation, Turn
from learnstead.learn.models.editorial import FeaturedItem, LearningPath, Testimonial, TopicMapping
from learnstead.learn.models.feeds import FeedItem, FeedSource
from learnstead.learn.models.lists import UserList, UserListItem
from learnstead.learn.models.meaning import EncodingSpent, ToEncode, VectorSpace
from learnstead.learn.models.profile import LearnerProfile, RecentView
from learnstead.learn.models.provenance import AppliedRelease, ReceivedMessage
from learnstead.learn.models.record import AppliedScope, CatalogueRecord
from learnstead.learn.models.resource import LearningResource, Relationship
from learnstead.learn.models.run import LearningResourceRun
from learnstead.learn.models.search import RankingSettings, SearchMode, SearchTally, SynonymGroup
from learnstead.learn.models.shown import ShownResource
from learnstead.learn.models.subscription import DigestMail, FollowedQuery, MailSettings, Subscription
from learnstead.learn.models.taxonomy import Department, Topic
from learnstead.learn.models.views import ViewEvent

__all__ = [
    "AppliedRelease",
    "AppliedScope",
    "AskLimit",
    "AskUsage",
    "CatalogueRecord",
    "ContentFile",
    "Conversation",
    "Department",
    "DigestMail",
    "EncodingSpent",
    "FeaturedItem",
    "FeedItem",
    "FeedSource",
    "FollowedQuery",
    "LearnerProfile",
    "LearningPath",
    "LearningResource",
    "LearningResourceRun",
    "MailSettings",
    "RankingSettings",
    "ReceivedMessage",
    "RecentView",
    "Relationship",
    "SearchMode",
    "SearchTally",
    "ShownResource",
    "Subscription",
    "SynonymGroup",
    "Testimonial",
    "ToEncode",
    "Topic",
    "TopicMapping",
    "Turn",
    "TutorProblemFile",
    "UserList",
    "UserListItem",
    "VectorSpace",
    "VideoChannel",
    "ViewEvent",
]
