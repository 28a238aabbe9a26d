"""What is inside courses: pages, files, videos, with their text."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta

from learnstead.kernel.contracts.fields import Address, Clearable, Code, ContentType, Id, Line, Maybe, ResourceType
from learnstead.kernel.contracts.resources import Part

Key = Annotated[str, Meta(min_length=1, max_length=1024)]
Md5 = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]


class ContentParent(Part, frozen=True):
    """What a content file belongs to: a run (by its id on a platform), or a resource itself when ``run_id`` is None."""

    platform: Code
    run_id: Id | None = None
    resource_type: ResourceType = "course"
    readable_id: Id | None = None


class ContentFile(Part, frozen=True, tag_field="record", tag="content_file"):
    """One page or file. ``archive_checksum`` is the MD5 of its bytes, ``checksum`` that of its text."""

    parent: ContentParent
    key: Key
    etl_source: Code
    title: Clearable[str] = UNSET
    description: Clearable[str] = UNSET
    url: Clearable[Address] = UNSET
    image_src: Clearable[Address] = UNSET
    content: Clearable[str] = UNSET
    content_title: Clearable[str] = UNSET
    content_author: Clearable[str] = UNSET
    content_language: Clearable[Line] = UNSET
    content_type: Maybe[ContentType] = UNSET
    content_tags: Maybe[list[str]] = UNSET
    file_url: Clearable[Address] = UNSET
    file_type: Clearable[Line] = UNSET
    file_extension: Clearable[Line] = UNSET
    source_path: Clearable[str] = UNSET
    edx_module_id: Clearable[str] = UNSET
    archive_checksum: Clearable[Md5] = UNSET
    checksum: Clearable[Md5] = UNSET
    published: Maybe[bool] = UNSET
    youtube_id: Clearable[Line] = UNSET
    duration: Clearable[Line] = UNSET


class TutorProblemFile(Part, frozen=True, tag_field="record", tag="tutor_problem_file"):
    """A problem set or its solution, for tutors that must not give the answer away; never shown in the catalogue."""

    parent: ContentParent
    key: Key
    etl_source: Code
    problem_title: Line
    type: Literal["problem", "solution"]
    content: str
    file_name: Line
    source_path: Clearable[str] = UNSET
    checksum: Clearable[Md5] = UNSET
