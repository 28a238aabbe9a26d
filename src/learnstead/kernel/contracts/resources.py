"""Learning resources: courses, programs, podcasts, videos, documents, with their runs and what belongs to them."""

from typing import Literal

from msgspec import UNSET, Struct

from learnstead.kernel.contracts.fields import (
    Address,
    Amount,
    Availability,
    CertificationType,
    Clearable,
    Code,
    Currency,
    Delivery,
    Format,
    Hours,
    Id,
    IsoDuration,
    Level,
    Line,
    Maybe,
    Moment,
    Pace,
    Relation,
    ResourceType,
    Share,
    Title,
    Weeks,
)


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something inside a record; immutable, and strict about names."""


class Image(Part, frozen=True):
    """A picture somewhere on the web."""

    url: Address
    description: str | None = None
    alt: str | None = None


class Price(Part, frozen=True):
    """What it costs; ``amount`` is decimal text such as "49.00"."""

    amount: Amount
    currency: Currency = "USD"


class CourseNumber(Part, frozen=True):
    """A number a course is known by. ``department`` is a department id, or nothing when the number has none."""

    value: Line
    listing_type: Literal["primary", "cross-listed"] = "primary"
    department: str | None = None
    sort_coursenum: Line = ""
    primary: bool = False


class CourseDetail(Part, frozen=True):
    """What only courses have."""

    course_numbers: Maybe[list[CourseNumber]] = UNSET


class PodcastDetail(Part, frozen=True):
    """What only podcasts have."""

    apple_podcasts_url: Clearable[Address] = UNSET
    google_podcasts_url: Clearable[Address] = UNSET
    rss_url: Clearable[Address] = UNSET


class PodcastEpisodeDetail(Part, frozen=True):
    """What only podcast episodes have."""

    transcript: Maybe[str] = UNSET
    audio_url: Clearable[Address] = UNSET
    episode_link: Clearable[Address] = UNSET
    duration: Clearable[IsoDuration] = UNSET
    rss: Maybe[str] = UNSET


class Caption(Part, frozen=True):
    """A caption track."""

    language: Line
    language_name: Line
    url: Address


class VideoDetail(Part, frozen=True):
    """What only videos have."""

    duration: Maybe[IsoDuration] = UNSET
    transcript: Maybe[str] = UNSET
    streaming_url: Clearable[Address] = UNSET
    caption_urls: Maybe[list[Caption]] = UNSET
    cover_image_url: Clearable[Address] = UNSET


class VideoPlaylistDetail(Part, frozen=True):
    """What only playlists have: the id of the channel they are in."""

    channel: Clearable[Id] = UNSET


class Child(Part, frozen=True):
    """A reference to another resource; nobody promises that it is known here. ``position`` counts from 0."""

    resource_type: ResourceType
    readable_id: Id
    relation: Relation
    position: int
    platform: Code | None = None


class Run(Part, frozen=True):
    """One time something is given. ``prices`` are this run's own; see learn for those a learner is shown."""

    run_id: Id
    title: Clearable[Title] = UNSET
    description: Clearable[str] = UNSET
    full_description: Clearable[str] = UNSET
    last_modified: Clearable[Moment] = UNSET
    published: Maybe[bool] = UNSET
    is_b2b: Maybe[bool] = UNSET
    is_variant: Maybe[bool] = UNSET
    languages: Clearable[list[str]] = UNSET
    url: Clearable[Address] = UNSET
    image: Clearable[Image] = UNSET
    level: Maybe[list[Level]] = UNSET
    slug: Clearable[str] = UNSET
    semester: Clearable[Line] = UNSET
    year: Clearable[int] = UNSET
    start_date: Clearable[Moment] = UNSET
    end_date: Clearable[Moment] = UNSET
    enrollment_start: Clearable[Moment] = UNSET
    enrollment_end: Clearable[Moment] = UNSET
    instructors: Maybe[list[str]] = UNSET
    prices: Maybe[list[Price]] = UNSET
    availability: Clearable[Availability] = UNSET
    delivery: Maybe[list[Delivery]] = UNSET
    pace: Maybe[list[Pace]] = UNSET
    format: Maybe[list[Format]] = UNSET
    location: Maybe[Line] = UNSET
    duration: Maybe[Line] = UNSET
    min_weeks: Clearable[Weeks] = UNSET
    max_weeks: Clearable[Weeks] = UNSET
    time_commitment: Maybe[Line] = UNSET
    min_weekly_hours: Clearable[Hours] = UNSET
    max_weekly_hours: Clearable[Hours] = UNSET


class LearningResource(Part, frozen=True, tag_field="record", tag="learning_resource"):
    """One entry of the catalogue. Its key is type, platform and readable id.

    What a learner is shown of availability, prices, location, duration, effort, best run and next start is computed
    by learn from ``runs`` and the time of day, so a resource with runs need not say it.

    ``topics`` are names in our tree (see kernel.taxonomy); ``topic_words`` are words of the source for what it is about
    that mean none of them, so that staff can say what they mean. A site of this installation (platform "learnstead",
    its scope is the name of the site) may have topics of its own: paths from the root such as "Crafts / Weaving".
    """

    resource_type: ResourceType
    readable_id: Id
    etl_source: Code
    platform: Code | None = None
    title: Maybe[Title] = UNSET
    description: Clearable[str] = UNSET
    full_description: Clearable[str] = UNSET
    url: Clearable[Address] = UNSET
    image: Clearable[Image] = UNSET
    published: Maybe[bool] = UNSET
    test_mode: Maybe[bool] = UNSET
    require_summaries: Maybe[bool] = UNSET
    last_modified: Clearable[Moment] = UNSET
    languages: Clearable[list[str]] = UNSET
    offered_by: Clearable[Code] = UNSET
    resource_category: Maybe[Line] = UNSET
    departments: Maybe[list[str]] = UNSET
    topics: Maybe[list[str]] = UNSET
    ocw_topics: Maybe[list[str]] = UNSET
    topic_words: Maybe[list[str]] = UNSET
    resource_tags: Maybe[list[str]] = UNSET
    certification: Maybe[bool] = UNSET
    certification_type: Maybe[CertificationType] = UNSET
    professional: Maybe[bool] = UNSET
    license_cc: Maybe[bool] = UNSET
    licence: Clearable[Address] = UNSET
    completeness: Maybe[Share] = UNSET
    continuing_ed_credits: Clearable[Amount] = UNSET
    availability: Clearable[Availability] = UNSET
    delivery: Maybe[list[Delivery]] = UNSET
    pace: Maybe[list[Pace]] = UNSET
    format: Maybe[list[Format]] = UNSET
    location: Maybe[Line] = UNSET
    duration: Maybe[Line] = UNSET
    min_weeks: Clearable[Weeks] = UNSET
    max_weeks: Clearable[Weeks] = UNSET
    time_commitment: Maybe[Line] = UNSET
    min_weekly_hours: Clearable[Hours] = UNSET
    max_weekly_hours: Clearable[Hours] = UNSET
    runs: Maybe[list[Run]] = UNSET
    children: Maybe[list[Child]] = UNSET
    course: Maybe[CourseDetail] = UNSET
    podcast: Maybe[PodcastDetail] = UNSET
    podcast_episode: Maybe[PodcastEpisodeDetail] = UNSET
    video: Maybe[VideoDetail] = UNSET
    video_playlist: Maybe[VideoPlaylistDetail] = UNSET


class VideoChannel(Part, frozen=True, tag_field="record", tag="video_channel"):
    """Where playlists live."""

    channel_id: Id
    etl_source: Code
    title: Maybe[Line] = UNSET
    published: Maybe[bool] = UNSET
