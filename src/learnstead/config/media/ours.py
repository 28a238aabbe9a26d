"""The byte server of this installation."""

from functools import cache

from django.conf import settings

from learnstead.config.media.server import MediaServer
from learnstead.ports.services import services
from learnstead.video.domain import visibility


@cache
def media_server() -> MediaServer:
    """One for this process."""
    config, objects = settings.CONFIG, services().objects
    server: MediaServer = config.delivery.server(config.store.shelf(config.objects, objects), objects)
    return server


def settle(hexkey: str) -> str:
    """Set the mark of a video as the database says."""
    return visibility.settle(hexkey, objects=services().objects)
