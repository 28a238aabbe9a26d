"""Learning resources as the API shows them: one shape for what all have, one for each of the eight kinds."""

from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from learnstead.learn.web.rest.subjects import Department, Offeror, Platform, Topic
from learnstead.learn.web.rest.values import Amount, Coded, Moment


class Price(TypedDict):
    """What it costs."""

    amount: Amount
    currency: str


class Image(TypedDict):
    """A picture."""

    id: int
    url: str
    description: str | None
    alt: str | None


class Instructor(TypedDict):
    """Somebody who gives a run, as they are named there; first and last names are not told apart here."""

    id: int
    first_name: str | None
    last_name: str | None
    full_name: str


class Timing(TypedDict):
    """How long it takes, and where it is."""

    location: str
    duration: str
    min_weeks: int | None
    max_weeks: int | None
    time_commitment: str
    min_weekly_hours: int | None
    max_weekly_hours: int | None


class LearningResourceRun(Timing):
    """One time a course or program is given."""

    id: int
    run_id: str
    title: str
    description: str | None
    full_description: str | None
    last_modified: Moment | None
    published: bool
    languages: list[str] | None
    url: str | None
    image: Image | None
    instructors: list[Instructor]
    level: list[Coded]
    slug: str | None
    semester: str | None
    year: int | None
    start_date: Moment | None
    end_date: Moment | None
    enrollment_start: Moment | None
    enrollment_end: Moment | None
    prices: list[Amount]
    resource_prices: list[Price]
    checksum: str | None
    availability: Literal["dated", "anytime"] | None
    delivery: list[Coded]
    format: list[Coded]
    pace: list[Coded]


class Child(TypedDict):
    """Something that belongs to a resource, by its id."""

    child: int
    position: int
    relation_type: str
    title: str
    readable_id: str


class BaseResource(Timing):
    """What every resource has."""

    id: int
    readable_id: str
    title: str
    description: str
    full_description: str | None
    url: str | None
    image: Image | None
    resource_type_group: Literal["course", "program", "learning_material"]
    resource_category: str
    topics: list[Topic]
    ocw_topics: list[str]
    departments: list[Department]
    course_feature: list[str]
    offered_by: Offeror | None
    platform: Platform | None
    certification: bool
    certification_type: Coded
    continuing_ed_credits: Amount | None
    professional: bool
    free: bool
    prices: list[Amount]
    resource_prices: list[Price]
    availability: Literal["dated", "anytime"] | None
    delivery: list[Coded]
    format: list[Coded]
    pace: list[Coded]
    languages: list[str] | None
    runs: list[LearningResourceRun]
    best_run_id: int | None
    next_start_date: Moment | None
    children: list[Child]
    completeness: float
    license_cc: bool
    require_summaries: bool
    views: int
    last_modified: Moment | None
    published: bool
    test_mode: bool
    position: int | None
    score: NotRequired[Annotated[float, Field(description="In a search with dev_mode: what decided its place.")]]
    explanation: NotRequired[
        Annotated[dict[str, float], Field(description="In a search with dev_mode: the numbers that made the score.")]
    ]


class CourseNumber(TypedDict):
    """A number a course is known by."""

    value: str
    department: Department | None
    listing_type: str
    primary: bool
    sort_coursenum: str


class CourseDetail(TypedDict):
    """What only courses have."""

    course_numbers: list[CourseNumber]


class Course(BaseResource):
    """A course."""

    resource_type: Literal["course"]
    course: CourseDetail


class ProgramDetail(TypedDict):
    """What only programs have."""

    course_count: int
    program_count: int


class Program(BaseResource):
    """A program: courses that belong together."""

    resource_type: Literal["program"]
    program: ProgramDetail


class LearningPathDetail(TypedDict):
    """What only learning paths have."""

    id: int
    item_count: int


class LearningPath(BaseResource):
    """A list that editors made, to be followed in its order."""

    resource_type: Literal["learning_path"]
    learning_path: LearningPathDetail


class PodcastDetail(TypedDict):
    """What only podcasts have."""

    id: int
    episode_count: int
    apple_podcasts_url: str | None
    google_podcasts_url: str | None
    rss_url: str | None


class Podcast(BaseResource):
    """A podcast."""

    resource_type: Literal["podcast"]
    podcast: PodcastDetail


class NamedParent(TypedDict):
    """Something a resource belongs to."""

    id: int
    title: str
    readable_id: str


class PodcastEpisodeDetail(TypedDict):
    """What only episodes have. ``podcasts`` are the ids of those it belongs to; the transcript is not in lists."""

    id: int
    podcasts: list[str]
    parent_podcasts: list[NamedParent]
    audio_url: str | None
    episode_link: str | None
    duration: str | None
    rss: str | None
    transcript: NotRequired[str]


class PodcastEpisode(BaseResource):
    """An episode of a podcast."""

    resource_type: Literal["podcast_episode"]
    podcast_episode: PodcastEpisodeDetail


class AttachedFile(TypedDict):
    """A file that belongs to a resource itself; ``/contentfiles/`` has more of it."""

    id: int
    key: str
    title: str | None
    url: str | None
    file_type: str | None
    file_extension: str | None
    content_type: str


class Caption(TypedDict):
    """A caption track."""

    language: str
    language_name: str
    url: str


class VideoDetail(TypedDict):
    """What only videos have; the transcript is not in lists."""

    id: int
    duration: str
    streaming_url: str | None
    cover_image_url: str | None
    caption_urls: list[Caption]
    transcript: NotRequired[str]


class Video(BaseResource):
    """A video; ``playlists`` are the ids of those it is in."""

    resource_type: Literal["video"]
    video: VideoDetail
    playlists: list[str]
    content_files: list[AttachedFile]


class VideoChannel(TypedDict):
    """Where playlists live."""

    channel_id: str
    title: str


class VideoPlaylistDetail(TypedDict):
    """What only playlists have."""

    id: int
    channel: VideoChannel | None
    video_count: int


class VideoPlaylist(BaseResource):
    """Videos in an order."""

    resource_type: Literal["video_playlist"]
    video_playlist: VideoPlaylistDetail


class Document(BaseResource):
    """An article, a problem set, notes."""

    resource_type: Literal["document"]
    content_files: list[AttachedFile]


LearningResource: TypeAlias = Annotated[
    Course | Program | LearningPath | Podcast | PodcastEpisode | Video | VideoPlaylist | Document,
    Field(discriminator="resource_type"),
]
# What the functions that build them return: which of the eight it is, the kind says.
AnyResource: TypeAlias = dict[str, Any]
