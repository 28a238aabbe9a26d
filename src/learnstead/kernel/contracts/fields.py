"""Kinds of values, with the limits the production tables have."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias, TypeVar

from msgspec import Meta, UnsetType

Value = TypeVar("Value")
Maybe: TypeAlias = Value | UnsetType
"""Absent or a value."""
Clearable: TypeAlias = Value | UnsetType | None
"""Absent, cleared, or a value."""

Id = Annotated[str, Meta(min_length=1, max_length=512)]
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-zA-Z0-9][\w.-]*$")]
Title = Annotated[str, Meta(min_length=1, max_length=256)]
Line = Annotated[str, Meta(max_length=256)]
Address = Annotated[str, Meta(max_length=2048)]
Moment = Annotated[datetime, Meta(tz=True)]
Amount = Annotated[str, Meta(pattern=r"^\d{1,10}(\.\d{1,2})?$", description="A decimal number as text.")]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
IsoDuration = Annotated[str, Meta(max_length=20, description="ISO 8601, such as PT1H1M1S.")]
Weeks = Annotated[int, Meta(ge=0, le=1000)]
Hours = Annotated[int, Meta(ge=0, le=168)]
Share = Annotated[float, Meta(ge=0, le=1)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]

ResourceType = Literal[
    "course", "program", "learning_path", "podcast", "podcast_episode", "video", "video_playlist", "document"
]
Availability = Literal["dated", "anytime"]
Delivery = Literal["online", "hybrid", "in_person", "offline"]
Pace = Literal["self_paced", "instructor_paced"]
Format = Literal["synchronous", "asynchronous"]
CertificationType = Literal["micromasters", "professional", "completion", "none"]
Level = Literal["undergraduate", "graduate", "high_school", "noncredit", "advanced", "intermediate", "introductory"]
Relation = Literal[
    "PROGRAM_COURSES",
    "PROGRAM_PROGRAMS",
    "LEARNING_PATH_ITEMS",
    "PODCAST_EPISODES",
    "PLAYLIST_VIDEOS",
    "COURSE_LEARNING_MATERIALS",
]
ContentType = Literal["page", "file", "video", "pdf"]
