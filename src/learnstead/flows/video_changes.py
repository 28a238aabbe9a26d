"""A public video changed here: a catalogue that reads our own list of videos is told to read it again."""

from collections.abc import Mapping
from typing import Any

from learnstead.data import registry
from learnstead.data.sources import ovs
from learnstead.ports.services import Services

WEBHOOK_PATH = "/api/v1/webhooks/ovs_videos/"


def announce(*, message_id: str, event: Mapping[str, Any], services: Services) -> bool:
    """Tell the source ``ovs`` as ODL Video Service does; False where it reads another installation."""
    if not reads_us(services):
        return False
    services.webhooks.send(url=services.url + WEBHOOK_PATH, message_id=message_id, event=event)
    return True


def reads_us(services: Services) -> bool:
    """Whether the source ``ovs`` is set to this installation."""
    declared = registry.named(ovs.NAME).settings
    settings = {one.name: services.outside.setting(ovs.NAME, one.name) or one.default for one in declared}
    return ovs.Service.of(settings).address == services.url
