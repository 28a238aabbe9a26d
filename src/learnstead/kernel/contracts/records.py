"""Records on the wire: one JSON object each, told apart by ``record``."""

import hashlib
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta

from learnstead.kernel.contracts.content_files import ContentFile, ContentParent, TutorProblemFile
from learnstead.kernel.contracts.feeds import FeedItem, FeedSource
from learnstead.kernel.contracts.fields import Line
from learnstead.kernel.contracts.resources import LearningResource, Part, VideoChannel
from learnstead.kernel.contracts.views import ViewEvent
from learnstead.kernel.errors import Terminal


class Gone(Part, frozen=True, tag_field="record", tag="gone"):
    """The source says that the record with this key (see ``key_of``) no longer is; ``reason`` says why."""

    key: Annotated[str, Meta(min_length=1, max_length=2048)]
    reason: Line


Record: TypeAlias = (
    LearningResource | VideoChannel | ContentFile | TutorProblemFile | FeedSource | FeedItem | ViewEvent | Gone
)

_ENCODER = msgspec.json.Encoder(order="deterministic", decimal_format="string")
_DECODER: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


class BrokenContract(Terminal):
    """A record is not what the contract says; the text names the field and what is wrong with it."""


def encode(record: Record) -> bytes:
    """Canonical JSON: the same record always gives the same bytes. Validates nothing; see ``checked``."""
    return _ENCODER.encode(record)


def decode(line: bytes | str) -> Record:
    """The record; BrokenContract when it is none."""
    try:
        return _DECODER.decode(line)
    except (msgspec.ValidationError, msgspec.DecodeError) as problem:
        raise BrokenContract(str(problem)) from problem


def checked(record: Record) -> Record:
    """The record as a reader would get it, limits enforced; constructors check nothing. Raises BrokenContract."""
    return decode(encode(record))


def digest(record: Record) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(encode(record)).hexdigest()


def key_of(record: Record) -> str:  # noqa: PLR0911 - one line for each kind of record
    """What identifies a record within its source, whatever else changes."""
    match record:
        case LearningResource():
            return resource_key(record.resource_type, record.platform, record.readable_id)
        case VideoChannel():
            return f"channel:{record.channel_id}"
        case ContentFile():
            return f"file:{_parent_key(record.parent)}:{record.key}"
        case TutorProblemFile():
            return f"tutor:{_parent_key(record.parent)}:{record.key}"
        case FeedSource():
            return f"feed:{record.feed_type}:{record.url}"
        case FeedItem():
            return f"item:{record.guid}"
        case ViewEvent():
            return f"view:{record.event_uuid}"
        case Gone():
            return record.key


def resource_key(resource_type: str, platform: str | None, readable_id: str) -> str:
    """The key of a learning resource; a resource without a platform is one of its own kind.

    BrokenContract when the id is none: what comes from elsewhere may be anything.
    """
    if not isinstance(readable_id, str) or not readable_id:
        raise BrokenContract(f"{readable_id!r} identifies no {resource_type}")
    return f"{resource_type}:{platform or '-'}:{readable_id}"


def json_schema() -> dict[str, Any]:
    """The contract as JSON Schema 2020-12."""
    return msgspec.json.schema(Record)


def _parent_key(parent: ContentParent) -> str:
    if parent.run_id:
        return f"{parent.platform}:run:{parent.run_id}"
    return f"{parent.platform}:{parent.resource_type}:{parent.readable_id}"
