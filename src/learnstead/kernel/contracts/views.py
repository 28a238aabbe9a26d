"""Who looked at what, without who."""

from msgspec import UNSET

from learnstead.kernel.contracts.fields import Clearable, Code, Id, Moment, ResourceType
from learnstead.kernel.contracts.resources import Part


class ViewEvent(Part, frozen=True, tag_field="record", tag="view_event"):
    """One look at one resource, counted once for each ``event_uuid``.

    ``resource_id`` is the number of the resource in the catalogue that was looked at; readable id, platform and type
    say the same in words and win when they are there.
    """

    event_uuid: Id
    event_date: Moment
    etl_source: Code
    resource_id: Clearable[int] = UNSET
    readable_id: Clearable[Id] = UNSET
    platform: Clearable[Code] = UNSET
    resource_type: Clearable[ResourceType] = UNSET
